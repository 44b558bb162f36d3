"""Whether anybody would miss a number that the other side does not have, or be told a number that nobody said.

In: an atom without a partner, with its sentences. Out: a doubt kind, or None for datelines, list marks, small words,
conversions in brackets, ways of speaking.
"""

import re
from typing import Final

from models import numerals
from models.figures import counted
from models.figures.atoms import CONVERTED, Atom, close, measured
from models.figures.bonds import toll_lost
from models.figures.context import DATELINE, LIST_MARK, RELATIVE_YEAR, VAGUE_WORDS, Context
from models.figures.feasts import feasts
from models.language import base


def dropped(s: Atom, context: Context) -> str | None:
    """The doubt kind of a source number that the translation lacks; None where nobody would miss it."""
    kind = "date" if s.kind in ("date", "time", "weekday") else "figure_lost"
    head = DATELINE.match(context.source)
    if s.kind == "date" and head and s.end <= head.end() + 1:
        return None
    mark = LIST_MARK.match(context.source)
    if mark and s.start < mark.end():
        return None
    if s.kind == "multiple" and s.value in _FOLD:
        said = {value for value, words in _FOLD.items() if re.search(rf"(?i)\b(?:{words})", context.translation)}
        if said and s.value not in said:
            return kind  # 두 배 -> "tripled"
    if s.value in (1, 2) and toll_lost(
        s, context.source, context.translation, context.source_language, context.target_language
    ):
        return kind
    if _small(s) or _first_month(s, context) or _same_months(s, context.left, context.right):
        return None
    if s.kind == "date" and s.date[::2] == (None, None) and _verbatim_month(s, context):
        return None
    if (
        s.word
        and s.text[0].isupper()
        and _IN_NAME.search(context.source[: s.start])
        and re.match(r"\s[A-Z]", context.source[s.end :])
    ):
        return None  # "the epic Nine Gates", "the Double Ninth Festival": a name
    if counted.schooled(s, context):
        return None
    if _spoken(s) or (s.word and _in_title(s, context.source)) or _verbatim(s, context.translation):
        return None
    if any(o is not s and _same_number(o, s) for o in context.left) and any(
        _same_number(s, t) or (t.value == s.value and t.kind == "ordinal") for t in context.right
    ):
        return None  # said twice there, once here
    if s.kind == "date" and s.date[:2] == (None, None):
        months = {o.date[1] for o in context.left if o.date[2] == s.date[2]}
        if any(t.date[2] == s.date[2] and t.date[1] in months for t in context.right):
            return None  # the day of the dateline again: 7月25日电 记者25日获悉
    if s.kind == "duration" and _TEENS.match(s.text) and re.search(r"(?i)\bdecades\b", context.translation):
        return kind  # 十几年 is one decade and some years
    if _said_elsewhere(s, context.right, context.spots("translation"), context):
        return None
    if s.date[1:] in feasts(context.translation, base(context.target_language)):
        return None  # "the May Day holiday" for 5月1日
    if _redundant(s, context.left, context.source):
        return None
    if _converted_behind(s, context.left, context.right, context.source):
        return None
    if s.kind == "vague" or (s.part and s.word and s.value < 10):
        return None if _vaguely(s, context.left, context.right, context.translation, context.target_language) else kind
    if (
        s.kind in ("half_year", "quarter")
        and re.search(r"(?i)half|quarter|半年|季|반기|분기", context.translation)
        and not any(t.kind == s.kind and t.value != s.value for t in context.right)
    ):
        return None  # "the quarter" is enough; another quarter is not
    if (
        s.kind == "fraction"
        and s.value == 0.5
        and re.search(r"(?i)\bhal|semi|mid|middle|part|반|절반|半|斩|most|majority|과반", context.translation)
    ):
        return None
    if s.kind in ("multiple",) and re.search(
        r"(?i)\b(?:doubl|tripl|twice|quadrupl|fold|times)|배|倍|翻", context.translation
    ):
        return None
    if (
        s.kind == "time"
        and s.value == 0
        and re.search(r"凌晨|子夜|午夜|새벽|자정|(?i:midnight|small hours)", context.translation)
    ):
        return None
    if s.kind == "age" and s.word and s.value == 100:
        return None  # 百岁老人 are centenarians
    if s.kind == "age_decade" and re.search(r"(?i)teen|adolesc|youth|십대|청소년|青少年|少年", context.translation):
        return None
    return kind


