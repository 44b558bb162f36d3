"""Memory over time: `keyclaims bot` under steady load, its memory taken every few seconds, and the slope of it.

    python -m bench.soak [--minutes 30] [--rate 60] [--shape opus|demo]

The slope is a least-squares line through the second half (caches and pools fill in the first), in MB an hour, with the
standard error of it: a short soak says little, and says so by that. Set-up as in bench/load.py.
"""

import argparse
import asyncio
import json
import math
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.load import models, rig

EVERY_S = 3.0


def slope(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Least squares through (hours, MB): MB an hour, and its standard error."""
    n = len(points)
    mean_x, mean_y = (sum(values) / n for values in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    rest = sum((y - mean_y - rise * (x - mean_x)) ** 2 for x, y in points)
    return rise, math.sqrt(rest / max(1, n - 2) / spread)


async def soak(arguments: argparse.Namespace, folder: Path, preset: str) -> dict[str, Any]:
    async with rig(folder / "soak", preset, ("bot",), chats=100) as made:
        seconds, points, started = arguments.minutes * 60, [], time.monotonic()
        offering = asyncio.create_task(made.offer(arguments.rate, seconds))
        while (passed := time.monotonic() - started) < seconds:
            points.append((passed / 3600, made.memory_mb()[0]))
            await asyncio.sleep(EVERY_S)
        await offering
        await made.api.until(lambda: not made.open(), 300)
        second = points[len(points) // 2 :]
        rise, error = slope(second)
        waits = made.waits()
        return {
            "minutes": arguments.minutes,
            "links": len(made.sent_at),
            "lost": made.open(),
            "p95_s": round(waits[int(len(waits) * 0.95)], 2),
            "memory_mb": {name: round(of(m for _, m in points)) for name, of in (("least", min), ("most", max))},
            "second_half_mb": [round(second[0][1], 1), round(second[-1][1], 1)],
            "slope_mb_an_hour": round(rise, 1),
            "standard_error": round(error, 1),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=60, help="links a minute")
    parser.add_argument("--shape", choices=("opus", "demo"), default="demo")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keyclaims-soak-") as name:
        preset = models(Path(name), arguments.shape)
        print(json.dumps(asyncio.run(soak(arguments, Path(name), preset)), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
