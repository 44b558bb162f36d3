"""Which sentences of an article are its key claims, and who makes them.

In: an article (and its sentences, where they are at hand). Out: claims in reading order, each a sentence of the
article. The headline is never a claim; neither is a caption, a teaser or a service line. Never writes a
sentence of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models import attribution
from models.article import Article
from models.attribution import Speaker
from models.ranking import features, prose, shape, standing
from models.ranking.terms import terms
from models.sentences import Sentence, split

__all__ = ["Claim", "Row", "Speaker", "auto", "explain", "select"]

WEIGHTS: Final[Mapping[str, float]] = {
    "position": 1.8,
    "headline": 0.5,
    "centrality": 0.4,
    "length": 0.5,
    "figures": 0.25,
    "outlook": 0.2,
    "paragraph": 0.3,
    "shape": 0.2,
    "quote": -0.8,
    "first person": -0.6,
    "question": -1.0,
    "background": -0.4,
    "bare quote": -1.0,
    "pronoun": -1.2,
    "pointer": -0.3,
    "connective": -0.1,
    "long": -1.0,
}
"""Moderate and fixed: see docs/claims.md for how little each of them may be moved."""

REPEAT: Final = 0.4
"""What a sentence loses for being the same as one chosen already (maximal marginal relevance, Carbonell 1998)."""

SAME: Final = 0.5
"""Share of terms from which on a sentence tells the same as another: paraphrases of a lead share half, two chosen
sentences of an article a tenth (99 in 100 pairs less than .47 on NTREX)."""

AGAIN: Final = 1.5
"""What saying the same again counts on top of what is shared: with `REPEAT` .6 of score, twice a headline told again."""


@dataclass(frozen=True, slots=True)
class Claim:
    sentence: Sentence
    score: float
    why: Mapping[str, float]
    """Feature name -> what it added to the score."""
    speaker: Speaker | None
    text: str
    """The sentence made to stand alone, still in the source language: what is shown when no translation is wanted. A
    leading connective dropped, a dangling quote closed, "on the 22nd" with its date in brackets; nothing added that the
    article does not say."""
    bare: str = ""
    """`text` without the date in brackets: what is translated, for models stumble over it; "" where it is `text`."""
    rewritten: bool = False
    """`text` was written by a summarising model (`models.abstractive`); `sentence` is what bears it out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence as `read --explain` shows it."""

    sentence: Sentence
    score: float
    why: Mapping[str, float]
    excluded: str
    """Why it can't be a claim ("caption", "teaser", ...); "" where it can."""
    chosen: bool
    speaker: Speaker | None
    referent: str = ""
    """The person that a pronoun at its beginning stands for, where that is sure."""
    question: str = ""
    """The interviewer's question that it answers."""


def auto(count: int) -> int:
    """How many claims an article of `count` sentences has: 3 below 10 sentences, 4 below 18, else 5."""
    return 3 if count < 10 else 4 if count < 18 else 5


def select(article: Article, limit: int | None = None, sentences: Sequence[Sentence] | None = None) -> list[Claim]:
    """The key claims in reading order; `limit` None is "auto". Fewer where the article holds fewer."""
    return [
        Claim(r.sentence, r.score, r.why, r.speaker, _text(article, r, article.published), _text(article, r, ""))
        for r in explain(article, limit, sentences)
        if r.chosen
    ]


def _text(article: Article, row: "Row", published: str) -> str:
    text = standing.alone(row.sentence.text, article.language, row.referent, published)
    question = row.question[standing.lead_in(row.question, article.language) :]  # without its number
    return f"{question} — {text}" if question else text


def explain(article: Article, limit: int | None = None, sentences: Sequence[Sentence] | None = None) -> list[Row]:
    """Every sentence in order with its features, its score and whether it was chosen."""
    kept = list(split(article) if sentences is None else sentences)
    excluded = prose.reasons(article, kept)
    heard = attribution.trace(article, kept)
    whys = _whys(article, kept, excluded)
    scores = [sum(why.values()) for why in whys]
    count = limit if limit is not None else auto(sum(not reason for reason in excluded))
    chosen = _pick(scores, [terms(s.text, article.language) for s in kept], excluded, count)
    asked = shape.questions(shape.find(article, kept), kept)
    return [
        Row(
            sentence,
            round(scores[i], 3),
            whys[i],
            excluded[i],
            i in chosen,
            heard[i].speaker,
            heard[i].referent,
            asked[i],
        )
        for i, sentence in enumerate(kept)
    ]


def _whys(article: Article, kept: Sequence[Sentence], excluded: Sequence[str]) -> list[dict[str, float]]:
    measured = features.measure(article, kept, [not reason for reason in excluded])
    return [{name: round(WEIGHTS[name] * value, 3) for name, value in shown.items() if value} for shown in measured]


def _pick(scores: Sequence[float], bags: Sequence[frozenset[str]], excluded: Sequence[str], count: int) -> set[int]:
    """The best, one by one, each losing what it repeats of those chosen before."""
    left = [i for i, reason in enumerate(excluded) if not reason]
    chosen: list[int] = []
    while left and len(chosen) < count:
        best = max(
            left, key=lambda i: scores[i] - REPEAT * max((_repeated(bags[i], bags[j]) for j in chosen), default=0.0)
        )
        chosen.append(best)
        left.remove(best)
    return set(chosen)


def _repeated(a: frozenset[str], b: frozenset[str]) -> float:
    """How much of the shorter sentence is in the other; more than 1 where `a` is `b` again without a new figure."""
    shared = len(a & b) / max(1, min(len(a), len(b)))
    again = shared >= SAME and {term for term in a if term[0].isdigit()} <= b
    return shared + AGAIN if again else shared
