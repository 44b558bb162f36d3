"""Article -> Brief: the language steps in their order, and nothing else.

Select first, then translate: claims are chosen on the source text, where names and figures are intact.
"""

from dataclasses import dataclass, field
from typing import Any

from models.article import Article
from models.claims import Claim
from models.fidelity import Doubt
from models.numerals import Quantity


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
