"""Whether dates and clock times say the same: 20日 and "on Monday", 18:30 and 6:30 p.m., 上半年 and six months.

In: an atom of the source and one of the translation, at least one of them of the calendar or the clock, with their
sentences. Out: a price (lower is surer), or None.
"""

import re
from calendar import monthrange, weekday
from typing import Final

from models.figures.atoms import Atom, close
from models.figures.context import RELATIVE_YEAR, Context
from models.language import base


def dates(s: Atom, t: Atom, context: Context) -> float | None:
    price = 0.0
    others = [a.date for a in context.left if a.kind == "date" and a is not s]
    # A day takes the month that was said before it: 26日…2017年7月 is no July 26.
    forward = base(context.source_language) != "en"
    earlier = (
        [a.date for a in context.left if a.kind == "date" and (a.order < s.order or a.date[2] == s.date[2])]
        if forward
        else others
    )
    theirs = [a.date for a in context.right if a.kind == "date" and a is not t]
    year, month = context.year_month()
    for i, (a, b) in enumerate(zip(s.date, t.date, strict=True)):
        if a == b:
            continue
        if a is None:
            # More than the source said: right where the source says it elsewhere, or the page's own date does.
            if any(o[i] == b for o in (earlier if i == 1 and s.date[2] else others)):
                price += 0.4
            elif (
                i == 0
                and (
                    b == year
                    or (
                        b is not None
                        and year is not None
                        and abs(b - year) <= 1
                        and RELATIVE_YEAR[base(context.source_language)].search(context.source)
                    )
                )
            ) or (i == 1 and s.date[2] is not None and b in _months_meant(month, context)):
                price += 0.5
            else:
                return None
        elif b is None:
            if any(o[i] == a for o in theirs) or (
                any(v == float(a) for _, _, v in context.spots("translation")) and i == 0
            ):
                price += 0.6
            elif i == 0 and a == year:
                price += 0.7
            else:
                return None
        else:
            return None
    return price


_BEFORE_CHRIST: Final = re.compile(
    r"\bB\.?C\.?(?:E\b|\b|\.)|(?i:\bbefore\s(?:Christ|the\scommon))|기원전|[公西]元前|[纪紀]元前"
)


def era_turned(s: Atom, t: Atom, context: Context) -> bool:
    """ "400 A.D." told as 기원전 400년, or a year before Christ with nothing that says so."""
    if {s.kind, t.kind} not in ({"century"}, {"date"}, {"date", "count"}) or s.value != t.value:
        return False
    if any(a.kind == "date" and a.date[0] is None for a in (s, t)):
        return False
    said = [bool(_BEFORE_CHRIST.search(text)) for text in (context.source, context.translation)]
    here = _BEFORE_CHRIST.search(
        t.text + context.translation[t.end : t.end + 6] + context.translation[max(0, t.start - 5) : t.start]
    )
    there = _BEFORE_CHRIST.search(
        s.text + context.source[s.end : s.end + 6] + context.source[max(0, s.start - 5) : s.start]
    )
    return said[0] != said[1] and bool(here or there)


_SINCE_WHEN: Final = {
    "en": re.compile(
        r"(?i)\bsince\s(?:the\s)?(?:(?:beginning|start|end|early|late|year|summer|spring|autumn|fall|winter)\s(?:of\s)?)?$"
    ),
    "ko": re.compile(r"\s?(?:이후|이래)"),
    "zh": re.compile(r"(?:[年月日]|至今)?(?:以[来來後后]|至今)"),
}
_SINCE_SAID: Final = {
    "en": re.compile(
        r"(?i)\b(?:since|after|from|following|first|began|beginning|starting|last|onwards?|until|than|later|now|ever|past)\b"
    ),
    "ko": re.compile(r"이후|이래|부터|뒤|후|이전|전|만에|지금|이래|최초|처음|지나"),
    "zh": re.compile(r"[来來起后後从從自首至初]|以前|之前"),
}


