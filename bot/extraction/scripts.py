"""What a page's scripts carry: JSON-LD, and article bodies that the browser would have drawn from JSON.

In: the scripts of a tree of `bot.extraction.dom.parse` before it is normalised. Out: JSON-LD objects, and the best body found in
the states that frameworks leave in a page (`__NEXT_DATA__`, Next flight, Nuxt, Arc `Fusion.globalContent`,
`__INITIAL_STATE__`, application/json). Runs no script: what is not JSON is left alone.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import EmptyPage
from bot.extraction.dom import Element, lines, normalise, parse, tidy

MAX_SCRIPT: Final = 4_000_000
"""Characters of one script that are read."""
MAX_NODES: Final = 200_000
"""JSON values that are walked; a large portal's state has 30,000."""

ARTICLE_TYPES: Final = frozenset(
    "NewsArticle Article ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle BlogPosting "
    "ReviewNewsArticle Report LiveBlogPosting AskPublicNewsArticle TechArticle ScholarlyArticle".split()
)

_ASSIGNED: Final = re.compile(
    r"(?:Fusion\.globalContent|window\.__[A-Z_]+__|__INITIAL_STATE__|__PRELOADED_STATE__|__NUXT__|"
    r"window\.(?:initialState|artiContent|__data|articleData|pageData|_SSR_HYDRATED_DATA))\s*=\s*(?=[{\[])"
)
"""Assignments whose right side is plain JSON."""
_FLIGHT: Final = re.compile(r"self\.__next_f\.push\(\[1,\s*(?=\")")
_FLIGHT_ROW: Final = re.compile(r"^[0-9a-f]*:(?=[\[{\"])", re.M)
_FLIGHT_TEXT: Final = re.compile(r"(?:^|\n)[0-9a-f]+:T([0-9a-f]+),")
_ALERT: Final = re.compile(r"""\balert\(\s*["']([^"']{4,100})["']\s*\)""")
_TRAILING_COMMA: Final = re.compile(r",\s*(?=[}\]])")

_BODY_KEYS: Final = (
    "articlebody content_elements body content contents articlecontent article_content articletext html bodyhtml "
    "body_html contenthtml content_html fulltext full_text text desc story paragraphs blocks components newscontent "
    "detail_content maintext main_text bodytext description_html htmlcontent article_body"
).split()
_KEYS: Final = frozenset(_BODY_KEYS)
_SKIPPED_TYPES: Final = frozenset(
    "image video gallery caption interstitial_link raw_html custom_embed list_element reference oembed_response ad "
    "social related photo".split()
)
"""`type` of blocks that are no prose (Arc content_elements and its like)."""
_TEXT_KEYS: Final = ("content", "text", "html", "value", "htmlContent", "paragraph", "body", "model", "children")


@dataclass(frozen=True, slots=True)
class Script:
    type: str
    id: str
    text: str


def collect(root: Element) -> list[Script]:
    """The scripts of a page that hold text, in order."""
    return [
        Script((element.get("type") or "").lower(), element.get("id") or "", element.text)
        for element in root.iter("script")
        if element.text and len(element.text) <= MAX_SCRIPT
    ]


def alerts(scripts: Sequence[Script]) -> list[str]:
    """What the page would say in a box: old Korean sites tell in this way that an article is gone."""
    return [found for script in scripts if len(script.text) < 2000 for found in _ALERT.findall(script.text)]


def json_ld(scripts: Sequence[Script]) -> list[dict[str, Any]]:
    """Every JSON-LD object of the page, @graph and lists opened."""
    found: list[dict[str, Any]] = []
    for script in scripts:
        if "ld+json" in script.type:
            value = _loads(script.text)
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    graph = item.get("@graph")
                    found.append(item)
                    found.extend(x for x in (graph if isinstance(graph, list) else []) if isinstance(x, dict))
    return found


