"""Text -> where its quotations stand, however broken the marks are.

In: any text of one paragraph. Out: spans of the quotations, outermost only, marks included. Mixed pairs (“…"), marks
turned around (”…”) and marks that are never closed are read as a reader would; the text itself is never changed.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_OPEN: Final = {"“": "”", "„": "”", "「": "」", "『": "』", "«": "»", "《": "》", "〈": "〉"}
_CLOSE: Final = frozenset("”」』»》〉")
_TITLES: Final = frozenset("《〈")
"""Marks of book titles: their insides are kept whole, but nobody is quoted."""
_STRAIGHT: Final = frozenset('"＂″')
_DOUBLE: Final = frozenset('“”„"＂″')
"""Double marks are mixed up with each other in real pages; corner brackets are not."""


@dataclass(frozen=True, slots=True)
class Quote:
    start: int
    end: int
    """The quotation with its marks: `text[start:end]`. `end` is the length of the text where it is never closed."""
    closed: bool


@lru_cache(maxsize=1024)  # every step asks for the same sentences
def find(text: str) -> tuple[Quote, ...]:
    """The quotations of `text` in order."""
    found: list[Quote] = []
    start = -1
    closer = ""
    for i, char in enumerate(text):
        if start < 0:
            if char in _OPEN or (char in _STRAIGHT and not _inches(text, i)) or (char == "”" and _turned(text, i)):
                start, closer = i, _OPEN.get(char, char)
        elif _closes(char, closer, text, i):
            if text[start] not in _TITLES:
                found.append(Quote(start, i + 1, True))
            start = -1
    if start >= 0 and text[start] not in _TITLES:
        found.append(Quote(start, len(text), False))
    return tuple(found)


@lru_cache(maxsize=1024)
def mask(text: str) -> str:
    """`text` with everything quoted blanked out, marks left: the same length, so that positions stay."""
    kept = list(text)
    for quote in find(text):
        for i in range(quote.start + 1, quote.end - quote.closed):
            kept[i] = " "
    return "".join(kept)


def _inches(text: str, i: int) -> bool:
    """6'2" or 55": a mark straight after a digit opens nothing."""
    return i > 0 and text[i - 1].isdigit()


def _turned(text: str, i: int) -> bool:
    """A closing mark used as an opening one: it stands before a word, and another mark comes later."""
    before = text[i - 1] if i else " "
    after = text[i + 1 : i + 2]
    return (before.isspace() or before in "：:，,") and after.isalnum() and any(c in _DOUBLE for c in text[i + 1 :])


def _closes(char: str, closer: str, text: str, i: int) -> bool:
    if char == closer:
        return True
    if closer in _DOUBLE and char in _DOUBLE:
        # “… “: an opening mark where a closing one belongs closes when it stands after the words.
        if char != "“" or (i > 0 and not text[i - 1].isspace() and not text[i + 1 : i + 2].isalnum()):
            return True
        # "…，“他说: the last mark of all closes behind a comma or a full stop.
        return text[i - 1 : i] in ("，", "。", "！", "？", ",") and not any(c in _DOUBLE for c in text[i + 1 :])
    return False
