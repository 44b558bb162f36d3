"""`models.fidelity` and its parts: what is wrong is found and mended, what is right is left alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import fidelity, latin, meaning
from models.doubt import FIGURE_KINDS, KINDS, Doubt, Edit, moved, note
from models.figures import compare
from models.language import CODES

CASES = Path(__file__).parent / "cases" / "fidelity"


def cases(name: str) -> list[Any]:
    return [
        pytest.param(c, id=f"{c['from']}-{c['to']}:{c['source'][:24]}")
        for c in json.loads((CASES / f"{name}.json").read_text("utf-8"))
    ]


def figure_doubts(case: dict[str, Any]) -> list[Doubt]:
    checked = fidelity.check(case["source"], case["target"], case["from"], case["to"])
    return [d for d in checked.doubts if d.kind in FIGURE_KINDS]


@pytest.mark.parametrize("case", cases("found"))
def test_wrong_figures_are_found(case: dict[str, Any]) -> None:
    checked = fidelity.check(case["source"], case["target"], case["from"], case["to"])
    assert case["kind"] in {d.kind for d in checked.doubts}
    if case["mended"]:
        assert case["mended"] in checked.text
        assert compare(case["source"], checked.text, case["from"], case["to"]) == []


@pytest.mark.parametrize("case", cases("negative"))
def test_right_figures_are_left_alone(case: dict[str, Any]) -> None:
    checked = fidelity.check(case["source"], case["target"], case["from"], case["to"])
    assert checked.text == case["target"]
    assert figure_doubts(case) == []


@pytest.mark.parametrize("case", cases("known_failures"))
@pytest.mark.xfail(strict=True, reason="known")
def test_known_failures(case: dict[str, Any]) -> None:
    assert figure_doubts(case)


def written() -> list[list[str]]:
    lines = (CASES / "written.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_sentences_written_for_this_project() -> None:
    """Bars of the issue for natural sentences, held tighter as these have been read: none marked that is right."""
    found = wrong = 0
    for left, right, label, source, target in written():
        checked = fidelity.check(source, target, left, right)
        told = any(d.kind in FIGURE_KINDS for d in checked.doubts)
        if label == "ok":
            assert not told, (source, target)
            assert checked.text == target
        wrong += label == "wrong"
        found += label == "wrong" and told
    assert found / wrong >= 0.94


def test_a_weekday_for_a_day_is_held_against_the_calendar() -> None:
    source, said = "统计局20日公布了数据。", "The statistics bureau released the data on {}."
    assert fidelity.check(source, said.format("Monday"), "zh", "en", published="2026-07-20").ok
    assert not fidelity.check(source, said.format("Friday"), "zh", "en", published="2026-07-20").ok


@pytest.mark.parametrize(
    ("source", "language", "said", "mended"),
    [
        ("나흘 동안 회의가 열렸다.", "ko", "A three-day meeting was held.", "A four-day meeting was held."),
        ("三分之二的受访者支持。", "zh", "One third of respondents agree.", "Two thirds of respondents agree."),
        (
            "近三分之一的企业裁员。",
            "zh",
            "Nearly half of the firms cut jobs.",
            "Nearly one third of the firms cut jobs.",
        ),
    ],
)
def test_a_mend_keeps_the_grammar_around_it(source: str, language: str, said: str, mended: str) -> None:
    assert fidelity.check(source, said, language, "en").text == mended


@pytest.mark.shared
def test_labelled_outputs_of_real_systems(shared: Path) -> None:
    """Bars of the issue: recall .95, precision .88; right items harmed at most .5%."""
    wrong = right = found = false = harmed = 0
    for line in (shared / "numbers" / "sentences.jsonl").open(encoding="utf-8"):
        item = json.loads(line)
        source, target = item["lang_pair"].split("-")
        record = {"id": item["id"], "source": item["source"], "target": item["hypothesis"]}
        result = fidelity.verdict(record, source, target)
        if item["label"] == "wrong":
            wrong += 1
            found += result["verdict"] == "wrong"
        else:
            right += 1
            false += result["verdict"] == "wrong"
            harmed += result["repaired"] != item["hypothesis"]
    assert found / wrong >= 0.95
    assert found / (found + false) >= 0.88
    assert harmed <= 0.005 * right


def test_spans_and_notes_are_of_the_final_text() -> None:
    checked = fidelity.check(
        "SEC는 27일 3조 5,000억원을 발표했다.", "The EC announced 350 billion won on 27 June.", "ko", "en"
    )
    assert checked.text == "The SEC announced 3.5 trillion won on the 27th."
    assert [checked.text[slice(*d.span)] for d in checked.doubts if d.span] == ["SEC", "3.5 trillion won", "the 27th"]
    assert all(d.repaired for d in checked.doubts)
    assert checked.ok


@pytest.mark.parametrize(
    ("to", "target", "said"),
    [
        ("en", "The company made a profit.", "figure in the original: 26.043 billion yuan"),
        ("ko", "회사는 이익을 냈다.", "원문의 수치: 260억 4300만 위안"),
    ],
)
def test_a_lost_figure_is_written_in_the_readers_language(to: str, target: str, said: str) -> None:
    checked = fidelity.check("公司盈利260.43亿元。", target, "zh", to)
    assert [(d.kind, d.span, d.note) for d in checked.doubts] == [("figure_lost", None, said)]
    assert not checked.ok


def test_notes_in_chinese_scripts() -> None:
    for to, said in (("zh-Hans", "原文数字：2.5亿美元"), ("zh-Hant", "原文數字：2.5億美元")):
        checked = fidelity.check("It lost 250 million dollars.", "公司亏损。", "en", to)
        assert [d.note for d in checked.doubts] == [said]


def test_the_articles_own_month_is_no_invention() -> None:
    source, target = "警方26日通报了案情。", "Police reported on the case on June 26."
    assert fidelity.check(source, target, "zh", "en", published="2020-06-27T08:00:00+08:00").doubts == ()
    assert fidelity.check(source, target, "zh", "en", published="2020-07-27").doubts != ()


def test_faults_of_the_translator_become_doubts() -> None:
    checked = fidelity.check("회의가 열렸다.", "A meeting was held.", "ko", "en", faults=("loop", "length"))
    assert {d.kind for d in checked.doubts} == {"loop", "truncated"}


def test_verdict_line() -> None:
    line = fidelity.verdict({"id": 7, "source": "售价1399元。", "target": "It costs $1,399."}, "zh", "en")
    assert line["id"] == 7
    assert line["verdict"] == "wrong"
    assert line["repaired"] == "It costs 1,399 yuan."
    assert line["doubts"][0]["kind"] == "currency"
    assert line["doubts"][0]["repaired"] is True
    json.dumps(line)


def test_other_doubts_do_not_turn_the_verdict() -> None:
    line = fidelity.verdict({"id": "a", "source": "SEC回应了。", "target": "The EC has answered."}, "zh", "en")
    assert line["verdict"] == "ok"
    assert [d["kind"] for d in line["doubts"]] == ["name"]


def test_verdict_names_the_missing_key() -> None:
    with pytest.raises(ValueError, match="target"):
        fidelity.verdict({"id": 1, "source": "x"}, "zh", "en")


@pytest.mark.parametrize(
    ("source", "target", "to", "kinds"),
    [
        ("회사는 이 사실을 알리지 않았다.", "The company announced this fact.", "en", {"negation"}),
        ("公司没有裁员。", "The company laid off workers.", "en", {"negation"}),
        ("公司否认裁员。", "The company denies layoffs.", "en", set()),
        ("수출이 8% 감소했다.", "Exports increased 8%.", "en", {"direction"}),
        ("수출이 8% 감소했다.", "Exports were 8%.", "en", {"direction"}),
        ("수출은 14.7% 늘었고 수입은 9.5% 줄었다.", "Exports jumped 14.7% and imports 9.5%.", "en", {"direction"}),
        ("수출은 14.7% 늘었고 수입은 9.5% 줄었다.", "Exports jumped 14.7% and imports shed 9.5%.", "en", set()),
        ("매출은 3.7% 늘고 이익은 23% 줄었다.", "Sales rose 3.7% and profit rose 23%, while costs fell.", "en", {"direction"}),
        ("매출은 3.7% 늘고 이익은 23% 줄었다.", "Sales rose 3.7% while there was a 23% drop in profit.", "en", set()),
        ("进口下降1.8%，出口上涨6%。", "Imports grew by 1.8% and exports rose 6% after a fall.", "en", {"direction"}),
        ("영업손실이 23% 늘었다. 매출은 줄었다.", "Operating profit fell 23%. Sales fell, costs rose.", "en", set()),
        ("出口增长8%。", "Exports grew 8%.", "en", set()),
        ("专家分析了羊群数量。", "The experts go-go-go-go-go-go-go-go.", "en", {"loop"}),
        ("会议结束了。", "", "en", {"empty"}),
        ("会议结束了。", "The 会议 is over.", "en", {"untranslated"}),
        ("会议结束了。", "The meeting закончилась.", "en", {"script"}),
        ("会议于周一在北京举行，来自全国各地的代表参加。会议讨论了经济形势，并通过了一项决议。", "The meeting was held on Monday.", "en", {"truncated"}),
        ("会议结束了，代表们离开了。", "The meeting is over and the delegates have left.", "en", set()),
    ],
)  # fmt: skip
def test_meaning(source: str, target: str, to: str, kinds: set[str]) -> None:
    language = "ko" if any("가" <= c <= "힣" for c in source) else "zh"
    assert {d.kind for d in meaning.check(source, target, language, to)} == kinds


@pytest.mark.parametrize(
    ("source", "target", "mended", "notes"),
    [
        ("SEC는 성명을 냈다.", "The EC issued a statement.", "The SEC issued a statement.", 1),
        ("CBA总决赛开打。", "The CIA finals start.", "The CBA finals start.", 1),
        ("에후드 우르(Ehud Ur) 박사가 말했다.", "Dr. Evil Ur said.", "Dr. Ehud Ur said.", 1),
        ("国家发改委（NDRC）表示。", "The National Development and Reform Commission said.", None, 0),
        ("EU 정상들이 모였다.", "European Union leaders met.", None, 0),
        ("길이는 5km다.", "It is five kilometers long.", None, 0),
        ("苍旭AI7日宣布", "Cangxu AI announced on the 7th", None, 0),
        ("KBS가 보도했다.", "The broadcaster reported.", None, 1),
    ],
)
def test_latin_tokens(source: str, target: str, mended: str | None, notes: int) -> None:
    language = "ko" if any("가" <= c <= "힣" for c in source) else "zh"
    _, text, doubts = latin.check(source, target, language, "en")
    assert text == (mended or target)
    assert [d.kind for d in doubts] == ["name"] * notes
    assert all(text[slice(*d.span)] for d in doubts if d.span)


FIGURES = {
    "ko": ("3조 5,000억원", "12%", "26일", "2018년 9월", "오후 3시", "1만 2천여 명", "3~5년", "두 배", "세 명", "160km"),
    "zh": ("260.43亿元", "12%", "26日", "2018年9月", "下午3点", "1.2万余人", "三到五年", "两倍", "三名", "160公里"),
    "en": ("26.043 billion yuan", "12%", "the 26th", "September 2018", "3 p.m.", "about 12,000 people", "three to five years", "twice", "160 km"),
}  # fmt: skip
WORDS = {
    "ko": ("정부는 ", "회사가 ", ", ", " 밝혔다. "),
    "zh": ("政府", "公司", "，", "表示。"),
    "en": (" the firm ", " and ", ", ", " said. "),
}


@given(st.sampled_from(["ko", "zh", "en"]), st.data())
@settings(max_examples=200, deadline=None)
def test_a_text_agrees_with_itself(language: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(FIGURES[language] + WORDS[language]), max_size=8))
    text = "".join(pieces)
    assert compare(text, text, language, language) == []


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(CODES), st.sampled_from(CODES))
@settings(max_examples=200, deadline=None)
def test_any_pair_is_checked(source: str, target: str, left: str, right: str) -> None:
    checked = fidelity.check(source, target, left, right)
    for doubt in checked.doubts:
        assert doubt.kind in KINDS
        assert doubt.note
        assert "\n" not in doubt.note or "\n" in source + target
        assert doubt.span is None or 0 <= doubt.span[0] < doubt.span[1] <= len(checked.text)


def test_edits_move_spans() -> None:
    doubts = [Doubt("name", (10, 13), "x"), Doubt("date", None, "y"), Doubt("unit", (0, 2), "z")]
    assert [d.span for d in moved(doubts, Edit(4, 6, "longer"))] == [(14, 17), None, (0, 2)]


def test_every_note_exists_in_every_language() -> None:
    assert len({note("loop", code) for code in CODES}) == len(CODES)


def test_a_crowd_of_numbers_is_marked_as_unchecked_and_never_passes_silently():
    crowd = "、".join(f"{n}人" for n in range(1000, 1250))
    checked = fidelity.check(crowd, ", ".join(f"{n} people" for n in range(2000, 2250)), "zh-Hans", "en")
    assert "unchecked" in {d.kind for d in checked.doubts}


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("The company's profit in the first quarter was 100 million won.", "in the third quarter"),
        ("The company's first-quarter profit was 100 million won.", "third-quarter profit"),
    ],
)
def test_another_quarter_is_mended_in_its_grammar(said, mended):
    checked = fidelity.check("회사의 3분기 이익은 1억 원이었다.", said, "ko", "en")
    assert mended in checked.text
    assert "the the" not in checked.text
    assert [d.repaired for d in checked.doubts] == [True]
    assert fidelity.check("회사의 3분기 이익은 1억 원이었다.", checked.text, "ko", "en").ok


@pytest.mark.parametrize(
    ("source", "language", "said", "mended"),
    [
        ("두 명이 숨졌다.", "ko", "Three people died.", "Two people died."),
        ("两人死亡。", "zh", "Three people died.", "Two people died."),
        ("그는 두 번째로 우승했다.", "ko", "He won for the third time.", "He won for the second time."),
        ("한 명이 숨졌다.", "ko", "Two people died.", None),
        ("매출이 두 배로 늘었다.", "ko", "Sales tripled.", None),
    ],
)
def test_small_numbers_that_differ_are_told_although_small_numbers_may_come_and_go(source, language, said, mended):
    checked = fidelity.check(source, said, language, "en")
    assert checked.doubts
    assert checked.text == (mended or said)
    assert checked.ok == (mended is not None)


@pytest.mark.parametrize(
    ("source", "said"), [("두 사람이 만났다.", "The two met."), ("한 명도 다치지 않았다.", "No one was hurt.")]
)
def test_small_numbers_said_otherwise_are_no_doubt(source, said):
    assert fidelity.check(source, said, "ko", "en").doubts == ()
