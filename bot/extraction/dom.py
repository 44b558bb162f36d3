"""HTML text -> a tree that extraction can rely on, and a tree -> lines of text.

`parse` builds the tree, `normalise` changes it in place: scripts, controls and hidden duplicates leave, bare text by
<br> becomes paragraphs, layout tables become blocks, a large hidden body is shown. `lines` reads a tree as paragraphs.
Never fetches, never looks at an outlet's name, and never decides which block is the article: that is `bot.extraction.readings`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from bot.errors import EmptyPage

Element = Any
"""An lxml.html.HtmlElement; lxml has no type hints."""

MAX_ELEMENTS: Final = 10_000
"""The largest of 100 saved news pages has 4,497; what comes after is cut before anything walks the tree twice."""
MAX_DEPTH: Final = 300
"""Deeper markup is hostile or broken (a Korean portal's worst is 60), and lxml's own recursion has limits."""
MAX_ATTRIBUTES: Final = 200
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{20000,}>?")
"""One start tag; pictures in data: addresses make some as long, but those have few attributes."""

_DROPPED: Final = (
    "script style template button input select textarea option svg canvas object embed applet iframe frame audio video "
    "source track rt rp map area link meta head base noframes datalist dialog progress meter math"
).split()
BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_CONTAINERS: Final = frozenset("article blockquote body center dd div form li main p pre section td".split())
_INLINE_WRAPPERS: Final = frozenset("b big center em font i ins label small span strong u".split())
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLOCK_STYLE: Final = re.compile(r"display\s*:\s*block", re.I)
_UNSEEN: Final = re.compile(
    r"(?:^|\s)(?:blind|sr-only|sr_only|visually-?hidden|screen-?reader(?:-text)?|screen_out|a11y\S*|hidden|hide|"
    r"u-hidden|accessibility|skip\S*|IR|ir_text|visuallyhidden|offscreen)(?:\s|$)",
    re.I,
)
_SPACE: Final = re.compile(r"[\s\u200b\ufeff\u00ad\u2028\u2029]+")


def parse(text: str) -> Element:
    """The tree of a page. Raises EmptyPage where there is no element at all."""
    import lxml.etree
    import lxml.html

    # libxml2 compares each attribute with all before it: 40,000 in one tag take ten seconds.
    text = _LONG_TAG.sub(lambda tag: tag[0] if tag[0].count("=") < MAX_ATTRIBUTES * 2 else tag[0][:2000] + ">", text)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise EmptyPage("no markup and no text") from None
    return root


def bound(root: Element) -> None:
    """Cuts what only hostile pages have: masses of elements, attributes and depth. Changes `root` in place."""
    import lxml.etree

    level, surplus = 0, []
    for count, (event, element) in enumerate(lxml.etree.iterwalk(root, events=("start", "end"))):
        level += 1 if event == "start" else -1
        if event == "end":
            continue
        if level == MAX_DEPTH or count > 2 * MAX_ELEMENTS:
            surplus.append(element)
        elif len(element.attrib) > MAX_ATTRIBUTES:
            for name in element.attrib.keys()[MAX_ATTRIBUTES:]:
                del element.attrib[name]
    # From the end: what a dropped element holds goes with it, and each removal is cheap.
    for element in reversed(surplus):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def drop(element: Element) -> None:
    """Removes `element` but keeps the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


@lru_cache(maxsize=4096)
def _unwanted(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs")


def tidy(text: str) -> str:
    """One line of NFC text without control and invisible characters, as `Article` demands."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if not _unwanted(c)).strip()


def text_of(element: Element) -> str:
    """All text of an element on one line."""
    return tidy("".join(element.itertext()))


def size(element: Element) -> int:
    """Characters of text that are not white space, counted cheaply."""
    return sum(len(part) - part.count(" ") - part.count("\n") - part.count("\t") for part in element.itertext())


def link_density(element: Element, total: int | None = None) -> float:
    """Share of the element's text that is inside links."""
    total = size(element) if total is None else total
    return sum(size(link) for link in element.iter("a")) / total if total else 1.0


def normalise(root: Element) -> None:
    """Changes the tree in place; see the module's first lines."""
    for element in list(root.iter(*_DROPPED)):
        drop(element)
    for element in list(root.iter("noscript")):
        # Lazy pictures and tracking pixels; some sites put the whole article there for readers without scripts.
        if size(element) < 400 or link_density(element) > 0.3:
            drop(element)
        else:
            element.tag = "div"
    for element in root.iter("form", "fieldset", "center", "font"):
        element.tag = "div" if element.tag != "font" else "span"
    for element in list(
        root.iter("h1", "h2", "h3", "h4", "h5", "p", "span", "div", "strong", "em", "a", "dt", "legend")
    ):
        # Labels for screen readers: "article body", "share", "close".
        if _UNSEEN.search(element.get("class") or "") and size(element) < 60:
            drop(element)
    for element in root.iter("span"):
        if _BLOCK_STYLE.search(element.get("style") or ""):
            element.tag = "p"
    _hidden(root)
    _layout_tables(root)
    _line_breaks(root)


def _hidden(root: Element) -> None:
    """Shows a large hidden body (it is unhidden by a script), drops hidden copies and hidden menus."""
    hidden = [
        element
        for element in root.iter("div", "p", "section", "article", "span", "ul", "table", "dl", "h1", "h2", "h3", "h4")
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    ]
    if not hidden:
        return
    for element in hidden:
        if element.getparent() is None or element.tag == "body":
            continue
        length = size(element)
        if length >= 200 and link_density(element, length) < 0.2 and not _copy(element, root):
            element.attrib.pop("style", None)
            element.attrib.pop("hidden", None)
        else:
            drop(element)


def _copy(element: Element, root: Element) -> bool:
    """True where the text is on the page a second time: a print or mail version."""
    probe = text_of(element)
    middle = len(probe) // 2
    return text_of(root).count(probe[middle : middle + 40]) > 1


def _layout_tables(root: Element) -> None:
    """A table whose cell holds running text is a frame, not data: its parts become blocks."""
    for table in list(root.iter("table")):
        if any(cell.find(".//table") is not None or size(cell) > 250 for cell in table.iter("td")):
            for part in table.iter("table", "tbody", "thead", "tr", "td", "th"):
                part.tag = "div"


def _line_breaks(root: Element) -> None:
    """Text between <br> and bare text beside blocks become <p>."""
    for line_break in list(root.iter("br")):
        holder = line_break.getparent()
        # A <span> or <font> around a whole article: what holds the breaks has to be a block.
        while holder is not None and holder.tag in _INLINE_WRAPPERS and size(holder) > 60:
            holder.tag = "div"
            holder = holder.getparent()
            if holder is not None and holder.tag == "p":
                holder.tag = "div"
    for element in list(root.iter(*_CONTAINERS)):
        children = list(element)
        has_break = any(child.tag == "br" for child in children)
        has_block = any(child.tag in BLOCKS for child in children)
        if has_break or (has_block and _bare_text(element, children)):
            _wrap_runs(element, children)


def _bare_text(element: Element, children: list[Element]) -> bool:
    if element.text and element.text.strip():
        return True
    return any((child.tail and child.tail.strip()) or child.tag not in BLOCKS for child in children)


def _wrap_runs(element: Element, children: list[Element]) -> None:
    """Puts each run of text and inline elements of `element` into a <p> of its own."""
    make = element.makeelement
    run = make("p")
    run.text, element.text = element.text, None
    if element.tag in ("p", "pre"):
        element.tag = "div"
    for child in children:
        element.remove(child) if child.getparent() is element else None
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag == "br" or child.tag in BLOCKS:
            _close(element, run)
            if child.tag != "br":
                element.append(child)
            run = make("p")
            run.text = tail
        else:
            run.append(child)
            child.tail = tail
    _close(element, run)


def _close(element: Element, run: Element) -> None:
    if len(run) or (run.text and run.text.strip()):
        element.append(run)


def lines(element: Element) -> list[str]:
    """The text of `element` as it reads on the page: a line a block, in order."""
    out: list[str] = []
    pending: list[str] = []
    for piece in _pieces(element):
        if piece is None:
            line = tidy("".join(pending))
            if line:
                out.append(line)
            pending.clear()
        else:
            pending.append(piece)
    return out


def _pieces(element: Element) -> Iterator[str | None]:
    """Text pieces, and None where a line ends. No recursion: a tree may be deep."""
    import lxml.etree

    for event, node in lxml.etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        block = tag in BLOCKS or tag == "br" or tag == "lb" or tag in ("head", "item", "quote", "row", "cell", "list")
        if event == "start":
            if block:
                yield None
            if node.text and isinstance(tag, str):
                yield node.text
        else:
            if block:
                yield None
            if node.tail and node is not element:
                yield node.tail
    yield None
