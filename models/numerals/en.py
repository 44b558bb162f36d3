"""English quantities: digits and words up to trillions, dates, clock times, shares, scores, ages and look-alikes.

The tables and rules of `models.numerals.engine.Grammar` for en. Never decides what a number means beyond its sentence.
"""

import re
from decimal import Decimal
from typing import Final

from models.numerals.engine import alternatives
from models.numerals.quantity import DIGITS, Core, decimal
from models.numerals.units import codes, table

_ONES: Final = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS: Final = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_LARGE: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
SHORT: Final = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
ORDINAL: Final = {
    w: i
    for i, w in enumerate(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    )
} | {
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
    "hundredth": 100,
}
MONTH: Final = {
    w: i
    for i, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for w in names.split()
}  # fmt: skip
WEEKDAY: Final = {
    **{d: d[:3] for d in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")},
    **{d: d for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}, "tues": "tue", "weds": "wed", "thur": "thu", "thurs": "thu",
}  # fmt: skip

_ONE: Final = alternatives([w for w in _ONES if w != "zero"])
_TEN: Final = alternatives(list(TENS))
BELOW: Final = rf"(?:(?:{_TEN})(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine)\b)?|{_ONE})"
_MULT: Final = r"(?:thousand|million|billion|trillion|quadrillion)"
_GROUP: Final = rf"(?:(?:an?|{BELOW})[\s-]hundred(?:\s(?:and\s)?{BELOW})?|{BELOW}|an?(?=[\s-]{_MULT}\b))"
_WORDS: Final = rf"(?:zero|{_GROUP}(?:[\s-]{_MULT}\b(?:(?:,?\s(?:and\s)?){_GROUP}(?=[\s-]{_MULT}\b))?)*(?:(?<=thousand)\s(?:and\s)?{_GROUP})?)"
ORD_WORD: Final = (
    rf"(?:(?:{_TEN})-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|{alternatives(list(ORDINAL))})"
)
_RUN: Final = re.compile(
    rf"(?:(?=\d)|\b(?=\w))(?:(?P<half>\bhalf\s(?:of\s)?an?\s(?P<halfof>{_MULT}|dozen|hundred)\b)"
    rf"|(?P<vague>\b(?:(?:several|a\sfew|many|some|(?:a\s)?couple(?:\sof)?)\s)?(?:(?P<v1>tens|hundreds|thousands|millions|billions|trillions|dozens|scores(?=\sof))(?:\sof\s(?P<v2>thousands|millions|billions|trillions))?)\b"
    rf"|\b(?:several|a\sfew|many|multiple)\s(?P<v3>dozen|hundred|thousand|million|billion|trillion)(?:\s(?P<v4>thousand|million|billion|trillion))?\b)"
    rf"|(?P<dozen>\b(?:(?P<dn>an?|one|two|three|four|five|six|half\sa|{DIGITS})\s)dozen\b(?P<so>\sor\s(?:so|more))?)"
    rf"|(?:(?<![\w.,:/])|(?<=Pound)|(?<=Euro)|(?<=Rs)|(?<=\b(?:RMB|{'|'.join(codes())})))(?P<digits>\d{{1,3}},\d\d\.\d+|\d{{1,3}}\.\d{{3}}\.\d{{1,2}}(?=\s[mbt]r?illion)|{DIGITS})(?P<mult>(?:[\s-]?(?:hundred|{_MULT}|mn|mln|bn|tn|trn)\b)+|[kmbKMB]\b(?!\^))?(?P<half2>\sand\sa\shalf(?P<hm>(?:\s{_MULT})?))?"
    rf"|\b(?P<words>{_WORDS})\b(?:\spoint\s(?P<point>(?:(?:{_ONE}|zero|oh)\b\s?)+)(?P<pm>\s?{_MULT})?)?(?P<half3>\sand\sa\shalf(?P<hm3>(?:\s{_MULT})?))?)",
    re.IGNORECASE,
)


def whole(said: str) -> Decimal:
    """ "three million two hundred and fifty thousand", "twenty-one" -> the value."""
    total, section, current = Decimal(0), Decimal(0), Decimal(0)
    for word in re.split(r"[\s-]+", said.lower().strip()):
        if word in ("a", "an"):
            current = Decimal(1)
        elif word in _ONES:
            current += _ONES[word]
        elif word in TENS:
            current += TENS[word]
        elif word == "hundred":
            section += (current or 1) * 100
            current = Decimal(0)
        elif word in _LARGE:
            total, section = total + ((section + current) or 1) * _LARGE[word], Decimal(0)
            current = Decimal(0)
            if total < _LARGE[word]:
                total *= _LARGE[word]
    return total + section + current


def _multiplier(said: str | None) -> Decimal:
    value = Decimal(1)
    for word in re.split(r"[\s-]+", (said or "").lower().strip()):
        value *= _LARGE.get(word) or SHORT.get(word) or (100 if word == "hundred" else 1)
    return value


_ORDER: Final = {"ten": 10, "hundred": 100, "dozen": 10, "score": 10, **_LARGE}


def cores(text: str) -> list[Core]:
    cores = []
    for match in _RUN.finditer(text):
        core = _core(match)
        if core is not None:
            cores.append(core)
    return cores


_MANY: Final = re.compile(
    r"\s(?:people|users|customers|viewers|voters|workers|households|homes|jobs|passengers|subscribers|followers|tonnes|tons"
    r"|barrels|children|visitors|copies|vehicles|cars|residents|members|downloads|shares|students|tourists|times)\b"
)
"""What comes in millions, never in metres: "2.5m people"."""


def _core(match: "re.Match[str]") -> Core | None:
    start, end = match.span()
    groups = match.groupdict()
    if groups["half"]:
        of = groups["halfof"].lower()
        unit = 12 if of == "dozen" else 100 if of == "hundred" else _LARGE[of]
        return Core(start, end, Decimal(unit) / 2, words=True)
    if groups["vague"]:
        value = Decimal(1)
        for key in ("v1", "v2", "v3", "v4"):
            if groups[key]:
                word = groups[key].lower()
                value *= _ORDER.get(word) or _ORDER[word.rstrip("s")]
        return Core(start, end, value, vague=True, words=True)
    if groups["dozen"]:
        count = groups["dn"].lower()
        times = Decimal("0.5") if count.startswith("half") else decimal(count) if count[0].isdigit() else whole(count)
        return Core(start, end, times * 12, words=True, approx=bool(groups["so"]))
    if groups["digits"]:
        digits, mult = groups["digits"], groups["mult"]
        if (
            mult
            and mult.lower() in ("m", "b")
            and not re.search(r"[$£€¥₩]\s?$|\b[A-Z]{3}\s?$", match.string[: match.start("digits")])
            and not _MANY.match(match.string, match.end())
        ):
            mult, end = None, match.end("digits")
        value = decimal(digits.replace(".", "", digits.count(".") - 1))  # "2.929.31 million" is no number of its own
        if groups["half2"]:
            value += Decimal("0.5")
        value *= _multiplier(mult) * _multiplier(groups["hm"])
        last = re.split(r"[\s-]+", mult.strip().lower())[-1] if mult else ""
        return Core(start, end, value, plain=digits.isdigit() and not mult, large=last, spaced=" " in digits)
    value = whole(groups["words"])
    if groups["point"]:
        names = {**_ONES, "oh": 0}
        part = "".join(str(names[w]) for w in groups["point"].lower().split())
        value = Decimal(f"{value}.{part}") * _multiplier(groups["pm"])
    if groups["half3"]:
        mult = _multiplier(groups["hm3"])
        value = (value + Decimal("0.5")) * mult if mult > 1 else value + Decimal("0.5")
    last = re.split(r"[\s-]+", groups["words"].lower())[-1]
    return Core(start, end, value, words=True, large=last if last in _LARGE or last == "hundred" else "")


NUMBER_WORD: Final = re.compile(rf"\b(?:{_WORDS}|{ORD_WORD}|hundred|{_MULT})\b", re.IGNORECASE)
HINTS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "day": 24,
    "hundred": 100,
    "thousand": 1000,
}
HINT_WORD: Final = re.compile(
    r"\b(?:(?P<hone>an?|once|single|sole|only|uni\w+|mono\w+|each|every|another|daily|annual\w*|yearly|monthly|weekly|hourly|per)|(?P<htwo>both|pairs?|couples?|twins?|doubl\w+|dual|twice|duo|bi\w+|half|halv\w+|other|another|again|secondary|twos|semi\w*|neither|either|vice|secondly)"
    r"|(?P<hthree>tri\w+|thrice|thirdly|threes)|(?P<hfour>quad\w+|quart\w+|four\w*)|(?P<hfive>pent\w+|quint\w+|fifthly|fives)|(?P<hsix>sixes)|(?P<hseven>sevens)|(?P<height>eights)|(?P<hnine>nines)|(?P<hten>decades?|tenfold|deca\w+)|(?P<htwelve>dozens?)|(?P<hday>around.the.clock|round.the.clock|24/7)|(?P<hhundred>centur\w+|centen\w+|hundred\w*)|(?P<hthousand>millenni\w+|thousand\w*))\b",
    re.IGNORECASE,
)
"""Words that hold a number without being one: what a small source number may have become."""


