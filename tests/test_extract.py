"""Extraction as a whole: our own pages, saved pages of real outlets, hostile pages, and the processes it runs in."""

import asyncio
import contextlib
import gzip
import json
import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import extraction
from bot.errors import BotError, ExtractTimeout
from bot.extract import Extractor, extract
from bot.extraction import dom, readings
from bot.outlets import block_words, hints, outlet_of, outlets, xpath
from bot.page import Page
from models.article import Article, from_json, to_json
from models.errors import ModelError

PAGES = Path(__file__).parent / "pages"
FREE = Page((PAGES / "free_ko.html").read_bytes(), url="https://www.namchon.example/news/1")
SENTENCE = "남천시는 노후 상수관을 내년까지 모두 바꾸겠다고 3일 밝혔다. "


def page(markup: str, head: str = "<title>남천시, 상수관 교체</title>") -> Page:
    return Page(f"<html><head><meta charset=utf-8>{head}</head><body>{markup}</body></html>".encode())


def test_an_article_with_its_facts() -> None:
    article = extract(FREE, "given")
    assert article.title == "남천시 노후 상수관 40㎞ 교체"
    assert article.paragraphs[0].startswith("남천시가 노후 상수관 40㎞를")
    assert article.paragraphs[-1].endswith("결과는 다음 달 말에 나온다.")
    assert len(article.paragraphs) == 4
    assert (article.language, article.site, article.url, article.input) == ("ko", "예시일보", FREE.url, "given")
    assert from_json(to_json(article)).paragraphs == article.paragraphs


def test_text_beside_line_breaks_becomes_paragraphs() -> None:
    lines = [SENTENCE + f"공사는 {n}월에 시작된다." for n in range(1, 6)]
    article = extract(page("<div class='article-body'>" + "<br><br>".join(lines) + "</div>"))
    assert list(article.paragraphs) == lines
    article = extract(page("".join(f"<span style='display:block'>{line}</span>" for line in lines)))
    assert list(article.paragraphs) == lines
    article = extract(page("<td><font>" + "<br>".join(lines) + "</font></td>"))
    assert list(article.paragraphs) == lines


def test_a_large_hidden_body_is_shown_and_a_hidden_copy_is_not() -> None:
    text = "".join(f"<p>{SENTENCE}공사는 {n}월에 시작된다. 예산은 {n}억 원이다.</p>" for n in range(1, 6))
    shown = extract(page(f"<div id='js_content' style='display:none'>{text}</div>"))
    assert len(shown.paragraphs) == 5
    both = extract(page(f"<div class='article-body'>{text}</div><div style='display:none' id='mail'>{text}</div>"))
    assert both.paragraphs == shown.paragraphs


def test_captions_bylines_and_neighbours_stay_out() -> None:
    text = "".join(f"<p>{SENTENCE}공사는 {n}월에 시작된다.</p>" for n in range(1, 5))
    clutter = (
        "<figure><img src=a.jpg><figcaption>3일 남천시청에서 열린 협약식</figcaption></figure>"
        "<p>김하늘 기자 sky@namchon.example</p><div class='related'><a href=/1>배추값 한 달 새 38% 올라</a></div>"
        "<p>&lt;저작권자 ⓒ 남천일보, 무단 전재 및 재배포 금지&gt;</p>"
    )
    article = extract(page(f"<article>{text}{clutter}</article>"))
    assert len(article.paragraphs) == 4
    assert not any(word in "".join(article.paragraphs) for word in ("협약식", "기자", "배추값", "저작권자"))


def test_a_paragraph_style_named_like_a_block_keeps_its_text() -> None:
    text = "".join(f"<p class='editor-p'>{SENTENCE}공사는 {n}월에 시작된다.</p>" for n in range(1, 8))
    assert len(extract(page(f"<div class='article-body'>{text}</div>")).paragraphs) == 7


def test_a_word_in_a_span_named_like_a_block_stays_in_its_sentence() -> None:
    text = "<p>시는 <span class='tag'>상수관</span> 공사에 <em class='tooltip'>210억 원</em>을 쓴다. 5월에 끝난다.</p>"
    article = extract(page(f"<div class='article-body'>{text}<p>{SENTENCE}</p></div>"))
    assert article.paragraphs[0] == "시는 상수관 공사에 210억 원을 쓴다. 5월에 끝난다."


def test_a_data_table_is_left_out_and_a_table_for_layout_is_read() -> None:
    rows = "".join(f"<tr><td>{n}월</td><td>{n}억 원</td></tr>" for n in range(1, 6))
    text = "".join(f"<p>{SENTENCE}공사는 {n}월에 시작된다.</p>" for n in range(1, 5))
    article = extract(
        page(f"<table><tr><td><div class='article-body'>{text}<table>{rows}</table></div></td></tr></table>")
    )
    assert len(article.paragraphs) == 4
    assert "억 원" not in "".join(article.paragraphs)


