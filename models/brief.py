"""Article -> Brief: the language steps in their order, and nothing else.

Select first, then translate: claims are chosen on the source text, where names and figures are intact; only the
headline, the chosen sentences and their speakers are translated. Never fetches, never formats, never guesses: where a
translation cannot be had, the brief is in the article's language and a note says why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from models import abstractive, claims, fidelity, names, numerals, originals, sentences, titles
from models.article import Article
from models.claims import Claim
from models.doubt import Doubt, Edit, moved
from models.errors import ModelError
from models.language import base
from models.naming import personal, speakers, transcribed
from models.numerals import Quantity
from models.ranking import standing
from models.translate import Chooser, Translation, Translator


@dataclass(frozen=True, slots=True)
class Figure:
    quantity: Quantity
    """As found in the claim's source sentence; `start`/`end` are of that sentence."""
    text: str
    """Written in the reader's language."""


@dataclass(frozen=True, slots=True)
class Line:
    """One translated piece of text with its doubts: the headline, or a sentence of the whole translation."""

    source: str
    text: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One bullet."""

    claim: Claim
    text: str
    """In the reader's language, after repair; equal to `claim.text` where nothing was translated."""
    speaker: Line | None
    figures: tuple[Figure, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    article: Article
    to: str
    """The language it is in: the reader's, or the article's own where nothing was translated."""
    title: Line
    points: tuple[Point, ...]
    full: tuple[Line, ...] | None = None
    """One entry a sentence of the article, in order, where it was asked for."""
    notes: tuple[str, ...] = ()
    """Codes of `bot/texts.py`, each optionally with ":" and a detail: "weights_missing:zh-en", "demo_model"."""
    engine: dict[str, Any] = field(default_factory=dict)
    """`Translator.describe`, or {} where nothing was translated."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Step -> seconds it took ("fetch", "extract", "select", "translate", "check")."""


def make(
    article: Article,
    to: str | None,
    translator: Translator | None,
    limit: int | None = None,
    *,
    full: bool = False,
    write: abstractive.Write | None = None,
    clock: Callable[[], float] = lambda: 0.0,
) -> Brief:
    """The article's key claims in the language `to` (None: the article's own; nothing is translated).

    `limit` is the number of claims, None for "auto". `write` is a summarising model for `reply.style = "abstractive"`:
    without it, or where the article bears out nothing that it wrote, the claims are sentences of the article.
    `clock` gives seconds, for `Brief.seconds`.
    Blocks while the translator works. A ModelError of the translation becomes a note, never an exception.
    """
    started = clock()
    split = sentences.split(article)
    notes = list(article.notes)
    chosen = _rewritten(article, split, limit, write, notes) or claims.select(article, limit, split)
    selected = clock()
    whole = [s.text for s in split] if full else []
    wanted = _wanted(article.title, chosen, whole)
    engine: dict[str, Any] = {}
    translated = {text: Translation(text, text) for text in wanted}
    reader = article.language
    if to is not None and to != article.language:
        try:
            translated = _translate(wanted, article.language, to, translator)
            engine = dict(translator.describe(article.language, to)) if translator else {}
            reader = to
        except ModelError as error:
            notes.append(f"{error.code}:{error.detail}" if error.detail else error.code)
    if engine.get("demo"):
        notes.append("demo_model")
    moved = clock()

    people = personal.introduced(tuple(s.text for s in split), article.language) if base(reader) == "en" else ()
    if (base(article.language), base(reader)) == ("ko", "en"):
        people += transcribed.unlike((t.source, t.text) for t in translated.values())

    def check(translation: Translation) -> Line:
        return _line(translation, article.language, reader, article.published, people)

    lines = {text: check(translated[text]) for text in _wanted(article.title, chosen, whole, speakers=False)}
    checked = clock()
    others = _others(lines, article.language, reader, translator)
    again = clock()
    for text, row in others.items():
        lines[text] = min([lines[text], *map(check, row)], key=_doubted)
    line = lines.__getitem__

    def spoken(name: str) -> Line:
        machine = translated[name].text
        return Line(name, names.speaker(name, article.language, reader, machine, " ".join(article.paragraphs)))

    shown: list[str] = []
    points = tuple(
        _named(_point(claim, line, spoken, article, reader), article.language, reader, shown) for claim in chosen
    )
    title = line(article.title) if article.title else Line("", "")
    beside: list[str] = []
    brief = Brief(
        article=article,
        to=reader,
        title=_named(title, article.language, reader, shown),
        points=points,
        full=tuple(_named(line(text), article.language, reader, beside) for text in whole) if full else None,
        notes=tuple(notes),
        engine=engine,
        seconds={
            "select": selected - started,
            "translate": moved - selected + again - checked,
            "check": checked - moved + clock() - again,
        },
    )
    return brief


def _rewritten(
    article: Article,
    split: Sequence[sentences.Sentence],
    limit: int | None,
    write: abstractive.Write | None,
    notes: list[str],
) -> list[Claim]:
    """[] where nothing is to be rewritten or nothing could be, which `notes` then says."""
    if write is None:
        return []
    try:
        found = abstractive.rewrite(article, claims.explain(article, limit, split), write, limit)
    except ModelError as error:
        notes.append(f"{error.code}:{error.detail}" if error.detail else error.code)
        return []
    if not found:
        notes.append("rewriting_unsupported")
    return found


def _wanted(title: str, chosen: Sequence[Claim], whole: Sequence[str], *, speakers: bool = True) -> list[str]:
    """Every text to be translated, once, the bullets first; with the names of those who speak, or sentences alone."""
    said = [c.speaker.name for c in chosen if c.speaker] if speakers else []
    texts = [title, *(c.bare or c.text for c in chosen), *said, *whole]
    return [text for text in dict.fromkeys(texts) if text]


def _translate(
    wanted: Sequence[str], source: str, target: str, translator: Translator | None
) -> dict[str, Translation]:
    if translator is None:
        from models.errors import PairUnavailable

        raise PairUnavailable("translation is switched off", detail=f"{base(source)}-{base(target)}")
    return dict(zip(wanted, translator.translate(wanted, source, target), strict=True))


def _others(
    lines: Mapping[str, Line], source: str, target: str, translator: Translator | None
) -> dict[str, list[Translation]]:
    """Sentence -> other translations of it, where the first leaves a doubt: of all of them the least doubtful is shown."""
    doubtful = [text for text, told in lines.items() if _doubted(told)]
    if not doubtful or not isinstance(translator, Chooser):
        return {}
    try:
        return dict(zip(doubtful, translator.others(doubtful, source, target), strict=True))
    except ModelError:
        return {}  # the first ones stand


def _doubted(told: Line) -> int:
    """How many doubts the reader would be told."""
    return sum(not doubt.repaired for doubt in told.doubts)


def _line(translation: Translation, source: str, target: str, published: str, people: Sequence[str]) -> Line:
    if base(source) == base(target):
        # The same text, or the same language in the other script: there is nothing that could have been mistranslated.
        return Line(translation.source, translation.text)
    checked = fidelity.check(
        translation.source,
        translation.text,
        source,
        target,
        faults=translation.faults,
        published=published,
        people=people,
    )
    text, doubts = checked.text, list(checked.doubts)
    for edit in titles.beside(translation.source, text, source, target):
        text, doubts = edit.apply(text), moved(doubts, edit)
    return Line(translation.source, text, tuple(doubts))


def _point(
    claim: Claim,
    line: Callable[[str], Line],
    spoken: Callable[[str], Line],
    article: Article,
    target: str,
) -> Point:
    told = line(claim.bare or claim.text)
    doubts = told.doubts
    if claim.speaker and base(article.language) != base(target):
        lost = names.of_speaker(claim.speaker.name, told.source, told.text, article.language, target)
        doubts += tuple(doubt for doubt in lost if doubt not in doubts)
    text, doubts = _dated(told.text, doubts, target, article.published if claim.bare not in ("", claim.text) else "")
    return Point(
        claim=claim,
        text=text,
        speaker=spoken(claim.speaker.name) if claim.speaker else None,
        figures=tuple(
            Figure(quantity, numerals.write(quantity, target))
            for quantity in numerals.find(claim.sentence.text, article.language)
            if quantity.kind != "none"
        ),
        doubts=doubts,
    )


T = TypeVar("T", Line, Point)


def _named(told: T, source: str, target: str, shown: list[str]) -> T:
    """The line or bullet with unknown names' originals beside them, where neither its label nor an earlier one has them.

    The headline comes after the bullets: names that these have need none there.
    """
    label: str = told.speaker.text if isinstance(told, Point) and told.speaker else ""
    said: str = (told.claim.bare or told.claim.text) if isinstance(told, Point) else told.source
    text, doubts, found = _beside(said, told, source, target, shown, label)
    if label and speakers.leads(label, text):  # then it has its own original
        text, doubts, found = _beside(said, told, source, target, [*shown, label], "")
        found.append(label)
    shown += found
    return replace(told, text=text, doubts=tuple(doubts))


def _beside(
    said: str, told: Line | Point, source: str, target: str, shown: Sequence[str], label: str
) -> tuple[str, list[Doubt], list[str]]:
    text, doubts = told.text, list(told.doubts)
    edits, found = originals.beside(said, text, source, target, doubts, shown, label)
    for edit in edits:
        text, doubts = edit.apply(text), moved(doubts, edit)
    return text, doubts, found


def _dated(text: str, doubts: tuple[Doubt, ...], language: str, published: str) -> tuple[str, tuple[Doubt, ...]]:
    """The bullet with the date in brackets that its source was given, in the reader's language."""
    found = standing.dating(text, language, published, sure=True)
    if found is None:
        return text, doubts
    edit = Edit(found[0], found[0], found[1])
    return edit.apply(text), tuple(moved(doubts, edit))
