"""The bot end to end: our own Bot API and news site on loopback, real parts between them, demo models."""

import asyncio
import re
import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

import briefs
from bot.chat import COMMANDS, OUTLET_COMMANDS
from bot.errors import TelegramUnreachable, TokenRefused
from botapi import BotApi
from botrun import running
from newssite import NewsSite, page
from postgres import postgres, server  # noqa: F401

GROUP = -1001234567890


@pytest_asyncio.fixture
async def api():
    async with BotApi() as started:
        yield started


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as started:
        yield started


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest_asyncio.fixture
async def bot(api, site, tmp_path, models):
    async with running(api, site, tmp_path, models) as started:
        yield started
        assert not started.task.done(), started.task.result()
    assert not api.refusals, dict(api.refusals)


def entities(message, kind):
    text = message["text"].encode("utf-16-le")
    return [
        text[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in message["entities"]
        if e["type"] == kind
    ]


def buttons(message):
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


# 1. Answering


async def test_a_link_in_a_private_chat(api, site, bot):
    url = site.put_article("/ko/1.html", "ko")
    asked = api.user_says(100, url, language="en")
    [answer] = await api.until(lambda: api.answers(100))
    assert answer["reply_to_message"]["message_id"] == asked
    [link] = [e["url"] for e in answer["entities"] if e["type"] == "text_link"]
    assert link == url
    assert "해밀일보 · 2026-04-12" in answer["text"]
    assert not answer["preview"]
    assert re.search(r"ko → en · \d+\.\d s", answer["text"])
    assert "demo model" in answer["text"].lower()
    [quote] = entities(answer, "expandable_blockquote")
    assert "3,200억 원" in quote
    assert site.fetches["/ko/1.html"] == 1
    assert api.edits[(100, answer["message_id"])] == 1
    assert len(api.ours(100)) == 1
    assert api.reactions == [(100, asked, "👀")]
    assert {c["action"] for c in api.called("sendChatAction")} == {"typing"}


async def test_the_readers_language_and_the_articles_own(api, site, bot):
    url = site.put_article("/ko/1.html", "ko")
    api.user_says(100, url, language="ko")
    [answer] = await api.until(lambda: api.answers(100))
    # Nothing was translated: no model to speak of.
    assert "demo" not in answer["text"]
    assert re.search(r"ko · \d+\.\d초", answer["text"])
    assert answer["text"].startswith("해밀시, 노면전차 2개 노선에 3,200억 원 투입\n")


@pytest.mark.parametrize(
    ("language", "says"),
    [("ko-KR", "읽는 중"), ("zh-hans", "正在读取"), ("zh-TW", "正在讀取"), ("en", "Reading"), ("fr", "Reading")],
)
async def test_the_first_language_is_guessed_from_the_users_own(api, site, bot, language, says):
    site.gate = asyncio.Event()
    api.user_says(100, site.put_article("/en/1.html", "en"), language=language)
    [placeholder] = await api.until(lambda: api.ours(100))
    assert says in placeholder["text"]
    site.gate.set()
    await api.until(lambda: api.answers(100))


async def test_several_links_each_their_own_answer_in_order(api, site, bot):
    urls = [site.put_article(f"/en/{n}.html", "en", n) for n in range(4)]
    api.user_says(100, "\n".join(urls))
    answers = await api.until(lambda: len(api.answers(100)) == 4 and api.answers(100))
    linked = [e["url"] for a in answers for e in a["entities"] if e["type"] == "text_link"]
    assert linked == urls


async def test_more_links_than_one_message_may_bring(api, site, bot):
    urls = [site.put_article(f"/en/{n}.html", "en", n) for n in range(12)]
    api.user_says(100, " ".join(urls))
    await api.until(lambda: len(api.answers(100)) == 10)
    assert any("12" in m["text"] and "10" in m["text"] for m in api.ours(100) if "• " not in m["text"])


async def test_captions_text_links_and_forwards(api, site, bot):
    photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    api.user_says(100, caption=site.put_article("/en/1.html", "en", 1), **photo)
    hidden = [{"type": "text_link", "offset": 3, "length": 4, "url": site.put_article("/en/2.html", "en", 2)}]
    api.user_says(100, "😀 here", entities=hidden)
    origin = {"type": "user", "date": 1, "sender_user": {"id": 5, "is_bot": True, "first_name": "b"}}
    api.user_says(100, site.put_article("/en/3.html", "en", 3), forward_origin=origin)
    answers = await api.until(lambda: len(api.answers(100)) == 3 and api.answers(100))
    assert [re.search(r"\((\d)\)", a["text"])[1] for a in answers] == ["1", "2", "3"]


async def test_an_edited_message_is_answered_once(api, site, bot):
    url, other = site.put_article("/en/1.html", "en", 1), site.put_article("/en/2.html", "en", 2)
    message = api.user_says(100, url)
    await api.until(lambda: len(api.answers(100)) == 1)
    api.user_edits(100, message, f"look: {url}")
    api.user_edits(100, message, f"look: {url} {other}")
    await api.until(lambda: len(api.answers(100)) == 2)
    await asyncio.sleep(0.3)
    assert len(api.ours(100)) == 2
    assert site.fetches["/en/1.html"] == 1


async def test_an_html_file_is_read(api, site, bot):
    api.files["saved"] = page("zh").encode()
    document = {"file_id": "saved", "file_name": "蓝河.html", "mime_type": "text/html", "file_size": 3000}
    api.user_says(100, document=document, language="zh-hans")
    [answer] = await api.until(lambda: api.answers(100))
    assert answer["text"].startswith("蓝河市将投资26亿元")
    api.user_says(100, document={**document, "file_name": "a.pdf", "mime_type": "application/pdf"})
    await api.until(lambda: any(".html" in m["text"] for m in api.ours(100) if "• " not in m["text"]))


async def test_bots_are_never_answered(api, site, bot):
    url = site.put_article("/en/1.html", "en")
    robot = {"id": 9, "is_bot": True, "first_name": "Other bot"}
    api.user_says(100, url, **{"from": robot})
    api.user_says(GROUP, f"@keyclaims_bot {url}", **{"from": robot})
    api.user_says(101, url)
    await api.until(lambda: api.answers(101))
    assert not api.ours(100)
    assert not api.ours(GROUP)


async def test_a_private_message_without_a_link_is_told_what_to_send(api, site, bot):
    api.user_says(100, "안녕하세요", language="ko")
    [hint] = await api.until(lambda: api.ours(100))
    assert "링크를 보내 주시면" in hint["text"]


# Groups


async def test_groups_are_answered_when_asked_and_silent_otherwise(api, site, bot):
    url, other = site.put_article("/en/1.html", "en", 1), site.put_article("/en/2.html", "en", 2)
    posted = api.user_says(GROUP, f"have you seen {url}")
    api.user_says(GROUP, "lovely weather, summarise your holidays for us some day, would you not say so?")
    api.user_says(GROUP, "@keyclaims_bot thanks!")
    api.user_says(GROUP, "요약해줘", reply_to=posted, user=5, language="ko")
    [answer] = await api.until(lambda: api.answers(GROUP))
    assert [e["url"] for e in answer["entities"] if e["type"] == "text_link"] == [url]
    asked = api.user_says(GROUP, f"@keyclaims_bot {other}", user=6)
    await api.until(lambda: len(api.answers(GROUP)) == 2)
    assert api.answers(GROUP)[1]["reply_to_message"]["message_id"] == asked
    assert len(api.ours(GROUP)) == 2
    assert not api.called("sendChatAction")


@pytest.mark.parametrize(
    "words", ["@keyclaims_bot summarise this", "@keyclaims_bot 요약해줘", "@keyclaims_bot 总结一下", "/read"]
)
async def test_asked_in_reply_to_the_message_with_the_link(api, site, bot, words):
    posted = api.user_says(GROUP, site.put_article("/en/1.html", "en"), user=5)
    asked = api.user_says(GROUP, words, reply_to=posted, user=6)
    [answer] = await api.until(lambda: api.answers(GROUP))
    assert answer["reply_to_message"]["message_id"] == asked


async def test_a_topic_keeps_its_thread(api, site, bot):
    api.user_says(GROUP, f"@keyclaims_bot {site.put_article('/en/1.html', 'en')}", thread=77)
    [answer] = await api.until(lambda: api.answers(GROUP))
    assert answer["message_thread_id"] == 77


async def test_the_same_link_within_a_day_is_a_pointer(api, site, bot):
    url = site.put_article("/en/1.html", "en")
    api.user_says(GROUP, f"@keyclaims_bot {url}", user=5)
    [answer] = await api.until(lambda: api.answers(GROUP))
    for _ in range(2):
        api.user_says(GROUP, f"@keyclaims_bot {url}#again", user=6)
    pointers = await api.until(lambda: len(api.ours(GROUP)) == 3 and api.ours(GROUP)[1:])
    for pointer in pointers:
        assert pointer["reply_to_message"]["message_id"] == answer["message_id"]
        assert f"https://t.me/c/1234567890/{answer['message_id']}" in pointer["raw"]
    assert site.fetches["/en/1.html"] == 1


async def test_all_links_mode_says_nothing_about_pages_without_an_article(api, site, bot):
    api.chat(GROUP).admins.add(5)
    api.user_says(GROUP, "/mode all", user=5)
    await api.until(lambda: api.ours(GROUP))
    said = len(api.ours(GROUP))
    api.user_says(GROUP, site.put("/video", "<html><title>v</title><body><p>Watch</p></body></html>"), user=6)
    api.user_says(GROUP, site.put_article("/en/1.html", "en"), user=6)
    await api.until(lambda: api.answers(GROUP))
    assert len(api.ours(GROUP)) == said + 1


async def test_a_channels_post_gets_a_follow_up(api, site, bot):
    channel = -1009876543210
    api.chat(channel, "channel")
    post = {"sender_chat": {"id": channel, "type": "channel"}}
    api.user_says(channel, site.put_article("/en/1.html", "en"), **{**post, "from": None})
    await api.until(lambda: api.answers(channel))


# 2. The reply and its buttons


async def test_buttons_change_the_language_and_add_claims(api, site, bot):
    api.user_says(100, site.put_article("/ko/1.html", "ko"), language="en")
    [answer] = await api.until(lambda: api.answers(100))
    assert buttons(answer)[:3] == ["한국어", "简体", "繁體"]
    few = answer["text"].split("Original")[0].count("• ")
    press = api.user_presses(100, answer["message_id"], "➕")
    await api.until(lambda: api.answers(100)[0]["text"].split("Original")[0].count("• ") > few)
    assert press in api.answered_presses
    api.user_presses(100, answer["message_id"], "繁體")
    await api.until(lambda: "ko → en → zh-Hant" in api.answers(100)[0]["text"])
    assert "English" in buttons(api.answers(100)[0])
    assert len(api.ours(100)) == 1
    assert site.fetches["/ko/1.html"] == 1


async def test_the_full_translation_and_the_original_are_files(api, site, bot):
    api.user_says(100, site.put_article("/ko/1.html", "ko"), language="en")
    [answer] = await api.until(lambda: api.answers(100))
    api.user_presses(100, answer["message_id"], "Full translation")
    file = await api.until(lambda: [m for m in api.ours(100) if "document" in m])
    assert file[0]["document"]["file_name"].endswith(".en.html")
    content = api.files[file[0]["document"]["file_id"]].decode()
    assert content.startswith("<!doctype html>")
    assert "윤서연 상인회장" in content
    api.user_presses(100, answer["message_id"], "Original text")
    files = await api.until(lambda: len([m for m in api.ours(100) if "document" in m]) == 2 and api.ours(100)[1:])
    assert files[1]["document"]["file_name"].startswith("해밀시-노면전차-2개-노선에")
    assert files[1]["reply_to_message"]["message_id"] == answer["message_id"]


async def test_impatient_fingers_get_one_file(api, site, bot):
    api.user_says(100, site.put_article("/ko/1.html", "ko"), language="en")
    [answer] = await api.until(lambda: api.answers(100))
    presses = [api.user_presses(100, answer["message_id"], "Full translation") for _ in range(5)]
    await api.until(lambda: all(press in api.answered_presses for press in presses))
    await api.until(lambda: [m for m in api.ours(100) if "document" in m])
    await asyncio.sleep(0.3)
    assert len(api.ours(100)) == 2


async def test_buttons_work_after_a_restart(api, site, tmp_path, models):
    async with running(api, site, tmp_path, models) as first:
        api.user_says(100, site.put_article("/ko/1.html", "ko"), language="en")
        [answer] = await api.until(lambda: api.answers(100))
        await first.end()
    async with running(api, site, tmp_path, models):
        api.user_presses(100, answer["message_id"], "한국어")
        await api.until(lambda: "영업" not in api.answers(100)[0]["text"] and "초" in api.answers(100)[0]["text"])


async def test_buttons_belong_to_whoever_asked_and_to_admins(api, site, bot):
    api.chat(GROUP).admins.add(9)
    api.user_says(GROUP, f"@keyclaims_bot {site.put_article('/ko/1.html', 'ko')}", user=5, language="en")
    [answer] = await api.until(lambda: api.answers(GROUP))
    before = answer["text"]
    press = api.user_presses(GROUP, answer["message_id"], "한국어", user=6)
    refused = await api.until(lambda: api.answered_presses.get(press))
    assert refused["show_alert"]
    assert "Only the person" in refused["text"]
    assert api.answers(GROUP)[0]["text"] == before
    api.user_presses(GROUP, answer["message_id"], "简体", user=9)
    await api.until(lambda: "zh-Hans" in api.answers(GROUP)[0]["text"])
    api.user_presses(GROUP, answer["message_id"], "한국어", user=5)
    await api.until(lambda: "초" in api.answers(GROUP)[0]["text"])


async def test_a_channels_post_and_its_copy_in_the_discussion_group_are_one(api, site, bot):
    channel = -1009876543210
    api.chat(channel, "channel")
    api.chat(GROUP).admins.add(5)
    api.user_says(GROUP, "/mode all", user=5)
    await api.until(lambda: len(api.ours(GROUP)) == 1)
    url = site.put_article("/en/1.html", "en")
    sender = {"id": channel, "type": "channel"}
    api.user_says(channel, url, sender_chat=sender, **{"from": None})
    api.user_says(GROUP, url, user=777000, sender_chat=sender, is_automatic_forward=True)
    await api.until(lambda: api.answers(channel))
    api.user_says(GROUP, site.put_article("/en/2.html", "en", 2), user=5)
    await api.until(lambda: api.answers(GROUP))
    assert len(api.answers(GROUP)) == 1
    assert "(2)" in str(api.answers(GROUP)[0]) or "/en/2" in str(api.answers(GROUP)[0])


async def test_made_up_and_foreign_button_data_does_nothing(api, site, bot):
    url = site.put_article("/ko/1.html", "ko")
    for chat in (100, 200):
        api.user_says(chat, url, language="en")
    await api.until(lambda: api.answers(100) and api.answers(200))
    mine = api.answers(100)[0]
    data = mine["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    said, seal = data.rsplit("|", 1)
    forged = [f"{said}|AAAAAAAAAA", f"{said.replace('ko', 'en')}|{seal}", "", "l|ko", "x" * 64, said]
    presses = [api.press(100, mine["message_id"], d) for d in forged]
    # Carried over from another chat.
    presses.append(api.press(200, api.answers(200)[0]["message_id"], data))
    await api.until(lambda: all(p in api.answered_presses for p in presses))
    assert {api.answered_presses[p]["text"] for p in presses} == {
        "This button no longer works. Please send the link again."
    }
    assert api.answers(100)[0]["text"] == mine["text"]


async def test_a_long_reply_is_split_between_bullets(api, site, tmp_path, models):
    long = briefs.many(10, 700)
    async with running(api, site, tmp_path, models, make=lambda *_, **__: long):
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        parts = await api.until(
            lambda: api.ours(100) and re.search(r"\d s$", api.ours(100)[-1]["text"]) and api.ours(100)
        )
        assert len(parts) > 2
        assert "reply_markup" in parts[0]
        bullets = [line for part in parts for line in part["text"].split("\n") if line.startswith("• ")]
        assert len(bullets) == 20
    assert not api.refusals


# 3. Settings and commands


async def test_settings_by_buttons(api, site, bot):
    api.user_says(100, "/settings", language="en")
    [menu] = await api.until(lambda: api.ours(100))
    assert "Language: English" in menu["text"]
    api.user_presses(100, menu["message_id"], "Language")
    await api.until(lambda: "한국어" in buttons(api.ours(100)[0]))
    api.user_presses(100, menu["message_id"], "한국어")
    await api.until(lambda: "언어: 한국어" in api.ours(100)[0]["text"])
    api.user_presses(100, menu["message_id"], "원문")
    await api.until(lambda: "원문: 꺼짐" in api.ours(100)[0]["text"])
    api.user_says(100, site.put_article("/en/1.html", "en"))
    [answer] = await api.until(lambda: api.answers(100))
    assert not entities(answer, "expandable_blockquote")
    assert "en → ko" in answer["text"]
    api.user_presses(100, menu["message_id"], "닫기")
    await api.until(lambda: "reply_markup" not in api.ours(100)[0])


async def test_only_admins_change_a_group(api, site, bot):
    api.chat(GROUP).admins.add(9)
    api.user_says(GROUP, "/mode all", user=5)
    [refusal] = await api.until(lambda: api.ours(GROUP))
    assert "admins" in refusal["text"]
    api.user_says(GROUP, "/settings@keyclaims_bot", user=9)
    menu = (await api.until(lambda: len(api.ours(GROUP)) == 2 and api.ours(GROUP)))[1]
    press = api.user_presses(GROUP, menu["message_id"], "Mode", user=5)
    await api.until(lambda: press in api.answered_presses)
    assert "admins" in api.answered_presses[press]["text"]
    api.user_presses(GROUP, menu["message_id"], "Mode", user=9)
    await api.until(lambda: "all links" in buttons(api.ours(GROUP)[1]))
    api.user_presses(GROUP, menu["message_id"], "all links", user=9)
    await api.until(lambda: "Mode: all links" in api.ours(GROUP)[1]["text"])
    api.user_says(GROUP, site.put_article("/en/1.html", "en"), user=5)
    await api.until(lambda: api.answers(GROUP))


async def test_outlets_are_muted(api, site, bot):
    api.user_says(100, f"/mute 127.0.0.1:{site.port}")
    await api.until(lambda: any("without 127.0.0.1" in m["text"] for m in api.ours(100)))
    api.user_says(100, site.put_article("/en/1.html", "en"))
    await api.until(lambda: any("is muted" in m["text"] for m in api.ours(100)))
    assert not site.fetches
    api.user_says(100, f"/unmute 127.0.0.1:{site.port}")
    api.user_says(100, site.put_article("/en/2.html", "en"))
    await api.until(lambda: api.answers(100))


@pytest.mark.parametrize("language", ["ko", "zh-hans", "zh-hant", "en"])
async def test_every_command_answers_in_every_language(api, site, bot, language):
    script = {"ko": r"[가-힣]{2}", "en": r"[a-z]{3}"}.get(language, r"[\u4e00-\u9fff]{2}")
    commands = (*COMMANDS, *OUTLET_COMMANDS, "nonsense")
    for number, command in enumerate(commands):
        api.user_says(100 + number, f"/{command}", language=language)
    for number in range(len(commands)):
        [said] = await api.until(lambda number=number: api.ours(100 + number))
        assert re.search(script, said["text"])
        assert "{" not in said["text"]


async def test_commands_are_registered_in_each_language(api, site, bot):
    await api.until(lambda: {"", "ko", "zh", "en"} <= set(api.commands))
    names = {c["command"] for c in api.commands["ko"]}
    assert {"help", "settings", "language", "mode", "status", "privacy", "delete"} <= names
    assert "설정" in str(api.commands["ko"])


async def test_delete_forgets_the_chat(api, site, bot):
    url = site.put_article("/ko/1.html", "ko")
    api.user_says(100, "/language ko")
    await api.until(lambda: len(api.ours(100)) == 1)
    api.user_says(100, url)
    [answer] = await api.until(lambda: api.answers(100))
    api.user_says(100, "/delete")
    await api.until(lambda: any("삭제했습니다" in m["text"] for m in api.ours(100)))
    press = api.user_presses(100, answer["message_id"], "English")
    stale = await api.until(lambda: api.answered_presses.get(press))
    assert "no longer works" in stale["text"]
    api.user_says(100, url)
    answers = await api.until(lambda: len(api.answers(100)) == 2 and api.answers(100))
    # English again, and no pointer to what was forgotten.
    assert "ko → en" in answers[1]["text"]


@pytest.mark.parametrize("when", ["answered", "in work"])
async def test_after_delete_the_chat_is_nowhere_in_the_store(api, site, bot, tmp_path, when):
    chat = 770_088_123
    if when == "in work":
        site.gate = asyncio.Event()
    api.user_says(chat, site.put_article("/ko/1.html", "ko"), user=chat)
    await api.until(lambda: api.ours(chat) if site.gate else api.answers(chat))
    if site.gate:
        api.user_says(chat, site.put_article("/ko/2.html", "ko", 2), user=chat)
    api.user_says(chat, "/delete", user=chat)
    await api.until(lambda: any("deleted" in m["text"].lower() for m in api.ours(chat)))
    if site.gate:
        site.gate.set()
    # What was under way (its job is a row, too) ends within moments; nothing of it may stay.
    await api.until(lambda: not rows_about(tmp_path, chat), 20)


def rows_about(folder, chat):
    """Rows of any table of the bot's store in which the chat's id stands, wherever."""
    [path] = folder.rglob("*.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [(t, row) for t in tables for row in connection.execute(f'SELECT * FROM "{t}"') if str(chat) in str(row)]


async def test_a_flooded_group_is_answered_within_its_minute(api, site, bot):
    """Fourteen links with a placeholder each would be 28 messages; Telegram takes 20 a minute."""
    started = time.monotonic()
    for number in range(14):
        link = site.put_article(f"/en/{number}.html", "en", number)
        api.user_says(GROUP, f"@keyclaims_bot {link}", user=number + 1, language="en")
    await api.until(lambda: len(api.answers(GROUP)) == 14, 50)
    assert time.monotonic() - started < 50
    assert len(api.called("sendMessage")) == 14


async def test_a_group_is_greeted_once(api, site, bot):
    member = {"user": dict(api.me), "status": "member"}
    chat = {"id": GROUP, "type": "supergroup", "title": "G"}
    who = {"id": 5, "is_bot": False, "first_name": "K", "language_code": "ko"}
    api.chat(GROUP)
    change = {
        "chat": chat,
        "from": who,
        "date": 1,
        "old_chat_member": {**member, "status": "left"},
        "new_chat_member": member,
    }
    api.update({"my_chat_member": change})
    [greeting] = await api.until(lambda: api.ours(GROUP))
    assert "요청받을 때만" in greeting["text"]
    api.user_says(GROUP, f"@keyclaims_bot {site.put_article('/en/1.html', 'en')}", language="en")
    [answer] = await api.until(lambda: api.answers(GROUP))
    assert "en → ko" in answer["text"]


# 4. Many


async def test_fifty_users_one_fetch(api, site, bot):
    url = site.put_article("/ko/1.html", "ko")
    for user in range(100, 150):
        api.user_says(user, url, language=("en", "ko", "zh-hans")[user % 3])
    await api.until(lambda: all(api.answers(user) for user in range(100, 150)), 40)
    assert site.fetches["/ko/1.html"] == 1
    assert all(len(api.ours(user)) == 1 for user in range(100, 150))


async def test_from_message_to_answer_in_less_than_a_second_and_a_half(api, site, bot):
    api.user_says(99, site.put_article("/ko/0.html", "ko", 100))
    await api.until(lambda: api.answers(99))
    took = []
    for n in range(7):
        url = site.put_article(f"/ko/{n + 1}.html", "ko", n + 1)
        started = time.monotonic()
        api.user_says(100, url)
        await api.until(lambda n=n: len(api.answers(100)) == n + 1)
        took.append(time.monotonic() - started)
    assert statistics.median(took) < 1.5, took


async def test_a_slow_outlet_does_not_keep_a_chats_other_links_waiting(api, site, bot):
    site.gate = asyncio.Event()
    api.user_says(100, site.put_article("/en/1.html", "en", 1))
    await api.until(lambda: api.ours(100))
    api.user_says(100, "/status")
    await api.until(lambda: any("Links waiting: 1" in m["text"] for m in api.ours(100)))
    api.user_says(100, site.put_article("/en/2.html", "en", 2))
    await api.until(lambda: sum("Reading" in m["text"] for m in api.ours(100)) == 2)
    site.gate.set()
    await api.until(lambda: len(api.answers(100)) == 2)


# 5. The first hour


async def test_links_wait_for_models_and_are_told_so(api, site, tmp_path, models):
    there = asyncio.Event()
    async with running(api, site, tmp_path, models, prepare=there.wait):
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        await api.until(lambda: api.ours(100) and "Preparing models" in api.ours(100)[0]["text"])
        await asyncio.sleep(0.5)
        assert not api.answers(100)
        there.set()
        await api.until(lambda: api.answers(100))
        assert len(api.ours(100)) == 1


async def test_a_wrong_token_is_one_error(api, site, tmp_path, models):
    with pytest.raises(TokenRefused) as caught:
        async with running(api, site, tmp_path, models, telegram={"token": "1:wrong"}) as bot:
            await bot.task
    assert "wrong" not in str(caught.value)


async def test_telegram_out_of_reach_is_one_error(api, site, tmp_path, models):
    started = time.monotonic()
    with pytest.raises(TelegramUnreachable):
        async with running(api, site, tmp_path, models, telegram={"api_base": "http://127.0.0.1:9"}) as bot:
            await bot.task
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("method", ["setMyCommands", "setMessageReaction", "sendChatAction", "deleteWebhook"])
async def test_a_server_without_the_comforts_still_gets_answers(api, site, tmp_path, models, method):
    api.unknown_methods.add(method)
    async with running(api, site, tmp_path, models):
        api.user_says(100, site.put_article("/ko/1.html", "ko"))
        await api.until(lambda: api.answers(100))


async def test_faults_of_the_outlet_are_told(api, site, bot):
    api.user_says(100, site.base + "/nothing.html", language="ko")
    [told] = await api.until(lambda: [m for m in api.ours(100) if "페이지가 없습니다" in m["text"]])
    assert told["message_id"] == api.ours(100)[0]["message_id"]
    japanese = page("en").replace("Haemil to spend $260 million on two tram lines", "市は路面電車に投資")
    words = iter("一二三四五")
    japanese = re.sub(
        r"<p>.*?</p>",
        lambda _: (
            f"<p>市は本日、第{next(words)}の新しい路面電車の計画を発表しました。開業は来年の予定です。市長が述べました。</p>"
        ),
        japanese,
    )
    api.user_says(100, site.put("/ja.html", japanese), language="zh-hans")
    await api.until(lambda: any("日语" in m["text"] for m in api.ours(100)))


@pytest.mark.postgres
async def test_the_same_bot_on_postgresql_and_two_of_them_after_another(api, site, tmp_path, models, postgres):  # noqa: F811
    store = {"url": postgres}
    async with running(api, site, tmp_path, models, store=store) as first:
        for n in range(4):
            api.user_says(100 + n, site.put_article(f"/ko/{n}.html", "ko", n))
        [answer] = await api.until(lambda: api.answers(100))
        await first.end()
    async with running(api, site, tmp_path, models, store=store):
        await api.until(lambda: all(len(api.answers(100 + n)) == 1 for n in range(4)), 30)
        api.user_presses(100, answer["message_id"], "한국어")
        await api.until(lambda: "초" in api.answers(100)[0]["text"])
    assert all(len(api.ours(100 + n)) == 1 for n in range(4))
