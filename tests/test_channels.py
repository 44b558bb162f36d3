"""Channels: what is answered where; the whole way against the loopback Bot API with a linked discussion group."""

import asyncio

import pytest
import pytest_asyncio

from bot.chat import Ignore, Message
from bot.messaging import channels
from bot.storage.records import ChatSettings
from botapi import BotApi
from botrun import running
from newssite import NewsSite

CHANNEL, GROUP = -1009876543210, -1001234567890


@pytest_asyncio.fixture
async def api():
    async with BotApi() as server:
        server.chat(CHANNEL, "channel", linked=GROUP)
        yield server


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as server:
        yield server


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest_asyncio.fixture
async def bot(api, site, tmp_path, models):
    async with running(api, site, tmp_path, models, feeds={"interval_s": 1.0}) as started:
        yield started
        assert not started.task.done(), started.task.result()


def post(api, text):
    """A post without a sender, and its automatic forward into the discussion group."""
    number = api.user_says(CHANNEL, text, language=None, user=0, **{"from": None})
    origin = {"type": "channel", "chat": {"id": CHANNEL, "type": "channel"}, "message_id": number, "date": 1}
    copy = api.user_says(
        GROUP,
        text,
        is_automatic_forward=True,
        forward_origin=origin,
        sender_chat={"id": CHANNEL, "type": "channel"},
        **{"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
    )
    return number, copy


async def setting(api, value):
    number = len(api.ours(CHANNEL))
    api.user_says(CHANNEL, f"/channel {value}", language=None, **{"from": None})
    await api.until(lambda: len(api.ours(CHANNEL)) > number)


async def test_a_post_is_answered_below_it_and_its_copy_is_not(api, site, bot):
    number, _ = post(api, site.put_article("/en/1.html", "en", 1))
    [answer] = await api.until(lambda: api.answers(CHANNEL))
    assert answer["reply_to_message"]["message_id"] == number
    await asyncio.sleep(0.5)
    assert not api.ours(GROUP)


async def test_comments_stand_in_the_discussion_group(api, site, bot):
    await setting(api, "comment")
    before = len(api.ours(CHANNEL))
    _, copy = post(api, f"read this: {site.put_article('/en/1.html', 'en', 1)}")
    [answer] = await api.until(lambda: api.answers(GROUP))
    assert answer["reply_to_message"]["message_id"] == copy
    await asyncio.sleep(0.5)
    assert len(api.ours(CHANNEL)) == before
    assert len(api.ours(GROUP)) == 1


async def test_the_claims_are_edited_into_our_own_post(api, site, bot):
    await setting(api, "edit")
    site.gate = asyncio.Event()
    post(api, site.put_article("/en/1.html", "en", 1))
    [standing] = await api.until(lambda: [m for m in api.ours(CHANNEL) if "Reading" in m["text"]])
    site.gate.set()
    [answer] = await api.until(lambda: api.answers(CHANNEL))
    assert answer["message_id"] == standing["message_id"]
    assert not api.ours(GROUP)


async def test_ads_chatter_and_our_own_posts_are_left_alone(api, site, bot):
    await setting(api, "comment")
    before = len(api.ours(CHANNEL))
    url = site.put_article("/en/1.html", "en", 1)
    post(api, f"#광고 {url}")
    post(api, f"[广告] {url}")
    post(api, "good morning")
    own = api.ours(CHANNEL)[-1]["message_id"]
    origin = {"type": "channel", "chat": {"id": CHANNEL, "type": "channel"}, "message_id": own, "date": 1}
    who = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    sender = {"id": CHANNEL, "type": "channel"}
    api.user_says(GROUP, url, is_automatic_forward=True, forward_origin=origin, sender_chat=sender, **{"from": who})
    await asyncio.sleep(1.0)
    assert not api.ours(GROUP)
    assert len(api.ours(CHANNEL)) == before


@pytest.mark.parametrize(
    "text",
    [
        "new phone #ad https://a.kr",
        "[광고] 할인",
        "(광고) 할인",
        "广告：大减价",
        "#推廣 好物",
        "Sponsored: shoes",
        "erid: 2Vtz",
    ],
)
def test_ads(text):
    assert channels.is_ad(text)


@pytest.mark.parametrize(
    "text", ["광고 시장이 3% 성장했다 https://a.kr", "广告收入增长", "The ad market grew", "#adventure", "#프로야구"]
)
def test_what_only_speaks_of_ads(text):
    assert not channels.is_ad(text)


def test_a_channel_that_chose_nothing_leaves_its_copies_to_the_group():
    copy = Message(GROUP, "supergroup", 5, sender_id=CHANNEL, automatic_forward=True, text="https://a.kr")
    assert channels.copy(copy, ChatSettings(), known=False) == copy
    assert isinstance(channels.copy(copy, ChatSettings(more={"channel": "post"}), known=False), Ignore)
    assert isinstance(channels.copy(copy, ChatSettings(), known=True), Ignore)
