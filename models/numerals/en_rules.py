"""English dates, clock times, shares, ordinals, ages, scores and codes: the rules of the en `Grammar`, and the grammar.

In: matches of the patterns below. Out: quantities; [] for a look-alike that nothing else may read; None for "not mine".
"""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from models.numerals.en import (
    BELOW,
    LOWER,
    MONTH,
    ORD_WORD,
    ORDINAL,
    SHORT,
    TAIL,
    TENS,
    WEEKDAY,
    accept,
    cores,
    ordinal_value,
    whole,
)
from models.numerals.engine import Grammar, Maker, alternatives
from models.numerals.needs import Pattern
from models.numerals.quantity import DIGITS, Quantity, Value, clock, decimal, fraction, iso_date, roman, tidy
from models.numerals.units import DOLLARS, codes


def _q(
    match: "re.Match[str]", value: Value, kind: str, unit: str | None = None, qualifier: str | None = None
) -> list[Quantity]:
    return [Quantity(value, kind, match.start(), match.end(), "", unit, None, qualifier)]


def _nothing(match: "re.Match[str]") -> list[Quantity]:
    return []


def _number(said: str) -> Decimal:
    said = said.strip()
    return decimal(said) if said[:1].isdigit() else whole(said)


def _day(said: str | None) -> int | None:
    if not said:
        return None
    digits = re.match(r"\d+", said)
    return int(digits.group()) if digits else ordinal_value(said)


def _date(match: "re.Match[str]") -> list[Quantity] | None:
    groups = match.groupdict()
    year = int(groups["y"]) if groups.get("y") else None
    month = MONTH[groups["m"].lower().rstrip(".")] if groups.get("m") else None
    if groups.get("m") and not groups["m"][0].isupper():
        return None
    if (
        groups.get("m")
        and len(groups["m"]) == 3
        and month != 5
        and not groups.get("d")
        and not re.match(r"\.|\s\d", match.string[match.end("m") :])
    ):
        return None
    if groups.get("mn"):
        month = int(groups["mn"])
    day = _day(groups.get("d"))
    if month == 5 and day is None and year is None and not _is_may(match):
        return None
    if (
        month is not None
        and day is None
        and year is None
        and groups.get("m", "").lower() in ("march", "mar", "sun", "jan", "dec", "nov", "jun")
        and not _capital_month(match)
    ):
        return None
    value = iso_date(year, month, day)
    if value is None:
        return None
    last = _day(groups.get("d2"))
    if last is not None:
        second = iso_date(year, month, last)
        if second is None or day is None:
            return None
        middle = match.start("d2")
        return [Quantity(value, "date", match.start(), middle, ""), Quantity(second, "date", middle, match.end(), "")]
    return _q(match, value, "date")


def _capital_month(match: "re.Match[str]") -> bool:
    said = match.group("m")
    return said[0].isupper() and (
        said.lower() != "march"
        or bool(
            re.search(
                r"(?i)\b(?:in|of|last|early|late|mid|since|until|by|this|next|from|to|and|between|for|during|on|end of|through)\s$|\b(?:early|mid|late)-$",
                match.string[: match.start()],
            )
        )
        or match.start() == 0
        or match.string.startswith(("'s ", "’s "), match.end())
    )


def _is_may(match: "re.Match[str]") -> bool:
    """May the month: capitalised, after a word that a month follows."""
    before = match.string[max(0, match.start() - 14) : match.start()]
    after = match.string[match.end() : match.end() + 8]
    if match.group("m") != "May":
        return False
    return (
        bool(
            re.search(
                r"(?i)\b(?:in|of|last|early|late|mid|since|until|by|this|next|from|to|and|for|between|during|on|through|previous|after|before|is|was|are|like|than)[\s-]$",
                before,
            )
        )
        and not re.match(r"\s(?:be|have|not|also)\b", after)
    ) or match.string.strip() == "May"


def _year(match: "re.Match[str]") -> list[Quantity] | None:
    after = match.string[match.end() : match.end() + 24]
    before = match.string[max(0, match.start() - 20) : match.start()]
    if _COUNTED.match(after):
        return None
    if (
        re.search(
            r"(?i)(?:\b(?:in|since|until|till|by|from|to|of|during|before|after|between|and|year|early|late|mid|around|about|for|through|circa|c\.|the|than|summer|spring|winter|autumn|fall|through|end of|late-|mid-)[\s-]|[-/(,]\s?)$",
            before,
        )
        or match.start() == 0
        or re.match(r"\s?[)),]|\s[A-Z]|-\d{2}\b|\s(?:and|to)\s\d{4}\b", after)
    ):
        return _q(match, match.group("y"), "date")
    return None


