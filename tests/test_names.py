"""Names found, written, held against a translation, and speakers in the reader's language."""

import json
import re
import time
from pathlib import Path

import pytest

from models import fidelity, names
from models.naming import known

CASES = Path(__file__).parent / "cases" / "names"


def cases(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def forms(text: str, language: str, kinds: tuple[str, ...] = ()) -> list[str]:
    return [text[f.start : f.end] for f in names.find(text, language) if not kinds or f.entry.kind in kinds]


@pytest.mark.parametrize("case", cases("found"), ids=lambda c: c["source"])
def test_a_changed_name_is_mended_or_told(case):
    edits, text, doubts = names.check(case["source"], case["text"], case["from"], case["to"])
    assert doubts
    assert all(d.kind == "name" for d in doubts)
    if "after" in case:
        assert text == case["after"]
        assert edits
        assert doubts[0].repaired
        assert doubts[0].span
        replayed = case["text"]
        for edit in edits:
            replayed = edit.apply(replayed)
        assert replayed == text
    else:
        assert text == case["text"]
        assert any(case["told"] in d.note and not d.repaired for d in doubts)


@pytest.mark.parametrize("case", cases("negative"), ids=lambda c: c["source"])
def test_a_name_that_is_there_in_some_form_is_left_alone(case):
    assert names.check(case["source"], case["text"], case["from"], case["to"]) == ([], case["text"], [])


@pytest.mark.parametrize("case", cases("speakers"), ids=lambda c: f"{c[0]}-{c[2]}")
def test_a_speaker_is_written_as_the_reader_knows_it(case):
    name, source, target, machine, shown = case
    assert names.speaker(name, source, target, machine) == shown


def test_a_korean_in_a_chinese_article_about_korea_is_not_read_in_pinyin():
    shown = names.speaker("徐敏京", "zh-Hans", "en", "Seo Min-kyung", "韩国央行维持利率不变。")
    assert shown == "Seo Min-kyung (徐敏京)"


@pytest.mark.parametrize(
    "machine",
    ["He said that it was over.", "There are 3 people", "Why?", "Han Han Han", "he who is the one that was", ""],
)
def test_what_cannot_be_a_name_is_never_shown_as_the_speaker(machine):
    assert names.speaker("대율자동차", "ko", "en", machine) == "대율자동차"


def test_the_longest_name_is_found_and_never_a_part_of_a_word():
    assert forms("대법원은 한국은행과 중국어를 말했다", "ko") == ["대법원", "한국은행"]
    assert forms("한국의 삼성전자가 중국에서", "ko") == ["한국", "삼성전자", "중국"]
    assert forms("中国人民银行行长潘功胜", "zh-Hans", ("office", "person")) == ["中国人民银行", "潘功胜"]
    assert forms("德维·哈里斯和伊万斯", "zh-Hans", ("person",)) == []
    assert forms("The Bank of Japan's governor met Chinese traders.", "en") == [
        "Bank of Japan",
        "governor",
        "Chinese",
    ]
    assert forms("Chinatown and USAir", "en") == []


def test_both_scripts_are_found_in_their_own_spelling():
    assert forms("川普、馬克宏與賴清德", "zh-Hant") == ["川普", "馬克宏", "賴清德"]
    assert forms("特朗普、马克龙与赖清德", "zh-Hans") == ["特朗普", "马克龙", "赖清德"]
    trump = names.find("川普", "zh-Hant")[0].entry
    assert [names.write(trump, code) for code in ("en", "ko", "zh-Hans", "zh-Hant")] == [
        "Donald Trump",
        "도널드 트럼프",
        "特朗普",
        "川普",
    ]


def test_the_glossary_is_large_whole_and_well_formed():
    entries = known.entries()
    assert len(entries) >= 3000
    for path in sorted((Path(known.__file__).parent / "glossary").glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith("#"):
                continue
            cells = line.split("\t")
            assert 4 <= len(cells) <= 5, f"{path.name}:{number}"
            assert all(cells[:4]), f"{path.name}:{number}"
            for cell in cells[1:]:
                assert not re.search(r"^\||\|\||\|$|\s\||\|\s", cell), f"{path.name}:{number}"
            assert not re.search(r"[가-힣]", cells[1] + cells[3]), f"{path.name}:{number}"
            assert not re.search(r"[\u4e00-\u9fff]", cells[1] + cells[2]), f"{path.name}:{number}"
    for entry in entries:
        for code in ("en", "ko", "zh-Hans"):
            assert names.write(entry, code), entry.cells


def test_a_name_written_in_a_language_is_found_there():
    """Of names that are looked for; the first of two with one spelling has it."""
    lost = 0
    for entry in known.entries():
        for code in ("en", "ko", "zh-Hans"):
            form = names.write(entry, code)
            if form in entry.forms(code[:2]) and not any(f.end - f.start == len(form) for f in names.find(form, code)):
                lost += 1
    assert lost == 0


def test_names_are_checked_within_fidelity_with_true_spans():
    checked = fidelity.check(
        "国务院26日表示，产值达260.43亿元。",
        "The State Department said output reached 26.43 billion yuan on the 26th.",
        "zh",
        "en",
    )
    assert "State Council" in checked.text
    assert "26.043 billion yuan" in checked.text
    for doubt in checked.doubts:
        assert doubt.span is None or checked.text[slice(*doubt.span)]


def test_finding_is_quick():
    text = "国务院总理李强15日在北京会见了来访的法国总统马克龙，双方就中欧贸易、气候变化和乌克兰局势交换了意见。" * 2
    names.find(text, "zh-Hans")
    best = min(_took(text) for _ in range(20))
    assert best < 0.0015, f"{1000 * best:.2f} ms for two sentences"


def _took(text: str) -> float:
    started = time.perf_counter()
    names.find(text, "zh-Hans")
    return time.perf_counter() - started


def test_a_person_whom_the_article_introduces_is_missed_wherever_the_name_stands():
    from models.naming import personal

    article = (
        "第15分钟，陈慧霖中场挑传。",
        "随后陈慧霖与张三配合，完成射门。",
        "教练吴静怡表示，球队踢得很好。",
        "越来越多的球迷到场，其中有不少外国人。",
        "越来越多的人表示满意。",
    )
    people = personal.introduced(article, "zh-Hans")
    assert set(people) == {"陈慧霖", "吴静怡"}
    told = names.check(article[1], "Then Tan Wylie passed to Zhang San and shot.", "zh-Hans", "en", people)[2]
    assert [d.note for d in told] == ["name in the original: Chen Huilin (陈慧霖)"]
    mended = names.check(article[0], "In the 15th minute, Chen Hae-chul passed.", "zh-Hans", "en", people)
    assert mended[1] == "In the 15th minute, Chen Huilin passed."
    assert not names.check(article[1], "Then Chen and Zhang San combined and shot.", "zh-Hans", "en", people)[2]
    assert personal.introduced(("He said so.", "He said so."), "en") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Its network chief Hu Tae-tae denied an attack.", 1),
        ("Its network chief Lim Tae-wook denied an attack.", 0),
        ("Im Tae-uk denied an attack.", 0),
    ],
)
def test_another_korean_name_is_no_excuse(text, told):
    source = "네트워크 총괄 임태욱 부사장은 공격이 아니라고 설명했다."
    assert len(names.check(source, text, "ko", "en")[2]) == told