def since_lost(s: Atom, t: Atom, context: Context) -> bool:
    """ "In 2008" for 2008년 이후: a time that goes on told as the year alone."""
    if not (s.kind == t.kind == "date" and s.date == t.date and s.date[0] and s.date[1] is None):
        return False
    language = base(context.source_language)
    since = (
        _SINCE_WHEN["en"].search(context.source[: s.start])
        if language == "en"
        else _SINCE_WHEN[language].match(context.source, s.end)
    )
    if _NEVER_SINCE.search(context.source):
        return False  # "has not been updated since 2011" is last updated in 2011
    return bool(since) and not _SINCE_SAID[base(context.target_language)].search(context.translation)


_NEVER_SINCE: Final = re.compile(r"(?i)않|없|못|没|沒|未|不再|\bnot\b|n['’]t\b|\bnever\b|\bno\b|\blast\b|\bfirst\b")


_NEXT: Final = re.compile(r"다음\s?달|내달|오는|[下次]个?月|[下次]個月|\bnext\b|\bcoming\b")
_LAST: Final = re.compile(r"지난|上个?月|上個月|\blast\b")


def _months_meant(month: int | None, context: Context) -> set[int]:
    """The months that a bare day may be of: the article's own, and the next or last where the source says so."""
    if month is None:
        return set()
    meant = {month}
    if _NEXT.search(context.source):
        meant.add(month % 12 + 1)
    if _LAST.search(context.source):
        meant.add((month - 2) % 12 + 1)
    return meant


def times(s: Atom, t: Atom, context: Context) -> float | None:
    if s.value == t.value:
        return 0.0
    if s.value % 720 == t.value % 720:
        # 12 hours apart: right unless both say which half of the day.
        said = [
            _HALF_SAID[base(lang)].search(a.text)
            for a, lang in ((s, context.source_language), (t, context.target_language))
        ]
        sides, langs = (context.left, context.right), (context.source_language, context.target_language)
        explicit = [
            bool(m) or a.value >= 780 or any(_counts_on(o, lang) for o in side if not m)
            for m, a, side, lang in zip(said, (s, t), sides, langs, strict=True)
        ]  # 6时40分 beside 13时34分 is counted to 24
        return None if all(explicit) else 0.5
    return None


_HALF_SAID: Final = {
    "en": re.compile(r"(?i)[ap]\.?\s?m|morning|afternoon|evening|night|^0\d"),
    "ko": re.compile(r"오전|오후|새벽|아침|저녁|밤|낮"),
    "zh": re.compile(r"[上下中]午|[早晚]|凌晨|清晨|夜|傍|午"),
}


def _counts_on(a: Atom, language: str) -> bool:
    """A clock time after noon that is said without its half of the day."""
    return a.kind == "time" and a.value >= 780 and not _HALF_SAID[base(language)].search(a.text)


def months_for(s: Atom, t: Atom) -> float | None:
    """The first six months for 上半年, nine months for "to the third quarter", three months for a quarter."""
    part, duration = (t, s) if s.kind == "duration" else (s, t)
    if duration.unit == "quarter" and part.kind == "quarter":
        return 0.8 if close(duration.value, part.value) else None
    if duration.unit != "month":
        return None
    fits = {6.0} if part.kind == "half_year" else {3.0, 3 * part.value}
    return 0.8 if duration.value in fits else None


