"""`keyclaims doctor`: what an operator gets wrong, and how to mend it. Prints a line a finding; changes nothing.

Exit code 0 when nothing stops the program, 1 when something does.
"""

import asyncio
import os
import re
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot import app
from bot import config as configuration
from bot.cli import FAILED, OK
from bot.config import Config
from bot.errors import BotError, StoreError, TelegramConflict, TokenRefused
from bot.work import Again
from models.errors import ModelError

_ROOM: Final = 2_000_000_000
"""Bytes of disk below which models and store will soon have no room."""
_LEAST: Final = 100_000_000
"""Bytes of disk below which nothing can be relied on: the store's journal alone may need tens of megabytes."""
_TOKEN: Final = re.compile(r"\d+:[\w-]{20,}")
"""A token's form, as @BotFather gives it: the account's number, a colon, 35 characters."""
_SKEW_S: Final = 60.0
"""A clock that is wrong by more fails certificates, feeds' times and, in a fleet, who counts as dead."""


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
    for finding in (*_configuration(config), *_ports(config), *_disk(), *_models(config)):
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
    if config.telegram.webhook_url.startswith("http:"):
        mend = "Telegram sends to https alone: put a proxy with a certificate before telegram.webhook_listen, or leave it empty"
        yield Finding("bad", f"telegram.webhook_url is not https: {config.telegram.webhook_url}", mend)


def _ports(config: Config) -> Iterator[Finding]:
    """Whether what we would listen on is free. A bot that runs already has it, which is no fault."""
    wanted = {"serve.listen": config.serve.listen}
    if config.telegram.webhook_url:
        wanted["telegram.webhook_listen"] = config.telegram.webhook_listen
    for key, listen in wanted.items():
        host, _, port = listen.rpartition(":")
        if not listen or port == "0":
            continue
        try:
            with socket.create_server((host.strip("[]"), int(port)), family=_family(host)):
                pass
        except OSError as error:
            mend = f"if no keyclaims runs here, another program has it: choose another port in {key}"
            yield Finding("note", f"{key} {listen} cannot be used: {error.strerror or 'unknown host'}", mend)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _disk() -> Iterator[Finding]:
    folder = configuration.data_dir()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Finding("bad", f"{folder} cannot be written", "make it writable, or set KEYCLAIMS_DATA_DIR")
        return
    free = shutil.disk_usage(there).free
    level = "ok" if free > _ROOM else "note" if free > _LEAST else "bad"
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
        mend = "see docs/durability.md"
        if kind == "PostgreSQL":
            mend = "does the server run, and are host, port, database, user and password of store.url right? Try psql"
        yield Finding("bad", f"the store ({kind}): {error}", mend)
        return
    yield Finding("ok", f"the store ({kind}): " + ", ".join(f"{n} {name}" for name, n in counts.items()))


async def _telegram(config: Config) -> AsyncIterator[Finding]:
    if not config.telegram.token:
        mend = "get one from @BotFather and set KEYCLAIMS_TELEGRAM_TOKEN; `keyclaims read LINK` works without"
        yield Finding("note", "no Telegram token", mend)
        return
    if not _TOKEN.fullmatch(config.telegram.token):
        mend = "copy the whole token from @BotFather: a number, a colon, and 35 letters, digits, _ or -"
        yield Finding("bad", "telegram.token does not have the form of a token", mend)
        return
    from bot.messaging.api import Api

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
    except (TelegramConflict, BotError, Again, OSError) as error:
        # No text of the exception: what the library says may hold the URL, and that holds the token.
        yield Finding(
            "bad",
            f"Telegram cannot be reached at {urlsplit(config.telegram.api_base).netloc.rpartition('@')[2]}: "
            f"{type(error).__name__}",
            "check the network, a firewall or proxy, and telegram.api_base",
        )
        return
    finally:
        await api.close()
    ahead = await asyncio.to_thread(_ahead_s, config.telegram.api_base)
    if ahead is not None and abs(ahead) > _SKEW_S:
        how = "ahead" if ahead > 0 else "behind"
        yield Finding("note", f"this machine's clock is {abs(ahead):.0f} s {how} of Telegram's", "set it by NTP")


def _ahead_s(base: str) -> float | None:
    """Seconds that our clock is ahead of the server's, by the date it answers with; None where it says none."""
    try:
        with urllib.request.urlopen(urllib.request.Request(base, method="HEAD"), timeout=8) as answer:  # noqa: S310
            date = answer.headers.get("Date")
    except urllib.error.HTTPError as error:
        date = error.headers.get("Date")
    except (OSError, ValueError):
        return None
    try:
        return time.time() - parsedate_to_datetime(date).timestamp() if date else None
    except ValueError:
        return None
