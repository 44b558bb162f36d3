"""Mends in the translation what is mechanical: large units, digits, currencies, invented months, 亩 and 斤, percent.

In: source, translation, their languages. Out: the translation mended, a `Doubt` for every figure that was or stays
wrong. Each mend is compared again and kept only where it left fewer mismatches and made no new one. Never touches what
it cannot replace as a whole figure.
"""

import re
from dataclasses import replace
from typing import Final

from models import numerals, particles
from models.doubt import Doubt, Edit, moved, note
from models.figures import bonds, counted, limits, named
from models.figures.atoms import Atom, atoms, close
from models.figures.compare import Mismatch, compare, crowded
from models.figures.dates import NO_DAY, numbered
from models.language import base

_MOST: Final = 12
"""Mends a sentence: a sentence with more wrong figures than that is beyond mending."""
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


def figures(
    source: str, text: str, source_language: str, target_language: str, published: str = ""
) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts with spans of the mended text)."""
    if crowded(source, text, source_language, target_language):
        return [], text, [Doubt("unchecked", None, note("unchecked", target_language))]
    wrong = compare(source, text, source_language, target_language, published)
    edits: list[Edit] = []
    repaired: list[Doubt] = []
    tried: set[tuple[str, str, int]] = set()
    for _ in range(_MOST):
        step = _step(source, text, source_language, target_language, published, wrong, tried)
        if step is None:
            break
        mismatch, edit, text_after, wrong = step
        said = text[edit.start : edit.end]
        text = text_after
        edits.append(edit)
        repaired = moved(repaired, edit)
        span = (edit.start, edit.start + len(edit.new))
        repaired.append(Doubt(mismatch.kind, span, note("repaired", target_language, said), repaired=True))
    left = [_doubt(m, source, source_language, target_language) for m in wrong]
    return edits, text, [*repaired, *_joined(left)]


def _step(
    source: str, text: str, source_language: str, target_language: str, published: str,
    wrong: list[Mismatch], tried: set[tuple[str, str, int]],
) -> tuple[Mismatch, Edit, str, list[Mismatch]] | None:  # fmt: skip
    """The next mend that makes it better."""
    for mismatch in wrong:
        if mismatch.source is None:
            continue
        target = mismatch.target
        key = (mismatch.source.text, target.text if target else "", target.start if target else mismatch.source.part)
        if key in tried:
            continue
        tried.add(key)
        edit = (
            _broken(mismatch, text, target_language)
            or _reworded(mismatch, text, target_language)
            or _glued(mismatch, text, target_language)
            or replacement(mismatch, text, target_language)
            or _lost_end(mismatch, text, target_language)
        )
        if edit is None:
            continue
        if base(target_language) == "ko":
            edit = particles.fit(edit, text)
        after = edit.apply(text)
        rest = compare(source, after, source_language, target_language, published)
        if len(rest) < len(wrong):
            return mismatch, edit, after, rest
    return None


_OTHER_END: Final = re.compile(r"\s?(?:至|到|[-–—~∼]|to\b|에서|부터)\s?[\d一二三四五六七八九十百千]")
_FIRST_END: Final = re.compile(r"[\d万萬亿億만억][^\s\d]?\s?(?:至|到|[-–—~∼]|to|에서|부터)\s?$")


def _lost_end(mismatch: Mismatch, wrong_text: str, language: str) -> Edit | None:
    """四五千年 -> "4,000 years": where the other end of a lost range stands alone, the range takes its place."""
    s = mismatch.source
    if s is None or mismatch.target is not None or not s.part or not isinstance(s.quantity.value, tuple):
        return None
    other = float(s.quantity.value[0 if s.part == 2 else 1])
    for atom in atoms(wrong_text, language):
        if not atom.part and atom.kind == s.kind and atom.value == other and atom.unit == s.unit:
            if _OTHER_END.match(wrong_text, atom.end) or _FIRST_END.search(wrong_text[: atom.start]):
                return None  # 1.1亿至1.1亿 for 1.1亿至1.12亿: it has an end already
            return Edit(atom.start, atom.end, numerals.write(replace(s.quantity, qualifier=_points(s)), language))
    return None


_MISGROUPED: Final = re.compile(r"(?<![\d.,])(?!\d{1,3}(?:,\d{3})+(?!\d))\d{1,4}(?:,\d+)+(?![\d.]|,\d)")
_GLUED: Final = re.compile(r"(?:teen|ty)(?![A-Za-z])")
_TENS: Final = re.compile(r"(?<![\d.,])[2-9]0\s$")


def _broken(mismatch: Mismatch, text: str, language: str) -> Edit | None:
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
        pair = numerals.write(replace(s.quantity, qualifier=_points(s)), language)
        return Edit(start, end, pair.replace("-", " 대 ") if " 대 " in t.text else pair)
    if s.kind == "date":
        return _date_edit(s, t, text, language)
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
        return Edit(start, end, _clock(s, t.text, language))
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
    quantity = replace(s.quantity, qualifier=_points(s))
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


def _clock(s: Atom, said: str, language: str) -> str:
    """19:30 in the 24 hours of the translation where it writes so ("19:03"), else as papers of the language do."""
    digital = re.search(r"\d:\d", said) and not re.search(r"(?i)[ap]\.?\s?m\b|[가-힣\u4e00-\u9fff]", said)
    return str(s.quantity.value) if digital else numerals.write(s.quantity, language)


def _points(s: Atom) -> str | None:
    return s.quantity.qualifier if s.quantity.qualifier == "points" else None


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


_CHOICE: Final = re.compile(r"\s?(?:또는|혹은)\s?|或者?|(?<=\s)or(?=\s)")


def _reworded(mismatch: Mismatch, text: str, language: str) -> Edit | None:
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


def _glued(mismatch: Mismatch, text: str, language: str) -> Edit | None:
    """10001300년 for 1000–1300: the ends of a lost range without what stood between them."""
    s = mismatch.source
    ends = re.fullmatch(r"(\d{2,4})\s?[-–—~]\s?(\d{2,4})\D*", s.text) if s is not None and s.part else None
    if ends is None or mismatch.target is not None:
        return None
    found = list(re.finditer(rf"(?<!\d){ends[1]}{ends[2]}(?!\d)", text))
    dash = "~" if base(language) == "ko" else "–"
    return Edit(found[0].start(), found[0].end(), f"{ends[1]}{dash}{ends[2]}") if len(found) == 1 else None


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


def _date_edit(s: Atom, t: Atom, text: str, language: str) -> Edit | None:
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


def _doubt(mismatch: Mismatch, source: str, source_language: str, language: str) -> Doubt:
    span = (mismatch.target.start, mismatch.target.end) if mismatch.target else None
    if mismatch.source is None:
        said = mismatch.target.text.strip() if mismatch.target else ""
        return Doubt(mismatch.kind, span, note("invented", language, said))
    said = numerals.write(mismatch.source.quantity, language)
    if mismatch.until is not None:
        said += " – " + numerals.write(mismatch.until.quantity, language)
    if mismatch.cause == "counted":
        said += counted.written(mismatch.source, source, source_language, language)
    if mismatch.cause == "anniversary":
        said = counted.anniversary(mismatch.source.value, language)
    if mismatch.cause in ("exchanged", "dead", "hurt"):
        return Doubt(mismatch.kind, span, note("exchanged", language, said))
    key = {"date": "date", "weekday": "date", "time": "time"}.get(mismatch.source.kind, "figure")
    return Doubt(mismatch.kind, span, note(key, language, said))


def _joined(doubts: list[Doubt]) -> list[Doubt]:
    """One doubt where two would say the same (both ends of a range)."""
    seen: dict[tuple[str, tuple[int, int] | None, str], Doubt] = {}
    for doubt in doubts:
        seen.setdefault((doubt.kind, doubt.span, doubt.note), doubt)
    return list(seen.values())
