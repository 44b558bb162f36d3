"""What the bot serves over HTTP: Telegram's webhook, and health and figures for the operator.

In: a journal whose `put` commits; functions that tell how the bot is doing. Out: POST of an update -> 200 once it is in
the store, 503 while it cannot be (Telegram sends it again), 403 without the secret; GET /healthz, /readyz, /metrics.
Never answers 200 for an update that could be lost, never shows texts, links or chat ids.
"""

import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from bot.errors import StoreError
from bot.messaging.polling import UNREADABLE, Journal
from bot.metrics import CONTENT_TYPE, Metrics

log = logging.getLogger(__name__)

MAX_UPDATE: Final = 1_000_000
"""Bytes of one update; Telegram's are below 100 KB."""
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a name)

Figures = Callable[[], Awaitable[Mapping[str, float]]]
"""Name -> value, read from the store for /metrics."""


def webhook(journal: Journal, secret: str) -> web.Application:
    """Takes updates at any path: what lies before us may rewrite it, and the secret is what counts."""

    async def take(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except (ValueError, UnicodeDecodeError):
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        try:
            await journal.put(update)
        except StoreError as error:
            log.error("an update waits at Telegram: %s", error)
            return web.Response(status=503)
        except UNREADABLE:
            return web.Response(status=400)
        return web.Response()

    app = web.Application(client_max_size=MAX_UPDATE)
    app.router.add_post("/{path:.*}", take)
    return app


def health(figures: Figures, ready: Callable[[], bool], metrics: Metrics) -> web.Application:
    """/healthz: the process lives. /readyz: links are answered now. /metrics: Prometheus' text format."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        return web.Response(text="ready\n") if ready() else web.Response(status=503, text="preparing models\n")

    async def show(_: web.Request) -> web.Response:
        try:
            found = await figures()
        except StoreError:
            found = {"store_up": 0.0}
        return web.Response(body=metrics.text(found), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", show)
    return app


@asynccontextmanager
async def listening(app: web.Application, listen: str) -> AsyncIterator[int]:
    """Serves `app` at "host:port"; the port. Raises OSError where the port is taken."""
    host, _, port = listen.rpartition(":")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
