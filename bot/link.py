"""`Link`: a URL that somebody sent, judged and in canonical form. `find` takes links from text; `parse` takes one URL.

In: text with Telegram's entities (offsets in UTF-16 units) or without (as typed on a command line). Out: links in the
order of the text, each story once. `find` never raises: what the rule refuses is no link. Never resolves or connects.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from bot.addresses import CLOSED, Rule
from bot.errors import AddressRefused, LinkRefused
from bot.links import canonical, glue
from bot.links.urls import host_of, judge

_RUN: Final = r"[^\s<>\"\x00-\x1f\x7f]"
_MAX_RUN: Final = 4096
"""Characters of a run without blanks; a URL may have half of it. Bounds what patterns and loops cost."""
_EXPLICIT: Final = re.compile(rf"https?://{_RUN}{{1,{_MAX_RUN}}}", re.IGNORECASE)
_ASCII: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_CJK: Final = r"[A-Za-z0-9\u3400-\u9fff\uac00-\ud7a3\u3041-\u30ff-]{1,63}"
_BARE: Final = re.compile(
    rf"(?<![A-Za-z0-9@._/=\\%&?#~+$-])((?:{_ASCII}\.){{1,9}}(?:xn--[a-z0-9-]+|[A-Za-z]{{2,24}}|{_CJK})|(?:{_CJK}\.){{1,9}}{_CJK})"
    rf"(:\d{{1,5}})?(?![A-Za-z0-9@_-]|\.[A-Za-z0-9])([/?#]{_RUN}{{0,{_MAX_RUN}}})?"
)
"""A host without a scheme. Not inside an e-mail address, a path, a version number or another URL."""
_NEXT_BARE: Final = re.compile(rf"[,;|](?=(?:{_ASCII}\.)+[A-Za-z]{{2,24}}/)")
"""Between two hosts without a scheme that are joined by a comma."""
_FILE_PAGE: Final = re.compile(r"(?:file|image|파일|檔案|文件|ファイル):", re.IGNORECASE)
"""Wiki pages about a file: their address ends in .jpg and they are pages."""
_MAX_TEXT: Final = 20_000
"""Characters looked at. Telegram's messages have 4,096."""
_MAX_LINKS: Final = 200
"""Links taken from one text; Telegram marks at most 100."""
_TAKEN: Final = ("email", "mention", "hashtag", "cashtag", "bot_command", "phone_number", "code", "pre", "text_mention")
"""Entities whose text is no link, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    """What is requested: as the URL said, without fragment and tracking parameters."""
    key: str
    """Canonical form: one story has one key (mobile and AMP hosts mapped, parameters sorted)."""
    fallback: str = ""
    """The untrimmed form, tried second where text was glued to the URL; "" where nothing was trimmed. Where no scheme
    was written: the http form, tried where https cannot be had."""


def parse(url: str, *, rule: Rule = CLOSED, fallback: str = "") -> Link:
    """The link that a URL is. Raises LinkRefused, or AddressRefused for a literal address that is closed."""
    judged = canonical.strip(judge(url.strip(), rule))
    origin = canonical.origin(judged)
    if origin != judged:
        judged = canonical.strip(judge(origin, rule))
    if fallback:
        try:
            fallback = canonical.strip(judge(fallback, rule))
        except (LinkRefused, AddressRefused):
            fallback = ""
    return Link(judged, canonical.key(judged), "" if fallback == judged else fallback)


def find(text: str, entities: Sequence[Mapping[str, Any]] | None = None, *, rule: Rule = CLOSED) -> list[Link]:
    """Links in the order of the text; one story once. `entities` None: plain text, as typed in a terminal."""
    text = text[:_MAX_TEXT]
    candidates = _plain(text, bare=True) if entities is None else _marked(text, entities)
    found = sorted(islice(candidates, _MAX_LINKS), key=lambda candidate: candidate.position)
    links: dict[str, Link] = {}
    for candidate in found:
        try:
            link = parse(candidate.url, rule=rule, fallback=candidate.fallback)
        except (LinkRefused, AddressRefused):
            continue
        if not _ignored(link.url):
            links.setdefault(link.key, link)
    return list(links.values())


@dataclass(frozen=True, slots=True)
class _Candidate:
    position: int
    url: str
    fallback: str = ""


def _marked(text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[_Candidate]:
    """What Telegram marked; and, where it marked nothing, URLs written out with their scheme."""
    units = text.encode("utf-16-le", "surrogatepass")
    rest = bytearray(units)
    for entity in entities:
        kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
        if not (isinstance(offset, int) and isinstance(length, int) and offset >= 0 and length > 0):
            continue
        span = slice(2 * offset, 2 * (offset + length))
        covered = units[span].decode("utf-16-le", "ignore")
        if kind == "text_link":
            if isinstance(entity.get("url"), str):
                yield _Candidate(offset, entity["url"])
        elif kind == "url":
            yield from _url_entity(covered, offset)
        elif kind not in _TAKEN:
            continue
        rest[span] = b" \x00" * (len(rest[span]) // 2)
    plain = rest.decode("utf-16-le", "replace")
    for candidate in _plain(plain, bare=False):
        position = len(plain[: candidate.position].encode("utf-16-le", "surrogatepass")) // 2
        yield _Candidate(position, candidate.url, candidate.fallback)


def _url_entity(covered: str, offset: int) -> Iterator[_Candidate]:
    """The links of one entity: several where they are joined by punctuation that Telegram takes for a URL's."""
    for candidate in _plain(covered, bare=True, trusted=True):
        yield _Candidate(offset, candidate.url, candidate.fallback)