_COUNTED: Final = re.compile(
    r"(?i)\s(?:new\s|other\s|more\s|additional\s|confirmed\s|local\s|people|cases|persons|deaths|yuan|dollars|euros|pounds|won|yen|kilomet|met(?:er|re)s|km\b|miles|tons|tonnes|households|vehicles|students|"
    r"items|complaints|trains|companies|projects|employees|workers|units|homes|houses|points|feet|hectares|mu\b|acres|square|times|years?\b|days|hours|minutes|million|billion|per\s?cent|percent|"
    r"villages|schools|teachers|flights|patients|votes|seats|copies|pieces|sets|shares|barrels|degrees|calories|m\b|mm\b|kg\b|islands|sites|jobs|stores|members|soldiers|troops|tickets|visitors|residents|[a-z]+s\s(?:of|were|was|are|have|had)\b)|%"
)


def _time(match: "re.Match[str]") -> list[Quantity] | None:
    groups = match.groupdict()
    hour, minute = int(_number(groups["h"])), int(groups.get("min") or groups.get("min1") or 0)
    half = (groups.get("half") or "").lower().replace(".", "").replace(" ", "")
    if half not in ("am", "pm"):
        later = (groups.get("day") or "").lower()
        half = (
            "am"
            if "morning" in later
            else "pm"
            if "afternoon" in later or "evening" in later
            else "night"
            if "night" in later
            else ""
        )
    if hour > 12 and half in ("am", "pm"):
        half = ""
    value = clock(hour, minute, half)
    return _q(match, value, "time") if value else None


def _colon(match: "re.Match[str]") -> list[Quantity] | None:
    left, right = int(match.group("h")), int(match.group("min"))
    around = match.string[max(0, match.start() - 24) : match.end() + 12]
    if match.group("sec"):
        if ":" in match.string[match.end("min") : match.start("sec")]:
            return _q(match, left * 3600 + right * 60 + int(match.group("sec")), "duration", "second")
        return _q(match, tidy(left * 60 + right + Decimal("0." + match.group("sec"))), "duration", "second")
    sport = re.search(
        r"(?i)\b(?:beat|beating|won|win|winning|lost|lose|defeat\w*|score|lead|led|victory|game|set|match)\b", around
    )
    if match.group("half") or (left <= 24 and right <= 59 and len(match.group("min")) == 2 and not sport):
        return _time(match)
    return _q(match, (left, right), "score")


