"""The aligned corpus: ``samples/corpus/*.jsonl`` -> triples of the same sentence in Korean, Chinese and English.

Comes in: a folder of article files (one JSON article a line, see ``samples/corpus/README.md``) with ``heldout.txt``.
Goes out: ``Triple`` values, titles included, told apart into articles trained on and articles held out.
It never changes a sentence; that is what ``augment`` is for.
"""

import json
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "ko", "zh")
HELDOUT_EVERY = 16  # of the articles sorted by id, the 9th, 25th, 41st, ... are held out: 24, from every topic file
HELDOUT_FIRST = 8


@dataclass(frozen=True, slots=True)
class Triple:
    """One sentence in three languages; ``speaker`` maps a language to the name of who says it, or is None."""

    article: str
    en: str
    ko: str
    zh: str
    speaker: dict[str, str] | None = None
    title: bool = False


def articles(folder: Path) -> list[dict]:
    """Return every article of the corpus as it is stored, sorted by id."""
    found = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return sorted(found, key=lambda article: article["id"])


def choose_heldout(ids: list[str]) -> list[str]:
    """Return the ids to hold out. The choice is fixed by the ids alone, so that nobody can pick easy articles."""
    return sorted(ids)[HELDOUT_FIRST::HELDOUT_EVERY]


def heldout(folder: Path) -> set[str]:
    """Return the ids listed in ``heldout.txt`` (one a line, ``#`` begins a remark)."""
    lines = (folder / "heldout.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def triples(article: dict) -> list[Triple]:
    """Return the title and the sentences of one article, aligned."""
    found = [Triple(article["id"], *(article["title"][lang] for lang in LANGUAGES), title=True)]
    for sentence in article["sentences"]:
        found.append(Triple(article["id"], *(sentence[lang] for lang in LANGUAGES), speaker=sentence["speaker"]))
    return found


def split(folder: Path) -> tuple[list[Triple], list[Triple]]:
    """Return (trained, held out) triples."""
    away = heldout(folder)
    trained: list[Triple] = []
    kept: list[Triple] = []
    for article in articles(folder):
        (kept if article["id"] in away else trained).extend(triples(article))
    return trained, kept