def test_a_named_frame_full_of_links_does_not_hide_the_body_in_it() -> None:
    text = "".join(f"<p>{SENTENCE}공사는 {n}월에 시작된다.</p>" for n in range(1, 5))
    links = "".join(f"<li><a href=/{n}>다른 기사의 제목이 길게 이어진다 {n}</a></li>" for n in range(20))
    remarks = "<div class=tie>잘 읽었습니다. 그런데 물값은 오르지 않는지 궁금하네요. 답을 기다립니다.</div>" * 9
    frame = f"<div class='post_content'><div id='endText'>{text}</div>{remarks}<ul>{links}</ul></div>"
    assert len(extract(page(frame)).paragraphs) == 4


def test_the_body_published_for_machines_takes_captions_out() -> None:
    lines = [SENTENCE + f"공사는 {n}월에 시작된다." for n in range(1, 6)]
    stated = json.dumps(
        {"@type": "NewsArticle", "headline": "남천시", "articleBody": "\n".join(lines)}, ensure_ascii=False
    )
    head = f"<title>남천시, 상수관 교체</title><script type='application/ld+json'>{stated}</script>"
    caption = "<p>협약식이 끝난 뒤 시장과 주민 대표가 나란히 서서 손을 흔들고 있다.</p>"
    inside = "".join(f"<p>{line}</p>" for line in lines)
    assert list(extract(page(f"<article>{caption}{inside}</article>", head)).paragraphs) == lines
    assert list(extract(page("<div id=app></div>", head)).paragraphs) == lines


@pytest.mark.parametrize(
    "start", ["window.__INITIAL_STATE__ = ", "Fusion.globalContent=", "window.__PRELOADED_STATE__="]
)
def test_a_body_in_a_script_is_mined(start: str) -> None:
    blocks = [{"type": "text", "content": f"<p>{SENTENCE}공사는 {n}월에 시작된다.</p>"} for n in range(1, 5)]
    blocks.insert(
        1, {"type": "image", "content": "사진 설명은 글이 아니므로 여기에 나와서는 안 된다. 길이는 충분하다."}
    )
    state = {
        "other": {"title": "배추값", "content": "배추값이 올랐다. " * 9},
        "headlines": {"basic": "남천시, 상수관 교체"},
    }
    script = json.dumps({**state, "content_elements": blocks}, ensure_ascii=False)
    article = extract(page(f"<div id=app></div><script>{start}{script};other=1</script>"))
    assert len(article.paragraphs) == 4
    assert "사진 설명" not in "".join(article.paragraphs)
    assert "배추값" not in "".join(article.paragraphs)


def test_every_row_of_the_outlet_table_is_a_selector() -> None:
    root = dom.parse("<p>x</p>")
    for outlet in outlets():
        for path in (*outlet.body, *outlet.drop):
            root.xpath(path)
    assert len(hints()) > 50
    assert block_words() > {"related", "share", "copyright"}
    assert (outlet_of("news.sina.com.cn") or outlets()[0]).host == "sina.com.cn"
    assert outlet_of("sina.com.cn.evil.example") is None
    with pytest.raises(ValueError, match="selector"):
        xpath("p:first-child")


def test_trim_of_a_failing_library_is_an_empty_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tree: object) -> object:
        raise RecursionError

    monkeypatch.setattr(readings, "_trafilatura", lambda: broken)
    assert readings.by_trafilatura(dom.parse("<p>x</p>")) == []
    assert len(extract(FREE).paragraphs) == 4


def test_importing_extraction_loads_no_heavy_library() -> None:
    heavy = "trafilatura readability lxml justext htmldate pebble cchardet".split()
    code = f"import sys, bot.extract, bot.extraction.paging; print([m for m in {heavy} if m in sys.modules])"
    root = Path(__file__).parent.parent
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert out.stdout.strip() == "[]"


# --- hostile pages, in the processes made for them ------------------------------------------------------------------

HOSTILE = {
    "80,000 paragraphs of one word": lambda: "<p>word</p>" * 80_000,
    "one tag with 40,000 attributes": lambda: "<div " + " ".join(f'a{n}="x"' for n in range(40_000)) + ">text</div>",
    "200,000 nested tags": lambda: "<div>" * 200_000 + "x",
    "a text node of 10 MB": lambda: "<p>" + "가나다 " * 1_000_000 + "</p>",
    "100,000 links": lambda: "".join(f"<a href=/{n}>headline number {n} is here</a> " for n in range(100_000)),
    "NUL bytes": lambda: "\0<p>" + "\0" * 100_000 + "text</p>",
    "200,000 line breaks": lambda: "<div>" + "한국<br>" * 200_000 + "</div>",
    "brackets without end": lambda: "<script type='application/ld+json'>" + "[" * 500_000 + "</script>",
    "only angle brackets": lambda: "<" * 2_000_000,
}


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with asyncio.Runner() as runner:
        yield runner.get_loop()


