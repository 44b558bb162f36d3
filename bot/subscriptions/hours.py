"""Times of day by a chat's own clock: quiet hours, and when the next digest is due. Pure; the time is an argument.

In: what people type ("23:00-07:00 Asia/Seoul", "매일 아침 8시 서울", "晚上11点到早上7点", "8 pm"), Unix seconds. Out:
values, or None for what is no time. `models.numerals` reads the times.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from models import numerals

ZONES: Final = {"ko": "Asia/Seoul", "zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei", "en": "UTC"}
"""Where no zone is named: that of most who read the language."""
CITIES: Final = {
    "seoul": "Asia/Seoul", "korea": "Asia/Seoul", "서울": "Asia/Seoul", "한국": "Asia/Seoul", "부산": "Asia/Seoul",
    "首尔": "Asia/Seoul", "首爾": "Asia/Seoul", "韩国": "Asia/Seoul", "韓國": "Asia/Seoul", "kst": "Asia/Seoul",
    "beijing": "Asia/Shanghai", "shanghai": "Asia/Shanghai", "china": "Asia/Shanghai", "베이징": "Asia/Shanghai",
    "상하이": "Asia/Shanghai", "중국": "Asia/Shanghai", "北京": "Asia/Shanghai", "上海": "Asia/Shanghai",
    "中国": "Asia/Shanghai", "中國": "Asia/Shanghai", "taipei": "Asia/Taipei", "taiwan": "Asia/Taipei",
    "타이베이": "Asia/Taipei", "대만": "Asia/Taipei", "台北": "Asia/Taipei", "臺北": "Asia/Taipei", "台湾": "Asia/Taipei",
    "台灣": "Asia/Taipei", "臺灣": "Asia/Taipei", "hong kong": "Asia/Hong_Kong", "홍콩": "Asia/Hong_Kong",
    "香港": "Asia/Hong_Kong", "singapore": "Asia/Singapore", "싱가포르": "Asia/Singapore", "新加坡": "Asia/Singapore",
    "tokyo": "Asia/Tokyo", "도쿄": "Asia/Tokyo", "东京": "Asia/Tokyo", "東京": "Asia/Tokyo", "sydney": "Australia/Sydney",
    "시드니": "Australia/Sydney", "悉尼": "Australia/Sydney", "雪梨": "Australia/Sydney", "london": "Europe/London",
    "런던": "Europe/London", "伦敦": "Europe/London", "倫敦": "Europe/London", "paris": "Europe/Paris",
    "파리": "Europe/Paris", "巴黎": "Europe/Paris", "berlin": "Europe/Berlin", "베를린": "Europe/Berlin",
    "柏林": "Europe/Berlin", "new york": "America/New_York", "뉴욕": "America/New_York", "纽约": "America/New_York",
    "紐約": "America/New_York", "washington": "America/New_York", "toronto": "America/Toronto",
    "los angeles": "America/Los_Angeles", "로스앤젤레스": "America/Los_Angeles", "洛杉矶": "America/Los_Angeles",
    "洛杉磯": "America/Los_Angeles", "gmt": "UTC",
}  # fmt: skip
"""What people write for a zone."""
_DAILY: Final = ("daily", "every", "day", "at", "from", "매일", "每天", "每日", "从", "從")
"""Words before a time that say no more than the command does."""
_AFTER: Final = re.compile(r"\s*(?:부터|까지|에서|에|到|至|(?:to|until|till)\b|[-–—~～,，、])\s*", re.IGNORECASE)
"""What stands between two times, and behind one."""
_TIME: Final = re.compile(r"\s*(?:time|시간(?:으로)?|时间|時間)$", re.IGNORECASE)
"""Behind a place."""


def times(text: str, language: str) -> tuple[tuple[str, ...], str]:
    """The clock times in what was typed, "HH:MM", and what else was: the place. Read by the script it is written in."""
    first = "ko" if re.search("[가-힣]", text) else "zh-Hans" if re.search("[一-鿿]", text) else "en"
    for code in dict.fromkeys((first, "en", language)):
        if found := [q for q in numerals.find(text, code) if q.kind == "time"]:
            break
    pieces, at = [], 0
    for quantity in found:
        pieces.append(text[at : quantity.start])
        at = quantity.end
        if behind := _AFTER.match(text, at):
            at = behind.end()
    words = " ".join([*pieces, text[at:]]).split()
    return tuple(str(q.value) for q in found), " ".join(word for word in words if word.lower() not in _DAILY)


def zone(text: str, language: str) -> str | None:
    """The zone's name; None where there is no such zone."""
    word = _TIME.sub("", text.strip())
    name = CITIES.get(word.lower(), word) if word else ZONES.get(language, "UTC")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None
    return name


def quiet(text: str, language: str) -> dict[str, str] | None:
    """ "23:00-07:00 Asia/Seoul" -> {"from", "to", "zone"}; {"place"} where its zone is not known."""
    found, place = times(text, language)
    if len(found) != 2 or found[0] == found[1]:
        return None
    where = zone(place, language)
    return {"from": found[0], "to": found[1], "zone": where} if where else {"place": place}


def is_quiet(setting: Mapping[str, Any] | None, now: float) -> bool:
    """Whether `now` lies in the quiet hours; they may span midnight. The end is not quiet any more."""
    if not setting:
        return False
    here = f"{datetime.fromtimestamp(now, ZoneInfo(str(setting['zone']))):%H:%M}"
    start, end = str(setting["from"]), str(setting["to"])
    return start <= here < end if start < end else here >= start or here < end


def next_at(time: str, where: str, now: float) -> float:
    """The next moment after `now` at which a clock in `where` shows `time`."""
    local = datetime.fromtimestamp(now, ZoneInfo(where))
    hour, minute = map(int, time.split(":"))
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    while due.timestamp() <= now:
        due = (due + timedelta(days=1)).replace(fold=0)
    return due.timestamp()
