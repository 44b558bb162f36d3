"""Names that nothing vouches for keep their original beside them where a brief first has them."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import brief, originals
from models.article import Article
from models.doubt import Doubt, moved
from models.translate import Translation

CASES = Path(__file__).parent / "cases" / "originals"


def cases(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def shown(source, text, left, right, doubts=(), before=(), label=""):
    edits, found = originals.beside(source, text, left, right, doubts, before, label)
    for edit in edits:
        text, doubts = edit.apply(text), moved(doubts, edit)
    return text, doubts, found


@pytest.mark.parametrize("case", cases("beside"), ids=lambda c: c["why"])
def test_a_name_by_its_sound_has_its_original_beside_it_once(case):
    source, left, right = case["source"], case["from"], case["to"]
    text, _, found = shown(source, case["text"], left, right)
    assert text == case["after"] != case["text"]
    again, _, more = shown(source, case["text"], left, right, before=found)
    assert not set(more) & set(found)
    if len(found) == 1:
        assert shown(source, text, left, right)[0] == text
        assert again == case["text"]


@pytest.mark.parametrize("case", cases("silent"), ids=lambda c: c["why"])
def test_what_is_vouched_for_or_not_there_stays_alone(case):
    assert originals.beside(case["source"], case["text"], case["from"], case["to"]) == ([], [])


SOURCE, TEXT = "오베츠킨과 드루걀이 서명했다.", "Ovetskin and Druggal signed."


def test_names_shown_before_or_told_by_a_doubt_are_left_alone():
    assert shown(SOURCE, TEXT, "ko", "en", before=["Ovetskin (오베츠킨)"])[0] == "Ovetskin and Druggal (드루걀) signed."
    told = (Doubt("name", None, "name in the original: 오베츠킨"),)
    assert shown(SOURCE, TEXT, "ko", "en", told)[0] == "Ovetskin and Druggal (드루걀) signed."
    within = (Doubt("loop", (0, 20), "the translation repeats itself"),)
    assert shown(SOURCE, TEXT, "ko", "en", within)[0] == "Ovetskin and Druggal (드루걀) signed."


def test_another_spelling_of_a_name_that_was_shown_is_shown_again():
    assert (
        "Ovechkin (오베츠킨)"
        in shown("오베츠킨이 왔다.", "Ovechkin came.", "ko", "en", before=["Ovetskin (오베츠킨)"])[0]
    )


def test_a_speaker_whose_label_is_left_out_has_the_original_in_the_text():
    text, _, _ = shown(
        "刘威说，收成不错。", "Liu Wei said the harvest was good.", "zh-Hans", "en", label="Liu Wei (刘威)"
    )
    assert text == "Liu Wei (刘威) said the harvest was good."


ROWS = cases("beside")


@given(row=st.sampled_from(ROWS), data=st.data())
def test_doubts_keep_their_words_and_nothing_else_is_changed(row, data):
    size = len(row["text"])
    doubts = []
    for start in data.draw(st.lists(st.integers(0, size - 1), max_size=4)):
        end = data.draw(st.integers(start + 1, size))
        doubts.append(Doubt("loop", (start, end), f"{start}"))
    text, after, found = shown(row["source"], row["text"], row["from"], row["to"], doubts)
    for old, new in zip(doubts, after, strict=True):
        assert text[slice(*new.span)].startswith(row["text"][old.span[0] : old.span[1]])
        assert text[slice(*new.span)] == row["text"][old.span[0] : old.span[1]]
    bare = text
    for beside in found:
        name = beside[beside.rindex("(") + 1 : -1]
        for bracket in (f" ({name})", f"（{name}）", f"({name})"):
            bare = bare.replace(bracket, "")
    assert bare == row["text"]


@given(st.text("오베츠킨 은ABc'(.)’", max_size=60), st.text("Ovetskin Os'’().ABé", max_size=60))
def test_any_text_is_borne(source, text):
    for left, right in (
        ("ko", "en"),
        ("en", "ko"),
        ("zh-Hans", "en"),
        ("en", "zh-Hant"),
        ("ko", "zh-Hant"),
        ("zh", "ko"),
    ):
        shown(source, text, left, right)


def test_long_and_odd_texts_cost_little():
    started = time.perf_counter()
    shown("오베츠킨 " * 95, "Ovetskin Druggal " * 110, "ko", "en")
    shown("斯特斯克" * 120, "Stesk Kestrel Moska " * 90, "zh-Hans", "en")
    shown("Alek Ovechno and Druggal Moska said so. " * 12, "斯特斯克" * 450, "en", "zh-Hans")
    shown("오" * 5000, "O" * 50_000, "ko", "en")
    assert time.perf_counter() - started < 10  # a hang takes minutes


class Translator:
    """Knows its few sentences."""

    def __init__(self, told):
        self.told = told

    def translate(self, texts, source, target):
        return [Translation(text, self.told.get(text, text)) for text in texts]

    def describe(self, source, target):
        return {}


def made(sentences, **options):
    article = Article(title="", paragraphs=tuple(sentences), language="ko")
    return brief.make(article, "en", Translator(sentences), 3, **options)


LINES = {
    "감독 드루걀은 선수 37명을 새로 뽑겠다고 12일 밝혔다.": "Coach Druggal said on the 12th that he would pick 37 new players.",
    "구단은 드루걀이 올해 계약금 52억 원을 받는다고 확인했다.": "The club confirmed that Druggal will receive 5.2 billion won this year.",
}


def test_a_brief_and_its_whole_translation_show_a_name_once_each():
    found = made(LINES, full=True)
    assert [point.text.count("(드루걀)") for point in found.points] == [1, 0]
    assert [line.text.count("(드루걀)") for line in found.full] == [1, 0]


def test_the_headline_shows_a_name_only_where_no_bullet_does():
    article = Article(title="드루걀, 새 감독에", paragraphs=tuple(LINES), language="ko")
    told = LINES | {"드루걀, 새 감독에": "Druggal to be new coach"}
    assert brief.make(article, "en", Translator(told), 3).title.text == "Druggal to be new coach"
    others = {
        "구단은 선수 37명을 새로 뽑겠다고 12일 밝혔다.": "The club said on the 12th that it would pick 37 new players."
    }
    article = Article(title="드루걀, 새 감독에", paragraphs=tuple(others), language="ko")
    told = others | {"드루걀, 새 감독에": "Druggal to be new coach"}
    assert brief.make(article, "en", Translator(told), 3).title.text == "Druggal (드루걀) to be new coach"
