"""Who says it: cases as data, in four languages."""

import json
from pathlib import Path
from typing import Any

import pytest

from models import attribution, sentences
from models.article import Article

CASES = Path(__file__).parent / "cases" / "attribution"


def cases(name: str) -> list[Any]:
    rows: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    marks = [pytest.mark.xfail(strict=True)] if name == "known_failures" else []
    return [pytest.param(row, id=f"{row['language']}: {row['why']}", marks=marks) for row in rows]


@pytest.mark.parametrize("case", [*cases("found"), *cases("negative"), *cases("known_failures")])
def test_attribute(case: dict[str, Any]) -> None:
    article = Article(title=case["title"], paragraphs=tuple(case["paragraphs"]), language=case["language"])
    split = sentences.split(article)
    found = attribution.attribute(article, split)
    assert [speaker.name if speaker else None for speaker in found] == case["speakers"]


def test_inferred_says_whether_the_sentence_names_the_speaker() -> None:
    article = Article(
        title="", paragraphs=("Lena Ortiz warned of floods.", "She added that two roads were closed."), language="en"
    )
    found = attribution.attribute(article, sentences.split(article))
    assert [speaker.inferred for speaker in found if speaker] == [False, True]


def test_a_pronoun_between_two_people_is_not_resolved() -> None:
    paragraphs = ("Lena Ortiz met Mina Park.", "Mina Park told Lena Ortiz about the roof.", "She left early.")
    article = Article(title="", paragraphs=paragraphs, language="en")
    assert attribution.trace(article, sentences.split(article))[2].referent == ""


def test_a_name_is_shown_in_the_characters_of_the_article() -> None:
    article = Article(title="", paragraphs=("財政部發言人林書豪表示，稅率不變。",), language="zh-Hant")
    (speaker,) = attribution.attribute(article, sentences.split(article))
    assert speaker is not None
    assert speaker.name in article.paragraphs[0]
