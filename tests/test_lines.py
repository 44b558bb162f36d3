"""The line table: every row against its own example, and all rows against prose that must stay."""

import json
import re
from pathlib import Path

import pytest

from bot.extraction import lines
from bot.extraction.lines import Rule

CASES = Path(__file__).parent / "cases" / "extract"
NEGATIVE = json.loads((CASES / "negative.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", lines.rules(), ids=lambda rule: f"{rule.kind}-{rule.language}-{rule.example[:24]}")
def test_every_row_does_what_its_example_says(rule: Rule) -> None:
    assert rule.kind in lines.KINDS
    assert rule.language in ("ko", "zh", "en", "*")
    assert rule.seen, "where it was seen"
    base = "ko" if rule.language == "*" else rule.language
    if rule.kind in ("start", "end"):
        assert lines.trim(rule.example, base) != rule.example
        assert lines.trim(rule.example, base)
    else:
        assert re.fullmatch(rule.pattern, rule.example)
        assert lines.clean([rule.example], base) == []


@pytest.mark.parametrize(("base", "line"), [(base, line) for base, found in NEGATIVE.items() for line in found])
def test_prose_stays_word_for_word(base: str, line: str) -> None:
    assert lines.clean([line], base) == [line]


PROSE = {
    "ko": ["남천시는 상수관 40㎞를 교체한다고 밝혔다.", "사업비는 210억 원이다.", "첫 공사는 5월에 시작된다."],
    "zh": ["南川市宣布更换40公里水管。", "工程总投资2.1亿元，由省里承担。", "首批工程5月开工。"],
    "en": ["The city will replace 40 km of water mains.", "The work costs $21 million.", "It starts in May."],
}


OTHERS = ["Chip exports rise by a tenth", "배추값 한 달 새 38% 올라"]


@pytest.mark.parametrize("base", PROSE)
def test_what_follows_a_heading_of_other_articles_goes(base: str) -> None:
    heading = {"ko": "관련기사", "zh": "相关阅读", "en": "Related articles"}[base]
    assert lines.clean([*PROSE[base], heading, *OTHERS], base) == PROSE[base]


def test_a_heading_of_other_articles_at_the_top_cuts_nothing() -> None:
    assert lines.clean(["관련기사", *PROSE["ko"]], "ko") == PROSE["ko"]


def test_a_lone_mark_is_a_caption_and_marks_in_a_row_are_a_list() -> None:
    listed = ["▲1위 남천시, 4만 1천 건의 민원을 처리했다.", "▲2위 동해시, 3만 9천 건의 민원을 처리했다."]
    assert lines.clean([PROSE["ko"][0], "▲3일 남천시청에서 열린 협약식.", PROSE["ko"][1]], "ko") == PROSE["ko"][:2]
    assert lines.clean([PROSE["ko"][0], *listed, PROSE["ko"][1]], "ko") == [PROSE["ko"][0], *listed, PROSE["ko"][1]]


def test_the_headline_and_copies_of_long_lines_are_told_once() -> None:
    title = "남천시 노후 상수관 40㎞ 교체"
    assert lines.clean([title, *PROSE["ko"], PROSE["ko"][0]], "ko", title) == PROSE["ko"]


def test_labels_at_the_edges_go_and_subheadings_inside_stay() -> None:
    inside = [PROSE["zh"][0], "谁来买单", PROSE["zh"][1]]
    assert lines.clean(["南川新闻", *inside, "张三"], "zh") == inside


@pytest.mark.shared
def test_human_written_news_is_not_eaten(shared: Path) -> None:
    """6,332 sentences of real news lose at most one in a thousand, and only ones that read like a label."""
    lost = []
    for row in (shared / "news" / "ntrex.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(row)
        for key, base in (("ko", "ko"), ("zh", "zh"), ("zht", "zh"), ("en", "en")):
            for sentence in article[key]:
                if len(sentence.strip()) >= 30 and lines.clean([sentence.strip()], base) == []:
                    lost.append(sentence)
    assert len(lost) <= 6, lost


def test_the_projects_own_articles_are_not_touched() -> None:
    touched = []
    for path in sorted((Path(__file__).parent.parent / "samples" / "corpus").glob("*.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            for sentence in json.loads(row)["sentences"]:
                for base in ("ko", "zh", "en"):
                    if lines.trim(sentence[base], base) != sentence[base] or lines.is_boilerplate(sentence[base], base):
                        touched.append(sentence[base])
    assert touched == []
