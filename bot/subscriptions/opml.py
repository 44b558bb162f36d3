"""OPML, the list of feeds that readers exchange: in and out. Pure.

In: bytes of a stranger's file, or titles and addresses. Out: addresses in their order, or a document (OPML 2.0,
http://opml.org/spec2.opml). Raises NotFeed for what is no OPML. Never resolves entities, never fetches.
"""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from bot.errors import NotFeed

MOST_BYTES: Final = 1_000_000
MOST: Final = 500
"""Feeds of one file."""


def read(body: bytes) -> list[str]:
    """The addresses of the feeds, each once."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        tree = etree.fromstring(body[:MOST_BYTES], parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None or str(tree.tag).lower() != "opml":
        raise NotFeed("this is no OPML file", detail="OPML")
    found = []
    for node in tree.iter("outline"):
        url = next((v for k, v in node.attrib.items() if str(k).lower() == "xmlurl"), "")
        if str(url).startswith(("http://", "https://")):
            found.append(str(url).strip())
    return list(dict.fromkeys(found))[:MOST]


def write(rows: Sequence[tuple[str, str]]) -> str:
    """`rows`: title and address."""
    lines = [
        f'    <outline type="rss" text={_quoted(title)} title={_quoted(title)} xmlUrl={_quoted(url)}/>'
        for title, url in rows
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>keyclaims</title></head>\n'
    return f"{head}  <body>\n" + "\n".join(lines) + "\n  </body>\n</opml>\n"


def _quoted(text: str) -> str:
    return quoteattr("".join(c for c in text if c >= " "))
