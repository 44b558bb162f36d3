"""Whether two numbers say the same: 160 km and 100 miles, 三成 and 30 percent, 20년 and two decades do.

In: an atom of the source and one of the translation, with their sentences. Out: a price (lower is surer), or None.
"""

import re
from calendar import monthrange, weekday
from dataclasses import dataclass, field
from typing import Final

from models.figures.atoms import CONVERTED, Atom, close, measured, seconds, spots
from models.language import base
from models.numerals.units import table

DATELINE: Final = re.compile(
    r"^.{0,24}?(?:电|電|讯|訊)(?=[\s（(【]|$|[^池影视话子力动器脑站网商信费机梯车缆台波量压流])|新华社.{0,16}(?:电|電)|^[(（【\[].{0,30}[)）】\]]|^.{0,20}=\s|\([^)]*기자\)|(?:记者|記者)[^）)]{0,20}[）)]"
)
LIST_MARK: Final = re.compile(r"^\s*[\(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[\)）.、．]\s?(?!\d)|[①②③④⑤⑥⑦⑧⑨⑩]")
VAGUE_WORDS: Final = {
    "en": re.compile(r"(?i)\b(?:several|few|some|couple|multiple|many|numerous|various|dozens?|handful)\b"),
    "zh": re.compile(r"[几幾]|[数數]|多[个個名]|若干|一些|许多|許多"),
    "ko": re.compile(r"여러|몇|수[십백천만]|다수|일부|많은|수 "),
}
RELATIVE_YEAR: Final = {
    "en": re.compile(r"(?i)\b(?:this|last|next|previous|same)\s+year\b|\byear ago\b"),
    "zh": re.compile(r"[今去明前当當同本上]年|年[初底末]|[两兩]年"),
    "ko": re.compile(r"올해|지난해|작년|내년|재작년|전년|올|이듬해|같은 해|당해"),
}


@dataclass(frozen=True, slots=True)
class Context:
    source: str
    translation: str
    source_language: str
    target_language: str
    left: tuple[Atom, ...]
    right: tuple[Atom, ...]
    published: str = ""
    cache: dict[str, list[tuple[int, int, float]]] = field(default_factory=dict)

    def spots(self, side: str) -> list[tuple[int, int, float]]:
        """Loose numbers of "source" or "translation" (looked up once)."""
        if side not in self.cache:
            text, language = (
                (self.source, self.source_language) if side == "source" else (self.translation, self.target_language)
            )
            self.cache[side] = spots(text, language)
        return self.cache[side]

    def year_month(self) -> tuple[int | None, int | None]:
        match = re.match(r"(\d{4})(?:-(\d{2}))?", self.published)
        return (int(match.group(1)), int(match.group(2)) if match.group(2) else None) if match else (None, None)


def cost(s: Atom, t: Atom, context: Context) -> float | None:
    """The price of taking `t` for `s`, None where they do not say the same."""
    if s.kind == t.kind and _dozen(s, t):
        return 0.5
    if s.kind == t.kind:
        return _same_kind(s, t, context)
    pair = (s.kind, t.kind)
    if "vague" in pair:
        return _vague(s, t)
    if set(pair) == {"date", "weekday"}:
        return _day_name(s, t, context)
    if "date" in pair:
        return _date_other(s, t, context)
    if "time" in pair:
        return _time_other(s, t)
    if {s.kind, t.kind} == {"half_year", "duration"} or {s.kind, t.kind} == {"quarter", "duration"}:
        return _months_for(s, t)
    if s.kind in _SHARES and t.kind in _SHARES:
        return _shares(s, t)
    if pair in _OTHER_MEASURES or pair[::-1] in _OTHER_MEASURES:
        return _cross(s, t, context)
    if s.kind in _COUNTABLE and t.kind in _COUNTABLE:
        return _countable(s, t, context)
    return None


