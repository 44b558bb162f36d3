"""People of the glossary whose English name is not the pinyin of the Chinese one: 蔡英文 is Tsai Ing-wen, no "Cai Yingwen".

In: a Chinese sentence and its English translation. Out: edits where the translation has the whole name in pinyin, and what to
tell where it has the surname in pinyin alone ("Mr. Zhang" for 张忠谋, Morris Chang). Who knows the person by that name cannot
find him under the other.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from models.doubt import Doubt, Edit, mended
from models.naming import known, romanise
from models.naming.known import Entry, Found


def mend(source: str, text: str, language: str) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts with spans of the mended text)."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    for hit, (surname, given) in list(_people(source, text, language)):
        match = re.search(rf"\b{surname} {given}\b", text)
        if match is None:
            continue
        edit = Edit(*match.span(), known.write(hit.entry, "en"))
        text, doubts = mended(edit, text, doubts, "en")
        edits.append(edit)
    return edits, text, doubts


def lost(source: str, text: str, language: str) -> Iterator[Found]:
    """Those of whom the translation has the surname in pinyin and no word of the name."""
    people = list(_people(source, text, language))
    for hit, (surname, _) in people:
        others = sum(other == surname for _, (other, _) in people)
        if (
            others == 1
            and surname not in _words(hit.entry)
            and hit.form[0] not in source.replace(hit.form, "")
            and re.search(rf"\b{surname}\b", text)
        ):
            yield hit


def _people(source: str, text: str, language: str) -> Iterator[tuple[Found, tuple[str, str]]]:
    """(where the source names somebody, the pinyin of surname and given name), of whose English name no word is in the text."""
    there = set(_WORD.findall(text))
    hits = {hit.entry: hit for hit in known.find(source, language) if hit.entry.kind == "person"}
    for entry, hit in hits.items():
        found = _pinyin(entry, known.simplified(hit.form, language))
        if found and found[0] in there and there.isdisjoint(_words(entry) - {found[0]}):
            yield hit, found


@lru_cache(maxsize=4096)
def _pinyin(entry: Entry, form: str) -> tuple[str, str] | None:
    """Surname and a pattern of the given name, where English does not spell the name so."""
    if not romanise.chinese(form) or romanise.chinese(form) in entry.forms("en"):
        return None
    surname, given = romanise.parts(form)
    read = [romanise.syllables(surname), romanise.syllables(given)]
    return "".join(read[0]).capitalize(), "(?i:" + "[ '’-]?".join(map(re.escape, read[1])) + ")"


@lru_cache(maxsize=4096)
def _words(entry: Entry) -> frozenset[str]:
    return frozenset(word for form in entry.accepted("en") for word in _WORD.findall(form))


_WORD: Final = re.compile(r"\w{2,}")
