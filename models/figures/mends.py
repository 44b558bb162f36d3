"""What a wrong figure should read, in the grammar around it: large units, digits, currencies, 亩 and 斤, percent.

In: a mismatch and the translation. Out: an edit that replaces the whole figure, None where that is not mechanical.
"""

import re
from dataclasses import replace
from typing import Final

from models import numerals
from models.doubt import Edit
from models.figures import mends_dates, mends_words, named
from models.figures.atoms import Atom, close
from models.figures.compare import Mismatch
from models.language import base

_NUMERAL: Final = re.compile(
    r"(?:[\d,.]|(?<=\S)\s(?=[\d만억조천백])|[만억조천백십萬億兆万亿千百十零〇一二三四五六七八九两兩点點])+"
)
_MECHANICAL: Final = frozenset(
    {
        "points",
        "grade",
        "type",
        "scale",
        "digits",
        "currency",
        "unit",
        "month",
        "date",
        "precision",
        "kind",
        "time",
        "named",
        "quarter",
        "land",
        "day",
    }
)
_WORDS: Final = {
    1: ("one", "first"), 2: ("two", "second"), 3: ("three", "third"), 4: ("four", "fourth"), 5: ("five", "fifth"),
    6: ("six", "sixth"), 7: ("seven", "seventh"), 8: ("eight", "eighth"), 9: ("nine", "ninth"), 10: ("ten", "tenth"),
}  # fmt: skip
_AMOUNTS: Final = frozenset({"count", "money", "measure", "duration", "percent", "age"})
_LOOSE: Final = ({"celsius", "degree"}, {"kilometer", "kilometer_per_hour"}, {"mile", "mile_per_hour"})
"""Units that are the same where one language leaves out what is clear: 27도 and 27 degrees Celsius."""
_EN_NUMBER: Final = re.compile(
    r"\d[\d,.]*(?<=\d)(?:[\s-](?:hundred|thousand|million|billion|trillion)\b|(?:bn|tn|m|k)\b)*"
)


def _number_edit(cause: str, s: Atom, t: Atom, text: str, language: str) -> Edit | None:
    """The number alone where the unit is right: "314 kilometer frontier", "34-year-old", 35만 6천 대 keep what follows."""
    if (s.kind, t.kind) == ("ordinal", "count") and _NUMBERED.search(text[: t.start]):
        s = replace(s, kind="count")  # "Article 2247" for 제247조
    same = s.kind == t.kind and s.currency == t.currency and (s.unit == t.unit or {s.unit, t.unit} in _LOOSE)
    if cause not in ("scale", "digits") or t.word or s.part or t.part or not {s.kind, t.kind} <= _AMOUNTS:
        return None
    if not (same or s.kind == "count") or s.quantity.kind == "vague":
        return None
    english = base(language) == "en"
    if english and 1 in (s.value, t.value) and text[t.end : t.end + 1] != ",":
        return None  # "1 kilometers"
    if s.kind == "duration" and len(re.findall(r"\d[\d.]*", t.text)) > 1:
        return None  # "1 minute and 57 seconds" is replaced whole
    figure = (_EN_NUMBER if english else _NUMERAL).search(text, t.start, t.end)
    if figure is None or s.value < 0 or t.value < 0:
        return None
    start, end = figure.span()
    broken = re.search(r"\d[\d,]*,$", text[:start])
    start = broken.start() if broken and s.value >= 1000 else start  # "1,46460", "7,40만"
    while end < len(text) - 1 and text[end] == "," and text[end + 1].isdigit():
        end = next((i for i in range(end + 1, len(text)) if not text[i].isdigit()), len(text))  # "45,00 won"
    if _ragged(text, start, end) or text[end : end + 1] in ("几", "幾", "余", "餘", "多"):
        return None
    plain = english and "," not in figure.group() and t.value >= 1000 and 1000 <= s.value < 10**4
    bare = replace(s.quantity, kind="number", unit=None, currency=None, qualifier=None)
    said = str(int(s.value)) if plain else numerals.write(bare, language)
    new = said + " " if english and text[end : end + 1].isalpha() and said[-1].isalpha() else said
    return Edit(min(start, t.start), max(end, t.end), text[t.start : start] + new + text[end : t.end])


_NUMBERED: Final = re.compile(r"\b(?:Article|Section|Chapter|Paragraph|Resolution|Page|Room|Flight|Line|No\.)\s$")


