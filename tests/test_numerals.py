"""`models.numerals`: what is found, what is none, and that writing and finding agree."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models import numerals
from models.numerals import Quantity

CASES = Path(__file__).parent / "cases" / "numerals"
LANGUAGES = ("en", "ko", "zh-Hans", "zh-Hant")


def cases(name: str) -> list[Any]:
    return [
        pytest.param(c, id=f"{c['lang']}:{c['text']}") for c in json.loads((CASES / f"{name}.json").read_text("utf-8"))
    ]


def wanted(case: dict[str, Any]) -> tuple[Any, ...]:
    value = tuple(case["value"]) if isinstance(case["value"], list) else case["value"]
    return value, case["kind"], case.get("unit"), case.get("currency"), case.get("qualifier")


def got(quantities: list[Quantity]) -> list[tuple[Any, ...]]:
    return [(q.value, q.kind, q.unit, q.currency, q.qualifier) for q in quantities]


@pytest.mark.parametrize("case", cases("found"))
def test_found(case: dict[str, Any]) -> None:
    assert got(numerals.find(case["text"], case["lang"])) == [wanted(case)]


@pytest.mark.parametrize("case", cases("negative"))
def test_look_alikes_are_no_numbers(case: dict[str, Any]) -> None:
    assert numerals.find(case["text"], case["lang"]) == []


@pytest.mark.parametrize("case", cases("known_failures"))
@pytest.mark.xfail(strict=True, reason="known")
def test_known_failures(case: dict[str, Any]) -> None:
    assert got(numerals.find(case["text"], case["lang"])) == [wanted(case)]


@pytest.mark.shared
def test_conversions_of_the_development_data(shared: Path) -> None:
    """The bar is .95 on held-out items of this kind."""
    items = [json.loads(line) for line in (shared / "numbers" / "units.jsonl").open(encoding="utf-8")]
    wrong = []
    for item in items:
        found = got(numerals.find(item["text"], item["lang"]))
        if found != ([] if item["kind"] == "none" else [wanted(item)]):
            wrong.append(item["id"])
    assert len(wrong) <= 0.02 * len(items), wrong


@pytest.mark.parametrize(
    ("text", "language", "spans"),
    [
        ("정부는 3조 5,000억원과 12% 인상안을 냈다", "ko", ["3조 5,000억원", "12%"]),
        ("警方26日通报，9月24日有12人受伤", "zh", ["26日", "9月24日", "12人"]),
        ("Sales rose 5% to $1.2 billion in 2018.", "en", ["5%", "$1.2 billion", "2018"]),
        ("投票率為 57％，共 １２ 人", "zh-Hant", ["57％", "１２ 人"]),
    ],
)
def test_spans_are_of_the_text(text: str, language: str, spans: list[str]) -> None:
    found = numerals.find(text, language)
    assert [q.text for q in found] == spans
    assert all(text[q.start : q.end] == q.text for q in found)


@pytest.mark.parametrize(
    ("quantity", "written"),
    [
        (Quantity(26_043_000_000, "money", 0, 0, "", None, "CNY"), ("26.043 billion yuan", "260억 4300만 위안", "260.43亿元", "260.43億元")),
        (Quantity("---26", "date", 0, 0, ""), ("the 26th", "26일", "26日", "26日")),
        (Quantity("2018-09-24", "date", 0, 0, ""), ("September 24, 2018", "2018년 9월 24일", "2018年9月24日", "2018年9月24日")),
        (Quantity(117.79, "duration", 0, 0, "", "second"), ("1 minute 57.79 seconds", "1분 57.79초", "1分57.79秒", "1分57.79秒")),
        (Quantity((4000, 5000), "range", 0, 0, "", "year"), ("4,000 to 5,000 years", "4000~5000년", "4000至5000年", "4000至5000年")),
        (Quantity(3, "percent", 0, 0, "", None, None, "points"), ("3 percentage points", "3%포인트", "3个百分点", "3個百分点".replace("点", "點"))),
    ],
)  # fmt: skip
def test_written_as_the_readers_papers_write(quantity: Quantity, written: tuple[str, ...]) -> None:
    assert tuple(numerals.write(quantity, language) for language in LANGUAGES) == written


amounts = st.one_of(
    st.integers(3, 999),
    st.integers(1, 9_999).map(lambda n: n * 1_000),
    st.integers(11, 99_999).map(lambda n: n * 10_000),
    st.integers(11, 99_999).map(lambda n: n * 100_000_000),
)
quantities = st.one_of(
    st.builds(lambda v, c: Quantity(v, "money", 0, 0, "", None, c), amounts, st.sampled_from(["KRW", "CNY", "USD", "EUR", "JPY"])),
    st.builds(lambda v: Quantity(v, "number", 0, 0, ""), amounts.filter(lambda v: not 1000 <= v <= 2999)),
    st.builds(lambda v: Quantity(v, "percent", 0, 0, ""), st.integers(1, 999)),
    st.builds(lambda v: Quantity(v, "percent", 0, 0, "", None, None, "points"), st.integers(1, 99)),
    st.builds(lambda v, u: Quantity(v, "number", 0, 0, "", u), amounts, st.sampled_from(["kilometer", "ton", "hectare", "barrel", "square_meter"])),
    st.builds(lambda v, u: Quantity(v, "duration", 0, 0, "", u), st.integers(2, 59), st.sampled_from(["hour", "minute", "second", "month"])),
    st.builds(lambda y, m, d: Quantity(f"{y}-{m:02d}-{d:02d}", "date", 0, 0, ""), st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 31)),
    st.builds(lambda m, d: Quantity(f"--{m:02d}-{d:02d}", "date", 0, 0, ""), st.integers(1, 12), st.integers(1, 31)),
    st.builds(lambda d: Quantity(f"---{d:02d}", "date", 0, 0, ""), st.integers(1, 31)),
    st.builds(lambda h, m: Quantity(f"{h:02d}:{m:02d}", "time", 0, 0, ""), st.integers(0, 23), st.integers(0, 59)),
    st.builds(lambda n: Quantity(n, "ordinal", 0, 0, ""), st.integers(1, 99)),
    st.builds(lambda n: Quantity(n, "age", 0, 0, ""), st.integers(2, 99)),
    st.builds(lambda n: Quantity(n, "century", 0, 0, ""), st.integers(2, 22)),
    st.builds(lambda a, b: Quantity((a, a + b), "range", 0, 0, "", "percent"), st.integers(1, 90), st.integers(1, 9)),
    st.builds(lambda d: Quantity(d, "weekday", 0, 0, ""), st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])),
)  # fmt: skip


@given(quantities, st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_found_again(quantity: Quantity, language: str) -> None:
    found = numerals.find(numerals.write(quantity, language), language)
    assert got(found) == got([quantity])


@given(
    st.text(alphabet="0123456789０１.,:%~-년월일만억조원명第年月日号万亿元个点半一二三十百千 aMay$thbn/ ", max_size=60),
    st.sampled_from(LANGUAGES),
)
@example("0日元0", "zh-Hans")  # the unit behind one number is not the sign before the next
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(text: str, language: str) -> None:
    found = numerals.find(text, language)
    assert all(text[q.start : q.end] == q.text and q.start < q.end for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_long_digit_runs_take_no_long_time() -> None:
    """Patterns may be quadratic in a run; `find` reads in pieces, so a page of digits costs as many pieces."""
    for run in ("9", "1,234", "一", "만", "two hundred ", "10 000 "):
        text = (run * 2_400)[:2_400]
        for language in LANGUAGES:
            assert all(q.end <= len(text) for q in numerals.find(text, language))
