"""Takes out of a tree what is named or made like no article: captions, share bars, related links, data tables.

In: a normalised tree, or a part of it. Changes it in place; words inside a sentence and the style of most paragraphs
are never taken, whatever they are called. Knows no outlet.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.extraction.dom import Element, drop, link_density, size, text_of
from bot.outlets import block_words

_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FRAMES: Final = ("figcaption", "nav", "footer", "aside", "figure")
_NAMED: Final = tuple("div p span ul ol dl section em strong table li header".split())
_LINKED: Final = tuple("ul ol dl p div table h2 h3 h4 h5 section dt dd li".split())
_TIMELINE: Final = re.compile(
    r"\s*(?:story timeline|timeline|일지|사건 일지|타임라인|时间线|時間軸|大事记|大事記)", re.I
)


def prune(root: Element, inside: bool) -> None:
    """Drops captions, share bars, related links and their like: named so, or made of links, and little of the text.

    `inside` a body that somebody marked, a short block with such a name goes at once; in a whole page it must be made
    of links or be tiny, for the name may be that of the article's own frame ("print_area").
    """
    total = size(root) or 1
    for element in list(root.iter(*_FRAMES)):
        if element.getparent() is not None:
            length = size(element)
            if length < 0.3 * total and (inside or element.tag in ("figcaption", "figure") or _linked(element, length)):
                drop(element)
    words = block_words()
    named = [e for e in root.iter(*_NAMED) if words & _tokens(f"{e.get('class') or ''} {e.get('id') or ''}")]
    # A name that much of the text carries is the style of its paragraphs ("editor-p").
    shares = Counter[str]()
    for element in named:
        length = size(element)
        shares[_class(element)] += 0 if _linked(element, length) else length
    for element in named:
        if element.getparent() is None or shares[_class(element)] > 0.25 * total or _in_a_sentence(element):
            continue
        length = size(element)
        small = length < (0.15 * total if inside else min(200, 0.1 * total))
        if small or (length < 0.5 * total and _linked(element, length)):
            drop(element)
    if inside:
        for table in list(root.iter("table")):
            cells = [size(cell) for cell in table.iter("td", "th")]
            if len(cells) >= 4 and sum(cells) / len(cells) < 40 and table.getparent() is not None:
                drop(table)
    for element in list(root.iter(*_LINKED)):
        if element.getparent() is None or element.find(".//a") is None:
            # A block inside a link: teaser cards.
            if element.getparent() is None or element.getparent().tag != "a":
                continue
            element = element.getparent()
            if element.getparent() is None:
                continue
        length = size(element)
        # A long linked sentence inside the text: some outlets link whole sentences to their sources.
        linked_prose = element.tag == "p" and length > 120
        if length and length < 0.3 * total and not linked_prose and link_density(element, length) > 0.8:
            drop(element)


def _in_a_sentence(element: Element) -> bool:
    """<span class="keyword"> around a word of the text is no block: its loss would change what is told."""
    if element.tag not in ("span", "em", "strong"):
        return False
    previous = element.getprevious()
    before = previous.tail if previous is not None else element.getparent().text
    return bool((element.tail and element.tail.strip()) or (before and before.strip()))


def _class(element: Element) -> str:
    return f"{element.tag} {element.get('class') or ''}"


def _linked(element: Element, length: int) -> bool:
    return link_density(element, length) > 0.4


def keep_timelines(root: Element) -> None:
    """What led to the story belongs to it, though it is a list of links called "related": its links become text."""
    for heading in list(root.iter("h2", "h3", "h4", "strong")):
        holder = heading.getparent()
        if holder is None or not _TIMELINE.fullmatch(text_of(heading)) or size(holder) > 1500:
            continue
        for link in list(holder.iter("a")):
            link.tag = "span"
        for element in (holder, *list(holder.iterdescendants()), *list(holder.iterancestors())[:1]):
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)


@lru_cache(maxsize=4096)
def _tokens(names: str) -> frozenset[str]:
    out: set[str] = set()
    for name in names.split():
        out.add(name.lower())
        parts = [part.lower() for part in _WORDS.findall(name)]
        out.update(parts)
        out.update(a + b for a, b in pairwise(parts))
    return frozenset(out)
