"""Names that hold a number, told as a number: 党的十八大 -> "the Party's eighteenth year", 百度 -> "100 degrees".

In: both sentences with their numbers. Out: the name as an atom with what became of it, and what that should read.
`numerals.find` reads no number in such a name, and nothing else here looks at it.
"""

import re
from typing import Final

from models.doubt import Edit
from models.figures.atoms import Atom
from models.figures.context import Context
from models.language import base
from models.numerals import Quantity
from models.numerals.zh import BAIDU, HOLIDAY

_CONGRESS: Final = re.compile(r"(?P<n>十[六七八九]|二十)大(?!\w*强)")
_ORDINALS: Final = {
    "十六": (16, "sixteen", "sixteenth"), "十七": (17, "seventeen", "seventeenth"), "十八": (18, "eighteen", "eighteenth"),
    "十九": (19, "nineteen", "nineteenth"), "二十": (20, "twenty", "twentieth"),
}  # fmt: skip
_TERM: Final = r"(?:\s|-)(?:year|anniversary|birthday|century|generation|grade|edition|largest|biggest|big)\b(?!-)"
_CONGRESSES: Final = {
    said: re.compile(
        rf"(?i)\b(?:top\s(?:{n}|{word})\b|(?P<nth>{n}th|{nth}){_TERM}|(?P<aged>(?:{n}|{word})-year-olds?\b))"
    )
    for said, (n, word, nth) in _ORDINALS.items()
}
"""What the Congresses are told as: "the 18th year", "the 19th-largest report", "the top nineteen", "eighteen-year-olds"."""
_NAMES: Final = (
    (HOLIDAY, r"(?:11(?:th)?|eleven(?:th)?)(?=\s(?:golden\sweek|(?:long\s)?holiday))"),
    (BAIDU, r"(?:(?:100|(?:a|one)\shundred)[\s-]degrees?|hundred[\s-]degrees?)\b"),
    (r"九三[学學]社", r"(?:93(?:rd)?|ninety-third|nine-three)\s(?:Institute|Society|Academy|Association|School)\b"),
    (r"(?<![共有计計])76人(?=[队隊]|.*(?:NBA|[篮籃]|[赛賽]季))|(?<=[赛賽]季)76人", r"76(?:\s(?:people|men|persons|players)|-(?:member|man|person))\b"),
)  # fmt: skip
_TOLD: Final = tuple((re.compile(name), re.compile(rf"(?i)\b{told}")) for name, told in _NAMES)
_RIGHT: Final = {
    "十一": "National Day",
    "百度": "Baidu",
    "九三学社": "Jiusan Society",
    "九三學社": "Jiusan Society",
    "76人": "76ers",
}
_BARE: Final = re.compile(r"(?i)\b(?:on|in|at|of|for|over|during|by|and)\s$")


def misread(context: Context) -> list[tuple[Atom, Atom]]:
    """(name, what became of it) of every such name."""
    if base(context.source_language) != "zh" or base(context.target_language) != "en":
        return []
    found = []
    for said in _CONGRESS.finditer(context.source):
        found += [(_atom(said), _atom(told)) for told in _CONGRESSES[said["n"]].finditer(context.translation)]
    for name, number in _TOLD:
        places = list(name.finditer(context.source))
        found += [(_atom(places[0]), _atom(told)) for told in number.finditer(context.translation) if places]
    return found


def _atom(match: "re.Match[str]") -> Atom:
    start, end = match.span()
    return Atom("name", 0.0, match.group(), start, end, Quantity(None, "none", start, end, match.group()))


def mended(name: Atom, told: Atom, text: str) -> Edit | None:
    """The number as the name: "the Party's 18th National Congress", "on the National Day golden week"."""
    congress = _CONGRESS.fullmatch(name.text)
    if congress is None:
        right = _RIGHT[name.text]
        the = "the " if right == "National Day" and _BARE.search(text[: told.start]) else ""
        return Edit(told.start, told.end, the + right)
    read = _CONGRESSES[congress["n"]].fullmatch(told.text)
    if read is None or read["aged"]:
        return None  # "the party's eighteen-year-olds remained silent": the sentence is built on them
    nth = read["nth"] or f"{_ORDINALS[congress['n']][0]}th"
    return Edit(told.start, told.end, f"{nth} National Congress")
