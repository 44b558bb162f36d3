"""Sentences of one language -> the same number of sentences of another, over the models that are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Translation:
    source: str
    text: str
    faults: tuple[str, ...] = ()
    """What the guard ladder could not mend: "empty", "loop", "length", "script", "truncated", "untranslated"."""


class Translator(Protocol):
    """What `models.brief` asks for. Thread-safe; blocks the calling thread."""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Translation]:
        """1:1 with `sentences`, in order. Language codes of `models.language.CODES`.

        Raises PairUnavailable or WeightsMissing when no route is there, TranslationFailed when the engine broke.
        """
        ...

    def describe(self, source: str, target: str) -> dict[str, object]:
        """The route for `Brief.engine`: {"preset", "route": ["ko-en", "en-zh"], "models": [...], "engine", "demo": bool}."""
        ...
