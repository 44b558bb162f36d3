"""What a text is about, in no language: the subjects of `concepts.tsv` that its words stand for.

In: a text and its language (Chinese in simplified characters). Out: subject (its first English form) ->
how often it is named.
Never disambiguates: a word of two meanings counts for the subject it is listed with, so a subject alone proves nothing.
"""

import re
from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from models.language import base

_COLUMNS: Final = ("en", "ko", "zh")
_WORD: Final = re.compile(r"[a-zé][a-zé'-]*")
_LONGEST_BEGINNING: Final = 14


def find(text: str, language: str) -> Counter[str]:
    """Subjects of the text. In Korean and Chinese the longest form at a place counts, inside a word too."""
    column = base(language)
    if column == "en":
        found: Counter[str] = Counter()
        for word, times in Counter(_WORD.findall(text.lower())).items():
            subject = _english(word)
            if subject is not None:
                found[subject] += times
        return found
    index = _index(column)
    found = Counter()
    at = 0
    while at < len(text):
        hit = next(((key, subject) for key, subject in index.get(text[at], ()) if text.startswith(key, at)), None)
        if hit is None:
            at += 1
        else:
            found[hit[1]] += 1
            at += len(hit[0])
    return found


@cache
def _rows() -> tuple[tuple[tuple[str, ...], ...], ...]:
    lines = (files("models") / "concepts.tsv").read_text("utf-8").splitlines()
    return tuple(
        tuple(tuple(cell.split("|")) for cell in line.split("\t")) for line in lines if line and line[0] != "#"
    )


@cache
def _index(column: str) -> dict[str, list[tuple[str, str]]]:
    """First character -> (form, subject), the longest first; of two subjects with one form the first has it."""
    at = _COLUMNS.index(column)
    heads: dict[str, dict[str, str]] = {}
    for cells in _rows():
        subject = cells[0][0].rstrip("*")
        for form in cells[at]:
            heads.setdefault(form[0], {}).setdefault(form, subject)
    return {head: sorted(forms.items(), key=lambda row: -len(row[0])) for head, forms in heads.items()}


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """(whole words, beginnings)."""
    whole: dict[str, str] = {}
    begin: dict[str, str] = {}
    for cells in _rows():
        subject = cells[0][0].rstrip("*")
        for form in cells[0]:
            if " " not in form:
                (begin if form[-1] == "*" else whole).setdefault(form.rstrip("*"), subject)
    return whole, begin


@lru_cache(maxsize=20_000)  # the words of news; bounded, for texts come from anywhere
def _english(word: str) -> str | None:
    whole, begin = _words()
    word = word.removesuffix("'s")
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in whole:
            return whole[form]
    return next((begin[word[:n]] for n in range(min(len(word), _LONGEST_BEGINNING), 1, -1) if word[:n] in begin), None)