def date_other(s: Atom, t: Atom, context: Context) -> float | None:
    date, other = (s, t) if s.kind == "date" else (t, s)
    year, month, day = date.date
    if other.kind == "duration":
        # N일 is N days as often as the Nth; 七日 in words is mostly days. In a digit 日 the day of the month is meant.
        if day is not None and month is None and other.unit == "day" and close(float(day), other.value):
            side = (
                (context.source, context.source_language)
                if date is s
                else (context.translation, context.target_language)
            )
            loose_day = side[1] == "ko" and (
                "-day" in other.text.lower() or date is t or side[0][date.end : date.end + 1] in "의은는과이"
            )
            return 1.2 if date.word or loose_day else None
        if year is not None and month is None and other.unit == "year" and year % 1000 == 0 and other.value == year:
            return 0.6  # "over a thousand years" for 1000년 이상
        if month is not None and day is None and other.unit == "month" and close(float(month), other.value):
            around = context.translation[max(0, t.start - 8) : t.start] + context.source[max(0, s.start - 8) : s.start]
            return 1.2 if re.search(r"(?i)first|前", around) else None
        return None
    if other.kind == "money" and date is t and year is not None and month is None and close(float(year), other.value):
        return 1.0 if date.text.isdigit() else None  # an amount in a list whose currency is said once
    if other.kind == "fraction" and other.text == f"{month}/{day}":
        return 0.3  # "the 8/11 reform" for “8·11”汇改
    if other.kind == "decade":
        row = date.part or _ROW.match(context.source if date is s else context.translation, date.end)
        return 0.6 if row and year is not None and close(float(year), other.value) else None
    if other.kind not in ("count", "ordinal", "score"):
        return None
    if month is not None and re.sub(r"\D", ".", other.text) == f"{month}.{day}":
        return 0.5  # "the 12.3 martial law" for 12·3 계엄
    if year is not None and month is None:
        if not close(float(year), other.value):
            return None
        if date is t and other.kind == "count" and _says_year(t, context) and not s.text.isdigit():
            return None
        return 0.6
    if day is not None and month is None and year is None and close(float(day), other.value):
        if date is s and (_nth_time(s, t, context) or no_day(t, context) or as_name(s, t, context)):
            return None
        return 0.5
    if (
        month is not None
        and day is None
        and year is None
        and close(float(month), other.value)
        and other.kind != "ordinal"
    ):
        return 0.9
    return None


_ROW: Final = re.compile(r"\s?(?:[-–—~∼～,、/至到和与與及]|and\b|or\b|to\b|및|과\s|와\s|에서|부터)")
"""Behind the first of several decades whose last alone says that they are some."""
_ON_THE: Final = re.compile(r"(?i)\b(?:on|since|until|(?:morning|afternoon|evening|night)\sof)\s(?:the\s)?$")


NO_DAY: Final = re.compile(
    r"(?i)\s(?:anniversary|birthday|century|edition|session|round|meeting|match|game|race|floor|day\sof\sthe\sweek|of\s(?:that|the|this)\syear|years?|grade)\b|\s?[ap]\.?m\b(?:\.(?=\S|\s[a-z]))?"
)


def no_day(t: Atom, context: Context) -> bool:
    """ "The 25th anniversary" and "27 a.m." for 25日 and 27日: what stands behind the number is no day's."""
    return base(context.target_language) == "en" and bool(NO_DAY.match(context.translation, t.end))


_ACTS: Final = re.compile(
    r"[上下晚凌中启抵举舉说說对對向]|(?<=[会會院方队隊部军軍]..)在|在[^，。]{1,8}(?:[会會][见見]|出席|集[体體])"
    r"|投票|承[认認]|表示|宣布|[会會][见見]|出席|分[别別]|集[体體]|[发發]表"
)
"""What follows 二号 where it is a day: somebody does something on it."""


def as_name(s: Atom, t: Atom, context: Context) -> bool:
    """王先生二号在京会见 told as "Mr Wang II, met", "No. 2, in Beijing", "Wang 2, said"."""
    if s.text[-1] not in "号號" or not numbered(t, context.translation):
        return False
    opens = s.start == 0 and context.source[s.end : s.end + 1] in "，,"
    return opens or _ACTS.match(context.source, s.end) is not None


def numbered(t: Atom, text: str) -> bool:
    """A number that stands as a name's or a list's: "No. 2", "Ning II,", "Flynn 1,", "First, he said"."""
    if t.kind == "ordinal" and (t.text.startswith(("No", "#")) or re.fullmatch("[IVX]+", t.text)):
        return True
    head = t.text == "First" and text[: t.start].strip() == ""
    name = t.kind == "count" and t.text.isdigit() and re.search(r"[A-Z]\w+\s$", text[: t.start])
    return bool(head or name) and re.match(r",|\s(?:said|told|announced|stated|admitted)\b", text[t.end :]) is not None