_TEEN: Final = re.compile(r"(?i)dozen|十[几幾多余餘]|(?:10|십|열)\s?여|10[几幾多余餘]")


def _dozen(s: Atom, t: Atom) -> bool:
    """十几人, 10여 명 and "a dozen people" say about the same."""
    if s.unit != t.unit or not (_TEEN.search(s.text) and _TEEN.search(t.text)):
        return False
    return 10 <= s.value < 20 and 10 <= t.value < 20


_SHARES: Final = frozenset({"percent", "fraction", "multiple"})
_COUNTABLE: Final = frozenset(
    {
        "count",
        "ordinal",
        "age",
        "measure",
        "score",
        "money",
        "multiple",
        "duration",
        "percent",
        "quarter",
        "half_year",
        "century",
        "age_decade",
        "decade",
    }
)
_OTHER_MEASURES: Final = frozenset(
    {
        ("duration", "fraction"),
        ("decade", "age_decade"),
        ("age", "age_decade"),
        ("age", "duration"),
        ("count", "age_decade"),
        ("quarter", "duration"),
        ("count", "fraction"),
        ("ordinal", "fraction"),
        ("decade", "date"),
    }
)


def _same_kind(s: Atom, t: Atom, context: Context) -> float | None:
    if s.kind == "date":
        return _dates(s, t, context)
    if s.kind == "time":
        return _times(s, t, context)
    if s.kind == "money":
        if not _currency_agrees(s, t, context):
            return None
        return 0.0 if close(s.value, t.value) else None
    if s.kind == "duration":
        a, b = seconds(s), seconds(t)
        exact = (
            s.unit == t.unit
            or {s.unit, t.unit} <= {"second", "minute", "hour", "day", "week", "night"}
            or {s.unit, t.unit} <= {"month", "quarter", "year", "decade", "century"}
        )
        return 0.0 if close(a, b, 1e-6 if exact else 0.04) else None
    if s.kind == "measure":
        return _measures(s, t, context)
    if s.kind == "vague":
        if (s.unit and t.unit and s.unit != t.unit) or (
            s.currency and t.currency and not _currency_agrees(s, t, context)
        ):
            return None  # 上百亩 -> "hundreds of acres"
        if close(s.value, t.value):
            return 0.0
        if s.text.startswith("成千") and t.value in (1e3, 1e4):
            return 0.5
        return None
    if s.kind == "percent" and s.quantity.qualifier == "of_price" and close(100 - s.value, t.value):
        return 0.2
    if s.kind in ("fraction",):
        return 0.0 if close(s.value, t.value, 0.002) else None
    if s.kind == "multiple" and (_FOLD_WORD.search(s.text) or _FOLD_WORD.search(t.text)):
        mine, theirs = _grown(s, context.source), _grown(t, context.translation)
        either = any(
            a.text.endswith("倍") and x[: a.start].rstrip("了近约約超逾").endswith("翻")
            for a, x in _told(s, t, context)
        )
        return 0.0 if close(mine, theirs) or (either and close(s.value, t.value)) else None
    if (
        s.kind == "multiple"
        and (close(s.value, t.value - 1) or close(s.value - 1, t.value))
        and re.search(
            r"[增多高长長涨漲翻]|[扩擴]大|늘|증가|\bmore\b(?! than)|\br[io]se|\bup\b|tripl",
            context.source + context.translation,
        )
    ):
        return 1.0
    if close(s.value, t.value):
        return 0.0
    return 1.2 if _beside(s, t, context) else None


_CENTS: Final = re.compile(r"(?i)(?:cents?|센트|[美欧歐]分)$")
"""Of a dollar or a euro: the language leaves it open."""
_FOLD_WORD: Final = re.compile(r"(?i)(?:doubl|tripl|trebl|quadrupl|quintupl)\w+|翻.{0,3}番")
_GROWN_BY: Final = re.compile(r"(?:增[长長加]|[上]?[涨漲]|提高|高出|扩大|擴大|多|翻|增幅)(?:[了近约約超逾]|超[过過])*$")


