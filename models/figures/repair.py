"""Mends in the translation what is mechanical: large units, digits, currencies, invented months, 亩 and 斤, percent.

In: source, translation, their languages. Out: the translation mended, a `Doubt` for every figure that was or stays
wrong. Each mend is compared again and kept only where it left fewer mismatches and made no new one. Never touches what
it cannot replace as a whole figure.
"""

from typing import Final

from models import numerals, particles
from models.doubt import Doubt, Edit, mended, note
from models.figures import counted, mends, mends_words
from models.figures.compare import Mismatch, compare, crowded
from models.language import base

_MOST: Final = 12
"""Mends a sentence: a sentence with more wrong figures than that is beyond mending."""


def figures(
    source: str, text: str, source_language: str, target_language: str, published: str = ""
) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts with spans of the mended text)."""
    if crowded(source, text, source_language, target_language):
        return [], text, [Doubt("unchecked", None, note("unchecked", target_language))]
    wrong = compare(source, text, source_language, target_language, published)
    edits: list[Edit] = []
    repaired: list[Doubt] = []
    tried: set[tuple[str, str, int]] = set()
    for _ in range(_MOST):
        step = _step(source, text, source_language, target_language, published, wrong, tried)
        if step is None:
            break
        mismatch, edit, wrong = step
        text, repaired = mended(edit, text, repaired, target_language, mismatch.kind)
        edits.append(edit)
    left = [_doubt(m, source, source_language, target_language) for m in wrong]
    return edits, text, [*repaired, *_joined(left)]


def _step(
    source: str, text: str, source_language: str, target_language: str, published: str,
    wrong: list[Mismatch], tried: set[tuple[str, str, int]],
) -> tuple[Mismatch, Edit, list[Mismatch]] | None:  # fmt: skip
    """The next mend that makes it better."""
    for mismatch in wrong:
        if mismatch.source is None:
            continue
        target = mismatch.target
        key = (mismatch.source.text, target.text if target else "", target.start if target else mismatch.source.part)
        if key in tried:
            continue
        tried.add(key)
        edit = (
            mends_words.broken(mismatch, text, target_language)
            or mends_words.reworded(mismatch, text, target_language)
            or mends_words.glued(mismatch, text, target_language)
            or mends.replacement(mismatch, text, target_language)
            or mends_words.lost_end(mismatch, text, target_language)
        )
        if edit is None:
            continue
        if base(target_language) == "ko":
            edit = particles.fit(edit, text)
        rest = compare(source, edit.apply(text), source_language, target_language, published)
        if len(rest) < len(wrong):
            return mismatch, edit, rest
    return None


def _doubt(mismatch: Mismatch, source: str, source_language: str, language: str) -> Doubt:
    span = (mismatch.target.start, mismatch.target.end) if mismatch.target else None
    if mismatch.source is None:
        said = mismatch.target.text.strip() if mismatch.target else ""
        return Doubt(mismatch.kind, span, note("invented", language, said))
    said = numerals.write(mismatch.source.quantity, language)
    if mismatch.until is not None:
        said += " – " + numerals.write(mismatch.until.quantity, language)
    if mismatch.cause == "counted":
        said += counted.written(mismatch.source, source, source_language, language)
    if mismatch.cause == "anniversary":
        said = counted.anniversary(mismatch.source.value, language)
    if mismatch.cause in ("exchanged", "dead", "hurt"):
        return Doubt(mismatch.kind, span, note("exchanged", language, said))
    key = {"date": "date", "weekday": "date", "time": "time"}.get(mismatch.source.kind, "figure")
    return Doubt(mismatch.kind, span, note(key, language, said))


def _joined(doubts: list[Doubt]) -> list[Doubt]:
    """One doubt where two would say the same (both ends of a range)."""
    seen: dict[tuple[str, tuple[int, int] | None, str], Doubt] = {}
    for doubt in doubts:
        seen.setdefault((doubt.kind, doubt.span, doubt.note), doubt)
    return list(seen.values())
