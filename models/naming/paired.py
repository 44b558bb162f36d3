"""A name of the source and the words of its translation that stand for it, where nothing but their sound says so.

What `paired_ko`, `paired_zh` (into English) and `paired_east` (out of it) give, and what more than one of them needs. Never
judges whether the spelling is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.latin import distance
from models.naming import aloud, hanzi, heard, known, romanise

__all__ = ["AROUND", "DOTS", "SPELT", "Pair", "Span", "apart", "cut", "unknown_koreans"]


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


def apart(name: str, letters: str) -> float:
    """How differently a name in Han or Hangul is spelt when it is read by rule, 0 to 1: 加洛韦 is Galloway rather than Threave."""
    said = romanise.letters(name) if "가" <= name[0] <= "힣" else heard.pinyin(name)[0]
    return distance(said, letters.lower()) / max(len(said), len(letters))


_AFTER_CLOSED: Final = ("은", "이", "을", "과", "으로", "이라", "이며", "이나")
_AFTER_OPEN: Final = ("는", "가", "를", "와", "라고", "라는", "라며")
_KEPT: Final = (("와", "wa"), ("에", "oe"), ("에", "ae"), ("의", "ui"), ("이", "ie"))
"""Endings of names that look like particles, and how such names are spelt."""


def cut(word: str, name: str) -> tuple[float, int]:
    """(how far the word is from the name, its length without the particle)."""
    kept = any(word.endswith(ending) and name.lower().endswith(spelt) for ending, spelt in _KEPT)
    sizes = [size for size in range(1, len(word)) if _is_particle(word[:size], word[size:])] if not kept else []
    opens = name[-1].lower() in "aiouwy"
    far, _, size = min(
        (aloud.distance(word[:size], name), opens and _closed(word[size - 1]), size) for size in (*sizes, len(word))
    )
    return far, size  # of 디알로 and 디알 + 로 the one that ends as Diallo does


def _is_particle(before: str, rest: str) -> bool:
    if not known.PARTICLE.fullmatch(rest):
        return False
    return not rest.startswith(_AFTER_OPEN if _closed(before[-1]) else _AFTER_CLOSED)


def _closed(syllable: str) -> bool:
    return (ord(syllable) - 0xAC00) % 28 > 0


_KOREAN: Final = re.compile(r"\b(?P<surname>[A-Z][a-z]+) (?P<given>[A-Z][a-z]+)-(?P<more>[a-z]+)\b")
"""As English writes one: Lim Tae-uk."""


def unknown_koreans(text: str) -> Iterator[re.Match[str]]:
    taken = [(hit.start, hit.end) for hit in known.find(text, "en") if hit.entry.kind != "title"]
    for match in _KOREAN.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            yield match
