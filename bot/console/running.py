"""`keyclaims bot`: the parts of the bot brought together, started in order, and stopped within ten seconds.

In: the configuration and a pipeline that works (built by `bot/app.py`). Out: nothing; runs until SIGTERM, SIGINT or
`stop`. Raises TokenMissing, TokenRefused, TelegramUnreachable, TelegramConflict, WebhookInvalid and StoreError: each is
one line for the operator. Never prints the token, never answers before what a crash left behind is taken up again.
"""

import asyncio
import logging
import secrets
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from bot import addresses, serve
from bot.chat import Me
from bot.config import Config
from bot.errors import BotError, StoreError, TelegramUnreachable, TokenMissing, WebhookInvalid
from bot.fetch import Fetcher
from bot.messaging import answering, commands, ledger
from bot.messaging.api import Api, Missing, Refused
from bot.messaging.buttons import Seal
from bot.messaging.desk import Desk
from bot.messaging.incoming import KINDS
from bot.messaging.ledger import Gone, Moved
from bot.messaging.outbox import TelegramOutbox
from bot.messaging.polling import poll
from bot.metrics import Metrics
from bot.page import Page
from bot.pipeline import Pipeline
from bot.recent import Recent
from bot.storage.journal import JournalQueue
from bot.storage.records import Delivery
from bot.store import Store
from bot.subscriptions import digests, following
from bot.telegram import Reception
from bot.work import Again, Work
from models.article import Article
from models.errors import ModelError

log = logging.getLogger(__name__)

START_TRIES: Final = 3
"""Looks at Telegram at start; who starts the bot without a network should hear of it within seconds."""
START_PAUSE_S: Final = 1.5
TEN_YEARS_S: Final = 10 * 366 * 86400.0
TIDY_S: Final = 3600.0
ADOPT_S: Final = 60.0
"""How often a webhook's front end looks for what another one left behind; a polling bot is alone and looks at start."""
ORPHANED_S: Final = 300.0
"""An update that nobody handled for so long: whoever took it is dead. Handling takes milliseconds, seconds at worst."""
WEBHOOK_PATIENCE_S: Final = 20.0
"""How long a webhook waits for the store before it says 503; Telegram gives up after 60 s."""

Prepare = Callable[[], Awaitable[None]]
"""Pulls the models that are missing. Raises ModelError where they cannot be had."""


