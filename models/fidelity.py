"""Source sentence and its translation -> the translation mended, and what a reader must not take on trust.

In: both texts, their languages, the translator's own faults, the article's date. Out: `Checked`. The checkers are
`models.latin` (tokens), `models.names` (names), `models.figures` (figures) and `models.meaning`;
those that mend run first and hand on the mended text. Pure; never translates. Takes a few milliseconds at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from models import figures, latin, meaning, names
from models.doubt import FIGURE_KINDS, Doubt, moved
from models.language import base

__all__ = ["Checked", "Doubt", "check", "verdict"]


@dataclass(frozen=True, slots=True)
class Checked:
    text: str
    """The translation with every mechanical repair done."""
    doubts: tuple[Doubt, ...]

    @property
    def ok(self) -> bool:
        """True when nothing unrepaired is left."""
        return all(d.repaired for d in self.doubts)


def check(
    source: str,
    translation: str,
    source_language: str,
    target_language: str,
    *,
    faults: Sequence[str] = (),
    published: str = "",
    people: Sequence[str] = (),
) -> Checked:
    """The translation with mechanical errors mended, and its doubts in the order of their places.

    `faults` are `Translation.faults`; `published` is `Article.published`, which tells an invented month from the
    article's own; `people` are the names that the article introduces (`personal.introduced`).
    Texts of one base language agree by definition.
    """
    if base(source_language) == base(target_language):
        return Checked(translation, ())
    doubts: list[Doubt] = []
    text = translation
    for step in (latin.check, partial(names.check, people=people)):
        edits, text, found = step(source, text, source_language, target_language)
        for edit in edits:
            doubts = moved(doubts, edit)
        doubts.extend(found)
    edits, text, found = figures.mend(source, text, source_language, target_language, published)
    for edit in edits:
        doubts = moved(doubts, edit)
    doubts.extend(found)
    doubts.extend(meaning.check(source, text, source_language, target_language))
    known = {d.kind for d in doubts}
    doubts.extend(d for d in meaning.faults(tuple(faults), target_language) if d.kind not in known)
    doubts.sort(key=lambda d: d.span[0] if d.span else len(text))
    return Checked(text, tuple(doubts))


def verdict(record: Mapping[str, Any], source_language: str, target_language: str) -> dict[str, Any]:
    """One line of `keyclaims check`: {"id", "source", "target"} -> {"id", "verdict", "doubts", "repaired"}.

    "wrong" where a figure, date, unit or currency of the target as given is wrong, lost or invented, mended or not;
    doubts of other kinds (name, negation, loop, ...) are listed and do not turn the verdict. Raises ValueError naming
    the key that is missing or not text.
    """
    for key in ("source", "target"):
        if not isinstance(record.get(key), str):
            raise ValueError(f'"{key}" must be a string')
    checked = check(record["source"], record["target"], source_language, target_language)
    doubts = [
        {"kind": d.kind, "span": list(d.span) if d.span else None, "note": d.note, "repaired": d.repaired}
        for d in checked.doubts
    ]
    wrong = any(d.kind in FIGURE_KINDS for d in checked.doubts)
    return {
        "id": record.get("id"),
        "verdict": "wrong" if wrong else "ok",
        "doubts": doubts,
        "repaired": checked.text,
    }
