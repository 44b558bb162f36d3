"""The units, currencies and rates that quantities come in, in the words of the three languages: `units.tsv` as values.

In: a language base ("ko", "zh", "en"). Out: `table(language)`, the surface form -> `Unit`; `word(...)`, how one is
written. Never reads text itself.
"""

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_COLUMNS: Final = ("en", "ko", "zh")


class Unit(NamedTuple):
    kind: str
    code: str
    """The unit's or currency's code; "points" for percentage points; "" for none."""
    factor: Decimal = Decimal(1)

    @property
    def unit(self) -> str | None:
        return self.code if self.kind in ("number", "duration") and self.code else None

    @property
    def currency(self) -> str | None:
        return self.code if self.kind == "money" else None

    @property
    def range_unit(self) -> str | None:
        """What a range of these is told apart by: "percent", "year", "age"; None for money and plain numbers."""
        if self.kind in ("percent", "age", "multiple", "fraction"):
            return self.kind
        return self.unit


@cache
def _rows() -> tuple[tuple[Unit, dict[str, list[str]]], ...]:
    rows = []
    for line in (files("models.numerals") / "units.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, code, factor, *forms = line.split("\t")
        words = {language: [w for w in cell.split("|") if w] for language, cell in zip(_COLUMNS, forms, strict=True)}
        rows.append((Unit(kind, code, Decimal(factor)), words))
    return tuple(rows)


@cache
def table(language: str) -> dict[str, Unit]:
    """Surface form -> unit; where two share a form, the one that comes first in the file."""
    found: dict[str, Unit] = {}
    for unit, words in _rows():
        for form in words[language]:
            found.setdefault(form, unit)
    return found


@cache
def codes() -> tuple[str, ...]:
    """The ISO 4217 codes of the table: each may stand before an amount ("RUB12.4 billion")."""
    return tuple(dict.fromkeys(unit.code for unit, _ in _rows() if unit.kind == "money"))


DOLLARS: Final = ("AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "USD")
"""Codes that may stand before a dollar sign as well: "AUD$45 million"."""

_CODE: Final = re.compile(rf"(?<![A-Za-z])(?:RMB|{'|'.join(codes())})$")


def code_before(text: str, start: int) -> bool:
    """Whether a currency's code ends where the number starts ("RUB12"): other letters make a name of it ("A320")."""
    return _CODE.search(text, max(0, start - 4), start) is not None


@cache
def word(kind: str, code: str, language: str, plural: bool = False) -> str | None:
    """How the unit is written: "yuan", "위안", "元"; None where the language has no word for it."""
    for unit, words in _rows():
        if unit.kind == kind and unit.code == code and unit.factor == 1 and words[language]:
            forms = words[language]
            return forms[1] if plural and language == "en" and len(forms) > 1 else forms[0]
    return None
