"""One story has one key: `key(url)`, `strip(url)` (no tracking parameters) and `origin(url)` (out of an AMP cache).

In: a URL that the URL rule has let through. Out: a string. The key is compared and stored, never requested. Two stories
never share a key: what is not known to be tracking stays. Never resolves or connects.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import unquote_plus, urlsplit

from bot.links.urls import wire


def strip(url: str) -> str:
    """The judged URL without tracking parameters; nothing else is touched."""
    base, mark, query = url.partition("?")
    if not mark:
        return url
    parameters = query.split("&")
    kept = [p for p in parameters if not p or not _tracking(unquote_plus(p.partition("=")[0]).lower())]
    if len(kept) == len(parameters):
        return url
    return f"{base}?{'&'.join(kept)}" if any(kept) else base


def origin(url: str) -> str:
    """The URL of the outlet itself for a page in an AMP cache, as the cache's own address spells it; else the URL."""
    for pattern, scheme in tables().caches:
        match = pattern.fullmatch(url)
        if match:
            return f"{scheme}{match[1]}"
    return url


def key(url: str) -> str:
    """Canonical form of a judged URL: one story has one key, and two stories never share one."""
    parts = urlsplit(strip(origin(url)))
    host = _mapped(parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    path = _AMP_PATH.sub("", _plain(parts.path))
    query = sorted(p for p in parts.query.split("&") if p and not _AMP_QUERY.fullmatch(p.lower()))
    place = host + path.rstrip("/")
    for story in tables().stories:
        found = story.pattern.fullmatch(place)
        if found:
            values = dict(p.partition("=")[::2] for p in query)
            if all(values.get(name) for name in story.parameters):
                return _plain(story.key.format_map(values) if story.parameters else found.expand(story.key))
    return place + ("?" + _plain("&".join(query)) if query else "")


_AMP_PATH: Final = re.compile(r"^/amp(?=/.)|/amp/?$|(?<=.)\.amp(?=\.html?$)|\.amp$", re.IGNORECASE)
_AMP_QUERY: Final = re.compile(r"amp|amp=1|amp=true|outputtype=amp|output=amp")
_MOBILE: Final = re.compile(
    r"^(?:(?:www|m|mobile|amp|wap)\.(?!(?:co|com|or|go|ac|org|net|gov|edu|ne|re|pe)\.[a-z]{2}$)(?=[^.]+\.)){1,2}"
)
_ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")


def _plain(text: str) -> str:
    """Percent escapes in one spelling (RFC 3986, 6.2.2): capitals, and none where none is needed."""
    return _ESCAPE.sub(lambda m: _unescaped(m[0]), wire(text))


def _unescaped(escape: str) -> str:
    char = chr(int(escape[1:], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else escape.upper()


def _mapped(host: str) -> str:
    """The host without www, mobile and AMP labels."""
    return f"[{host}]" if ":" in host else _MOBILE.sub("", host)


def _tracking(name: str) -> bool:
    known = tables()
    if name in known.tracking or name.startswith(known.prefixes):
        return True
    if name in known.identifiers:
        return False
    # courlan's pattern is anchored loosely: "gallery_id" begins with its "ga". Only whole names and its prefixes count.
    match = known.courlan.match(name)
    return match is not None and (match[0] == name or match[0].endswith("_"))


@dataclass(frozen=True, slots=True)
class Story:
    pattern: re.Pattern[str]
    parameters: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Tables:
    """`links.toml`, read."""

    tracking: frozenset[str]
    prefixes: tuple[str, ...]
    identifiers: frozenset[str]
    courlan: re.Pattern[str]
    caches: tuple[tuple[re.Pattern[str], str], ...]
    stories: tuple[Story, ...]
    files: frozenset[str]
    chats: frozenset[str]
    code: frozenset[str]
    doubtful: frozenset[str]
    endings: frozenset[str]
    requests: frozenset[str]
    long: re.Pattern[str]
    counters: frozenset[str]
    words: re.Pattern[str]
    pages: re.Pattern[str]


@cache
def tables() -> Tables:
    """The tables, read once, on first use."""
    from courlan.clean import TRACKERS_RE

    data: dict[str, Any] = tomllib.loads(
        resources.files("bot.links").joinpath("links.toml").read_text(encoding="utf-8")
    )
    tracking, glued = data["tracking"], data["glued"]
    return Tables(
        tracking=frozenset(tracking["names"]),
        prefixes=tuple(tracking["prefixes"]),
        identifiers=frozenset(tracking["identifiers"]),
        courlan=TRACKERS_RE,
        caches=tuple((re.compile(row["pattern"]), row.get("scheme", "https") + "://") for row in data["cache"]),
        stories=tuple(
            Story(re.compile(row["pattern"]), tuple(row.get("parameters", ())), row["key"]) for row in data["story"]
        ),
        files=frozenset(data["files"]["extensions"].split()),
        chats=frozenset(data["chats"]["hosts"]),
        code=frozenset(data["bare"]["code"].split()),
        doubtful=frozenset(f"{data['bare']['code']} {data['bare']['words']}".split()),
        endings=frozenset(glued["endings"].split()),
        requests=frozenset(glued["requests"].split()),
        long=re.compile(f"(?<=[가-힣])(?:{'|'.join(glued['long'].split())})$"),
        counters=frozenset(glued["counters"].split()),
        words=re.compile(glued["words"], re.IGNORECASE),
        pages=re.compile(rf"\.(?:{'|'.join(glued['pages'].split())})$", re.IGNORECASE),
    )
