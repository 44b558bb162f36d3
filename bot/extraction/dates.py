"""When an article was published: from JSON-LD, meta tags, marked elements, the line under the headline, the address.

In: the tree before it is normalised, the page's meta tags and JSON-LD. Out: "2026-02-03", "2026-02-03T09:30:00+09:00",
or "". Never takes a date from running text, and never an update's date while the first one is printed.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlsplit

from bot.extraction.dom import Element, text_of, tidy

_META_DATES: Final = (
    "article:published_time og:article:published_time article:published og:published_time datepublished pubdate "
    "publishdate publish-date publish_date published_time published_at date.release dc.date.issued dc.date "
    "dcterms.created dcterms.date sailthru.date parsely-pub-date article.published article_date_original cxenseparse:"
    "recs:publishtime recs:publishtime apub:time weibo:article:create_at bt:pubdate originalpublicationdate "
    "rnews:datepublished og:regdate regdate date created firstcreatedtime article:create_time release_date"
).split()

_ISO: Final = re.compile(
    r"((?:19|20)\d\d)\s?[-./年년]\s?(0?[1-9]|1[0-2])\s?[-./月월]\s?(3[01]|[12]\d|0?[1-9])(?!\d)\s?[日일]?\.?"
    r"(?:\s*[（(][월화수목금토일一二三四五六日][)）])?"
    r"(?:[T\s,|]*(?:(오전|오후|上午|下午|am|pm)\s*)?(\d{1,2})\s?[:시时點点]\s?(\d{2})\s?(?:분|分)?(?::(\d{2}))?(?:\.\d+)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.I,
)
_COMPACT: Final = re.compile(r"\b((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:(\d{2})(\d{2})(\d{2})?)?\b")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "jan january,feb february,mar march,apr april,may,jun june,jul july,aug august,sep sept september,"
        "oct october,nov november,dec december".split(","),
        1,
    )
    for name in names.split()
}
_ENGLISH: Final = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Z][a-z]{2,8})\.?,?|([A-Z][a-z]{2,8})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)"
    r"\s+((?:19|20)\d\d)\b"
)
_URL_DATE: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d))"
)
_DATE_HINT: Final = re.compile(
    r"date|time|regist|publish|posted|입력|등록|승인|발행|송고|기사입력|发布|發布|发表|時間|时间|日期|info|meta|byline|source|origin",
    re.I,
)
_LABEL: Final = re.compile(
    r"(?:기사입력|최초입력|입력일?|등록일?|승인|발행일?|송고|게재|작성|发布时间|發布時間|发表于|发布|更新|Published|Posted|Updated)\s*[:：]?\s*$",
    re.I,
)
_UPDATED: Final = re.compile(r"수정|업데이트|更新|修改|updated|modified|edited", re.I)


def published(root: Element, meta: dict[str, str], article: dict[str, Any], url: str) -> str:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if found := to_iso(_text(article.get(key))):
            return found
    for key in _META_DATES:
        if found := to_iso(meta.get(key, "")):
            return found
    for element in root.iter():
        if not isinstance(element.tag, str) or "datepublished" not in (element.get("itemprop") or "").lower():
            continue
        if found := to_iso(element.get("content") or element.get("datetime") or text_of(element)):
            return found
    return _visible_date(root, url)


def _visible_date(root: Element, url: str) -> str:
    """The date printed near the headline, checked against the address; then any <time>; then the address itself."""
    in_url = _URL_DATE.search(urlsplit(url).path + "?" + urlsplit(url).query)
    address = "-".join(in_url.groups()) if in_url and _valid(*map(int, in_url.groups())) else ""
    candidates = list(_printed(root))
    for printed in candidates:
        if address and printed.startswith(address):
            return printed
    for element in root.iter("time"):
        if found := to_iso(element.get("datetime") or "") or to_iso(text_of(element)):
            return found
    if address:
        return address
    return candidates[0] if candidates else ""


def _printed(root: Element) -> Iterator[str]:
    """Dates in short texts of the body: labelled elements first, then in order."""
    later: list[str] = []
    for element in root.iter(
        "span", "p", "div", "li", "em", "dd", "td", "strong", "font", "b", "i", "small", "a", "dt", "h5"
    ):
        own = " ".join(part for part in (element.text, *(child.tail for child in element)) if part)
        if not 8 <= len(own) <= 400 or not any(c.isdigit() for c in own):
            continue
        own = tidy(own)
        found = to_iso(own) if len(own) <= 120 else ""
        if not found:
            continue
        hint = " ".join((element.get("class") or "", element.get("id") or "", own[:30]))
        if element.tag != "a" and _DATE_HINT.search(hint) and not _UPDATED.match(own):
            yield found
        else:
            later.append(found)
    yield from later


def to_iso(text: str) -> str:
    """The first date in `text` as ISO 8601, with the time and offset it gives; "" where there is none."""
    text = text.strip()
    if not text:
        return ""
    if match := _ISO.search(text):
        year, month, day, half, hour, minute, second, zone = match.groups()
        if _valid(int(year), int(month), int(day)):
            return _stamp(int(year), int(month), int(day), half, hour, minute, second, zone)
    if match := _ENGLISH.search(text):
        day_a, month_a, month_b, day_b, year = match.groups()
        number = _MONTHS.get((month_a or month_b).lower(), 0)
        if number and _valid(int(year), number, int(day_a or day_b)):
            return f"{int(year):04}-{number:02}-{int(day_a or day_b):02}"
    if (match := _COMPACT.search(text)) and _valid(*(int(g) for g in match.groups()[:3])):
        year, month, day, hour, minute, second = match.groups()
        return _stamp(int(year), int(month), int(day), None, hour, minute, second, None)
    if text.isdigit() and len(text) in (10, 13):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return moment.isoformat() if _valid(moment.year, moment.month, moment.day) else ""
    return ""


def _stamp(
    year: int,
    month: int,
    day: int,
    half: str | None,
    hour: str | None,
    minute: str | None,
    second: str | None,
    zone: str | None,
) -> str:
    out = f"{year:04}-{month:02}-{day:02}"
    if hour is None or minute is None:
        return out
    hours = int(hour)
    if half and half.lower() in ("오후", "下午", "pm") and hours < 12:
        hours += 12
    if hours > 23 or int(minute) > 59:
        return out
    out += f"T{hours:02}:{minute}:{second or '00'}"
    if zone:
        out += "+00:00" if zone.upper() == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return out


def _valid(year: int, month: int, day: int) -> bool:
    try:
        return 1990 <= year <= 2100 and bool(date(year, month, day))
    except ValueError:
        return False


def local(published: str, hours: int) -> str:
    """A moment stamped in UTC, told `hours` ahead of it; anything else as it is."""
    if not hours or not published.endswith("+00:00"):
        return published
    return datetime.fromisoformat(published).astimezone(timezone(timedelta(hours=hours))).isoformat()


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""
