"""English names that are words, told as words in Korean and Chinese: "Black said" -> 黑人说, "Target and Gap" -> 목표와 격차.

In: an English sentence and its translation. Out: the names. Where the word stands as a name does, the translation has what it
means (`literal.tsv`), and nothing there sounds like it or is it in Latin letters. Never where the word may mean what it says.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from models.language import base
from models.naming import aloud, known, unspoken
from models.naming.transcribed import spoken

_COLUMNS: Final = {"ko": 1, "zh": 2}
_SAYS: Final = (
    r"(?:said|says|told|tells|added|adds|wrote|writes|tweeted|explained|argued|insisted|admitted|warned|noted|claims?|claimed|recalled|"
    r"joked|testified|scored|had|has|sued|declined|refused|denied)\b"
)
_AS_A_NAME: Final = re.compile(rf" {_SAYS}|,? (?:and|or) [A-Z][a-z]|, (?:\d\d|who|whose)\b")
"""What shows behind a sentence's first word that it is a name."""
_DETERMINED: Final = re.compile(
    r"\b(?:the|a|an|this|these|those|every|each|some|any|no|its|his|her|their|our|my|your) $", re.IGNORECASE
)
_BEFORE: Final = re.compile(r"\b([A-Z][\w.'’-]*) $")
_BEHIND: Final = re.compile(r"(?:-| (?=[A-Z]))")
_STARTS: Final = re.compile(r"(?:^|[.!?:;] |[\"“‘(] ?|[-–—] )$")
_SHORTENED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Rep|Sen|Gov|Gen|Prof|Lt|Col|Sgt|Capt|[A-Z])\. $")
"""What ends in a full stop and no sentence."""
_IN_TIME: Final = re.compile(
    r"\b(?:in|last|this|next|since|of|by|until|till|from|to|late|early|mid|on|through|and|\d+) $", re.IGNORECASE
)
_TITLED: Final = frozenset("King Prince Duke Pope Bishop Knight Will May".split())
_CAPITAL: Final = re.compile(r"[A-Z][a-z]+")
_LONG: Final = re.compile(r"\b[A-Za-z][a-z]{3,}\b")
_SMALL: Final = frozenset("with from over into that than upon amid after before until about".split())
_NEAR: Final = 0.15
"""`aloud.distance` up to which a word in Hangul is the name: 사과와 is no Target."""


@dataclass(frozen=True, slots=True)
class _Word:
    mark: str
    cells: tuple[str, ...]
    """What it means, in Korean and in Chinese; the forms stand between "|"."""


def lost(source: str, text: str, target_language: str) -> list[str]:
    """The names, as the English sentence has them."""
    column = base(target_language)
    if column not in _COLUMNS:
        return []
    if _table().keys().isdisjoint(_CAPITAL.findall(source)):
        return []
    hits = [match for match in _pattern().finditer(source) if not source[: match.start()][-1:].isalnum()]
    if not hits or _in_title_case(source):
        return []
    taken = [(hit.start, hit.end) for hit in known.find(source, "en") if hit.entry.kind != "title"]
    plain = known.simplified(text, target_language)
    found = []
    for match in hits:
        word = _table()[match.group()]
        if any(a < match.end() and match.start() < b for a, b in taken) or not _is_name(match, word.mark, source):
            continue
        meant = word.cells[_COLUMNS[column] - 1].split("|")
        if any(form in plain for form in meant if form != "-") and not _heard(match.group(), plain, column):
            found.append(match.group())
    return list(dict.fromkeys(found))


def _is_name(match: re.Match[str], mark: str, source: str) -> bool:
    before, after = source[: match.start()], source[match.end() :]
    if match.group() == "May" and (_IN_TIME.search(before) or not _AS_A_NAME.match(after)):
        return False
    if _STARTS.search(before) and not _SHORTENED.search(before):
        surnamed = mark == "+" and re.match(r" [A-Z][a-z]", after)
        return bool(surnamed) or (mark != "+" and _AS_A_NAME.match(after) is not None)
    if _DETERMINED.search(before) and mark != "*":
        return False
    if mark == "+":
        return re.match(rf" (?:[A-Z][a-z]|{_SAYS})", after) is not None
    if _BEHIND.match(after):
        return False
    named = _BEFORE.search(before)
    return not (named and (mark == "-" or (match.group() in _TITLED and named[1] == "The")))


def _in_title_case(source: str) -> bool:
    """A headline that writes every longer word with a capital says nothing by them."""
    words = [word for word in _LONG.findall(source) if word not in _SMALL]
    return len(words) > 2 and not any(word.islower() for word in words)


def _heard(word: str, text: str, column: str) -> bool:
    """Whether a word of the translation sounds like the name."""
    if column != "ko":
        return unspoken.there(word, text, column)
    return word.lower() in text.lower() or any(aloud.distance(said, word) <= _NEAR for said in spoken(text))


@cache
def _table() -> dict[str, _Word]:
    rows = (files("models.naming") / "literal.tsv").read_text("utf-8").splitlines()
    cells = (row.split("\t") for row in rows if row[0] != "#")
    return {name.rstrip("*+-"): _Word(name[len(name.rstrip("*+-")) :], tuple(meant)) for name, *meant in cells}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(_table(), key=len, reverse=True))})\b(?!['’]\w\w)")  # first letters first
