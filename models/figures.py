"""The figures of a source sentence against those of its translation: which agree, which are wrong, lost or invented.

In: two texts and their languages. Out: `Mismatch` values. Values are compared in common measure, so 160 km and 100
miles agree, as do 三成 and 30 percent, 20년 and two decades; datelines, list marks, small words and redundant brackets
count softly. Never changes text: `models.repair` does.
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


@dataclass(frozen=True, slots=True)
class Mismatch:
    kind: str
    """A kind of `models.fidelity.Doubt`: figure_wrong, figure_lost, figure_invented, unit, currency, date."""
    source: Atom | None
    target: Atom | None
    cause: str
    """"scale", "digits", "currency", "unit", "kind", "month", "date", "lost", "invented", "malformed", "range", "precision"."""
    sure: bool = True
    """Whether the two certainly belong together: same digits, or the only two of their kind that are left."""


def compare(
    source: str, translation: str, source_language: str, target_language: str, published: str = ""
) -> list[Mismatch]:
    """What differs, in the order of the translation; lost figures last. [] where all figures agree."""
    from models.agree import Context, cost

    left = atoms(source, source_language)
    right = atoms(translation, target_language)
    if not left and not right:
        return []
    context = Context(source, translation, source_language, target_language, left, right, published)
    pairs = []
    for s in left:
        for t in right:
            price = cost(s, t, context)
            if price is not None:
                pairs.append((price, abs(s.order * len(right) - t.order * len(left)), s.order, t.order))
    matched_s, matched_t = _assign(pairs)
    free_s = [a for a in left if a.order not in matched_s]
    free_t = [a for a in right if a.order not in matched_t]
    _ratios(free_s, free_t)
    return _misread(left, right, matched_s, context) + _explain(free_s, free_t, context)


def _misread(
    left: Sequence[Atom], right: Sequence[Atom], matched: dict[int, int], context: "Context"
) -> list[Mismatch]:
    """The right number as the wrong thing: a level told as a change (跌破1万美元 -> "fell by $10,000")."""
    from models.agree import level_as_change

    return [
        Mismatch("figure_wrong", left[s], right[t], "level", sure=False)
        for s, t in matched.items()
        if level_as_change(left[s], right[t], context)
    ]


def _ratios(free_s: list[Atom], free_t: list[Atom]) -> None:
    """ "one in nine" for 아홉 채 중 한 채: a share on one side, its two numbers on the other. Takes them out."""
    for shares, numbers in ((free_t, free_s), (free_s, free_t)):
        for share in [a for a in shares if a.kind in ("fraction", "percent")]:
            value = share.value / (100 if share.kind == "percent" else 1)
            counts = [a for a in numbers if a.kind in ("count", "age") and a.value]
            pair = next(
                ((a, b) for a in counts for b in counts if a is not b and close(a.value / b.value, value, 0.005)), ()
            )
            alone = tuple(b for b in counts if close(1 / b.value, value, 0.005))[:1]
            for number in pair or alone:
                numbers.remove(number)
            if pair or alone:
                shares.remove(share)


def _assign(pairs: list[tuple[float, int, int, int]]) -> tuple[dict[int, int], dict[int, int]]:
    """Greedy, cheapest first: what belongs together surely is taken before what could."""
    matched_s: dict[int, int] = {}
    matched_t: dict[int, int] = {}
    for _, _, s, t in sorted(pairs):
        if s not in matched_s and t not in matched_t:
            matched_s[s], matched_t[t] = t, s
    return matched_s, matched_t


def _explain(free_s: list[Atom], free_t: list[Atom], context: "object") -> list[Mismatch]:
    from models.agree import Context, blame, dropped, invented

    assert isinstance(context, Context)
    pairs = []
    reasons: dict[tuple[int, int], tuple[str, str]] = {}
    for s in free_s:
        for t in free_t:
            reason = blame(s, t, context)
            if reason is not None:
                price, kind, cause = reason
                far = abs(s.order * len(context.right) - t.order * len(context.left))
                pairs.append((price, far, s.order, t.order))
                reasons[s.order, t.order] = (kind, cause)
    matched_s, matched_t = _assign(pairs)
    by_s = {a.order: a for a in free_s}
    by_t = {a.order: a for a in free_t}
    found: list[Mismatch] = []
    for s_order, t_order in matched_s.items():
        kind, cause = reasons[s_order, t_order]
        if cause in ("digits", "kind", "precision") and dropped(by_s[s_order], context) is None:
            # A soft leftover is no origin of another number: that one is invented or a way of speaking.
            kind_ = invented(by_t[t_order], context)
            if kind_ is not None:
                found.append(Mismatch(kind_, None, by_t[t_order], "invented"))
            continue
        found.append(Mismatch(kind, by_s[s_order], by_t[t_order], cause, _sure(s_order, t_order, pairs, by_s, by_t)))
    for t in free_t:
        if t.order not in matched_t:
            kind_ = invented(t, context)
            if kind_ is not None:
                found.append(Mismatch(kind_, None, t, "invented"))
    found.sort(key=lambda m: m.target.start if m.target else 0)
    for s in free_s:
        if s.order not in matched_s:
            kind_ = dropped(s, context)
            if kind_ is not None:
                found.append(Mismatch(kind_, s, None, "lost"))
    return found


def _sure(
    s: int, t: int, pairs: list[tuple[float, int, int, int]], by_s: dict[int, Atom], by_t: dict[int, Atom]
) -> bool:
    price = min(p for p, _, a, b in pairs if (a, b) == (s, t))
    if price < 1:
        return True
    rivals = [(a, b) for _, _, a, b in pairs if (a == s) != (b == t)]
    return not rivals and by_s[s].kind == by_t[t].kind


@lru_cache(maxsize=256)  # the source of a sentence is read again after every mend
def atoms(text: str, language: str) -> tuple[Atom, ...]:
    """The numbers of a text that have to be accounted for, in order."""
    found: list[Atom] = []
    for quantity in numerals.find(text, language):
        found.extend(_atoms(quantity))
    return tuple(replace(atom, order=i) for i, atom in enumerate(found))


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
        assert isinstance(q.value, tuple)
        if q.unit == "year" and 1000 <= q.value[0] < q.value[1] <= 2100:
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
    entry = _DIMENSIONS.get(atom.unit)
    return (entry[0], atom.value * entry[1]) if entry else None


def close(a: float, b: float, tolerance: float = _EXACT) -> bool:
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-12)


def spots(text: str, language: str) -> list[tuple[int, int, float]]:
    return loose(text, base(language))


CONVERTED: Final = _CONVERTED
