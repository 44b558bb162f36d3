"""What became of a number that has no equal on the other side: which was made of it, or that it is lost or invented.

In: atoms without a partner, with their sentences. Out: a doubt kind and a cause, or None where nobody would miss it:
datelines, list marks, small words, conversions in brackets, ways of speaking.
"""

import re
from typing import Final

from models.figures.agree import DATELINE, LIST_MARK, RELATIVE_YEAR, VAGUE_WORDS, Context
from models.figures.atoms import CONVERTED, Atom, close, measured
from models.figures.bonds import toll_lost
from models.figures.feasts import feasts
from models.language import base

_LEVEL: Final = {
    "zh": (re.compile(r"(?:[跌升涨漲突]破|[降升增减減跌涨漲]至|[降升增减減跌涨漲]到|[达達]到)了?[约約近]?$"), None),
    "ko": (
        None,
        re.compile(r"\s?(?:으로|로|까지|선을?)\s?(?:[가-힣]+\s)?(?:늘|줄|올|내려|떨어|뛰|감소|증가|상승|하락|무너)"),
    ),
}


_CLOCK: Final = re.compile(r"(?i)\s?[ap]\.?m\b")


def count_as_hour(s: Atom, t: Atom, context: Context) -> bool:
    """6.1级 told as "6.1 a.m.": what the source counts or measures is no hour."""
    if s.kind not in ("count", "ordinal", "measure", "percent", "money") or s.text.isdigit() or ":" in s.text:
        return False
    if s.part or re.search(r"[시时時点點]", s.text + context.source[s.end : s.end + 3]):
        return False
    return bool(_CLOCK.search(t.text) or _CLOCK.match(context.translation, t.end))


def level_as_change(s: Atom, t: Atom, context: Context) -> bool:
    """The source says where something stands ("to", "below"), the English translation how far it moved ("by")."""
    language = base(context.source_language)
    if (
        language not in _LEVEL
        or base(context.target_language) != "en"
        or s.kind not in ("money", "percent", "count", "measure")
    ):
        return False
    before, after = _LEVEL[language]
    level = (
        before.search(context.source[: s.start]) if before else after.match(context.source, s.end) if after else None
    )
    moved = re.search(
        r"(?i)\b(?:r[io]s\w+|rose|fall\w*|fell|drop\w*|increas\w+|decreas\w+|declin\w+|up|down|grew|gain\w*)\sby\s(?:about\s|nearly\s|over\s|more\sthan\s)?$",
        context.translation[: t.start],
    )
    return bool(level and moved and t.part != 2)


def blame(s: Atom, t: Atom, context: Context) -> tuple[float, str, str] | None:
    """(price, doubt kind, cause) where `t` is what became of `s`; None where they have nothing to do with each other."""
    if "weekday" in (s.kind, t.kind):
        return (1.0, "date", "date") if s.kind == t.kind else None
    if s.kind == "date" and t.kind == "date":
        return _blame_dates(s, t)
    if s.kind == "time" and t.kind == "time":
        return 1.0, "date", "time"
    if "date" in (s.kind, t.kind) or "time" in (s.kind, t.kind):
        date, other = (s, t) if s.kind in ("date", "time") else (t, s)
        if other.kind in ("weekday", "vague"):
            return None
        number = date.value if date.kind == "date" else date.value // 60
        if close(number, other.value) or (
            date.kind == "date" and date.date[2] is not None and close(float(date.date[2]), other.value)
        ):
            return 0.5, "date" if date is s else "figure_wrong", "kind"
        return None
    if close(s.value, t.value) and (s.value > 2 or (s.kind == t.kind and not s.word)):
        if s.kind == "money" and t.kind == "money":
            return 0.1, "currency", "currency"
        if t.kind == "money":
            return 0.3, "currency", "currency"
        if s.kind == "measure" and t.kind == "measure":
            return 0.1, "unit", "unit"
        if s.kind == "duration" and t.kind == "duration":
            return 0.2, "unit", "unit"
        if s.kind != t.kind and t.kind != "vague":
            return 0.8, "figure_wrong", "kind"
    if s.kind == "money" and t.kind == "money":
        return _digits(s, t, 0.3)
    if s.kind == "money" and t.kind == "percent" and context.translation[: t.start].endswith(("$", "€", "£", "¥")):
        return 0.5, "currency", "currency"  # "$350 per cent"
    if s.kind == t.kind and s.kind in (
        "percent",
        "age",
        "fraction",
        "measure",
        "count",
        "duration",
        "ordinal",
        "decade",
        "century",
        "age_decade",
        "quarter",
        "score",
        "multiple",
    ):
        return _digits(s, t, 0.4)
    if s.kind == t.kind == "vague" and s.value == t.value:
        return (0.1, "currency", "currency") if s.currency != t.currency else (0.1, "unit", "unit")
    if s.kind == "vague" or t.kind == "vague":
        if s.kind != t.kind and not {s.kind, t.kind} & {"count", "money", "measure", "duration"}:
            return None
        near = bool(s.value) and 0.1 < t.value / s.value < 10
        return (0.9 if near and t.kind == "vague" else 1.5), "figure_wrong", "precision"
    if s.kind == "age_decade" and t.kind in ("age", "count") and s.value == t.value:
        return 0.8, "figure_wrong", "kind"
    if _TIMES.search(s.text) and _TIMES.search(t.text):
        return 1.5, "figure_wrong", "digits"
    mixed = {s.kind, t.kind}
    if mixed <= {"count", "money", "measure", "score", "ordinal", "age"} or (mixed <= {"count", "percent"}):
        found = _digits(s, t, 0.9)
        return found if (found and found[2] in ("scale", "malformed")) or (found and found[0] < 2) else None
    return None


