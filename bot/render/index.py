"""Several briefs -> one index page: stories by day, newest first, their claims visible, a filter by language. Pure.

Like the reader page it needs no network and no script; the filter is radio buttons and a style sheet.
"""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Final

from bot import texts
from bot.render import bullet, html
from models.brief import Brief
from models.language import CODES

_FILTER: Final = "".join(
    f"main:has(#only-{code}:checked) article:not([data-language={code}]){{display:none}}" for code in CODES
)

Entry = tuple[str, Brief]
"""A page's file name and what it shows."""


def render(entries: Sequence[Entry], language: str) -> str:
    """The index in the reader's `language`."""
    style = files("bot.render").joinpath("page.css").read_text(encoding="utf-8").strip() + _FILTER
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    ordered = sorted(entries, key=lambda e: (e[1].article.published[:16], e[1].article.site), reverse=True)
    days = groupby(ordered, key=lambda e: e[1].article.published[:10])
    body = "".join(_day(day, list(stories), language) for day, stories in days)
    title = escape(texts.say("index_heading", language, n=len(entries)))
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<header><h1>{title}</h1>{_languages(ordered, language)}</header>
{body}
</main>
</body>
</html>
"""


def _languages(entries: Sequence[Entry], reader: str) -> str:
    there = [code for code in CODES if any(brief.article.language == code for _, brief in entries)]
    if len(there) < 2:
        return ""
    all_ = escape(texts.say("all_languages", reader))
    labels = [f'<label><input type="radio" name="only" checked> {all_}</label>']
    for code in there:
        name = escape(texts.language_name(code, reader))
        labels.append(f'<label><input type="radio" name="only" id="only-{code}"> {name}</label>')
    return f'<p class="sides">{" ".join(labels)}</p>'


def _day(day: str, stories: Sequence[Entry], reader: str) -> str:
    heading = f'<h2><time datetime="{escape(day)}">{escape(day)}</time></h2>' if day else "<h2>—</h2>"
    return f"<section>{heading}{''.join(_story(href, brief, reader) for href, brief in stories)}</section>"


def _story(href: str, brief: Brief, reader: str) -> str:
    article = brief.article
    where = " · ".join(escape(part) for part in (article.site, article.published[11:16]) if part)
    route = f'<span class="route">{escape(bullet.route(brief))}</span>'
    mark = f'&nbsp;<span class="mark">{bullet.MARK}</span>'
    claims = "".join(
        f"<li>{escape(bullet.lead(p, brief.to) + p.text + bullet.tag(p, brief.to))}"
        f"{mark if bullet.doubtful(p) else ''}{html.doubts(p)}</li>"
        for p in brief.points
    )
    title = escape(brief.title.text or article.url or href) + (mark if bullet.doubtful(brief.title) else "")
    return (
        f'<article data-language="{article.language}"><h3 lang="{brief.to}"><a href="{escape(href)}">{title}</a></h3>'
        f'<p class="where">{where + " · " if where else ""}{route}</p>{html.doubts(brief.title)}'
        f'<ul lang="{brief.to}">{claims}</ul>{html.notes(brief, reader)}</article>'
    )