async def run(
    config: Config,
    pipeline: Pipeline,
    *,
    prepare: Prepare | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Runs the bot until `stop` or a signal."""
    if not config.telegram.token:
        raise TokenMissing("no Telegram token", detail="telegram.token")
    stop = stop or asyncio.Event()
    _on_signals(stop)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await Store.open(config.store.url))
        api = Api(config.telegram.token, config.telegram.api_base)
        stack.push_async_callback(api.close)
        me = await _introduce(api, config)
        fetcher = await stack.enter_async_context(Fetcher(config.fetch))
        desk = replace(await _desk(config, pipeline, store, api, me), get_feed=fetcher.get_feed)
        stack.push_async_callback(desk.recent.close)
        await desk.work.open()
        stack.push_async_callback(desk.work.close)
        await _run_parts(desk, pipeline, prepare, stop)


async def _introduce(api: Api, config: Config) -> Me:
    """Who we are; TelegramUnreachable where nobody answers."""
    for number in range(START_TRIES):
        try:
            me = await api.open()
            break
        except Again:
            if number == START_TRIES - 1:
                host = urlsplit(config.telegram.api_base).netloc.rpartition("@")[2]
                raise TelegramUnreachable("Telegram is out of reach", detail=host) from None
            await asyncio.sleep(START_PAUSE_S)
    return Me(int(me["id"]), str(me.get("username") or ""), bool(me.get("can_read_all_group_messages")))


async def _desk(config: Config, pipeline: Pipeline, store: Store, api: Api, me: Me) -> Desk:
    seal = Seal(await _secret(store, "buttons"))

    async def hold(chat_id: int, seconds: float) -> None:
        await store.hold(chat_id, store.now() + seconds)

    outbox = TelegramOutbox(api, hold)
    metrics = Metrics()
    api.pace.tell = metrics.waited
    recent = Recent(metrics.watch(pipeline), tell=metrics.cache)
    handlers: dict[str, Any] = {}
    work = Work(store, config.work, handlers, keep_days=config.store.keep_days)
    rule, ready = addresses.rule(config.fetch), asyncio.Event()
    key = await _secret(store, "log")
    desk = Desk(config, store, work, api, outbox, recent, seal, me, rule, ready, metrics, key)
    handlers["link"] = partial(answering.work_off, desk)
    handlers["notice"] = partial(following.notice, desk)
    handlers["digest"] = partial(digests.work_off, desk)
    now = store.now()
    for chat_id, until in (await store.held()).items():
        api.pace.hold(chat_id, until - now)
    return desk


async def _secret(store: Store, name: str) -> bytes:
    """A secret of this store, made once: buttons keep working after a restart, and on every machine of a fleet."""
    found = await store.kept("secret", name)
    if found is None:
        await store.keep("secret", name, secrets.token_hex(32), TEN_YEARS_S)
        found = await store.kept("secret", name)
    return bytes.fromhex(found or "")


async def _run_parts(desk: Desk, pipeline: Pipeline, prepare: Prepare | None, stop: asyncio.Event) -> None:
    """Everything that runs side by side, until `stop` or until one of them ends."""
    webhook = bool(desk.config.telegram.webhook_url)
    journal = JournalQueue(desk.store, patience_s=WEBHOOK_PATIENCE_S if webhook else None)
    async with AsyncExitStack() as stack:
        parts = [
            _task(desk.work.run(), "work"),
            _task(Reception(desk, journal).serve(), "reception"),
            _task(_prepare(desk, prepare, pipeline), "models"),
            _task(_register(desk), "menus"),
            _task(_tidy(desk), "care"),
            _task(following.run(desk), "feeds"),
        ]
        stack.push_async_callback(_end, parts)
        await _take_up(desk, journal)
        await _serve_health(desk, stack)
        if webhook:
            await _set_webhook(desk, journal, stack)
            parts.append(_task(_adopt(journal), "care"))
        else:
            await desk.api.quietly("deleteWebhook")
            parts.append(_task(poll(desk.api, journal), "polling"))
        _say_hello(desk)
        await _until_one_ends(parts, stop)
        desk.work.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(parts[0]), 9.0)


def _task(work: Any, name: str) -> "asyncio.Task[Any]":
    return asyncio.create_task(work, name=name)


async def _take_up(desk: Desk, journal: JournalQueue) -> None:
    """What a crash cut short: updates first, then replies to links (short answers come again with their update)."""
    await journal.replay(lambda update: update)

    async def defer(delivery: Delivery) -> None:
        kind = str(delivery.payload.get("kind"))
        if kind in ("link", "notice", "digest"):
            await desk.work.defer(kind, delivery.key, lane=str(delivery.chat_id))

    if number := await ledger.recover(desk.store, defer):
        log.info("%d replies are taken up again", number)


async def _until_one_ends(parts: "list[asyncio.Task[Any]]", stop: asyncio.Event) -> None:
    """Menus and models end by themselves, care can wait; any other part that ends takes the bot along."""
    stopping = _task(stop.wait(), "stop")
    waiting = {stopping, *(part for part in parts if part.get_name() not in ("menus", "models", "care"))}
    try:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
    for task in done - {stopping}:
        await task


async def _end(parts: "list[asyncio.Task[Any]]") -> None:
    for part in parts:
        part.cancel()
    await asyncio.gather(*parts, return_exceptions=True)


async def _prepare(desk: Desk, prepare: Prepare | None, pipeline: Pipeline) -> None:
    """Models are pulled while links are taken already; without them, briefs are in the article's language."""
    try:
        if prepare is not None:
            await prepare()
    except ModelError as error:
        log.error("models: %s", error)
    except Exception as error:
        log.error("models: %s", type(error).__name__, exc_info=True)
    finally:
        desk.models_ready.set()
    await _warm(pipeline)


async def _warm(pipeline: Pipeline) -> None:
    """One small page through all steps, so that the first reader does not wait for libraries and models to load."""
    for language, to in (("ko", "en"), ("en", "zh-Hans")):
        text = _WARM[language]
        page = Page(f"<html lang={language}><title>{text}</title><article><p>{text * 3}</p></article></html>".encode())
        try:
            await pipeline.extract(page, "")
        except BotError as error:
            # What the small page is found to be does not matter: the workers are up.
            log.debug("warm: %s", error.code)
        try:
            await pipeline.of_article(Article(text, (text,), language), to)
        except ModelError as error:
            log.debug("warm: %s", error.code)


_WARM: Final = {"ko": "시는 새 노선을 연다고 밝혔다. ", "en": "The city said it would open a new line. "}


async def _register(desk: Desk) -> None:
    """The menus of commands; Telegram knows languages by two letters. An answer does not depend on them."""
    await desk.api.quietly("setMyCommands", commands=commands.menu("en"))
    for code, language in (("ko", "ko"), ("zh", "zh-Hans"), ("en", "en")):
        await desk.api.quietly("setMyCommands", commands=commands.menu(language), language_code=code)


async def _tidy(desk: Desk) -> None:
    """What has expired goes out of the store, at start and every hour."""
    while True:
        try:
            await desk.store.tidy(deliveries_s=desk.config.store.keep_days * 86400)
        except StoreError as error:
            log.error("store: cannot be tidied: %s", error)
        await asyncio.sleep(TIDY_S)


async def _adopt(journal: JournalQueue) -> None:
    """Updates that a front end took and did not live to handle."""
    while True:
        await asyncio.sleep(ADOPT_S)
        try:
            if number := await journal.replay(lambda update: update, ORPHANED_S):
                log.warning("%d updates of a dead front end are taken up", number)
        except StoreError as error:
            log.error("store: the journal cannot be looked through: %s", error)


async def _serve_health(desk: Desk, stack: AsyncExitStack) -> None:
    listen = desk.config.serve.listen
    if not listen:
        return

    async def figures() -> Mapping[str, float]:
        depth, counts = await desk.work.depth(), await desk.store.counts()
        queue = {"queue_waiting": depth.waiting, "queue_running": depth.running, "queue_oldest_seconds": depth.oldest_s}
        return {"store_up": 1.0, **queue, **{f"store_{name}": number for name, number in counts.items()}}

    try:
        await stack.enter_async_context(
            serve.listening(serve.health(figures, desk.models_ready.is_set, desk.metrics), listen)
        )
    except OSError as error:
        log.warning("serve.listen %s cannot be used (%s): no /healthz and /metrics", listen, error.strerror)


async def _set_webhook(desk: Desk, journal: JournalQueue, stack: AsyncExitStack) -> None:
    """First we listen, then Telegram is told where. Raises WebhookInvalid."""
    telegram = desk.config.telegram
    secret = (await _secret(desk.store, "webhook")).hex()
    try:
        await stack.enter_async_context(serve.listening(serve.webhook(journal, secret), telegram.webhook_listen))
    except OSError as error:
        raise WebhookInvalid("webhook_listen", detail=f"telegram.webhook_listen: {error.strerror}") from None
    try:
        await desk.api.call(
            "setWebhook", url=telegram.webhook_url, secret_token=secret, allowed_updates=list(KINDS), max_connections=20
        )
    except Refused as refused:
        raise WebhookInvalid("setWebhook", detail=refused.description[:100]) from None
    except (Again, Gone, Moved, Missing):
        raise TelegramUnreachable("setWebhook", detail=urlsplit(telegram.api_base).netloc) from None


def _say_hello(desk: Desk) -> None:
    how = "webhook" if desk.config.telegram.webhook_url else "polling"
    log.info("@%s answers links (%s)", desk.me.username, how)
    if not desk.me.reads_all:
        log.info("privacy mode is on: in groups only commands, mentions and replies to the bot arrive")


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Outside the main thread (tests) there are no signals.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)


async def run_worker(config: Config, pipeline: Pipeline, *, prepare: Prepare | None = None) -> None:
    """`keyclaims worker`: jobs of the store, and nothing else. Raises what `run` raises."""
    if not config.telegram.token:
        raise TokenMissing("no Telegram token", detail="telegram.token")
    stop = asyncio.Event()
    _on_signals(stop)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await Store.open(config.store.url))
        api = Api(config.telegram.token, config.telegram.api_base)
        stack.push_async_callback(api.close)
        desk = await _desk(config, pipeline, store, api, await _introduce(api, config))
        stack.push_async_callback(desk.recent.close)
        await desk.work.open()
        stack.push_async_callback(desk.work.close)
        parts = [_task(desk.work.run(), "work"), _task(_prepare(desk, prepare, pipeline), "models")]
        stack.push_async_callback(_end, parts)
        await _serve_health(desk, stack)
        await _until_one_ends(parts, stop)
        desk.work.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(parts[0]), 9.0)