@pytest.fixture(scope="module")
def extractor(loop: asyncio.AbstractEventLoop) -> Iterator[Extractor]:
    made = Extractor(workers=2)
    loop.run_until_complete(made.__aenter__())
    yield made
    loop.run_until_complete(made.__aexit__(None, None, None))


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_page_is_answered_and_the_next_link_is_served(
    what: str, loop: asyncio.AbstractEventLoop, extractor: Extractor
) -> None:
    async def both() -> float:
        started = time.monotonic()
        hostile = asyncio.create_task(extractor.extract(page(HOSTILE[what]())))
        await asyncio.sleep(0.05)
        assert len((await extractor.extract(FREE)).paragraphs) == 4
        served = time.monotonic() - started
        with contextlib.suppress(BotError, ModelError):
            assert isinstance(await hostile, Article)
        assert time.monotonic() - started < 12
        return served

    assert loop.run_until_complete(both()) < 5


def test_warm_processes_cost_next_to_nothing(loop: asyncio.AbstractEventLoop, extractor: Extractor) -> None:
    async def once() -> float:
        started = time.perf_counter()
        await extractor.extract(FREE)
        return time.perf_counter() - started

    times = [loop.run_until_complete(once()) for _ in range(7)]
    assert statistics.median(times) < 0.5


async def test_a_page_that_takes_too_long_is_stopped_and_harms_nobody() -> None:
    async with Extractor(workers=1, timeout_s=0.05) as extractor:
        with pytest.raises(ExtractTimeout):
            await extractor.extract(page("<p>word</p>" * 60_000))
    async with Extractor(workers=1) as extractor:
        assert (await extractor.extract(FREE, "given")).input == "given"


async def test_memory_is_bounded() -> None:
    async with Extractor(workers=1, memory=700_000_000) as extractor:
        with pytest.raises((ExtractTimeout, BotError)):
            await extractor.extract(Page(b"<p>" + b"<b>\xea\xb0\x80" * 30_000_000))
        assert len((await extractor.extract(FREE)).paragraphs) == 4


async def test_a_worker_that_dies_takes_nobody_with_it() -> None:
    async with Extractor(workers=1) as extractor:
        assert len((await extractor.extract(FREE)).paragraphs) == 4
        dying = asyncio.create_task(extractor.extract(page("<p>word</p>" * 60_000)))
        await asyncio.sleep(0.4)
        children = multiprocessing.active_children()
        assert children
        for child in children:
            child.kill()
        with contextlib.suppress(BotError):
            await dying
        assert len((await extractor.extract(FREE)).paragraphs) == 4


async def test_a_cancelled_extraction_frees_its_worker() -> None:
    async with Extractor(workers=1) as extractor:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await extractor.extract(page("<p>word</p>" * 60_000))
        started = time.monotonic()
        assert len((await extractor.extract(FREE)).paragraphs) == 4
        assert time.monotonic() - started < 8


async def test_errors_come_back_as_they_are() -> None:
    async with Extractor(workers=1) as extractor:
        with pytest.raises(BotError) as error:
            await extractor.extract(Page((PAGES / "list_ko.html").read_bytes()))
        assert error.value.code == "list_page"
        with pytest.raises(ModelError) as unknown:
            await extractor.extract(Page((PAGES / "french.html").read_bytes()))
        assert unknown.value.detail == "French"


# --- saved pages of real outlets ------------------------------------------------------------------------------------


@pytest.mark.shared
def test_the_bars_of_the_yardstick(shared: Path) -> None:
    folder = shared / "pages"
    golds = [json.loads(row) for row in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {gold["id"]: extraction.read(folder, gold) for gold in golds}
    rows = [extraction.score(gold, found[gold["id"]]) for gold in golds if not gold.get("variant_of")]
    for group, bar in extraction.BARS.items():
        chosen = [row for row in rows if row["group"] == group]
        assert statistics.mean(row["f1"] for row in chosen) >= bar, group
    assert extraction.ratio(row["must"] for row in rows) >= 0.99
    for language, bar in (("ko", 0.92), ("zh", 0.88), ("en", 0.95)):
        assert extraction.ratio(row["must_not"] for row in rows if row["group"].startswith(language)) >= bar
    for key in ("title", "date"):
        told = [row[key] for row in rows if row[key] is not None]
        assert sum(told) / len(told) >= 0.97, key
    for gold in golds:
        if original := gold.get("variant_of"):
            ours, its = found[gold["id"]], found[original]
            assert isinstance(ours, Article)
            assert isinstance(its, Article)
            assert (ours.paragraphs, ours.title, ours.published) == (its.paragraphs, its.title, its.published)
        if gold["kind"] == "json_only":
            assert isinstance(found[gold["id"]], Article)


@pytest.mark.shared
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp949", "gb18030", "big5hkscs"])
def test_recoded_pages_equal_their_originals(shared: Path, encoding: str) -> None:
    name = {"gb18030": "zh/zh_gne_sina_1", "big5hkscs": "zh/zh_tw_ltn_ec"}.get(encoding, "ko/ko_kbs_1")
    text = gzip.decompress((shared / "pages" / f"{name}.html.gz").read_bytes()).decode()
    recoded = text.encode(encoding, "xmlcharrefreplace")
    assert extract(Page(recoded)) == extract(Page(text.encode()))