def _blame_dates(s: Atom, t: Atom) -> tuple[float, str, str]:
    same = [a == b for a, b in zip(s.date, t.date, strict=True)]
    if s.date[2] is not None and s.date[1] is None and t.date[2] == s.date[2] and t.date[1] is not None:
        return 0.1, "date", "month"
    return 2.0 - 0.5 * sum(x for x, a in zip(same, s.date, strict=True) if a is not None), "date", "date"


def _digits(s: Atom, t: Atom, price: float) -> tuple[float, str, str]:
    """Scale slip, cut or swapped digits, or simply another number in the same place."""
    if s.value and t.value:
        ratio = t.value / s.value
        if s.kind != t.kind and not 1e-5 < ratio < 1e5:
            return price + 2.0, "figure_wrong", "digits"
        for power in (10, 100, 1000, 1e4, 1e5, 1e6, 1e8, 1e9, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8):
            if close(ratio, power, 1e-6):
                return price, "figure_wrong", "scale"
    a, b = _mantissa(s.value), _mantissa(t.value)
    if len(a) >= 2 and len(b) >= 2 and (a.startswith(b) or b.startswith(a) or _subsequence(a, b) or _subsequence(b, a)):
        return price + 0.3, "figure_wrong", "digits"
    if sorted(a) == sorted(b) and len(a) > 1:
        return price + 0.5, "figure_wrong", "digits"
    return price + 2.0, "figure_wrong", "digits"


def _mantissa(value: float) -> str:
    return f"{abs(value):.10g}".replace(".", "").split("e")[0].strip("0")


def _subsequence(small: str, large: str) -> bool:
    found = iter(large)
    return len(small) >= 2 and len(large) - len(small) <= 2 and all(c in found for c in small)


_PEOPLE: Final = {
    "ko": re.compile(r"\s?(?:명|사람|분|인(?![가-힣]))"),
    "zh": re.compile(r"[个個]?(?:人|名|位)"),
    "en": re.compile(
        r"\s(?:(?:other|more|young|local)\s)?(?:people|persons?|m[ae]n|wom[ae]n|children|others|were\b|was\b|died|soldiers|workers)"
    ),
}
"""What follows a number of persons: nobody says "two died" loosely for three."""


_FOLD: Final = {2.0: "doubl|twice|twofold|two-fold", 3.0: "tripl|threefold|three-fold|thrice", 4.0: "quadrupl|fourfold"}


_TIMES: Final = re.compile(r"(?i)^(?:twice|thrice|once)$|[번회次]$|차례$|\btimes$")


def contradicts(s: Atom, t: Atom, context: Context) -> bool:
    """Small numbers come and go between languages; two of the same kind that differ do not: 두 명 -> "three people"."""
    if s.kind == t.kind == "multiple":
        return True
    if {s.kind, t.kind} == {"multiple", "count"}:
        return True  # blamed only where both count times: twice -> 세 번
    if s.kind == t.kind and s.kind in ("measure", "money") and s.unit == t.unit and s.currency == t.currency:
        return True  # the conversion in brackets, ten times too large
    if s.kind == t.kind == "vague":
        return not 0.1 < t.value / s.value < 10  # dozens are no hundreds
    if s.kind == t.kind == "score":
        return s.part == t.part
    if s.kind != t.kind or s.value == t.value or s.part or t.part:
        return False
    if s.kind == "ordinal":
        return True
    if s.kind == "count" and min(s.value, t.value) >= 2 and s.word and t.word and not s.unit:
        # 两剂 -> "three doses": neither number is anywhere on the other side.
        gone = _nowhere(s, context.left, context.spots("translation"))
        if gone and _nowhere(t, context.right, context.spots("source")):
            return True
    return s.kind == "count" and all(
        _PEOPLE[base(language)].match(text, atom.end) or _PEOPLE[base(language)].search(atom.text)
        for atom, text, language in (
            (s, context.source, context.source_language),
            (t, context.translation, context.target_language),
        )
    )


_IN_NAME: Final = re.compile(r"[A-Za-z,]\s$")
"""Not at the start of a sentence, where every number has a capital."""


