"""Whether money and measures say the same: 160 km and 100 miles, 元 of a Taiwan paper and its own dollar.

In: an atom of the source and one of the translation, with their sentences. Out: a price, or whether they agree.
"""

import re
from typing import Final

from models.figures.atoms import CONVERTED, Atom, close, measured
from models.figures.context import Context
from models.language import base
from models.numerals.units import table

_CENTS: Final = re.compile(r"(?i)(?:cents?|센트|[美欧歐]分)$")
"""Of a dollar or a euro: the language leaves it open."""


def currency_agrees(s: Atom, t: Atom, context: Context) -> bool:
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
            r"(?i)Hong Kong|Taiwan|Austral|Canad|Singap|\b(?:AUD|CAD|HKD|NTD?|NZD|SGD|TWD)\b|홍콩|대만|호주|캐나다|싱가포르|香港|台湾|澳|加拿大",
            both,
        )
    ):
        return True
    return pair in ({"KRW", "KPW"}, {"INR", "PKR"}, {"ARS", "MXN"}, {"ARS", "PHP"}, {"SAR", "IRR"}, {"CNY", "MOP"})


def currency_said(currency: str, context: Context) -> bool:
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


def _carried(s: Atom, t: Atom, context: Context) -> bool:
    """3万亩 and 18万亩 told as 30,000 acres and 180,000: the numbers were carried over, though 30,000 acres are 18万亩."""
    return any(o.unit == s.unit and o.value == t.value for o in context.left) and any(
        o.unit == t.unit and o.value == s.value for o in context.right
    )


def measures(s: Atom, t: Atom, context: Context) -> float | None:
    if s.unit == t.unit:
        return 0.0 if close(s.value, t.value) else None
    if {s.unit, t.unit} == {"calorie", "kilocalorie"} and close(s.value, t.value):
        return 0.2  # "calories" of food are kilocalories
    a, b = measured(s), measured(t)
    if a and b and a[0] == b[0]:
        return 0.3 if close(a[1], b[1], CONVERTED) and not _carried(s, t, context) else None
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
        if s.unit == "kilowatt_hour" and t.unit == "degree":
            return None  # 1亿度电 is no "100 million degrees"
        return 0.2 if close(s.value, t.value) else None
    return None
