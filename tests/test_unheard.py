"""Names of no glossary that did not come through from Chinese; what looks like one; how they are read in English."""

import json
from pathlib import Path

import pytest

from models import names
from models.naming import koreans, mentions, ordinary, personal, places, vietnamese
from models.naming.heard import Heard, far, han_keys, latin_keys, wade

CASES = Path(__file__).parent / "cases" / "unheard"


def cases(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", cases("found"), ids=lambda c: c["why"])
def test_a_name_that_nothing_reads_like_is_told(case):
    doubts = names.check(case["source"], case["text"], "zh-Hans", "en")[2]
    assert any(case["told"] in d.note and not d.repaired for d in doubts), doubts


@pytest.mark.parametrize("case", cases("negative"), ids=lambda c: c["why"])
def test_what_is_there_in_some_form_is_left_alone(case):
    assert names.check(case["source"], case["text"], "zh-Hans", "en") == ([], case["text"], [])


def test_traditional_sentences_are_read_too_and_shown_as_they_are_written():
    doubts = names.check("局長龐硯秋介紹，工程下月完工。", "Phang Yengju said it ends next month.", "zh-Hant", "en")[2]
    assert [d.note for d in doubts] == ["name in the original: Pang Yanqiu (龐硯秋)"]


def test_other_readers_are_not_troubled():
    assert (
        names.check("局长庞砚秋介绍，工程下月完工。", "국장은 공사가 다음 달 끝난다고 말했다.", "zh-Hans", "ko")[2]
        == []
    )


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("经理聂可岚说，没问题。", ["person"]),
        ("经理和聂可岚都到了。", ["person"]),
        ("安德烈·奥兰采夫没有到庭。", ["foreign"]),
        ("他住在贵州省湄潭县。", ["place"]),
        ("记者从官方的网站了解到，方面很多。", []),
    ],
)
def test_what_is_written_as_names_are(text, kinds):
    assert [m.kind for m in mentions.find(text, [])] == kinds


@pytest.mark.parametrize(
    ("han", "latin", "near"),
    [
        ("克劳迪娅", "Claudia", True),
        ("加西亚", "Garcia", True),
        ("奥兰采夫", "Kuznik", False),
        ("霍夫曼", "Hoffmann", True),
    ],
)
def test_transcriptions_are_known_by_their_consonants(han, latin, near):
    assert (min(far(one, other) for one in han_keys(han) for other in latin_keys(latin)) <= 0.36) is near


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Lang Ping won", True),
        ("Ping Lang won", True),
        ("Ms. Lang won", True),
        ("Lang Wenli won", False),
        ("Luang Ping won", False),
    ],
)
def test_a_person_is_the_surname_with_the_given_name_or_alone(text, there):
    assert Heard(text).person("郎", "平") is there


def test_wade_giles_is_read():
    assert [wade(said) for said in ("zhong", "guo", "xu", "qing", "cai", "de", "rong")] == [
        "chung", "kuo", "hsu", "ching", "tsai", "te", "jung",
    ]  # fmt: skip


def test_ordinary_words_are_known_in_their_forms():
    assert all(map(ordinary.word, ("Minister", "ministries", "Markets", "said")))
    assert not any(map(ordinary.word, ("Kuznik", "Yengju")))
    assert ordinary.pair("公司")
    assert not ordinary.pair("庞砚")


def test_several_given_names_of_one_sentence_are_mended():
    edits, text, doubts = names.check(
        "馆长庞砚秋和编辑聂可岚表示，展览下月开幕。",
        "Pang Yong Chul and Nie Ko Ram said it opens next month.",
        "zh-Hans",
        "en",
    )
    assert text == "Pang Yanqiu and Nie Kelan said it opens next month."
    assert len(edits) == 2
    assert all(d.repaired and text[slice(*d.span)] in ("Pang Yanqiu", "Nie Kelan") for d in doubts)


@pytest.mark.parametrize(
    ("text", "there"),
    [("Qui Xiao Guang won", False), ("Tyu Wi Qi", False), ("Mr. Qi won", True), ("Xiaoguang won", True)],
)
def test_another_surname_is_another_person(text, there):
    assert Heard(text).person("齐", "晓光") is there


