"""`clean`: text from a page, a feed or a model, made safe to show on one line.

In: any string, lone surrogates included. Out: NFC, one line, single spaces, no control, bidi, zero-width, tag or
private-use character that could turn a terminal or a chat around, hide text in it or forge a line of a log.
Never changes a letter, digit, mark, punctuation or currency sign beyond NFC.
"""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co")
"""Cc: control. Cf: zero-width, bidi and tag characters (ZWJ and ZWNJ join emoji and some scripts, which news of our
three languages does not need; the soft hyphen). Cs and Co: surrogates and private use, which have no meaning here."""
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u180b\u180c\u180d\u180f\u17b4\u17b5\u034f")
"""Letters and marks that are drawn as nothing: Hangul fillers, the empty Braille cell, Mongolian and Khmer inherents,
the grapheme joiner. Seen in names and titles that want to look empty or to break filters."""
_BREAKS: Final = "\t\r\n\v\f\x1c\x1d\x1e\x1f\x85"
_SELECTORS: Final = (range(0xFE00, 0xFE10), range(0xE0000, 0xE1000))
"""Variation selectors and the whole tag and selector plane: can carry hidden bytes. Text stays readable without."""


class _Table(dict[int, str | None]):
    """For `str.translate`, filled as characters are met: None drops one, a blank replaces a break."""

    def __missing__(self, code: int) -> str | None:
        category = unicodedata.category(chr(code))
        kept: str | None = chr(code)
        if category in ("Zl", "Zp") or chr(code) in _BREAKS:
            kept = " "
        elif category in _INVISIBLE or chr(code) in _BLANK or any(code in codes for codes in _SELECTORS):
            kept = None
        if len(self) < _REMEMBERED:
            self[code] = kept
        return kept


_REMEMBERED: Final = 8192
"""Characters; a page of all 150,000 would otherwise cost 15 MB for ever."""
_TABLE: Final = _Table()
_PLAIN: Final = re.compile(
    r"[ -~\xa1-\xac\xae-\u02ff\u0391-\u03ff\u0410-\u044f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2150-\u218b"
    r"\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9f]*"
)
"""Characters of ordinary news, none of which the table touches: most text is passed on without the table."""


def clean(text: str) -> str:
    """NFC, one line, nothing invisible."""
    text = unicodedata.normalize("NFC", text)
    if not _PLAIN.fullmatch(text):
        # Twice: what was kept apart by an invisible character may compose once it is gone.
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
    return " ".join(text.split())
