"""Brief -> text, Markdown and JSON: what a reader or a program gets."""

import json
from dataclasses import replace

import pytest

import briefs
from bot.render import html, index, markdown, text
from bot.render.json import from_dict, to_dict
from bot.render.text import Look, columns


def test_text_bullets_name_the_speaker_mark_doubts_and_show_the_source():
    shown = text.render(briefs.brief()).splitlines()
    assert shown[0] == "Garam Electronics posts first-quarter profit of 3.5 trillion won"
    bullets = [line for line in shown if line.startswith("• ")]
    assert bullets[0].startswith("• Garam Electronics said on the 28th")
    assert bullets[0].endswith("⚠")
    assert bullets[1] == "• Han Ji-hoon (한지훈): “Orders for the second half are already close to capacity.”"
    at = shown.index(bullets[0])
    assert shown[at + 1].strip() == "⚠ figure in the original: 3.5 trillion won"
    assert shown[at + 2].strip() == briefs.FIRST
    assert "새론경제 · 2026-04-28 · ko → en" in shown
    assert "https://news.saeron.example/a/1" in shown
    assert any("emo model" in line for line in shown)


def test_text_without_originals_and_without_colour_holds_no_escape():
    shown = text.render(briefs.brief(), Look(original=False))
    assert briefs.FIRST not in shown
    assert "\x1b" not in shown
    assert "\x1b[" in text.render(briefs.brief(), Look(colour=True))


@pytest.mark.parametrize("width", [20, 40, 79, 100])
def test_text_fits_the_terminal(width):
    shown = text.render(briefs.brief(), Look(width=width))
    assert max(columns(line) for line in shown.splitlines() if "https://" not in line) <= width


def test_wrapping_loses_nothing_and_opens_no_line_with_a_closing_mark():
    chinese = (
        "佳蓝电子28日宣布，今年第一季度营业利润达3.5万亿韩元，创下历年同期最高纪录。“下半年的订单已接近满负荷”，他说。"
    )
    article = replace(briefs.KOREAN, language="zh-Hans", title=chinese)
    shown = text.render(
        briefs.brief(article=article, to="zh-Hans", title=replace(briefs.brief().title, text=chinese)), Look(24)
    )
    head = shown.splitlines()[: shown.splitlines().index(next(x for x in shown.splitlines() if "·" in x))]
    assert "".join(head) == chinese
    assert not any(line[0] in "，。”、" for line in head)


def test_an_untranslated_brief_shows_each_sentence_once():
    whole = briefs.brief()
    points = tuple(replace(p, text=p.claim.text, doubts=(), speaker=None) for p in whole.points)
    shown = text.render(replace(whole, to="ko", points=points, engine={}, notes=("weights_missing:ko-en",)))
    assert shown.count(briefs.FIRST) == 1
    assert "keyclaims models pull" in shown


def test_markdown_escapes_the_page_and_links_the_headline():
    title = replace(briefs.brief().title, text="[x](javascript:1) *bold* <b>")
    shown = markdown.render(briefs.brief(title=title))
    assert r"\[x\](javascript:1) \*bold\* \<b\>" in shown
    assert "](<https://news.saeron.example/a/1>)" in shown
    assert shown.count("\n- ") == 2
    assert f"> {briefs.FIRST}" in shown


def test_json_has_the_stable_keys_and_comes_back_whole():
    made = briefs.brief()
    data = json.loads(json.dumps(to_dict(made)))
    assert data["schema"] == "keyclaims/brief/1"
    assert list(data) == [
        "schema", "input", "id", "url", "site", "author", "published", "language", "to", "image", "title", "claims",
        "full", "notes", "engine", "seconds",
    ]  # fmt: skip
    claim = data["claims"][0]
    assert claim["source"] == briefs.FIRST
    assert briefs.KOREAN.paragraphs[claim["paragraph"]][claim["start"] : claim["end"]] == claim["source"]
    assert claim["figures"][0] | {"start": 0, "end": 0} == {
        "source": "3조 5천억 원", "value": 3_500_000_000_000, "kind": "money", "unit": None, "currency": "KRW",
        "qualifier": None, "text": "3.5 trillion won", "start": 0, "end": 0,
    }  # fmt: skip
    assert [d["repaired"] for d in claim["doubts"]] == [False, True]
    assert to_dict(from_dict(data)) == data
    assert text.render(from_dict(data)) == text.render(made)


def test_notes_are_in_the_readers_language_where_nothing_was_translated():
    """Who asked for English and gets Chinese because a model is missing can still read why."""
    untranslated = replace(briefs.brief(), to="ko", engine={}, notes=("weights_missing:ko-en",))
    for shown in (
        text.render(untranslated, text.Look(reader="en")),
        markdown.render(untranslated, reader="en"),
        html.render(untranslated, "en"),
        index.render([("a.html", untranslated)], "en"),
    ):
        assert "model ko-en is not installed" in shown.replace("\\", "")
