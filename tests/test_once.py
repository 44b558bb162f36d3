"""One story once, end to end: later articles of a feed are named under the first reply, dropped, or posted."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest
import pytest_asyncio

from bot.storage.records import Delivery, State
from bot.store import Store
from bot.subscriptions import filters, once
from bot.subscriptions.digests import Story, body_of, clustered
from bot.subscriptions.filters import Filter
from bot.work import Again
from botapi import BotApi
from botrun import running
from clock import Clock
from models import story
from models.article import Article
from newssite import NewsSite
from postgres import postgres, server, store_url  # noqa: F401


@pytest_asyncio.fixture
async def api():
    async with BotApi() as telegram:
        yield telegram


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as outlet:
        yield outlet


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


async def test_of_two_that_come_at_once_one_is_told_and_names_the_other(api, site, tmp_path):
    async with running(api, site, tmp_path, tmp_path, feeds={"interval_s": 1.0}):
        await follow(api, site, "stories:also")
        site.put_article("/a.html", "en", 1, site="Morning Post")
        site.put_article("/b.html", "en", 2, site="Evening Star")
        site.delay_s = 1.5  # Longer than a lane waits: both go on beside it, together.
        grow(site, "/a.html", "/b.html")
        await api.until(lambda: "Also: " in "".join(m["text"] for m in api.answers(100)))
        assert len(api.answers(100)) == 1
    assert not api.refusals, dict(api.refusals)


async def test_only_stories_that_two_outlets_carry(api, site, tmp_path):
    async with running(api, site, tmp_path, tmp_path, feeds={"interval_s": 1.0}):
        # Of three articles one is told: what is held back or added to a reply does not count among the hour's posts.
        await follow(api, site, "outlets:2 stories:also hourly:2")
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


@pytest.fixture
def clock() -> Clock:
    return Clock(1_776_000_000.0)


@pytest_asyncio.fixture
async def desk(store_url, clock):  # noqa: F811
    """What `bot/subscriptions/once.py` needs of a desk, on both databases; edits are noted."""
    edits = []

    async def edit(chat_id, message_id, body):
        edits.append((message_id, body["html"]))

    async with await Store.open(store_url, clock) as store:
        yield SimpleNamespace(store=store, telling=asyncio.Lock(), outbox=SimpleNamespace(edit=edit), edits=edits)


TRAMS = (
    "Haemil to spend $260 million on two tram lines",
    "Haemil will spend $260 million on two tram lines that are 18.4 kilometres long and have 24 stops.",
    "Commuters will save 15 minutes a day; 40 more buses will run. The government pays 60 percent of it.",
)
SEAFOOD = (
    "Prices of seafood rise 12 percent in Busan",
    "Prices of seafood rose 12 percent in Busan in March, the statistics office said. Squid was 31 percent dearer.",
    "The catch fell to 7,400 tonnes, the lowest since 2009, because the sea was 2.1 degrees warmer than usual.",
)


async def arrive(desk, outlet, words=TRAMS, *, chat=100, thread=0, at=""):
    """A feed's article is on its way to a chat: its delivery, its brief."""
    url = f"https://{outlet.lower()}.example/{abs(hash(words)) % 1000}"
    delivery = Delivery(f"{chat}:0:{thread}{url}", chat, url, 0, thread, {"feed": "f", "url": url, "to": "en"})
    await desk.store.accept(delivery)
    article = Article(words[0], words[1:], "en", url=url, site=outlet, published=at)
    return delivery, SimpleNamespace(article=article)


async def settings(desk, words, chat=100):
    kept = filters.changed(Filter(), words).kept()
    await desk.store.set_chat(chat, more={"filter": kept})


async def test_a_story_is_carried_by_outlets_of_one_topic_within_the_window(desk, clock):
    await settings(desk, "outlets:2")
    assert await once.carriers(desk, *await arrive(desk, "Post")) is None
    assert await once.carriers(desk, *await arrive(desk, "Post")) is None, "made twice after a crash"
    assert await once.carriers(desk, *await arrive(desk, "Star", thread=7)) is None, "another topic"
    assert await once.carriers(desk, *await arrive(desk, "Star", SEAFOOD)) is None, "another story"
    clock.now += 86400.0
    star = await arrive(desk, "Star")
    [(url, name)] = await once.carriers(desk, *star)
    assert (url, name) == ((await arrive(desk, "Post"))[0].payload["url"], "Post")
    assert await once.carriers(desk, *star) == [(url, name)], "and again after a crash"
    clock.now += story.WINDOW_S
    assert await desk.store.tidy() >= 3, "what was held back goes by itself"
    assert await once.carriers(desk, *await arrive(desk, "Gazette")) is None, "the others are too old"


async def test_two_articles_of_one_outlet_are_one(desk):
    await settings(desk, "outlets:2")
    delivery, brief = await arrive(desk, "Post")
    assert await once.carriers(desk, delivery, brief) is None
    again = Delivery("100:0:again", 100, "k", 0, 0, {**delivery.payload, "url": "https://m.post.example/2"})
    await desk.store.accept(again)
    unnamed = Article(TRAMS[0], TRAMS[1:], "en", url="https://m.post.example/2")
    assert await once.carriers(desk, again, SimpleNamespace(article=unnamed)) is None


async def test_the_first_reply_is_waited_for_and_then_names_the_second(desk):
    await settings(desk, "stories:also")
    first, brief = await arrive(desk, "Post")
    assert not await once.told_before(desk, first, brief)
    assert not await once.told_before(desk, first, brief), "after a crash it is still its own"
    second = await arrive(desk, "Star")
    with pytest.raises(Again):
        await once.told_before(desk, *second)
    others = await once.remember(desk, first, brief, [{"html": "claims"}], [])
    assert [name for _, name in others] == ["Star"], "it came while the first was in the making"
    await desk.store.save(replace(first, state=State.ANSWERED, messages=(5,)))
    assert await once.told_before(desk, *second)
    [(message, html)] = desk.edits
    assert message == 5
    assert "Star</a>" in html


async def test_nothing_of_it_is_left_when_a_chat_is_forgotten(desk):
    await settings(desk, "outlets:2 stories:also")
    delivery, brief = await arrive(desk, "Post")
    await once.carriers(desk, delivery, brief)
    await once.told_before(desk, delivery, brief)
    await desk.store.forget_chat(100)
    await settings(desk, "outlets:2 stories:also")
    assert await once.carriers(desk, *await arrive(desk, "Star")) is None
    assert not await once.told_before(desk, *await arrive(desk, "Star"))


def test_the_setting():
    assert filters.changed(Filter(), "outlets:2").outlets == 2
    assert filters.changed(Filter(), "outlets:0").outlets == 1
    assert filters.changed(Filter(outlets=3), "clear").outlets == 1
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
