"""Brief -> the parts of a Telegram reply, as Telegram's HTML. Pure.

In: a Brief. Out: one or more HTML strings, each at most `LIMIT` UTF-16 units once Telegram has taken the tags out,
split between bullets (a bullet too long for one message is cut, and says so). Everything that comes from outside is
escaped here. Never sends, never looks at a clock, never decides what is in the brief.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Final
from urllib.parse import urlsplit

from bot import texts
from bot.render import bullet
from models.brief import Brief, Line, Point

LIMIT: Final = 4096
"""UTF-16 units of a message after entity parsing (Bot API, sendMessage)."""
ROOM: Final = 4000
"""What we fill: the fold's heading and joining newlines are added to the blocks that are counted."""
TITLE_LIMIT: Final = 300
"""UTF-16 units of a headline; longer ones are lead paragraphs that an outlet has put into its title."""
BULLET_LIMIT: Final = 1500
"""UTF-16 units of one bullet, and of one original: no sentence of a newspaper is longer, a broken page's can be."""
DOUBTS: Final = 6
"""Doubts told of one bullet."""
_LABEL: Final = re.compile(r"([^:：]{2,40}(?:: |：))(.+)")
"""A doubt's note: what kind it is, and the words it is about."""


@dataclass(frozen=True, slots=True)
class Look:
    original: bool = True
    """Show the original sentences in a fold below the bullets."""
    language: str = ""
    """What headings and notes are in; "": the brief's own (it is the article's where nothing could be translated)."""


def render(brief: Brief, look: Look | None = None) -> list[str]:
    """The parts in order; the first replaces the placeholder, each other one is sent after it."""
    look = look or Look()
    reader = look.language or brief.to
    head, tail = _head(brief, reader), _tail(brief, reader)
    pieces = [_piece(brief, point, look) for point in brief.points]
    groups = _grouped(pieces, units(head), units(tail))
    parts = []
    for number, group in enumerate(groups):
        blocks = [head] if number == 0 else []
        # A line between bullets: on a phone each one is three lines, and five of them a wall.
        blocks += [told for told, _ in group]
        blocks += [_fold(reader, [kept for _, kept in group])]
        blocks += [tail] if number == len(groups) - 1 else []
        parts.append("\n\n".join(filter(None, blocks)))
    return parts


def units(html: str) -> int:
    """UTF-16 units that Telegram counts: tags out, entities as the character they stand for."""
    return len(plain(html).encode("utf-16-le")) // 2


def plain(html: str) -> str:
    """The text of our own HTML without its tags: what is sent when Telegram refuses the entities."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


def _head(brief: Brief, reader: str) -> str:
    article = brief.article
    title = escape(cut(brief.title.text or texts.say("untitled", reader), TITLE_LIMIT), quote=False)
    if href := _href(article.url):
        title = f'<a href="{href}">{title}</a>'
    lines = [f"<b>{title}</b>" + _mark(brief.title)]
    if notes := bullet.warnings(brief.title):
        lines.append(_warning(texts.say("doubt_headline", reader, note=_joined(notes))))
    where = " · ".join(escape(part, quote=False) for part in (_site(brief), article.published[:10]) if part)
    return "\n".join([*lines, where] if where else lines)


def _site(brief: Brief) -> str:
    """The outlet as it calls itself, else its host."""
    host = urlsplit(brief.article.url).hostname or ""
    return cut(brief.article.site, 80) or host.removeprefix("www.")


def _href(url: str) -> str:
    """An attribute's value, or "" for what must not be linked."""
    return escape(url, quote=True) if url.startswith(("http://", "https://")) and len(url) <= 2000 else ""


def _piece(brief: Brief, point: Point, look: Look) -> tuple[str, str]:
    """A bullet, and its original for the fold ("" where there is nothing to compare)."""
    lead = bullet.lead(point, brief.to)
    spoken = bullet.warnings(point.speaker) if lead and point.speaker else []
    text = escape(cut(point.text, BULLET_LIMIT, texts.say("cut", brief.to)), quote=False)
    lines = [
        f"• {_bold(lead)}{text}{bullet.tag(point, brief.to)}{_mark(point) or (' ' + bullet.MARK if spoken else '')}"
    ]
    if notes := list(dict.fromkeys([*spoken, *bullet.warnings(point)])):
        lines.append(_warning(_joined(notes)))
    source = point.claim.sentence.text
    shown = look.original and (bullet.translated(brief) or point.text != source)
    return "\n".join(lines), escape(cut(source, BULLET_LIMIT), quote=False) if shown else ""


def _bold(lead: str) -> str:
    """ "Han Ji-hoon: " with the name in bold and the space behind it plain."""
    name = lead.rstrip()
    return f"<b>{escape(name, quote=False)}</b>{lead[len(name) :]}" if name else ""


def _mark(line: Line | Point) -> str:
    return f" {bullet.MARK}" if bullet.doubtful(line) else ""


def _joined(notes: Sequence[str]) -> str:
    """The doubts of one bullet share one short line; beyond `DOUBTS` the mark says enough.

    "not in the original: 5", "not in the original: 7" -> "not in the original: 5, 7".
    """
    groups: dict[str, list[str]] = {}
    for note in notes[:DOUBTS]:
        labelled = _LABEL.match(note)
        groups.setdefault(labelled[1] if labelled else note, []).append(labelled[2] if labelled else "")
    told = [label + ("、" if label.endswith("：") else ", ").join(whats) for label, whats in groups.items()]
    return " · ".join(told) + (" · …" if len(notes) > DOUBTS else "")


def _warning(note: str) -> str:
    """Short, below its bullet, slanted so that it is not taken for the article's words."""
    return f"<i>{bullet.MARK} {escape(cut(note, 300), quote=False)}</i>"


def _fold(reader: str, originals: Sequence[str]) -> str:
    kept = [original for original in originals if original]
    if not kept:
        return ""
    heading = escape(texts.say("original_heading", reader), quote=False)
    lines = "\n".join(f"• {original}" for original in kept)
    return f"<blockquote expandable><b>{heading}</b>\n{lines}</blockquote>"


def _tail(brief: Brief, reader: str) -> str:
    """What a reader has to know about this brief, then the route and the time in one line."""
    lines = [] if brief.points else [escape(texts.say("no_claims", reader), quote=False)]
    lines += [f"<i>{escape(texts.say(note, reader), quote=False)}</i>" for note in dict.fromkeys(brief.notes)]
    spent = sum(brief.seconds.values())
    time = texts.say("seconds", reader, n=f"{spent:.1f}" if spent < 100 else f"{spent:.0f}")
    return "\n".join([*lines, f"<i>{escape(bullet.route(brief), quote=False)} · {time}</i>"])


def _grouped(pieces: Sequence[tuple[str, str]], head: int, tail: int) -> list[list[tuple[str, str]]]:
    """Bullets to a message each, in order, so that head, bullets, their originals and tail keep within `ROOM`."""
    groups: list[list[tuple[str, str]]] = [[]]
    used = head
    for piece in pieces:
        size = units(piece[0]) + units(piece[1]) + 7
        if groups[-1] and used + size > ROOM:
            groups.append([])
            used = 0
        groups[-1].append(piece)
        used += size
    if groups[-1] and used + tail > ROOM:
        groups.append([])
    return groups


def cut(text: str, limit: int, note: str = "") -> str:
    """At most `limit` UTF-16 units, cut between characters, with "…" (and `note`) where something was cut."""
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    room = (limit - 2 - len(note)) * 2
    kept = text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore").rstrip()
    return f"{kept}… {note}".rstrip()
