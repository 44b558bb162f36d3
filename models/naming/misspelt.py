"""Names of the glossary that an English translation spells a letter or two off: 브리즈번 -> "Brisvane", 하메네이 -> "Kamenei".

In: a Korean sentence and its English translation. Out: edits to the right spelling. Only where the right one is not there,
one word alone is near it, and no name of the glossary is spelt so. Of a foreign person the surname alone is known too.
Chinese is left alone: one transcription stands for several spellings there (斯坦福 is Stanford and Stamford).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from models.doubt import Doubt, Edit, mended
from models.language import base
from models.latin import unaccented, within
from models.naming import aloud, known, likeness, ordinary

_KINDS: Final = frozenset({"person", "city", "state"})
_SHORTEST: Final = 5
"""Letters of a name: two shorter ones are a letter apart by chance."""
_LONG: Final = 7
"""Letters from which two may be wrong."""
_HANGUL: Final = re.compile(r"[가-힣]{2,}")
_CAPITAL: Final = re.compile(r"\b[A-Z][a-zà-ÿ'’]+")
_HEADS: Final = ("rl", "bv", "pf", "ckq", "jzg", "kh")
"""First letters that are confused."""
_ADJECTIVE: Final = re.compile(r"(?:ans?|ese|ish|ic)$")
_LETTERS: Final = re.compile(r"[A-Za-z]+")


def mend(source: str, text: str, source_language: str, target_language: str) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts with spans of the mended text)."""
    if (base(source_language), base(target_language)) != ("ko", "en"):
        return [], text, []
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    strangers = dict.fromkeys(_strangers(text))
    for said, right in dict.fromkeys(_expected(source, text)) if strangers else ():
        near = [word for word in strangers if _misspelt(word, right) and aloud.distance(said, word) < _ALIKE]
        places = [match.span() for match in re.finditer(rf"\b{re.escape(near[0])}\b", text)] if len(near) == 1 else []
        if len(places) != 1:
            continue
        edit = Edit(*places[0], right)
        text, doubts = mended(edit, text, doubts, target_language)
        edits.append(edit)
    return edits, text, doubts


_ALIKE: Final = 0.4
"""Beyond it the word is another name, which `models.naming.transcribed` tells."""


def _strangers(text: str) -> list[str]:
    """Capitalised words, no English ones, that no name of the glossary has, at the beginning of a sentence too."""
    names = likeness.words("en")
    words = [re.sub(r"['’]s?$", "", word) for word in _CAPITAL.findall(text)]
    return [word for word in words if len(word) >= _SHORTEST and word not in names and not ordinary.word(word)]


def _expected(source: str, text: str) -> Iterator[tuple[str, str]]:
    """A Hangul name of the source and its English spelling, where the translation has no spelling of it."""
    for hit in known.find(source, "ko"):
        if hit.entry.kind in _KINDS:
            yield from _unwritten(hit.form.lstrip("~"), hit.entry.accepted("en"), text)
    for word in _HANGUL.findall(source):
        for form in (word, word[:-1], word[:-2]):
            if spelt := surname(form):
                yield from _unwritten(form, [spelt], text)


def _unwritten(said: str, forms: list[str], text: str) -> Iterator[tuple[str, str]]:
    if not any(form in text for form in forms):
        last = said.rsplit(" ", 1)[-1]
        for form in forms:
            if _LETTERS.fullmatch(word := form.rsplit(" ", 1)[-1]) and word not in text:
                yield last, word


def _misspelt(word: str, right: str) -> bool:
    one, other = unaccented(word.lower()), unaccented(right.lower())
    if one == other:
        return False  # Galápagos
    if len(other) < _SHORTEST or one.startswith(other) or other.startswith(one):
        return False  # Spaniard, Spaniards
    if bool(_ADJECTIVE.search(one)) != bool(_ADJECTIVE.search(other)):
        return False  # "Slovanian" is no Slovakia
    if one[0] != other[0] and not any(one[0] in heads and other[0] in heads for heads in _HEADS):
        return False
    return within(one, other, 2 if len(other) >= _LONG else 1)


@cache
def _surnames() -> dict[str, set[str]]:
    """Last word of a person's name in Hangul -> the last words of the English names."""
    found: dict[str, set[str]] = {}
    for entry in known.entries():
        for form in entry.plain("ko") if entry.kind == "person" else ():
            head, _, last = form.rpartition(" ")
            if head and len(last) > 1 and last not in _WORDS_TOO:
                found.setdefault(last, set()).add(entry.plain("en")[0].rsplit(" ", 1)[-1])
    return found


@lru_cache(maxsize=4096)
def surname(word: str) -> str:
    """A foreign surname of the glossary as English spells it, "" where it is none or has several spellings."""
    spelt = [spelt for spelt in _surnames().get(word, ()) if aloud.distance(word, spelt) < _ALIKE]
    return spelt[0] if len(spelt) == 1 else ""


_WORDS_TOO: Final = frozenset(
    "두다 대처 수치 저지 페이지 부시 시시 신조 본디 산두 배라 살만 고프 시너 사르 가가 방가 메시 주니어 게이츠".split()
)
"""Surnames that are words, or the ends of words: to put, to cope, a number, to hinder, ..."""