def test_traditional_names_are_introduced_as_they_are_written():
    from models.naming import personal

    article = ("第15分鐘，陳慧霖中場挑傳。", "隨後陳慧霖與人配合。")
    assert personal.introduced(article, "zh-Hant") == ("陳慧霖",)


@pytest.mark.parametrize(
    ("source", "text", "told"),
    [
        ("台积电公司的电力设施受损。", "There was damage to power on the table.", ["TSMC (台积电)"]),
        ("台积电的电力设施受损。", "The company's power supply was damaged.", []),
        (
            "多方消息称苹果将取消耳机接口。",
            "Several sources say that apples will drop headphone plugs.",
            ["Apple (苹果)"],
        ),
        ("果园里的苹果熟了。", "The apples in the orchard are ripe.", []),
        ("多方消息称苹果将取消耳机接口。", "Several sources say that Apple will drop headphone plugs.", []),
    ],
)
def test_a_known_body_is_told_where_nothing_stands_for_it(source, text, told):
    notes = [d.note for d in names.check(source, text, "zh-Hans", "en")[2]]
    assert notes == [f"name in the original: {name}" for name in told]


def test_a_list_of_lost_names_shares_two_doubts():
    source = "海航、西部航空、奥凯航空、东航、国航均上调燃油附加费。"
    notes = [d.note for d in names.check(source, "Prices of fuel went up on Monday at Zzyx Navy.", "zh-Hans", "en")[2]]
    assert len(notes) == 2
    assert all(name in " ".join(notes) for name in ("海航", "西部航空", "奥凯航空", "东航", "国航"))


def test_another_reading_of_a_character_is_the_same_name():
    told = names.check(
        "牧户季长顺说，成本是三元。", '"It costs three yuan," said Ji Changshun.', "zh-Hans", "en", ("季长顺",)
    )
    assert told == ([], '"It costs three yuan," said Ji Changshun.', [])
