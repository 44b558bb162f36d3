"""What became of a number that has no equal on the other side: another scale, other digits, another unit or kind.

In: atoms without a partner, with their sentences. Out: a doubt kind and a cause, or None where the two have nothing to
do with each other. Whether a number that nothing became of is missed is `models.figures.missed`'s.
"""

import re
from typing import Final

from models.figures.atoms import Atom, close
from models.figures.context import Context
from models.figures.dates import as_name, no_day
from models.language import base

_LEVEL: Final = {
    "zh": (re.compile(r"(?:[跌升涨漲突]破|[降升增减減跌涨漲]至|[降升增减減跌涨漲]到|[达達]到)了?[约約近]?$"), None),
    "ko": (
        None,
        re.compile(r"\s?(?:으로|로|까지|선을?)\s?(?:[가-힣]+\s)?(?:늘|줄|올|내려|떨어|뛰|감소|증가|상승|하락|무너)"),
    ),
}
_CLOCK: Final = re.compile(r"(?i)(?<![a-z])\s?[ap]\.?m\b")


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


_QUARTERS: Final = re.compile(r"(?i)(?:one|two|three|four)[\s-]quarters?")
"""What becomes of 一季度: "in one quarter"."""


def blame(s: Atom, t: Atom, context: Context) -> tuple[float, str, str] | None:
    """(price, doubt kind, cause) where `t` is what became of `s`; None where they have nothing to do with each other."""
    if "weekday" in (s.kind, t.kind):
        return (1.0, "date", "date") if s.kind == t.kind else None
    if s.kind == "date" and t.kind == "date":
        return _blame_dates(s, t)
    if s.kind == "time" and t.kind == "time":
        opposite = s.value % 720 == t.value % 720  # the other half of the day: surely this one
        return (0.3 if opposite else 1.0), "date", "time"
    if s.kind == "quarter" and t.kind in ("fraction", "duration") and _QUARTERS.fullmatch(t.text):
        said = ("one", "two", "three", "four")[int(s.value) - 1]
        return (0.4, "figure_wrong", "quarter") if t.text.lower().startswith(said) else None
    if s.kind == "date" and t.kind == "time" and s.date[:2] == (None, None) and close(s.value * 60, t.value):
        return 0.5, "date", "kind"  # 11日上午 -> "the morning of 11 a.m."
    if "date" in (s.kind, t.kind) or "time" in (s.kind, t.kind):
        date, other = (s, t) if s.kind in ("date", "time") else (t, s)
        if other.kind in ("weekday", "vague"):
            return None
        number = date.value if date.kind == "date" else date.value // 60
        if close(number, other.value) or (
            date.kind == "date" and date.date[2] is not None and close(float(date.date[2]), other.value)
        ):
            if date is s and t.kind in ("ordinal", "count") and (no_day(t, context) or as_name(s, t, context)):
                return 0.3, "date", "day"
            return 0.5, "date" if date is s else "figure_wrong", "kind"
        return None
    if s.kind == t.kind and s.value and close(s.value, -t.value):
        return 0.1, "figure_wrong", "digits"  # a sign is gone
    if s.kind == "vague" and s.value == t.value and t.kind == "count":
        return 0.5, "figure_wrong", "precision"  # "several million" -> 100만
    if close(s.value, t.value) and (s.value > 2 or (s.kind == t.kind and not s.word)):
        if s.kind == "money" and t.kind == "money":
            return 0.1, "currency", "currency"
        if t.kind == "money":
            return 0.3, "currency", "currency"
        if s.kind == "measure" and t.kind == "measure":
            return 0.1, "unit", "unit"
        if s.kind == "duration" and t.kind == "duration":
            return 0.2, "unit", "unit"
        if s.kind != t.kind and t.kind != "vague" and (s.kind, t.kind) != ("money", "percent"):
            return 0.8, "figure_wrong", "kind"
    if s.kind == "money" and t.kind == "money":
        return _digits(s, t, 0.3)
    if s.kind == "money" and t.kind == "percent":
        signed = context.translation[: t.start].endswith(("$", "€", "£", "¥"))  # "$350 per cent"
        return (0.5, "currency", "currency") if signed or close(s.value, t.value) else None
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
    if {s.kind, t.kind} == {"age_decade", "decade"} and abs(s.value - t.value) == 1900:
        return 0.3, "figure_wrong", "kind"  # "in his 20s" -> 20年代
    if s.kind == "vague" or t.kind == "vague":
        if s.kind != t.kind and not {s.kind, t.kind} & {"count", "money", "measure", "duration"}:
            return None
        near = bool(s.value) and 0.1 < t.value / s.value < 10
        return (0.9 if near and t.kind == "vague" else 1.5), "figure_wrong", "precision"
    if s.kind == "age_decade" and t.kind in ("age", "count") and s.value == t.value:
        return 0.8, "figure_wrong", "kind"
    if _TIMES.search(s.text) and _TIMES.search(t.text):
        found = _digits(s, t, 0.9)
        return found if found[2] == "scale" else (1.5, "figure_wrong", "digits")
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
_TIMES: Final = re.compile(r"(?i)^(?:twice|thrice|once)$|[번회次]$|차례$|\btimes$")


def contradicts(s: Atom, t: Atom, context: Context) -> bool:
    """Small numbers come and go between languages; two of the same kind that differ do not: 두 명 -> "three people"."""
    if s.kind == t.kind == "multiple" or (s.kind == t.kind and s.value and close(s.value, -t.value)):
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
        return _nowhere(t, context.right, context.spots("source"))
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


def _nowhere(a: Atom, mine: tuple[Atom, ...], theirs: list[tuple[int, int, float]]) -> bool:
    """Whether the other side says the number no oftener than other figures of this side account for."""
    others = sum(o is not a and o.value == a.value for o in mine)
    return sum(value == a.value for _, _, value in theirs) <= others
