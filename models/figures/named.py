"""Names that hold a number, told as a number: 党的十八大 -> "the Party's eighteenth year", 百度 -> "100 degrees".

In: both sentences with their numbers. Out: the name as an atom with what became of it, and what that should read; 四强 and 八强 that are gone.
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
_VALUES: Final = {"十六": 16, "十七": 17, "十八": 18, "十九": 19, "二十": 20}
_SAID: Final = re.compile(
    r"^[^.;,]{0,45}?(?:ongress|Plen|plen|ession|onvention)|^\s(?:CPC|CCP|Party|Central|National)\b|^(?!\s\w|-)"
)
"""Behind the number where it is the Congress's, or nothing is said of it."""
_TERM: Final = re.compile(
    r"(?i)(?:\s|-)(?:year|anniversary|birthday|century|generation|grade|edition|largest|biggest|big)\b(?!-)"
)
_OF: Final = re.compile(r"(?i)(?:-year-old)?(?=\s(?:report|spirit|meeting|conference)s?\b)")
"""Behind a number that stands for the Congress as a whole: "the 19th report", "the 19-year-old spirit"."""
_ROUND: Final = re.compile(
    r"(?<![\d一二三四五六七八九十百])(?P<n>[四八])[强強](?=[，。、；！？赛賽的中之名队隊全已\d１]|$)"
)
_ROUNDS: Final = {"四": (4, "four|semi"), "八": (8, "eight|quarter")}
"""八强 are the last eight: the quarter-finals."""
_NAMES: Final = (
    (HOLIDAY, r"(?:11(?:th)?|eleven(?:th)?)(?=\s(?:golden\sweek|(?:long\s)?holiday))"),
    (r"七夕(?!.*[7七](?:月|[点點时時]))", r"(?:(?:the\s)?(?:7th|seventh)\sof\sJuly|July\s7(?:th)?|7\sJuly|7\s?p\.?m\b\.?)(?!\w)"),
    (r"(?<=[独獨连連]中)三元", r"three-(?:dollars?|yuan)(?=\s(?:winner|scorer|player|hero|star|man)\b)"),
    (r"三星(?=[电電]子|(?:公司|集[团團]|手机|手機)?(?:同时|同時|[计計]划|[计計]劃|今年|去年|[发發]布|推出|表示|宣布|宣佈|也|已|的))", r"(?:the\s)?three[-\s]stars?(?=\s(?:electronic|also|plan|phone|mobile|compan|launch|release|announce|said|says|ha[sd]|will))"),
    (BAIDU, r"(?:(?:100|(?:a|one)\shundred)[\s-]degrees?|hundred[\s-]degrees?)\b"),
    (r"九三[学學]社", r"(?:93(?:rd)?|ninety-third|nine-three)\s(?:Institute|Society|Academ(?:y|ies)|Association|School)\b"),
    (r"(?<![共有计計])76人(?=[队隊]|.*(?:NBA|[篮籃]|[赛賽]季|内线|內線|[后後][卫衛]|前[锋鋒]|[选選]秀|主[帅帥]))|(?<=[赛賽]季)76人", r"76(?:\s(?:people|men|persons|players|parties)|-(?:member|man|person))\b"),
)  # fmt: skip
_TOLD: Final = tuple((re.compile(name), re.compile(rf"(?i)\b{told}")) for name, told in _NAMES)
_RIGHT: Final = {
    "十一": "National Day",
    "七夕": "Qixi",
    "三元": "hat-trick",
    "三星": "Samsung",
    "百度": "Baidu",
    "九三学社": "Jiusan Society",
    "九三學社": "Jiusan Society",
    "76人": "76ers",
}
_TOP: Final = re.compile(r"(?i)\btop\s$")
_BARE: Final = re.compile(r"(?i)\b(?:on|in|at|of|for|over|during|by|and)\s$")


def misread(context: Context) -> list[tuple[Atom, Atom]]:
    """(name, what became of it) of every such name."""
    if base(context.source_language) != "zh" or base(context.target_language) != "en":
        return []
    found = []
    for said in {m["n"]: m for m in _CONGRESS.finditer(context.source)}.values():
        value = _VALUES[said["n"]]
        if not any(a.value == value for a in context.left):
            found += [(_atom(said), t) for t in context.right if t.value == value and _stray(t, context.translation)]
    for name, number in _TOLD:
        places = list(name.finditer(context.source))
        found += [(_atom(places[0]), _atom(told)) for told in number.finditer(context.translation) if places]
    return found


def gone(context: Context) -> list[Atom]:
    """The rounds of a tournament (晋级八强) that the translation has neither by number nor by name."""
    if base(context.source_language) != "zh" or base(context.target_language) != "en":
        return []
    lost = []
    for said in {m["n"]: m for m in _ROUND.finditer(context.source)}.values():
        value, told = _ROUNDS[said["n"]]
        if not re.search(rf"(?i)\b(?:{value}\b|{told})", context.translation):
            lost.append(_atom(said, value))
    return lost


def _stray(t: Atom, text: str) -> bool:
    """A number of the Congress that the translation gives to something else: "a group of 19 representatives"."""
    if t.kind not in ("ordinal", "count", "age") or "ongress" in text[max(0, t.start - 40) : t.start]:
        return False
    if t.kind == "age" or _TOP.search(text, 0, t.start):
        return True
    return _TERM.match(text, t.end) is not None or _SAID.match(text[t.end :]) is None


def _atom(match: "re.Match[str]", value: int | None = None) -> Atom:
    start, end = match.span()
    kind = "none" if value is None else "number"
    return Atom("name", value or 0.0, match.group(), start, end, Quantity(value, kind, start, end, match.group()))


def mended(name: Atom, told: Atom, text: str) -> Edit | None:
    """The number as the name: "the Party's 18th National Congress", "on the National Day golden week"."""
    congress = _CONGRESS.fullmatch(name.text)
    if congress is None:
        right = _RIGHT[name.text]
        the = "the " if right in ("National Day", "76ers") and _BARE.search(text[: told.start]) else ""
        return Edit(told.start, told.end, the + right)
    digits = re.match(r"\d+", told.text)
    bare = told.start + digits.end() if digits and told.kind == "age" else told.end
    of, term = _OF.match(text, bare), _TERM.match(text, told.end)
    top = _TOP.search(text, 0, told.start)
    nth = told.text if told.kind == "ordinal" else f"{_VALUES[congress['n']]}th"
    if told.kind == "ordinal" and (term or of):
        return Edit(told.start, term.end() if term else told.end, f"{nth} National Congress")
    if top or (told.kind == "age" and of):
        return Edit(top.start() if top else told.start, told.end, f"{nth} National Congress")
    return None  # "a group of 19 representatives": the sentence is built on it
