"""Quantities in Korean, Chinese and English text: find and write them."""

from dataclasses import dataclass

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
