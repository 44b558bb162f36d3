"""Articles of the project's own corpus, and a translator that knows them by heart.

For tests of what comes after the translation: real sentences in every pair of languages, without a model.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from models.article import Article
from models.language import base
from models.translate import Translation

CORPUS = Path(__file__).resolve().parent.parent / "samples" / "corpus"


@cache
def corpus() -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            found[entry["id"]] = entry
    return found


def article(id: str, language: str) -> Article:
    """One corpus article as an Article; zh-Hant by OpenCC."""
    entry, key = corpus()[id], base(language)
    paragraphs: dict[int, list[str]] = {}
    for sentence in entry["sentences"]:
        paragraphs.setdefault(sentence["par"], []).append(_script(sentence[key], language))
    gap = "" if key == "zh" else " "
    return Article(
        title=_script(entry["title"][key], language),
        paragraphs=tuple(gap.join(sentences) for sentences in paragraphs.values()),
        language=language,
        url=f"https://news.example/{id}",
        site=_script(entry["outlet"][key], language),
        published=entry["date"],
        input=id,
        id=id,
    )


def _script(text: str, language: str) -> str:
    if language != "zh-Hant":
        return text
    from models import scripts

    return scripts.to_hant(text)


class ByHeart:
    """Translates the titles and sentences of the corpus; anything else stays as it is."""

    def translate(self, sentences, source, target):
        known = _pairs(source, target)
        return [Translation(s, known.get(s, s)) for s in sentences]

    def describe(self, source, target):
        route = (
            [f"{base(source)}-en", f"en-{base(target)}"]
            if "en" not in (source, target)
            else [f"{base(source)}-{base(target)}"]
        )
        return {"preset": "heart", "route": route, "models": [], "engine": "heart", "demo": False}


@cache
def _pairs(source: str, target: str) -> dict[str, str]:
    known = {}
    for entry in corpus().values():
        texts = [entry["title"], *entry["sentences"], *(s["speaker"] for s in entry["sentences"] if s["speaker"])]
        for text in texts:
            known[_script(text[base(source)], source)] = _script(text[base(target)], target)
    return known