def _unrelated(s: Atom, t: Atom) -> bool:
    """A number in words, and one of another size: "the two coast guards" is not what became of 73 incidents."""
    return t.word and not s.word and s.value > 12 and not 0.4 < s.value / max(t.value, 1) < 2.5 and not _scaled(s, t)


def _scaled(s: Atom, t: Atom) -> bool:
    """A number in words is often another scale of the right one: "one million" for 千万, never 32 for nine."""
    return any(close(t.value, s.value * 10**power, 1e-6) for power in range(-8, 9))


def _ragged(text: str, start: int, end: int) -> bool:
    """Whether the figure is a piece of a broken one ("7,40만", "45,00 won"): replacing a piece breaks it more."""
    return bool(re.search(r"\d[,.]$", text[:start]) or re.match(r"[,.⁄/]\d|\s?[万萬亿億만억조]", text[end:]))


_ABOUT: Final = re.compile(r"(?:1?[백천만]|1[0,]*)\s?여(?=\s?[가-힣])")
_CASES: Final = re.compile(r"\d\s?(?:例|건)$")
_FRACTIONS: Final = {
    0.333333: "one third", 0.666667: "two thirds", 0.25: "one quarter", 0.75: "three quarters", 0.5: "half",
    0.2: "one fifth", 0.4: "two fifths", 0.6: "three fifths", 0.8: "four fifths", 0.1: "one tenth",
}  # fmt: skip
_SAID_SO: Final = re.compile(
    r"(?i)(?:\b(?:the|these|those|this|that|its|their|his|her|our|my|an?|about|around|some|roughly|nearly|almost|over|above|under|below|than|least|most|"
    r"to|only|just|another|other|further|every|each|per|first|last|next|all|and|or|of\sa)\s|[-–—$€£¥/(]\s?|\d\s)$"
)
"""Before a figure that has its bound already, or takes none."""


def _bounded(edit: Edit, s: Atom, t: Atom, text: str) -> Edit:
    """ "More than 3,000" for 3000多人 where the machine had 30,000 without a word: the bare number would say too much."""
    bound = s.quantity.qualifier
    if bound not in ("approx", "at_least") or t.quantity.qualifier or s.kind not in ("count", "money", "duration"):
        return edit
    if (
        edit.start != t.start
        or not re.match(r"(?:[$\d]|[Tt]en )[^-]*$", edit.new)
        or _SAID_SO.search(text[: edit.start])
    ):
        return edit
    if re.match(r"-|\s(?:or\s(?:so|more)|and\smore)\b|\+", text[edit.end :]):
        return edit
    word = "at least" if bound == "at_least" else "more than" if re.search("[多余餘几幾여]", s.text) else "about"
    word = word[0].upper() + word[1:] if not text[: edit.start].strip(" \"“‘'") else word
    return Edit(edit.start, edit.end, f"{word} {edit.new}")


def replacement(mismatch: Mismatch, text: str, language: str) -> Edit | None:
    """What the wrong figure should read, with its place; None where that is not mechanical."""
    s, t = mismatch.source, mismatch.target
    if s is None or t is None or mismatch.cause not in _MECHANICAL or not mismatch.sure:
        return None
    edit = _replaced(mismatch, s, t, text, language)
    if edit is None or base(language) != "en" or mismatch.cause not in ("scale", "digits", "precision"):
        return edit
    return _bounded(edit, s, t, text)


