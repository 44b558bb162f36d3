"""`Atom`: one number of a sentence that its translation has to account for, and its value in common measure.

In: text and its language. Out: atoms in order; a range or a score is two. Never compares.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from models import numerals
from models.language import base
from models.numerals import Quantity
from models.numerals.loose import loose

_LENGTH: Final = {"meter": 1.0, "kilometer": 1e3, "centimeter": 0.01, "millimeter": 1e-3, "micrometer": 1e-6, "nanometer": 1e-9, "mile": 1609.344, "nautical_mile": 1852.0, "foot": 0.3048, "inch": 0.0254, "yard": 0.9144, "li": 500.0, "li_ko": 393.0, "light_year": 9.461e15}  # fmt: skip
_AREA: Final = {"square_meter": 1.0, "square_kilometer": 1e6, "square_mile": 2.59e6, "square_foot": 0.0929, "square_centimeter": 1e-4, "square_millimeter": 1e-6, "hectare": 1e4, "acre": 4046.86, "mu": 666.67, "pyeong": 3.3058}  # fmt: skip
_MASS: Final = {"kilogram": 1.0, "gram": 1e-3, "milligram": 1e-6, "microgram": 1e-9, "ton": 1e3, "jin": 0.5, "geun": 0.6, "pound": 0.4536, "ounce": 0.02835, "kiloton": 1e6, "catty_liang": 0.05}  # fmt: skip
_VOLUME: Final = {"liter": 1.0, "milliliter": 1e-3, "cubic_meter": 1e3, "gallon": 3.785, "barrel": 158.99, "cubic_foot": 28.317, "cubic_kilometer": 1e12}  # fmt: skip
_POWER: Final = {"watt": 1.0, "kilowatt": 1e3, "megawatt": 1e6, "gigawatt": 1e9, "horsepower": 735.5}
_ENERGY: Final = {"kilowatt_hour": 1.0, "megawatt_hour": 1e3, "gigawatt_hour": 1e6}
_SPEED: Final = {"kilometer_per_hour": 1.0, "mile_per_hour": 1.609344, "meter_per_second": 3.6, "knot": 1.852}
_FREQUENCY: Final = {"hertz": 1.0, "megahertz": 1e6, "gigahertz": 1e9}
_HEAT: Final = {"calorie": 1.0, "kilocalorie": 1e3}
_DATA: Final = {"megabyte": 1.0, "gigabyte": 1e3, "terabyte": 1e6}
_VOLTAGE: Final = {"volt": 1.0, "kilovolt": 1e3}
_DIMENSIONS: Final = {
    unit: (name, factor)
    for name, table in (("length", _LENGTH), ("area", _AREA), ("mass", _MASS), ("volume", _VOLUME), ("power", _POWER), ("energy", _ENERGY),
                        ("speed", _SPEED), ("frequency", _FREQUENCY), ("heat", _HEAT), ("data", _DATA), ("voltage", _VOLTAGE))
    for unit, factor in table.items()
}  # fmt: skip
_SECONDS: Final = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "night": 86400.0, "week": 604800.0, "month": 2629746.0, "quarter": 7889238.0, "year": 31556952.0, "decade": 315569520.0, "century": 3155695200.0}  # fmt: skip
_CONVERTED: Final = 0.06
"""How far a conversion may round: "160 km" -> "100 miles" is 0.6% off, "5 feet" for 1.6 m is 5%."""
_EXACT: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Atom:
    """One number to be accounted for: a quantity, or one end of a range or score."""

    kind: str
    value: float
    text: str
    start: int
    end: int
    quantity: Quantity
    unit: str = ""
    currency: str = ""
    date: tuple[int | None, int | None, int | None] = (None, None, None)
    order: int = 0
    part: int = 0
    """0 where it is a quantity of its own, 1 and 2 for the ends of a range or score."""

    @property
    def word(self) -> bool:
        """Written without a digit."""
        return not any(c.isdigit() for c in self.text)


@lru_cache(maxsize=256)  # the source of a sentence is read again after every mend
def atoms(text: str, language: str) -> tuple[Atom, ...]:
    """The numbers of a text that have to be accounted for, in order."""
    found: list[Atom] = []
    for quantity in numerals.find(text, language):
        for atom in _atoms(quantity):
            joined = _compound(found[-1], atom, text) if found else None
            if joined is not None:
                found[-1] = joined
            else:
                found.append(atom)
    return tuple(replace(atom, order=i) for i, atom in enumerate(found))


_COMPOUNDS: Final = {("foot", "inch"): 12, ("pound", "ounce"): 16}


def _compound(large: Atom, small: Atom, text: str) -> Atom | None:
    """ "17 pounds 1 ounce" and 6피트 6인치 as one measure; None where the two are no such pair."""
    unit = "pound" if large.currency == "GBP" else large.unit  # 파운드 weigh or are paid
    size = _COMPOUNDS.get((unit, small.unit))
    if size is None or small.value >= size or large.part or small.part or small.start - large.end > 5:
        return None
    quantity = replace(large.quantity, kind="number", unit=unit, currency=None, value=large.value + small.value / size)
    return replace(
        large, kind="measure", value=large.value + small.value / size, text=text[large.start : small.end], end=small.end,
        quantity=quantity, unit=unit, currency="",
    )  # fmt: skip


def _atoms(q: Quantity) -> Sequence[Atom]:
    if isinstance(q.value, tuple):
        if q.kind == "score":
            return [_atom(q, "score", float(v), "", "", i) for i, v in enumerate(q.value, 1)]
        kind, unit = _range_kind(q)
        return [_atom(q, kind, float(v), unit, q.currency or "", i) for i, v in enumerate(q.value, 1)]
    if q.kind in ("code", "none"):
        return []
    if isinstance(q.value, str):
        return [_string_atom(q, q.value)]
    if q.value is None:
        return []
    kind, unit = ("measure" if q.kind == "number" and q.unit else q.kind), q.unit or ""
    if kind == "number":
        kind = "count"
    return [_atom(q, kind, float(q.value), unit, q.currency or "", 0)]


def _range_kind(q: Quantity) -> tuple[str, str]:
    if q.currency:
        return "money", ""
    if q.unit in ("percent", "age", "multiple", "fraction"):
        return q.unit, ""
    if q.unit == "day_of_month":
        return "day", ""
    if q.unit in _SECONDS:
        if q.unit == "year" and isinstance(q.value, tuple) and 1000 <= q.value[0] < q.value[1] <= 2100:
            return "year", ""
        return "duration", q.unit or ""
    return ("measure", q.unit) if q.unit else ("count", "")


def _atom(q: Quantity, kind: str, value: float, unit: str, currency: str, part: int) -> Atom:
    date: tuple[int | None, int | None, int | None] = (None, None, None)
    if kind == "day":
        kind, date = "date", (None, None, int(value))
    elif kind == "year":
        kind, date = "date", (int(value), None, None)
    return Atom(kind, value, q.text, q.start, q.end, q, unit, currency, date, 0, part)


def _string_atom(q: Quantity, value: str) -> Atom:
    if q.kind == "date":
        if value.startswith("---"):
            date: tuple[int | None, int | None, int | None] = (None, None, int(value[3:]))
        else:
            parts = [int(p) for p in re.findall(r"\d+", value)]
            if value.startswith("--"):
                date = (None, parts[0], parts[1] if len(parts) > 1 else None)
            else:
                date = (parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None)
        number = next((float(p) for p in (date[0], date[2], date[1]) if p is not None), 0.0)
        return Atom("date", number, q.text, q.start, q.end, q, date=date)
    if q.kind == "time":
        hour, minute = value.split(":")
        return Atom("time", int(hour) * 60.0 + int(minute), q.text, q.start, q.end, q)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Atom(q.kind, float(days.index(value)) if value in days else 0.0, q.text, q.start, q.end, q)


def seconds(atom: Atom) -> float:
    return atom.value * _SECONDS[atom.unit]


def measured(atom: Atom) -> tuple[str, float] | None:
    """(dimension, value in its base unit) where the unit is known."""
    weighed = atom.currency == "GBP" and not atom.text.startswith("£") and "英" not in atom.text
    entry = _DIMENSIONS.get("pound" if weighed else atom.unit)  # 200파운드 weighs or costs
    return (entry[0], atom.value * entry[1]) if entry else None


def close(a: float, b: float, tolerance: float = _EXACT) -> bool:
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-12)


def spots(text: str, language: str) -> list[tuple[int, int, float]]:
    return loose(text, base(language))


CONVERTED: Final = _CONVERTED
