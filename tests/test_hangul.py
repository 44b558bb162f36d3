"""Chinese names in Hangul by the Korean rule."""

import pytest

from models.naming import hangul, known, romanise


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("习近平", "시진핑"),
        ("邓小平", "덩샤오핑"),
        ("蒋介石", "장제스"),
        ("单志刚", "산즈강"),
        ("吕不韦", "뤼부웨이"),
        ("泉州", "취안저우"),
        ("石家庄", "스자좡"),
        ("Kim", ""),
        ("", ""),
        ("张三Kim", ""),
    ],
)
def test_names_are_written_as_the_korean_press_writes_them(name, written):
    assert hangul.chinese(name) == written


def test_the_rule_agrees_with_the_people_of_the_glossary():
    """Those whose English name is the pinyin of the Chinese one."""
    wrong, checked = [], 0
    for entry in known.entries():
        if entry.kind == "person" and entry.plain("zh"):
            name = entry.plain("zh")[0]
            if romanise.chinese(name) and romanise.chinese(name) == entry.plain("en")[0]:
                checked += 1
                if hangul.chinese(name) not in entry.plain("ko"):
                    wrong.append(name)
    assert checked > 50
    assert wrong == []
