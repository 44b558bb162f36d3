"""Brief <-> the `keyclaims/brief/1` object (DESIGN section 4). Pure.

`to_dict` is what `--format json` prints and what the store keeps; `from_dict` rebuilds what the other renderers show
from it (the article's paragraphs are not in it).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from models.article import Article
from models.brief import Brief, Figure, Line, Point
from models.claims import Claim, Speaker
from models.fidelity import Doubt
from models.numerals import Quantity
from models.sentences import Sentence

SCHEMA: Final = "keyclaims/brief/1"


def to_dict(brief: Brief, *, explain: bool = False) -> dict[str, Any]:
    """`explain` adds each claim's `why` (feature -> share of the score)."""
    article = brief.article
    return {
        "schema": SCHEMA,
        "input": article.input,
        "id": article.id or None,
        "url": article.url,
        "site": article.site,
        "author": article.author,
        "published": article.published,
        "language": article.language,
        "to": brief.to,
        "image": article.image,
        "title": _line(brief.title),
        "claims": [_claim(point, explain) for point in brief.points],
        "full": None if brief.full is None else [_line(line) for line in brief.full],
        "notes": list(brief.notes),
        "engine": brief.engine,
        "seconds": {step: round(seconds, 4) for step, seconds in brief.seconds.items()},
    }


def _line(line: Line) -> dict[str, Any]:
    return {"source": line.source, "text": line.text, "doubts": [_doubt(d) for d in line.doubts]}


def _doubt(doubt: Doubt) -> dict[str, Any]:
    span = list(doubt.span) if doubt.span else None
    return {"kind": doubt.kind, "span": span, "note": doubt.note, "repaired": doubt.repaired}


def _claim(point: Point, explain: bool) -> dict[str, Any]:
    claim, sentence = point.claim, point.claim.sentence
    speaker = None
    if point.speaker and claim.speaker:
        speaker = {
            "source": point.speaker.source,
            "text": point.speaker.text,
            "inferred": claim.speaker.inferred,
            "doubts": [_doubt(d) for d in point.speaker.doubts],
        }
    entry: dict[str, Any] = {
        "text": point.text,
        "source": sentence.text,
        "standing": claim.text,
        "paragraph": sentence.paragraph,
        "start": sentence.start,
        "end": sentence.end,
        "speaker": speaker,
        "figures": [_figure(figure) for figure in point.figures],
        "doubts": [_doubt(d) for d in point.doubts],
        "score": round(claim.score, 4),
    }
    if claim.rewritten:
        entry["rewritten"] = True
    return entry | {"why": dict(claim.why)} if explain else entry


def _figure(figure: Figure) -> dict[str, Any]:
    found = figure.quantity
    return {
        "source": found.text,
        "value": list(found.value) if isinstance(found.value, tuple) else found.value,
        "kind": found.kind,
        "unit": found.unit,
        "currency": found.currency,
        "qualifier": found.qualifier,
        "text": figure.text,
        "start": found.start,
        "end": found.end,
    }


def from_dict(data: Mapping[str, Any]) -> Brief:
    """The opposite of `to_dict`; raises KeyError for an object that `to_dict` did not make."""
    article = Article(
        title=data["title"]["source"],
        paragraphs=(),
        language=data["language"],
        url=data["url"],
        site=data["site"],
        author=data["author"],
        published=data["published"],
        image=data.get("image") or "",
        input=data["input"],
        id=data["id"] or "",
    )
    return Brief(
        article=article,
        to=data["to"],
        title=_read_line(data["title"]),
        points=tuple(map(_read_claim, data["claims"])),
        full=None if data["full"] is None else tuple(map(_read_line, data["full"])),
        notes=tuple(data["notes"]),
        engine=dict(data["engine"]),
        seconds=dict(data["seconds"]),
    )


def _read_line(data: Mapping[str, Any]) -> Line:
    return Line(data["source"], data["text"], _read_doubts(data["doubts"]))


def _read_doubts(data: Sequence[Mapping[str, Any]]) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(d["kind"], (d["span"][0], d["span"][1]) if d["span"] else None, d["note"], d["repaired"]) for d in data
    )


def _read_claim(data: Mapping[str, Any]) -> Point:
    sentence = Sentence(data["source"], data["paragraph"], data["start"], data["end"])
    speaker = data["speaker"]
    return Point(
        claim=Claim(
            sentence=sentence,
            score=data["score"],
            why=data.get("why", {}),
            speaker=Speaker(speaker["source"], speaker["inferred"]) if speaker else None,
            text=data["standing"],
            rewritten=data.get("rewritten", False),
        ),
        text=data["text"],
        speaker=_read_line(speaker) if speaker else None,
        figures=tuple(map(_read_figure, data["figures"])),
        doubts=_read_doubts(data["doubts"]),
    )


def _read_figure(data: Mapping[str, Any]) -> Figure:
    value = tuple(data["value"]) if isinstance(data["value"], list) else data["value"]
    quantity = Quantity(
        value=value,
        kind=data["kind"],
        start=data["start"],
        end=data["end"],
        text=data["source"],
        unit=data["unit"],
        currency=data["currency"],
        qualifier=data["qualifier"],
    )
    return Figure(quantity, data["text"])