def _nth_time(s: Atom, t: Atom, context: Context) -> bool:
    """ "On the 22nd" told as 第22次: the day of a month and no count."""
    said = context.source[: s.start + (4 if s.text.startswith("the ") else 0)]
    return t.kind == "ordinal" and t.text[:1] in "第제" and bool(_ON_THE.search(said))


def _says_year(t: Atom, context: Context) -> bool:
    before = context.translation[max(0, t.start - 10) : t.start]
    return bool(re.search(r"(?i)\b(?:in|since|by|until|of|during)\s+$", before)) or t.text.endswith(("年", "년"))


def day_name(s: Atom, t: Atom, context: Context) -> float | None:
    """ "on Monday" for 20日, as English papers say it: right unless the calendar of the article's month denies it."""
    day, name = (s, t) if s.kind == "date" else (t, s)
    year, month = context.year_month()
    if day.date[2] is None or (day.date[1] is not None and day.date[0] is not None):
        return None
    if year is None or month is None:
        return 1.3
    months = [(year, day.date[1])] if day.date[1] else [(year, month), (year - (month == 1), (month - 2) % 12 + 1)]
    fits = any(d <= monthrange(y, m)[1] and weekday(y, m, d) == name.value for y, m in months for d in [day.date[2]])
    return 1.3 if fits else None


def time_other(s: Atom, t: Atom) -> float | None:
    time, other = (s, t) if s.kind == "time" else (t, s)
    hour, minute = divmod(int(time.value), 60)
    if other.kind == "duration" and other.unit == "second":
        return 0.3 if close(other.value, float(hour * 60 + minute)) else None  # a race time, 4:08
    if other.kind in ("count", "ordinal", "score") and minute == 0 and other.value in (hour, hour - 12):
        bare = other is s and other.text.isdigit() and other.value > 12 and time.text.endswith(("时", "時", "시"))
        return None if bare else 1.0  # "at 23", an age, is no 23时
    if other.kind in ("count", "score") and other.value in (hour * 100 + minute, hour, minute):
        return 0.8
    return None


_THROUGH: Final = {
    "en": re.compile(r"(?i)\s?(?:to|through|until|[-–—~])\s?"),
    "ko": re.compile(r"[^,.]*?(?:부터|에서|[-–~∼])[^,.]*"),
    "zh": re.compile(r"[^，。、]*?(?:至|到|[-–—~])[^，。、]*"),
}
_BOTH: Final = {
    "en": re.compile(r"(?i),?\s(?:and|or)\s"),
    "ko": re.compile(r"\s?(?:과|와|,|·|및)\s?"),
    "zh": re.compile(r"(?:份)?(?:和|及|与|與|、|或)"),
}
_BETWEEN: Final = re.compile(r"(?i)\bbetween\s(?:\w+\s)?$")
_AMID: Final = re.compile(r"\s?(?:사이|간|之?[间間])")


def months_apart(one: tuple[Atom, Atom], two: tuple[Atom, Atom], context: Context) -> bool:
    """The first and last month of a time told as two months: 11~2월 -> "November and February". June and July are both."""
    (first, here), (last, there) = one, two
    if any(a.kind != "date" or a.date[0] or a.date[2] or not a.date[1] for a in (first, last, here, there)):
        return False
    if ((last.date[1] or 0) - (first.date[1] or 0)) % 12 <= 1:
        return False
    said, told = base(context.source_language), base(context.target_language)
    through = context.source[first.start : last.start].removeprefix(first.text.rstrip("至到-–—~∼ "))
    if not _THROUGH[said].fullmatch(through) or not _BOTH[told].fullmatch(context.translation, here.end, there.start):
        return False
    return not _BETWEEN.search(context.translation[: here.start]) and not _AMID.match(context.translation, there.end)
