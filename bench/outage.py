"""Network cut and PostgreSQL restarted under load: what is lost or doubled, and how soon all is well again.

    python -m bench.outage [--rounds 2] [--rate 120] [--workers 2] [--seed 1]

One `keyclaims bot` (polling) and workers, PostgreSQL of our own, demo models; a TCP proxy on loopback stands before the
Bot API and another before PostgreSQL. In turn, with four seconds of peace between: the Bot API is *cut* (connections
reset, new ones refused at once), *silent* (bytes stay where they are, and then the connections break: what was asked is
done, its answer is lost), the same two for PostgreSQL, and PostgreSQL is stopped and started. No process is restarted
by us. Exit 1 unless every link has one reply with claims and every process lives.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.fleet import Ports, replies_to
from bench.kill import Bot, judged, postgres_server
from bench.load import TimedApi, models, rig

PEACE_S = 4.0
OUTAGE_S = (2.0, 8.0)
"""From a hiccup to a switch that starts again."""
CHUNK = 65_536


class Wire:
    """A TCP proxy that can be cut."""

    def __init__(self, port: int, target: int = 0) -> None:
        self.port, self.target = port, target
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._moving = asyncio.Event()
        self._moving.set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """New connections are refused, those there are reset."""
        if self._server:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, back}
        await asyncio.gather(self._move(reader, back), self._move(there, writer))
        self._open -= {writer, back}

    async def _move(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                await self._moving.wait()
                writer.write(data)
                await writer.drain()
        writer.close()

    async def cut(self, seconds: float) -> None:
        await self.stop()
        await asyncio.sleep(seconds)
        await self.start()

    async def silent(self, seconds: float) -> None:
        self._moving.clear()
        await asyncio.sleep(seconds)
        for writer in list(self._open):
            writer.transport.abort()
        self._moving.set()


async def outage(arguments: argparse.Namespace, folder: Path, server: Any) -> dict[str, Any]:
    chance = random.Random(arguments.seed)
    ports = Ports(2).all
    telegram, database = Wire(ports[0]), Wire(ports[1], server.port)
    await database.start()

    def through(number: int, bot: Bot) -> None:
        bot.environment = bot.environment | {
            "KEYCLAIMS_TELEGRAM_API_BASE": f"http://127.0.0.1:{telegram.port}",
            "KEYCLAIMS_STORE_URL": server.url().replace(f":{server.port}", f":{database.port}"),
            "KEYCLAIMS_TRANSLATION_WORKERS": "1",
        }

    async def carry(api: TimedApi) -> None:
        telegram.target = urlsplit(api.base).port or 0
        await telegram.start()

    async def restart(seconds: float) -> None:
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(server.start)

    outages: dict[str, Callable[[float], Awaitable[None]]] = {
        "telegram cut": telegram.cut,
        "telegram silent": telegram.silent,
        "postgresql cut": database.cut,
        "postgresql silent": database.silent,
        "postgresql restarted": restart,
    }
    commands = ("bot", *["worker"] * arguments.workers)
    preset = models(folder, "demo")
    async with rig(folder / "outage", preset, commands, chats=40, each=through, beside=carry) as made:
        await asyncio.sleep(8)  # workers load their models
        happened: list[dict[str, Any]] = []
        offering = asyncio.create_task(made.offer(arguments.rate, float("inf")))
        for _ in range(arguments.rounds):
            for name, make in outages.items():
                seconds = round(chance.uniform(*OUTAGE_S), 1)
                await make(seconds)
                ended = time.monotonic()
                before = set(made.sent_at)  # accepted or not: what had been said when the outage ended
                await asyncio.sleep(PEACE_S)
                happened.append({"what": name, "seconds": seconds, "keys": before, "ended": ended})
        offering.cancel()
        waited = time.monotonic()
        await made.api.until(lambda: not made.open(), 240)
        settled = time.monotonic() - waited
        await asyncio.sleep(5)  # a second answer would come now
        for one in happened:
            late = [made.api.answered_at[key] - one["ended"] for key in one.pop("keys") if key in made.api.answered_at]
            one["all_answered_after_s"] = round(max([0.0, *late]), 1)
            del one["ended"]  # a time of this process
        replies = [len(replies_to(made.api, *key)) for key in made.sent_at]
        waits = made.waits()
        found = {
            "workers": arguments.workers, "links": len(made.sent_at), "outages": happened,
            "lost": sum(n == 0 for n in replies) + made.open(), "answered_twice": sum(n > 1 for n in replies),
            "ended_processes": sum(bot.process is None or bot.process.returncode is not None for bot in made.bots),
            "p50_s": round(statistics.median(waits), 2), "p95_s": round(waits[int(len(waits) * 0.95)], 2),
            "slowest_s": round(waits[-1], 2), "worked_off_s": round(settled, 1),
            "refused_by_telegram": dict(made.api.refusals),
        }  # fmt: skip
    await telegram.stop()
    await database.stop()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2, help="through all outages")
    parser.add_argument("--rate", type=float, default=120, help="links a minute")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="keyclaims-outage-"))
    with postgres_server() as server:
        found = asyncio.run(outage(arguments, folder, server))
    return judged(found, ("lost", "answered_twice", "ended_processes"), folder)


if __name__ == "__main__":
    sys.exit(main())
