"""What Prometheus and the log are told of links, through the whole bot on loopback; and the cases between."""

import json
import logging
import re
import socket
from pathlib import Path

import aiohttp
import pytest

from bot import logs
from bot.config import Config
from bot.errors import FetchTimeout
from bot.link import Link
from bot.metrics import Metrics
from bot.page import Page
from bot.pipeline import Pipeline
from botapi import BotApi, Fault
from botrun import running
from newssite import ARTICLES, NewsSite


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


async def told(port):
    async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{port}/metrics") as answer:
        return await answer.text()


def value(page, series):
    found = re.search(rf"^{re.escape(series)} (\S+)$", page, re.M)
    return float(found[1]) if found else None


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


async def test_links_are_counted_and_logged(tmp_path, models, caplog):
    port = free_port()
    caplog.set_level(logging.INFO)
    listen = {"listen": f"127.0.0.1:{port}"}
    async with BotApi() as api, NewsSite() as site, running(api, site, tmp_path, models, serve=listen):
        api.user_says(4321, site.put_article("/ko/1.html", "ko"), language="en")
        await api.until(lambda: api.answers(4321))
        api.user_says(4322, f"{site.base}/ko/1.html", language="en")
        api.user_says(4323, f"{site.base}/none.html", language="en")
        await api.until(lambda: api.answers(4322))
        await api.until(lambda: value_of_failures(api))
        lines = await api.until(lambda: (found := link_lines(caplog)) and len(found) == 3 and found)
        page = await told(port)
    assert value(page, 'keyclaims_links_total{outcome="ok"}') == 2
    assert value(page, 'keyclaims_links_total{outcome="not_found"}') == 1
    assert value(page, 'keyclaims_link_seconds_count{outcome="ok"}') == 2
    for stage in ("extract", "select", "translate", "check"):
        assert value(page, f'keyclaims_stage_seconds_count{{outcome="ok",stage="{stage}"}}') == 1, stage
    assert value(page, 'keyclaims_stage_seconds_count{outcome="not_found",stage="fetch"}') >= 1
    assert value(page, 'keyclaims_cache_total{found="yes",what="brief"}') >= 1
    assert value(page, "keyclaims_queue_waiting") == 0
    assert value(page, "keyclaims_telegram_wait_seconds_count") >= 4
    assert value(page, "process_resident_memory_bytes") > 1e7
    chats = {line["chat"] for line in lines}
    assert len(chats) == 3, "a chat is told from the others"
    everything = page + "".join(json.dumps(line, ensure_ascii=False) for line in lines)
    for secret in ("4321", "4322", "4323", "/ko/1.html", api.token, ARTICLES["ko"]["title"]):
        assert secret not in everything
    assert {line["outcome"] for line in lines} == {"ok", "not_found"}
    assert all(line["outlet"] == "127.0.0.1" for line in lines)


def value_of_failures(api):
    return [m for m in api.ours(4323) if "…" not in m.get("text", "…")]


def link_lines(caplog):
    return [record.fields for record in caplog.records if record.name == "bot.linkline"]


async def test_telegrams_wait_is_counted(tmp_path, models):
    port = free_port()
    listen = {"listen": f"127.0.0.1:{port}"}
    async with BotApi() as api, NewsSite() as site, running(api, site, tmp_path, models, serve=listen):
        api.fault("sendMessage", Fault.retry_after(2))
        api.user_says(100, site.put_article("/ko/1.html", "ko"), language="ko")
        await api.until(lambda: api.answers(100), 20)
        page = await told(port)
    assert value(page, 'keyclaims_telegram_held_total{reason="retry_after"}') == 1


async def test_a_step_that_fails_is_taken_down_under_its_code():
    async def fetch(link):
        raise FetchTimeout

    async def extract(page, given):
        raise ValueError("a fault of ours")

    metrics = Metrics()
    watched = metrics.watch(Pipeline(fetch=fetch, extract=extract, make=None))
    with pytest.raises(FetchTimeout):
        await watched.fetch(Link("http://a.example/", "a.example/"))
    with pytest.raises(ValueError, match="ours"):
        await watched.extract(Page(b""), "")
    page = metrics.text({}).decode()
    assert value(page, 'keyclaims_stage_seconds_count{outcome="fetch_timeout",stage="fetch"}') == 1
    assert value(page, 'keyclaims_stage_seconds_count{outcome="error",stage="extract"}') == 1


@pytest.mark.parametrize("kind", ["text", "json"])
def test_the_line_of_a_link_as_text_and_as_json(kind, capsys):
    try:
        logs.set_up(Config(log=type(Config().log)(format=kind)))
        logging.getLogger("bot.linkline").info("link", extra={"fields": {"outcome": "ok", "seconds": 1.5}})
        line = capsys.readouterr().err.strip()
    finally:
        logging.basicConfig(level=logging.WARNING, force=True)
    if kind == "json":
        assert json.loads(line) | {"time": ""} == {
            "time": "", "level": "info", "logger": "bot.linkline", "message": "link", "outcome": "ok", "seconds": 1.5,
        }  # fmt: skip
    else:
        assert line.endswith("bot.linkline: link outcome=ok seconds=1.5")


def test_the_dashboard_asks_for_what_is_there():
    """Every series that the Grafana example names is one of ours or of the process."""
    path = Path(__file__).resolve().parent.parent / "docs" / "examples" / "grafana.json"
    dashboard = json.loads(path.read_text(encoding="utf-8"))
    asked = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\b(?:keyclaims|process)_\w+", target["expr"])
    }
    metrics = Metrics()
    there = {sample.name for family in metrics.registry.collect() for sample in family.samples}
    # A series with labels is there once it was counted; its family is there from the start.
    there |= {
        family.name + ending
        for family in metrics.registry.collect()
        for ending in ("", "_total", "_sum", "_count", "_bucket")
    }
    there |= {f"keyclaims_queue_{name}" for name in ("waiting", "running", "oldest_seconds")}
    assert len(asked) >= 12
    assert asked <= there, asked - there