def _grown(a: Atom, text: str) -> float:
    """How many times the old value the new one is: 增长两倍 is three times, 翻一番 and "doubled" two."""
    if a.text.endswith("倍") and (a.value == 1 or _GROWN_BY.search(text[: a.start])):
        return a.value + 1
    return a.value


def _currency_agrees(s: Atom, t: Atom, context: Context) -> bool:
    if s.currency == t.currency:
        return True
    pair = {s.currency, t.currency}
    if _CENTS.search(s.text) or _CENTS.search(t.text):
        return True
    if "¥" in s.text + t.text and pair <= {"CNY", "JPY"}:
        return True
    # 元 in a Taiwan or Hong Kong paper is its own dollar; 美元, 人民幣 and the like say whose they are.
    for atom, language in ((s, context.source_language), (t, context.target_language)):
        if (
            language == "zh-Hant"
            and atom.currency == "CNY"
            and re.search(r"[\d萬億十百千一二三四五六七八九多餘]\s?[元圓塊]$", atom.text)
        ):
            return pair <= {"CNY", "TWD", "HKD", "USD", "MOP"}
    dollars = {"USD", "HKD", "TWD", "AUD", "CAD", "SGD", "NZD"}
    both = context.source + context.translation
    if (
        pair <= dollars
        and re.search(r"(?i)dollars?$|달러$|\$", s.text)
        and re.search(
            r"(?i)Hong Kong|Taiwan|Austral|Canad|Singap|홍콩|대만|호주|캐나다|싱가포르|香港|台湾|澳|加拿大", both
        )
    ):
        return True
    return pair in ({"KRW", "KPW"}, {"INR", "PKR"}, {"ARS", "MXN"}, {"ARS", "PHP"}, {"SAR", "IRR"}, {"CNY", "MOP"})


def _currency_said(currency: str, context: Context) -> bool:
    """The source names the currency without a number: "the won weakened to 1,483.6 per dollar"."""
    low = context.source.lower()
    language = base(context.source_language)
    return any(
        form.lower() in low
        for form, unit in table(language).items()
        if unit.currency == currency and (len(form) > 1 or language != "ko")
    )


_PACE: Final = re.compile(r"(?i)[速风風]|속도|[강태]?풍|바람|speed|wind|\bat\s")
"""Before a length that is said of a speed: "winds of 60 km", 速度达120公里."""
_PACED: Final = re.compile(
    r"\s?(?:의\s(?:속|강?풍|바람)|로\s(?:[가-힣]+\s)?(?:달|주행|운전|질주|이동|날)|的[时時]?[速风風])"
)
"""Behind it."""


def _measures(s: Atom, t: Atom, context: Context) -> float | None:
    if s.unit == t.unit:
        return 0.0 if close(s.value, t.value) else None
    if {s.unit, t.unit} == {"calorie", "kilocalorie"} and close(s.value, t.value):
        return 0.2  # "calories" of food are kilocalories
    a, b = measured(s), measured(t)
    if a and b and a[0] == b[0]:
        return 0.3 if close(a[1], b[1], CONVERTED) else None
    temperature = {"celsius", "fahrenheit", "degree"}
    if {s.unit, t.unit} <= temperature:
        if "degree" in (s.unit, t.unit) and close(s.value, t.value):
            return 0.1
        c, f = (s, t) if s.unit == "celsius" else (t, s)
        if c.unit == "celsius" and f.unit in ("fahrenheit", "degree") and abs(c.value * 9 / 5 + 32 - f.value) <= 1.5:
            return 0.3
        return None
    speeds = {"kilometer": "kilometer_per_hour", "mile": "mile_per_hour", "meter": "meter_per_second"}
    if speeds.get(s.unit) == t.unit or speeds.get(t.unit) == s.unit:
        length, text = (s, context.source) if s.unit in speeds else (t, context.translation)
        near = text[max(0, length.start - (30 if length is t else 12)) : length.start]
        paced = _PACE.search(near) or _PACED.match(text, length.end)
        return 0.2 if close(s.value, t.value) and paced else None
    if {s.unit, t.unit} in (
        {"calorie", "kilocalorie"},
        {"jin", "geun"},
        {"meter", "ton"},
        {"ton", "kiloton"},
        {"degree", "kilowatt_hour"},
    ):
        return 0.2 if close(s.value, t.value) else None
    return None


