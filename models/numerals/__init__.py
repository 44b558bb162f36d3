"""Quantities in Korean, Chinese and English text: find and write them.

In: text and its language (any code; zh is zh-Hans; Hans and Hant are read alike). Out: `Quantity` values in the forms of
DESIGN section 4, or text. Look-alikes (만약, 千万不要, 五角大楼, May) are no quantities and are left out. Never changes the text.
"""

from models.language import base, canonical
from models.numerals.engine import Grammar, read
from models.numerals.quantity import Quantity, Value
from models.numerals.write import write

__all__ = ["Quantity", "Value", "find", "write"]


def find(text: str, language: str) -> list[Quantity]:
    """The quantities of the text, in order, not overlapping; `text[q.start:q.end] == q.text`."""
    code = base(canonical(language))
    return read(text, grammar(code))


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
