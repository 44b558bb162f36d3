"""Glosses in brackets are law: what a text itself gives in the reader's script must stand in the translation as it is.

In: a sentence and its translation. Out: edits where a name stands there one character apart, doubts where it does not
stand there at all: "시진핑(習近平)" asks for 习近平 in Chinese, "首尔（서울）" for 서울 in Korean. Latin glosses are held by
`models.latin`. One character is no gloss (前, 故, 美 are abbreviations). Never judges what the gloss explains.
"""

import re
from typing import Final

from models.doubt import Doubt, Edit, moved, note
from models.language import base, canonical
from models.naming import known
from models.scripts import mend_hant, to_hans

_SCRIPTS: Final = {
    "ko": re.compile(r"[(（]([가-힣]{2,12}(?: [가-힣]{1,12}){0,2})[)）]"),
    "zh": re.compile(r"[(（]([\u4e00-\u9fff]{2,8}(?:·[\u4e00-\u9fff]{1,8}){0,2})[)）]"),
}


def check(source: str, text: str, source_language: str, target_language: str) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts with spans of the mended text)."""
    target = base(target_language)
    if target not in _SCRIPTS or base(source_language) == target:
        return [], text, []
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    for gloss in dict.fromkeys(_SCRIPTS[target].findall(source)):
        written = _written(gloss, target_language)
        plain = known.simplified(text, target_language)
        wanted = to_hans(gloss) if target == "zh" else gloss
        if wanted in plain or wanted.replace(" ", "") in plain.replace(" ", ""):
            continue
        at = _near(wanted, plain)
        if at is None:
            doubts.append(Doubt("name", None, note("name", target_language, written)))
            continue
        said = text[at : at + len(wanted)]
        edit = Edit(at, at + len(wanted), written)
        text = edit.apply(text)
        edits.append(edit)
        doubts = [
            *moved(doubts, edit),
            Doubt("name", (at, at + len(written)), note("repaired", target_language, said), True),
        ]
    return edits, text, doubts


def _written(gloss: str, language: str) -> str:
    """Han in the reader's script; Hangul as it is."""
    if base(language) != "zh":
        return gloss
    return mend_hant(to_hans(gloss)) if canonical(language) == "zh-Hant" else to_hans(gloss)


def _near(wanted: str, text: str) -> int | None:
    """The one place where all but one character of three or more stand."""
    size = len(wanted)
    if size < 3:
        return None
    places = [
        at
        for at in range(len(text) - size + 1)
        if sum(a != b for a, b in zip(wanted, text[at : at + size], strict=True)) == 1
        and text[at : at + size].isalpha()
    ]
    return places[0] if len(places) == 1 else None
