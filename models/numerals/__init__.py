"""Quantities in Korean, Chinese and English text: find and write them.

In: text and its language (any code; zh is zh-Hans; Hans and Hant are read alike). Out: `Quantity` values in the forms of
DESIGN section 4, or text. Look-alikes (만약, 千万不要, 五角大楼, May) are no quantities and are left out. Never changes the text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from models.language import base, canonical
from models.numerals.engine import Grammar, read
from models.numerals.quantity import Quantity, Value
from models.numerals.write import write

__all__ = ["Quantity", "Value", "find", "write"]


def find(text: str, language: str) -> list[Quantity]:
    """The quantities of the text, in order, not overlapping; `text[q.start:q.end] == q.text`."""
    code = base(canonical(language))
    if len(text) <= PIECE:
        return read(text, grammar(code))
    found: list[Quantity] = []
    for start, end in _pieces(text):
        for q in read(text[start:end], grammar(code)):
            found.append(replace(q, start=q.start + start, end=q.end + start))
    return found


PIECE: Final = 600
"""Characters read at once: patterns may take quadratic time on hostile runs of digits, and no sentence of a paper is longer."""
_CUT: Final = re.compile(r"[\s，。、；,.;!?！？](?!\d)")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cuts of at most PIECE characters, behind a blank or a mark where there is one."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            cut = max((m.end() for m in _CUT.finditer(text, start + PIECE // 2, end)), default=end)
            end = cut
        yield start, end
        start = end


def grammar(code: str) -> Grammar:
    """The grammar of "ko", "zh" or "en", built when it is first asked for."""
    if code == "zh":
        from models.numerals import zh_rules

        return zh_rules.grammar()
    if code == "ko":
        from models.numerals import ko_rules

        return ko_rules.grammar()
    from models.numerals import en_rules

    return en_rules.grammar()
