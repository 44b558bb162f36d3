"""Mends of days and clock times: "26 June" for 26日, "27 a.m." and "the 25th anniversary" for a day.

In: the day of the source, what became of it, the translation. Out: an edit, None where it is not mechanical.
"""

import re
from typing import Final

from models import numerals
from models.doubt import Edit
from models.figures.atoms import Atom
from models.figures.dates import NO_DAY, numbered
from models.language import base


def clock(s: Atom, said: str, language: str) -> str:
    """19:30 in the 24 hours of the translation where it writes so ("19:03"), else as papers of the language do."""
    digital = re.search(r"\d:\d", said) and not re.search(r"(?i)[ap]\.?\s?m\b|[가-힣\u4e00-\u9fff]", said)
    return str(s.quantity.value) if digital else numerals.write(s.quantity, language)


_SINCE: Final = re.compile(r"\s(?:after|before|later|earlier|ago|since|until|from)\b")


def _day_said(s: Atom, t: Atom, text: str, language: str) -> Edit | None:
    """ "In the 25th anniversary" and "27 a.m." for 25日 and 27日 -> "on the 25th", "on the 27th"."""
    if s.date[:2] != (None, None):
        return None
    if numbered(t, text):
        name = re.search(r"\w\s$", text[: t.start]) and text[t.end : t.end + 1] == ","  # "Ning II, met"
        end = t.end + 1 if name else t.end
        return Edit(t.start, end, ("On " if t.start == 0 else "on ") + numerals.write(s.quantity, language))
    thing = NO_DAY.match(text, t.end)
    if thing is None:
        return None
    before = re.search(r"(?i)\b(?:(?:in|on|at|for|during)\s)?(?:(?:the|its|their|his|her)\s)?$", text[: t.start])
    start = before.start() if before else t.start
    if re.search(r"(?i)\b(?:since|from|until|by|to|after|before)\s$", text[:start]):
        return Edit(start, thing.end(), numerals.write(s.quantity, language))
    if re.fullmatch(r"(?i)\s(?:match|game|race)", thing.group()):  # "until the 20th match with them"
        return Edit(t.start, thing.end(), f"{thing.group().strip()} on {numerals.write(s.quantity, language)}")
    on = "On" if start == 0 or text[:start].rstrip()[-1:] in (".", "!", "?") else "on"
    return Edit(start, thing.end(), f"{on} {numerals.write(s.quantity, language)}")


def day(s: Atom, t: Atom, text: str, language: str) -> Edit | None:
    """ "26 June" -> "the 26th"; "10 years" for 10日 -> "the 10th"."""
    nth = re.match(r"[次届屆]?(?=[晚早夜]|[上下中]午|凌晨|清晨)", text[t.end :]) if t.kind == "ordinal" else None
    if nth is not None and s.date[:2] == (None, None):
        return Edit(t.start, t.end + nth.end(), numerals.write(s.quantity, language))  # 第29次晚上
    if base(language) == "en" and t.kind in ("ordinal", "count"):
        return _day_said(s, t, text, language)
    if (
        t.kind == "time"
        and s.date[:2] == (None, None)
        and re.search(r"(?i)\b(?:of|on|since|until)\s$", text[: t.start])
    ):
        return Edit(t.start, t.end, numerals.write(s.quantity, language))  # "the morning of 11 a.m." for 11日上午
    if t.kind == "age" and t.text.isdigit() and s.date[:2] == (None, None) and text[: t.start].endswith(", "):
        return Edit(
            t.start, t.end, f"on {numerals.write(s.quantity, language)}"
        )  # "The minister, Sitharaman, 26, said"
    if t.kind not in ("date", "duration", "count"):
        return None
    new = numerals.write(s.quantity, language)
    start = t.start
    if base(language) == "en":
        if t.kind == "duration" and _SINCE.match(text, t.end):
            return None  # "19 days after he died": the sentence is built on the days
        within = re.search(r"\b[Ii](?=n\s$)", text[:start])
        if within and t.kind == "duration" and new.startswith("the "):
            start, new = within.start(), ("O" if within.group() == "I" else "o") + "n " + new  # "left in 27 days"
        if new.startswith("the ") and re.search(r"(?i)\bthe\s$", text[:start]):
            new = new[4:]
        if text[:start].strip() == "" and new.startswith("the "):
            new = "T" + new[1:]
    return Edit(start, t.end, new)
