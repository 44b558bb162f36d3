"""`models.naming.readings`: how Chinese characters are read."""

import pytest

from models.naming import readings


def test_the_readings_of_a_character() -> None:
    assert readings.of("中") == ("zhong",)
    assert set(readings.of("长")) == {"zhang", "chang"}
    assert readings.of("吕") == ("lü",)
    assert readings.of("A") == ("A",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("大角色", "da jue se"),
        ("长江上的龟", "chang jiang shang de gui"),
        ("重庆", "chong qing"),
        ("李A4纸", "li A4 zhi"),
        ("", ""),
    ],
)
def test_the_words_of_a_text_say_how_it_is_read(text: str, said: str) -> None:
    assert " ".join(readings.spoken(text)) == said


def test_the_table_is_that_of_pypinyin() -> None:
    pypinyin = pytest.importorskip("pypinyin")
    style = {"style": pypinyin.Style.NORMAL, "v_to_u": True}
    for char in map(chr, range(0x4E00, 0xA000)):
        theirs = pypinyin.pinyin(char, heteronym=True, **style)[0]
        assert readings.of(char) == tuple(dict.fromkeys(theirs)), char
    for name in ("单田芳", "解晓东", "曾厚", "乐嘉", "仇英", "朝阳区", "银行行长", "了不起"):
        assert readings.spoken(name) == pypinyin.lazy_pinyin(name, **style), name
