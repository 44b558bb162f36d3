"""Briefs as Telegram sees them: parsed by our own Bot API's HTML parser, counted in UTF-16 units."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messaging.buttons import Seal
from bot.messaging.replies import of_brief
from bot.render import telegram
from bot.render.telegram import LIMIT, Look, cut, plain, render, units
from botapi import parse_html
from briefs import brief, many
from models.brief import Line
from models.fidelity import Doubt


def shown(html):
    return parse_html(html)[0]


def spans(html, kind):
    text, entities = parse_html(html)
    raw = text.encode("utf-16-le")
    return [
        raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in entities
        if e["type"] == kind
    ]


def test_a_reply_as_a_reader_sees_it():
    [html] = render(brief())
    assert shown(html) == (
        "Garam Electronics posts first-quarter profit of 3.5 trillion won\n"
        "새론경제 · 2026-04-28\n"
        "\n"
        "• Garam Electronics said on the 28th that its first-quarter profit was 35 trillion won. ⚠\n"
        "⚠ figure in the original: 3.5 trillion won\n"
        "\n"
        "• Han Ji-hoon (한지훈): “Orders for the second half are already close to capacity.”\n"
        "\n"
        "Original\n"
        "• 가람전자는 1분기 영업이익이 3조 5천억 원이라고 28일 밝혔다.\n"
        "• 한지훈 최고재무책임자는 “하반기 주문이 이미 생산 능력에 가깝다”고 말했다.\n"
        "\n"
        "Demo model: a tiny model for trying things out. Do not rely on this translation.\n"
        "ko → en · 0.2 s"
    )
    assert spans(html, "text_link") == ["Garam Electronics posts first-quarter profit of 3.5 trillion won"]
    assert "Han Ji-hoon (한지훈):" in spans(html, "bold")
    assert len(spans(html, "expandable_blockquote")) == 1
    # The repaired doubt is recorded, not shown.
    assert "the 28th" not in "".join(spans(html, "italic"))


def test_without_originals_and_without_a_translation():
    [html] = render(brief(), Look(original=False))
    assert not spans(html, "expandable_blockquote")
    own = brief(to="ko", engine={}, notes=())
    [html] = render(own)
    assert shown(html).endswith("ko · 0.2초")


def test_notes_are_in_the_readers_language_even_when_the_brief_is_not():
    untranslated = brief(to="ko", engine={}, notes=("weights_missing:ko-zh",))
    [html] = render(untranslated, Look(language="zh-Hant"))
    assert "keyclaims models pull ko-zh" in shown(html)
    assert "尚未安裝" in shown(html)


def test_several_doubts_of_one_bullet_share_one_line():
    doubts = tuple(Doubt("figure_lost", None, f"figure in the original: {n}") for n in range(3))
    point = replace(brief().points[0], doubts=doubts)
    [html] = render(brief(points=(point,)))
    assert shown(html).count("⚠") == 2
    assert "⚠ figure in the original: 0, 1, 2\n" in shown(html)


def test_doubts_of_different_kinds_and_languages_in_one_line():
    notes = ("原文数字：3万", "原文数字：4万", "原文并无否定", *(f"原文日期：{n}日" for n in range(9)))
    point = replace(brief().points[0], doubts=tuple(Doubt("x", None, note) for note in notes))
    [html] = render(brief(points=(point,), to="zh-Hans"))
    assert "⚠ 原文数字：3万、4万 · 原文并无否定 · 原文日期：0日、1日、2日 · …\n" in shown(html)


def test_a_headline_in_doubt():
    title = Line("가람전자", "Garam", (Doubt("name", None, "name in the original: 가람전자"),))
    [html] = render(brief(title=title))
    assert shown(html).startswith("Garam ⚠\n⚠ Headline: name in the original: 가람전자\n")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "ftp://a.b/c", "http://a.b/" + "x" * 3000])
def test_no_link_to_what_should_not_be_linked(url):
    [html] = render(brief(article=replace(brief().article, url=url)))
    assert not spans(html, "text_link")


@pytest.mark.parametrize(("number", "length"), [(3, 100), (10, 300), (10, 700), (10, 1400), (4, 5000), (1, 9000)])
def test_every_part_fits_and_nothing_is_lost(number, length):
    parts = render(many(number, length))
    assert all(units(part) <= LIMIT for part in parts)
    assert all(len(shown(part).encode("utf-16-le")) // 2 <= LIMIT for part in parts)
    told = "".join(shown(part) for part in parts)
    assert all(f"• Claim {n}:" in told and f"• {n}번째 문장입니다." in told for n in range(number))
    for part in parts:
        # A bullet and its original are in the same message.
        assert set(re.findall(r"Claim (\d+):", shown(part))) == set(re.findall(r"(\d+)번째", shown(part)))
    assert len(parts) == 1 or number * length > 1500


def test_a_bullet_too_long_for_a_message_is_cut_and_says_so():
    [part] = render(many(1, 9000))
    assert "… (shortened)" in shown(part)


def test_only_the_first_part_has_buttons():
    bodies = of_brief(many(10, 900), Seal(b"x"), 100, "100:1:abc", reader="en", original=True)
    assert [("buttons" in body) for body in bodies] == [True] + [False] * (len(bodies) - 1)


hostile = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=3000) | st.sampled_from(
    ["<b>", "</blockquote>", "&amp;", "&lt;script&gt;", "]]>", '"><a href="x">', "\U0001f600" * 2100, "a" * 5000]
)


@settings(max_examples=60, deadline=None)
@given(hostile, hostile, hostile, hostile)
def test_whatever_an_article_says_is_text(title, text, source, note):
    made = brief()
    point = made.points[0]
    point = replace(
        point,
        text=text,
        claim=replace(point.claim, sentence=replace(point.claim.sentence, text=source)),
        doubts=(Doubt("name", None, note),),
    )
    parts = render(brief(title=Line(title, title), points=(point, *made.points), notes=("demo_model",)))
    for part in parts:
        parsed, _ = parse_html(part)
        assert parsed == plain(part)
        assert len(parsed.encode("utf-16-le")) // 2 <= LIMIT


@given(st.text(max_size=400), st.integers(10, 300))
def test_cut_keeps_within_the_limit(text, limit):
    text = text.encode("utf-16-le", "ignore").decode("utf-16-le")
    short = cut(text, limit)
    assert len(short.encode("utf-16-le")) // 2 <= limit
    assert short == text or short.endswith("…")


def test_the_site_is_the_host_where_it_has_no_name():
    [html] = telegram.render(brief(article=replace(brief().article, site="")))
    assert "news.saeron.example · 2026-04-28" in shown(html)
