"""Sealed buttons, the pace of sending, updates of any shape, and what is made once: the small parts of the bot."""

import asyncio
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import briefs
from bot.errors import FetchFailed, NotFound
from bot.link import Link
from bot.messaging import incoming
from bot.messaging.buttons import Pressed, Seal, under_reply
from bot.messaging.ledger import Held
from bot.messaging.limits import KEPT, Pace
from bot.messaging.outbox import TelegramOutbox
from bot.messaging.settings import Menus, change, merged, typed
from bot.page import Page
from bot.pipeline import Pipeline
from bot.recent import FAILED_S, KEPT_S, Recent
from bot.storage.records import ChatSettings, delivery_key
from clock import Clock

SEAL = Seal(b"secret of this store")


# Buttons


@pytest.mark.parametrize("chat_id", [1, -1009999999999, 9_999_999_999_999])
def test_data_fits_into_telegrams_64_bytes(chat_id):
    key = delivery_key(chat_id, 4_294_967_295, "https://haemil-news.kr/a/1")
    rows = under_reply(SEAL, chat_id, key, language="en", reader="ko", claims=5, source="ko")
    menus = Menus(SEAL, chat_id, "supergroup", "zh-Hant", True)
    settings = ChatSettings(muted=("a" * 40, "한국.kr"))
    for body in (menus.main(settings), menus.language(settings), menus.claims(settings), menus.mode(settings)):
        rows += body["buttons"]
    rows += menus.outlets(settings, ["b.example"])["buttons"]
    assert len(rows) > 15
    for row in rows:
        for button in row:
            assert len(button["data"].encode()) <= 64, button
            assert SEAL.open(chat_id, button["data"]) is not None


@given(st.text(max_size=64), st.integers())
def test_nobody_makes_up_a_button(data, chat_id):
    assert SEAL.open(chat_id, data) is None


def test_a_seal_is_of_one_chat_one_secret_and_one_meaning():
    data = SEAL.data(5, Pressed("language", "ko", "7:abc"))
    assert SEAL.open(5, data) == Pressed("language", "ko", "7:abc")
    assert SEAL.open(6, data) is None
    assert Seal(b"another").open(5, data) is None
    assert SEAL.open(5, data.replace("ko", "en")) is None


def test_no_full_translation_into_the_articles_own_language_and_no_eleventh_claim():
    def actions(**facts):
        rows = under_reply(SEAL, 1, "1:2:abc", reader="en", **facts)
        return [SEAL.open(1, b["data"]).action for row in rows for b in row]

    assert actions(language="ko", claims=10, source="ko") == ["language"] * 3 + ["original"]
    assert actions(language="en", claims=4, source="ko") == ["language"] * 3 + ["full", "more", "original"]


# Settings


def test_what_settings_change():
    chat = ChatSettings()
    assert change(chat, "language", "zh-tw") == {"language": "zh-Hant"}
    assert change(chat, "claims", "7") == {"claims": "7"}
    assert change(chat, "original", "off") == {"originals": False}
    assert change(chat, "mode", "off") == {"mode": "off"}
    for field, value in [
        ("language", "tlh"),
        ("claims", "11"),
        ("claims", "-1"),
        ("mode", "x"),
        ("nonsense", "1"),
        ("mute", ""),
    ]:
        assert change(chat, field, value) == {}


def test_an_outlet_goes_round_and_a_press_done_twice_is_done_once():
    chat = ChatSettings()
    menus = Menus(SEAL, 1, "group", "en", True)
    states = []
    for _ in range(3):
        field, _, host = SEAL.open(1, menus.outlets(chat, ["a.kr"])["buttons"][0][0]["data"]).value.partition("=")
        for _ in range(2):
            chat = merged(chat, change(chat, field, host))
        states.append((chat.muted, chat.allowed))
    assert states == [(("a.kr",), ()), ((), ("a.kr",)), ((), ())]
    assert change(chat, "mute", "https://www.A.kr/x")["muted"] == ("a.kr",)


@pytest.mark.parametrize(
    ("command", "words", "means"),
    [
        ("language", "한국어", "ko"),
        ("language", "ZH-TW", "zh-Hant"),
        ("language", "klingon", ""),
        ("mode", "모두", "all"),
        ("mode", "ALL", "all"),
    ],
)
def test_typed_words(command, words, means):
    assert typed(command, words) == means


# Pace


async def test_one_group_is_held_and_no_other_chat():
    clock = Clock(1000.0)
    pace = Pace(clock)
    pace.hold(-1, 30)
    with pytest.raises(Held) as held:
        async with pace.turn(-1):
            raise AssertionError("not yet")
    assert 30 <= held.value.delay_s < 31
    async with pace.turn(-2), pace.turn(1):
        pass
    clock.now += 31
    async with pace.turn(-1):
        pass


async def test_twenty_a_minute_in_a_group_and_any_number_in_private():
    clock = Clock(1000.0)
    pace = Pace(clock, in_all=(1000, 1.0))
    for _ in range(20):
        async with pace.turn(-1):
            clock.now += 0.1
    with pytest.raises(Held):
        async with pace.turn(-1):
            pass
    for _ in range(50):
        async with pace.turn(7):
            pass
    clock.now += pace.wait(-1)
    async with pace.turn(-1):
        pass