def _plain(text: str, *, bare: bool, trusted: bool = False) -> Iterator[_Candidate]:
    """URLs with a scheme and, with `bare`, names that look like a host. `trusted`: Telegram says that it is a URL."""
    end = 0
    for match in _EXPLICIT.finditer(text):
        if bare:
            yield from _bare(text[end : match.start()], end, trusted)
        end = match.end()
        position = match.start()
        for piece in glue.split(match[0]):
            trimmed = glue.trim(piece)
            yield _Candidate(position, trimmed.url, trimmed.untrimmed)
            if bare:
                yield from _bare(trimmed.rest, position + len(trimmed.url), trusted)
            position += len(piece)
    if bare:
        yield from _bare(text[end:], end, trusted)


def _bare(text: str, start: int, trusted: bool) -> Iterator[_Candidate]:
    end = 0
    while match := _BARE.search(text, end):
        position, host, tail = match.start(), match[1], (match[2] or "") + (match[3] or "")
        name = glue.host(host)
        position += max(0, host.find(name))  # 看看lanhe.cn: words before the name
        if not text.startswith(name + tail, position):  # lanhe.cn看看: and after it
            tail = ""
        end = position + max(1, len(name))
        if name and _is_name(name, tail, trusted):
            tail = _NEXT_BARE.split(tail, maxsplit=1)[0]
            trimmed = glue.trim(f"https://{name}{tail}")
            end = position + len(trimmed.url) - len("https://")
            fallback = trimmed.untrimmed or "http" + trimmed.url.removeprefix("https")
            yield _Candidate(start + position, trimmed.url, fallback)


def _is_name(host: str, tail: str, trusted: bool) -> bool:
    """Whether a word with dots is meant as a host: "haemil-news.kr", not "3.14", "README.md" or "끝났다.in"."""
    top = host.rpartition(".")[2]
    known = canonical.tables()
    if not (trusted and top.isascii() and top.isalpha()) and not glue.is_top(top):
        return False
    if tail.startswith(("/", ":", "?", "#")) or host.lower().startswith("www."):
        return True
    if trusted:
        return top.lower() not in known.code
    return top == top.lower() and top not in known.doubtful  # "end.So the", "ASP.NET" are no hosts


def _ignored(url: str) -> bool:
    """Chats, and files that are no pages."""
    host = host_of(url)
    known = canonical.tables()
    if any(host == chat or host.endswith("." + chat) for chat in known.chats):
        return True
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return extension in known.files and not _FILE_PAGE.search(name)
