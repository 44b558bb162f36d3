"""`models.engines.segments`: what reaches a model, and what is put back around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engines import segments
from models.engines.segments import cut


def words(text: str) -> int:
    """A stand-in for SentencePiece: Han and Hangul characters one piece each, words of Latin one."""
    return sum(1 for c in text if "\u3000" <= c <= "\ud7ff") + len([w for w in text.split() if w.isascii()])


@pytest.mark.parametrize(
    ("text", "before", "inner", "after"),
    [
        ("🔥속보: 금리 동결", "🔥", ("속보: 금리 동결",), ""),
        ("央行降息 🎉🎉 👍🏽", "", ("央行降息",), " 🎉🎉 👍🏽"),
        ("🇰🇷 한국 🇨🇳 중국 👨‍👩‍👧‍👦", "🇰🇷 ", ("한국 중국",), " 👨‍👩‍👧‍👦"),
        ("❤️ love ☀️ wins ✌️", "❤️ ", ("love wins",), " ✌️"),
        ("Rates rose 3% — £1.28bn, №5, ½, °C, ™.", "", ("Rates rose 3% — £1.28bn, №5, ½, °C, ™.",), ""),
        ("12.5%", "12.5%", (), ""),
        ("👍👍", "👍👍", (), ""),
        ("……", "……", (), ""),
        ("  ", "", (), ""),
        ("2024-01-03 10:30", "2024-01-03 10:30", (), ""),
        ("\u0000控制\u0007字符\ud800", "", ("控制字符",), ""),
        ("</s> >>cmn_Hans<< <unk>", "", ("</s> >>cmn_Hans<< <unk>",), ""),
        ("tab\there\nand there", "", ("tab here and there",), ""),
    ],
)
def test_what_reaches_the_model(text: str, before: str, inner: tuple[str, ...], after: str) -> None:
    got = cut(text, words)
    assert (got.before, got.segments, got.after) == (before, inner, after)


def test_a_long_sentence_is_cut_at_its_clause_marks() -> None:
    clause = "他说公司将继续在北方扩大对可再生能源的投资"
    got = cut("，".join([clause] * 20) + "。", words)
    assert len(got.segments) > 1
    assert all(words(s) <= segments.MAX_TOKENS for s in got.segments)
    assert all(s.endswith(("，", "。")) for s in got.segments)
    assert "".join(got.segments) == "，".join([clause] * 20) + "。"


def test_korean_is_cut_after_its_clause_endings() -> None:
    got = cut(" ".join(["그는 새로운 공장을 짓겠다고 밝혔으며"] * 20) + " 끝났다.", words)
    assert len(got.segments) > 1
    assert all(s.endswith(("으며", "끝났다.")) for s in got.segments)


def test_sentence_ends_are_better_than_commas() -> None:
    one = "这是第一句，它有一个逗号。"
    got = cut(one * 30, words)
    assert all(s.endswith("。") for s in got.segments)


def test_without_any_mark_it_is_cut_anyway() -> None:
    got = cut("字" * 1999, words)
    assert "".join(got.segments) == "字" * 1999
    assert all(words(s) <= segments.MAX_TOKENS for s in got.segments)


@pytest.mark.parametrize(("language", "joined"), [("zh", "一二"), ("ko", "一 二"), ("en", "一 二")])
def test_join(language: str, joined: str) -> None:
    assert segments.Cut("🔥", ("a", "b", "c"), " 🎉").join(["一", "", "二"], language) == f"🔥{joined} 🎉"


@given(st.text(max_size=600), st.integers(8, 60))
def test_no_letter_is_lost_and_no_segment_is_too_long(text: str, limit: int) -> None:
    got = cut(text, words, limit)
    assert all(words(s) <= limit and len(s) <= segments.MAX_CHARACTERS for s in got.segments)
    whole = got.before + "".join(got.segments) + got.after
    letters = [c for c in text if c.isalpha()]
    assert [c for c in whole if c.isalpha()] == letters