def _nowhere(a: Atom, mine: tuple[Atom, ...], theirs: list[tuple[int, int, float]]) -> bool:
    """Whether the other side says the number no oftener than other figures of this side account for."""
    others = sum(o is not a and o.value == a.value for o in mine)
    return sum(value == a.value for _, _, value in theirs) <= others


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
    if _small(s) or _first_month(s, context):
        return None
    if (
        s.word
        and s.text[0].isupper()
        and _IN_NAME.search(context.source[: s.start])
        and re.match(r"\s[A-Z]", context.source[s.end :])
    ):
        return None  # "the epic Nine Gates", "the Double Ninth Festival": a name
    if _spoken(s):
        return None
    if any(o is not s and _same_number(o, s) for o in context.left) and any(
        _same_number(s, t) or (t.value == s.value and t.kind == "ordinal") for t in context.right
    ):
        return None  # said twice there, once here
    if s.kind == "date" and s.date[:2] == (None, None):
        months = {o.date[1] for o in context.left if o.date[2] == s.date[2]}
        if any(t.date[2] == s.date[2] and t.date[1] in months for t in context.right):
            return None  # the day of the dateline again: 7月25日电 记者25日获悉
    if _said_elsewhere(s, context.right, context.spots("translation"), context):
        return None
    if s.date[1:] in feasts(context.translation, base(context.target_language)):
        return None  # "the May Day holiday" for 5月1日
    if _redundant(s, context.left, context.source):
        return None
    if _converted_behind(s, context.left, context.right, context.source):
        return None
    if s.kind == "vague" or (s.part and s.word and s.value < 10):
        return None if VAGUE_WORDS[base(context.target_language)].search(context.translation) else kind
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
    if s.kind == "age" and s.word and s.value == 100:
        return None  # 百岁老人 are centenarians
    if s.kind == "age_decade" and re.search(r"(?i)teen|adolesc|youth|십대|청소년|青少年|少年", context.translation):
        return None
    return kind


def _spoken(a: Atom) -> bool:
    """三道 is a brand, 四处 is everywhere, 三代 three generations."""
    return a.word and a.value <= 9 and a.kind == "count" and a.text[-1] in "道处處代級级層层步面方角轮輪度"


def _first_month(a: Atom, context: Context) -> bool:
    """The January of 1~10월, said as "the first ten months"."""
    return a.date == (None, 1, None) and bool(
        re.search(r"(?i)\bfirst\s\w+\smonths|前.{1,2}个月|前.{1,2}個月", context.source + context.translation)
    )


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


_OR: Final = re.compile(r"(?:또는|혹은|或|即|\bor)\s?(?:약\s?|about\s)?$")
"""Before a conversion that stands in no bracket: "12.8km 또는 8마일"."""


def _redundant(a: Atom, mine: tuple[Atom, ...], text: str) -> bool:
    """A conversion in brackets behind the figure it converts: 783,562 km² (300,948 square miles)."""
    before = text[: a.start]
    if not _OR.search(before) and before.count("(") + before.count("（") <= before.count(")") + before.count("）"):
        return False
    for other in mine:
        if other.order >= a.order or a.order - other.order > 2:
            continue
        x, y = measured(other), measured(a)
        if x and y and x[0] == y[0] and other.unit != a.unit and close(x[1], y[1], CONVERTED):
            return True
        if other.kind == a.kind == "money" and other.currency != a.currency:
            return True
    return False


_FIVE_YEARS: Final = re.compile(r"十([一二三四五])五(?=[”’」]?(?:规划|規劃|时期|時期|期间|期間))")


def invented(t: Atom, context: Context) -> str | None:
    """The doubt kind of a number that only the translation has; None where it is a way of speaking."""
    if t.kind == "date" and re.search(r"(?i)resolutions?\s[\d\s,and]+\($", context.translation[: t.start]):
        return None  # the year that the United Nations write behind a resolution's number
    if _small(t) or _first_month(t, context) or t.kind in ("half_year",) or (t.kind == "vague" and t.value <= 10):
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
        if values & {v for _, _, v in found}:
            return None
    english = base(context.source_language) == "en"
    excusable = t.word or t.kind in ("ordinal", "count", "age", "score", "measure", "century", "decade", "duration")
    if excusable and values <= {v for _, _, v in found if v <= 100 or not t.word or t.kind == "measure" or english}:
        return None
    if any(
        t.kind == s.kind and ((t.value == s.value and t.kind != "date") or (t.kind == "date" and t.date == s.date))
        for s in context.left
    ):
        return None  # said twice
    if t.kind == "date":
        return _invented_date(t, context)
    if t.kind == "vague" and VAGUE_WORDS[base(context.source_language)].search(context.source):
        return None
    if t.kind == "duration" and t.word and t.value <= 1:
        return None
    if t.kind == "duration" and t.unit == "decade":
        return None
    if _redundant(t, context.right, context.translation):
        return None
    if _converted_behind(t, context.right, context.left, context.translation):
        return None
    return "date" if t.kind in ("weekday", "time") else "figure_invented"


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