def _dates(s: Atom, t: Atom, context: Context) -> float | None:
    price = 0.0
    others = [a.date for a in context.left if a.kind == "date" and a is not s]
    theirs = [a.date for a in context.right if a.kind == "date" and a is not t]
    year, month = context.year_month()
    for i, (a, b) in enumerate(zip(s.date, t.date, strict=True)):
        if a == b:
            continue
        if a is None:
            # More than the source said: right where the source says it elsewhere, or the page's own date does.
            if any(o[i] == b for o in others):
                price += 0.4
            elif (
                i == 0
                and (
                    b == year
                    or (
                        b is not None
                        and year is not None
                        and abs(b - year) <= 1
                        and RELATIVE_YEAR[base(context.source_language)].search(context.source)
                    )
                )
            ) or (i == 1 and s.date[2] is not None and b in _months_meant(month, context)):
                price += 0.5
            else:
                return None
        elif b is None:
            if any(o[i] == a for o in theirs) or (
                any(v == float(a) for _, _, v in context.spots("translation")) and i == 0
            ):
                price += 0.6
            elif i == 0 and a == year:
                price += 0.7
            else:
                return None
        else:
            return None
    return price


_NEXT: Final = re.compile(r"다음\s?달|내달|오는|[下次]个?月|[下次]個月|\bnext\b|\bcoming\b")
_LAST: Final = re.compile(r"지난|上个?月|上個月|\blast\b")


def _months_meant(month: int | None, context: Context) -> set[int]:
    """The months that a bare day may be of: the article's own, and the next or last where the source says so."""
    if month is None:
        return set()
    meant = {month}
    if _NEXT.search(context.source):
        meant.add(month % 12 + 1)
    if _LAST.search(context.source):
        meant.add((month - 2) % 12 + 1)
    return meant


def _times(s: Atom, t: Atom, context: Context) -> float | None:
    if s.value == t.value:
        return 0.0
    if s.value % 720 == t.value % 720:
        # 12 hours apart: right unless both say which half of the day.
        said = [
            _HALF_SAID[base(lang)].search(a.text)
            for a, lang in ((s, context.source_language), (t, context.target_language))
        ]
        sides, langs = (context.left, context.right), (context.source_language, context.target_language)
        explicit = [
            bool(m) or a.value >= 780 or any(_counts_on(o, lang) for o in side if not m)
            for m, a, side, lang in zip(said, (s, t), sides, langs, strict=True)
        ]  # 6时40分 beside 13时34分 is counted to 24
        return None if all(explicit) else 0.5
    return None


_HALF_SAID: Final = {
    "en": re.compile(r"(?i)[ap]\.?\s?m|morning|afternoon|evening|night|^0\d"),
    "ko": re.compile(r"오전|오후|새벽|아침|저녁|밤|낮"),
    "zh": re.compile(r"[上下中]午|[早晚]|凌晨|清晨|夜|傍|午"),
}


def _counts_on(a: Atom, language: str) -> bool:
    """A clock time after noon that is said without its half of the day."""
    return a.kind == "time" and a.value >= 780 and not _HALF_SAID[base(language)].search(a.text)


def _months_for(s: Atom, t: Atom) -> float | None:
    """The first six months for 上半年, nine months for "to the third quarter", three months for a quarter."""
    part, duration = (t, s) if s.kind == "duration" else (s, t)
    if duration.unit == "quarter" and part.kind == "quarter":
        return 0.8 if close(duration.value, part.value) else None
    if duration.unit != "month":
        return None
    fits = {6.0} if part.kind == "half_year" else {3.0, 3 * part.value}
    return 0.8 if duration.value in fits else None


