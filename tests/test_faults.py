"""Telegram at its worst: every fault of issue 9, scripted in our Bot API. One reply a link, or an honest end."""

import asyncio
import logging
import time
from pathlib import Path

import pytest
import pytest_asyncio

import briefs
from bot.errors import TelegramConflict, TokenRefused
from bot.messaging.limits import Pace
from bot.store import Store
from botapi import TOKEN, BotApi, Fault
from botrun import running
from newssite import NewsSite

GROUP, OTHER = -1001234567890, -1005555555555


@pytest_asyncio.fixture
async def api():
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as server:
        yield server


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def start(api, site, tmp_path, models):
    """Starts a bot whose briefs are made by hand: these tests are about sending."""

    def started(**sections):
        return running(api, site, tmp_path, models, make=lambda *_, **__: briefs.brief(), **sections)

    return started


async def answered(api, chat_id, number=1, within=20.0):
    await api.until(lambda: len(api.answers(chat_id)) >= number, within)
    await asyncio.sleep(0.3)
    assert len(api.answers(chat_id)) == number
    assert len(api.ours(chat_id)) == number, [m["text"] for m in api.ours(chat_id)]
    return api.answers(chat_id)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize(
    "fault",
    [
        Fault.error(502, "Bad Gateway"),
        Fault.error(500, "Internal Server Error"),
        Fault.reset(),
        Fault.lost(),
        Fault(status=504, description="Gateway Timeout", after=True),
        Fault.retry_after(1),
    ],
    ids=["502", "500", "reset", "lost", "504 though done", "429"],
)
async def test_one_reply_whatever_becomes_of_a_request(api, site, start, method, fault):
    async with start():
        api.fault(method, fault)
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        await answered(api, 100)


async def test_every_second_answer_of_telegrams_is_lost(api, site, start):
    async with start():
        for method in ("sendMessage", "editMessageText"):
            for _ in range(3):
                api.fault(method, Fault.lost())
                api.fault(method, Fault())
        for n in range(3):
            api.user_says(100 + n, site.put_article(f"/ko/{n}.html", "ko", n))
        for n in range(3):
            await answered(api, 100 + n, within=40)


async def test_updates_come_again_after_getupdates_fails(api, site, start):
    for fault in (Fault.error(502, "Bad Gateway"), Fault.lost(), Fault.retry_after(1), Fault.error(409, "Conflict: x")):
        api.fault("getUpdates", fault)
    async with start():
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        await answered(api, 100)
        await api.until(lambda: not api.waiting)


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_token_that_is_revoked_ends_the_bot(api, site, start, status, words):
    async with start() as bot:
        api.fault("getUpdates", Fault.error(status, words), 50)
        api.user_says(100, "hello")
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(bot.task, 15)


async def test_another_program_with_the_same_token(api, site, start, monkeypatch):
    monkeypatch.setattr("bot.messaging.polling.CONFLICT_S", 2.0)
    api.fault("getUpdates", Fault.error(409, "Conflict: terminated by other getUpdates request"), 100)
    with pytest.raises(TelegramConflict):
        async with start() as bot:
            await asyncio.wait_for(bot.task, 20)


@pytest.mark.parametrize(
    "facts",
    [
        {"inside": False, "why_out": "bot was blocked by the user"},
        {"inside": False, "why_out": "bot was kicked from the supergroup chat"},
        {"inside": False, "why_out": "user is deactivated"},
        {"restricted": True},
    ],
    ids=["blocked", "kicked", "deactivated", "restricted"],
)
async def test_a_chat_that_cannot_be_written_to_stops_nobody(api, site, start, facts, tmp_path):
    url = site.put_article("/ko/1.html", "ko")
    for name, value in facts.items():
        setattr(api.chat(100), name, value)
    async with start() as bot:
        api.user_says(100, url)
        api.user_says(101, url)
        await answered(api, 101)
        await bot.end()
    assert len(api.called("sendMessage")) <= 3
    async with await Store.open(f"sqlite:///{tmp_path}/bot.sqlite") as store:
        assert not await store.unfinished()


async def test_blocked_between_placeholder_and_answer(api, site, start):
    site.gate = asyncio.Event()
    async with start():
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        await api.until(lambda: api.ours(100))
        api.chat(100).inside = False
        site.gate.set()
        await asyncio.sleep(1.0)
        # Let in again: the next link is answered.
        api.chat(100).inside = True
        api.user_says(100, site.put_article("/ko/2.html", "ko", 2))
        await api.until(lambda: len(api.answers(100)) == 1)


