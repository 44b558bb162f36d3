"""Article, sentences -> who makes each claim, or None."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.article import Article
from models.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who makes a claim."""

    name: str
    """As it should be shown, in the article's language: the first full form, with its title."""
    inferred: bool = False
    """True where the sentence itself does not name the speaker (resolved from the sentences before)."""


def attribute(article: Article, sentences: Sequence[Sentence]) -> list[Speaker | None]:
    return [None for _ in sentences]
