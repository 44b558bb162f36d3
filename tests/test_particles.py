"""`models.particles`: the particle behind a new word is the one that its last sound asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.doubt import Edit
from models.particles import fit, last_sound


@pytest.mark.parametrize(
    ("new", "behind", "said"),
    [
        ("15", "으로 올랐다", "15로 올랐다"),
        ("16", "로 올랐다", "16으로 올랐다"),
        ("7", "으로 줄었다", "7로 줄었다"),
        ("100", "로 늘었다", "100으로 늘었다"),
        ("52만", "로 늘었다", "52만으로 늘었다"),
        ("3", "를 넘었다", "3을 넘었다"),
        ("2.5", "은 낮다", "2.5는 낮다"),
        ("47%", "으로 늘었다", "47%로 늘었다"),
        ("5kg", "가 줄었다", "5kg이 줄었다"),
        ("12명", "가 숨졌다", "12명이 숨졌다"),
        ("4", "과 9", "4와 9"),
        ("2", "이라는 수", "2라는 수"),
        ("7", "로봇", "7로봇"),
        ("13", "가량", "13가량"),
        ("XYZ", "으로", "XYZ으로"),
    ],
)
def test_the_particle_follows_the_last_sound(new: str, behind: str, said: str) -> None:
    text = "약 숫자" + behind
    assert fit(Edit(2, 4, new), text).apply(text) == "약 " + said


@given(st.integers(0, 10**9), st.sampled_from(["은", "는", "이", "가", "을", "를", "과", "와", "으로", "로"]))
def test_a_fitted_edit_is_left_as_it_is(number: int, particle: str) -> None:
    text = f"수{particle} 본다"
    edit = fit(Edit(0, 1, str(number)), text)
    assert edit.apply(text).startswith(str(number))
    assert fit(Edit(0, len(str(number)), str(number)), edit.apply(text)).apply(edit.apply(text)) == edit.apply(text)
    assert last_sound(str(number)) is not None
