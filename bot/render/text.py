"""Brief -> text for a terminal or a pipe. Pure but for the colours that the caller asks for.

Bullets begin with "• "; the original sentence stands dimmed under each bullet, doubts behind "⚠".
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from bot import texts
from bot.render import bullet
from models.brief import Brief, Line, Point

_STYLES: Final = {"title": "1", "dim": "2", "speaker": "1", "doubt": "33"}
"""Name -> SGR parameters; no colour that is unreadable on a light or a dark background."""


@dataclass(frozen=True, slots=True)
class Look:
    """How it is shown. `width` 0: lines are not wrapped."""

    width: int = 0
    colour: bool = False
    original: bool = True
    reader: str = ""
    """Language of the notes; "" is that of the brief, which is not the reader's where nothing could be translated."""


def render(brief: Brief, look: Look | None = None) -> str:
    """The whole brief, ending in a newline."""
    look = look or Look()
    lines = [*_head(brief, look), ""]
    for point in brief.points:
        lines += _bullet(brief, point, look)
    if brief.full is not None:
        lines += ["", _styled(texts.say("full_heading", brief.to), "title", look)]
        for line in brief.full:
            lines += ["", *_full(brief, line, look)]
    tail = _tail(brief, look)
    return "\n".join([*lines, "", *tail]) + "\n" if tail else "\n".join(lines) + "\n"


def _head(brief: Brief, look: Look) -> list[str]:
    article = brief.article
    mark = f" {bullet.MARK}" if bullet.doubtful(brief.title) else ""
    lines = _wrap(brief.title.text + mark, look, style="title") if brief.title.text else []
    if bullet.translated(brief) and look.original and brief.title.source:
        lines += _wrap(brief.title.source, look, style="dim")
    lines += _warning(brief.title, look, "")
    where = " · ".join(part for part in (article.site, article.published[:10], bullet.route(brief)) if part)
    return lines + _wrap(where, look, style="dim")


def _bullet(brief: Brief, point: Point, look: Look) -> list[str]:
    lead = bullet.lead(point, brief.to)
    mark = f" {bullet.MARK}" if bullet.doubtful(point) else ""
    lines = _wrap(f"{lead}{point.text}{bullet.tag(point, brief.to)}{mark}", look, first="• ", rest="  ")
    if lead and look.colour and lines[0].startswith(f"• {lead}"):
        lines[0] = "• " + _styled(lead, "speaker", look) + lines[0][len(lead) + 2 :]
    lines += _warning(point, look, "    ")
    if look.original and (bullet.translated(brief) or point.text != point.claim.sentence.text):
        lines += _wrap(point.claim.sentence.text, look, "dim", "    ", "    ")
    return lines


def _warning(line: Line | Point, look: Look, indent: str) -> list[str]:
    """One line that says all that is uncertain."""
    notes = bullet.warnings(line)
    return _wrap(f"{bullet.MARK} {'; '.join(notes)}", look, "doubt", indent, indent + "  ") if notes else []


def _full(brief: Brief, line: Line, look: Look) -> list[str]:
    mark = f" {bullet.MARK}" if bullet.doubtful(line) else ""
    lines = _wrap(line.text + mark, look)
    lines += _warning(line, look, "    ")
    if look.original and bullet.translated(brief):
        lines += _wrap(line.source, look, "dim")
    return lines


def _tail(brief: Brief, look: Look) -> list[str]:
    lines = []
    for note in brief.notes:
        lines += _wrap(texts.say(note, look.reader or brief.to), look, "doubt")
    if brief.article.url:
        # Never wrapped: a broken link is no link.
        lines.append(_styled(brief.article.url, "dim", look))
    return lines


def _styled(text: str, style: str, look: Look) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if look.colour and style and text else text


def _wrap(text: str, look: Look, style: str = "", first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `look.width` columns: Hangul and Latin break at spaces, Han between characters."""
    if not look.width:
        return [first + _styled(text, style, look)]
    room = max(look.width - columns(rest), 10)
    lines: list[str] = []
    current = ""
    for piece in _PIECE.findall(text):
        if current and columns(current) + columns(piece.rstrip()) > room:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
        while columns(current.rstrip()) > room:
            cut = _fit(current, room)
            lines.append(current[:cut])
            current = current[cut:]
    lines.append(current.rstrip())
    return [(rest if n else first) + _styled(line, style, look) for n, line in enumerate(lines)]


_CLOSING: Final = "，。、；：？！”’）》」』〉】〕…·"
_OPENING: Final = "“‘（《「『〈【〔"
_HAN: Final = "\u3400-\u9fff"
_PIECE: Final = re.compile(
    rf"[{_OPENING}]*(?:[{_HAN}]|[^\s{_HAN}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*(?: {bullet.MARK})?\s*",
)
"""What a line break must not divide: a Han character or a spaced word, with the marks that lean on it (UAX #14)."""


def _fit(text: str, room: int) -> int:
    used = 0
    for index, char in enumerate(text):
        used += columns(char)
        if used > room:
            return max(index, 1)
    return len(text)


def columns(text: str) -> int:
    """Terminal columns: two for East Asian wide and full-width characters, none for combining marks (UAX #11)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )
