"""One name in a Korean or Chinese text and in the English one beside it, where nothing but the sound says that it is one.

What `paired_ko` and `paired_zh` (by how the East Asian text writes foreign names) and `paired_en` (the people of the English
text) give, and what more than one of them needs. Never judges whether the spelling is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.latin import distance
from models.naming import aloud, hanzi, heard, known, ordinary, romanise
from models.particles import last_sound

__all__ = ["AROUND", "DOTS", "SPELT", "Pair", "Span", "apart", "cut", "severed", "unknown_koreans"]


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    east: Span
    """The name in the Korean or Chinese text, without a particle."""
    english: Span
    """The name in the English text."""
    behind: int
    """Where what it belongs to ends, with 's: "Rossi Street's"."""


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


_SURELY: Final = frozenset("은는이가을를의에와과")
_PARTICLE: Final = 0.5
"""Consonants that it has to explain to be the name's end all the same: 가 of 오르테가."""
_ENDINGS: Final = ("로", "나", "라", "도")
"""Particles of which a name's end looks like one."""
_AFTER_CLOSED: Final = ("은", "이", "을", "과", "으로", "이라", "이며", "이나")
_AFTER_OPEN: Final = ("는", "가", "를", "와", "라고", "라는", "라며")
_KEPT: Final = (("와", "wa"), ("에", "oe"), ("에", "ae"), ("의", "ui"), ("이", "ie"))
"""Endings of names that look like particles, and how such names are spelt."""


def cut(word: str, name: str) -> tuple[float, int]:
    """(how far a word in Hangul is from the name, its length without the particle)."""
    kept = any(word.endswith(ending) and name.lower().endswith(spelt) for ending, spelt in _KEPT)
    sizes = [size for size in range(1, len(word)) if _is_particle(word[:size], word[size:])] if not kept else []
    opens = name[-1].lower() in "aiouwy"
    costs = []
    for size in (*sizes, len(word)):
        far = aloud.distance(word[:size], name)
        cost = far * max(len(aloud.sounds(word[:size])), len(aloud.letters(name)), 1)
        longer = size == len(word) and any(word[other:] in _SURELY for other in sizes)
        ends = opens and word[size : size + 1] in _ENDINGS and last_sound(word[size - 1])
        costs.append((cost + _PARTICLE * longer, ends, size, far))
    *_, size, far = min(costs)
    return far, size  # of 디알로 and 디알 + 로 the one that ends as Diallo does


def _is_particle(before: str, rest: str) -> bool:
    if not known.PARTICLE.fullmatch(rest):
        return False
    return not rest.startswith(_AFTER_OPEN if last_sound(before[-1]) else _AFTER_CLOSED)


def severed(han: str, at: int) -> float:
    """How wrong it looks to end a name there: 布鲁 of 布鲁斯, before 表示."""
    after = han[at : at + 1] in AROUND and not ordinary.pair(han[at : at + 2])
    return 0.15 * after + 0.05 * ordinary.pair(han[at - 1 : at + 1])


_KOREAN: Final = re.compile(r"\b(?P<surname>[A-Z][a-z]+) (?P<given>[A-Z][a-z]+)-(?P<more>[a-z]+)\b")
"""As English writes one: Lim Tae-uk."""


def unknown_koreans(text: str) -> Iterator[re.Match[str]]:
    """Koreans of an English text who are in no glossary."""
    taken = [(hit.start, hit.end) for hit in known.find(text, "en") if hit.entry.kind != "title"]
    for match in _KOREAN.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            yield match
