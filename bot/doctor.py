"""`keyclaims doctor`: what an operator gets wrong, and how to mend it. Prints a line a finding; changes nothing.

Exit code 0 when nothing stops the program, 1 when something does.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bot import app
from bot import config as configuration
from bot.cli import FAILED, OK
from bot.config import Config
from bot.errors import BotError, StoreError, TelegramConflict, TokenRefused
from models.errors import ModelError

_ROOM: Final = 2_000_000_000
"""Bytes of disk below which models and store will soon have no room."""


@dataclass(frozen=True, slots=True)
class Finding:
    level: str
    """"ok", "note" (works, but look), "bad" (stops something)."""
    what: str
    mend: str = ""


def run(config: Config) -> int:
    """Every check in its order; later ones run although earlier ones failed."""
    return asyncio.run(_run(config))


async def _run(config: Config) -> int:
    code = OK
    async for finding in _checks(config):
        mark = {"ok": "ok  ", "note": "note", "bad": "BAD "}[finding.level]
        print(f"{mark} {finding.what}" + (f"\n     -> {finding.mend}" if finding.mend else ""), flush=True)
        if finding.level == "bad":
            code = FAILED
    return code


async def _checks(config: Config) -> AsyncIterator[Finding]:
    for finding in (*_configuration(config), *_disk(), *_models(config)):
        yield finding
    async for finding in _store(config):
        yield finding
    async for finding in _telegram(config):
        yield finding


def _configuration(config: Config) -> Iterator[Finding]:
    yield Finding("ok", f"configuration: {config.path or 'no file, defaults and environment'}")
    if config.fetch.allow_addresses:
        opened = ", ".join(config.fetch.allow_addresses)
        mend = (
            "anybody who can write to the bot can make it read pages there; leave fetch.allow_addresses empty if unsure"
        )
        yield Finding("note", f"links may lead into {opened}", mend)
    if config.fetch.proxy:
        yield Finding("note", "pages are fetched through a proxy", "the address rule must stand at the proxy")
    if config.telegram.token and config.path and Path(config.path).stat().st_mode & 0o044:
        mend = f"chmod 600 {config.path}, or use telegram.token_file or KEYCLAIMS_TELEGRAM_TOKEN"
        yield Finding("note", "the configuration file may hold the token and others can read it", mend)


def _disk() -> Iterator[Finding]:
    folder = configuration.data_dir()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    if not os.access(there, os.W_OK):
        yield Finding("bad", f"{folder} cannot be written", "make it writable, or set KEYCLAIMS_DATA_DIR")
        return
    free = shutil.disk_usage(there).free
    level = "ok" if free > _ROOM else "note"
    yield Finding(
        level,
        f"data in {folder}, {free / 1e9:.1f} GB free",
        "" if level == "ok" else "make room: models take 0.1 to 0.4 GB each",
    )


def _models(config: Config) -> Iterator[Finding]:
    preset = config.translation.preset
    if config.translation.engine == "transformers" and find_spec("torch") is None:
        yield Finding(
            "bad", "translation.engine is transformers, and torch is missing", "pip install 'keyclaims[torch]'"
        )
    if preset == "none":
        yield Finding("note", "translation is switched off", "claims stay in the article's language")
        return
    try:
        hub = app.hub(config)
        app.translator(config, None)
        there = {pair for model in hub.installed() for pair in model.pairs if model.demo == (preset == "demo")}
        if preset == "demo":
            yield Finding("note", "the demo models are configured", 'for real use set translation.preset = "opus"')
            there = set(app.PAIRS)
        for pair in app.PAIRS:
            if pair in there:
                yield Finding("ok", f"model for {pair}")
            elif hub.catalog.find(pair, preset) is None:
                yield Finding(
                    "note", f"the preset {preset} has no model for {pair}", "use another preset or models add"
                )
            elif config.translation.offline:
                mend = f"keyclaims models pull {pair} with translation.offline = false, or models add DIR"
                yield Finding("bad", f"no model for {pair}, and translation.offline is true", mend)
            else:
                yield Finding(
                    "note", f"no model for {pair} yet: the first link pulls it", f"keyclaims models pull {pair}"
                )
        for model, problems in hub.verify():
            for problem in problems:
                mend = f"keyclaims models remove {model.name}, then keyclaims models pull {model.pairs[0]}"
                yield Finding("bad", f"{model.name}: {problem}", mend)
    except (BotError, ModelError) as error:
        yield Finding("bad", str(error), "see docs/models.md")


async def _store(config: Config) -> AsyncIterator[Finding]:
    from bot.store import Store

    kind = "PostgreSQL" if config.store.url.startswith("postgres") else "SQLite"
    try:
        async with await Store.open(config.store.url) as store:
            counts = await store.counts()
    except StoreError as error:
        yield Finding("bad", f"the store ({kind}): {error}", "see docs/durability.md")
        return
    yield Finding("ok", f"the store ({kind}): " + ", ".join(f"{n} {name}" for name, n in counts.items()))


async def _telegram(config: Config) -> AsyncIterator[Finding]:
    if not config.telegram.token:
        mend = "get one from @BotFather and set KEYCLAIMS_TELEGRAM_TOKEN; `keyclaims read LINK` works without"
        yield Finding("note", "no Telegram token", mend)
        return
    from bot.api import Api

    api = Api(config.telegram.token, config.telegram.api_base)
    try:
        me = await api.open()
        yield Finding("ok", f"Telegram: @{me.get('username', '?')}")
        if not me.get("can_read_all_group_messages"):
            mend = "for all links of a group: @BotFather, /setprivacy, Disable, then add the bot to the group again"
            yield Finding("note", "privacy mode is on: in groups the bot sees only what is addressed to it", mend)
        hook = await api.quietly("getWebhookInfo")
        if isinstance(hook, dict) and hook.get("last_error_message"):
            yield Finding(
                "note", f"webhook: {hook['last_error_message']}", "see telegram.webhook_url and webhook_listen"
            )
    except TokenRefused:
        yield Finding("bad", "Telegram refuses the token", "ask @BotFather for a valid one")
    except (TelegramConflict, BotError, OSError) as error:
        yield Finding(
            "bad", f"Telegram cannot be reached: {type(error).__name__}", "check the network and telegram.api_base"
        )
    finally:
        await api.close()
