"""What a number counts: 640명 are people, "640 car plants" are not.

In: a number of the source and its equal in the translation, with their texts. Out: what is counted, where both sides
tell and do not agree. Only clear words judge (`counted.tsv`): a counter behind the number, or in English the plural that ends
the noun phrase. What is in no table may be anything.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from models import numerals
from models.figures.atoms import Atom
from models.figures.context import Context
from models.language import base, canonical
from models.numerals import Quantity

_WORDS: Final = 4
"""English words behind a number among which its noun is looked for: "640 new part-time car workers"."""
_COUNTER: Final = 4
"""Characters of the number's own text that may be its counter: "개 시"; else the counter stands behind."""
_NUMERAL: Final = re.compile("[\\d만억조천백십여万萬亿億千百十一二三四五六七八九两兩几幾多余餘来來]")
"""What a number without a counter of its own ends with: "1만2천", 三百多."""
_STOP: Final = re.compile(
    r"(?i)^(?:of|in|on|at|to|for|from|by|with|and|or|but|as|than|that|which|who|whose|were|was|are|is|had|have|has|will|would|"
    r"a|an|the|its|their|his|her|per|each|every|between|after|before|since|during|over|under|into|out|up|down|not|"
    r"said|told|gave|took|made|got|saw|sold|lost|won|left|went|came|sent|held|kept|put|hit|cut|set|paid|bought|brought|led|met|ran|\w+ed)$"
)
_PLURAL: Final = re.compile(r"[a-z]{2,}(?<![sui])s$")
_LANGUAGES: Final = ("en", "ko", "zh-Hans", "zh-Hant")


@dataclass(frozen=True, slots=True)
class _Thing:
    """A row of `counted.tsv`."""

    name: str
    written: tuple[str, ...]
    """By `_LANGUAGES`; empty where no one word says it."""
    plurals: frozenset[str]
    counters: dict[str, re.Pattern[str]]
    """By base language, ko and zh."""


