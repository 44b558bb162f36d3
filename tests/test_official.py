"""People of the glossary by the name that English readers know."""

import pytest

from models import fidelity


@pytest.mark.parametrize(
    ("source", "text", "mended"),
    [
        ("蔡英文表示，将继续努力。", "Cai Yingwen said she would go on.", "Tsai Ing-wen said she would go on."),
        ("影星刘德华昨日抵达上海。", "Film star Liu Dehua's plane landed in Shanghai.", "Film star Andy Lau's plane landed in Shanghai."),
        ("金正恩視察了工廠。", "Jin Zheng-en visited the plant.", "Kim Jong Un visited the plant."),
        ("软银的孙正义出席了会议。", "Sun Zheng Yi of SoftBank attended.", "Masayoshi Son of SoftBank attended."),
        ("李嘉诚的公司宣布降价。", "Li Jiacheng's company cut prices.", "Li Ka-shing's company cut prices."),
    ],
)  # fmt: skip
def test_the_whole_name_in_pinyin_becomes_the_known_one(source, text, mended):
    checked = fidelity.check(source, text, "zh-Hans", "en")
    assert checked.text == mended
    assert [doubt.repaired for doubt in checked.doubts if doubt.kind == "name"] == [True]


def test_the_surname_alone_in_pinyin_is_told():
    checked = fidelity.check("台积电创始人张忠谋不以为然。", "TSMC founder Mr. Zhang disagreed.", "zh-Hans", "en")
    assert [doubt.note for doubt in checked.doubts] == ["name in the original: Morris Chang (张忠谋)"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("台积电创始人张忠谋不以为然。", "TSMC founder Chang disagreed."),
        ("李嘉诚的公司宣布降价。", "Li's company cut prices."),  # Li Ka-shing
        ("李克强会见了代表。", "Li Keqiang met the delegates."),
        ("张忠谋与张伟都出席了。", "Zhang Wei and Chang were both there."),
    ],
)
def test_another_spelling_that_is_right_stays(source, text):
    checked = fidelity.check(source, text, "zh-Hans", "en")
    assert (checked.text, checked.doubts) == (text, ())
