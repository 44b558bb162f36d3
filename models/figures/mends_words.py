"""Mends beside a number that is right, or of one that is broken: "one or three" for 1~3, "more than 300" for 최대 300, 1,7500.

In: a mismatch and the translation. Out: an edit, None where it is not mechanical.
"""

import re
from dataclasses import replace
from typing import Final

from models import numerals
from models.doubt import Edit
from models.figures import bonds, counted, limits
from models.figures.atoms import Atom, atoms
from models.figures.compare import Mismatch
from models.language import base

_OTHER_END: Final = re.compile(r"\s?(?:至|到|[-–—~∼]|to\b|에서|부터)\s?[\d一二三四五六七八九十百千]")
_FIRST_END: Final = re.compile(r"[\d万萬亿億만억][^\s\d]?\s?(?:至|到|[-–—~∼]|to|에서|부터)\s?$")


def lost_end(mismatch: Mismatch, wrong_text: str, language: str) -> Edit | None:
    """四五千年 -> "4,000 years": where the other end of a lost range stands alone, the range takes its place."""
    s = mismatch.source
    if s is None or mismatch.target is not None or not s.part or not isinstance(s.quantity.value, tuple):
        return None
    other = float(s.quantity.value[0 if s.part == 2 else 1])
    for atom in atoms(wrong_text, language):
        if not atom.part and atom.kind == s.kind and atom.value == other and atom.unit == s.unit:
            if _OTHER_END.match(wrong_text, atom.end) or _FIRST_END.search(wrong_text[: atom.start]):
                return None  # 1.1亿至1.1亿 for 1.1亿至1.12亿: it has an end already
            return Edit(atom.start, atom.end, numerals.write(replace(s.quantity, qualifier=points(s)), language))
    return None


_MISGROUPED: Final = re.compile(r"(?<![\d.,])(?!\d{1,3}(?:,\d{3})+(?!\d))\d{1,4}(?:,\d+)+(?![\d.]|,\d)")
_GLUED: Final = re.compile(r"(?:teen|ty)(?![A-Za-z])")
_TENS: Final = re.compile(r"(?<![\d.,])[2-9]0\s$")


def broken(mismatch: Mismatch, text: str, language: str) -> Edit | None:
    """A figure whose digits fell apart: "1,7500" for 17,500, "7teen" for 17, "20 4번째" for 24번째."""
    s, t = mismatch.source, mismatch.target
    if s is None or s.kind in ("date", "time", "weekday") or s.value != int(s.value):
        return None
    for said in _MISGROUPED.finditer(text):
        if int(said.group().replace(",", "")) == s.value:
            return Edit(said.start(), said.end(), f"{int(s.value):,}")
    digits = re.search(r"\d+", t.text) if t else None
    if t is None or digits is None or mismatch.cause not in ("scale", "digits") or base(language) == "en":
        return None
    start, end = t.start + digits.start(), t.start + digits.end()
    glued, tens = _GLUED.match(text, end), _TENS.search(text[:start])
    if glued and s.value < 100 and s.value % 10 == t.value % 10:
        return Edit(start, glued.end(), str(int(s.value)))
    if tens and int(tens.group()) + t.value == s.value:
        return Edit(tens.start(), end, str(int(s.value)))
    return None


def points(s: Atom) -> str | None:
    return s.quantity.qualifier if s.quantity.qualifier == "points" else None


_CHOICE: Final = re.compile(r"\s?(?:또는|혹은)\s?|或者?|(?<=\s)or(?=\s)")


def reworded(mismatch: Mismatch, text: str, language: str) -> Edit | None:
    """The words beside a right number: "three or eleven" for 3~11, "more than 300" for 최대 300, "killing" for 부상."""
    t = mismatch.target
    if t is None:
        return None
    if mismatch.cause in ("dead", "hurt"):
        word = bonds.toll_mended(mismatch.cause, t, text, language)
        return Edit(*word) if word else None
    if mismatch.cause == "anniversary" and t.unit == "week" and t.text[-1:] in "주周週":
        return Edit(t.start, t.end, counted.anniversary(t.value, language))
    if mismatch.cause == "bare" and mismatch.source is not None:
        end = t.end + text.startswith("英", t.end)
        return Edit(t.start, end, numerals.write(replace(mismatch.source.quantity, qualifier=None), language))
    if mismatch.cause in ("from", "until"):
        phrase = limits.time_mended(mismatch.cause, t, text, language)
        return Edit(*phrase) if phrase else None
    if mismatch.cause == "since":
        return _since(t, text, language)
    limit = limits.mended(mismatch.cause, t, text, language)
    if limit is not None:
        return Edit(*limit)
    if mismatch.cause != "range" or mismatch.kind == "date":
        return None
    to = {"en": "to", "ko": "~", "zh": "至"}[base(language)]
    if mismatch.kind == "figure_lost":
        choice = re.search(r"(?i)(?<=\bone\s)or(?=\s$)", text[: t.start])
        return Edit(choice.start(), choice.end(), "to") if choice else _both_ends(mismatch.source, t, to)
    said, found = _CHOICE.subn(to, text[t.start : t.end])
    return Edit(t.start, t.end, said) if found == 1 else None


def _both_ends(s: Atom | None, t: Atom, to: str) -> Edit | None:
    """ "3 개의" for "one to three"."""
    if s is None or not isinstance(s.quantity.value, tuple) or not t.text[:1].isdigit():
        return None
    low, high = (f"{float(end):g}" for end in s.quantity.value)
    joined = f"{low} {to} {high}" if to == "to" else f"{low}{to}{high}"
    return Edit(t.start, t.end, joined + t.text.removeprefix(high)) if t.text.startswith(high) else None


def _since(t: Atom, text: str, language: str) -> Edit | None:
    """ "In 2008" -> "since 2008", 2008년에 -> 2008년 이후, 在2008年 -> 自2008年以来."""
    before = re.search(r"(?i)\bin(?=\s$)|在$", text[: t.start])
    if base(language) == "ko":
        return Edit(t.end, t.end + 1, " 이후") if re.match(r"에(?=[\s,])", text[t.end :]) else None
    if before is None:
        return None
    if base(language) == "zh":
        return Edit(before.start(), t.end, f"自{t.text}以{'來' if language == 'zh-Hant' else '来'}")
    return Edit(before.start(), before.end(), "Since" if before.group()[0] == "I" else "since")


def glued(mismatch: Mismatch, text: str, language: str) -> Edit | None:
    """10001300년 for 1000–1300: the ends of a lost range without what stood between them."""
    s = mismatch.source
    ends = re.fullmatch(r"(\d{2,4})\s?[-–—~]\s?(\d{2,4})\D*", s.text) if s is not None and s.part else None
    if ends is None or mismatch.target is not None:
        return None
    found = list(re.finditer(rf"(?<!\d){ends[1]}{ends[2]}(?!\d)", text))
    dash = "~" if base(language) == "ko" else "–"
    return Edit(found[0].start(), found[0].end(), f"{ends[1]}{dash}{ends[2]}") if len(found) == 1 else None
