"""Training sentences made from the corpus: other figures, other names, short phrases with figures in them.

Comes in: the trained triples. Goes out: for each epoch and pair of languages, (source, target) texts, never the same
twice: the figures that both sides share get other values, written as each language writes them, and names are
swapped for others. A model trained on these has to copy and convert figures; it cannot learn them by heart.
"""

import random
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bench.demo import figures, names, phrases
from bench.demo.corpus import Triple

VARIED = 0.8  # share of sentences with figures that get others
RENAMED = 0.4  # share of sentences with a speaker's name that get another
JOINED = 0.06  # share of sentences that are followed by the next one of their article in one example
PHRASES = 1500  # phrases a pair and epoch


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that two sentences share, with every place where it is written (side, figure)."""

    value: Decimal
    places: tuple[tuple[int, figures.Figure], ...]


def shared(texts: tuple[str, str], languages: tuple[str, str]) -> list[Slot]:
    """Return the figures that both texts hold equally often."""
    found = [figures.find(text, language) for text, language in zip(texts, languages, strict=True)]
    counts = [Counter(figure.value for figure in side) for side in found]
    return [
        Slot(value, tuple((side, figure) for side in (0, 1) for figure in found[side] if figure.value == value))
        for value, count in counts[0].items()
        if counts[1][value] == count
    ]


def varied(texts: tuple[str, str], languages: tuple[str, str], rng: random.Random) -> tuple[str, str]:
    """Return both texts with the same other values in them."""
    edits: list[list[tuple[figures.Figure, str]]] = [[], []]
    for slot in shared(texts, languages):
        if rng.random() < 0.1:
            continue
        value = figures.another(slot.value, [figure for _, figure in slot.places], rng)
        decimals = max(decimals_in(texts[side][figure.start : figure.end]) for side, figure in slot.places)
        for side, figure in slot.places:
            edits[side].append((figure, figures.write(value, figure.form, languages[side], decimals)))
    return edited(texts[0], edits[0]), edited(texts[1], edits[1])


def decimals_in(figure: str) -> int:
    """Return how many decimals a plain figure shows; those of 3.5 million are no decimals of its value."""
    part = figure.partition(".")[2]
    return len(part) if part.isdigit() else 0


def edited(text: str, edits: list[tuple[figures.Figure, str]]) -> str:
    for figure, written in sorted(edits, key=lambda edit: -edit[0].start):
        text = text[: figure.start] + written + text[figure.end :]
    return text


class Source:
    """Gives out epochs of examples."""

    def __init__(self, triples: list[Triple], tables: Path) -> None:
        self.triples = triples
        self.names = names.Names(triples)
        self.phrases = phrases.Phrases(tables, self.names)

    def epoch(self, source: str, target: str, rng: random.Random) -> list[tuple[str, str]]:
        """Return one epoch of (source, target) texts, in the order of the corpus, phrases last."""
        languages = (source, target)
        examples = []
        for number, triple in enumerate(self.triples):
            pair = self.example(triple, languages, rng)
            following = self.triples[number + 1 : number + 2]
            if rng.random() < JOINED and following and following[0].article == triple.article:
                more = self.example(following[0], languages, rng)
                pair = (join(pair[0], more[0], source), join(pair[1], more[1], target))
            examples.append(pair)
        examples += (self.phrases.example(source, target, rng) for _ in range(PHRASES))
        return examples

    def example(self, triple: Triple, languages: tuple[str, str], rng: random.Random) -> tuple[str, str]:
        texts = (getattr(triple, languages[0]), getattr(triple, languages[1]))
        if triple.speaker and rng.random() < RENAMED:
            texts = self.renamed(texts, triple.speaker, languages, rng)
        return varied(texts, languages, rng) if rng.random() < VARIED else texts

    def renamed(
        self, texts: tuple[str, str], speaker: dict[str, str], languages: tuple[str, str], rng: random.Random
    ) -> tuple[str, str]:
        known = names.read(speaker)
        if not known:
            return texts
        old, new = names.joined(*known), self.names.another(known[0], rng)
        sides = [names.swapped(text, language, old, new) for text, language in zip(texts, languages, strict=True)]
        return (sides[0], sides[1]) if None not in sides else texts


def join(first: str, second: str, language: str) -> str:
    return first + ("" if language == "zh" else " ") + second
