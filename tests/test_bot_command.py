"""`keyclaims bot` as an operator starts it: a process of its own, by its configuration, ended by a signal."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from botapi import BotApi
from newssite import NewsSite

ROOT = Path(__file__).resolve().parent.parent


async def start(folder, **settings):
    given = {f"KEYCLAIMS_{name.upper()}": value for name, value in settings.items()}
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("KEYCLAIMS_")}
    environment = (
        inherited | {"KEYCLAIMS_DATA_DIR": str(folder), "LANG": "ko_KR.UTF-8", "LC_ALL": "ko_KR.UTF-8"} | given
    )
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot", "bot")
    return await asyncio.create_subprocess_exec(
        *command, env=environment | {"PYTHONPATH": str(ROOT)}, cwd=folder, stdout=pipe, stderr=pipe
    )


async def test_it_answers_and_ends_on_a_signal(tmp_path):
    async with BotApi() as api, NewsSite() as site:
        process = await start(
            tmp_path,
            telegram_token=api.token,
            telegram_api_base=api.base,
            translation_preset="demo",
            fetch_allow_addresses="127.0.0.0/8",
            fetch_allow_ports=str(site.port),
            serve_listen="",
            store_url=f"sqlite:///{tmp_path}/store.sqlite",
        )
        try:
            api.user_says(100, site.put_article("/ko/1.html", "ko"), language="zh-hans")
            [answer] = await api.until(lambda: api.answers(100), 60)
            assert "ko → en → zh-Hans" in answer["text"]
            assert "demo model" in answer["text"]
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, errors = await asyncio.wait_for(process.communicate(), 12)
            assert time.monotonic() - started < 10
        finally:
            if process.returncode is None:
                process.kill()
        assert process.returncode == 0, errors.decode()
        assert api.token not in errors.decode()
        assert api.token.partition(":")[2] not in errors.decode()
        assert not api.refusals


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, "token_missing"),
        ({"telegram_token": "12345:" + "x" * 35, "telegram_api_base": "http://127.0.0.1:9"}, "telegram_unreachable"),
    ],
)
async def test_without_telegram_there_is_one_line(tmp_path, settings, code):
    process = await start(tmp_path, serve_listen="", translation_preset="demo", **settings)
    output, errors = await asyncio.wait_for(process.communicate(), 60)
    said = errors.decode().strip().splitlines()
    assert process.returncode not in (0, None)
    assert len(said) == 1, said
    assert code in said[0]
    assert "keyclaims read" in said[0]
    assert "텔레그램" in said[0]
    assert "xxxx" not in said[0]
    assert output == b""


async def test_a_refused_token_is_one_line(tmp_path):
    async with BotApi() as api:
        secret = "99999:" + "y" * 35
        process = await start(
            tmp_path, serve_listen="", translation_preset="demo", telegram_token=secret, telegram_api_base=api.base
        )
        _, errors = await asyncio.wait_for(process.communicate(), 60)
    said = errors.decode().strip().splitlines()
    assert len(said) == 1, said
    assert "token_refused" in said[0]
    assert "yyyy" not in said[0]