def _military(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("h4")
    hour, minute = int(said[:2]), int(said[2:])
    after = match.string[match.end() : match.end() + 8]
    before = match.string[max(0, match.start() - 9) : match.start()]
    if said[0] == "0" or re.match(r"\s?hours?\b|\s?hrs\b", after):
        value = clock(hour, minute, "")
        if value is None:
            return None
        tail = re.match(r"\s?(?:hours?|hrs)\b", after)
        end = match.end() + (tail.end() if tail else 0)
        del before
        return [Quantity(value, "time", match.start(), end, "")]
    return None


def _share(match: "re.Match[str]") -> list[Quantity] | None:
    part, of = match.group("n"), match.group("of").lower()
    value = Decimal(1) if part.lower() in ("a", "an", "one") else _number(part)
    base = of.rstrip("s")
    whole_ = Decimal(2 if base in ("half", "halve") else 4 if base == "quarter" else ORDINAL.get(base, 0) or 0)
    if base == "hal":
        whole_ = Decimal(2)
    if base.endswith("th") and not whole_:
        return None
    if not whole_ or value >= whole_ * 10:
        return None
    if base == "second" or (
        part.lower() in ("a", "an")
        and base not in ("half", "halve", "hal", "quarter", "hundredth")
        and not re.match(
            r"\s(?:of|less|more|to|from|in|higher|lower|as|that\sof|the\s(?:size|price|cost|rate|number|speed|weight|amount))\b|[.,]|$",
            match.string[match.end() :],
        )
    ):
        return None
    if base == "quarter" and value > 3:
        return _q(match, int(value), "duration", "quarter")  # "five quarters" of a company, not 1.25
    return _q(match, fraction(value, whole_), "fraction")


def _slash(match: "re.Match[str]") -> list[Quantity] | None:
    part, of = Decimal(match.group("n")), Decimal(match.group("of"))
    if not of or part >= of:
        return None
    return _q(match, fraction(part, of), "fraction")


def _one_in(match: "re.Match[str]") -> list[Quantity] | None:
    part, of = _number(match.group("n")), _number(match.group("of"))
    if part >= of:
        return None
    return _q(match, fraction(part, of), "fraction")


_NTH: Final = re.compile(
    r"(?i)\s(?:consecutive|successive|straight|time|term|year|month|week|day|season|wave|round|attempt|victory|win|title|gold|child|case"
    r"|attack|man|woman|person|chance|home|language|reading|vote|test|bomb|blast|suspect|victim|phase|stage|half|quarter)\b"
)
"""What is counted by "a second ...": no unit of time."""


def _ordinal(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n")
    value = int(re.sub(r"\D", "", said)) if said[0].isdigit() else ordinal_value(said)
    return _q(match, value, "ordinal")


def _on_day(match: "re.Match[str]") -> list[Quantity] | None:
    day = _day(match.group("d"))
    last = _day(match.groupdict().get("d2"))
    if last is not None and day is not None and last > day:
        return _q(match, (day, last), "range", "day_of_month")
    value = iso_date(None, None, day)
    return _q(match, value, "date") if value else None


def _decade(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n").lower()
    value = (int(said) if len(said) == 4 else 1900 + int(said)) if said.isdigit() else 1900 + TENS[said[:-2] + "y"]
    return _q(match, value, "decade")


def _age_decade(match: "re.Match[str]") -> list[Quantity] | None:
    def ten(said: str) -> int:
        low = said.lower()
        return 10 if low.startswith("teen") else int(low) if low.isdigit() else TENS[low[:-2] + "y"]

    second = match.groupdict().get("n2")
    if not second:
        return _q(match, ten(match.group("n")), "age_decade")
    middle = match.start("n2")
    return [
        Quantity(ten(match.group("n")), "age_decade", match.start(), middle, ""),
        Quantity(ten(second), "age_decade", middle, match.end(), ""),
    ]


def _age(match: "re.Match[str]") -> list[Quantity] | None:
    value = _number(match.group("n"))
    return _q(match, tidy(value), "age") if value < 130 else None


def _age_comma(match: "re.Match[str]") -> list[Quantity] | None:
    value = int(match.group("n"))
    return [Quantity(value, "age", match.start("n"), match.end("n"), "")] if 1 <= value < 110 else None


def _quarter(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n").lower()
    value = int(said[0]) if said[0].isdigit() else ORDINAL[said]
    return _q(match, value, "quarter") if 1 <= value <= 4 else None


def _quarters(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, int(_number(match.group("n"))), "duration", "quarter")


def _century(match: "re.Match[str]") -> list[Quantity] | None:
    value = _day(match.group("n"))
    second = _day(match.groupdict().get("n2"))
    if second:
        middle = match.start("n2")
        return [
            Quantity(value, "century", match.start(), middle, ""),
            Quantity(second, "century", middle, match.end(), ""),
        ]
    return _q(match, value, "century")


def _score(match: "re.Match[str]") -> list[Quantity] | None:
    left, right = int(match.group("a")), int(match.group("b"))
    if len(match.group("a")) > 3 or len(match.group("b")) > 3:
        return None
    around = match.string[max(0, match.start() - 40) : match.end() + 30]
    sport = re.search(
        r"(?i)\b(?:beat|won|win|wins|winning|lost|lose|loss|defeat\w*|score\w*|lead|led|victory|game|set|sets|match|draw|drew|tie|tied|vote\w*|ruling|side|final|cup|trail\w*|goal)\b",
        around,
    )
    if left > right or sport or left == right:
        return _q(match, (left, right), "score")
    return None


def _years(match: "re.Match[str]") -> list[Quantity] | None:
    first, last = int(match.group("a")), match.group("b")
    second = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if second <= first or not 1000 <= first <= 2100:
        return None
    return _q(match, (first, second), "range", "year")


def _points(match: "re.Match[str]") -> list[Quantity]:
    """ "a quarter of a percentage point"."""
    value = 0.5 if match.group("half") else 0.75 if match.group("three") else 0.25
    if not match.group("of_percent"):
        return _q(match, value, "number")  # of a game as well
    return _q(match, value, "percent", None, "points")


def _times(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, {"twice": 2, "thrice": 3, "double": 2, "triple": 3}[match.group().lower()], "multiple")


_FOLDS: Final = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}


def _folded(match: "re.Match[str]") -> list[Quantity]:
    """ "Sales doubled", "nearly triple": what changed by that factor."""
    said = match.group("w").lower()
    if said.startswith("halv"):
        return [Quantity(0.5, "fraction", match.start("w"), match.end("w"), "")]
    value = next(v for stem, v in _FOLDS.items() if said.startswith(stem))
    return [Quantity(value, "multiple", match.start("w"), match.end("w"), "")]


def _spoken_time(match: "re.Match[str]") -> list[Quantity] | None:
    """ "half past six", "a quarter to nine", "ten past four", "ten minutes past two in the morning"."""
    said, part = match.group("h").lower(), match.group("part").lower()
    hour = {"midnight": 24, "noon": 12}.get(said) or int(_number(said))
    minutes = 30 if part == "half" else 15 if part.endswith("quarter") else int(_number(part))
    if match.group("way").lower() == "to":
        hour, minutes = (hour or 24) - 1, 60 - minutes
    later = (match.groupdict().get("day") or "").lower()
    half = "am" if "morning" in later else "pm" if later and "night" not in later else "night" if later else ""
    value = clock(hour % 24, minutes, half)
    return _q(match, value, "time") if value and hour <= 24 else None


def _half_unit(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, 0.5, "duration", match.group("u").lower())


_AMOUNT: Final = re.compile(rf"(?i)(?:us|hk|rmb|nt|pound|euro?|rs|{'|'.join(codes())})\d")


_SCREEN: Final = re.compile(
    r"(?i)(?<![$£€])[48]k(?:(?<=in\s[48]k)(?=[.,;]|$)|[\s-](?:(?:and|or)\s[48]k\b|u?hd|ultra|super|high|tvs?\b|televis|video|resol|display|screen|monitor|camera|signal|live|broadcast|footage|content|stream|movie|film|oled|lcd|image))"
)
"""How sharp a picture is, and no thousands."""


def _code(match: "re.Match[str]") -> list[Quantity] | None:
    if re.fullmatch(r"Q[1-4]", match.group()):
        return None
    if re.search(r"(?i)(?:thousand|million|billion|trillion|percent|hundred)$", match.group()):
        return None
    if _AMOUNT.match(match.group()) or (
        re.fullmatch(r"[kcm]?m[23]", match.group()) and re.search(r"[\dnds]\s$", match.string[: match.start()])
    ):
        return None  # RUB12.4, "5 km2", "two thousand m2"
    if _SCREEN.match(match.string, match.start()):
        return _q(match, match.group(), "code")
    if re.fullmatch(
        r"(?i)\d+(?:\.\d+)?(?:st|nd|rd|th|s|am|pm|k|m|bn|tn|mn|km2?|m2|m3|mm2?|cm2?|kg|g|mg|ml|l|t|mph|kph|kwh|mwh|gwh|mw|gw|kw|w|v|gb|mb|tb|hz|mhz|ghz|ft|in|lb|lbs|oz|ha|p|c|f|x|b|nm|h|min|hrs?|kv|hp|db|bps?|pp|yrs?|nd)",
        match.group(),
    ):
        return None
    return _q(match, match.group(), "code")


_N: Final = rf"(?:{DIGITS}|{BELOW})"
_M: Final = rf"(?P<m>{alternatives([m for m in MONTH if len(m) > 3 or m == 'may'])}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.|\b))"
_D: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_HM: Final = r"(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)"
_PART: Final = r"(?P<day>in\sthe\s(?:early\s)?morning|in\sthe\safternoon|in\sthe\sevening|at\snight)"
_RULES: Final[tuple[tuple[str, Maker], ...]] = (
    (r"&#?\w{1,8};", _nothing),
    (r"(?i:\b(?:(?P<half>half)|(?P<three>three[\s-]quarters)|(?P<quarter>(?:a|one)[\s-]quarter))\s(?:of\s)?an?\s(?P<of_percent>percentage\s)?point\b)", _points),
    (r"(?i:\b(?P<w>(?:doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|ing))\b(?!\s(?:down|over|up|back|as|glaz\w+|hand)\b))", _folded),
    (r"(?i:\b(?:nearly|almost|to|will|more\sthan|about|roughly|over)\s(?P<w>double|triple|treble|quadruple|halve)(?=\s(?:to|from|the|its|their|his|her|that|what|in|by|last|this|over|within)\b|[.,;]|$))", _folded),
    (rf"(?i:\b(?P<part>half|(?:a\s)?quarter)\s(?P<way>past|to)\s(?P<h>\d{{1,2}}|{BELOW}|midnight|noon)\b(?!\s?(?:%|percent|per|million|billion|thousand|hundred|of\b|in\b|three|quarters)|[-.,:]\d))", lambda m: None if m.group("part").lower() == "half" and m.group("way").lower() == "to" else _spoken_time(m)),
    (r"(?i:\ban?\s(?P<u>hour|day|week|month|year|decade)\sand\sa\shalf\b)", lambda m: _q(m, 1.5, "duration", m.group("u").lower())),
    (r"(?i:\b(?P<n>noon|midnight)\b)", lambda m: _q(m, "12:00" if m.group().lower() == "noon" else "00:00", "time")),
    (r"(?<![\d.])(?P<h>\d{1,2})\.(?P<min>[0-5]\d)\.(?P<sec>\d{2})(?![\d.])", _colon),
    (r"(?<![\d:.,])(?P<h>\d{1,3}):(?P<min>\d{2})(?:[.:](?P<sec>\d{1,2}))?(?![\d:])(?:\s?(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?))?", _colon),
    (rf"(?<![\d:.,$])\b(?P<h>\d{{1,2}}|{BELOW})(?:\.(?P<min>\d{{2}})|:(?P<min1>\d))?\s?{_HM}", _time),
    (rf"(?<![\d:.,$])\b(?P<h>\d{{1,2}}|{BELOW})\so'clock(?:\s{_PART})?", _time),
    (rf"(?i:(?<=\bat\s)|(?<=\bby\s)|(?<=before\s)|(?<=after\s)|(?<=until\s)|(?<=around\s)|(?<=about\s))(?P<h>\d{{1,2}}|{BELOW})\s{_PART}", _time),
    (rf"(?i:\b(?P<part>five|ten|twenty(?:-five)?|\d{{1,2}}(?=\sminutes?)|{BELOW}(?=\sminutes?))(?:\sminutes?)?\s(?P<way>past|to)\s(?P<h>{BELOW}|midnight|noon)\b(?!\s?(?:%|percent|per|million|billion|thousand|hundred|of\b|hours?|days?|weeks?|minutes?|seconds?|months?|years?|people)|[-.,:]\d)(?:\s{_PART})?)", lambda m: _spoken_time(m) if m.group("way").lower() == "past" or "minute" in m.group() else None),
    (r"(?<![\d:.,$])\b(?P<h4>[0-2]\d[0-5]\d)\b(?![,.]\d)", _military),
    (r"(?<![\w.-])(?:[A-Za-z]{1,8}-?\d+(?:\.\d+)?[A-Za-z]{0,4}|\d+(?:\.\d+)?[A-Za-z]{1,5}\d*\w*)(?![\w%]|-year|\.\d)", _code),
    (r"(?<!\d)\((?P<a>\d{4})-+(?P<b>\d{4}|\d{2})\)", _years),
    (rf"(?i:\b(?:(?:the\s)?{_D}(?:\s?(?:-|to|and)\s?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?\s(?:day\s)?(?:of\s)?{_M})(?:,?\s(?P<y>(?:1\d|20|21)\d\d)\b(?!,\d))?)", _date),
    (rf"(?i:(?<!long\s)\b{_M}\s(?:the\s)?{_D}(?![\d,]\d|\d|%|\s(?:percent|per\scent|million|billion|people|years))(?:\s?(?:-|to|and)\s?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s(?P<y>(?:1\d|20|21)\d\d)\b(?!,\d))?)", _date),
    (rf"(?i:\b{_M},?\s(?:of\s)?(?P<y>(?:1\d|20|21)\d\d)\b)", _date),
    (r"\b(?P<y>(?:1\d|20|21)\d\d)[-/](?P<mn>\d{1,2})[-/](?P<d>\d{1,2})\b", _date),
    (rf"(?i:\b{_M}(?![a-z]))", _date),
    (r"(?<=in\s)['’‘](?P<yy>\d\d)\b(?!s|\d|['’])", lambda m: _q(m, str((1900 if int(m.group("yy")) > 30 else 2000) + int(m.group("yy"))), "date")),
    (r"(?i:(?<!\d)(?:from\s|between\s)?(?<![\d,.])(?P<a>(?:1\d|20)\d\d)\s?(?:-|to|and|through|until|till)\s?(?P<b>(?:1\d|20)\d\d|(?<=-)\d\d)\b(?![,.]\d|%))", lambda m: _years(m) if re.search(r"-|\b(?:to|through|until|till)\b", m.group()) or m.group().lower().startswith("between") else None),
    (r"(?i:(?<![\w,.])(?:the\s|late\s|early\s|mid-?)?'?(?P<n>(?:1\d|20)\d0(?='?s)|[2-9]0(?=s))'?s\b)", lambda m: _decade(m) if len(m.group("n")) == 4 or "'" in m.group() or (re.search(r"(?i)\b(?:in|of|since|the)\s(?:the\s)?$|^the", m.string[max(0, m.start() - 8) : m.start()] + m.group()) and not re.search(r"(?i)\b(?:his|her|their|my|our|people in)\s?$|(?:in|of|their|his|her)\s(?:their|his|her|the)?\s?(?:mid|late|early)?-?$", m.string[max(0, m.start() - 10) : m.start()])) else None),
    (r"(?i:\b(?:in\s)?(?:his|her|their|its|our|my|your|late|early|mid)[\s-](?:(?:late|early|mid)[\s-])?(?P<n>\d0|teen|twentie|thirtie|fortie|fiftie|sixtie|seventie|eightie|ninetie)s\b(?:(?:\sand\s|\sor\s|\sto\s|-)(?:(?:late|early|mid)[\s-])?(?P<n2>\d0|twentie|thirtie|fortie|fiftie|sixtie|seventie|eightie|ninetie)s\b)?)", _age_decade),
    (r"(?i:\b(?:people|men|women|man|woman|those|adults)\s(?:aged\s)?(?:in|over)\sthe\s(?P<n>\d0)s\b)", _age_decade),
    (r"(?i:\b(?:aged?|aging)\s(?:of\s)?(?P<n>\d{1,3})(?!\d|\s?(?:-|to)\s?\d|[,.]\d))", _age),
    (r"(?<=[a-z],\s)(?P<n>\d{1,3})(?=,\s|\)|\.$)", _age_comma),
    (rf"(?i:\b(?P<n>{ORD_WORD}|\d{{1,2}}(?:st|nd|rd|th))(?:\s?(?:-|to|and|and\sthe)\s?(?:the\s)?(?P<n2>\d{{1,2}}(?:st|nd|rd|th)|{ORD_WORD}))?[\s-]centur(?:y|ies)\b)", _century),
    (r"(?i:\b(?:the\s)?(?P<n>\d{1,2}(?:st|nd|rd|th))(?=,?\s(?:(?:and\s)?(?:the\s)?\d{1,2}(?:st|nd|rd|th),?\s){1,4}(?:and\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)\s)?centuries))", _century),
    (r"(?<![\d.,])(?P<y>\d{1,4})\s?(?:B\.?C\.?(?:E\.?)?|A\.D\.|AD|C\.?E\.?)(?![A-Za-z])", lambda m: _q(m, iso_date(int(m.group("y")), None, None) or "", "date") if int(m.group("y")) else None),
    (r"(?i:\b(?P<n>first|second|third|fourth|[1-4](?:st|nd|rd|th))[\s-]quarter\b(?!-?final|s))|\bQ(?P<q>[1-4])\b", lambda m: _quarter(m) if m.group("n") else _q(m, int(m.group("q")), "quarter")),
    (r"(?i:\b(?:first|last|next|past)\s(?P<n>two|three|[2-4])\squarters\b)", _quarters),
    (r"(?i:\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s(?:(?:straight|consecutive|successive)\squarters\b|quarters\s(?:in\sa\srow|running)\b))", _quarters),
    (r"(?i:\b(?P<n>first|second|1st|2nd|latter)\shalf\b(?!\sof\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|the\s(?:game|match|season|month|century|decade|day)))(?:\sof\s(?:the\s|this\s|last\s|next\s)?(?:year|(?=(?:19|20)\d\d)))?)", lambda m: [Quantity(1 if m.group("n")[0].lower() in "f1" else 2, "half_year", m.start(), m.start() + m.group().lower().index("half") + 4, "")]),
    (r"(?i:(?<!and\s)\b(?P<n>a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d+)[\s-](?P<of>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twelfths?|fifteenths?|sixteenths?|(?:twen|thir|for|fif|six|seven|eigh|nine)tieths?|hundredths?)\b(?!-?(?:final|hour|century|place|largest|time|year|grade|consecutive|day|world|quarter|generation|century))(?!\s(?:million|billion|hour|year|time|centur|consecutive|straight|largest|day|month|season|term|of\s(?:the\s)?(?:year|20\d\d)\b)))", _share),
    (r"(?i:\b(?P<ft>\d)[-\s](?:foot|feet|ft)[-,\s]{1,2}(?P<inch>\d{1,2})\b(?![-\s]?(?:inch|in\b|%|,\d|\.\d)))", lambda m: _q(m, tidy(int(m.group("ft")) + Decimal(m.group("inch")) / 12), "number", "foot") if int(m.group("inch")) < 12 else None),
    (r"(?<![\d/.])9/11(?![\d/])", lambda m: _q(m, "--09-11", "date")),
    (r"(?<![\d/.])(?P<n>\d{1,2})/(?P<of>\d{1,3})(?![\d/])", _slash),
    (r"(?i:\b(?P<n>one|two|three|four|five|six|seven|eight|nine|\d{1,3})(?:\s|-)(?:in|out\sof)(?:\s|-)(?:every\s)?(?P<of>\d{1,3}(?!\d|,\d|%|[\s-](?:people|percent|million|years?|days?|hours?|weeks?|months?|minutes?|games|matches))|(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)\b(?![\s-](?:days?|years?|weeks?|months?|hours?|minutes?|games|matches|cities|countries|places|states))))", _one_in),
    (r"(?i:\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d+(?:\.\d+)?)-?fold\b)", lambda m: _q(m, tidy(_number(m.group("n"))), "multiple")),
    (r"(?i:\b(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s?(?:-|to|and)\s?(?:the\s)?)(?P<d2>\d{1,2})(?:st|nd|rd|th)\b(?!\s(?:century|centuries|place|minute|session|meeting|anniversary|floor|birthday|largest|National|Congress)))", _on_day),
    (r"(?i:(?<=\bon\sthe\s)(?P<d>\d{1,2}(?:st|nd|rd|th))(?:\s(?:-|to|and)\s(?:the\s)?(?P<d2>\d{1,2}(?:st|nd|rd|th)))?(?!\s(?:floor|anniversary|hole|minute|lap|day|stage|birthday|National|page|largest|place|attempt|position)))", _on_day),
    (r"(?i:\b(?:the\s)?(?P<d>\d{1,2}(?:st|nd|rd|th))(?=[.,;)]|\sat\s|\sin\s[A-Z]|\sthat\b|$|\sby\b|\sof\sthis|\s(?:issued|said|announced|released|held|reported|stated|told)\b))", lambda m: _on_day(m) if re.search(r"(?i)\b(?:the|on|of|since|from|until|by|morning of|afternoon of|evening of)\s*(?:the\s)?$", m.string[max(0, m.start() - 10) : m.start()] + m.group()[:4].rstrip("0123456789") ) and not re.search(r"(?i)\b(?:ranked|place|placed|rank|finished|to|finish\w*|was|is|be)\s(?:the\s)?$", m.string[max(0, m.start() - 12) : m.start()]) else None),
    (r"(?i:(?<=\b(?:rning|rnoon|ening|night)\sof\sthe\s)(?P<d>\d{1,2}(?:st|nd|rd|th)))", _on_day),
    (rf"(?i:\b(?P<n>\d{{1,3}}(?:,\d{{3}})*(?:st|nd|rd|th)|{ORD_WORD})\b(?!\s(?:half|of\sall)\b))", lambda m: None if re.match(r"(?i)(?:seconds?)$", m.group()) and re.search(r"(?:\d|per|a|few|every|one)\s$", m.string[: m.start()]) and not _NTH.match(m.string, m.end()) else _ordinal(m)),
    (r"(?i:(?:\bNo\.?|(?<!now\s)(?<!and\s)(?<!they\s)\bnumber|\bnos\.?|#)\s?(?P<n>\d+(?:,\d{3})*)\b(?!\.\d|,\d))", _ordinal),
    (r"(?:(?<=World\sWar\s)(?P<r>I{1,3})\b|(?<=[a-z]\s)(?P<r2>[IVXL]{2,6})\b(?!\.?[A-Za-z])|^(?P<r3>[IVXL]{2,6})$)", lambda m: _roman_any(m)),
    (r"(?i:(?<!black\s)(?<!good\s)(?<!super\s)(?<!ash\s)(?<!easter\s)(?<!palm\s)\b(?P<n>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b(?!\s(?:night\slive|times|telegraph|mail|mirror|express)))|(?<!the\s)\b(?P<n2>Mon|Tues?|Weds?|Thu|Thurs?|Fri|Sat|Sun)\b(?=\.|\)|,|\s\d)", lambda m: _q(m, WEEKDAY[(m.group("n") or m.group("n2")).lower()], "weekday")),
    (r"(?<![\d.:$£€,-])(?P<a>\d{1,3})\s?-\s?(?P<b>\d{1,3})(?![\d,]\d|\d|\s?%|-|\s?(?:percent|per\scent|million|billion|thousand|years?|days?|hours?|minutes?|months?|weeks?|km|kilo|met|mile|degrees|people|yuan|dollars|cm|mm|kg|times|basis|points?\b(?!\slead)))", _score),
    (r"(?i:\bone\sto\s(?P<b>two|three|four|five|six|seven|eight|nine|ten)\s(?P<u>year|month|week|day|hour|minute)s\b)", lambda m: [Quantity((1, int(_number(m.group("b")))), "range", m.start(), m.end(), "", m.group("u").lower())]),
    (r"(?i:\bone\sto\s(?P<b>two|three|four|five|six|seven|eight|nine|ten)\b(?=\s(?!year|day|month|week|hour|minute|second|percent|per\s|hundred|thousand|million|billion|trillion|met|kilo|mile|feet|foot|inch|point|in\b|odds)[a-z]))", lambda m: [Quantity((1, int(_number(m.group("b")))), "range", m.start(), m.end(), "")]),
    (r"(?i:\b(?:twice|thrice)\b)", _times),
    (r"(?i:\b(?:half\san?|a\shalf|half-an?)[\s-](?P<u>hour|day|year|month|century|decade)\b)", _half_unit),
    (r"(?i:\bhalf[\s-](?P<u>hour|day|year|month|century)\b)", _half_unit),
    (r"(?i:(?<!and\s)(?<!and\sa\s)\b(?:one\s|a\s)?half\b(?!-|\s(?:an?|way|past)\b|\s?time\b)(?:\sof\b)?)", lambda m: None if re.search(r"(?i)(?:first|second|and\sa|latter|other)\s$", m.string[max(0, m.start() - 8) : m.start()]) else [Quantity(0.5, "fraction", m.start(), m.end(), "")]),
    (r"(?<![\d.,$£€¥])\b(?P<y>(?:1\d|20)\d\d)\b(?![,.]\d|%|-year|\spercent)", _year),
)  # fmt: skip


_NUMBERED: Final = frozenset("II III IV VI VII VIII IX XI XII XIII XIV XV XVI".split())
"""Roman numerals that are no words or abbreviations behind a name ("Louis XVI"); "CD", "DVD", "XL" are."""


def _roman_any(match: "re.Match[str]") -> list[Quantity] | None:
    for name in ("r", "r2", "r3"):
        said = match.group(name)
        if said and (name != "r2" or said in _NUMBERED):
            return [Quantity(roman(said), "ordinal", match.start(name), match.end(name), "")]
    return None


@cache
def grammar() -> Grammar:
    """The English grammar, compiled once."""
    signs = {
        "US$": "USD", "U.S.$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "S$": "SGD", "R$": "BRL",
        "RMB": "CNY", "CN¥": "CNY", **{code: code for code in codes()}, **{f"{code}{gap}$": code for code in DOLLARS for gap in ("", " ")}, "$": "USD", "¥": "JPY", "£": "GBP", "€": "EUR",
        "₩": "KRW", "₹": "INR", "₽": "RUB", "Pound": "GBP", "Euro": "EUR", "Rs": "INR", "Rs.": "INR", "Rupees": "INR", "yuan": "CNY", "HK": "HKD",
    }  # fmt: skip
    return Grammar(
        rules=tuple((Pattern(pattern), make) for pattern, make in _RULES),
        cores=cores,
        tail=TAIL,
        units=LOWER,
        signs=re.compile(
            rf"(?:(?<![A-Za-z])(?P<money>{alternatives([s for s in signs if s not in ('yuan', 'HK')])})\s?|(?P<minus>(?<![\w.)%])-|(?<!or\s)\b(?:minus|negative)\s))$"
        ),
        currencies=signs,
        before=re.compile(
            r"(?i:\b(?:(?P<approx>about|around|approximately|some|nearly|almost|roughly|close\sto|approx\.?|an\sestimated|estimated)"
            r"|(?P<at_least>more\sthan|over|at\sleast|no\sless\sthan|no\sfewer\sthan|exceed(?:s|ed|ing)?|above|upwards\sof|in\sexcess\sof|not\sless\sthan|surpass(?:ed|ing))"
            r"|(?P<at_most>less\sthan|fewer\sthan|under|below|at\smost|up\sto|no\smore\sthan|not\smore\sthan))\s(?:an?\s)?$)"
        ),
        after=re.compile(
            r"(?i:(?P<approx>\sor\sso\b|-odd\b|\splus\b)|(?P<at_least>\sor\smore\b|\sand\s(?:above|over)\b)|(?P<at_most>\sor\s(?:less|fewer)\b|\sand\sunder\b)|(?P<half>\sand\sa\shalf\b))"
        ),
        joins=re.compile(r"(?i:-|\sto\s|\sor\s|(?P<linked>\sand\s)|\s?~\s?)"),
        opens=re.compile(r"(?i:\bbetween\s(?:about\s|\$|£|€)?$)"),
        accept=accept,
        between=re.compile(r"\s|\sand\s|,\s|,\sand\s"),
        large={
            "thousand": Decimal(10**3),
            "million": Decimal(10**6),
            "billion": Decimal(10**9),
            "trillion": Decimal(10**12),
            "hundred": Decimal(100),
            **{k: Decimal(v) for k, v in SHORT.items()},
        },
    )
