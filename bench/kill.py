"""Kill the bot at random moments under a stream of links; count what is lost, answered twice, or left unanswered.

    python -m bench.kill [--kills 100] [--workers 0] [--chats 12] [--every 1] [--seed 1] [--postgres | --store URL]

A loopback Bot API and news site (those of the tests) run in this process; `python -m bot bot`, with the demo models
and a store of its own, runs as the operator would run it and is killed with signal 9, with all its children: a third
of the times at the latest three seconds after its start, where it may not even have said hello, else within ten
seconds after it first asked for updates. People in private chats and groups keep sending links meanwhile. After the
last kill it may work everything off; then every message that people sent must have exactly one reply, which is no
placeholder. Exit 1 where that does not hold.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from botapi import BotApi  # noqa: E402
from newssite import NewsSite  # noqa: E402

EARLY_SHARE = 0.35
"""Of the kills, how many meet the start-up at the latest..."""
START_S = (0.05, 3.0)
"""...at such a moment after the start; the others come..."""
LIFE_S = (0.0, 10.0)
"""...so long after the first getUpdates: while it takes up what was left, and works."""
QUIET_S = 900.0
"""How long it may take to work everything off at the end."""
SLOW_S = 0.15
"""Telegram's own time, before and after: answers from far away take 0.1 s and more."""
GROUP_SHARE = 0.2
"""Of the links, how many are sent in groups: a group takes 20 messages a minute."""


class SlowApi(BotApi):
    """Takes its time before and after it does a thing, so that many kills find a request half done."""

    async def _do_sendMessage(self, data: dict[str, Any]) -> Any:
        await asyncio.sleep(random.uniform(0, SLOW_S))
        done = await super()._do_sendMessage(data)
        await asyncio.sleep(random.uniform(0, SLOW_S))
        return done

    async def _do_editMessageText(self, data: dict[str, Any]) -> Any:
        await asyncio.sleep(random.uniform(0, SLOW_S))
        done = await super()._do_editMessageText(data)
        await asyncio.sleep(random.uniform(0, SLOW_S))
        return done


@dataclass
class Sent:
    chat_id: int
    message_id: int
    url: str


@dataclass
class Bot:
    """`keyclaims bot`, or `worker`, as a process of its own."""

    config: Path
    environment: dict[str, str]
    log: Path
    command: str = "bot"
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--config", str(self.config), self.command,
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    async def kill(self) -> None:
        """Signal 9 to it and its children: no handler runs, nothing is flushed."""
        assert self.process is not None
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            raise SystemExit(f"the bot ended by itself; see {self.log}") from None
        await self.process.wait()

    async def stop(self) -> float:
        assert self.process is not None
        started = time.monotonic()
        self.process.terminate()
        await asyncio.wait_for(self.process.wait(), 15)
        return time.monotonic() - started