_TEENS: Final = re.compile(r"十[几幾多余餘]年|(?:10|십)\s?여\s?년")


def _vaguely(a: Atom, mine: tuple[Atom, ...], theirs: tuple[Atom, ...], text: str, language: str) -> bool:
    """A word for many on the other side that no other figure of it is: "thousands" does not stand for the millions as well."""
    others = a.kind == "vague" and sum(o.kind == "vague" for o in mine) > 1
    taken = [(o.start, o.end) for o in theirs if o.kind == "vague"] if others else []
    words = VAGUE_WORDS[base(language)].finditer(text)
    return any(not any(start <= m.start() < end for start, end in taken) for m in words)


_IN_NAME: Final = re.compile(r"[A-Za-z,]\s$")
"""Not at the start of a sentence, where every number has a capital."""
_FOLD: Final = {2.0: "doubl|twice|twofold|two-fold", 3.0: "tripl|threefold|three-fold|thrice", 4.0: "quadrupl|fourfold"}


def _spoken(a: Atom) -> bool:
    """三道 is a brand, 四处 is everywhere, 三代 three generations."""
    return (
        a.word
        and a.value <= 9
        and a.value == int(a.value)
        and a.kind == "count"
        and a.text[-1] in "道处處代級级層层步面方角轮輪度"
    )


def _verbatim(s: Atom, translation: str) -> bool:
    """The English word itself is left in the translation: "ninth" among Korean words, "Louis XVI"."""
    said = s.text.removeprefix("the ").strip()
    return said.isascii() and said.isalpha() and re.search(rf"(?<![A-Za-z]){said}(?![A-Za-z])", translation) is not None


def _verbatim_month(s: Atom, context: Context) -> bool:
    """ "In the March London Championships" and "its May report": a month that no preposition shows to be one."""
    language = base(context.target_language)
    return (
        language == "en" and re.search(rf"\b{numerals.write(s.quantity, language)}\b", context.translation) is not None
    )


def _in_title(a: Atom, text: str) -> bool:
    """Within 《》: the number in words of a song's, a painting's or a book's name."""
    return text.rfind("《", 0, a.start) > text.rfind("》", 0, a.start)


def _first_month(a: Atom, context: Context) -> bool:
    """The January of 1~10월, said as "the first ten months"."""
    return a.date == (None, 1, None) and bool(
        re.search(r"(?i)\bfirst\s\w+\smonths|前.{1,2}个月|前.{1,2}個月", context.source + context.translation)
    )


def _same_months(a: Atom, mine: tuple[Atom, ...], theirs: tuple[Atom, ...]) -> bool:
    """A quarter or half-year, or the two months that it is spelled out by on the other side: 4~6월, the second quarter."""
    parts, dates = (theirs, mine) if a.kind == "date" else ((a,), theirs)
    months = {o.date[1] for o in dates if o.kind == "date" and o.date[2] is None}
    for part in parts:
        size = {"quarter": 3, "half_year": 6}.get(part.kind, 0)
        ends = (int(part.value) * size - size + 1, int(part.value) * size)
        if size and set(ends) <= months and (a is part or (a.date[2] is None and a.date[1] in ends)):
            return True
    return False


def _same_number(s: Atom, t: Atom) -> bool:
    return s.kind == t.kind and s.value == t.value and s.date == t.date


def _small(s: Atom) -> bool:
    """Numbers that languages put in and leave out freely: one, first, a day, two of a pair."""
    if s.part and s.kind == "score":
        return False
    if s.kind == "time":
        return s.word and s.value in (0, 720)  # noon, midnight
    if s.kind == "ordinal":
        return s.value <= 1 or (s.word and s.value <= 2)
    if s.kind == "duration":
        return (s.value <= 1 and s.word) or (s.value == 1 and s.unit in ("day", "year", "hour", "week", "month"))
    if s.kind == "measure":
        return s.word and abs(s.value) <= (2 if s.unit == "degree" else 1)
    if s.kind in ("count", "money"):
        return (s.word and abs(s.value) <= 2) or s.value == 1 or (s.kind == "money" and s.value == 0.01)
    return s.kind == "multiple" and s.value <= 2


