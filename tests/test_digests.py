"""Digests: what stands in one, once a day; and a simulated day of feeds, killed on the way."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.render.telegram import LIMIT, units
from bot.subscriptions import digests, hours
from bot.subscriptions.digests import Story
from botapi import BotApi
from botrun import running
from models import brief
from models.article import Article
from models.translate import Translation
from newssite import NewsSite

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))


OTHER = """<html lang="en"><head><title>Wheat harvest in Rooswyk falls by a fifth after dry spring</title></head><body>
<article>
<h1>Wheat harvest in Rooswyk falls by a fifth after dry spring</h1>
<p>Farmers in the Rooswyk valley brought in 41,000 tonnes of wheat this summer, a fifth less than last year, the
growers' union said on Friday. It blamed eleven weeks without rain.</p>
<p>“We have not seen a spring like this since 1976,” said Pieter Aldous, who chairs the union. He asked the provincial
government for loans without interest.</p>
<p>Bakeries expect flour to cost 8 percent more by October. The ministry of agriculture said that stocks would last
until next year.</p></article></body></html>"""


def story(number, claims=2, size=60):
    words = tuple(f"claim {n} " + "x" * size for n in range(claims))
    return Story(f"https://a.kr/{number}", f"Title <{number}>", "Post & Co", words, float(number))


@pytest.mark.parametrize(
    ("count", "size", "told", "claims"),
    [(1, 60, 1, 2), (12, 100, 12, 24), (28, 90, 28, 28), (30, 200, 30, 12), (60, 270, 60, 8)],
)
def test_one_message_whatever_the_day_brought(count, size, told, claims):
    found = [story(n, size=size) for n in range(count)]
    html = digests.body_of(found, "en", "2026-04-12")["html"]
    assert units(html) <= LIMIT
    assert html.count("<a href=") == told
    assert html.count("• ") >= claims
    assert "more" not in html
    assert "Title &lt;0&gt;" in html


@pytest.mark.parametrize(("count", "title"), [(60, 120), (60, 200), (12, 400)])
def test_a_day_with_too_many_long_headlines_says_how_many_more(count, title):
    also = tuple(f"https://outlet{n}.example.com/" for n in range(9))
    found = [replace(story(n, size=270), title="x" * title, also=also) for n in range(count)]
    html = digests.body_of(found, "en", "2026-04-12")["html"]
    assert units(html) <= LIMIT
    told = html.count("<b><a href=")
    assert told >= 5
    assert f"and {count - told} more" in html
    assert html.count("• ") == min(told, digests.TOLD)


def test_one_story_once_and_what_most_tell_first():
    found = [story(1), story(2), replace(story(3), title="Title <2>")]
    clustered = digests.clustered(found, lambda a, b: a.title == b.title)
    assert [(s.url, s.also) for s in clustered] == [
        ("https://a.kr/2", ("https://a.kr/3",)),
        ("https://a.kr/1", ()),
    ]


class Wrong:
    """A translator that says what it was told to say."""

    def __init__(self, **said):
        self.said = said

    def translate(self, sentences, source, target):
        return [
            Translation(s, next((t for k, t in self.said.items() if k in s), "Nothing was said.")) for s in sentences
        ]

    def describe(self, source, target):
        return {"route": [f"{source}-{target}"]}


def test_a_wrong_figure_or_name_is_marked_in_a_digest_too():
    korean = Article(
        "해밀시, 노면전차에 3,200억 원 투입",
        ("해밀시가 노면전차 2개 노선 건설에 3,200억 원을 투입한다고 12일 밝혔다.", "정거장은 모두 24곳이 들어선다."),
        "ko",
    )
    translator = Wrong(투입한다고="Haemil will put 32 billion won into two tram lines.", 투입="Haemil: 320 billion won")
    told = digests.story(brief.make(korean, "en", translator), "https://a.kr/1", 1.0, "en")
    [marked] = [claim for claim in told.claims if "two tram lines" in claim]
    assert "⚠" in marked
    assert len(marked) > len("Haemil will put 32 billion won into two tram lines. ⚠"), "and what it is"
    html = digests.body_of([told], "en", "2026-04-12")["html"]
    assert marked.replace("&", "&amp;") in html
    own = digests.story(brief.make(korean, "ko", None), "https://a.kr/1", 1.0, "ko")
    assert own.own
    assert "⚠" not in "".join([own.title, *own.claims])


def test_a_story_is_told_by_the_outlet_that_the_reader_can_read():
    found = [story(1), replace(story(2), own=True), replace(story(3), own=True)]
    [told] = digests.clustered(found, lambda a, b: True)
    assert (told.url, told.also, told.at) == ("https://a.kr/2", ("https://a.kr/1", "https://a.kr/3"), 1.0)


@pytest_asyncio.fixture
async def api():
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as server:
        yield server


async def test_a_digest_comes_once_and_not_when_empty(api, site, tmp_path, monkeypatch):
    from bot.console import running as program
    from bot.store import Store

    ahead = {"s": 0.0}
    opened = Store.open

    async def open_(url="", clock=None):
        return await opened(url, clock=lambda: time.time() + ahead["s"])

    monkeypatch.setattr(program.Store, "open", open_)
    async with running(api, site, tmp_path, tmp_path, feeds={"interval_s": 1.0}):
        api.user_says(100, "/digest daily 08:00 Asia/Seoul")
        await api.until(lambda: any("Every day at 08:00 (Asia/Seoul)" in m["text"] for m in api.ours(100)))
        site.put("/en/2.html", OTHER)
        for url in (site.put_article("/en/1.html", "en", 1), f"{site.base}/en/2.html"):
            api.user_says(100, url)
        await api.until(lambda: len(api.answers(100)) == 2)
        # A minute past the next eight o'clock in Seoul: hours later it would be skipped as late.
        ahead["s"] += hours.next_at("08:00", "Asia/Seoul", time.time()) + 60.0 - time.time()
        [digest] = await api.until(lambda: [m for m in api.ours(100) if "Stories of the day: 2" in m["text"]])
        links = [e["url"] for e in digest["entities"] if e["type"] == "text_link"]
        assert links == [f"{site.base}/en/{n}.html" for n in (1, 2)]
        assert digest["text"].count("• ") == 4
    before = len(api.ours(100))
    async with running(api, site, tmp_path, tmp_path, feeds={"interval_s": 1.0}):
        ahead["s"] += 86400.0
        api.user_says(101, "/help")
        await api.until(lambda: api.ours(101))
        await asyncio.sleep(1.5)
        assert len(api.ours(100)) == before


async def test_a_simulated_day_with_kills():
    from feeds_day import day

    found = await day(feeds=6, entries=90, chats=6, kills=8, round_s=1800.0)
    assert found["expected"] == found["posted"] > 100
    assert not any(found[name] for name in ("lost", "twice", "backlog_or_foreign", "in_quiet_hours"))
    assert found["most_in_an_hour"] <= found["allowed_in_an_hour"]
