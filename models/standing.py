"""A chosen sentence -> the same sentence able to stand alone, in its own language.

In: the sentence, the person its opening pronoun stands for (where that is sure), the article's date. Out: the text of
the bullet. Drops a leading connective, closes or drops a dangling quotation mark, puts the name for the pronoun and
adds the date that "on the 22nd" or "yesterday" means, in square brackets. Never adds what the article does not say.
"""

import re
from datetime import date, timedelta
from functools import cache
from typing import Final

from models import quotes
from models.language import table

_PAIRS: Final = {"“": "”", "„": "”", "「": "」", "『": "』", "«": "»", '"': '"', "＂": "＂"}
_CLOSERS: Final = "”」』»"
_EN_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY: Final = {
    "en": re.compile(r"\bon the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! (?:of|floor|day|anniversary))"),
    "ko": re.compile(
        r"(?P<past>지난 )?(?<![\d월∼~·\-] )(?<![\d월∼~·\-])(?P<day>\d{1,2})일(?= |,|에|부터|까지|자|은|이 )(?! "
        r"?(?:간|동안|째|만에|이상|이내|연속|치|내|뒤|후|전))"
    ),
    "zh": re.compile(r"(?<![\d月至—~\-、])(?P<day>\d{1,2})日(?![至元期常前、—~\-])"),
}
_NEAR: Final = {
    "en": {"yesterday": -1, "today": 0, "tomorrow": 1},
    "ko": {"어제": -1, "오늘": 0, "내일": 1},
    "zh": {"昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1},
}
"""Words for a day and its distance from the day of the article."""


def alone(text: str, language: str, referent: str = "", published: str = "") -> str:
    """`text` made to stand alone; `published` is the article's ISO date, "" where it is not known."""
    code = table(language).code
    text = _without_connective(text, language)
    if referent:
        text = _named(text, code, referent)
    text = _dated(text, language, published)
    return _closed(text)


def opening(text: str, language: str) -> int:
    """Where the sentence begins behind a connective that can be left out; 0 where it has none."""
    found = _connective(table(language).code).match(table(language).folded(text))
    if not found:
        return 0
    rest = text[found.end() :]
    start = found.end() + len(rest) - len(rest.lstrip(" ,，、"))
    return start if start < len(text) else 0


def _without_connective(text: str, language: str) -> str:
    start = opening(text, language)
    return text[start : start + 1].upper() + text[start + 1 :] if start else text


@cache
def _connective(code: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(table(code).connectives, key=len, reverse=True)))
    if code == "en":
        return re.compile(rf"(?:{words})(?<=,)\s+|(?:But|And) (?=[A-Z\"“a-z])(?!(?:for|yet|then|so)\b)")
    if code == "ko":
        return re.compile(rf"(?:{words})(?:,\s*|\s+)(?![\"“]?고 )")
    return re.compile(rf"(?:{words})(?:，|,)|(?:但是|但(?![丁愿凡])|不过(?!是|度)|然而|而且|此外|另外|因此|所以)")


def _named(text: str, code: str, name: str) -> str:
    if code == "en":
        found = re.match(r"(He|She|His|Her)\b(['’](?:s|d|ll))?", text)
        if not found or found.group(2):
            return text
        owner = found.group(1) == "His" or (found.group(1) == "Her" and not re.match(r"Her (?:is|was|and)\b", text))
        return (f"{name}'s" if owner else name) + text[found.end() :]
    if code == "ko":
        found = re.match(r"그(는|가|의)(?= )", text)
        return name + _particle(name, found.group(1)) + text[found.end() :] if found else text
    return re.sub(r"^[他她](?!们)", lambda _: name, text)


def _particle(name: str, particle: str) -> str:
    """는/은 and 가/이 follow the last syllable."""
    last = name[-1]
    closed = "가" <= last <= "힣" and (ord(last) - 0xAC00) % 28 > 0
    return {"는": "은" if closed else "는", "가": "이" if closed else "가"}.get(particle, particle)


def dating(text: str, language: str, published: str) -> tuple[int, str] | None:
    """Where the first day stands that only the article's own date makes whole, and its date in brackets.

    "on the 22nd" of an article of 24 May: the place behind it, and " [22 May]". Works on a translation too.
    """
    code = table(language).code
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    told = quotes.mask(text)
    for word, distance in _NEAR[code].items():
        if found := re.search(rf"\b{word}\b(?!['’]s)" if code == "en" else word, told):
            return found.end(), _bracket(day + timedelta(days=distance), code)
    found = _DAY[code].search(told)
    if found and 1 <= int(found["day"]) <= day.day:  # a later day may be of this month or of the last: not sure
        return found.end(), _bracket(day.replace(day=int(found["day"])), code)
    return None


def _dated(text: str, language: str, published: str) -> str:
    found = dating(text, language, published)
    return text[: found[0]] + found[1] + text[found[0] :] if found else text


def _bracket(day: date, code: str) -> str:
    return {
        "en": f" [{day.day} {_EN_MONTHS[day.month - 1]}]",
        "ko": f"[{day.month}월 {day.day}일]",
        "zh": f"[{day.month}月{day.day}日]",
    }[code]


def _closed(text: str) -> str:
    """An opened quotation closed at the end; a mark that closes nothing dropped."""
    spans = quotes.find(text)
    if spans and not spans[-1].closed:
        mark = text[spans[-1].start]
        if spans[-1].end - spans[-1].start <= 2:
            return text[: spans[-1].start].rstrip()  # nothing but the mark is left
        return text + _PAIRS.get(mark, mark)
    inside = {i for q in spans for i in range(q.start, q.end)}
    stray = [i for i, char in enumerate(text) if char in _CLOSERS and i not in inside]
    return "".join(char for i, char in enumerate(text) if i not in stray).strip() if stray else text