def _said_elsewhere(a: Atom, others: tuple[Atom, ...], found: list[tuple[int, int, float]], context: Context) -> bool:
    """The number stands on the other side in a form that `find` does not read, or a second time."""
    values = {a.value}
    if a.kind == "date":
        values = {float(p) for p in a.date if p is not None}
    elif a.kind == "time":
        values = {a.value // 60}
    covered = [(o.start, o.end) for o in others]
    free = {v for start, end, v in found if not any(start < e and end > b for b, e in covered)}
    return values <= free


def _converted_behind(a: Atom, mine: tuple[Atom, ...], theirs: tuple[Atom, ...], text: str) -> bool:
    """ "About 100 feet (30 m)" where the other side has 약 30m: the conversion behind it stands for it."""
    if text[a.end : a.end + 2].lstrip()[:1] not in ("(", "（"):
        return False
    own = measured(a)
    for other in mine:
        converted = measured(other)
        if other.order == a.order + 1 and own and converted and own[0] == converted[0]:
            told = any(t.value == other.value and t.unit == other.unit for t in theirs)
            return told and close(own[1], converted[1], CONVERTED)
    return False


def _repeated(a: Atom, mine: tuple[Atom, ...], text: str) -> bool:
    """ "7.75 kilos [7.75 kg]": the same again in brackets."""
    twin = any(o.order == a.order - 1 and (o.kind, o.value, o.unit) == (a.kind, a.value, a.unit) for o in mine)
    return twin and text[: a.start].endswith(("(", "[", "（"))


_OR: Final = re.compile(r"(?:또는|혹은|或|即|\bor)\s?(?:약\s?|about\s)?$")
"""Before a conversion that stands in no bracket: "12.8km 또는 8마일"."""


_ZONE: Final = re.compile(r"\s?(?:UTC|GMT|[ECMP][SD]?T\b|BST|CES?T|JST|KST)|\s?(?:기준)?[)）]")


def _redundant(a: Atom, mine: tuple[Atom, ...], text: str) -> bool:
    """A conversion in brackets behind the figure it converts: 783,562 km² (300,948 square miles)."""
    before = text[: a.start]
    if not _OR.search(before) and before.count("(") + before.count("（") <= before.count(")") + before.count("）"):
        return False
    for other in mine:
        if other.order >= a.order or a.order - other.order > 2:
            continue
        if other.kind == a.kind == "time" and _ZONE.match(text, a.end):
            return True  # 오후 8시 30분(15:00 UTC)
        x, y = measured(other), measured(a)
        if x and y and x[0] == y[0] and other.unit != a.unit and close(x[1], y[1], CONVERTED):
            return True
        if other.kind == a.kind == "money" and other.currency != a.currency:
            return True
    return False


_QUARTER: Final = re.compile(r"첫 ?분기|[일이삼사]\s?사\s?분기|首个?季")
"""Quarters in words, which `find` does not read."""


_FIVE_YEARS: Final = re.compile(r"十([一二三四五])五(?![十百千万萬亿億个個人名年月日号號岁歲])")


_BARE_LARGE: Final = re.compile(r"(?<![\d一二三四五六七八九十])(?:[百千][万萬]|[亿億][万萬])")
"""百万翘首以待的粉丝: millions, where it stands too far from what it counts to be read as a number."""


def invented(t: Atom, context: Context) -> str | None:
    """The doubt kind of a number that only the translation has; None where it is a way of speaking."""
    if t.kind == "date" and re.search(r"(?i)resolutions?\s[\d\s,and]+\($", context.translation[: t.start]):
        return None  # the year that the United Nations write behind a resolution's number
    if _small(t) or _first_month(t, context) or t.kind in ("half_year",) or (t.kind == "vague" and t.value <= 10):
        return None
    if _same_months(t, context.right, context.left) or (t.kind == "quarter" and _QUARTER.search(context.source)):
        return None
    if (t.kind == "fraction" and t.value == 0.5) or _spoken(t):
        return None
    if t.kind == "age_decade" and re.search(r"(?i)teen|adolesc|youth|십대|청소년|青少年|少年", context.source):
        return None
    if t.word and t.kind in ("ordinal", "count", "multiple") and t.value <= 3 and not t.part:
        return None
    if t.word and t.text[0].isupper() and re.match(r"(?:\s|-)[A-Z]", context.translation[t.end :]):
        return None  # "Nine Rivers", "the Double Ninth Festival": a name
    plan = _FIVE_YEARS.search(context.source)
    if plan and t.kind in ("ordinal", "duration") and t.value in (5, 11 + "一二三四五".index(plan.group(1))):
        return None  # 十四五规划: the 14th Five-Year Plan
    found = context.spots("source")
    values = {t.value} if t.kind != "date" else {float(p) for p in t.date if p is not None}
    if t.kind == "time":
        values = {t.value // 60, t.value // 60 - 12}
        twice = sum(o.kind == "time" and o.value // 60 % 12 == t.value // 60 % 12 for o in context.right) > 1
        if values & {v for _, _, v in found} and not twice:
            return None
    english = base(context.source_language) == "en"
    excusable = (t.word and t.kind not in ("quarter", "money")) or t.kind in (
        "ordinal",
        "count",
        "age",
        "score",
        "measure",
        "century",
        "decade",
        "duration",
    )
    if excusable and values <= {v for _, _, v in found if v <= 100 or not t.word or t.kind == "measure" or english}:
        return None
    if any(
        t.kind == s.kind and ((t.value == s.value and t.kind != "date") or (t.kind == "date" and t.date == s.date))
        for s in context.left
    ):
        return None  # said twice
    if t.kind == "date":
        return _invented_date(t, context)
    if t.kind == "vague" and _vaguely(t, context.right, context.left, context.source, context.source_language):
        return None
    if t.kind == "vague" and _TITLE.search(context.source):
        return None  # "Thousands and thousands" for 《千与千寻》
    if t.kind == "vague" and t.value >= 1e6 and _BARE_LARGE.search(context.source):
        return None
    if t.word and t.kind == "money" and _RICH.match(t.text) and re.search(r"[百千亿億][万萬]", context.source):
        return None
    if t.kind == "duration" and t.word and t.value <= 1:
        return None
    if t.kind == "duration" and t.unit == "decade":
        return None
    if t.text in ("千年", "천년", "천 년") and re.search(r"(?i)mill?enn?i", context.source):
        return None  # the Millennium Mine
    if _redundant(t, context.right, context.translation) or _repeated(t, context.right, context.translation):
        return None
    if _converted_behind(t, context.right, context.left, context.translation):
        return None
    return "date" if t.kind in ("weekday", "time") else "figure_invented"


_TITLE: Final = re.compile(r"《[^》]*[十百千万萬亿億][^》]*》")
_RICH: Final = re.compile(r"(?i)(?:an?\s)?[mb]illion-(?:dollar|yuan)")
"""A billion-dollar investor is 身价亿万."""
_MONTH_ON_MONTH: Final = re.compile(
    r"[环環]比|[上前]月|전월|전달|지난달|month-on-month|(?:previous|earlier|prior)\smonth"
)


def _invented_date(t: Atom, context: Context) -> str | None:
    year, month = context.year_month()
    said_year = RELATIVE_YEAR[base(context.source_language)].search(context.source)
    if (
        t.date[0] is not None
        and t.date[1] is None
        and said_year
        and (year is None or abs(t.date[0] - year) <= 2)
        and year is not None
    ):
        return None
    if t.date[0] is None and t.date[1] == month and t.date[2] is None:
        return None
    parts = {float(p) for p in t.date if p is not None}
    known = {float(p) for s in context.left for p in s.date if p is not None}
    if parts <= known:
        return None
    before = {(s.date[1] - 2) % 12 + 1 for s in context.left if s.date[1]}
    if t.date[0] is None and t.date[2] is None and t.date[1] in before and _MONTH_ON_MONTH.search(context.source):
        return None  # "in June from May" for 6月环比
    named = feasts(context.source, base(context.source_language))
    if t.date[1:] in named or (t.date[2] is None and any(month == t.date[1] for month, _ in named)):
        return None  # "the May 1 holiday" for 五一假期
    return "date"
