"""The capitalised words of an English text, in runs of neighbours: "President | Alexander Ovetskin | Tuesday".

In: an English text. Out: `Word`s in their order, and where the name goes on that one of them is in. Never decides which name
it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from models.naming import known, likeness, ordinary
from models.naming.people_en import OPENERS

__all__ = ["Word", "candidates", "find", "first", "last", "titled"]


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    behind: int
    """Its end with 's."""
    text: str
    run: int
    """The same for neighbours: Alexander Ovetskin."""
    free: bool
    """Whether it may be (a part of) an unknown name: no day, no word of a name in the glossary."""
    common: bool
    """An ordinary English word, a title or an acronym: Street, Dr, RUB."""


_CAPITAL: Final = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ]*(?:['’-][A-Za-zÀ-ɏ]+)*")
_GAP: Final = re.compile(r" |-| (?:al|bin|da|de|del|den|der|di|dos|du|el|la|le|van|von)(?: (?:den|der|la))? ")
_COMPOUND: Final = re.compile(
    r"^.-|-(?:of|in|to|the|and|up)\b|-(?:linked|based|led|backed|born|era|style|like|turned)$"
)
"""X-ray, out-of-form, Al-Qaeda-linked."""
_TITLES: Final = frozenset(
    "Mr Mrs Ms Miss Dr Prof Sir Lord Lady Dame Rev Reverend Lt Col Gen Maj Capt Cpl Sgt Det Insp Sen Sens Rep Gov Jr Sr".split()
)
_LONG: Final = re.compile(r"\b[A-Za-z]{4,}")
_GOES_ON: Final = re.compile(" (?:of|for|and|on|at) (?:the )?[A-Z]")
_PLURAL: Final = re.compile("['’] ")
_OPENED: Final = re.compile(r"(?<![A-Za-z])['‘]")
_POSSESSIVE: Final = re.compile(r"['’]s?$")


@lru_cache(maxsize=16)  # asked for again by the next step of one sentence
def find(text: str) -> tuple[Word, ...]:
    """The capitalised words, hyphenated ones as one."""
    taken = [(hit.start, hit.end) for hit in known.find(text, "en") if hit.entry.kind != "title"]
    found: list[Word] = []
    for match in _CAPITAL.finditer(text):
        start, behind = match.span()
        bare = _POSSESSIVE.sub("", match.group())
        end = start + len(bare)
        if bare.endswith("s") and _PLURAL.match(text, behind) and not _OPENED.search(text, 0, start):
            behind += 1
        named = any(a < end and start < b for a, b in taken)
        free = not named and len(bare) > 1 and bare not in likeness.CALENDAR and bare not in OPENERS
        run = found[-1].run + (not _GAP.fullmatch(text[found[-1].end : start])) if found else 0
        if found and len(found[-1].text) == 1 and text[found[-1].end : start] == ". ":
            run = found[-1].run  # John F. Kennedy
        found.append(Word(start, end, behind, bare, run, free, _common(bare)))
    return tuple(found)


def _common(word: str) -> bool:
    acronym = len(word) < 6 and word.isupper()
    return acronym or word in _TITLES or ordinary.word(word) or _COMPOUND.search(word) is not None


def candidates(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """(letters, first word, last word): single words, and two that are neighbours (Abu Ghraib is 아부그라이브).

    Words of known names are among them, so that what they stand for is looked for nowhere else.
    """
    for i, word in enumerate(words):
        if not word.common and len(word.text) > 1:
            yield word.text, i, i
        after = words[i + 1] if i + 1 < len(words) else None
        if after and after.run == word.run and after.free and word.free and not (word.common and after.common):
            yield word.text + after.text, i, i + 1


def titled(text: str) -> bool:
    """Whether its words are capitalised as in a headline, so that a capital says nothing."""
    words = _LONG.findall(text)
    return len(words) > 3 and 2 * sum(word[0].isupper() for word in words) > len(words) + 2


def last(words: Sequence[Word], at: int, text: str) -> int:
    """The last word of the run that goes on behind a matched one: the Street of Rossi Street."""
    matched = at
    while at + 1 < len(words):
        after = words[at + 1]
        if len(after.text) == 1 and at + 2 < len(words) and words[at + 2].run == words[at].run and words[at + 2].free:
            at += 2  # John F. Kennedy
            continue
        if len(after.text) == 1 and after.text not in "AI" and after.run == words[at].run:
            at += 1  # Cardi B
            break
        if after.run != words[at].run or not after.free or words[at].behind > words[at].end:
            break
        if after.common and (titled(text) or text[words[at].end : after.start] != " "):
            break
        at += 1
    common = sum(word.common for word in words[matched + 1 : at + 1])
    # Clark County (클라크 카운티) District Court, San Aurelio (산아우렐리오) Museum of Art
    return matched if common > 1 or (common and _GOES_ON.match(text, words[at].behind)) else at


def first(words: Sequence[Word], at: int) -> int:
    """The first word of the name that a matched one ends: the Alexander of Alexander Ovetskin."""
    while at and words[at - 1].run == words[at].run and words[at - 1].free and not words[at - 1].common:
        at -= 1
    return at
