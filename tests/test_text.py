"""`models.text.clean`: what is invisible goes, what is written stays."""

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import clean

CASES = json.loads((Path(__file__).parent / "cases" / "text" / "clean.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["why"])
def test_clean(case: dict[str, str]) -> None:
    assert clean(case["text"]) == case["clean"]


@given(st.text(st.characters(), max_size=200))
def test_what_comes_out(text: str) -> None:
    out = clean(text)
    assert clean(out) == out
    assert unicodedata.is_normalized("NFC", out)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for c in out)
    assert "  " not in out
    assert out == out.strip()


@given(st.text("가나다라마蓝河橋開通abc123 .,!?%$₩元「」《》“”…·—（）", max_size=100))
def test_what_is_written_stays(text: str) -> None:
    assert clean(text) == " ".join(text.split())


def test_long_text_is_quick() -> None:
    started = time.process_time()
    clean("해밀대교가 개통했다. \u200b" * 100_000)
    assert time.process_time() - started < 2.0