def _replaced(mismatch: Mismatch, s: Atom, t: Atom, text: str, language: str) -> Edit | None:
    if re.match(r"0\d+,\d", t.text):
        return None  # "021,644,8346" is a telephone's
    number = _number_edit(mismatch.cause, s, t, text, language)
    if number is not None:
        return number
    start, end = t.start, t.end
    if (not t.word and _ragged(text, start, end)) or _unrelated(s, t):
        return None
    if s.kind == t.kind == "duration" and s.unit != t.unit and re.match(r"\s?(?:and\s)?\d", text[end:]):
        return None  # 1小时 of 1小时52分
    if t.part or s.part:
        if not (t.part and s.part and t.quantity.kind == s.quantity.kind):
            return None
        pair = numerals.write(replace(s.quantity, qualifier=mends_words.points(s)), language)
        return Edit(start, end, pair.replace("-", " 대 ") if " 대 " in t.text else pair)
    if s.kind == "date":
        return mends_dates.day(s, t, text, language)
    if mismatch.cause == "land":
        return _with_land(s, t, text, language)
    if mismatch.cause == "named":
        return named.mended(s, t, text)
    if mismatch.cause == "quarter":  # "in one quarter" -> "in the first quarter"; "fell by one quarter" is told
        when = re.search(r"(?i)\b(?:in|for|during|of|from|since|until)\s$", text[:start])
        return Edit(start, end, numerals.write(s.quantity, language)) if when else None
    if mismatch.cause in ("points", "grade", "type"):
        return Edit(start, end, _named_so(mismatch.cause, s, t, language))
    if mismatch.cause == "time":
        return Edit(start, end, mends_dates.clock(s, t.text, language))
    if mismatch.cause == "kind" and base(language) == "en" and _CASES.search(s.text) and t.text.isdigit():
        return Edit(start, end, numerals.write(s.quantity, language) + " cases")  # 1963例, "cured in 1963"
    if mismatch.cause == "kind" and s.kind.endswith("decade") and not (base(language) == "en" and s.kind != "decade"):
        return Edit(start, end, numerals.write(s.quantity, language))  # "in 1980" for 1980년대, 20年代 for "in his 20s"
    if mismatch.cause == "kind" and s.kind == "percent" and t.kind == "count" and re.search(r"[个個개]$", t.text):
        return Edit(start, end, numerals.write(replace(s.quantity, qualifier=None), language))  # 20.3个 -> 20.3%
    if mismatch.cause in ("kind", "date") and s.kind != "weekday":
        return None
    if base(language) != "en" and s.kind == t.kind == "ordinal" and re.search(r"\d", t.text):
        return Edit(start, end, re.sub(r"\d+", str(int(s.value)), t.text, count=1))  # 4번째 -> 14번째
    many = _ABOUT.match(text, start) if s.kind == "vague" and base(language) == "ko" else None
    if many:
        bare = replace(s.quantity, unit=None, currency=None, qualifier=None)
        return Edit(start, many.end(), numerals.write(bare, language))  # 천여 명 -> 수천 명
    numeral = base(language) != "en" and t.kind == "count" and not t.word  # 100만 -> 수백만
    if (s.kind == "vague" and t.kind != "vague" and not numeral) or (
        s.kind != "money" and t.kind == "money" and "-" in t.text
    ):
        return None  # "a trillion-dollar market" for 万亿规模的市场: no number alone fits there
    if s.kind == "money" and text[:start].endswith(("$", "€", "£", "¥")):
        start -= 1
    quantity = replace(s.quantity, qualifier=mends_words.points(s))
    if s.kind == t.kind == "money" and s.currency == "CNY" and t.currency in ("TWD", "HKD", "MOP"):
        quantity = replace(quantity, currency=t.currency)  # 元 may be Taiwan's own, and the translation knows whose
    if s.kind == "age" and t.kind == "count":
        quantity = replace(quantity, kind="number")
    if base(language) == "en" and {s.kind, t.kind} == {"count", "ordinal"}:
        quantity = replace(quantity, kind="ordinal" if t.kind == "ordinal" else "number")
    new = numerals.write(quantity, language)
    if re.match(r"\s?(?:€|\$|£|points?\b|percentage)", text[end:]):
        new = numerals.write(replace(quantity, kind="number", unit=None, currency=None, qualifier=None), language)
    if base(language) != "en" and t.kind == "count":
        # 12만 명: the counter stays.
        digits = _NUMERAL.match(text, start, end)
        if digits is None:
            return None
        end = digits.end()
        if _ragged(text, start, end):
            return None
        if text[end : end + 1] in ("几", "幾", "余", "餘", "多", "여"):
            return None
    if t.word and s.kind == "multiple":
        return None  # "doubled" is no place for "3 times"
    if base(language) == "en":
        new = _styled(new, s, t)
        if s.kind == "percent" and t.kind == "count" and re.match(r"\s(?!of\b)[a-z]", text[end:]):
            new += " of"  # "six residents" for 六成居民
        if t.text[0].isupper() and new[0].islower():
            new = new[0].upper() + new[1:]
        if t.kind == "vague" and s.kind != "vague" and text[end : end + 4] == " of ":
            end += 3
        if t.word and s.kind == t.kind in ("count", "ordinal") and s.value in _WORDS:
            # "Three people" becomes "Two people"; "one people" would be no English, so that is told instead.
            if s.kind == "count" and s.value == 1:
                return None
            new = _WORDS[int(s.value)][s.kind == "ordinal"]
            new = new.capitalize() if t.text[0].isupper() else new
        if new.startswith("the "):
            # The article is outside the figure ("in the first quarter", "its first-quarter profit").
            new = new[4:].replace(" ", "-") if "-" in t.text else new[4:]
            new = new[0].upper() + new[1:] if t.text[0].isupper() else new
        if new[0].isdigit() and re.search(r"(?i)\b(?:an?)\s$", text[:start]) and t.word:
            return None
    return Edit(start, end, new)


