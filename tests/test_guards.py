"""`models.engines.guards`: faults that can be seen, and good translations in which none may be seen."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engines import guards

CASES = Path(__file__).parent / "cases" / "guards"


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return loaded


def seen(case: dict[str, Any]) -> list[str]:
    return list(guards.faults(case["source"], case["text"], case["from"], case["to"]))


@pytest.mark.parametrize("case", cases("found.json"), ids=lambda c: c["text"][:20])
def test_found(case: dict[str, Any]) -> None:
    assert seen(case) == case["faults"]


@pytest.mark.parametrize("case", cases("negative.json"), ids=lambda c: c["text"][:20])
def test_nothing_speaks_against_a_good_translation(case: dict[str, Any]) -> None:
    assert seen(case) == []


@pytest.mark.parametrize("case", cases("known_failures.json"), ids=lambda c: c["text"][:20])
@pytest.mark.xfail(strict=True)
def test_known_failures(case: dict[str, Any]) -> None:
    assert seen(case) == case["faults"]


@pytest.mark.parametrize(
    ("source", "text", "way", "lost"),
    [
        ("公司营收增长12%，达到3.4亿元。", "Revenue rose 12% to 340 million yuan.", ("zh", "en"), 0),
        ("公司营收增长12%，达到3.4亿元。", "Revenue rose sharply to 340 million yuan.", ("zh", "en"), 1),
        ("公司营收增长12%，达到3.4亿元。", "The company is growing.", ("zh", "en"), 2),
        ("3억4000만 원을 투자했다.", "It invested 340 million won.", ("ko", "en"), 0),
        ("Sales fell 3.5% to 2 million units.", "판매는 3.5% 줄어 200만 대였다.", ("en", "ko"), 0),
        ("Sales fell 3.5% to 2 million units.", "판매는 줄어 200만 대였다.", ("en", "ko"), 1),
        ("Two men were held.", "两名男子被拘留。", ("en", "zh"), 0),
    ],
)
def test_lost_figures_are_counted(source: str, text: str, way: tuple[str, str], lost: int) -> None:
    assert guards.figures_lost(source, text, *way) == lost


@pytest.mark.shared
@pytest.mark.parametrize(("source", "target"), [("zh", "en"), ("ko", "en"), ("en", "zh"), ("en", "ko")])
def test_human_translations_of_real_news_are_left_alone(shared: Path, source: str, target: str) -> None:
    """At most 1.2% of 1,600 sentences; in Chinese nearly all of those end on a comma, broken at their origin."""
    rows = [json.loads(line) for line in (shared / "news" / "ntrex.jsonl").open(encoding="utf-8")]
    pairs = [(a, b) for row in rows for a, b in zip(row[source], row[target], strict=True) if a and b]
    suspected = [(a, b, f) for a, b in pairs if (f := guards.faults(a, b, source, target))]
    assert len(suspected) <= 0.012 * len(pairs), suspected[:5]


@pytest.mark.shared
def test_real_output_of_opus_is_left_alone(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "news" / "zh_native.jsonl").open(encoding="utf-8")]
    pairs = [(a, b) for row in rows for a, b in zip(row["zh"], row["en_opusmt"], strict=True) if a and b]
    suspected = [(a, b, f) for a, b in pairs if (f := guards.faults(a, b, "zh", "en"))]
    assert len(suspected) <= 0.02 * len(pairs), suspected


@given(
    st.text(max_size=300),
    st.text(max_size=300),
    st.sampled_from(["zh", "ko", "en"]),
    st.sampled_from(["zh", "ko", "en"]),
)
def test_any_text_can_be_judged(source: str, text: str, source_language: str, target_language: str) -> None:
    found = guards.faults(source, text, source_language, target_language)
    assert set(found) <= set(guards.WEIGHT)
    assert guards.weight(found) == 0 or found


@pytest.mark.parametrize(
    "text", ["ab" * 1500, "a" * 3000, " ".join(["word"] * 700), "가나다라마바사 " * 400, "x" * 39 + "y" * 2900]
)
def test_judging_is_quick_on_long_outputs(text: str) -> None:
    began = time.perf_counter()
    guards.faults("一句话。", text, "zh", "en")
    assert time.perf_counter() - began < 0.5