def _vague(s: Atom, t: Atom) -> float | None:
    exact, vague = (t, s) if s.kind == "vague" else (s, t)
    if exact.kind not in ("count", "money", "measure", "duration", "age", "multiple", "percent", "ordinal"):
        return None
    value = exact.value * (10 if exact.unit == "decade" and vague.unit != "decade" else 1)
    if s is vague:
        # "数十" -> "dozens" is a count in some eyes; "several hundred" -> "500" is more than the source said.
        return 0.8 if vague.value <= value <= 2 * vague.value else None
    if s.quantity.qualifier in ("approx", "at_least") or (s.word and s.value <= 20):
        return 0.8 if vague.value <= value < 10 * vague.value else None
    return None


def _date_other(s: Atom, t: Atom, context: Context) -> float | None:
    date, other = (s, t) if s.kind == "date" else (t, s)
    year, month, day = date.date
    if other.kind == "duration":
        # N일 is N days as often as the Nth; 七日 in words is mostly days. In a digit 日 the day of the month is meant.
        if day is not None and month is None and other.unit == "day" and close(float(day), other.value):
            side = (
                (context.source, context.source_language)
                if date is s
                else (context.translation, context.target_language)
            )
            loose_day = side[1] == "ko" and (
                "-day" in other.text.lower() or date is t or side[0][date.end : date.end + 1] in "의은는과이"
            )
            return 1.2 if date.word or loose_day else None
        if month is not None and day is None and other.unit == "month" and close(float(month), other.value):
            around = context.translation[max(0, t.start - 8) : t.start] + context.source[max(0, s.start - 8) : s.start]
            return 1.2 if re.search(r"(?i)first|前", around) else None
        return None
    if other.kind == "money" and date is t and year is not None and month is None and close(float(year), other.value):
        return 1.0 if date.text.isdigit() else None  # an amount in a list whose currency is said once
    if other.kind not in ("count", "ordinal", "score", "measure", "decade"):
        return None
    if month is not None and re.sub(r"\D", ".", other.text) == f"{month}.{day}":
        return 0.5  # "the 12.3 martial law" for 12·3 계엄
    if other.kind == "measure" and (other is t or year is None):
        return None
    if other.kind == "measure":
        return None
    if year is not None and month is None:
        if not close(float(year), other.value):
            return None
        if date is t and other.kind == "count" and _says_year(t, context) and not _bare(s, context):
            return None
        return 0.6
    if day is not None and month is None and year is None and close(float(day), other.value):
        return None if date is s and _nth_time(s, t, context) else 0.5
    if (
        month is not None
        and day is None
        and year is None
        and close(float(month), other.value)
        and other.kind != "ordinal"
    ):
        return 0.9
    return None


_ON_THE: Final = re.compile(r"(?i)\b(?:on|since|until|(?:morning|afternoon|evening|night)\sof)\s(?:the\s)?$")


def _nth_time(s: Atom, t: Atom, context: Context) -> bool:
    """ "On the 22nd" told as 第22次: the day of a month and no count."""
    said = context.source[: s.start + (4 if s.text.startswith("the ") else 0)]
    return t.kind == "ordinal" and t.text[:1] in "第제" and bool(_ON_THE.search(said))


def _says_year(t: Atom, context: Context) -> bool:
    before = context.translation[max(0, t.start - 10) : t.start]
    return bool(re.search(r"(?i)\b(?:in|since|by|until|of|during)\s+$", before)) or t.text.endswith(("年", "년"))


def _bare(s: Atom, context: Context) -> bool:
    """A number with no counter behind it: it may well be a year."""
    return s.text.isdigit()


