"""Whether two numbers say the same: 三成 and 30 percent, 十几年 and "a decade or so", 20년 and two decades do.

In: an atom of the source and one of the translation, with their sentences. Out: a price (lower is surer), or None.
Dates and times are `models.figures.dates`' judgement, currencies and units `models.figures.amounts`'.
"""

import re
from typing import Final

from models.figures.amounts import currency_agrees, currency_said, measures
from models.figures.atoms import Atom, close, seconds
from models.figures.context import Context
from models.figures.dates import date_other, dates, day_name, months_for, time_other, times
from models.language import base


def cost(s: Atom, t: Atom, context: Context) -> float | None:
    """The price of taking `t` for `s`, None where they do not say the same."""
    if (s.kind == t.kind or {s.kind, t.kind} == {"count", "multiple"}) and _dozen(s, t):
        return 0.5
    if s.kind == t.kind:
        return _same_kind(s, t, context)
    pair = (s.kind, t.kind)
    if "vague" in pair:
        return _vague(s, t)
    if set(pair) == {"date", "weekday"}:
        return day_name(s, t, context)
    if "date" in pair:
        return date_other(s, t, context)
    if "time" in pair:
        return time_other(s, t)
    if {s.kind, t.kind} == {"half_year", "duration"} or {s.kind, t.kind} == {"quarter", "duration"}:
        return months_for(s, t)
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
    }
)


def _same_kind(s: Atom, t: Atom, context: Context) -> float | None:
    if s.kind == "date":
        return dates(s, t, context)
    if s.kind == "time":
        return times(s, t, context)
    if s.kind == "money":
        if not currency_agrees(s, t, context):
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
        return measures(s, t, context)
    if s.kind == "vague":
        if (s.unit and t.unit and s.unit != t.unit) or (
            s.currency and t.currency and not currency_agrees(s, t, context)
        ):
            return None  # 上百亩 -> "hundreds of acres"
        if close(s.value, t.value):
            return 0.0
        if any(a.text.startswith(("成千", "成百")) for a in (s, t)) and s.value <= 10 * t.value <= 100 * s.value:
            return 0.5  # hundreds and thousands, in either language a way to say many
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


_FOLD_WORD: Final = re.compile(r"(?i)(?:doubl|tripl|trebl|quadrupl|quintupl)\w+|翻.{0,3}番")
_GROWN_BY: Final = re.compile(r"(?:增[长長加]|[上]?[涨漲]|提高|高出|扩大|擴大|多|翻|增幅)(?:[了近约約超逾]|超[过過])*$")


def _grown(a: Atom, text: str) -> float:
    """How many times the old value the new one is: 增长两倍 is three times, 翻一番 and "doubled" two."""
    if a.text.endswith("倍") and (a.value == 1 or _GROWN_BY.search(text[: a.start])):
        return a.value + 1
    return a.value


_THOUSAND: Final = re.compile(r"(?:1?[백천만]|1[0,]*)\s?여")


def _vague(s: Atom, t: Atom) -> float | None:
    exact, vague = (t, s) if s.kind == "vague" else (s, t)
    if exact.kind not in ("count", "money", "measure", "duration", "age", "multiple", "percent", "ordinal"):
        return None
    value = exact.value * (10 if exact.unit == "decade" and vague.unit != "decade" else 1)
    if s is vague:
        # "数十" -> "dozens" is a count in some eyes; "several hundred" -> "500" is more than the source said.
        if value == vague.value >= 100 and (not (t.word or t.quantity.qualifier) or _THOUSAND.match(t.text)):
            return None  # "several million" -> 100만, "thousands" -> 천여 명
        return 0.8 if vague.value <= value <= 2 * vague.value else None
    if vague.value == 10 and _TEEN.search(s.text) and s.value < 20 and t.text.lower().startswith("dozens"):
        return None  # 十几次 are a dozen, no dozens
    if s.quantity.qualifier in ("approx", "at_least") or (s.word and s.value <= 20):
        return 0.8 if vague.value <= value < 10 * vague.value else None
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