def _styled(new: str, s: Atom, t: Atom) -> str:
    """In the way the translation writes: "per cent" stays "per cent", a count keeps its missing unit."""
    if s.kind == "percent" and new.endswith("%"):
        spelt = re.search(r"(?i)\s*(?:per\s?cent|percent)", t.text)
        if spelt:
            return new[:-1] + " " + spelt.group().strip()
    if s.kind == "fraction" and s.value in _FRACTIONS and t.word:
        new = _FRACTIONS[s.value] + (" of" if t.text.lower().endswith(" of") else "")
        return new.capitalize() if t.text[0].isupper() else new
    if s.kind == "duration" and t.word and "-" not in t.text and s.value in _WORDS and re.fullmatch(r"\d+ \w+", new):
        return _WORDS[int(s.value)][0] + new[new.index(" ") :]
    if s.kind == "duration" and "-" in t.text and s.quantity.unit and re.fullmatch(r"\d+ \w+", new):
        count = new.split()[0]
        said = _WORDS[int(count)][0] if t.word and int(count) in _WORDS else count
        new = f"{said}-{s.quantity.unit}"
        return new.capitalize() if t.text[0].isupper() else new
    part = re.match(r"(?i)(?:the\s)?(?:late|early|mid)[\s-]", t.text)
    if s.kind == t.kind == "decade" and part:
        return part.group() + new.removeprefix("the ")
    if s.kind == t.kind == "multiple" and t.text.endswith("-fold"):
        return new.split()[0] + "-fold"
    if s.kind == "count" and t.kind == "multiple" and t.text.endswith(" times"):
        return new + " times"  # "a billion times a year" for 每年过亿人次
    if s.currency == "USD" and t.text.startswith("$") and new.endswith(" dollars"):
        return "$" + new.removesuffix(" dollars")
    if s.kind in ("money", "measure") and t.kind == "count":
        return new
    if s.kind == "age":
        return re.sub(r"\syears old$", "", new) if t.text.isdigit() else new
    return new


_ACRES: Final = re.compile(
    r"(?:[,.;:)]|$|\s(?:and|in|for|to|per|with|by|on|from|now|this|last|as|was|were|is|are)\b|\sof\s(?:\w+\s)?\w*land\b)"
)
_LANDS: Final = re.compile(
    r"\s(?=(?:new\s|idle\s|high-\w+\s)?(?:land|farmland|forest|woodland|orchards?|fields?|ponds?|rice|wheat|corn|tea|trees?|grass|crops?)\b)"
)


def _with_land(s: Atom, t: Atom, text: str, language: str) -> Edit | None:
    """ "150 orchards" -> "150 mu of orchards", "from 50 to 100" -> "from 50 mu to 100": the unit that was left out."""
    if base(language) != "en" or t.part or t.word or _ragged(text, t.start, t.end):
        return None
    of = " of" if _LANDS.match(text, t.end) else "" if _ACRES.match(text, t.end) else None
    if of is None:
        return None
    unit = numerals.write(s.quantity, "en").split()[-1]
    return Edit(t.start, t.end, f"{text[t.start : t.end]} {unit}{of}")


def _named_so(cause: str, s: Atom, t: Atom, language: str) -> str:
    """五分钟 -> 五分, 5분 -> 5점; 일곱 번째 -> 7학년."""
    if cause == "type":
        return f"{s.value:.0f}{'형' if base(language) == 'ko' else '型'}"
    if cause == "grade":
        return f"{s.value:.0f}{'학년' if base(language) == 'ko' else '年级'}"
    return re.sub("분$", "점", re.sub("[钟鐘]$", "", t.text))
