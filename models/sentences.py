"""Article -> its sentences, in order, quotes kept whole.

Every sentence is a verbatim slice: `article.paragraphs[s.paragraph][s.start:s.end] == s.text`. Never changes text.
Nothing but white space is ever left between two sentences, so that the sentences together are the whole article.
"""

import re
from dataclasses import dataclass
from typing import Final

from models.article import Article
from models.language import Language, table
from models.speech import quotes


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    paragraph: int
    """Index into `Article.paragraphs`, from 0."""
    start: int
    end: int
    """Characters (code points) of the paragraph: `paragraph[start:end] == text`."""


QUOTE_LIMIT: Final = {"en": 600, "ko": 300, "zh": 220}
"""Characters of a quotation that is kept whole. Longer ones (a speech, a mark never closed) are cut at their full
stops: a translation model takes about 200 tokens at once."""

_STOPS: Final = frozenset(".!?。！？．｡…‼⁉")
_WIDE: Final = frozenset("。！？｡")
"""Full stops of Chinese writing: they end a sentence without a space after them."""
_CLOSERS: Final = frozenset("\"'”’」』）)]】〕》〉»＂")
_OPENERS: Final = frozenset("\"'“‘「『（([【〔《〈«＂")

_KOREAN_END: Final = re.compile(r"[다요죠까오음함임]$")
_DOTTED_DATE: Final = re.compile(r"\d\. ?\d{1,2}$")
_KOREAN_TAG: Final = re.compile(
    r"(?:이?라고|고|이?라며|며|이?라면서|면서|라는|는|이?란|했|하고|하며|하는|에|로|을|를|은|이|가|도)(?![가-힣]{4})"
)
"""What hangs on to a Korean quotation after its closing mark: “…다.” 고 말했다."""
_ASKED: Final = re.compile(
    r"\s*(?:[A-Z][\w.'’-]+\s+|the\s+\w+\s+|an?\s+\w+\s+){1,4}(?:said|asked|says|added|told|wrote|replied|"
    r"shouted|cried|wondered)\b"
)
_ZH_TAG: Final = re.compile(
    r"[^。！？，：:；]{0,14}?(?:说|說|表示|称|稱|道|指出|问|問|认为|認為|强调|強調|回答|回应|回應|补充|補充|"
    r"坦言|笑言|直言|感叹|感嘆)"
    r"(?:道|着|著|说|說)?[。！？]"
)
"""“……。”他说。: the speaker of a Chinese quotation that has its full stop inside."""
_ZH_GOES_ON: Final = frozenset("的时時和与與、，,；;：:等后後之是为為")
"""What shows that a quotation is only a part of its Chinese sentence: 他问“为什么？”时……"""
_LIST_NUMBER: Final = re.compile(r"\s*[(（]?(?:[0-9]{1,2}|[A-Za-z])")
"""All that stands before the full stop of a list number: "1. First"."""


def split(article: Article) -> list[Sentence]:
    """The sentences of all paragraphs, in order. The headline is not one of them."""
    return [
        Sentence(paragraph[start:end], index, start, end)
        for index, paragraph in enumerate(article.paragraphs)
        for start, end in split_text(paragraph, article.language)
    ]


