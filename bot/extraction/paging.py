"""Articles that an outlet spreads over several pages: which pages come next, and joining what was read from them.

In: a page, or the articles of the pages in order. Out: addresses to fetch (the caller fetches them), or one article.
Never more than MAX_PAGES pages, never another host, never pages of a list or of comments.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from bot.errors import BotError
from bot.extraction import dom
from bot.page import Page, decode
from models.article import Article

MAX_PAGES: Final = 5
"""Pages of one article, the first included: the longest reports measured have four."""

_NUMBER: Final = re.compile(r"[\[(（]?\s*(?:第\s?)?([2-9])(?:\s?[页頁쪽])?\s*[\])）]?")
_NEXT: Final = re.compile(r"下一[页頁]\s?[>»›]*|다음\s?(?:페이지|쪽)\s?[>»›]*|next page\s?[>»›]*", re.I)
_PAGE_KEYS: Final = re.compile(r"(?:^|&)(?:page|p|pg|pageno|page_no|paged)=\d+", re.I)
_EXTENSION: Final = re.compile(r"(?:\.s?html?|/)$", re.I)
_NUMBERED: Final = re.compile(r"[_\-/](?:p|page[_\-/]?)?\d{1,2}", re.I)


def pages(page: Page) -> list[str]:
    """Addresses of the pages after this one, in order; [] for an article on one page."""
    try:
        root = dom.parse(decode(page))
    except BotError:
        return []
    own = page.url or _canonical(root)
    if not own:
        return []
    found: dict[int, str] = {}
    for link in root.iter("a"):
        text = dom.text_of(link)
        if len(text) > 12 or not (href := (link.get("href") or "").strip()):
            continue
        number = int(match.group(1)) if (match := _NUMBER.fullmatch(text)) else 0
        target = _join(own, href)
        if target and (number or _NEXT.fullmatch(text)) and _same_article(own, target):
            found.setdefault(number or 2, target)
    ordered: list[str] = []
    for number in range(2, MAX_PAGES + 1):
        # A gap means that these numbers are something else, or that the rest is named on later pages.
        if number not in found or found[number] in ordered:
            break
        ordered.append(found[number])
    return ordered


def join(articles: Sequence[Article]) -> Article:
    """One article of the pages' paragraphs; what stands on every page (a deck, a notice) is kept once."""
    seen: set[str] = set()
    kept: list[str] = []
    for article in articles[:MAX_PAGES]:
        for paragraph in article.paragraphs:
            if paragraph not in seen:
                seen.add(paragraph)
                kept.append(paragraph)
    return replace(articles[0], paragraphs=tuple(kept))


def _canonical(root: dom.Element) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower():
            return (link.get("href") or "").strip()
    return ""


def _join(base: str, href: str) -> str:
    try:
        return urljoin(base, href).split("#")[0]
    except ValueError:
        return ""


def _same_article(own: str, target: str) -> bool:
    """The same host, and the same address but for a page number behind it.

    "/c1-1.html" goes on in "/c1-1_2.html"; "/1.html" and "/2.html" are two articles.
    """
    a, b = urlsplit(own), urlsplit(target)
    if a.hostname != b.hostname:
        return False
    if _PAGE_KEYS.search(b.query) or _PAGE_KEYS.search(a.query):
        return a.path == b.path and _PAGE_KEYS.sub("", a.query) == _PAGE_KEYS.sub("", b.query)
    stem, longer = _EXTENSION.sub("", a.path), _EXTENSION.sub("", b.path)
    return a.query == b.query and longer.startswith(stem) and bool(_NUMBERED.fullmatch(longer[len(stem) :]))
