"""Glosses in the reader's script are law, and titles of works keep their original beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import names, titles
from models.naming import glosses


@pytest.mark.parametrize(
    ("source", "text", "left", "right", "after", "notes"),
    [
        ("배우 한지민(韓志旼)이 출연한다.", "演员韩智敏将出演。", "ko", "zh-Hans", "演员韩智敏将出演。", ["原文写法：韩志旼"]),
        ("배우 한지민(韓志旼)이 출연한다.", "演员韩志敏将出演。", "ko", "zh-Hans", "演员韩志旼将出演。", ["已更正，机器译作：韩志敏"]),
        ("배우 한지민(韓志旼)이 출연한다.", "演員韓志旼將出演。", "ko", "zh-Hant", "演員韓志旼將出演。", []),
        ("演员韩志旼（한지민）将出演。", "배우 한지만이 출연한다.", "zh-Hans", "ko",
            "배우 한지민이 출연한다.", ["고침. 기계 번역: 한지만"]),
        ("Actor Han Ji-min (한지민) will star.", "배우 김이 출연한다.", "en", "ko", "배우 김이 출연한다.", ["원문의 표기: 한지민"]),
        ("Actor Han Ji-min (한지민) will star.", "演员将出演。", "en", "zh-Hans", "演员将出演。", []),
        ("전(前) 대통령이 말했다.", "总统说。", "ko", "zh-Hans", "总统说。", []),
    ],
)  # fmt: skip
def test_a_gloss_in_the_readers_script_must_stand_in_the_translation(source, text, left, right, after, notes):
    _, mended, doubts = glosses.check(source, text, left, right)
    assert mended == after
    assert [d.note for d in doubts] == notes
    assert all(d.span is None or mended[slice(*d.span)] in source.replace("韓", "韩") for d in doubts)
    assert all(note in [d.note for d in names.check(source, text, left, right)[2]] for note in notes)


@pytest.mark.parametrize(
    ("source", "text", "left", "right", "after"),
    [
        (
            "他们拍了纪录片《大鸟之国》。", "They made the film “Land of Birds” in May.", "zh-Hans", "en",
            "They made the film “Land of Birds” (《大鸟之国》) in May.",
        ),
        ("他们拍了纪录片《大鸟之国》。", "They made the film Land of Birds.", "zh-Hans", "en",
            "They made the film Land of Birds (《大鸟之国》)."),
        ("영화 『큰 새의 나라』가 개봉했다.", "电影《大鸟之国》上映。", "ko", "zh-Hans", "电影《大鸟之国》（『큰 새의 나라』）上映。"),
        ("他们拍了《大鸟之国》。", "그들은 「큰 새의 나라」를 찍었다.", "zh-Hant", "ko",
            "그들은 「큰 새의 나라」(《大鸟之国》)를 찍었다."),
        ("他们拍了《大鸟之国》。", "They made Land of Birds (《大鸟之国》).", "zh-Hans", "en", "They made Land of Birds (《大鸟之国》)."),
        ("据《人民日报》报道。", "The People's Daily said so.", "zh-Hans", "en", "The People's Daily said so."),
        ("《鸟国》（Birdland）上映。", "Birdland opens.", "zh-Hans", "en", "Birdland opens."),
        ("他說「不行」。", "He said “no”.", "zh-Hant", "en", "He said “no”."),
    ],
)  # fmt: skip
def test_a_title_keeps_its_original_beside_it_once(source, text, left, right, after):
    for edit in titles.beside(source, text, left, right):
        text = edit.apply(text)
    assert text == after
    assert titles.beside(source, text, left, right) == []


@given(
    st.text(max_size=60),
    st.text(max_size=60),
    st.sampled_from(["ko", "zh-Hans", "zh-Hant"]),
    st.sampled_from(["ko", "zh-Hans", "zh-Hant", "en"]),
)
def test_titles_only_add(source, text, left, right):
    for edit in titles.beside(source, text, left, right):
        assert edit.start == edit.end <= len(text)
        once = edit.apply(text)
        assert once.replace(edit.new, "", 1) == text or edit.new in text
        assert titles.beside(source, once, left, right) == []