@cache
def _things() -> tuple[_Thing, ...]:
    things = []
    for line in (files("models.figures") / "counted.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, written, nouns, ko, zh = line.split("\t")
            counters = {"ko": re.compile(rf"\s?(?:{ko})"), "zh": re.compile(zh)}
            things.append(_Thing(name, tuple(filter(None, written.split("|"))), frozenset(nouns.split("|")), counters))
    return tuple(things)


def differs(source: Atom, target: Atom, context: Context) -> bool:
    """Whether both sides tell what they count, and it is not the same. The number is said once on each side."""
    if not (source.kind == target.kind == "count" and source.value == target.value >= 2):
        return False
    if any(sum(a.value == source.value for a in side) > 1 for side in (context.left, context.right)):
        return False
    there = classes(source, context.source, context.source_language)
    here = classes(target, context.translation, context.target_language) if there else there
    return bool(here) and not there & here


_NAMED: Final = {
    "points": re.compile(r"(?i)[\s-](?:[a-z]+\s)?points?\b"),
    "grade": re.compile(r"(?i)[\s-]grade(?:rs?)?\b(?!\s(?:[I1-9]|school))"),
}
_GRADE: Final = re.compile(r"학년|[年]?[级級]")


def misnamed(source: Atom, target: Atom, context: Context) -> str:
    """ "points" for five points told as 五分钟, "grade" for the seventh grader told as 일곱 번째; else ""."""
    if base(context.source_language) != "en" or source.value != target.value or source.part or target.part:
        return ""
    if re.search(r"(?i)\btype[\s-]$", context.source[: source.start]) and re.search(r"^\d\s?[개个個]", target.text):
        return "type"
    behind = context.source[source.end : source.end + 20]
    if source.kind == "count" and target.unit == "minute" and _NAMED["points"].match(behind):
        minutes = any(a.unit == "minute" for a in context.left)
        return "" if minutes or not re.search(r"\d\s?분$|分[钟鐘]$", target.text) else "points"
    if source.kind == target.kind == "ordinal" and source.value <= 12 and _NAMED["grade"].match(behind):
        return "" if _GRADE.search(context.translation) else "grade"
    return ""


_ANNIVERSARY: Final = re.compile(r"\s?(?:주년|주기(?!로|별|적|마다)|[周週]年)")
_REMEMBERED: Final = re.compile(
    r"(?i)\b(?:annivers|memorial|commemorat|remembr|birthday|jubilee|founding|cent?en|years?\b|since\b|decade|death\b)"
)


def forgotten(source: Atom, target: Atom, context: Context) -> bool:
    """An anniversary told as weeks or as the tenth of something: 10주기 -> "in his tenth talk"."""
    at = source.end - 1 if source.text[-1:] in "주周週" else source.end
    if re.match(r"(?i)\s(?:\w+\s)?anniversar", context.source[source.end :]):
        weeks = target.unit == "week" or re.search("[주周週]$", target.text)
        return bool(weeks) and not re.match("[년기年]", context.translation[target.end :])
    if source.value != target.value or not _ANNIVERSARY.match(context.source, at):
        return False
    if target.kind == "duration":
        return target.unit in ("week", "month", "day")
    return (
        target.kind == "ordinal"
        and base(context.target_language) == "en"
        and not _REMEMBERED.search(context.translation)
    )


def anniversary(value: float, language: str) -> str:
    """ "10th anniversary", 10주년, 10周年."""
    year = {"ko": "주년", "zh-Hans": "周年", "zh-Hant": "週年"}.get(canonical(language))
    nth = Quantity(int(value), "ordinal", 0, 0, "")
    return f"{value:.0f}{year}" if year else f"{numerals.write(nth, 'en').removeprefix('the ')} anniversary"


def schooled(source: Atom, context: Context) -> bool:
    """ "Seventh grade" is 중학교 1학년 and 初一."""
    if source.kind != "ordinal" or not 7 <= source.value <= 12 or base(context.source_language) != "en":
        return False
    year = int(source.value - 7) % 3
    school = ("중(?:학교)?", "初") if source.value < 10 else ("고(?:등학교)?", "高")
    said = rf"{school[0]}\s?{year + 1}|{school[1]}中?{'一二三'[year]}"
    return bool(_NAMED["grade"].match(context.source, source.end) and re.search(said, context.translation))


def classes(atom: Atom, text: str, language: str) -> frozenset[str]:
    """What the number may count; empty where nothing tells."""
    if base(language) == "en":
        return _of_noun(text[atom.end : atom.end + 80])
    bare = bool(_NUMERAL.match(text, atom.end - 1))
    places = range(max(atom.start + 1, atom.end - _COUNTER), atom.end + bare)
    return frozenset(
        thing.name for thing in _things() if any(thing.counters[base(language)].match(text, at) for at in places)
    )


def _of_noun(behind: str) -> frozenset[str]:
    """The class of the known plural that ends the phrase; empty where another word may be its noun."""
    found: frozenset[str] = frozenset()
    for match in list(re.finditer(r"\s+([A-Za-z][\w-]*)(?P<end>[^\w\s]?)", behind))[:_WORDS]:
        word = match[1]
        known = frozenset(thing.name for thing in _things() if word in thing.plurals)
        if _STOP.match(word) or (found and not known):
            return found
        found = known
        if match["end"] or (not known and _PLURAL.search(word)):
            return found
    return found


def written(atom: Atom, text: str, language: str, target_language: str) -> str:
    """What goes behind the number in the reader's language: " people", "명", "人"; the original's words where it may be several things."""
    found = classes(atom, text, language)
    thing = next((thing for thing in _things() if thing.name in found), None)
    if thing is None or len(found) > 1 or not thing.written:
        return f" ({atom.text})"
    code = _LANGUAGES.index(canonical(target_language))
    return f" {thing.written[0]}" if code == 0 else thing.written[code]
