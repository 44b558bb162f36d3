"""A feed's bytes -> its entries: RSS, Atom, RDF, JSON Feed; and the feeds that an outlet's home page names. Pure.

In: bytes as they were served, with their type and address. Out: `Feed` with entries oldest first, each with a link that
`bot.link.parse` takes; or the addresses of feeds (`discover`). Raises NotFeed. Never fetches, never looks at a clock,
never trusts an entry: what is no proper link, or stands twice, is left out.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin

from bot.errors import BotError, NotFeed
from bot.link import Link

ENTRIES: Final = 500
"""Entries of one document that are looked at: outlets list 10 to 100, and a feed grown over years is not all news."""
TITLE: Final = 300
"""Characters of a title that are kept."""
FOUND: Final = 10
"""Feeds of one home page that are offered."""
TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
"""Types of `<link rel="alternate">` that are feeds."""

ParseLink = Callable[[str], Link]


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    """The feed's own name of the entry (guid, id), else its link's key: what "new" is decided by, with the link."""
    link: Link
    title: str = ""
    text: str = ""
    """The feed's summary without tags, for filters."""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    entries: tuple[Entry, ...]


def parse(body: bytes, url: str, parse_link: ParseLink, *, media_type: str = "", charset: str = "") -> Feed:
    """The feed in `body`, found at `url`. Raises NotFeed where it is none. Takes a second for the largest: a thread."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    found = _json_feed(body) if start == b"{" else _xml_feed(body, url, media_type, charset)
    title, rows = found
    entries = [entry for row in rows[:ENTRIES] if (entry := _entry(row, url, parse_link))]
    return Feed(_plain(title)[:TITLE], tuple(_oldest_first(_once(entries))))


def new(entries: Collection[Entry], seen: Collection[str]) -> list[Entry]:
    """Those whose id and link are both unknown: a guid that changes with each build is no news, nor is a moved link."""
    return [entry for entry in entries if entry.id not in seen and entry.link.key not in seen]


def discover(body: bytes, url: str, charset: str = "") -> list[str]:
    """Addresses of the feeds that a page names in its head, in the page's order; comments' feeds last."""
    from lxml import html

    try:
        tree = html.document_fromstring(body[:1_000_000], parser=html.HTMLParser(encoding=charset or None))
    except (ValueError, LookupError, html.etree.ParserError, html.etree.XMLSyntaxError):
        return []
    found = []
    for node in tree.iter("link"):
        rel, kind = (node.get("rel") or "").lower().split(), (node.get("type") or "").lower().partition(";")[0].strip()
        href = (node.get("href") or "").strip()
        if "alternate" in rel and kind in TYPES and href:
            found.append((_COMMENTS.search(f"{href} {node.get('title') or ''}") is not None, urljoin(url, href)))
    return list(dict.fromkeys(href for _, href in sorted(found, key=lambda pair: pair[0])))[:FOUND]


_COMMENTS: Final = re.compile(r"comment|댓글|评论|評論|迴響", re.IGNORECASE)


def _xml_feed(body: bytes, url: str, media_type: str, charset: str) -> tuple[str, list[dict[str, Any]]]:
    import feedparser

    kind = media_type or "application/xml"
    headers = {"content-type": f"{kind}; charset={charset}" if charset else kind, "content-location": url}
    try:
        parsed = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # The library has no error of its own: what a hostile document raises in it can be anything.
        raise NotFeed("the feed cannot be read", detail=type(error).__name__) from None
    if not parsed.get("version") and not parsed.entries:
        raise NotFeed("this is no feed", detail="RSS, Atom, JSON Feed")
    rows = [
        {
            "id": row.get("id") or "",
            "url": row.get("feedburner_origlink") or row.get("link") or _enclosed(row),
            "title": row.get("title") or "",
            "text": row.get("summary") or "",
            "published": _iso(row.get("published_parsed") or row.get("updated_parsed")),
        }
        for row in parsed.entries[:ENTRIES]
    ]
    return str(parsed.feed.get("title") or ""), rows


def _enclosed(row: Mapping[str, Any]) -> str:
    """The link of an entry that has only an id, where that is one ("permalink")."""
    id = str(row.get("id") or "")
    return id if id.startswith(("http://", "https://")) else ""


def _iso(parsed: Any) -> str:
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*parsed[:6]) if parsed else ""


def _json_feed(body: bytes) -> tuple[str, list[dict[str, Any]]]:
    """https://www.jsonfeed.org/version/1.1/"""
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotFeed("the feed is no JSON", detail="JSON Feed") from None
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(data.get("version", "")):
        raise NotFeed("this is no feed", detail="RSS, Atom, JSON Feed")
    rows = [
        {
            "id": str(item.get("id") or ""),
            "url": str(item.get("url") or item.get("external_url") or ""),
            "title": str(item.get("title") or ""),
            "text": str(item.get("summary") or item.get("content_text") or item.get("content_html") or ""),
            "published": str(item.get("date_published") or item.get("date_modified") or ""),
        }
        for item in items[:ENTRIES]
        if isinstance(item, dict)
    ]
    return str(data.get("title") or ""), rows


def _entry(row: Mapping[str, Any], base: str, parse_link: ParseLink) -> Entry | None:
    try:
        link = parse_link(urljoin(base, str(row["url"]).strip())) if row["url"] else None
    except (BotError, ValueError):
        return None
    if link is None:
        return None
    id = str(row["id"]).strip()[:500] or link.key
    return Entry(id, link, _plain(str(row["title"]))[:TITLE], _plain(str(row["text"])[:4000])[:1000], row["published"])


def _plain(text: str) -> str:
    """A title or summary as text: feeds escape HTML once, twice or not at all."""
    for _ in range(2):
        text = unescape(re.sub(r"<[^<>]{0,500}>", " ", text))
    return " ".join(re.sub(r"<[^<>]{0,500}>", " ", text).split())


def _once(entries: list[Entry]) -> list[Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.link.key, entry)
    return list(found.values())


def _oldest_first(entries: list[Entry]) -> list[Entry]:
    """By date where each has one of the same form; else from the end, as feeds put what is new on top."""
    turned = entries[::-1]
    dated = all(entry.published for entry in entries) and len({e.published[-1:] == "Z" for e in entries}) == 1
    return sorted(turned, key=lambda entry: entry.published) if dated else turned


@dataclass(frozen=True, slots=True)
class Outlet:
    name: str
    feed: str
    language: str


@cache
def outlets() -> Mapping[str, Outlet]:
    """Known outlets by each of their names in lower case, from `outlet_feeds.toml`."""
    import tomllib
    from importlib import resources

    rows = tomllib.loads(resources.files("bot").joinpath("outlet_feeds.toml").read_text(encoding="utf-8"))["outlet"]
    found = {}
    for row in rows:
        outlet = Outlet(row["name"], row["feed"], row["language"])
        for name in (row["name"], *row["aliases"]):
            found[folded(name)] = outlet
    return found


def known(name: str) -> Outlet | None:
    """The outlet that people call so ("yonhap", "연합뉴스", "The Guardian")."""
    return outlets().get(folded(name))


def folded(name: str) -> str:
    """A name without case, blanks, hyphens and "the"."""
    return re.sub(r"[\s\-_.·']+", "", re.sub(r"^the\s+", "", name.strip().lower()))
