"""Who says it: cases as data, in four languages."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


NEWS = [
    (language, sentence[language[:2]])
    for path in sorted((Path(__file__).parent.parent / "samples" / "corpus").glob("*.jsonl"))
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()[:4])
    for sentence in row["sentences"]
    for language in ("en", "ko", "zh-Hans")
]


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9), language=st.sampled_from(["en", "ko", "zh-Hans"]))
def test_whatever_marks_stand_in_the_news_each_sentence_has_an_answer(seed: int, language: str) -> None:
    chance = random.Random(seed)
    paragraphs = []
    for text in chance.sample([text for code, text in NEWS if code == language], 12):
        letters = list(text)
        for _ in range(chance.randint(0, 6)):
            letters.insert(chance.randrange(len(letters) + 1), chance.choice("()[]{}*+?\\^$|.·「」《》“”\"'，、 \n"))
        paragraphs.append("".join(letters))
    article = Article(title=paragraphs[0][:20], paragraphs=tuple(paragraphs), language=language)
    split = sentences.split(article)
    assert len(attribution.trace(article, split)) == len(split)
