"""A name of the source and the words of its translation that stand for it, where nothing but their sound says so.

What `paired_ko`, `paired_zh` (into English) and `paired_east` (out of it) give, and what more than one of them needs. Never
judges whether the spelling is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.latin import distance
from models.naming import hanzi, heard, known

__all__ = ["AROUND", "DOTS", "SPELT", "Pair", "Span", "apart", "unknown_koreans"]


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    """As the source writes it."""
    start: int
    end: int
    """Of the words of the translation, behind which the original may stand."""


SPELT: Final = 0.5
"""Weight of the letters, vowels among them, between words whose consonants are as near."""
DOTS: Final = "·・•‧"
AROUND: Final = (
    hanzi.DOTTED
    | hanzi.SOUNDS
    | frozenset("李翰范爱伍尚察保迭昆逊怀策茨冯洪捷廉良刘孟敏那瑙恰仁容撒赛沈盛许尧依云芝珠卓宾东历")
)
"""Characters at the ends of a transcription: 约翰内斯."""


def apart(han: str, letters: str) -> float:
    """How differently the word and the pinyin are spelt, 0 to 1: 加洛韦 is Galloway rather than Threave."""
    said = heard.pinyin(han)[0]
    return distance(said, letters.lower()) / max(len(said), len(letters))


_KOREAN: Final = re.compile(r"\b(?P<surname>[A-Z][a-z]+) (?P<given>[A-Z][a-z]+)-(?P<more>[a-z]+)\b")
"""As English writes one: Lim Tae-uk."""


def unknown_koreans(text: str) -> Iterator[re.Match[str]]:
    taken = [(hit.start, hit.end) for hit in known.find(text, "en") if hit.entry.kind != "title"]
    for match in _KOREAN.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            yield match
