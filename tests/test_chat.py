"""What is done about a message: cases are data, and laws hold for whatever people write."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Answer, Chat, Command, Document, Ignore, Me, Message, Say, decide, mode
from bot.storage.records import ChatSettings

CASES = Path(__file__).parent / "cases" / "chat"
ME = Me(42, "keyclaims_bot")
NOW = 1_000_100.0


def cases(name):
    return [pytest.param(c, id=c["why"]) for c in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))]


def message(given, depth=1):
    fields = dict(given)
    if "document" in fields:
        fields["document"] = Document(**fields["document"])
    if "replied" in fields:
        fields["replied"] = message(fields["replied"])
    base = Message(chat_id=7, kind="private", message_id=1, sender_id=7, date=NOW - 60)
    return replace(base, **fields)


def decided(case):
    settings = {k: tuple(v) if isinstance(v, list) else v for k, v in case["settings"].items()}
    return decide(message(case["message"]), Chat(ChatSettings(**settings), ME), NOW)


@pytest.mark.parametrize("case", cases("found"))
def test_what_is_answered(case):
    expect = case["expect"]
    match decided(case):
        case Answer(links, file, asked, left_out):
            if "links" in expect:
                assert [link.url for link in links] == expect["links"]
            assert len(links) == expect.get("count", len(links))
            assert left_out == expect.get("left_out", 0)
            assert asked == expect.get("asked", True)
            assert (file.file_id if file else None) == expect.get("file")
        case Command(name, argument):
            assert [name, argument] == expect["command"]
        case Say(key):
            assert key == expect["say"]
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize("case", cases("negative"))
def test_what_is_left_alone(case):
    found = decided(case)
    assert isinstance(found, Ignore), found
    assert found.reason


def test_a_chat_that_is_not_served_hears_so_once_it_speaks_to_the_bot():
    chat = Chat(ChatSettings(), ME, served=False)
    assert isinstance(decide(message({"text": "https://haemil-news.kr/a/1"}), chat, NOW), Say)
    group = {"kind": "group", "chat_id": -5}
    assert isinstance(decide(message({**group, "text": "/help"}), chat, NOW), Say)
    assert isinstance(decide(message({**group, "text": "https://haemil-news.kr/a/1"}), chat, NOW), Ignore)


@pytest.mark.parametrize(
    ("kind", "chosen", "means"),
    [
        ("private", "", "all"),
        ("group", "", "asked"),
        ("supergroup", "", "asked"),
        ("channel", "", "all"),
        ("group", "all", "all"),
        ("channel", "off", "off"),
    ],
)
def test_the_first_mode(kind, chosen, means):
    assert mode(ChatSettings(mode=chosen), kind) == means


@given(st.text(max_size=200), st.sampled_from(["private", "group", "supergroup", "channel"]), st.booleans())
def test_any_text_is_decided_and_bots_never_are(text, kind, robot):
    found = decide(message({"text": text, "kind": kind, "from_bot": robot}), Chat(ChatSettings(), ME), NOW)
    assert isinstance(found, Answer | Command | Say | Ignore)
    if robot:
        assert isinstance(found, Ignore)


def test_messages_of_the_example_data(shared):
    for line in (shared / "messages.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = decide(
            message({"text": case["text"], "entities": case["entities"] or ()}), Chat(ChatSettings(), ME), NOW
        )
        got = [link.url for link in found.links] if isinstance(found, Answer) else []
        wanted = [case["expect"], *case.get("alt", [])]
        if case.get("limit_ok"):
            assert got == case["expect"][: len(got)]
            assert found.left_out == len(case["expect"]) - len(got)
        else:
            assert got in wanted, case["id"]