def ordinal_value(said: str) -> int:
    parts = said.lower().split("-")
    return sum(TENS.get(p) or ORDINAL.get(p, 0) for p in parts)


def word_value(said: str) -> Decimal:
    """The value of number or ordinal words."""
    low = said.lower()
    if low in ORDINAL or (low.split("-")[-1] in ORDINAL and low.split("-")[0] in TENS):
        return Decimal(ordinal_value(low))
    return whole(low)


_UNITS: Final = table("en")
LOWER: Final = {**{form.lower(): unit for form, unit in reversed(list(_UNITS.items()))}, **_UNITS}
_CASED: Final = [
    f
    for f in _UNITS
    if f
    in ("C", "F", "W", "V", "MW", "m", "g", "t", "l", "x", "kW", "KW", "GW", "MB", "GB", "TB", "K", "hp", "L", "cal")
]
_ANYCASE: Final = [f for f in _UNITS if f not in _CASED]
TAIL: Final = re.compile(
    rf"(?P<more>\s?\+|-odd|-plus)?(?P<half>\sand\sa\shalf)?(?:(?:\sof)?(?:\s|-|\s?-\s?)?(?P<unit>(?i:{alternatives(_ANYCASE)})|{alternatives(_CASED)})(?![A-Za-z0-9²³/])(?!-(?!year|day|long|old|and|a\b))(?P<counter>)?)?"
)

_TITLE_BEFORE: Final = re.compile(
    r"(?:No\.?|Number|Nos\.?|#|Article|Section|Chapter|Page|page|Route|Flight|Gate|Room|Phase|Level|Rank(?:ed)?|Order|Resolution|number)\s?$"
)


_ONE_OF: Final = re.compile(
    r"(?i)[\s-](?:person|people|man|woman|death|case|child|in\s|out\sof"
    r"|(?:(?:was|is|remains?|has\sbeen)\s)?(?:\w+ly\s)?(?:killed|dead|injured|wounded|hurt|missing|died|arrested)\b)"
)
"""What makes a number of "one": a person, a share, somebody hurt."""


def accept(text: str, core: Core, tail: "re.Match[str]") -> bool:
    said = text[core.start : core.end].lower()
    if not core.words:
        after = text[core.end : core.end + 1]
        return not (after.isalpha() and after.isascii() and not tail.group("unit"))
    if said in ("one", "a", "an", "zero"):
        if said == "one" and (tail.group("unit") or _ONE_OF.match(text, core.end)):
            return True
        return bool(tail.group("unit"))
    return not re.match(r"\s(?:way|hand|thing)s?\b", text[core.end : core.end + 8]) or said != "one"
