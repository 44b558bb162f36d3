"""Which sentences of an article are its key claims, and who makes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who makes a claim."""

    name: str
    """As it should be shown, in the article's language: the first full form, with its title."""
    inferred: bool = False
    """True where the sentence itself does not name the speaker (resolved from the sentences before)."""


@dataclass(frozen=True, slots=True)
class Claim:
    sentence: Sentence
    score: float
    why: Mapping[str, float]
    """Feature name -> what it added to the score."""
    speaker: Speaker | None
    text: str
    """The sentence made to stand alone, still in the source language: what is translated and shown when no translation
    is wanted. A leading connective dropped, a dangling quote closed; nothing added that the article does not say."""
