"""The webhook and the health pages, on loopback; and the bot end to end in webhook mode."""

import asyncio
import json
import socket

import aiohttp
import pytest
import pytest_asyncio

from bot import serve
from bot.console import running as program
from bot.errors import StoreError, WebhookInvalid
from bot.metrics import Metrics
from bot.storage.journal import JournalQueue
from bot.store import Store
from botapi import BotApi, marked, person
from botrun import running
from newssite import NewsSite


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Journal:
    def __init__(self):
        self.updates = []
        self.broken = False

    async def put(self, item):
        if self.broken:
            raise StoreError("full", detail="full")
        self.updates.append(item)


@pytest_asyncio.fixture
async def hook():
    journal = Journal()
    async with (
        serve.listening(serve.webhook(journal, "s3cret"), "127.0.0.1:0") as port,
        aiohttp.ClientSession() as client,
    ):

        async def post(body, secret="s3cret"):
            headers = {serve.SECRET_HEADER: secret} if secret is not None else {}
            async with client.post(f"http://127.0.0.1:{port}/any/path", data=body, headers=headers) as answer:
                return answer.status

        yield journal, post


async def test_an_update_is_kept_before_telegram_hears_200(hook):
    journal, post = hook
    assert await post(json.dumps({"update_id": 1, "message": {}})) == 200
    assert [u["update_id"] for u in journal.updates] == [1]
    journal.broken = True
    assert await post(json.dumps({"update_id": 2})) == 503
    assert len(journal.updates) == 1


@pytest.mark.parametrize("secret", ["wrong", "", None, "s3cre", "비밀"])
async def test_nobody_else_can_send_updates(hook, secret):
    journal, post = hook
    assert await post('{"update_id": 1}', secret=secret.encode().decode("latin-1") if secret else secret) == 403
    assert not journal.updates


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"update_id": "1"}', '{"x": 1}', b"\xff\xfe"])
async def test_what_is_no_update_is_refused(hook, body):
    journal, post = hook
    assert await post(body) == 400
    assert not journal.updates


async def test_health_and_metrics():
    ready = False

    async def figures():
        return {"queue_waiting": 3.0}

    app = serve.health(figures, lambda: ready, Metrics())
    async with serve.listening(app, "127.0.0.1:0") as port, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/readyz")).status == 503
        ready = True
        assert (await client.get("/readyz")).status == 200
        assert "keyclaims_queue_waiting 3.0" in await (await client.get("/metrics")).text()


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


async def test_the_bot_by_webhook(tmp_path, models):
    port = free_port()
    hook = {"webhook_url": "https://bot.example/hook", "webhook_listen": f"127.0.0.1:{port}"}
    async with BotApi() as api, NewsSite() as site, running(api, site, tmp_path, models, telegram=hook):
        secret = api.webhook["secret_token"]
        assert api.webhook["url"] == "https://bot.example/hook"
        text = site.put_article("/ko/1.html", "ko")
        message = {"message_id": 5, "date": 1, "chat": {"id": 100, "type": "private"}, "from": person(100, "ko")}
        update = {"update_id": 7, "message": {**message, "text": text, "entities": marked(text)}}
        async with aiohttp.ClientSession() as client:
            for _ in range(2):  # Telegram sends again what it is not sure of
                headers = {serve.SECRET_HEADER: secret}
                async with client.post(f"http://127.0.0.1:{port}/hook", json=update, headers=headers) as answer:
                    assert answer.status == 200
        await api.until(lambda: api.answers(100))
        assert len(api.ours(100)) == 1
        assert not api.called("getUpdates")


async def test_what_a_dead_front_end_left_is_taken_up_while_running(tmp_path, models, monkeypatch):
    monkeypatch.setattr(program, "ADOPT_S", 0.1)
    monkeypatch.setattr(program, "ORPHANED_S", 0.3)
    hook = {"webhook_url": "https://bot.example/hook", "webhook_listen": f"127.0.0.1:{free_port()}"}
    async with (
        BotApi() as api,
        NewsSite() as site,
        running(api, site, tmp_path, models, telegram=hook) as front,
        await Store.open(front.config.store.url) as store,
    ):
        text = site.put_article("/ko/1.html", "ko")
        message = {"message_id": 5, "date": 1, "chat": {"id": 100, "type": "private"}, "from": person(100, "ko")}
        update = {"update_id": 7, "message": {**message, "text": text, "entities": marked(text)}}
        await JournalQueue(store).put(update)  # and this front end dies
        await api.until(lambda: api.answers(100))
        await asyncio.sleep(0.5)  # it looks several times more
        assert len(api.ours(100)) == 1
        assert not await store.unhandled()


async def test_a_webhook_that_telegram_refuses_is_one_error(tmp_path, models):
    hook = {"webhook_url": "http://bot.example/hook", "webhook_listen": f"127.0.0.1:{free_port()}"}
    async with BotApi() as api, NewsSite() as site:
        with pytest.raises(WebhookInvalid):
            async with running(api, site, tmp_path, models, telegram=hook) as bot:
                await bot.task
