"""Article, sentences -> the shape of its story: a match, earnings, a verdict, an interview, a live blog, a list.

In: the article. Out: a shape ("" for plain news) and, for each sentence, whether it tells what readers of that shape
look for first: the score; revenue, profit and outlook; the sentence of the court; what opens an entry. Sees no more than words
and layout.
"""

import re
from collections.abc import Sequence
from typing import Final

from models.article import Article
from models.language import table
from models.sentences import Sentence

_QUESTION: Final = re.compile(r"[?？][\s\"'”’」』]*$")
_SAID: Final = re.compile(r"[\"“'‘「『]")
"""A question in quotation marks is part of what somebody says, no interviewer's."""
_ASKED: Final = re.compile(r"^(?:Q[.:]|질문|[-–—]\s|▶|◆|◇|问[:：]|記者|记者[:：]|기자[:：]|—)")
_HALF_DAY: Final = r"(?:오전|오후|上午|下午|中午|凌晨|清晨|早上|晚上|晚间|晚間)"
_LIVE: Final = re.compile(  # "10:05", "9.30am", "오전 10시 5분", "오후 1시", "10时05分", "晚上8點，"
    rf"[\[【(（■●▶◆\s]*(?:{_HALF_DAY} ?)?(?:\d{{1,2}}[:：]\d{{2}}|\d{{1,2}}(?:\.\d{{2}})? ?[ap]\.?m\b|"
    r"\d{1,2}시(?: ?\d{1,2}분| ?반)?(?=[\s,\])】])|\d{1,2}[时時点點](?:\d{1,2}分|[半许許整]|(?=[\s,，:：\]】)）])))"
)
_NUMBERED: Final = re.compile(r"(?:\d{1,2}[.)、．]|[①-⑩]|No\. ?\d|[（(]?[一二三四五六七八九十]{1,2}[、）)])")
_ENTRY: Final = {"live": _LIVE, "list": _NUMBERED}
"""What opens an entry: what follows in its paragraph explains it."""
_ASKS: Final = {"en": 160, "ko": 80, "zh": 60}
"""Characters under which a paragraph that ends in a question mark is a question and nothing else."""
_LONG: Final = 600
"""Characters that are looked at: patterns with gaps are slow on a page that is one long line."""
_ENOUGH: Final = 3
"""Questions, times or numbers at the beginning of paragraphs that make a shape."""


def find(article: Article, sentences: Sequence[Sentence]) -> str:
    """ "match", "earnings", "verdict", "interview", "live", "list", or ""."""
    heads = [paragraph.strip() for paragraph in article.paragraphs]
    if sum(bool(_LIVE.match(head)) for head in heads) >= _ENOUGH:
        return "live"
    if sum(bool(_NUMBERED.match(head)) and not _QUESTION.search(head) for head in heads) >= _ENOUGH:
        return "list"
    longest = _ASKS[table(article.language).code]
    asked = sum(
        bool(_QUESTION.search(head))
        and (bool(_ASKED.match(head) or _NUMBERED.match(head)) or (len(head) < longest and not _SAID.match(head)))
        for head in heads
    )
    if asked >= _ENOUGH and asked * 5 >= len(heads):
        return "interview"
    facts = table(article.language)
    opening = facts.folded(" ".join((article.title, *(s.text for s in sentences[:2]))))[:_LONG]
    for name, seen, wanted in facts.shapes:
        if len(set(re.findall(seen, opening.lower()))) >= 2 and re.search(wanted, opening.lower()):
            return name
    return ""


def tells(shape: str, text: str, code: str) -> bool:
    """Whether a sentence tells what is looked for first in a story of this shape. `text` is folded."""
    if shape in _ENTRY:
        return _ENTRY[shape].match(text) is not None
    text = text[:_LONG].lower()  # the tables are in small letters
    return any(name == shape and re.search(wanted, text) is not None for name, _, wanted in table(code).shapes)


def questions(shape: str, sentences: Sequence[Sentence]) -> list[str]:
    """For each sentence of an interview the question that it is the first answer to, "" elsewhere."""
    found = [""] * len(sentences)
    if shape == "interview":
        for i in range(1, len(sentences)):
            before, here = sentences[i - 1], sentences[i]
            if before.paragraph != here.paragraph and _QUESTION.search(before.text) and not _QUESTION.search(here.text):
                found[i] = before.text
    return found
