"""Sentence -> the terms that sentences are compared by: word stems (en), stems and bigrams (ko), bigrams (zh).

In: text and language. Out: a set of strings that mean the subject, figures among them. Never a dictionary or a model:
it has to be quick, and the same idea in each language.
"""

import re
from functools import cache, lru_cache
from typing import Final

from models.language import table

FIGURE: Final = re.compile(r"\d[\d,.]*")
"""A figure as it is printed; what it means is the business of `models.numerals`."""

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_HANGUL: Final = re.compile(r"[가-힣]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_STEM: Final = 6
"""Letters of an English word that are kept: enough to tell words apart, too few for most endings."""
_PARTICLE: Final = re.compile(
    r"(?:에서는|에게는|으로는|까지는|부터는|에서|에게|으로|까지|부터|처럼|보다|이라고|라고|이라는|라는|이며|이고|"
    r"은|는|이|가|을|를|의|에|로|와|과|도|만|씨)$"
)


@lru_cache(maxsize=1024)  # asked for by the filter, the features and the choice
def terms(text: str, language: str) -> frozenset[str]:
    """The terms of `text`. Figures count as they are printed, thousands commas left out."""
    code = table(language).code
    found = {figure.replace(",", "").rstrip(".") for figure in FIGURE.findall(text)}
    found |= _words(text, _stopwords(language))
    if code == "ko":
        found |= _korean(text, _stopwords(language))
    elif code == "zh":
        found |= _chinese(table(language).folded(text), _stopwords(language))
    return frozenset(found)


@cache
def _stopwords(language: str) -> frozenset[str]:
    return table(language).stopwords


def _words(text: str, stopwords: frozenset[str]) -> set[str]:
    words = (re.sub(r"['’]s?$", "", word.lower()) for word in _WORD.findall(text))
    return {word[:_STEM] for word in words if word not in stopwords and len(word) > 1}


def _korean(text: str, stopwords: frozenset[str]) -> set[str]:
    """Two-syllable windows of each word without its particle: "금리를" and "기준금리" meet in "금리"."""
    found: set[str] = set()
    for word in _HANGUL.findall(text):
        stem = _PARTICLE.sub("", word) if len(word) > 2 else word
        if word not in stopwords and stem not in stopwords:
            found |= {stem[i : i + 2] for i in range(len(stem) - 1)}
    return found


def _chinese(text: str, stopwords: frozenset[str]) -> set[str]:
    return {
        run[i : i + 2]
        for run in _HAN.findall(text)
        for i in range(len(run) - 1)
        if run[i] not in stopwords and run[i + 1] not in stopwords
    }
