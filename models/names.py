"""Names across languages: found, written, and held against each other in a sentence and its translation.

In: a sentence, its translation and their languages; or a speaker's bare name. Out: the translation with names mended
where it is certain which was meant, doubts for names that are gone; a speaker in the reader's language. Never invents
a name, and is silent where the translation has anything that may stand for it: a reader who sees marks everywhere
stops looking.
"""

from collections.abc import Sequence
from typing import Final

from models.doubt import Doubt, Edit, moved, note
from models.language import base
from models.naming import (
    glosses,
    heads,
    literal,
    missing,
    misspelt,
    official,
    personal,
    short_names,
    transcribed,
    unheard,
    unspoken,
)
from models.naming.known import Entry, Found, find, write
from models.naming.missing import found, shown
from models.naming.speakers import write as speaker

__all__ = ["Entry", "Found", "check", "find", "speaker", "write"]

_MOST: Final = 2
"""Doubts a sentence: more say nothing more than that the whole sentence is to be read in the original."""
_NAMES: Final = 6
"""Names that these doubts hold."""


def check(
    source: str, text: str, source_language: str, target_language: str, people: Sequence[str] = ()
) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts with spans of the mended text).

    `people` are the personal names that the sentence's article introduces (`personal.introduced`), and names that its
    translations spell in several ways (`transcribed.unlike`).
    """
    if base(source_language) == base(target_language):
        return [], text, []
    from_chinese = (base(source_language), base(target_language)) == ("zh", "en")
    edits, text, doubts = misspelt.mend(source, text, source_language, target_language)
    if from_chinese:
        edits, text, doubts = official.mend(source, text, source_language)
    righted, text, known_doubts, lost = missing.check(source, text, source_language, target_language)
    for edit in righted:
        edits, doubts = [*edits, edit], moved(doubts, edit)
    doubts = [*doubts, *known_doubts]
    lost += _lost(source, text, source_language, target_language, people)
    ours = found(source, source_language)
    native = (
        [source[hit.start : hit.end] for hit in ours if missing.is_in_pinyin(hit)]
        if base(source_language) == "zh"
        else []
    )
    righted, text, more_doubts, more = personal.check(
        source, text, source_language, target_language, (*people, *native)
    )
    for edit in righted:
        edits, doubts = [*edits, edit], moved(doubts, edit)
    mended = {edit.new for edit in righted}
    doubts, lost = [*doubts, *more_doubts], [*(name for name in lost if name.split(" (")[0] not in mended), *more]
    if from_chinese:
        notes = [*lost, *(d.note for d in doubts)]
        cities = [hit for hit in ours if hit.entry.kind == "city" and missing.is_pinyin(hit.entry)]
        righted, text, doubts, more = unheard.check(source, text, source_language, ours, cities, doubts, notes)
        edits, lost = [*edits, *righted], [*lost, *more]
    doubts.extend(Doubt("name", None, note("known_name", target_language, said)) for said in _grouped(lost, doubts))
    glossed, text, unlike = glosses.check(source, text, source_language, target_language)
    for edit in glossed:
        doubts = moved(doubts, edit)
    return [*edits, *glossed], text, [*doubts, *unlike]


def _lost(source: str, text: str, source_language: str, target_language: str, people: Sequence[str]) -> list[str]:
    """Names that are told without a mend, by the way the sentence goes."""
    way = (base(source_language), base(target_language))
    if way == ("zh", "en"):
        ours = found(source, source_language)
        once = {hit.entry: hit for hit in reversed(ours)}.values()
        garbled = [hit for hit in once if unheard.garbled(hit.entry, text)]
        alone = official.lost(source, text, source_language)
        said = [shown(hit, source, "en") for hit in (*alone, *garbled)]
        return [*said, *short_names.lost(source, text, source_language)]
    if way == ("ko", "en"):
        return [*transcribed.lost(source, text, people), *heads.lost(found(source, source_language), source, text)]
    if way[0] == "en":
        return [*unspoken.lost(source, text, target_language), *literal.lost(source, text, target_language)]
    return []


def _grouped(lost: list[str], doubts: list[Doubt]) -> list[str]:
    """At most `_MOST` doubts a sentence; the names of a list that is gone share the last one."""
    lost = list(dict.fromkeys(lost))[:_NAMES]
    room = max(_MOST - sum(not d.repaired for d in doubts), 1)
    if len(lost) <= room:
        return lost
    return [*lost[: room - 1], ", ".join(lost[room - 1 :])]


def of_speaker(name: str, source: str, text: str, source_language: str, target_language: str) -> list[Doubt]:
    """The doubt that a sentence has lost its speaker: the personal name stands in the source and not in `text`."""
    person = personal.of(name, source_language)
    if not person:
        return []
    edits, _, _, lost = personal.check(source, text, source_language, target_language, (person,))
    if edits:
        return []
    return [Doubt("name", None, note("known_name", target_language, said)) for said in lost if person in said]
