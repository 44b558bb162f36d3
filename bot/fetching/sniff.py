"""What bytes are, and where a page says the reader should go: `refused(type, head)`, `refresh(page)`, `better(page)`.

In: a declared media type and the first bytes; a page's bytes. Out: names of types for a message, URLs as the page wrote
them. Pure: never decodes a whole page, never fetches. Patterns look at a bounded head of the bytes only.
"""

import html
import re
from typing import Final

from bot.page import Page

HTML: Final = frozenset(("text/html", "application/xhtml+xml"))
UNSURE: Final = frozenset(
    (
        "",
        "text/plain",
        "application/octet-stream",
        "application/xml",
        "text/xml",
        "application/x-unknown",
        "unknown/unknown",
    )
)
"""Types under which HTML is served by mistake: the bytes decide."""
FEEDS: Final = HTML | UNSURE | frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/json", "application/feed+json",
     "application/x-rss+xml", "text/rss+xml", "text/json", "text/x-opml")
)  # fmt: skip
HEAD: Final = 1024
"""Bytes that decide (WHATWG MIME Sniffing looks at 1445; a doctype stands at the front)."""
_MAGIC: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "media"),
    (b"OggS", "audio"),
    (b"ID3", "audio"),
    (b"fLaC", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\xd0\xcf\x11\xe0", "document"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"%!PS", "document"),
    (b"{\\rtf", "document"),
    (b"wOFF", "font"),
    (b"\x00asm", "program"),
    (b"SQLite format 3", "database"),
)
_NAMES: Final = (
    ("application/pdf", "PDF"),
    ("image/", "image"),
    ("video/", "video"),
    ("audio/", "audio"),
    ("font/", "font"),
    ("application/rss", "feed"),
    ("application/atom", "feed"),
    ("application/zip", "ZIP"),
    ("application/json", "JSON"),
    ("text/json", "JSON"),
    ("application/ld+json", "JSON"),
    ("application/xml", "XML"),
    ("text/xml", "XML"),
    ("application/msword", "document"),
    ("application/vnd.", "document"),
    ("application/x-hwp", "document"),
    ("application/haansofthwp", "document"),
    ("application/epub", "document"),
    ("text/", "text"),
)
_DOCUMENT: Final = re.compile(
    rb"(?>(?:\s+|<\?xml[^>]*>|<!--.*?(?:-->|$))*)"  # atomic: a row of comments is read in one way only
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|p|h1|table|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def refused(media_type: str, head: bytes) -> str:
    """ "" for HTML; else what it is ("PDF", "image", ...), for the reader."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return "video"
    if media_type in HTML:
        return ""
    if media_type in UNSURE and _is_html(head):
        return ""
    return name_of(media_type)


def name_of(media_type: str) -> str:
    """A word for a media type that is not HTML."""
    return next((name for prefix, name in _NAMES if media_type.startswith(prefix)), "binary")


def _is_html(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8")
    return _DOCUMENT.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


_TINY: Final = 64 * 1024
"""A page that only sends its reader on is small; a larger one has its say itself."""
_HOLLOW: Final = 300 * 1024
_FEW: Final = 800
"""Characters of visible bytes: a notice, not an article."""
_PATIENCE_S: Final = 10.0
"""A refresh after longer is a page that renews itself."""
# Every pattern below is linear on any bytes: no tag reaches over the next "<", no attribute begins inside a word.
_UNSEEN: Final = re.compile(rb"<!--|<(noscript|script|style|template|svg)\b", re.IGNORECASE)
_TAG: Final = re.compile(rb"<[^<>]*>")
_META: Final = re.compile(rb"<meta\b[^<>]{0,2000}>", re.IGNORECASE)
_LINK: Final = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(rb"""(?<![a-z-])([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_SECONDS: Final = re.compile(r"[0-9]{0,6}(?:\.[0-9]{0,6})?")
_AMP: Final = re.compile(rb"<html\b[^<>]*?\s(?:amp|\xe2\x9a\xa1(?:\xef\xb8\x8f)?)[\s=>]", re.IGNORECASE)


def refresh(page: Page) -> str:
    """Where a page without text of its own sends its reader by meta refresh; "" where it does not."""
    if len(page.body) > _TINY:
        return ""
    seen = _seen(page.body)
    if _visible(seen) > _FEW:
        return ""
    for tag in _META.findall(seen):
        attributes = _attributes(tag)
        if attributes.get("http-equiv", "").strip().lower() == "refresh":
            seconds, url = _schedule(attributes.get("content", ""))
            return url if seconds <= _PATIENCE_S else ""
    return ""


def _schedule(content: str) -> tuple[float, str]:
    """Seconds and URL of a refresh, as browsers read them: "0; url='/a'", "0;/a", "3,URL = /a"."""
    match = _SECONDS.match(content := content.strip())
    digits = match[0] if match else ""
    rest = content[len(digits) :].lstrip()
    if rest[:1] in (";", ","):
        rest = rest[1:].lstrip()
    if rest[:3].lower() == "url" and rest[3:].lstrip()[:1] == "=":
        rest = rest[3:].lstrip()[1:].lstrip()
    if rest[:1] in ("'", '"'):
        rest = rest[1:].partition(rest[0])[0]
    return float(digits) if digits.strip(".") else 0.0, rest.strip()


def better(page: Page) -> str:
    """The canonical page of an AMP page, or the AMP page of one whose text comes by script; "" where neither is."""
    head = page.body[:_TINY]
    if _AMP.search(head[:4096]):
        return _related(head, "canonical")
    if len(page.body) <= _HOLLOW and b"amphtml" in head and _visible(_seen(page.body)) < _FEW:
        return _related(head, "amphtml")
    return ""


def _related(head: bytes, relation: str) -> str:
    for tag in _LINK.findall(head):
        attributes = _attributes(tag)
        if relation in attributes.get("rel", "").lower().split():
            return attributes.get("href", "").strip()
    return ""


def _seen(body: bytes) -> bytes:
    """The page without comments, scripts and what only browsers without scripts see; an open one runs to the end."""
    lower, kept, position = body.lower(), [], 0
    while match := _UNSEEN.search(lower, position):
        kept.append(body[position : match.start()])
        close = b"</" + match[1] if match[1] else b"-->"
        end = lower.find(close, match.end())
        if end < 0:
            return b" ".join(kept)
        position = end + len(close)
    return b" ".join([*kept, body[position:]])


def _visible(seen: bytes) -> int:
    """Bytes of text outside tags, runs of blanks as one; a Hangul or Han letter counts two or three times."""
    return len(b" ".join(_TAG.sub(b" ", seen).split()))


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode("ascii").lower(): html.unescape((a or b or c).decode("utf-8", "surrogateescape"))
        for name, a, b, c in _ATTRIBUTE.findall(tag)
    }
