"""Foreign names in Hangul, lands, and people of English texts, held against translations by how they sound."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import brief, names
from models.article import Article
from models.naming import aloud, misspelt, transcribed, unspoken
from models.translate import Translation

CASES = Path(__file__).parent / "cases" / "abroad"


def cases(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", cases("found"), ids=lambda c: c["why"])
def test_a_name_that_did_not_come_through_is_told(case):
    _, text, doubts = names.check(case["source"], case["text"], case["from"], case["to"])
    assert text == case["text"]
    assert any(case["told"] in d.note and not d.repaired and d.kind == "name" for d in doubts), doubts


@pytest.mark.parametrize("case", cases("mended"), ids=lambda c: c["why"])
def test_a_known_name_a_letter_off_is_mended(case):
    edits, text, doubts = names.check(case["source"], case["text"], case["from"], case["to"])
    assert text == case["after"]
    assert len(edits) == 1
    assert [d.repaired for d in doubts] == [True]
    start, end = doubts[0].span
    assert text[start:end] == edits[0].new


@pytest.mark.parametrize("case", cases("negative"), ids=lambda c: c["why"])
def test_what_is_there_in_some_form_is_left_alone(case):
    assert names.check(case["source"], case["text"], case["from"], case["to"]) == ([], case["text"], [])


@pytest.mark.parametrize(
    ("hangul", "right", "wrong"),
    [
        ("오베츠킨", "Ovechkin", "Orlovsky"),
        ("나달", "Nadal", "Nathan"),
        ("하워드", "Howard", "Harold"),
        ("슈워제네거", "Schwarzenegger", "Shoemaker"),
        ("메드베데프", "Medvedev", "Melville"),
        ("레스터", "Leicester", "Lancaster"),
        ("톰프슨", "Thompson", "Patterson"),
        ("덩샤오핑", "DengXiaoping", "DengYaobang"),
        ("멕시코", "Mexico", "Monaco"),
    ],
)
def test_a_name_is_nearer_to_its_own_spelling(hangul, right, wrong):
    assert aloud.distance(hangul, right) < 0.13 < aloud.distance(hangul, wrong)


@given(st.text(alphabet="가나달크스트링", max_size=8), st.text(max_size=12))
def test_a_distance_is_a_share_and_of_nothing_nothing(hangul, latin):
    assert aloud.distance(hangul, latin) >= 0
    assert aloud.distance("", "") == 0
    assert aloud.distance(hangul, "") <= 1


def test_names_are_told_from_loan_words_and_native_ones():
    assert transcribed.find("카르보스키는 프로젝트를 먼저 그만뒀고 메르쿠리스의 기업들은 남았다.") == (
        "카르보스키",
        "메르쿠리스",
    )
    assert transcribed.find("정부는 예산을 늘리기로 했다고 밝혔다.") == ()


def test_only_people_of_an_english_text_are_looked_for():
    source = "Judge Harlan Whitcombe of the Coastal Court met Dorrel Castwick, 41, in the Green Park Hotel on Monday."
    assert unspoken.find(source) == ("Harlan Whitcombe", "Dorrel Castwick")


def test_a_spelling_that_could_be_two_names_is_left():
    text = "Brisvane and Brisbone have an airport."
    assert misspelt.mend("브리즈번에는 공항이 있다.", text, "ko", "en") == ([], text, [])


def test_a_sentence_of_names_alone_takes_no_time():
    source = " ".join(f"카르보스키{i}는 프리드만텔{i}을 만났다." for i in range(400))
    text = " ".join(f"Rosslake{i} met Sandel." for i in range(400))
    started = time.perf_counter()
    names.check(source, text, "ko", "en")
    names.check(text, source, "en", "ko")
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("word", ["선전", "수단", "경주"])
def test_a_word_is_never_mended_into_a_land(word):
    text = f"거리에는 {word}이 가득했다."
    assert names.check("The streets of Des Moines were full of it.", text, "en", "ko")[:2] == ([], text)


def test_an_accent_is_no_misspelling() -> None:
    text = "Ships go to the Galápagos all year."
    assert misspelt.mend("배들은 일 년 내내 갈라파고스로 간다.", text, "ko", "en") == ([], text, [])


TWICE = {
    "메르쿠리스 감독은 12일 사임했다.": "Coach Mercuris resigned on the 12th.",
    "구단은 메르쿠리스가 3년 동안 120억 원을 썼다고 밝혔다.": "The club said Merkoulis had spent 12 billion won in three years.",
    "팬 4,000명은 리드가 남기를 바랐다.": "4,000 fans wanted Reed to stay.",
}


def test_a_name_that_is_spelt_in_two_ways_is_told():
    assert transcribed.unlike(TWICE.items()) == ("메르쿠리스",)
    assert transcribed.unlike([("브라질은 이겼다.", "Brazil won."), ("브라질은 졌다.", "Brazilians lost.")]) == ()


def test_a_brief_marks_every_bullet_with_such_a_name():
    class Told:
        def translate(self, sentences, source, target):
            return [Translation(s, TWICE.get(s, "The club changes.")) for s in sentences]

        def describe(self, source, target):
            return {}

    made = brief.make(Article("구단, 새 감독 찾는다", tuple(TWICE), "ko"), "en", Told(), 3)
    marked = {point.claim.text: [d.note for d in point.doubts if d.kind == "name"] for point in made.points}
    assert len(marked) == 3
    for source, notes in marked.items():
        assert any("메르쿠리스" in note for note in notes) == ("메르쿠리스" in source)
        assert not any("리드" in note for note in notes)


def test_a_loan_word_behind_a_native_one_is_no_name() -> None:
    assert transcribed.find("신용카드는 트레킹하는 사람에게 캠프장에서 받지 않는다.") == ()


def test_initials_have_no_sound() -> None:
    assert not unspoken.there("U.S.", "他们在海边等了很久。", "zh")


@pytest.mark.parametrize("word", ["라우팅", "디스플레이", "스테이블코인", "밸류에이션", "카테터", "리메이크", "컷오프"])
def test_a_loan_word_is_no_name(word):
    source = f"회사는 {word} 문제를 검토하고 있다고 밝혔다."
    assert transcribed.lost(source, "The company said Kranzo was looking into the problem.", ()) == []
