"""Title, date, site, author, lead image and canonical address of an article, from a page's head and its markup.

In: the tree of `bot.dom.parse` before it is normalised, and the page's JSON-LD. Out: `Facts`. Never guesses a date from
running text while the markup states one, and takes an author only when it is a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from bot.dom import Element, text_of, tidy


@dataclass(frozen=True, slots=True)
class Facts:
    title: str = ""
    url: str = ""
    """Canonical address; AMP and mobile copies give that of the original."""
    site: str = ""
    author: str = ""
    published: str = ""
    image: str = ""
    description: str = ""
    kind: str = ""
    """og:type, lower case."""


def facts(root: Element, article: dict[str, Any], objects: list[dict[str, Any]], url: str) -> Facts:
    meta = _meta(root)
    address = _address(root, meta, url)
    site = _site(meta, article, objects)
    host = _host(address)
    names = tuple(filter(None, (site, *(label for label in host.split(".")[:-1] if len(label) > 2), host)))
    return Facts(
        title=_title(root, meta, article, names),
        url=address,
        site=site or host,
        author=_author(root, meta, article, site),
        published=_published(root, meta, article, address),
        image=_image(meta, article, address),
        description=tidy(meta.get("og:description") or meta.get("description") or ""),
        kind=meta.get("og:type", "").lower(),
    )


def _meta(root: Element) -> dict[str, str]:
    """name or property -> content, the first of each; of several og:title the longest, for one may be the site's."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        key = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        longer = key in ("og:title", "og:type") and len(content) > len(found.get(key, ""))
        if key and content and (key not in found or longer):
            found[key] = content
    return found


# --- title ---------------------------------------------------------------------------------------------------------

_SEPARATOR: Final = re.compile(
    r"\s+[|｜\-–—:：·•«»<>/]{1,2}\s+|\s*(?:[|｜_]|--|::)\s*|\s+[-–—|｜]|(?<=[^\x00-\x7f])-(?=[A-Z])"
)


def _title(root: Element, meta: dict[str, str], article: dict[str, Any], names: tuple[str, ...]) -> str:
    """The headline: the form that most of h1, og:title, JSON-LD and <title> agree on, without the site's name."""
    head = tidy("".join(_first(root, "title")))
    shared = tidy(meta.get("og:title") or meta.get("twitter:title") or "")
    stated = tidy(_string(article.get("headline")))
    whole = shared or head or stated
    cut = _cut_site(whole, names)
    for heading in (text_of(h) for h in root.iter("h1")):
        if not 4 <= len(heading) <= 300 or any(_is_site(heading, name) for name in names):
            continue
        if _plain(heading) == _plain(cut):
            return cut
        # The heading as the reader sees it, if it is most of what the head says.
        if any(
            _contains(text, heading) and len(_plain(heading)) > 0.4 * len(_plain(text))
            for text in (shared, head, stated)
        ):
            return _cut_site(heading, names)
    if stated and not stated.endswith(("…", "...")) and _contains(whole, stated) and len(stated) > 0.4 * len(whole):
        return stated
    if shared and head and _plain(shared) != _plain(head):
        return _agreed(root, shared, head, cut)
    return cut or next((t for h in root.iter("h1") if 4 <= len(t := text_of(h)) <= 300), "")


def _agreed(root: Element, shared: str, head: str, cut: str) -> str:
    """A lower heading that both og:title and <title> contain, else `cut`."""
    for heading in _headings(root):
        if (
            len(heading) > 8
            and _contains(shared, heading)
            and _contains(head, heading)
            and len(heading) > 0.5 * len(cut)
        ):
            return heading
    return cut


def _headings(root: Element) -> Iterator[str]:
    for heading in root.iter("h2", "h3"):
        yield text_of(heading)


def _first(root: Element, tag: str) -> list[str]:
    for element in root.iter(tag):
        text = element.text or ""
        if text.strip():
            return [text]
    return []


