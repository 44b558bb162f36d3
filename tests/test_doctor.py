"""`keyclaims doctor`: each mistake of an operator's is told with its mend; nothing it meets makes it fall over."""

import asyncio
import shutil
import socket
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Config, Serve, Store, Telegram, Translation
from bot.console import doctor
from botapi import BotApi

TOKEN = "4242:loopback-token-of-no-worth"
GOOD = Config(
    translation=Translation(preset="demo"), serve=Serve(listen=""), telegram=Telegram(api_base="http://127.0.0.1:9")
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KEYCLAIMS_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def telegram(**values):
    return replace(GOOD, telegram=replace(GOOD.telegram, **values))


def told(config, capsys):
    """Exit code, and what was said."""
    code = doctor.run(config)
    return code, capsys.readouterr().out


CONFIGURED = {
    "no token": (GOOD, 0, "no Telegram token", "@BotFather"),
    "wrong form": (telegram(token="hello"), 1, "form of a token", "@BotFather"),
    "out of reach": (telegram(token=TOKEN), 1, "cannot be reached at 127.0.0.1:9", "network"),
    "webhook": (telegram(webhook_url="http://bot.example/h"), 1, "not https", "certificate"),
    "database": (replace(GOOD, store=Store(url="postgresql://u:secret@127.0.0.1:9/x")), 1, "PostgreSQL", "store.url"),
    "no model": (
        replace(GOOD, translation=Translation(preset="opus", offline=True)), 1, "no model for zh-en", "models pull",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", CONFIGURED)
def test_a_mistake_is_told_with_its_mend(mistake, capsys, monkeypatch):
    config, expected, what, mend = CONFIGURED[mistake]
    if mistake == "database":
        monkeypatch.setattr("bot.storage.database.PATIENCE_S", 0.5)
    code, said = told(config, capsys)
    assert code == expected, said
    at = said.index(what)
    assert mend in said[at:].splitlines()[1], said
    assert TOKEN not in said
    assert "secret" not in said


def test_a_file_in_the_place_of_the_data(home, capsys):
    (home / "data").write_text("")
    code, said = told(GOOD, capsys)
    assert code == 1
    assert "cannot be written" in said
    assert "KEYCLAIMS_DATA_DIR" in said


@pytest.mark.parametrize(("free", "expected"), [(10_000_000, 1), (1_000_000_000, 0), (9_000_000_000, 0)])
def test_a_disk_that_is_full_or_nearly(free, expected, capsys, monkeypatch):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=free))
    code, said = told(GOOD, capsys)
    assert code == expected
    assert ("make room" in said) == (free < 2_000_000_000)


def test_a_port_that_is_taken(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        code, said = told(replace(GOOD, serve=Serve(listen=listen)), capsys)
    assert code == 0, "a bot that runs has it"
    assert f"serve.listen {listen} cannot be used" in said
    assert "choose another port" in said
    assert "cannot be used" not in told(replace(GOOD, serve=Serve(listen=listen)), capsys)[1]


async def found(config):
    return [finding async for finding in doctor._telegram(config)]


async def test_privacy_mode_and_a_clock_that_is_wrong(monkeypatch):
    async with BotApi() as api:
        api.me["can_read_all_group_messages"] = False
        config = telegram(token=api.token, api_base=api.base)
        right = await found(config)
        assert any("privacy mode is on" in f.what and "/setprivacy" in f.mend for f in right)
        assert not any("clock" in f.what for f in right)
        read = doctor.parsedate_to_datetime
        monkeypatch.setattr(doctor, "parsedate_to_datetime", lambda date: read(date) - timedelta(hours=1))
        [wrong] = [f for f in await found(config) if "clock" in f.what]
        assert "ahead" in wrong.what
        assert "NTP" in wrong.mend


async def test_a_token_that_telegram_refuses_and_a_server_that_says_nothing():
    async with BotApi() as api:
        [refused] = await found(telegram(token="4243:another-token-of-no-worth", api_base=api.base))
    assert refused.level == "bad"
    assert "refuses the token" in refused.what

    async def mute(reader, writer):
        with suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    server = await asyncio.start_server(mute, "127.0.0.1", 0)
    async with server:
        [silent] = await found(telegram(token=TOKEN, api_base=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"))
    assert silent.level == "bad"
    assert "cannot be reached" in silent.what
