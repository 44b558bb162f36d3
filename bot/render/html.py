"""Brief -> one self-contained HTML page: claims, then original and translation side by side. Pure.

It opens anywhere with no network and reads without a script: a claim is a link to its sentence, and style sheets light
up both sides of it. The short script only adds comfort (the other side scrolls along, figures light up together).
Everything that came from a page is escaped, and a strict CSP allows nothing but this page's own style and script.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from bot import texts
from bot.render import bullet
from models import numerals, sentences
from models.brief import Brief, Line, Point
from models.fidelity import Doubt
from models.numerals import Quantity


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence on both sides."""

    index: int
    """Number of the sentence in the article, from 0; part of the element ids."""
    line: Line


@cache
def _asset(name: str) -> str:
    return files("bot.render").joinpath(name).read_text(encoding="utf-8").strip()


def render(brief: Brief, reader: str = "") -> str:
    """The page as a string; UTF-8 is declared in it. `reader` is the language of the notes, else that of the brief."""
    style, script = _asset("page.css"), _asset("page.js")
    article = brief.article
    pairs = _pairs(brief)
    where = {(s.paragraph, s.start): pair.index for s, pair in _located(brief, pairs)}
    claims = "".join(_claim(brief, point, where) for point in brief.points)
    lights = _lights(sorted({where[k] for p in brief.points if (k := _place(p)) in where}))
    title = brief.title.text or article.url or "keyclaims"
    policy = (
        f"default-src 'none'; style-src {_hash(style)} {_hash(lights)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="{brief.to}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>{style}</style>
<style>{lights}</style>
</head>
<body>
<main>
<header>
<h1>{_marked(brief.title, brief.to)}</h1>
{_original_title(brief)}{doubts(brief.title)}{_source_line(brief)}
</header>
<section class="claims" aria-labelledby="claims-heading">
<h2 id="claims-heading">{_say("claims_heading", brief.to)}</h2>
<ol>{claims}</ol>
{notes(brief, reader)}
</section>
{_body(brief, pairs)}
</main>
<script>{script}</script>
</body>
</html>
"""


def _say(key: str, language: str, **values: str) -> str:
    return escape(texts.say(key, language, **values))


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _lights(claimed: Sequence[int]) -> str:
    """One rule a claimed sentence: when one side is the target, the other side lights up too."""
    rules = [f"body:has(#o{n}:target) #t{n},body:has(#t{n}:target) #o{n}" for n in claimed]
    return ",".join(rules) + "{background:var(--light)}" if rules else ""


def _place(point: Point) -> tuple[int, int]:
    return point.claim.sentence.paragraph, point.claim.sentence.start


def _located(brief: Brief, pairs: Sequence[Pair]) -> Iterator[tuple[sentences.Sentence, Pair]]:
    if brief.full is None:
        return iter(())
    return iter(zip(sentences.split(brief.article), pairs, strict=False))


def _pairs(brief: Brief) -> list[Pair]:
    return [Pair(n, line) for n, line in enumerate(brief.full or ())]


def _source_line(brief: Brief) -> str:
    article = brief.article
    parts = [escape(article.site)] if article.site else []
    if article.published:
        parts.append(f'<time datetime="{escape(article.published)}">{escape(article.published[:10])}</time>')
    if article.author:
        parts.append(escape(article.author))
    parts.append(f'<span class="route">{escape(bullet.route(brief))}</span>')
    if article.url.startswith(("http://", "https://")):
        label = _say("open_article", brief.to)
        parts.append(f'<a href="{escape(article.url)}" rel="noopener noreferrer">{label}</a>')
    return f'<p class="where">{" · ".join(parts)}</p>'


def _original_title(brief: Brief) -> str:
    if not bullet.translated(brief) or not brief.title.source:
        return ""
    return f'<p class="original" lang="{brief.article.language}">{escape(brief.title.source)}</p>'


def _claim(brief: Brief, point: Point, where: dict[tuple[int, int], int]) -> str:
    name = bullet.lead(point, brief.to)
    lead = f'<b class="speaker">{escape(name)}</b>' if name else ""
    text = (
        lead + _marked(Line(point.claim.text, point.text, point.doubts), brief.to) + escape(bullet.tag(point, brief.to))
    )
    index = where.get(_place(point))
    if index is not None:
        side = "t" if bullet.translated(brief) else "o"
        text = f'<a class="claim" href="#{side}{index}" data-n="{index}">{text}</a>'
    original = ""
    if bullet.translated(brief) or point.claim.rewritten:
        original = f'<p class="original" lang="{brief.article.language}">{escape(point.claim.sentence.text)}</p>'
    return f"<li>{text}{doubts(point)}{original}</li>"


def doubts(line: Line | Point) -> str:
    """What is uncertain about a line, a paragraph each."""
    return "".join(
        f'<p class="doubt"><span aria-hidden="true">{bullet.MARK}</span> {escape(n)}</p>' for n in bullet.warnings(line)
    )


def notes(brief: Brief, reader: str = "") -> str:
    """What is to be said about the whole brief: a demo model, a cut text."""
    language = reader or brief.to
    return "".join(f'<p class="note" lang="{language}">{_say(note, language)}</p>' for note in brief.notes)


def _marked(line: Line, language: str) -> str:
    """The text with what is uncertain marked in place."""
    spans = sorted((d.span, d) for d in line.doubts if d.span and not d.repaired)
    out, at = [], 0
    for (start, end), doubt in spans:
        if start < at or end > len(line.text):
            continue
        out += [escape(line.text[at:start]), _mark(line.text[start:end], doubt)]
        at = end
    mark = f'&nbsp;<span class="mark">{bullet.MARK}</span>' if bullet.doubtful(line) else ""
    return "".join(out) + escape(line.text[at:]) + mark


def _mark(text: str, doubt: Doubt) -> str:
    return f'<mark title="{escape(doubt.note)}">{escape(text)}</mark>'


def _body(brief: Brief, pairs: Sequence[Pair]) -> str:
    if not pairs:
        return ""
    both = bullet.translated(brief)
    paragraphs: dict[int, list[Pair]] = {}
    located = list(_located(brief, pairs))
    for sentence, pair in located:
        paragraphs.setdefault(sentence.paragraph, []).append(pair)
    rows = "".join(_row(brief, row, both) for row in paragraphs.values())
    heading = _say("full_heading" if both else "article_heading", brief.to)
    kind = "pairs" if both else "pairs single"
    toggle = _toggle(brief.to) if both else ""
    return (
        f'<section class="{kind}" aria-labelledby="full-heading">'
        f'<h2 id="full-heading">{heading}</h2>{toggle}{rows}</section>'
    )


def _toggle(language: str) -> str:
    """Both sides, or one of them: for a phone, where they do not fit side by side."""
    sides = (("both", "side_both", " checked"), ("only-t", "side_translation", ""), ("only-o", "side_original", ""))
    labels = " ".join(
        f'<label><input type="radio" name="side" id="{id_}"{checked}> {_say(key, language)}</label>'
        for id_, key, checked in sides
    )
    return f'<p class="sides">{labels}</p>'


def _row(brief: Brief, row: Sequence[Pair], both: bool) -> str:
    source, target = brief.article.language, brief.to
    gap = "" if target.startswith("zh") else " "
    gap_source = "" if source.startswith("zh") else " "
    originals, translations = [], []
    for pair in row:
        found = _linked(pair.line, source, target) if both else ({}, {})
        originals.append(f'<span id="o{pair.index}">{_figures(pair.line.source, found[0], pair.index)}</span>')
        if both:
            mark = f'&nbsp;<span class="mark">{bullet.MARK}</span>' if bullet.doubtful(pair.line) else ""
            notes = "".join(
                f'<small class="doubt">{bullet.MARK} {escape(n)}</small>' for n in bullet.warnings(pair.line)
            )
            text = _figures(pair.line.text, found[1], pair.index)
            translations.append(f'<span id="t{pair.index}">{text}{mark}</span>{notes}')
    left = f'<p class="o" lang="{source}">{gap_source.join(originals)}</p>'
    right = f'<p class="t" lang="{target}">{gap.join(translations)}</p>' if both else ""
    return f'<div class="row">{right}{left}</div>'


Found = dict[tuple[int, int], int]
"""Span of a figure -> its number within the sentence."""


def _linked(line: Line, source: str, target: str) -> tuple[Found, Found]:
    """The figures that stand on both sides with the same value and kind, numbered alike."""
    left: Found = {}
    right: Found = {}
    here_all = [q for q in numerals.find(line.source, source) if q.kind != "none"]
    if not here_all:
        return left, right
    there = [q for q in numerals.find(line.text, target) if q.kind != "none"]
    for number, here in enumerate(here_all):
        match = next((q for q in there if _same(q, here) and (q.start, q.end) not in right), None)
        if match is not None:
            left[here.start, here.end] = number
            right[match.start, match.end] = number
    return left, right


def _same(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and one.kind == other.kind


def _figures(text: str, spans: Found, index: int) -> str:
    out, at = [], 0
    for (start, end), number in sorted(spans.items()):
        if start < at:
            continue
        out.append(escape(text[at:start]))
        out.append(f'<span class="fig" data-f="{index}-{number}">{escape(text[start:end])}</span>')
        at = end
    return "".join(out) + escape(text[at:])
