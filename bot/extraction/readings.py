"""The lines of an article's body: several readings of one page, and the choice among them.

In: a normalised tree (`bot.extraction.dom`). Out: raw lines in reading order, still with bylines and credits: `bot.extraction.lines` takes
those out. Readings: the container that the outlet or a common class name marks as the body, trafilatura, and
readability where trafilatura lost text. Their exceptions stay here: a reading that fails is an empty one.
"""

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from bot.extraction.dom import Element, drop, lines, link_density, size
from bot.extraction.pruning import keep_timelines, prune
from bot.outlets import Outlet, body_shape, hints

_PROSE: Final = 40
"""Characters from which a line counts as running text when readings are weighed (half of that in Chinese)."""
_MARKED: Final = 40
"""Characters of the shortest body that a name may mark: a flash of one sentence."""
_LONG: Final = 600
"""Weight of a body of some paragraphs."""
_FRAME: Final = 0.3
"""Share of links above which a block is more than an article."""
_ENOUGH: Final = 150
"""Characters of running text under which a reading is not an article."""


def prose(text: Iterable[str]) -> int:
    """Weight of the lines that read as running text; an ideograph or syllable counts double."""
    total = 0
    for line in text:
        wide = sum(1 for c in line if c > "\u2e7f")
        weight = len(line) + wide
        if weight >= _PROSE:
            total += weight
    return total


