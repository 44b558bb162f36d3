"""`Quantity`, and what the three languages' readers share: digit text -> exact value, full-width -> half-width.

In: pieces of text. Out: values. Knows no language; keeps lengths, so that offsets into normalised text are offsets
into the text itself.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

Value = int | float | str | tuple[int | float, int | float] | None
"""As in DESIGN section 4: a number; an ISO-like string for date, time and weekday; a pair for range and score."""


@dataclass(frozen=True, slots=True)
class Quantity:
    value: Value
    kind: str
    start: int
    end: int
    """Characters of the text it was found in."""
    text: str
    unit: str | None = None
    currency: str | None = None
    """ISO 4217."""
    qualifier: str | None = None
    """"approx", "at_least", "at_most", "points", "of_price", "space_thousands"."""


@dataclass(frozen=True, slots=True)
class Core:
    """A bare numeral in the (normalised) text, before its unit is known."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None = None
    """The other end where the numeral itself is a range ("四五千")."""
    vague: bool = False
    """True where only the order of magnitude is said ("数十亿"); `low` is that order."""
    approx: bool = False
    plain: bool = False
    """True for bare digits without grouping or point: may be a year."""
    words: bool = False
    large: str = ""
    """The large unit that it ends in, as written ("만", "亿", "million"): what the first half of a range borrows."""
    spaced: bool = False
    """Digits grouped by spaces: "10 000"."""


# Full-width and look-alike characters, one for one.
_NARROW: Final = str.maketrans(
    {
        **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
        **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
        "％": "%", "﹪": "%", "．": ".", "：": ":", "～": "~", "〜": "~", "∼": "~", "－": "-", "−": "-", "‐": "-", "‑": "-",
        "–": "-", "—": "-", "（": "(", "）": ")", "＋": "+", "＄": "$", "￥": "¥", "￡": "£", "￦": "₩", "　": " ", "\u00a0": " ",
        "\u202f": " ", "\u2009": " ", "\u2007": " ", "，": "，", "／": "/", "﹣": "-", "․": ".",
    }
)  # fmt: skip
_WIDE_COMMA: Final = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")

DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d,.]\d|\d)|\d+(?:\.\d+)?)"
"""Digits with grouping (comma, space) and point. "4,300,9000" is no grouping: it must not be read as 4,300."""


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones; every character stays one character."""
    if "，" in text:
        text = _WIDE_COMMA.sub(",", text)
    return text.translate(_NARROW)


def decimal(digits: str) -> Decimal:
    """ "12,345.6" -> 12345.6; spaces between groups of three count as grouping."""
    return Decimal(digits.replace(",", "").replace(" ", ""))


def roman(said: str) -> int:
    """XVI -> 16."""
    sizes = {"I": 1, "V": 5, "X": 10, "L": 50}
    values = [sizes[c] for c in said]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))


def tidy(value: Decimal | float) -> int | float:
    """An int where it is whole, else a float of at most 12 significant digits (fractions as 0.333333: 6 places)."""
    exact = Decimal(value)
    if exact == exact.to_integral_value():
        return int(exact)
    return float(f"{exact:.12g}")


def fraction(part: Decimal, whole: Decimal) -> float | int:
    return tidy(round(part / whole, 6))


_SHORT: Final = {"K": 10**3, "M": 10**6, "B": 10**9, "bn": 10**9}
_SIGNS: Final = {"$": "USD", "£": "GBP", "€": "EUR"}


def short_money(match: "re.Match[str]") -> list[Quantity]:
    """£27M in a text that is not English: groups sign, n and u."""
    value = decimal(match.group("n")) * _SHORT[match.group("u")]
    return [Quantity(tidy(value), "money", match.start(), match.end(), "", None, _SIGNS[match.group("sign")])]


def iso_date(year: int | None, month: int | None, day: int | None) -> str | None:
    """YYYY[-MM[-DD]], --MM[-DD], ---DD; None where month or day cannot be."""
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= 31:
        return None
    if year is not None:
        head = f"{year:04d}"
        return head + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    if month is not None:
        return f"--{month:02d}" + (f"-{day:02d}" if day else "")
    return f"---{day:02d}" if day else None


def clock(hour: int, minute: int, half: str) -> str | None:
    """24-hour HH:MM. `half` is "am", "pm", "night" (6 to 12 are evening, 1 to 5 morning) or "" (as written)."""
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half == "night":
        hour = 0 if hour == 12 else hour + 12 if 6 <= hour < 12 else hour
    elif half == "noon" and hour in (1, 2):
        hour += 12
    return f"{hour % 24:02d}:{minute:02d}"