async def test_a_group_that_became_a_supergroup(api, site, start, tmp_path):
    api.chat(-77, "group").admins.add(5)
    async with start() as bot:
        api.user_says(-77, "/language zh-Hant", user=5)
        await api.until(lambda: api.ours(-77))
        api.chat(-77).moved_to = GROUP
        api.chat(GROUP)
        api.user_says(-77, f"@keyclaims_bot {site.put_article('/ko/1.html', 'ko')}", user=5)
        await answered(api, GROUP)
        await bot.end()
    async with await Store.open(f"sqlite:///{tmp_path}/bot.sqlite") as store:
        assert (await store.chat(GROUP)).language == "zh-Hant"


async def test_the_service_message_of_a_move_takes_the_settings_along(api, site, start):
    api.chat(-77, "group").admins.add(5)
    async with start():
        api.user_says(-77, "/language ko", user=5)
        await api.until(lambda: api.ours(-77))
        chat = {"id": -77, "type": "group"}
        api.update({"message": {"message_id": 900, "chat": chat, "date": 1, "migrate_to_chat_id": GROUP}})
        api.user_says(GROUP, "/status", user=5)
        await api.until(lambda: any("한국어" in m["text"] for m in api.ours(GROUP)))


async def test_the_message_replied_to_is_gone(api, site, start):
    async with start():
        api.fault("sendMessage", Fault.error(400, "Bad Request: message to be replied not found"))
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        [answer] = await answered(api, 100)
        assert "reply_to_message" not in answer


async def test_the_topic_is_gone(api, site, start):
    async with start():
        api.fault("sendMessage", Fault.error(400, "Bad Request: message thread not found"))
        api.user_says(GROUP, f"@keyclaims_bot {site.put_article('/ko/1.html', 'ko')}", thread=7)
        [answer] = await answered(api, GROUP)
        assert "message_thread_id" not in answer


async def test_the_placeholder_was_deleted(api, site, start):
    site.gate = asyncio.Event()
    async with start():
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        [placeholder] = await api.until(lambda: api.ours(100))
        del api.chats[100].messages[placeholder["message_id"]]
        site.gate.set()
        await answered(api, 100)


async def test_refused_entities_are_sent_as_plain_text_once(api, site, start):
    async with start():
        api.fault("editMessageText", Fault.error(400, "Bad Request: can't parse entities: Unsupported start tag"))
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        [answer] = await answered(api, 100)
        assert answer["text"].startswith("Garam Electronics")
        assert "<" not in answer["text"]
        assert answer["entities"] == []


async def test_a_message_that_is_too_long_after_all(api, site, start):
    async with start():
        api.fault("editMessageText", Fault.error(400, "Bad Request: MESSAGE_TOO_LONG: message is too long"))
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        [answer] = await answered(api, 100)
        assert answer["text"].startswith("Garam Electronics")


async def test_buttons_that_telegram_refuses(api, site, start):
    async with start():
        for _ in range(2):
            api.fault("editMessageText", Fault.error(400, "Bad Request: BUTTON_DATA_INVALID"))
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        [answer] = await answered(api, 100)
        assert "reply_markup" not in answer


async def test_one_chats_retry_after_holds_that_chat_and_no_other(api, site, start):
    async with start():
        api.fault("sendMessage", Fault.retry_after(4))
        for n in range(5):
            api.user_says(GROUP, f"@keyclaims_bot {site.put_article(f'/ko/{n}.html', 'ko', n)}")
        await api.until(lambda: api.refusals)
        held = time.monotonic()
        api.user_says(OTHER, f"@keyclaims_bot {site.put_article('/ko/o.html', 'ko', 9)}")
        api.user_says(100, site.put_article("/ko/p.html", "ko", 10))
        await api.until(lambda: api.answers(OTHER) and api.answers(100))
        assert time.monotonic() - held < 3.5
        assert not api.ours(GROUP)
        await api.until(lambda: len(api.answers(GROUP)) == 5, 20)
        # The whole chat was held: its other four links drew no refusal.
        assert sum(api.refusals.values()) == 1


async def test_a_groups_twenty_a_minute_are_kept_without_a_refusal(site, tmp_path, models, monkeypatch):
    async with BotApi(group_period=6.0) as api:
        monkeypatch.setattr(Pace.__init__, "__defaults__", (time.monotonic, (25, 1.0), (20, 6.0)))
        async with running(api, site, tmp_path, models, make=lambda *_, **__: briefs.brief()):
            for n in range(15):
                api.user_says(GROUP, f"@keyclaims_bot {site.put_article(f'/ko/{n}.html', 'ko', n)}")
            await api.until(lambda: len(api.answers(GROUP)) == 15, 40)
        assert not api.refusals
        order = [m["reply_to_message"]["message_id"] for m in api.answers(GROUP)]
        assert order == sorted(order)


