"""Two front ends and four workers on one PostgreSQL, a worker killed -9 every few seconds: what is lost or doubled.

    python -m bench.fleet [--seconds 60] [--every 4] [--rate 60] [--workers 4]

A PostgreSQL server of our own (Debian's programs), a loopback Bot API and news site, demo models. The front ends are
two `keyclaims bot` in webhook mode; each update goes to one of them by chance, and now and then to both, as Telegram
does when it is not sure. Every link must have one reply with claims. Exit 1 where that does not hold.
"""

import argparse
import asyncio
import json
import random
import shutil
import socket
import statistics
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Any

import aiohttp

from bench.kill import Bot, server_of
from bench.load import TimedApi, models, rig

BOTH_SHARE = 0.1
"""Of the updates, how many reach both front ends."""


class Ports:
    """Free ports for the webhooks."""

    def __init__(self, number: int) -> None:
        self.all = []
        for _ in range(number):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.all.append(free.getsockname()[1])


async def deliver(api: TimedApi, ports: list[int], chance: random.Random) -> None:
    """What Telegram does: each update is sent to the webhook until it says 200."""
    from bot.serve import SECRET_HEADER

    updates: deque[dict[str, Any]] = api._updates
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as client:

        async def post(update: dict[str, Any], port: int) -> bool:
            secret = {SECRET_HEADER: api.webhook.get("secret_token", "")}
            try:
                async with client.post(f"http://127.0.0.1:{port}/", json=update, headers=secret) as answer:
                    return answer.status == 200
            except aiohttp.ClientError:
                return False

        async def bring(update: dict[str, Any]) -> None:
            chosen = ports if chance.random() < BOTH_SHARE else [chance.choice(ports)]
            while not any(await asyncio.gather(*(post(update, port) for port in chosen))):
                await asyncio.sleep(0.5)
                chosen = [chance.choice(ports)]

        bringing: set[asyncio.Task[None]] = set()
        while True:
            while updates and api.webhook:
                task = asyncio.create_task(bring(updates.popleft()))
                bringing.add(task)
                task.add_done_callback(bringing.discard)
            await asyncio.sleep(0.02)


async def fleet(arguments: argparse.Namespace, folder: Path, store: str) -> dict[str, Any]:
    ports = Ports(2).all
    chance = random.Random(1)
    commands = ("bot", "bot", *["worker"] * arguments.workers)
    preset = models(folder, "demo")

    def webhook(number: int, bot: Bot) -> None:
        if bot.command == "bot":
            hook = {"URL": "https://bot.example/hook", "LISTEN": f"127.0.0.1:{ports[number]}"}
            bot.environment = bot.environment | {f"KEYCLAIMS_TELEGRAM_WEBHOOK_{k}": v for k, v in hook.items()}
        bot.environment = bot.environment | {"KEYCLAIMS_TRANSLATION_WORKERS": "1"}

    async def carry(api: TimedApi) -> None:
        await deliver(api, ports, chance)

    async with rig(folder / "fleet", preset, commands, chats=40, store=store, each=webhook, beside=carry) as made:
        await asyncio.sleep(10)  # workers load their models
        kills, started, before = 0, time.monotonic(), rows_written(store)
        offering = asyncio.create_task(made.offer(arguments.rate, arguments.seconds))
        while time.monotonic() - started < arguments.seconds:
            await asyncio.sleep(arguments.every)
            victim = chance.choice(made.bots[2:])
            await victim.kill()
            await victim.start()
            kills += 1
        await offering
        waited = time.monotonic()
        await made.api.until(lambda: not made.open(), 240)
        settled = time.monotonic() - waited
        await asyncio.sleep(4)  # a second answer would come now
        written = rows_written(store) - before
        replies = [len(replies_to(made.api, *key)) for key in made.sent_at]
        waits = made.waits()
        return {
            "rows_written_a_link": round(written / len(made.sent_at), 1),
            "front_ends": 2, "workers": arguments.workers, "kills": kills, "links": len(made.sent_at),
            "lost": sum(n == 0 for n in replies), "answered_twice": sum(n > 1 for n in replies),
            "p50_s": round(statistics.median(waits), 2), "p95_s": round(waits[int(len(waits) * 0.95)], 2),
            "slowest_s": round(waits[-1], 2), "worked_off_s": round(settled, 1),
            "refused_by_telegram": dict(made.api.refusals),
        }  # fmt: skip


def rows_written(store: str) -> int:
    """Rows that the server has inserted, changed and removed since it started; heartbeats of the processes included."""
    import psycopg

    query = "SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = current_database()"
    with psycopg.connect(store) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def replies_to(api: TimedApi, chat_id: int, message_id: int) -> list[dict[str, Any]]:
    return [m for m in api.ours(chat_id) if m.get("reply_to_message", {}).get("message_id") == message_id]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=4, help="seconds between two kills")
    parser.add_argument("--rate", type=float, default=60, help="links a minute")
    parser.add_argument("--workers", type=int, default=4)
    arguments = parser.parse_args()
    arguments.postgres, arguments.store = True, ""
    folder = Path(tempfile.mkdtemp(prefix="keyclaims-fleet-"))
    with server_of(arguments) as store:
        found = asyncio.run(fleet(arguments, folder, store))
    print(json.dumps(found, indent=1))
    shutil.rmtree(folder)
    return 1 if found["lost"] or found["answered_twice"] else 0


if __name__ == "__main__":
    sys.exit(main())
