"""SOURCE... of the command line -> items to be read: pages, links, articles, or the error that each one is.

In: a URL, an .html file (gzip too), a .json article, a .jsonl file of articles, or "-" for standard input (URLs a line
each, HTML, or article JSON(L), told apart by their first bytes). Out: one `Item` an article, in the order given.
Never fetches and never raises for a bad source: its `Item` carries the error, so that the others are served.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from bot.errors import BotError, NotHtml, SourceInvalid, SourceMissing, TooLarge
from bot.fetching import sniff
from bot.link import Link
from bot.page import Page
from models.article import Article, from_json
from models.errors import ModelError

ParseLink = Callable[[str], Link]

_CONTROLS: Final = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b")
_NOISE: Final = 0.02
"""Share of control bytes above which a file is no text in any of our charsets."""


@dataclass(frozen=True, slots=True)
class Item:
    given: str
    """The source as it was given; with ":N" for line N of several."""
    what: Link | Page | Article | BotError | ModelError
    id: str = ""


def expand(source: str, parse: ParseLink, stdin: Callable[[], bytes], max_bytes: int) -> Iterator[Item]:
    """The items of one SOURCE. `parse` judges a URL (raises LinkRefused); `max_bytes` bounds one HTML page."""
    try:
        if source == "-":
            yield from _bytes("-", stdin(), parse, max_bytes)
        elif "://" in source or (not Path(source).exists() and _looks_like_host(source)):
            yield Item(source, parse(_with_scheme(source)))
        else:
            yield from _bytes(source, _file(source), parse, max_bytes)
    except (BotError, ModelError) as error:
        yield Item(source, error)


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _looks_like_host(source: str) -> bool:
    """ "news.example/a/1", which somebody typed without https://; not "page.html" or "a/page.json"."""
    host = source.split("/")[0].split("?")[0]
    ending = host.rpartition(".")[2].lower()
    return "." in host.strip(".") and " " not in host and ending not in ("html", "htm", "json", "jsonl", "gz", "txt")


def _file(source: str) -> bytes:
    path = Path(source).expanduser()
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise SourceInvalid(f"{source} is a folder", detail=source) from None
    except (FileNotFoundError, NotADirectoryError):
        raise SourceMissing(f"no such file: {source}", detail=source) from None
    except (OSError, ValueError) as error:
        raise SourceMissing(f"{source} cannot be read: {type(error).__name__}", detail=source) from None


def _bytes(given: str, data: bytes, parse: ParseLink, max_bytes: int) -> Iterator[Item]:
    data = _gunzip(data, max_bytes)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:64]
    if start[:1] in (b"{", b"["):
        yield from _articles(given, data)
    elif given == "-" and (urls := _urls(data)):
        for url in urls:
            yield from _url(url, parse)
    else:
        yield Item(given, _page(given, data, max_bytes))


def _url(url: str, parse: ParseLink) -> Iterator[Item]:
    try:
        yield Item(url, parse(_with_scheme(url)))
    except BotError as error:
        yield Item(url, error)


def _gunzip(data: bytes, max_bytes: int) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    # One byte more than the cap shows that there is more, without unpacking a bomb.
    unpack = zlib.decompressobj(wbits=31)
    try:
        out = unpack.decompress(data, max_bytes + 1)
    except zlib.error:
        raise SourceInvalid("a broken gzip file", detail="gzip") from None
    if len(out) > max_bytes:
        raise TooLarge("more than the cap after unpacking", detail=f"{max_bytes // 1_000_000} MB")
    if not unpack.eof and not out:
        raise SourceInvalid("a broken gzip file", detail="gzip")
    return out


def _urls(data: bytes) -> list[str]:
    """The lines of standard input when each of them is a URL; "#" lines are comments."""
    try:
        lines = [line.strip() for line in data.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError:
        return []
    lines = [line for line in lines if line and not line.startswith("#")]
    looks = all(" " not in line and ("://" in line or _looks_like_host(line)) and "<" not in line for line in lines)
    return lines if lines and looks else []


def _page(given: str, data: bytes, max_bytes: int) -> Page:
    if what := sniff.refused("text/html", data[: sniff.HEAD]):
        raise NotHtml(f"{given} is no web page: {what}", detail=what)
    if len(data) > max_bytes:
        raise TooLarge(f"{given} has more than {max_bytes} bytes", detail=f"{max_bytes // 1_000_000} MB")
    head = data[:4096]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\0" in head or b"\0<" in head
    if not wide and len(head) - len(head.translate(None, _CONTROLS)) > _NOISE * len(head):
        raise NotHtml(f"{given} is a binary file", detail="binary")
    return Page(data)


def _articles(given: str, data: bytes) -> Iterator[Item]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Item(given, SourceInvalid(f"{given} is not UTF-8", detail="UTF-8"))
        return
    try:
        whole: Any = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, list):
        for number, entry in enumerate(whole, 1):
            yield _article(f"{given}:{number}", entry)
    elif whole is not None:
        yield _article(given, whole)
    else:
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _article(f"{given}:{number}", line)


def _article(given: str, entry: Any) -> Item:
    """One article object (or a line of JSON). A line that `extract` printed for a failed source stays that failure."""
    try:
        data = json.loads(entry) if isinstance(entry, str) else entry
        if not isinstance(data, dict):
            raise ValueError("not an object")
        if "error" in data and "paragraphs" not in data:
            text = str((data["error"] or {}).get("text", "")) if isinstance(data["error"], dict) else ""
            raise ValueError(f"this source had failed before: {text}".rstrip(": "))
        article = from_json(data, _identify)
    except ModelError as error:
        return Item(given, error, _id(entry))
    except ValueError as error:
        reason = "not valid JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        return Item(given, SourceInvalid(f"{given}: {reason}", detail=reason), _id(entry))
    return Item(given, replace(article, input=article.input or given), article.id)


def _id(entry: Any) -> str:
    try:
        data = json.loads(entry) if isinstance(entry, str) else entry
        return str(data["id"]) if data.get("id") is not None else ""
    except (ValueError, AttributeError, KeyError):
        return ""


def _identify(text: str) -> str:
    from models.identify import identify

    return identify(text)