async def test_a_hold_survives_a_restart(api, site, start):
    async with start() as bot:
        api.fault("sendMessage", Fault.retry_after(5))
        api.user_says(GROUP, f"@keyclaims_bot {site.put_article('/ko/1.html', 'ko')}")
        await api.until(lambda: api.refusals)
        await asyncio.sleep(0.3)
        held = time.monotonic()
        await bot.kill()
    async with start():
        await asyncio.sleep(1.5)
        assert not api.ours(GROUP)
        await answered(api, GROUP)
        assert time.monotonic() - held > 4
    assert sum(n for words, n in api.refusals.items() if words.startswith("429")) == 1


async def test_privacy_mode_is_said_in_status(api, site, start):
    async with start():
        api.user_says(GROUP, "/status@keyclaims_bot")
        [status] = await api.until(lambda: api.ours(GROUP))
        assert "/setprivacy" in status["text"]
    api.me["can_read_all_group_messages"] = True
    async with start():
        api.user_says(GROUP, "/status@keyclaims_bot")
        status = await api.until(lambda: len(api.ours(GROUP)) == 2 and api.ours(GROUP)[1])
        assert "/setprivacy" not in status["text"]


async def test_the_token_is_in_no_log_line(api, site, start, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("telegram").setLevel(logging.INFO)
    api.fault("getUpdates", Fault.error(502, "Bad Gateway"))
    api.fault("sendMessage", Fault.reset())
    api.fault("editMessageText", Fault.error(400, "Bad Request: x"))
    async with start() as bot:
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        await api.until(lambda: api.answers(100), 40)
        api.fault("getUpdates", Fault.error(401, "Unauthorized"), 9)
        api.user_says(100, "x")
        with pytest.raises(TokenRefused) as caught:
            await asyncio.wait_for(bot.task, 20)
    said = caplog.text + str(caught.value) + repr(caught.value)
    assert TOKEN not in said
    assert TOKEN.partition(":")[2] not in said


async def test_a_full_queue_is_said_honestly(api, site, start):
    site.gate = asyncio.Event()
    async with start(work={"max_queue": 3, "concurrency": 1}, fetch={"timeout_s": 60.0}):
        for n in range(8):
            api.user_says(100 + n, site.put_article(f"/ko/{n}.html", "ko", n))
        await api.until(lambda: any("about 1 min" in m["text"] for n in range(8) for m in api.ours(100 + n)))
        site.gate.set()

        def settled(chat_id):
            return api.answers(chat_id) or any("about 1 min" in m["text"] for m in api.ours(chat_id))

        await api.until(lambda: all(settled(100 + n) for n in range(8)))
        assert sum(bool(api.answers(100 + n)) for n in range(8)) >= 3


async def test_a_stop_comes_within_ten_seconds_and_loses_nothing(api, site, start):
    site.gate = asyncio.Event()
    async with start() as bot:
        for n in range(6):
            api.user_says(100 + n, site.put_article(f"/ko/{n}.html", "ko", n))
        await api.until(lambda: sum(len(api.ours(100 + n)) for n in range(6)) >= 4)
        assert await bot.end() < 10
    site.gate.set()
    async with start():
        for n in range(6):
            await answered(api, 100 + n)


async def test_a_backlog_is_worked_off_in_order_and_others_are_served_meanwhile(api, site, start):
    for n in range(60):
        api.user_says(100, site.put_article(f"/ko/{n}.html", "ko", n))
    started = time.monotonic()
    async with start():
        await api.until(lambda: len(api.answers(100)) > 3, 30)
        api.user_says(200, site.put_article("/ko/other.html", "ko", 500))
        asked = time.monotonic()
        await api.until(lambda: api.answers(200), 10)
        assert time.monotonic() - asked < 4
        assert len(api.answers(100)) < 60
        await api.until(lambda: len(api.answers(100)) == 60, 60)
        order = [m["reply_to_message"]["message_id"] for m in api.answers(100)]
        assert order == sorted(order)
    assert not api.refusals, dict(api.refusals)
    logging.getLogger(__name__).info("60 links in %.1f s", time.monotonic() - started)


async def test_killed_between_all_steps_there_is_one_reply(api, site, start):
    """In one process: cut off after every request. The test with real processes is `make kill`."""
    url = site.put_article("/ko/1.html", "ko")
    api.user_says(100, url)
    for requests in (1, 2, 3, 4):
        seen = len(api.calls)
        async with start() as bot:
            await api.until(lambda seen=seen, requests=requests: len(api.calls) >= seen + 6 + requests, 20)
            await bot.kill()
        if api.answers(100):
            break
    async with start():
        await answered(api, 100)


async def test_an_update_of_another_shape_stops_nobody(api, site, start):
    async with start():
        for odd in ({"message": {"text": "no chat"}}, {"message": None}, {"message": []}, {"news_of_2030": {"x": 1}}):
            api.update(odd)
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        await answered(api, 100)
        await api.until(lambda: not api.waiting)
