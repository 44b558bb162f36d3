"""Memory and event-loop lag while servers misbehave: `python bench/fetching.py` prints a line each and the worst.

The servers (tests/hostile.py) run in a process of their own, so that what is measured is the fetcher. Bars of issue 5:
80 MB above idle, 200 ms of lag.
"""

import asyncio
import gc
import multiprocessing
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from bot.config import Fetch
from bot.errors import BotError
from bot.fetch import Fetcher
from bot.link import Link
from hostile import Hostile, coded

TYPE = {"Content-Type": "text/html"}
HTML = ["head", 200, TYPE]
CHUNKED = ["head", 200, {**TYPE, "Transfer-Encoding": "chunked"}]
OK = ["send", "HTTP/1.1 200 OK\r\n"]
ENDLESS = 10**9


def _coded(name: str) -> list[Any]:
    return ["head", 200, {**TYPE, "Content-Encoding": name}]


ROUTES: dict[str, list[list[Any]]] = {
    "gzip bomb, 300 MB": [_coded("gzip"), ["coded", "gzip", "0", 300_000_000]],
    "deflate bomb, 300 MB": [_coded("deflate"), ["coded", "raw", "0", 300_000_000]],
    "brotli bomb, 300 MB": [_coded("br"), ["coded", "br", "0", 300_000_000]],
    "gzip members without end": [_coded("gzip"), ["members", 3_000_000]],
    "endless page": [HTML, ["fill", "<p>x</p>", ENDLESS]],
    "endless chunks of a byte": [CHUNKED, ["fill", "1\r\nx\r\n", ENDLESS]],
    "endless chunk extensions": [CHUNKED, ["fill", "1;aaaaaaaa", ENDLESS]],
    "endless header": [OK, ["send", "X: "], ["fill", "x", ENDLESS]],
    "endless headers": [OK, ["fill", "X: y\r\n", ENDLESS]],
    "endless status line": [["send", "HTTP/1.1 200 "], ["fill", "x", ENDLESS]],
    "endless early hints": [["fill", "HTTP/1.1 103 Hints\r\nLink: <x>\r\n\r\n", ENDLESS]],
    "endless trailers": [CHUNKED, ["send", "1\r\nx\r\n0\r\n"], ["fill", "X: y\r\n", ENDLESS]],
    "5 MB of unclosed tags": [HTML, ["fill", "<", 4_900_000]],
    "64 KB of unclosed tags": [HTML, ["fill", "<", 64_000]],
    "64 KB of meta tags": [HTML, ["fill", "<meta a=b ", 6_000]],
    "64 KB of comments": [HTML, ["fill", "<!--", 15_000]],
    "64 KB of scripts": [HTML, ["fill", "<script>", 8_000]],
    "64 KB of attributes": [HTML, ["fill", "<meta " + "a" * 1900 + ">", 33]],
    "64 KB of html tags": [HTML, ["fill", "<html ", 10_000]],
    "300 KB of scripts, amphtml": [HTML, ["send", "<link rel=amphtml href=/x>"], ["fill", "<script>", 36_000]],
}


def _rss() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def serve(port: Any) -> None:
    async def main() -> None:
        for route in ROUTES.values():
            for step in route:
                if step[0] == "coded":
                    coded(step[1], step[2].encode(), step[3])
                if step[0] == "members":
                    step[:] = ["raw", b"".join(coded("gzip", b"x", 1)) * (step[1] // 21)]
        routes = {f"/{i}": script for i, script in enumerate(ROUTES.values())}
        async with Hostile(routes) as server:
            port.put(server.port)
            await asyncio.sleep(3600)

    asyncio.run(main())


async def measure(port: int, only: str) -> None:
    worst_lag, worst_rss = 0.0, 0
    lag, most = 0.0, 0

    async def watch() -> None:
        nonlocal lag, most
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            lag = max(lag, time.monotonic() - before - 0.005)
            most = max(most, _rss())

    config = Fetch(allow_addresses=("127.0.0.0/8",), timeout_s=5)
    watcher = asyncio.create_task(watch())
    async with Fetcher(config) as fetcher:
        for i, name in enumerate(ROUTES):
            if only not in name:
                continue
            gc.collect()
            lag, most, idle, started = 0.0, 0, _rss(), time.monotonic()
            url = f"http://127.0.0.1:{port}/{i}"
            try:
                page = await fetcher.get(Link(url, url))
                outcome = f"page of {len(page.body)}"
            except BotError as error:
                outcome = f"{error.code} {error.detail}"
            above = max(most, _rss()) - idle
            seconds = time.monotonic() - started
            print(f"{name:28} {outcome:28} {seconds:5.2f} s  lag {lag * 1000:5.0f} ms  memory +{above / 1e6:5.1f} MB")
            worst_lag, worst_rss = max(worst_lag, lag), max(worst_rss, above)
    watcher.cancel()
    print(f"worst: lag {worst_lag * 1000:.0f} ms (bar 200), memory +{worst_rss / 1e6:.1f} MB (bar 80)")


if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    ports = spawn.Queue()
    server = spawn.Process(target=serve, args=(ports,), daemon=True)
    server.start()
    asyncio.run(measure(ports.get(), sys.argv[1] if len(sys.argv) > 1 else ""))
    server.kill()
