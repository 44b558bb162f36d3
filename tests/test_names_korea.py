"""Names of Korea in English, and English names in Korean and Chinese: what a machine puts word by word is told."""

import json
from pathlib import Path

import pytest

from models import names
from models.naming import bearers, homophones, known, lands, personal

CASES = Path(__file__).parent / "cases" / "names"


def cases(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def checked(case: dict) -> tuple:
    people = personal.introduced((case["source"],), case["from"])
    return names.check(case["source"], case["text"], case["from"], case["to"], people)


@pytest.mark.parametrize("case", cases("korea_found"), ids=lambda c: c["why"])
def test_a_name_put_word_by_word_is_told(case):
    assert any(case["told"] in d.note and not d.repaired for d in checked(case)[2])


@pytest.mark.parametrize("case", cases("korea_negative"), ids=lambda c: c["why"])
def test_what_may_stand_for_a_name_is_enough(case):
    assert checked(case) == ([], case["text"], [])


def test_the_other_given_name_of_a_known_korean_is_mended():
    _, text, doubts = names.check(
        "조원태 회장과 문동주 선수가 만났다.", "Cho Won-tae met player Moon Ki-hun.", "ko", "en"
    )
    assert text == "Cho Won-tae met player Moon Dong-ju."
    assert [d.repaired for d in doubts] == [True]


@pytest.mark.parametrize(
    ("source", "text", "after"),
    [
        (
            "안전요원 김영섭은 아이를 구했다.",
            "Guard Kim Yong-bop saved a child.",
            "Guard Kim Yeong-seop saved a child.",
        ),
        ("남우현과 임도윤이 상을 받았다.", "Nam Woo-hyun and Lim Ki-tae won.", "Nam Woo-hyun and Lim Do-yun won."),
        ("박서준은 지각했다.", "Park Seo-jun was late.", "Park Seo-jun was late."),
        ("김서준과 김도윤은 지각했다.", "Kim Tae-ri was late.", "Kim Tae-ri was late."),
    ],
)
def test_a_korean_name_that_nobody_bears_is_mended_where_one_alone_has_the_surname(source, text, after):
    assert names.check(source, text, "ko", "en")[1] == after


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("천대엽 법원행정처장은 출석했다.", ["천대엽"]),
        ("염기백 수석대표와 안시우(17) 군이 왔다.", ["염기백", "안시우"]),
        ("마무리 투수와 사무국 차장, 배달원 팡다리 씨가 왔다.", []),
        ("야당의 도리언 스틸웰 의원이 물었다.", []),
    ],
)
def test_koreans_are_seen_by_their_titles(text, found):
    assert [match["name"] for match in bearers.find(text)] == found


def test_places_that_are_words_are_found_where_they_are_places():
    text = "충남 공주에서 온 공주가 영양을 걱정했다. 구미공장은 쉰다."
    hits = lands.beside(text, [])
    assert sorted((hit.start, known.write(hit.entry, "en")) for hit in hits) == [(3, "Gongju"), (24, "Gumi")]


def test_characters_of_the_same_sound_are_one_place_or_none():
    entry = next(e for e in known.entries() if "王沪宁" in e.forms("zh"))
    assert homophones.find(entry, "王胡宁出席会议。", "zh-Hans") == (0, 3)
    assert homophones.find(entry, "王胡宁和王湖宁出席会议。", "zh-Hans") is None
    assert homophones.find(entry, "王沪宁出席会议。", "zh-Hans") is None
