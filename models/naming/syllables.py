"""How much a word in Hangul looks like a foreign name: 오베츠킨 much, 한지훈 not at all (`syllables.tsv`, by python -m bench.syllables).

In: a word in Hangul. Out: a number, the sum over its syllables. Never decides anything.
"""

from functools import cache
from importlib.resources import files


def weight(word: str) -> int:
    """The sum of its syllables' weights."""
    table = _weights()
    return sum(table.get(char, 1) for char in word)


@cache
def _weights() -> dict[str, int]:
    rows = (files("models.naming") / "syllables.tsv").read_text("utf-8").splitlines()
    tiers = (row.split("\t") for row in rows if row[0] != "#")
    return {char: int(value) for value, chars in tiers for char in chars}