def marked(root: Element, outlet: Outlet | None) -> list[Element]:
    """The elements that the outlet's row or a common name marks as the body; [] where none holds running text."""
    if outlet is not None:
        for path in outlet.body:
            found = [e for e in root.xpath(path) if size(e) >= _ENOUGH // 2]
            if found:
                return _outermost(found)[:20]
    return _hinted(root)


def _hinted(root: Element) -> list[Element]:
    table = hints()
    found = _found(root, table.__contains__)
    if not found:
        shape = body_shape()
        loose = _found(root, lambda mark: bool(shape.search(mark.partition("=")[2])))
        group = [pair for pairs in loose.values() for pair in pairs]
        best = max((weight for weight, _ in group), default=0.0)
        whole = [element for weight, element in group if weight >= 0.8 * best]
        # The innermost of those that hold the text.
        return [max(whole, key=lambda element: sum(1 for _ in element.iterancestors()))] if whole else []
    return _believed(found, table)


def _found(root: Element, known: Callable[[str], bool]) -> dict[str, list[tuple[float, Element]]]:
    """Mark -> the elements that bear it, with the weight of their text outside links."""
    found: dict[str, list[tuple[float, Element]]] = {}
    frames: dict[str, list[tuple[float, Element]]] = {}
    for element in root.iter("div", "section", "article", "td", "main", "span", "p"):
        for mark in _marks(element):
            if known(mark):
                length = size(element)
                if length >= _MARKED:
                    density = link_density(element, length)
                    into = frames if density > _FRAME else found
                    into.setdefault(mark, []).append((length * (1 - density), element))
                break
    # What is a third links is the frame of a page; it counts only where nothing inside it has a name.
    return found if any(weight >= _ENOUGH for group in found.values() for weight, _ in group) else found | frames


def _believed(found: dict[str, list[tuple[float, Element]]], table: dict[str, int]) -> list[Element]:
    best = max(weight for group in found.values() for weight, _ in group)
    # Of the containers that hold nearly all of it, the one whose name is believed most.
    for mark in sorted(found, key=table.__getitem__):
        group = [(w, e) for w, e in found[mark] if w >= 0.05 * best]
        whole = [e for w, e in group if w >= 0.8 * best]
        if whole:
            return [whole[-1]] if len(_outermost(whole)) == 1 else [whole[0]]
        parts = _outermost([e for _, e in group])
        if len(parts) > 1 and sum(w for w, e in group if e in parts) >= 0.8 * best and _siblings(parts):
            return parts
    return [max((pair for group in found.values() for pair in group), key=lambda pair: pair[0])[1]]


def _marks(element: Element) -> Iterable[str]:
    if name := element.get("itemprop"):
        yield f"itemprop={name}"
    if name := element.get("id"):
        yield f"id={name}"
    for name in (element.get("class") or "").split():
        yield f"class={name}"


def _outermost(elements: list[Element]) -> list[Element]:
    inside = set(elements)
    return [e for e in elements if not any(a in inside for a in e.iterancestors())]


def _siblings(elements: list[Element]) -> bool:
    return len({e.getparent() for e in elements}) == 1


def by_marks(elements: list[Element], outlet: Outlet | None) -> list[str]:
    """The lines of the marked containers. Changes their tree."""
    out: list[str] = []
    for element in elements:
        if outlet is not None:
            for path in outlet.drop:
                for part in element.xpath(path):
                    drop(part)
        prune(element, inside=True)
        out += lines(element)
    return out


@lru_cache(maxsize=1)
def _trafilatura() -> Any:
    """trafilatura's function, with the smallest size that a short Korean article has."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")

    def read(tree: Element) -> Any:
        return trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=False, deduplicate=False, with_metadata=False, config=config
        )

    return read


def warm() -> None:
    """Loads what the first page would otherwise wait for."""
    _trafilatura()
    import lxml.html  # noqa: F401
    from readability import Document  # noqa: F401


def by_trafilatura(root: Element) -> list[str]:
    try:
        document = _trafilatura()(root)
    except Exception:  # its own and lxml's, of many kinds: an empty reading
        return []
    return lines(document.body) if document is not None and document.body is not None else []


def by_readability(root: Element) -> list[str]:
    import lxml.html

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    from readability import Document

    try:
        summary = Document(lxml.html.tostring(root, encoding="unicode")).summary(html_partial=True)
        tree = lxml.html.fragment_fromstring(summary, create_parent="div")
    except Exception:  # its own and lxml's, of many kinds: an empty reading
        return []
    prune(tree, inside=True)
    return lines(tree)


def overlap(part: list[str], whole: list[str]) -> float:
    """Share of the text of `part` that is in `whole` too, by character trigrams."""
    a, b = _grams(part), _grams(whole)
    return len(a & b) / len(a) if a else 0.0


def _grams(text: list[str]) -> set[str]:
    joined = "".join("".join(text).split())
    return {joined[i : i + 3] for i in range(len(joined) - 2)}


def choose(root: Element, outlet: Outlet | None) -> list[str]:
    """The best reading's lines; [] where no reading holds running text. Changes the tree."""
    keep_timelines(root)
    containers = marked(root, outlet)
    prune(root, inside=False)
    visible = set(lines(root))
    read = by_trafilatura(root)
    if len(read) <= 2:
        # Its last resort is the text of the whole page on one line.
        read = [line for line in read if line in visible]
    own = by_marks(containers, outlet) if containers else []
    weights = prose(own), prose(dict.fromkeys(read))
    # What trafilatura has beyond a long marked body is mostly remarks of readers.
    share = 0.35 if weights[0] >= _LONG else 0.6
    if weights[0] and weights[0] >= share * weights[1]:
        return own
    if own and weights[0] >= _ENOUGH and outlet is not None:
        return own
    return _checked(root, read)


def _checked(root: Element, read: list[str]) -> list[str]:
    """Readability's reading where trafilatura's is empty, or at least 20% shorter and contained in it."""
    other = by_readability(root)
    mine, theirs = prose(read), prose(other)
    if mine < _ENOUGH <= theirs:
        return other
    if mine and mine <= 0.8 * theirs and overlap(read, other) >= 0.85:
        return other
    return read


def checked_by(published: list[str], read: list[str]) -> list[str]:
    """`read` held against the body that the outlet publishes for machines (JSON-LD articleBody).

    Where that is much longer, it is the body. Where it has nearly all of `read`, lines that it lacks are captions and
    teasers. A shortened or strange one changes nothing.
    """
    theirs, mine = prose(published), prose(read)
    if theirs < _ENOUGH:
        return read
    if mine < 0.8 * theirs and (mine < _ENOUGH or overlap(read, published) >= 0.6):
        return published
    whole = _joined(published)
    kept = [line for line in read if _probe(line) in whole]
    if theirs >= 0.8 * mine and prose(kept) >= 0.8 * mine:
        return kept
    return read


def _joined(text: list[str]) -> str:
    return "".join("".join(text).split())


def _probe(line: str) -> str:
    """Enough of a line to find it in a text that may be set differently at its ends."""
    plain = "".join(line.split())
    return plain[3:33] if len(plain) > 40 else plain
