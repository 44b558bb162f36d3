"""Brief -> Markdown (CommonMark). Pure; everything that came from a page is escaped."""

import re
from typing import Final

from bot import texts
from bot.render import bullet
from models.brief import Brief, Point

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~])")


def render(brief: Brief, *, original: bool = True, reader: str = "") -> str:
    """The whole brief, ending in a newline; the headline links to the article. Notes are in the `reader`'s language."""
    article = brief.article
    title = _escape(brief.title.text or article.url)
    link = f"[{title}](<{article.url}>)" if article.url and brief.title.text else title
    mark = f" {bullet.MARK}" if bullet.doubtful(brief.title) else ""
    where = " · ".join(p for p in (article.site, article.published[:10], bullet.route(brief)) if p)
    blocks = [f"## {link}{mark}"]
    if bullet.translated(brief) and original and brief.title.source:
        blocks.append(f"> {_escape(brief.title.source)}")
    blocks += [f"{bullet.MARK} *{_escape(note)}*" for note in bullet.warnings(brief.title)]
    blocks.append(f"*{_escape(where)}*")
    blocks.append("\n".join(line for point in brief.points for line in _bullet(brief, point, original)))
    if brief.full is not None:
        blocks.append(f"### {texts.say('full_heading', brief.to)}")
        for line in brief.full:
            blocks.append(_escape(line.text) + (f" {bullet.MARK}" if bullet.doubtful(line) else ""))
            blocks += [f"{bullet.MARK} *{_escape(note)}*" for note in bullet.warnings(line)]
            if original and bullet.translated(brief):
                blocks.append(f"> {_escape(line.source)}")
    for note in brief.notes:
        blocks.append(f"*{_escape(texts.say(note, reader or brief.to))}*")
    return "\n\n".join(block for block in blocks if block) + "\n"


def _bullet(brief: Brief, point: Point, original: bool) -> list[str]:
    lead = bullet.lead(point, brief.to)
    bold = f"**{_escape(lead.strip())}** " if lead else ""
    mark = f" {bullet.MARK}" if bullet.doubtful(point) else ""
    lines = [f"- {bold}{_escape(point.text + bullet.tag(point, brief.to))}{mark}"]
    if notes := bullet.warnings(point):
        lines.append(f"  \\\n  {bullet.MARK} *{_escape('; '.join(notes))}*")
    if original and (bullet.translated(brief) or point.text != point.claim.sentence.text):
        lines.append(f"  > {_escape(point.claim.sentence.text)}")
    return lines


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