@dataclass
class Trial:
    api: BotApi
    site: NewsSite
    random: random.Random
    chats: int
    sent: list[Sent] = field(default_factory=list)

    def say(self) -> None:
        """Somebody sends a link: in private, or to the bot in a group; now and then two in one message."""
        number = len(self.sent) + 1
        language = self.random.choice(["ko", "zh", "en"])
        url = self.site.put_article(f"/{language}/{number}.html", language, number)
        reader = self.random.choice(["ko", "zh-hans", "zh-hant", "en"])
        if self.random.random() < GROUP_SHARE:
            chat_id = -1_000_000_000_000 - self.random.randrange(max(1, self.chats // 3))
            message_id = self.api.user_says(chat_id, f"@{self.api.me['username']} {url}", user=77, language="ko")
        else:
            chat_id = 1000 + self.random.randrange(self.chats)
            message_id = self.api.user_says(chat_id, f"이거 봐 {url}", language=reader)
        self.sent.append(Sent(chat_id, message_id, url))

    async def stream(self, every_s: float) -> None:
        while True:
            self.say()
            await asyncio.sleep(self.random.expovariate(1 / every_s))

    def replies(self) -> dict[tuple[int, int], list[dict[str, Any]]]:
        """(chat, message replied to) -> our messages."""
        found: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for chat_id in self.api.chats:
            for message in self.api.ours(chat_id):
                target = message.get("reply_to_message", {}).get("message_id", 0)
                found.setdefault((chat_id, target), []).append(message)
        return found

    def open(self) -> int:
        """Messages without a reply that holds claims."""
        replies = self.replies()
        return sum(not any(_answered(m) for m in replies.get((s.chat_id, s.message_id), [])) for s in self.sent)

    def count(self) -> dict[str, int]:
        replies = self.replies()
        counts = Counter(lost=0, twice=0, stale=0, failed=0, astray=0)
        for sent in self.sent:
            ours = replies.pop((sent.chat_id, sent.message_id), [])
            answers = [m for m in ours if _answered(m)]
            placeholders = [m for m in ours if _placeholder(m)]
            counts["lost"] += not ours
            counts["twice"] += len(ours) > 1
            counts["stale"] += len(placeholders)
            counts["failed"] += len(ours) == 1 and not answers and not placeholders
        counts["astray"] = sum(len(ours) for ours in replies.values())
        return dict(counts)

    def doubles(self) -> list[str]:
        """What stands under messages with more than one reply, for whoever looks for the cause."""
        replies = self.replies()
        found = []
        for sent in self.sent:
            ours = replies.get((sent.chat_id, sent.message_id), [])
            if len(ours) > 1:
                shown = "; ".join(f"{m['message_id']} {m.get('text', '')[:30]!r}" for m in ours)
                found.append(f"{sent.chat_id}:{sent.message_id} -> {shown}")
        return found


def _answered(message: dict[str, Any]) -> bool:
    return "• " in message.get("text", "")


def _placeholder(message: dict[str, Any]) -> bool:
    return not _answered(message) and "…" in message.get("text", "") and "\n" not in message.get("text", "")


def configure(folder: Path, api: BotApi, site: NewsSite, store: str) -> Path:
    path = folder / "config.toml"
    path.write_text(
        f"""
[telegram]
token = "{api.token}"
api_base = "{api.base}"
[translation]
preset = "demo"
offline = true
workers = 1
[fetch]
allow_addresses = ["127.0.0.0/8"]
allow_ports = [{site.port}]
per_host = 8
[store]
url = "{store or f"sqlite:///{folder}/bot.sqlite"}"
[serve]
listen = ""
"""
    )
    return path


async def trial(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """One run; the figures."""
    # The server complains about requests whose sender was killed.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    async with SlowApi() as api, NewsSite() as site:
        chance = random.Random(arguments.seed)
        people = Trial(api, site, chance, arguments.chats)
        environment = {**os.environ, "KEYCLAIMS_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
        parts = (configure(folder, api, site, arguments.store), environment, folder / "bot.log")
        bot, workers = Bot(*parts), [Bot(*parts, "worker") for _ in range(arguments.workers)]
        started = time.monotonic()
        await _install(people, bot)
        streaming = asyncio.create_task(people.stream(arguments.every))
        if workers:
            early = await _kill_workers(people, bot, workers, arguments.kills)
        else:
            early = await _kill_bot(people, bot, arguments.kills)
        streaming.cancel()
        if not workers:
            await bot.start()
        settled = await _settle(people)
        stopped = max([await bot.stop(), *[await worker.stop() for worker in workers]])
        return {
            "kills": arguments.kills,
            "workers": arguments.workers,
            "before_the_first_getupdates": early,
            "links": len(people.sent),
            **people.count(),
            "doubles": people.doubles(),
            "worked_off_s": round(settled, 1),
            "stopped_s": round(stopped, 1),
            "seconds": round(time.monotonic() - started),
            "refused_by_telegram": dict(api.refusals),
        }


async def _install(people: Trial, bot: Bot) -> None:
    """The first start of all installs the demo models, which takes longer than most lives that follow."""
    people.say()
    await bot.start()
    await people.api.until(lambda: not people.open(), 120)
    await bot.kill()


async def _kill_bot(people: Trial, bot: Bot, kills: int) -> int:
    """How many kills it met before it had asked for updates."""
    early = 0
    for number in range(1, kills + 1):
        asked = len(people.api.called("getUpdates"))
        await bot.start()
        if people.random.random() < EARLY_SHARE:
            await asyncio.sleep(people.random.uniform(*START_S))
        else:
            await people.api.until(lambda: len(people.api.called("getUpdates")) > asked, 60)  # noqa: B023
            await asyncio.sleep(people.random.uniform(*LIFE_S))
        early += len(people.api.called("getUpdates")) == asked
        await bot.kill()
        _progress(number, people)
    return early


async def _kill_workers(people: Trial, bot: Bot, workers: list[Bot], kills: int) -> int:
    for part in (bot, *workers):
        await part.start()
    for number in range(1, kills + 1):
        await asyncio.sleep(people.random.uniform(1.0, 8.0))
        victim = people.random.choice(workers)
        await victim.kill()
        await victim.start()
        _progress(number, people)
    return 0


def _progress(number: int, people: Trial) -> None:
    if number % 10 == 0:
        print(f"{number} kills, {len(people.sent)} links, {people.open()} open", file=sys.stderr, flush=True)


async def _settle(people: Trial) -> float:
    """Until everything is answered and nothing changes any more."""
    started = time.monotonic()
    while people.open() and time.monotonic() - started < QUIET_S:  # noqa: ASYNC110
        await asyncio.sleep(0.5)
    took = time.monotonic() - started
    await asyncio.sleep(5.0)  # a second answer would come now
    return took


@contextmanager
def postgres_server() -> Iterator[Any]:
    """A PostgreSQL of our own (`tests/postgres.py`), that lives as long."""
    import postgres

    programs = postgres.find_programs()
    if programs is None:
        raise SystemExit("PostgreSQL's server is missing (Debian: apt-get install postgresql)")
    server = postgres.Server(programs)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


@contextmanager
def server_of(arguments: argparse.Namespace) -> Iterator[str]:
    """The store's URL; with --postgres, of a server that lives as long."""
    if not arguments.postgres:
        yield arguments.store
        return
    with postgres_server() as server:
        yield server.url()


def judged(found: dict[str, Any], wrong: Iterable[str], folder: Path, keep: bool = False) -> int:
    """Prints what was found; the exit code: 1 where something of `wrong` is there. Then the folder stays."""
    print(json.dumps(found, ensure_ascii=False, indent=1))
    bad = any(found[name] for name in wrong)
    if bad or keep:
        print(f"store and logs: {folder}", file=sys.stderr)
    else:
        shutil.rmtree(folder)
    return 1 if bad else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument(
        "--workers", type=int, default=0, help="kill one of so many `keyclaims worker` instead of the bot"
    )
    parser.add_argument("--chats", type=int, default=12)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two links, on average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", default="", help="postgresql://… instead of a SQLite file")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of our own (Debian's programs)")
    parser.add_argument("--keep", action="store_true", help="keep the folder with store and log")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="keyclaims-kill-"))
    with server_of(arguments) as arguments.store:
        found = asyncio.run(trial(arguments, folder))
    return judged(found, ("lost", "twice", "stale", "failed", "astray"), folder, arguments.keep)


if __name__ == "__main__":
    sys.exit(main())