def _plain(text: str) -> str:
    """For comparison: letters and digits only."""
    return re.sub(r"[\W_]+", "", text).lower()


def _contains(whole: str, part: str) -> bool:
    plain = _plain(part)
    return len(plain) >= 4 and plain in _plain(whole)


def _cut_site(title: str, names: tuple[str, ...]) -> str:
    """`title` without " - Site", "| Site | Section", "_网易财经", "Site :: " around it."""
    for _ in range(4):
        pieces = [(m.start(), m.end()) for m in _SEPARATOR.finditer(title)]
        if not pieces:
            break
        head, tail = title[: pieces[0][0]], title[pieces[-1][1] :]
        rest = title[pieces[0][1] :].strip()
        if any(_is_site(head, name) for name in names) and len(_plain(rest)) > len(_plain(head)):
            title = rest
        elif pieces[-1][0] >= 0.3 * len(title) and (_looks_like_site(tail) or any(_is_site(tail, n) for n in names)):
            title = title[: pieces[-1][0]].strip()
        else:
            break
    return title


_SITE_WORDS: Final = re.compile(
    r"(?:뉴스|일보|신문|경제|방송|닷컴|미디어|타임스|투데이|저널|통신|데일리|매거진|news|times|post|daily|press|journal|"
    r"tribune|herald|guardian|gazette|\.com|\.net|\.co\.kr|\.cn|tv|bbc|cnn|reuters|网|網|报|報|新闻|新聞|日报|日報|财经|財經|"
    r"频道|頻道|时报|時報|电视台|電視|周刊|週刊|社|在线|线上|中心|客户端|门户|today|magazine|online|media|agency|radio)$",
    re.I,
)


def _looks_like_site(text: str) -> bool:
    return len(text) <= 40 and bool(_SITE_WORDS.search(text.strip()))


def _is_site(text: str, site: str) -> bool:
    a, b = _plain(text), _plain(site)
    return bool(a and b) and (
        a == b or (len(a) >= 2 and a in b) or (len(b) >= 2 and b in a and len(a) <= 3 * len(b) + 8)
    )


# --- date ----------------------------------------------------------------------------------------------------------

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


def _published(root: Element, meta: dict[str, str], article: dict[str, Any], url: str) -> str:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if found := to_iso(_string(article.get(key))):
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


# --- site, author, image, address ----------------------------------------------------------------------------------


_RIGHTS: Final = re.compile(
    r"版[权權]所有.*|copyright|©|\(c\)|all rights reserved|(?:19|20)\d\d(?:\s?[-–~]\s?(?:19|20)\d\d)?", re.I
)


def _site(meta: dict[str, str], article: dict[str, Any], objects: list[dict[str, Any]]) -> str:
    """The outlet's name as it calls itself."""
    publisher = article.get("publisher")
    for value in (
        meta.get("og:site_name"),
        _name(publisher),
        meta.get("application-name"),
        meta.get("article:publisher"),
    ):
        name = tidy(str(value or ""))
        if name and "://" not in name and len(name) <= 60:
            return name
    for item in objects:
        if item.get("@type") in ("NewsMediaOrganization", "Organization", "WebSite") and (
            name := tidy(_string(item.get("name")))
        ):
            return name
    for key in ("copyright", "publisher", "author", "twitter:site"):
        name = _RIGHTS.sub("", tidy(meta.get(key, ""))).strip(" @-,.")
        if name and "://" not in name and len(name) <= 30:
            return name
    return ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(name for item in value if (name := _name(item)))
    if isinstance(value, dict):
        return _string(value.get("name"))
    return _string(value)