def split_text(text: str, language: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of one paragraph; no white space at either end."""
    facts = table(language)
    held = _held(text, facts.code)
    spans: list[tuple[int, int]] = []
    start = i = 0
    while i < len(text):
        if text[i] in _STOPS and not held[i]:
            end = _run_end(text, i, held)
            if _ends(text, (start, i, end), facts):
                spans.append((start, end))
                start = end
            i = end
        else:
            i += 1
    spans.append((start, len(text)))
    trimmed = ((a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in spans)
    return _joined([(a, b) for a, b in trimmed if b > a], text)


def _held(text: str, code: str) -> bytearray:
    """1 for each character inside a quotation that is to be kept whole, its marks excepted."""
    held = bytearray(len(text))
    for quote in quotes.find(text):
        if quote.closed and quote.end - quote.start <= QUOTE_LIMIT[code]:
            # The full stops before the closing mark stay free: the sentence may end with the quotation.
            last = quote.end - 1
            while last > quote.start + 1 and text[last - 1] in _STOPS:
                last -= 1
            held[quote.start + 1 : last] = b"\x01" * (last - quote.start - 1)
    depth = 0
    for i, char in enumerate(text):  # a remark in brackets is not a sentence of its own
        if char in "（(《〈" and _closes_soon(text, i):
            depth += 1
        elif char in "）)》〉" and depth:
            depth -= 1
        elif depth:
            held[i] = 1
    return held


def _closes_soon(text: str, i: int) -> bool:
    near = text[i + 1 : i + 160]
    return any(mark in near for mark in ")）》〉")


def _run_end(text: str, i: int, held: bytearray) -> int:
    """Past the full stops and the closing marks that follow one another from `i`."""
    end = i
    while end < len(text) and (text[end] in _STOPS or (text[end] in _CLOSERS and end > i)):
        if text[end] in '"＂' and end + 1 < len(text) and held[end + 1]:
            break  # this straight mark opens the next quotation
        end += 1
    return end


def _ends(text: str, place: tuple[int, int, int], facts: Language) -> bool:
    """Whether the run of stops from `stop` to `end` ends the sentence from `start`."""
    start, stop, end = place
    rest = text[end:]
    if not rest.strip():
        return True
    if text[stop] == "." and _LIST_NUMBER.fullmatch(text[start:stop]):
        return False
    spaced = rest[0].isspace()
    closed = any(c in '"”」』＂' for c in text[stop:end])
    if facts.code == "zh":
        return _ends_chinese(text, stop, end, spaced, closed)
    if facts.code == "ko" and (verdict := _ends_korean(text, stop, rest, spaced, closed)) is not None:
        return verdict
    if text[stop] in _WIDE:
        return True
    return spaced and _ends_english(text, stop, rest.lstrip(), facts, closed)


def _ends_chinese(text: str, stop: int, end: int, spaced: bool, closed: bool) -> bool:
    if text[stop] in "….．" and text[stop] != "。":
        # A Latin full stop ends a Chinese sentence only where a space or a Chinese word with a space follows it.
        before = text[stop - 1 : stop]
        return spaced and not (before.isascii() and before.isalpha() and text[end:].lstrip()[:1].isascii())
    if text[stop] in "!?" and not spaced and text[end].isascii():
        return False
    return not (closed and (text[end] in _ZH_GOES_ON or _ZH_TAG.match(text, end)))


def _ends_korean(text: str, stop: int, rest: str, spaced: bool, closed: bool) -> bool | None:
    """None: as in English."""
    before = text[stop - 1 : stop]
    if closed and _KOREAN_TAG.match(rest.lstrip()):
        return False
    if not spaced:
        follows = "가" <= rest[0] <= "힣" or rest[0] in _OPENERS
        return bool(_KOREAN_END.search(before)) and follows and not closed
    if before.isdigit() and (rest.lstrip()[:1].isdigit() or _DOTTED_DATE.search(text[:stop])):
        return False
    if "가" <= before <= "힣":
        return text[stop] != "…" or bool(_KOREAN_END.search(before))
    return None if before.isascii() and before.isalpha() else True


def _ends_english(text: str, stop: int, rest: str, facts: Language, closed: bool) -> bool:
    word = re.split(r"[\s(\[“\"‘—–]", text[:stop])[-1]
    follower = re.match(r"[“\"‘'(\[]*([^\s,.;:!?’'”\"]*)", rest)
    opener = follower.group(1) if follower else ""
    if text[stop] == "." and not closed:
        if word.lower() in facts.abbreviations:
            return False
        if word.lower() in ("a.m", "p.m"):
            return opener[:1].isupper() and not opener.isupper() and not opener.endswith("day")
        if word.lower() in facts.half_stops or re.fullmatch(r"(?:[A-Za-z]\.)*[A-Za-z]", word):
            return opener.lower() in facts.openers and opener[:1].isupper()
    if rest[0].islower():
        return False
    if text[stop] == "…" or text[stop : stop + 3] == "...":
        return rest[0].isupper() or rest[0] in _OPENERS
    return not (closed and text[stop] in "!?" and _ASKED.match(rest))


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Spans that hold no letter or digit (a stray mark, "...") belong to the sentence before."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and not any(c.isalnum() for c in text[start:end]):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept
