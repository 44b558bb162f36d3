"""Sentences: cases as data, and the laws that hold for any text."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sentences
from models.article import Article
from models.language import CODES
from models.speech import quotes

CASES = Path(__file__).parent / "cases" / "sentences"


def cases(name: str) -> list[Any]:
    rows: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    marks = [pytest.mark.xfail(strict=True)] if name == "known_failures" else []
    return [pytest.param(row, id=f"{row['language']}: {row['why']}", marks=marks) for row in rows]


@pytest.mark.parametrize("case", [*cases("found"), *cases("negative"), *cases("known_failures")])
def test_split(case: dict[str, Any]) -> None:
    text = case["sep"].join(case["sentences"])
    found = sentences.split_text(text, case["language"])
    assert [text[start:end] for start, end in found] == case["sentences"]


ALPHABET = st.text(
    alphabet=st.sampled_from(list("aB다요。！？.?!…“”\"「」『』'() 　,，:：1é\u0301是의\n")), max_size=80
)


@given(text=ALPHABET, language=st.sampled_from(CODES))
def test_sentences_are_slices_and_nothing_is_lost(text: str, language: str) -> None:
    spans = sentences.split_text(text, language)
    at = 0
    for start, end in spans:
        assert start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_sentences_point_into_their_paragraph() -> None:
    article = Article(title="T", paragraphs=("One. Two.", " Three? "), language="en")
    found = sentences.split(article)
    assert [(s.text, s.paragraph) for s in found] == [("One.", 0), ("Two.", 0), ("Three?", 1)]
    assert all(article.paragraphs[s.paragraph][s.start : s.end] == s.text for s in found)


def test_a_quotation_too_long_to_translate_is_cut() -> None:
    speech = "“" + "This is one more sentence of the speech. " * 40 + "”"
    assert len(sentences.split_text(speech, "en")) > 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a “b” c", ["“b”"]),
        ('a “b" c', ['“b"']),
        ("a ”b” c", ["”b”"]),
        ("說「甲『乙』丙」。", ["「甲『乙』丙」"]),
        ('It is 6" long', []),
        ("he said “never closed", ["“never closed"]),
        ("《书名》不是引语", []),
    ],
)
def test_quotes(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotes.find(text)] == expected


@given(text=ALPHABET)
def test_masking_keeps_every_place(text: str) -> None:
    masked = quotes.mask(text)
    assert len(masked) == len(text)
    assert all(m in (" ", c) for m, c in zip(masked, text, strict=True))