_SPENT: Final = re.compile(r"(?:住|工作|打工|干|幹|教|任教|[执執]教|服役)[了过過]$")
"""住了30年的居民 is no 30-year-old."""


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
    if "age_decade" in by and (_one_age(s, t, context) or _his_decade(by, context)):
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
    if {"age", "duration"} == set(by):
        if t.kind == "age" and _SPENT.search(context.source[: s.start]):
            return None
        return 0.3 if close(s.value, t.value) and by["duration"].unit == "year" else _countable(s, t, context)
    return 0.6 if close(s.value, t.value) else None


_AGED: Final = re.compile(r"(?i)^(?:aged?\s)?\d+(?:[\s-]?years?[\s-]?old|[세살岁歲]|周岁)?$")
_HEADS: Final = re.compile(r"\s(?:m[ae]n|wom[ae]n|people|persons)\b|\s?[명名]|\s?사람|[个個]人")


def _one_age(s: Atom, t: Atom, context: Context) -> bool:
    """40대 told as one age ("a 40-year-old man") or as so many people."""
    if s.kind != "age_decade" or s.value != t.value or t.part or t.quantity.qualifier:
        return False
    if t.kind == "count" and t.text.isdigit() and base(context.target_language) == "en":
        return (
            re.match(r"[.,;]?$|[.,;]\s(?!\d|or\b|and\b)", context.translation[t.end :]) is not None
        )  # "he is said to be 20."
    if t.kind == "age":
        return bool(_AGED.match(t.text)) and not re.match(r"(?i)\s(?:or|and)\b|\+", context.translation[t.end :])
    return t.kind == "count" and bool(_HEADS.match(context.translation, t.end))


def _his_decade(by: dict[str, Atom], context: Context) -> bool:
    """ "In his 20s" is an age, never 20年代 or 20년대."""
    if "decade" not in by:
        return False
    text = context.source if by["age_decade"] in context.left else context.translation
    said = text[max(0, by["age_decade"].start - 12) : by["age_decade"].end]
    return bool(re.search(r"(?i)\b(?:his|her|their|my|your|our)\s|대$|[几幾]?[岁歲]$", said))


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


_MANY_OF: Final = re.compile(r"[集人名个個只件家例]$|\d\s?(?:명|개|마리|건|곳|편|연승|연패)$")
"""Counters of how many, never of the how manieth."""


_PIECES: Final = re.compile(r"[个個名]$|\d\s?[개명]$")


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
        listed = any(a.kind == "money" and currency_agrees(a, t, context) for a in context.left)
        if s.kind == "measure" and s.unit == "pound" and t.currency == "GBP":
            return 0.5
        return 1.0 if listed or currency_said(t.currency, context) else None
    if t.kind == "percent" and s.kind != "percent":
        if t.quantity.qualifier == "points" and s.kind == "count":
            return 0.5
        # A list says "percent" once, in Chinese behind its last number: 分别为1.2和1.5%, never 0.4%，达到1.11.
        behind = base(context.source_language) == "zh"
        listed = any(a.kind == "percent" and (a.order > s.order or not behind) for a in context.left)
        return 1.0 if listed and s.kind in ("count", "score") else None
    if s.kind == "percent" and (t.kind not in ("count", "score") or _PIECES.search(t.text)):
        return None  # 20.3个 is no 20.3 percent
    if (
        s.kind == "count"
        and t.kind == "ordinal"
        and base(context.target_language) == "en"
        and _MANY_OF.search(s.text)
        and s.value >= 2
    ):
        row = r"(?i)[\s-](?:straight|consecutive|successive|time|in\sa\srow|member|person|case|to\b)"
        return 0.2 if re.match(row, context.translation[t.end :]) else None  # 40集 -> "the 40th episode"
    if {s.kind, t.kind} in ({"score", "ordinal"}, {"score", "age"}):
        return None  # the 1 of 3比1 is no "first", 6-6 no "six years of age"
    if {s.kind, t.kind} <= {"count", "ordinal", "score", "multiple", "age"}:
        return 0.2 if s.kind != "score" else 0.1
    if t.kind == "measure" and s.kind == "money":
        return 0.5 if t.unit == "pound" and s.currency == "GBP" and s.text.endswith("파운드") else None
    if "duration" in (s.kind, t.kind) and "money" in (s.kind, t.kind):
        return None
    return 0.7
