"""`models.numerals.needs`: what a pattern needs stands in every text that it matches."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.numerals import en_rules, grammar, ko_rules, zh_rules
from models.numerals.needs import Pattern, folded, met


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"(?i:\b(?P<n>noon|midnight)\b)", [{"noon", "midnight"}]),
        (r"(?<![\d/.])\d{1,2}/(?P<of>\d{1,3})(?!\d)", [{"0/"}]),
        (r"(?P<y>(?:1\d|20)\d\d)\s?年(?:代|度)?", [{"0000"}, {"年"}]),
        (r"(?<=\bon\s)\d{1,2}(?:st|nd|rd|th)", [{"0st", "0nd", "0rd", "0th"}, {"on"}]),
        (r"[上下]半年(?!度)", [{"上半年", "下半年"}]),
        (r"(?:ab)+c", [{"abc"}, {"ab"}]),
        (r"twice|\w+fold", [{"twice", "fold"}]),
        (r"twice|\w+", []),
        (r"(?:halb)?", []),
        (r"\d{1,3}(?:,\d{3})*(?:st|th)", [{"0st", "0th"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, wanted: list[set[str]]) -> None:
    assert [set(strings) for strings in Pattern(pattern).needs] == wanted


def test_the_folded_text_has_one_case_and_one_digit() -> None:
    assert folded("On 4/５ May") == "on 0/0 may"
    assert met(Pattern(r"(?i:may)").needs, folded("On 4 MAY"))
    assert not met(Pattern(r"\d{4}").needs, folded("On 4 May"))


PATTERNS = [pattern for rules in (en_rules, ko_rules, zh_rules) for pattern, _ in rules._RULES]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_match_has_what_its_rule_needs(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(re.compile(pattern)))
    assert [m.span() for m in Pattern(pattern).matches(text)] == [m.span() for m in re.finditer(pattern, text)]
    if re.search(pattern, text) and not set("İıſ") & set(text):
        assert met(Pattern(pattern).needs, folded(text))


def test_most_rules_are_passed_over() -> None:
    for code, text in (("en", "He said so."), ("ko", "그렇게 말했다."), ("zh", "他这么说。")):
        rules = grammar(code).rules
        assert sum(met(pattern.needs, folded(text)) for pattern, _ in rules) < len(rules) / 3