def _day_name(s: Atom, t: Atom, context: Context) -> float | None:
    """ "on Monday" for 20日, as English papers say it: right unless the calendar of the article's month denies it."""
    day, name = (s, t) if s.kind == "date" else (t, s)
    year, month = context.year_month()
    if day.date[2] is None or (day.date[1] is not None and day.date[0] is not None):
        return None
    if year is None or month is None:
        return 1.3
    months = [(year, day.date[1])] if day.date[1] else [(year, month), (year - (month == 1), (month - 2) % 12 + 1)]
    fits = any(d <= monthrange(y, m)[1] and weekday(y, m, d) == name.value for y, m in months for d in [day.date[2]])
    return 1.3 if fits else None


def _time_other(s: Atom, t: Atom) -> float | None:
    time, other = (s, t) if s.kind == "time" else (t, s)
    hour, minute = divmod(int(time.value), 60)
    if other.kind == "duration" and other.unit == "second":
        return 0.3 if close(other.value, float(hour * 60 + minute)) else None  # a race time, 4:08
    if other.kind in ("count", "ordinal", "score") and minute == 0 and other.value in (hour, hour - 12):
        return 1.0
    if other.kind in ("count", "score") and other.value in (hour * 100 + minute, hour, minute):
        return 0.8
    return None


def _share_percent(a: Atom) -> list[float]:
    if a.kind == "percent":
        return [a.value]
    if a.kind == "fraction":
        return [a.value * 100]
    return [a.value * 100, (a.value - 1) * 100]


def _shares(s: Atom, t: Atom) -> float | None:
    tolerance = 0.02 if "fraction" in (s.kind, t.kind) else 1e-6
    for a in _share_percent(s):
        for b in _share_percent(t):
            if close(a, b, tolerance):
                return 0.5
    if (
        "multiple" not in (s.kind, t.kind)
        and close(_share_percent(s)[0] + _share_percent(t)[0], 100, 1e-6)
        and s.quantity.qualifier == "of_price"
    ):
        return 0.5
    return None


def _cross(s: Atom, t: Atom, context: Context) -> float | None:
    by = {s.kind: s, t.kind: t}
    if "fraction" in by and "duration" in by:
        duration = by["duration"]
        if (
            duration.unit == "quarter"
            and by["fraction"].text.isascii()
            and close(by["fraction"].value * 4, duration.value)
        ):
            return 0.4
        return 0.8 if close(by["fraction"].value, duration.value) else None
    if "age_decade" in by and _one_age(s, t, context):
        return None
    if "age_decade" in by:
        other = t if s.kind == "age_decade" else s
        decade = by["age_decade"]
        if decade.value <= other.value < decade.value + 10:
            return 0.6
        return 0.6 if close(1900 + decade.value, other.value) else None
    if "fraction" in by and "count" in by:
        return None
    if "fraction" in by and "ordinal" in by:
        return 0.5 if _share_in_words(by["fraction"], by["ordinal"], context) else None
    if "decade" in by and "date" in by:
        return 0.6 if by["date"].date[0] == int(by["decade"].value) else None
    if {"age", "duration"} == set(by):
        return 0.3 if close(s.value, t.value) and by["duration"].unit == "year" else _countable(s, t, context)
    return 0.6 if close(s.value, t.value) else None


_AGED: Final = re.compile(r"(?i)^(?:aged?\s)?\d+(?:[\s-]?years?[\s-]?old|[세살岁歲]|周岁)?$")
_HEADS: Final = re.compile(r"\s(?:m[ae]n|wom[ae]n|people|persons)\b|\s?[명名]|\s?사람|[个個]人")


def _one_age(s: Atom, t: Atom, context: Context) -> bool:
    """40대 told as one age ("a 40-year-old man") or as so many people."""
    if s.kind != "age_decade" or s.value != t.value or t.part or t.quantity.qualifier:
        return False
    if t.kind == "age":
        return bool(_AGED.match(t.text)) and not re.match(r"(?i)\s(?:or|and)\b|\+", context.translation[t.end :])
    return t.kind == "count" and bool(_HEADS.match(context.translation, t.end))