async def test_the_second_half_of_a_limit_is_for_answers():
    clock = Clock(1000.0)
    pace = Pace(clock, in_all=(20, 1.0), in_group=(10, 60.0))
    for number in range(5):
        assert not pace.short(-1), number
        async with pace.turn(-1):
            pass
    assert pace.short(-1)
    assert not pace.short(-2)
    for number in range(5):
        assert not pace.short(7), number
        async with pace.turn(number + 1):
            pass
    assert pace.short(7)
    clock.now += 1
    assert not pace.short(7)
    assert pace.short(-1)
    clock.now += 60
    assert not pace.short(-1)


async def test_after_a_hold_one_message_tries_first():
    pace, tried = Pace(), []

    async def send(number):
        async with pace.turn(-1):
            tried.append(number)
            if number == 0:
                pace.hold(-1, 60)

    results = await asyncio.gather(*(send(n) for n in range(5)), return_exceptions=True)
    assert tried == [0]
    assert sum(isinstance(r, Held) for r in results) == 4


async def test_chats_are_forgotten_when_they_are_many():
    clock = Clock(1000.0)
    pace = Pace(clock, in_all=(10_000, 1.0))
    pace.hold(-5, 1000)
    for chat in range(2500):
        async with pace.turn(chat + 1):
            clock.now += 0.01
    assert len(pace._chats) <= KEPT
    assert pace.wait(-5) > 900


# Updates

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = [
    "chat",
    "from",
    "message",
    "message_id",
    "text",
    "entities",
    "id",
    "data",
    "date",
    "type",
    "document",
    "reply_to_message",
]


@given(st.sampled_from(incoming.KINDS), st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=8))
def test_no_update_is_unreadable(kind, body):
    incoming.read({"update_id": 1, kind: body})


def test_what_is_read_of_a_message():
    chat = {"id": -100, "type": "supergroup"}
    plain = {"message_id": 1, "chat": chat, "from": {"id": 5, "is_bot": False}, "date": 9, "text": "x"}
    anonymous = {**plain, "from": {"id": 1087968824, "is_bot": True}, "sender_chat": chat}
    assert incoming.message(anonymous).sender_id == -100
    assert not incoming.message(anonymous).from_bot
    chain = {**plain, "message_thread_id": 3, "reply_to_message": plain}
    assert incoming.message(chain).thread_id == 0
    assert incoming.message({**chain, "is_topic_message": True}).thread_id == 3
    assert incoming.message({**plain, "text": None, "pinned_message": plain}).service
    assert json.dumps(incoming.message(chain).replied.text) == '"x"'


# Made once


def recent(fetched, clock, failing=None):
    async def fetch(link):
        fetched.append(link.key)
        await asyncio.sleep(0.01)
        if failing:
            raise failing
        return Page(b"", link.url)

    async def extract(page, given):
        return replace(briefs.KOREAN, url=page.url)

    return Recent(Pipeline(fetch, extract, lambda article, to, limit, *, full: briefs.brief(article=article)), clock)


LINK = Link("https://haemil-news.kr/a/1", "haemil-news.kr/a/1")


async def test_fifty_ask_and_one_is_fetched_until_it_is_old():
    fetched, clock = [], Clock(1000.0)
    made = recent(fetched, clock)
    await asyncio.gather(*(made.of_link(LINK, to) for to in ("en", "ko", "zh-Hans", None) * 12))
    assert len(fetched) == 1
    clock.now += KEPT_S + 1
    await made.of_link(LINK, "en")
    assert len(fetched) == 2


async def test_one_who_stops_waiting_does_not_stop_the_others():
    fetched = []
    made = recent(fetched, Clock(1000.0))
    impatient = asyncio.create_task(made.of_link(LINK, "en"))
    patient = asyncio.create_task(made.of_link(LINK, "en"))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).article.url == LINK.url
    assert len(fetched) == 1


@pytest.mark.parametrize(("error", "kept"), [(NotFound("x", detail="404"), True), (FetchFailed("x"), False)])
async def test_failures_are_kept_briefly_and_passing_ones_not(error, kept):
    fetched, clock = [], Clock(1000.0)
    made = recent(fetched, clock, error)
    for _ in range(2):
        with pytest.raises(type(error)):
            await made.of_link(LINK, "en")
    assert len(fetched) == (1 if kept else 2)
    clock.now += FAILED_S + 1
    with pytest.raises(type(error)):
        await made.of_link(LINK, "en")
    assert len(fetched) == (2 if kept else 3)


# Outbox


async def test_a_hold_is_told_to_the_store():
    class Api:
        async def call(self, method, **parameters):
            raise Held(7.0, "retry_after")

    held = []

    async def hold(chat_id, seconds):
        held.append((chat_id, seconds))

    with pytest.raises(Held):
        await TelegramOutbox(Api(), hold).edit(-5, 1, {"html": "x"})
    assert held == [(-5, 7.0)]