def _string(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


_KOREAN_NAME: Final = re.compile(r"^[가-힣]{2,4}$")
_CHINESE_NAME: Final = re.compile(r"^[\u4e00-\u9fff·]{2,5}$")
_LATIN_NAME: Final = re.compile(r"^[A-ZÀ-Þ][A-Za-zÀ-ɏ.'’\-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’\-]*){1,4}$")
_ROLE: Final = re.compile(
    r"\s*(?:(?:선임|수석|인턴|객원|전문|사진)?(?:기자|특파원|논설위원|칼럼니스트|에디터|앵커|PD|위원)|记者|記者|编辑|編輯|特派员|通讯员|"
    r"(?:Staff )?(?:Reporter|Writer|Correspondent|Editor))\s*$",
    re.I,
)
_NO_NAME: Final = re.compile(
    r"뉴스|일보|신문|편집|네이버|온라인|디지털|취재|관리자|新闻|新聞|报|報|网|網|编辑部|综合|staff|news|press|admin|editor|team|agency",
    re.I,
)


def _author(root: Element, meta: dict[str, str], article: dict[str, Any], site: str) -> str:
    """Names only: an outlet, a desk or an address as "author" is none."""
    for stated in (
        _name(article.get("author")),
        meta.get("article:author"),
        meta.get("author"),
        meta.get("dable:author"),
        meta.get("byl"),
        meta.get("parsely-author"),
    ):
        if found := names(str(stated or ""), site):
            return found
    for element in root.iter("span", "p", "div", "a", "em", "strong", "address"):
        hint = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}".lower()
        if "author" in hint or "byline" in hint or "reporter" in hint or "writer" in hint or "journalist" in hint:
            text = text_of(element)
            if 2 <= len(text) <= 60 and (found := names(text, site)):
                return found
    return ""


def names(text: str, site: str = "") -> str:
    """ "홍길동 기자 a@b.kr" -> "홍길동"; "By Jane Roe and John Doe" -> "Jane Roe, John Doe"; "" where it is no name."""
    text = re.sub(r"\S+@\S+|https?://\S+", " ", tidy(text))
    text = re.sub(r"^(?:by|作者|文|记者|記者|撰文|글|취재)\s*[:：/／|]?\s*", "", text, flags=re.I)
    text = re.sub(r"[\[\]()（）〔〕【】<>]", " ", text)
    found = []
    for piece in re.split(r"\s*(?:,|;|、|/|\||·(?=\s)|\band\b|&|，)\s*", text):
        piece = _ROLE.sub("", tidy(piece)).strip(" .=")
        if not piece or (site and _is_site(piece, site)) or _NO_NAME.search(piece):
            continue
        if _KOREAN_NAME.match(piece) or _CHINESE_NAME.match(piece) or _LATIN_NAME.match(piece):
            found.append(piece)
    return ", ".join(dict.fromkeys(found[:5]))


def _image(meta: dict[str, str], article: dict[str, Any], url: str) -> str:
    image = article.get("image")
    if isinstance(image, list) and image:
        image = image[0]
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    for value in (meta.get("og:image"), meta.get("twitter:image"), image):
        if isinstance(value, str) and value.strip():
            return _join(url, value.strip())
    return ""


def _address(root: Element, meta: dict[str, str], url: str) -> str:
    """rel=canonical or og:url when it is an article's address (not the front page), else the page's own."""
    canonical = ""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower():
            canonical = (link.get("href") or "").strip()
            break
    own = urlsplit(url)
    for value in (canonical, meta.get("og:url", "")):
        target = urlsplit(_join(url, value))
        if target.scheme not in ("http", "https") or not target.hostname:
            continue
        if url and target.path.strip("/") == "" and not target.query and (own.path.strip("/") or own.query):
            continue
        return target.geturl()
    return url


def _join(url: str, value: str) -> str:
    try:
        joined = urljoin(url, value)
        urlsplit(joined)
    except ValueError:
        return ""
    return (
        joined if joined.startswith(("http://", "https://")) else ("https:" + value if value.startswith("//") else "")
    )


def local(published: str, hours: int) -> str:
    """A moment stamped in UTC, told `hours` ahead of it; anything else as it is."""
    if not hours or not published.endswith("+00:00"):
        return published
    return datetime.fromisoformat(published).astimezone(timezone(timedelta(hours=hours))).isoformat()