def article_of(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """The JSON-LD object that describes the article; {} where there is none."""
    best: dict[str, Any] = {}
    for item in objects:
        kinds = item.get("@type")
        names = {str(k).rpartition("/")[2] for k in (kinds if isinstance(kinds, list) else [kinds])}
        if names & ARTICLE_TYPES and len(str(item.get("headline") or "")) >= len(str(best.get("headline") or "")):
            best = item
    return best


def _loads(text: str) -> Any:
    """JSON as pages have it: HTML comments around it, raw line breaks in strings, a comma too many."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    if not text or len(text) > MAX_SCRIPT:
        return None
    decoder = json.JSONDecoder(strict=False)
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return decoder.raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def states(scripts: Sequence[Script]) -> Iterator[Any]:
    """The JSON states of the page's scripts."""
    flight: list[str] = []
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        text = script.text
        if len(text) < 100:
            continue
        if "json" in script.type or script.id in ("__NEXT_DATA__", "__NUXT_DATA__"):
            value = _loads(text)
            if value is not None:
                yield value
            continue
        for pattern, chunks in ((_ASSIGNED, None), (_FLIGHT, flight)):
            for match in pattern.finditer(text):
                try:
                    value = decoder.raw_decode(text, match.end())[0]
                except (ValueError, RecursionError):
                    continue
                if chunks is None:
                    yield value
                else:
                    chunks.append(str(value))
    if flight:
        yield from _flight("".join(flight))


def _flight(stream: str) -> Iterator[Any]:
    """Rows of a React flight stream: JSON rows, and text rows with their length in bytes."""
    decoder = json.JSONDecoder(strict=False)
    for match in _FLIGHT_TEXT.finditer(stream):
        raw = stream[match.end() : match.end() + int(match.group(1), 16)].encode()
        yield {"articleBody": raw[: int(match.group(1), 16)].decode("utf-8", "ignore")}
    for match in _FLIGHT_ROW.finditer(stream):
        try:
            yield decoder.raw_decode(stream, match.end())[0]
        except (ValueError, RecursionError):
            continue


def body(scripts: Sequence[Script], title: str, near_only: bool = False) -> list[str]:
    """The lines of the article in the page's JSON; [] where none of it reads like one.

    `title` tells the article's own text from that of its neighbours in the same state; with `near_only` nothing else
    is taken.
    """
    best: tuple[float, list[str]] = (0.0, [])
    for state in states(scripts):
        for found, near in _texts(state, title):
            if near_only and not near:
                continue
            text = to_lines(found)
            length = sum(len(line) for line in text if _reads_as_prose(line))
            score = float(length) * (3.0 if near else 1.0)
            if length >= 100 and score > best[0]:
                best = (score, text)
    return best[1]


def _texts(state: Any, title: str) -> Iterator[tuple[Any, bool]]:
    """(value under a body key, whether the object that holds it also holds the title)."""
    stack: list[Any] = [state]
    for _ in range(MAX_NODES):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(v for v in value if isinstance(v, dict | list))
        elif isinstance(value, dict):
            near = bool(title) and any(_same(v, title) for v in _shallow(value))
            for key, inner in value.items():
                if key.lower() in _KEYS and isinstance(inner, str | list | dict):
                    yield inner, near
                if isinstance(inner, dict | list):
                    stack.append(inner)


def _shallow(value: dict[str, Any]) -> Iterator[str]:
    """Strings of an object and of the objects right below it (Arc: headlines.basic)."""
    for inner in value.values():
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, dict):
            yield from (v for v in inner.values() if isinstance(v, str))


def _same(text: str, title: str) -> bool:
    return 8 <= len(text) <= 300 and (text in title or title in text)


def to_lines(value: Any) -> list[str]:
    """The lines of a text, an HTML string or a list of typed blocks."""
    parts = list(_strings(value))
    if not parts:
        return []
    if any("<" in part and ">" in part for part in parts):
        try:
            tree = parse("<div>" + "".join(f"<div>{part}</div>" for part in parts) + "</div>")
        except EmptyPage:
            return []
        for caption in list(tree.iter("figcaption", "figure")):
            caption.getparent().remove(caption)
        normalise(tree)
        return lines(tree)
    return [line for part in parts for raw in part.splitlines() if (line := tidy(raw))]


def _strings(value: Any) -> Iterator[str]:
    """Prose pieces of a string, of a list of strings or of a list of typed blocks, in order."""
    if isinstance(value, str):
        if len(value) <= MAX_SCRIPT:
            yield value
    elif isinstance(value, list):
        for block in value:
            yield from _strings(block)
    elif isinstance(value, dict) and str(value.get("type", "text")).lower() not in _SKIPPED_TYPES:
        for key in _TEXT_KEYS:
            inner = value.get(key)
            if isinstance(inner, str | list | dict):
                yield from _strings(inner)
                return


def _reads_as_prose(line: str) -> bool:
    if len(line) < 20 or "{" in line or "://" in line:
        return False
    return " " in line or any(c > "\u2e80" for c in line)
