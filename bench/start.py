"""How fast `keyclaims bot` starts, and what it holds in memory with two directions in the true shape loaded.

    python -m bench.start [--times 5] [--shape opus|demo]

Start: from the process's start to its first getUpdates (from then on links are taken). Memory: proportional set size of
the program with its children, after articles in both directions were answered. Set-up as in bench/load.py.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.load import READERS, cpu_s, models, rig


async def start(arguments: argparse.Namespace, folder: Path, preset: str) -> dict[str, Any]:
    took, used, memory = [], [], 0.0
    async with rig(folder / "start", preset, ("bot",), chats=10, ladder=arguments.shape == "demo") as made:
        [bot] = made.bots
        for _ in range(arguments.times):
            await bot.stop()
            asked, started = len(made.api.called("getUpdates")), time.monotonic()
            await bot.start()
            await made.api.until(lambda: len(made.api.called("getUpdates")) > asked, 60)  # noqa: B023
            took.append(time.monotonic() - started)
            used.append(cpu_s(made.bots))
        for _ in range(12 * len(READERS)):
            made.say()
        await made.api.until(lambda: not made.open(), 120)
        await asyncio.sleep(2)
        memory = made.memory_mb()[0]
    return {
        "start_s": {"median": round(statistics.median(took), 2), "slowest": round(max(took), 2)},
        "start_cpu_s": round(statistics.median(used), 2),
        "memory_mb_with_two_directions": round(memory),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--shape", choices=("opus", "demo"), default="opus")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keyclaims-start-") as name:
        preset = models(Path(name), arguments.shape)
        print(json.dumps(asyncio.run(start(arguments, Path(name), preset))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
