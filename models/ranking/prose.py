"""Article, sentences -> which of them are no prose: captions, teasers, bylines, subheads, polls, service lines.

Out: for each sentence a reason ("caption", "service", "hollow", "subhead", "teaser", "title") or "". A claim is never
taken from a sentence with a reason. Never removes anything: the whole translation still shows it all.
"""

import re
from collections.abc import Sequence
from typing import Final

from models.article import Article
from models.language import Language, pattern, table
from models.ranking.terms import terms
from models.sentences import Sentence

_ENDED: Final = re.compile(r"[.!?。！？…：:．][\s\"'”’」』）)\]】]*$")
_KOREAN_ENDED: Final = re.compile(r"(?:다|요|까|죠)[\s\"'”’」』）)]*$")
_SCENERY: Final = re.compile(r"[가-힣](?<![다요까죠음함임됨라자네가나])\.$")
"""A Korean line that has a full stop and ends in no verb: "1963년 가을."."""
_LABEL: Final = re.compile(
    r"^(?:\[[^\]]{1,12}\]|【[^】]{1,12}】|[\u3400-\u9fff]{2,5}[:：]|[가-힣]{2,5}[:：]|[A-Z][a-z]+:)\s*"
)
"""A label before a headline: "[단독]", "原标题：", "Watch:"."""
_SHORT: Final = {"en": 60, "ko": 30, "zh": 22}
"""Characters under which a line without a full stop is a subhead."""
_TINY: Final = {"en": 18, "ko": 9, "zh": 7}
"""Characters under which a sentence says too little to stand alone."""
_SAME_STOPPED: Final = 0.7
"""The same for a line that ends like a sentence."""
_SAME_BLOCK: Final = 0.4
"""The same for each of several lines in a row."""
_BLOCK: Final = 3
"""Lines in a row, each told again further down, that make a block of teasers."""
_DECK: Final = 6
"""Sentences among which such a teaser may stand."""
_SERVICE: Final = {"en": 160, "ko": 70, "zh": 50}
"""Characters of the longest service line; news sentences speak of polls and clicks too."""
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w")
_CREDIT: Final = 40
"""Characters of the longest picture credit that stands as a sentence of its own."""
_SAME: Final = 0.6
"""Share of a line's terms that come again in one later sentence: it is a teaser of that sentence."""


def reasons(article: Article, sentences: Sequence[Sentence]) -> list[str]:
    """Why each sentence is no prose, "" where it is."""
    facts = table(article.language)
    bags = [terms(s.text, article.language) for s in sentences]
    title = _LABEL.sub("", article.title)
    heading = terms(title, article.language)
    ended = [_is_ended(s.text, facts) for s in sentences]
    mostly = sum(bool(_ENDED.search(s.text)) for s in sentences) * 2 > len(sentences)
    found = [
        _line(s.text, facts) or ("title" if _is_title(s.text, title, bag, heading) else "")
        for s, bag in zip(sentences, bags, strict=True)
    ]
    for i, sentence in enumerate(sentences):
        before = [j for j in range(max(0, i - 2), i) if sentences[j].paragraph == sentence.paragraph]
        if (
            found[i] == "caption"
            and len(sentence.text) < _CREDIT
            and sentences[0 if not before else before[0]].start == 0
        ):
            for j in before:
                found[j] = "caption"  # "… is carried over the bridge. Photo: …": the credit closes the caption
    deck = True  # lines without a full stop before the text begins are its teasers
    for i, sentence in enumerate(sentences):
        stopped = bool(_ENDED.search(sentence.text))
        if mostly and not stopped and _whole(article, sentence):
            if not found[i] and (deck or _comes_again(bags, i)):
                found[i] = "teaser"
            elif not found[i] and not ended[i] and len(sentence.text) < _SHORT[facts.code]:
                found[i] = "subhead"
        elif not found[i] and stopped:
            deck = False
            if i < _DECK and _comes_again(bags, i, _SAME_STOPPED):
                found[i] = "teaser"
    for i in range(_block(bags)):
        found[i] = found[i] or "teaser"
    return found


def _block(bags: Sequence[frozenset[str]]) -> int:
    """How many sentences at the beginning are each told again by a later one of its own: a block of teasers."""
    after: set[int] = set()
    count = 0
    for i, own in enumerate(bags[:_DECK]):
        later = [j for j in range(i + 1, len(bags)) if j not in after]
        best = max(later, key=lambda j: len(own & bags[j]), default=0)
        if len(own) < 4 or len(own & bags[best]) < _SAME_BLOCK * len(own) or best <= i + 1:
            break
        after.add(best)
        count += 1
    return count if count >= _BLOCK and min(after) >= count else 0


def _line(text: str, facts: Language) -> str:
    """What one line shows by itself."""
    folded = facts.folded(text)
    if pattern(facts.code, "captions").search(folded):
        return "caption"
    if pattern(facts.code, "hollow").search(folded):
        return "hollow"
    near = len(text) <= _SERVICE[facts.code] or _MAIL.search(text)
    if near and pattern(facts.code, "service").search(folded):
        return "service"
    scenery = facts.code == "ko" and len(text) < _SHORT["ko"] and _SCENERY.search(text)
    return "subhead" if scenery or len(text) < _TINY[facts.code] else ""


def _is_ended(text: str, facts: Language) -> bool:
    return bool(_ENDED.search(text)) or (facts.code == "ko" and bool(_KOREAN_ENDED.search(text)))


def _is_title(text: str, title: str, bag: frozenset[str], heading: frozenset[str]) -> bool:
    """The headline again, at most a few words longer."""
    if text.strip() == title.strip():
        return True
    if not heading or not bag:
        return False
    return len(bag & heading) >= 0.9 * max(len(bag), len(heading)) and len(text) <= 1.15 * len(title)


def _whole(article: Article, sentence: Sentence) -> bool:
    """Whether the sentence ends its paragraph: only there can a full stop be missing on purpose."""
    return sentence.end >= len(article.paragraphs[sentence.paragraph].rstrip())


def _comes_again(bags: Sequence[frozenset[str]], i: int, share: float = _SAME) -> bool:
    """Whether one later sentence tells all that sentence i tells."""
    own = bags[i]
    figures = {term for term in own if term[0].isdigit()}
    return len(own) > 2 and any(
        len(own & later) >= share * len(own) and later != own and figures <= later for later in bags[i + 1 :]
    )
