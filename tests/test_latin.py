"""Latin tokens that came through, and that did not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import latin


@pytest.mark.parametrize(
    ("source", "text", "lost"),
    [
        ("SEC는 두 번째 조사를 시작했다.", "A second inquiry was opened.", "SEC"),
        ("据NBC报道，观众减少。", "According to MSNBC, viewers fell.", "NBC"),
        ("EV 수요가 늘었다.", "Every order grew.", "EV"),
        ("과이쿠루(Guaycurú)족이 살았다.", "The Goikuru lived there.", "Guaycurú"),
        ("Müller가 골을 넣었다.", "Miller scored.", "Müller"),
    ],
)
def test_a_short_token_inside_another_word_is_gone(source, text, lost):
    language = "ko" if "는" in source or "가" in source else "zh-Hans"
    _, after, doubts = latin.check(source, text, language, "en")
    assert any(lost in doubt.note for doubt in doubts) or lost in after.split()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("iPhone7发布。", "The iPhone 7 is out."),
        ("分辨率是3136mm2。", "The resolution is 3136mm2."),
        ("SUV 판매가 늘었다.", "More SUVs were sold."),
        ("据Baden-Württemberg报道。", "According to Baden-Wuerttemberg."),
        ("AP통신이 보도했다.", "The Associated Press reported."),
        ("Łukasz Kubot가 이겼다.", "Lukasz Kubot won."),
        ("Ødegaard가 골을 넣었다.", "Oedegaard scored."),
        ("과이쿠루(Guaycurú)족이 살았다.", "The Guaycuru lived there."),
    ],
)
def test_a_token_in_another_spelling_is_there(source, text):
    language = "ko" if "다." in source else "zh-Hans"
    assert latin.check(source, text, language, "en") == ([], text, [])


@given(st.text("abcü", max_size=8), st.text("abcü", max_size=8), st.integers(0, 3))
def test_within_is_the_distance(one: str, other: str, most: int) -> None:
    assert latin.within(one, other, most) == (latin.distance(one, other) <= most)