def test_the_tables_are_well_formed():
    assert all(kind for kind, _ in places._lines())
    assert all(2 <= len(name) <= 8 for rows in places._table().values() for name, _ in rows)
    assert all(read[0].isupper() for reads in mentions.surnames_ja().values() for read in reads)


def test_a_text_without_an_end_takes_no_time():
    import time

    started = time.perf_counter()
    for source, text in (("寿光" * 5000, "Life " * 5000), ("张三李四王五" * 160, "Zhang Li Wang " * 250)):
        names.check(source, text, "zh-Hans", "en")
    assert time.perf_counter() - started < 5


def test_a_surname_with_ms_is_righted():
    edits, text, doubts = names.check(
        "不会游泳的尹女士被游客拦住。", "Ms. Yoon was stopped by tourists.", "zh-Hans", "en"
    )
    assert text == "Ms. Yin was stopped by tourists."
    assert len(edits) == 1
    assert [d.note for d in doubts] == ["corrected; the machine wrote: Yoon"]


def test_of_two_people_side_by_side_the_right_one_stays():
    text = names.check(
        "记者聂云鹏 庞薇报道，雨停了。", "Reporters Nie Yunpen Pang Wei said the rain had stopped.", "zh-Hans", "en"
    )[1]
    assert text == "Reporters Nie Yunpeng Pang Wei said the rain had stopped."


def test_people_of_an_article_are_told_where_a_sentence_has_nobody():
    source, text = "庞砚秋的家在山上，门前有一棵树。", "The house is on the hill, with a tree before it."
    assert names.check(source, text, "zh-Hans", "en", ("庞砚秋",))[2]
    assert not names.check(source, "Her house is on the hill, with a tree before it.", "zh-Hans", "en", ("庞砚秋",))[2]


def test_an_article_introduces_whom_it_names_surely():
    article = ("昨天，县医院医生庞砚秋介绍，床位够用。", "聂可岚的戏很多。", "聂可岚和他都没有到场。", "天气很好。")
    assert personal.introduced(article, "zh-Hans") == ("庞砚秋", "聂可岚")


def test_names_that_are_gone_share_the_last_doubt():
    source = "主演庞砚秋、聂可岚、卢栩生、魏铭哲、湄潭县剧团等。"
    doubts = names.check(source, "It stars Phong Yengju, Nyo Koram, Roo Hyu, Wui Mong and others.", "zh-Hans", "en")[2]
    assert len(doubts) <= 2
    assert all(any(name in d.note for d in doubts) for name in ("庞砚秋", "聂可岚", "卢栩生", "魏铭哲"))


@pytest.mark.parametrize(
    ("name", "text", "sure", "there"),
    [
        ("崔智勋", "Choi Ji-hoon won", False, True),
        ("崔智弘", "Choi Ji-hoon won", False, False),
        ("崔智弘", "Choi Ji-hoon won", True, True),
        ("丛培武", "Chong Bae-mu won", True, False),
        ("尹瑞景", "Yoon said so", False, True),
        ("王砚硕", "Wang Yeon-seok won", False, False),
        ("王砚硕", "Wang Yeon-seok won", True, True),
    ],
)
def test_whom_a_korean_name_may_be(name, text, sure, there):
    assert koreans.told(name, text, sure) is there


@pytest.mark.parametrize(
    ("text", "there"),
    [("Nguyen Duc Chung", True), ("Mr. Nguyen", True), ("Nguyen Dejong", False), ("Mr. Chung", False)],
)
def test_whom_a_vietnamese_name_may_be(text, there):
    assert vietnamese.may_be("阮德钟")
    assert vietnamese.told("阮德钟", text) is there


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他到了北湖片区和龙泉山片区。", ["龙泉山"]),
        ("副省长王路到场。", []),
        ("他住在朱家庄村。", ["朱家庄村"]),
        ("位于盛夏的松岭国家级自然保护区内。", ["松岭国家级自然保护区"]),
    ],
)
def test_where_a_place_is_cut(text, found):
    assert sorted({text[p.start : p.end] for p in places.find(text, [])}) == found
