"""Whether two numbers say the same, and if not, what went wrong: the judgement under `models.figures.compare`.

In: atoms of the source and of the translation, with their sentences. Out: a price (lower is surer) or a cause. Never
reads or writes text beyond looking around a figure.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from models.figures import CONVERTED, Atom, close, measured, seconds, spots
from models.language import base
from models.numerals.units import table

_DATELINE: Final = re.compile(
    r"^.{0,24}?(?:电|電|讯|訊)(?=[\s（(【]|$|[^池影视话子力动器脑站网商信费机梯车缆台波量压流])|新华社.{0,16}(?:电|電)|^[(（【\[].{0,30}[)）】\]]|^.{0,20}=\s|\([^)]*기자\)|(?:记者|記者)[^）)]{0,20}[）)]"
)
_LIST_MARK: Final = re.compile(r"^\s*[\(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[\)）.、．]\s?(?!\d)|[①②③④⑤⑥⑦⑧⑨⑩]")
_VAGUE_WORDS: Final = {
    "en": re.compile(r"(?i)\b(?:several|few|some|couple|multiple|many|numerous|various|dozens?|handful)\b"),
    "zh": re.compile(r"[几幾]|[数數]|多[个個名]|若干|一些|许多|許多"),
    "ko": re.compile(r"여러|몇|수[십백천만]|다수|일부|많은|수 "),
}
_RELATIVE_YEAR: Final = {
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
    if s.kind == t.kind:
        return _same_kind(s, t, context)
    pair = (s.kind, t.kind)
    if "vague" in pair:
        return _vague(s, t)
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
        return _measures(s, t)
    if s.kind == "vague":
        if close(s.value, t.value):
            return 0.0
        if s.text.startswith("成千") and t.value in (1e3, 1e4):
            return 0.5
        return None
    if s.kind == "percent" and s.quantity.qualifier == "of_price" and close(100 - s.value, t.value):
        return 0.2
    if s.kind in ("fraction",):
        return 0.0 if close(s.value, t.value, 0.002) else None
    if (
        s.kind == "multiple"
        and (close(s.value, t.value - 1) or close(s.value - 1, t.value))
        and re.search(r"[增多高长長涨漲]|늘|증가|more|rise|rose|up|tripl", context.source + context.translation)
    ):
        return 1.0
    return 0.0 if close(s.value, t.value) else None


def _currency_agrees(s: Atom, t: Atom, context: Context) -> bool:
    if s.currency == t.currency:
        return True
    pair = {s.currency, t.currency}
    if re.search(r"(?i)cents?$", s.text) or re.search(r"(?i)cents?$", t.text):
        return True
    if "¥" in s.text + t.text and pair <= {"CNY", "JPY"}:
        return True
    # 元 in a Taiwan or Hong Kong paper is its own dollar.
    own = {"元", "圆", "圓", "块", "塊"}
    hant = {"zh-Hant"} & {context.source_language, context.target_language}
    if (
        hant
        and any(s.text.endswith(o) or t.text.endswith(o) for o in own)
        and pair <= {"CNY", "TWD", "HKD", "USD", "MOP"}
    ):
        return True
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


def _measures(s: Atom, t: Atom) -> float | None:
    if s.unit == t.unit:
        return 0.0 if close(s.value, t.value) else None
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
        return 0.2 if close(s.value, t.value) else None
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
            elif i == 0 and (
                b == year
                or (
                    b is not None
                    and year is not None
                    and abs(b - year) <= 1
                    and _RELATIVE_YEAR[base(context.source_language)].search(context.source)
                )
            ):
                price += 0.5
            elif i == 1 and b == month and s.date[2] is not None:
                price += 0.5
            else:
                return None
        elif b is None:
            if (
                any(o[i] == a for o in theirs)
                or any(v == float(a) for _, _, v in context.spots("translation"))
                and i == 0
            ):
                price += 0.6
            elif i == 0 and a == year:
                price += 0.7
            else:
                return None
        else:
            return None
    return price


def _times(s: Atom, t: Atom, context: Context) -> float | None:
    if s.value == t.value:
        return 0.0
    if s.value % 720 == t.value % 720:
        # 12 hours apart: right unless both say which half of the day.
        said = [
            _HALF_SAID[base(lang)].search(a.text)
            for a, lang in ((s, context.source_language), (t, context.target_language))
        ]
        explicit = [bool(m) or ":" in a.text and a.value >= 780 for m, a in zip(said, (s, t), strict=True)]
        return None if all(explicit) else 0.5
    return None


_HALF_SAID: Final = {
    "en": re.compile(r"(?i)[ap]\.?\s?m|morning|afternoon|evening|night|^0\d"),
    "ko": re.compile(r"오전|오후|새벽|아침|저녁|밤|낮"),
    "zh": re.compile(r"[上下中]午|[早晚]|凌晨|清晨|夜|傍|午"),
}


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
    if s.quantity.qualifier in ("approx", "at_least") or s.word and s.value <= 20:
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
            loose_day = side[1] == "ko" and (date is t or side[0][date.end : date.end + 1] in "의은는과이")
            return 1.2 if date.word or loose_day else None
        if month is not None and day is None and other.unit == "month" and close(float(month), other.value):
            around = context.translation[max(0, t.start - 8) : t.start] + context.source[max(0, s.start - 8) : s.start]
            return 1.2 if re.search(r"(?i)first|前", around) else None
        return None
    if other.kind == "money" and date is t and year is not None and month is None and close(float(year), other.value):
        return 1.0 if date.text.isdigit() else None  # an amount in a list whose currency is said once
    if other.kind not in ("count", "ordinal", "score", "measure", "decade"):
        return None
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
        return 0.5
    if (
        month is not None
        and day is None
        and year is None
        and close(float(month), other.value)
        and other.kind != "ordinal"
    ):
        return 0.9
    return None


def _says_year(t: Atom, context: Context) -> bool:
    before = context.translation[max(0, t.start - 10) : t.start]
    return bool(re.search(r"(?i)\b(?:in|since|by|until|of|during)\s+$", before)) or t.text.endswith(("年", "년"))


def _bare(s: Atom, context: Context) -> bool:
    """A number with no counter behind it: it may well be a year."""
    return s.text.isdigit()


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
        if duration.unit == "quarter" and close(by["fraction"].value * 4, duration.value):
            return 0.4
        return 0.8 if close(by["fraction"].value, duration.value) else None
    if "age_decade" in by:
        other = t if s.kind == "age_decade" else s
        decade = by["age_decade"]
        if decade.value <= other.value < decade.value + 10:
            return 0.6
        return 0.6 if close(1900 + decade.value, other.value) else None
    if "fraction" in by and "count" in by:
        return None
    if "decade" in by and "date" in by:
        return 0.6 if by["date"].date[0] == int(by["decade"].value) else None
    if {"age", "duration"} == set(by):
        return 0.3 if close(s.value, t.value) and by["duration"].unit == "year" else _countable(s, t, context)
    return 0.6 if close(s.value, t.value) else None


def _countable(s: Atom, t: Atom, context: Context) -> float | None:
    if t.kind == "duration" and s.kind == "count" and t.unit == "decade" and close(s.value, t.value * 10):
        return 1.2
    if s.kind == "duration" and t.kind == "count" and s.unit == "year" and close(s.value, t.value):
        return 0.6
    if not close(s.value, t.value):
        if s.kind == "multiple" and t.kind == "count" and False:
            return 1.0
        return None
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
    if {s.kind, t.kind} <= {"count", "ordinal", "score", "multiple", "age"}:
        return 0.2 if s.kind != "score" else 0.1
    if t.kind == "measure" and s.kind == "money":
        return None
    if "duration" in (s.kind, t.kind) and "money" in (s.kind, t.kind):
        return None
    return 0.7


_LEVEL: Final = {
    "zh": (re.compile(r"(?:[跌升涨漲突]破|[降升增减減跌涨漲]至|[降升增减減跌涨漲]到|[达達]到)了?[约約近]?$"), None),
    "ko": (
        None,
        re.compile(r"\s?(?:으로|로|까지|선을?)\s?(?:[가-힣]+\s)?(?:늘|줄|올|내려|떨어|뛰|감소|증가|상승|하락|무너)"),
    ),
}


def level_as_change(s: Atom, t: Atom, context: Context) -> bool:
    """The source says where something stands ("to", "below"), the English translation how far it moved ("by")."""
    language = base(context.source_language)
    if (
        language not in _LEVEL
        or base(context.target_language) != "en"
        or s.kind not in ("money", "percent", "count", "measure")
    ):
        return False
    before, after = _LEVEL[language]
    level = (
        before.search(context.source[: s.start]) if before else after.match(context.source, s.end) if after else None
    )
    moved = re.search(
        r"(?i)\b(?:r[io]s\w+|rose|fall\w*|fell|drop\w*|increas\w+|decreas\w+|declin\w+|up|down|grew|gain\w*)\sby\s(?:about\s|nearly\s|over\s|more\sthan\s)?$",
        context.translation[: t.start],
    )
    return bool(level and moved)


def blame(s: Atom, t: Atom, context: Context) -> tuple[float, str, str] | None:
    """(price, doubt kind, cause) where `t` is what became of `s`; None where they have nothing to do with each other."""
    if "weekday" in (s.kind, t.kind):
        return (1.0, "date", "date") if s.kind == t.kind else None
    if s.kind == "date" and t.kind == "date":
        return _blame_dates(s, t)
    if s.kind == "time" and t.kind == "time":
        return 1.0, "date", "time"
    if "date" in (s.kind, t.kind) or "time" in (s.kind, t.kind):
        date, other = (s, t) if s.kind in ("date", "time") else (t, s)
        if other.kind in ("weekday", "vague"):
            return None
        number = date.value if date.kind == "date" else date.value // 60
        if (
            close(number, other.value)
            or date.kind == "date"
            and date.date[2] is not None
            and close(float(date.date[2]), other.value)
        ):
            return 0.5, "date" if date is s else "figure_wrong", "kind"
        return None
    if close(s.value, t.value) and (s.value > 2 or s.kind == t.kind and not s.word):
        if s.kind == "money" and t.kind == "money":
            return 0.1, "currency", "currency"
        if t.kind == "money":
            return 0.3, "currency", "currency"
        if s.kind == "measure" and t.kind == "measure":
            return 0.1, "unit", "unit"
        if s.kind == "duration" and t.kind == "duration":
            return 0.2, "unit", "unit"
        if s.kind != t.kind:
            return 0.8, "figure_wrong", "kind"
    if s.kind == "money" and t.kind == "money":
        return _digits(s, t, 0.3)
    if s.kind == t.kind and s.kind in (
        "percent",
        "age",
        "fraction",
        "measure",
        "count",
        "duration",
        "ordinal",
        "decade",
        "century",
        "age_decade",
        "quarter",
        "score",
        "multiple",
    ):
        return _digits(s, t, 0.4)
    if s.kind == "vague" or t.kind == "vague":
        if s.kind != t.kind and not {s.kind, t.kind} & {"count", "money", "measure", "duration"}:
            return None
        near = bool(s.value) and 0.1 < t.value / s.value < 10
        return (0.9 if near and t.kind == "vague" else 1.5), "figure_wrong", "precision"
    mixed = {s.kind, t.kind}
    if mixed <= {"count", "money", "measure", "score", "ordinal"} or (mixed <= {"count", "percent"}):
        found = _digits(s, t, 0.9)
        return found if found and found[2] in ("scale", "malformed") or found and found[0] < 2 else None
    return None


def _blame_dates(s: Atom, t: Atom) -> tuple[float, str, str]:
    same = [a == b for a, b in zip(s.date, t.date, strict=True)]
    if s.date[2] is not None and s.date[1] is None and t.date[2] == s.date[2] and t.date[1] is not None:
        return 0.1, "date", "month"
    return 2.0 - 0.5 * sum(x for x, a in zip(same, s.date, strict=True) if a is not None), "date", "date"


def _digits(s: Atom, t: Atom, price: float) -> tuple[float, str, str]:
    """Scale slip, cut or swapped digits, or simply another number in the same place."""
    if s.value and t.value:
        ratio = t.value / s.value
        if s.kind != t.kind and not 1e-5 < ratio < 1e5:
            return price + 2.0, "figure_wrong", "digits"
        for power in (10, 100, 1000, 1e4, 1e5, 1e6, 1e8, 1e9, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8):
            if close(ratio, power, 1e-6):
                return price, "figure_wrong", "scale"
    a, b = _mantissa(s.value), _mantissa(t.value)
    if len(a) >= 2 and len(b) >= 2 and (a.startswith(b) or b.startswith(a) or _subsequence(a, b) or _subsequence(b, a)):
        return price + 0.3, "figure_wrong", "digits"
    if sorted(a) == sorted(b) and len(a) > 1:
        return price + 0.5, "figure_wrong", "digits"
    return price + 2.0, "figure_wrong", "digits"


def _mantissa(value: float) -> str:
    return f"{abs(value):.10g}".replace(".", "").split("e")[0].strip("0")


def _subsequence(small: str, large: str) -> bool:
    found = iter(large)
    return len(small) >= 2 and len(large) - len(small) <= 2 and all(c in found for c in small)


def dropped(s: Atom, context: Context) -> str | None:
    """The doubt kind of a source number that the translation lacks; None where nobody would miss it."""
    kind = "date" if s.kind in ("date", "time", "weekday") else "figure_lost"
    head = _DATELINE.match(context.source)
    if s.kind == "date" and head and s.end <= head.end() + 1:
        return None
    mark = _LIST_MARK.match(context.source)
    if mark and s.start < mark.end():
        return None
    if _small(s) or _first_month(s, context):
        return None
    if s.word and s.value <= 9 and s.kind == "count" and s.text[-1] in "道处處代級级層层步面方角轮輪度":
        return None  # 三道 is a brand, 四处 is everywhere, 三代 three generations
    if any(o is not s and _same_number(o, s) for o in context.left) and any(_same_number(s, t) for t in context.right):
        return None  # said twice there, once here
    if _said_elsewhere(s, context.right, context.spots("translation"), context):
        return None
    if _redundant(s, context.left, context.source):
        return None
    if s.kind == "vague" or (s.part and s.word and s.value < 10):
        return None if _VAGUE_WORDS[base(context.target_language)].search(context.translation) else kind
    if s.kind in ("half_year", "quarter") and re.search(r"(?i)half|quarter|半年|季|반기|분기", context.translation):
        return None
    if (
        s.kind == "fraction"
        and s.value == 0.5
        and re.search(r"(?i)\bhal|semi|mid|middle|part|반|절반|半|most|majority|과반", context.translation)
    ):
        return None
    if s.kind in ("multiple",) and re.search(
        r"(?i)\b(?:doubl|tripl|twice|quadrupl|fold|times)|배|倍|翻", context.translation
    ):
        return None
    if s.kind == "age_decade" and re.search(r"(?i)teen|adolesc|youth|십대|청소년|青少年|少年", context.translation):
        return None
    return kind


def _first_month(a: Atom, context: Context) -> bool:
    """The January of 1~10월, said as "the first ten months"."""
    return a.date == (None, 1, None) and bool(
        re.search(r"(?i)\bfirst\s\w+\smonths|前.{1,2}个月|前.{1,2}個月", context.source + context.translation)
    )


def _same_number(s: Atom, t: Atom) -> bool:
    return s.kind == t.kind and s.value == t.value and s.date == t.date


def _small(s: Atom) -> bool:
    """Numbers that languages put in and leave out freely: one, first, a day, two of a pair."""
    if s.part and s.kind == "score":
        return False
    if s.kind == "time":
        return s.word and s.value in (0, 720)  # noon, midnight
    if s.kind == "ordinal":
        return s.value <= 1 or s.word and s.value <= 2
    if s.kind == "duration":
        return s.value <= 1 and s.word or s.value == 1 and s.unit in ("day", "year", "hour", "week", "month")
    if s.kind in ("count", "measure", "money"):
        return (s.word and s.value <= 2) or s.value == 1 and s.kind in ("count", "money")
    return s.kind == "multiple" and s.value <= 2


def _said_elsewhere(a: Atom, others: tuple[Atom, ...], found: list[tuple[int, int, float]], context: Context) -> bool:
    """The number stands on the other side in a form that `find` does not read, or a second time."""
    values = {a.value}
    if a.kind == "date":
        values = {float(p) for p in a.date if p is not None}
    elif a.kind == "time":
        values = {a.value // 60}
    covered = [(o.start, o.end) for o in others]
    free = {v for start, end, v in found if not any(start < e and end > b for b, e in covered)}
    return values <= free


def _redundant(a: Atom, mine: tuple[Atom, ...], text: str) -> bool:
    """A conversion in brackets behind the figure it converts: 783,562 km² (300,948 square miles)."""
    before = text[: a.start]
    if before.count("(") + before.count("（") <= before.count(")") + before.count("）"):
        return False
    for other in mine:
        if other.order >= a.order or a.order - other.order > 2:
            continue
        x, y = measured(other), measured(a)
        if x and y and x[0] == y[0] and other.unit != a.unit and close(x[1], y[1], CONVERTED):
            return True
        if other.kind == a.kind == "money" and other.currency != a.currency:
            return True
    return False


def invented(t: Atom, context: Context) -> str | None:
    """The doubt kind of a number that only the translation has; None where it is a way of speaking."""
    if t.kind == "date" and _DATELINE.match(context.translation) and t.start < 30 and False:
        return None
    if t.kind == "date" and re.search(r"(?i)resolutions?\s[\d\s,and]+\($", context.translation[: t.start]):
        return None  # the year that the United Nations write behind a resolution's number
    if _small(t) or _first_month(t, context) or t.kind in ("half_year",) or t.kind == "vague" and t.value <= 10:
        return None
    if t.kind == "fraction" and t.value == 0.5:
        return None
    if t.word and t.kind in ("ordinal", "count", "multiple") and t.value <= 3 and not t.part:
        return None
    found = context.spots("source")
    values = {t.value} if t.kind != "date" else {float(p) for p in t.date if p is not None}
    if t.kind == "time":
        values = {t.value // 60, t.value // 60 - 12}
        if values & {v for _, _, v in found}:
            return None
    if t.word or t.kind in ("ordinal", "count", "age", "score", "measure", "century", "decade", "duration"):
        if values <= {v for _, _, v in found if v <= 100 or not t.word or t.kind == "measure"}:
            return None
    if any(
        t.kind == s.kind and (t.value == s.value and t.kind != "date" or t.kind == "date" and t.date == s.date)
        for s in context.left
    ):
        return None  # said twice
    if t.kind == "date":
        return _invented_date(t, context)
    if t.kind == "vague" and _VAGUE_WORDS[base(context.source_language)].search(context.source):
        return None
    if t.kind == "duration" and t.word and t.value <= 1:
        return None
    if t.kind == "duration" and t.unit == "decade":
        return None
    if _redundant(t, context.right, context.translation):
        return None
    return "date" if t.kind in ("weekday", "time") else "figure_invented"


def _invented_date(t: Atom, context: Context) -> str | None:
    year, month = context.year_month()
    said_year = _RELATIVE_YEAR[base(context.source_language)].search(context.source)
    if (
        t.date[0] is not None
        and t.date[1] is None
        and said_year
        and (year is None or abs(t.date[0] - year) <= 2)
        and year is not None
    ):
        return None
    if t.date[0] is None and t.date[1] == month and t.date[2] is None:
        return None
    parts = {float(p) for p in t.date if p is not None}
    known = {float(p) for s in context.left for p in s.date if p is not None}
    return None if parts <= known else "date"
