"""Native names romanised, foreign ones left alone."""

import json
from pathlib import Path

import pytest

from models.naming import romanise

CASES = json.loads((Path(__file__).parent / "cases" / "names" / "romanised.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["korean", "chinese"])
def test_names_are_romanised_and_foreign_names_are_not(language):
    write = getattr(romanise, language)
    assert {name: write(name) for name in CASES[language]} == CASES[language]


@pytest.mark.parametrize("text", ["", "김", "Kim", "대통령실", "金大中·", "한지훈 의원", "刘", "新华社记者报道"])
def test_what_is_no_bare_name_is_not_romanised(text):
    assert romanise.korean(text) == ""
    assert romanise.chinese(text) == ""
