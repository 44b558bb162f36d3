"""Times of day by a chat's own clock: quiet hours, and when the next digest is due. Pure; the time is an argument.

In: what people type ("23:00-07:00 Asia/Seoul", "08:00 서울"), Unix seconds. Out: values, or None for what is no time.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

ZONES: Final = {"ko": "Asia/Seoul", "zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei", "en": "UTC"}
"""Where no zone is named: that of most who read the language."""
CITIES: Final = {
    "seoul": "Asia/Seoul", "서울": "Asia/Seoul", "首尔": "Asia/Seoul", "首爾": "Asia/Seoul", "kst": "Asia/Seoul",
    "beijing": "Asia/Shanghai", "shanghai": "Asia/Shanghai", "베이징": "Asia/Shanghai", "北京": "Asia/Shanghai",
    "上海": "Asia/Shanghai", "taipei": "Asia/Taipei", "台北": "Asia/Taipei", "臺北": "Asia/Taipei",
    "hong kong": "Asia/Hong_Kong", "香港": "Asia/Hong_Kong", "singapore": "Asia/Singapore", "新加坡": "Asia/Singapore",
    "tokyo": "Asia/Tokyo", "london": "Europe/London", "new york": "America/New_York", "gmt": "UTC",
}  # fmt: skip
"""What people write for a zone."""
_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)")


def clock(text: str) -> str | None:
    """ "8:00" -> "08:00"."""
    match = _CLOCK.fullmatch(text.strip())
    return f"{int(match[1]) % 24:02}:{match[2]}" if match else None


def zone(text: str, language: str) -> str | None:
    """The zone's name; None where there is no such zone."""
    word = text.strip()
    name = CITIES.get(word.lower(), word) if word else ZONES.get(language, "UTC")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None
    return name


def quiet(text: str, language: str) -> dict[str, str] | None:
    """ "23:00-07:00 Asia/Seoul" -> {"from", "to", "zone"}."""
    match = re.fullmatch(r"(\S+?)\s*[-–—~～]\s*(\S+)(?:\s+(.+))?", text.strip())
    if match is None:
        return None
    start, end, where = clock(match[1]), clock(match[2]), zone(match[3] or "", language)
    return {"from": start, "to": end, "zone": where} if start and end and where and start != end else None


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