def _share_in_words(share: Atom, nth: Atom, context: Context) -> bool:
    """ "A fifth work in agriculture": read as the fifth of something, said of a share."""
    text = context.translation if nth in context.right else context.source
    return close(share.value * nth.value, 1, 1e-5) and bool(re.search(r"(?i)\b(?:an?|one)\s$", text[: nth.start]))


def _told(s: Atom, t: Atom, context: Context) -> tuple[tuple[Atom, str], tuple[Atom, str]]:
    return (s, context.source), (t, context.translation)


def _beside(s: Atom, t: Atom, context: Context) -> bool:
    """ "Solhyeon and eight other counties" for 솔현 등 9개 군, "more than two" for 3명 이상."""
    if s.kind != "count" or t.kind != "count" or not 2 <= min(s.value, t.value) <= 50:
        return False
    for (a, mine), (b, theirs) in (_told(s, t, context), _told(s, t, context)[::-1]):
        if close(a.value, b.value + 1) and re.match(r"\s(?:other|additional)\b", theirs[b.end :]):
            return bool(re.search(r"[등等]\s*$", mine[: a.start]))
    at_least = s.quantity.qualifier == t.quantity.qualifier == "at_least"
    return at_least and any(
        close(b.value, a.value + 1) and bool(re.search(r"(?i)more than\s$", text[: a.start]))
        for (a, text), (b, _) in (_told(s, t, context), _told(s, t, context)[::-1])
    )


_MANY_OF: Final = re.compile(r"[集人名个個只件家例]$|\d\s?(?:명|개|마리|건|곳|편)$")
"""Counters of how many, never of the how manieth."""


def _countable(s: Atom, t: Atom, context: Context) -> float | None:
    if t.kind == "duration" and s.kind == "count" and t.unit == "decade" and close(s.value, t.value * 10):
        return 1.2
    if s.kind == "duration" and t.kind == "count" and s.unit == "year" and close(s.value, t.value):
        return 0.6
    if not close(s.value, t.value):
        return 1.2 if _beside(s, t, context) else None
    if {s.kind, t.kind} & {"quarter", "half_year", "century", "decade", "age_decade"}:
        return 1.5
    if t.kind == "money" and s.kind != "money":
        # A currency that the source does not have is invented, except in a list whose unit is said once.
        listed = any(a.kind == "money" and _currency_agrees(a, t, context) for a in context.left)
        if s.kind == "measure" and s.unit == "pound" and t.currency == "GBP":
            return 0.5
        return 1.0 if listed or _currency_said(t.currency, context) else None
    if t.kind == "percent" and s.kind != "percent":
        if t.quantity.qualifier == "points" and s.kind == "count":
            return 0.5
        return 1.0 if any(a.kind == "percent" for a in context.left) and s.kind in ("count", "score") else None
    if s.kind == "percent" and t.kind not in ("count", "score"):
        return None
    if (
        s.kind == "count"
        and t.kind == "ordinal"
        and base(context.target_language) == "en"
        and _MANY_OF.search(s.text)
        and s.value >= 2
    ):
        row = r"(?i)[\s-](?:straight|consecutive|successive|time|in\sa\srow|member|person|case|to\b)"
        return 0.2 if re.match(row, context.translation[t.end :]) else None  # 40集 -> "the 40th episode"
    if {s.kind, t.kind} == {"score", "ordinal"}:
        return None  # the 1 of 3比1 is no "first"
    if {s.kind, t.kind} <= {"count", "ordinal", "score", "multiple", "age"}:
        return 0.2 if s.kind != "score" else 0.1
    if t.kind == "measure" and s.kind == "money":
        return None
    if "duration" in (s.kind, t.kind) and "money" in (s.kind, t.kind):
        return None
    return 0.7
