"""Names that hold a number, told as a number: 党的十八大 -> "the Party's eighteenth year", 十一黄金周 -> "11 golden weeks".

In: both sentences with their numbers. Out: the name as an atom with the number that became of it, and what that should
read. `numerals.find` reads no number in such a name, and nothing else here looks at it.
"""

import re
from typing import Final

from models.doubt import Edit
from models.figures.atoms import Atom
from models.figures.context import Context
from models.language import base
from models.numerals import Quantity
from models.numerals.zh import HOLIDAY

_CONGRESS: Final = re.compile(r"(十[六七八九]|二十)大(?!\w*强)")
_TERM: Final = re.compile(r"(?i)\s(?:year|anniversary|birthday|century|generation|grade|edition)\b")
_HOLIDAY: Final = re.compile(HOLIDAY)
_WEEK: Final = re.compile(r"(?i)\s(?=golden\sweek|holiday|long\sholiday)")


def misread(context: Context) -> list[tuple[Atom, Atom]]:
    """(name, number) of every such name."""
    if base(context.source_language) != "zh" or base(context.target_language) != "en":
        return []
    found = []
    for said in _CONGRESS.finditer(context.source):
        value = 20 if said.group(1) == "二十" else 10 + "一二三四五六七八九".index(said.group(1)[1]) + 1
        found += [(_name(said, value), t) for t in context.right if t.value == value and _read(t, _TERM, context)]
    for said in _HOLIDAY.finditer(context.source):
        found += [(_name(said, 11), t) for t in context.right if t.value == 11 and _read(t, _WEEK, context)]
    return found


def _name(said: "re.Match[str]", value: int) -> Atom:
    quantity = Quantity(value, "ordinal", said.start(), said.end(), said.group())
    return Atom("ordinal", float(value), quantity.text, quantity.start, quantity.end, quantity)


def _read(t: Atom, noun: "re.Pattern[str]", context: Context) -> bool:
    if t.kind == "age" and noun is _TERM:
        return True  # "the Party's eighteen-year-olds"
    return t.kind in ("ordinal", "count") and noun.match(context.translation, t.end) is not None


def mended(name: Atom, t: Atom, text: str) -> Edit | None:
    """The number as the name: "the Party's 18th National Congress", "the National Day golden week"."""
    if name.text == "十一":
        bare = re.search(r"(?i)\b(?:on|in|at|of|for|over|during|by|and)\s$", text[: t.start])  # "on 11 golden weeks"
        return Edit(t.start, t.end, "the National Day" if bare else "National Day")
    noun = _TERM.match(text, t.end)
    return Edit(t.start, noun.end(), t.text + " National Congress") if noun and t.kind == "ordinal" else None
