"""One story once, end to end: later articles of a feed are named under the first reply, dropped, or posted."""

import asyncio

import pytest_asyncio

from bot import filters
from bot.digests import Story, body_of, clustered
from bot.filters import Filter
from botapi import BotApi
from botrun import running
from models import story
from models.article import Article
from newssite import NewsSite


@pytest_asyncio.fixture
async def api():
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as server:
        yield server


def grow(site, *paths: str) -> str:
    items = "".join(f"<item><title>{p}</title><guid>{p}</guid><link>{site.base}{p}</link></item>" for p in paths)
    feed = f'<rss version="2.0"><channel><title>Post</title>{items}</channel></rss>'
    return site.put("/rss.xml", feed, media_type="application/rss+xml")


async def follow(api, site, *words: str) -> None:
    url = grow(site)
    for word in words:
        api.user_says(100, f"/filter {word}")
    api.user_says(100, f"/follow {url}")
    await api.until(lambda: any("Post" in m.get("text", "") for m in api.ours(100)))


async def test_a_later_article_is_named_under_the_first(api, site, tmp_path):
    async with running(api, site, tmp_path, tmp_path, feeds={"interval_s": 1.0}):
        await follow(api, site, "stories:also")
        site.put_article("/a.html", "en", 1)
        site.put_article("/b.html", "en", 2)
        grow(site, "/a.html")
        await api.until(lambda: len(api.answers(100)) == 1)
        grow(site, "/b.html", "/a.html")
        await api.until(lambda: "Also:" in api.answers(100)[0]["text"])
        assert len(api.answers(100)) == 1
        links = [entity.get("url", "") for entity in api.answers(100)[0]["entities"]]
        assert site.base + "/b.html" in links
        assert api.answers(100)[0].get("reply_markup")
        api.user_says(100, site.base + "/b.html")  # What somebody posts is answered.
        await api.until(lambda: len(api.answers(100)) == 2)
    assert not api.refusals, dict(api.refusals)


async def test_later_ones_are_dropped_where_the_chat_wants_it(api, site, tmp_path):
    async with running(api, site, tmp_path, tmp_path, feeds={"interval_s": 1.0}):
        await follow(api, site, "stories:drop")
        site.put_article("/a.html", "en", 1)
        site.put_article("/b.html", "en", 2)
        grow(site, "/a.html")
        await api.until(lambda: len(api.answers(100)) == 1)
        grow(site, "/b.html", "/a.html")
        await api.until(lambda: site.fetches["/b.html"])
        await asyncio.sleep(1.0)  # It is read; nothing is said of it.
        assert len(api.answers(100)) == 1
        api.user_says(100, "/filter stories:each")
        site.put_article("/c.html", "en", 3)
        grow(site, "/c.html", "/b.html", "/a.html")
        await api.until(lambda: len(api.answers(100)) == 2)
        assert "Also:" not in "".join(m["text"] for m in api.answers(100))


async def test_only_stories_that_two_outlets_carry(api, site, tmp_path):
    async with running(api, site, tmp_path, tmp_path, feeds={"interval_s": 1.0}):
        await follow(api, site, "outlets:2 stories:also")
        for path, seed, outlet in (
            ("/a.html", 1, "Morning Post"),
            ("/b.html", 2, "Evening Star"),
            ("/c.html", 3, "Gazette"),
        ):
            site.put_article(path, "en", seed, site=outlet)
        grow(site, "/a.html")
        await api.until(lambda: site.fetches["/a.html"])
        await asyncio.sleep(1.0)  # It is read; one outlet is not enough.
        assert not api.answers(100)
        grow(site, "/b.html", "/a.html")
        await api.until(lambda: len(api.answers(100)) == 1)
        assert "Also: Morning Post" in api.answers(100)[0]["text"]
        grow(site, "/c.html", "/b.html", "/a.html")
        await api.until(lambda: "Morning Post, Gazette" in api.answers(100)[0]["text"])
        assert len(api.answers(100)) == 1
    assert not api.refusals, dict(api.refusals)


def test_the_setting():
    assert filters.changed(Filter(), "outlets:2").outlets == 2
    assert filters.changed(Filter(), "outlets:0").outlets == 1
    assert filters.changed(Filter(outlets=3), "clear").outlets == 3
    assert filters.changed(Filter(), "outlets:many") is None
    chosen = filters.changed(Filter(), "stories:also hourly:5")
    assert (chosen.stories, chosen.hourly) == ("also", 5)
    assert filters.changed(chosen, "clear").stories == "also"
    assert filters.changed(chosen, "stories:twice") is None


def test_a_digest_tells_a_story_of_two_languages_once():
    korean = Article(
        "울산 공장 화재로 4명 사망", ("13일 울산 공장 화재로 4명이 숨지고 17명이 다쳤다. 피해는 32억 원이다.",), "ko"
    )
    english = Article(
        "Four dead in Ulsan plant fire",
        ("A fire at a plant in Ulsan killed 4 people and injured 17 on the 13th. Damage is put at 3.2 billion won.",),
        "en",
    )
    other = Article("Bank of Korea holds rate at 2.25%", ("The Bank of Korea held its key rate at 2.25%.",), "en")
    urls = ("https://a.example/1", "https://b.example/2", "https://c.example/3")
    found = [
        Story(url, article.title, "", ("claim",), 1.0, told=story.fingerprint(article))
        for url, article in zip(urls, (korean, english, other), strict=True)
    ]
    groups = clustered(found)
    assert [(group.url, group.also) for group in groups] == [(urls[0], (urls[1],)), (urls[2], ())]
    assert 'Also: <a href="https://b.example/2">b.example</a>' in str(body_of(groups, "en", "2026-03-14")["html"])
