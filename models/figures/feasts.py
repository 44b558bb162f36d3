"""Days that go by a name: 五一 is May 1, 광복절 August 15, "Christmas" December 25 (`feasts.tsv`).

In: a text and its language base. Out: the (month, day) of every such name in it. Never says that a text means the day:
it only excuses a date that one side of a translation says and the other names.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

_COLUMNS: Final = {"en": 1, "ko": 2, "zh": 3}
_NONE: Final = "-"


@cache
def _names(language: str) -> tuple[tuple[tuple[int, int], "re.Pattern[str]"], ...]:
    found = []
    for line in (files("models.figures") / "feasts.tsv").read_text("utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and cells[_COLUMNS[language]] != _NONE:
            month, day = cells[0].split("-")
            found.append(((int(month), int(day)), re.compile(cells[_COLUMNS[language]])))
    return tuple(found)


def feasts(text: str, language: str) -> set[tuple[int, int]]:
    """The days whose names stand in the text."""
    return {day for day, name in _names(language) if name.search(text)}
