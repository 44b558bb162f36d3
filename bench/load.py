"""How much one machine carries: links offered to `keyclaims bot` at a rate; what comes out, how late, and at what cost.

    python -m bench.load [--shape opus|demo] [--processes 1 2] [--rate 600] [--seconds 40] [--chats 500]

A loopback Bot API and news site run in this process, the bot (and for 2 processes a `keyclaims worker` beside it) as
the operator runs it. Shape "opus": two directions of random weights in the true shape of opus-mt. What they write is
nonsense, so the guard ladder would try nearly every sentence again, several times; it is off unless `--ladder` is given
(real translations need it for a few sentences in a hundred). "demo": the demo models, ladder on. Articles are put
together from our own corpus with numbers of their own, so that no memory knows them. Offered faster than it is worked
off, the queue grows: then articles a minute is what the machine carries.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from bench.kill import ROOT, Bot

from botapi import BotApi  # isort: skip (bench.kill opens the way to tests/)
from newssite import NewsSite  # isort: skip

SENTENCES = 20
"""Of an article: the median of the development pages."""
READERS = {"zh": "en", "ko": "en"}


class TimedApi(BotApi):
    """Takes down when a message's answer stood in the chat."""

    def __init__(self, **limits: Any) -> None:
        super().__init__(**limits)
        self.answered_at: dict[tuple[int, int], float] = {}

    def _note(self, message: Any) -> Any:
        if isinstance(message, dict) and "• " in message.get("text", ""):
            target = message.get("reply_to_message", {}).get("message_id", 0)
            self.answered_at.setdefault((message["chat"]["id"], target), time.monotonic())
        return message

    async def _do_sendMessage(self, data: dict[str, Any]) -> Any:
        return self._note(await super()._do_sendMessage(data))

    async def _do_editMessageText(self, data: dict[str, Any]) -> Any:
        return self._note(await super()._do_editMessageText(data))


class Plain(Bot):
    """The program with the guard ladder's default switched off."""

    async def start(self) -> None:
        code = (
            "from models.translate import MarianTranslator as M; M.__init__.__kwdefaults__['ladder'] = False;"
            f"from bot.cli import main; raise SystemExit(main(['--config', {str(self.config)!r}, {self.command!r}]))"
        )
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", code,
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip


class Stories:
    """Articles without end, each of its own."""

    def __init__(self, site: NewsSite, seed: int) -> None:
        self.site, self.random, self.made = site, random.Random(seed), 0
        rows = [json.loads(line) for path in (ROOT / "samples/corpus").glob("*.jsonl") for line in path.open()]
        self.titles = {code: [row["title"][code] for row in rows] for code in READERS}
        self.texts = {code: [s[code] for row in rows for s in row["sentences"]] for code in READERS}

    def _new(self, text: str) -> str:
        """The sentence with another number in it."""
        number = str(self.random.randrange(100, 9999))
        return re.sub(r"\d+", number, text, count=1) if re.search(r"\d", text) else f"{text[:-1]} {number}{text[-1]}"

    def put(self, language: str) -> str:
        self.made += 1
        start = self.random.randrange(len(self.texts[language]) - SENTENCES)
        texts = [self._new(text) for text in self.texts[language][start : start + SENTENCES]]
        title = escape(self._new(self.random.choice(self.titles[language])))
        body = "".join(f"<p>{escape(' '.join(texts[i : i + 3]))}</p>" for i in range(0, SENTENCES, 3))
        path = f"/{language}/{self.made}.html"
        html = f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        return self.site.put(path, f"{html}<body><article><h1>{title}</h1>{body}</article></body></html>")


@dataclass
class Rig:
    """The servers, the program's processes, and who is waited for."""

    api: TimedApi
    site: NewsSite
    stories: Stories
    bots: list[Bot]
    chats: int
    sent_at: dict[tuple[int, int], float] = field(default_factory=dict)

    def say(self) -> None:
        """One link, in one of the private chats."""
        language = self.stories.random.choice(list(READERS))
        chat_id = 1000 + len(self.sent_at) % self.chats
        message_id = self.api.user_says(chat_id, self.stories.put(language), language=READERS[language])
        self.sent_at[chat_id, message_id] = time.monotonic()

    async def offer(self, rate: float, seconds: float) -> None:
        """Links at even times, `rate` a minute; catches up after a pause of this process."""
        started, sent = time.monotonic(), 0
        while (passed := time.monotonic() - started) < seconds:
            while sent < passed * rate / 60:
                self.say()
                sent += 1
            await asyncio.sleep(0.05)

    def open(self) -> int:
        return len(self.sent_at.keys() - self.api.answered_at.keys())

    def waits(self) -> list[float]:
        return sorted(at - self.sent_at[key] for key, at in self.api.answered_at.items() if key in self.sent_at)

    def memory_mb(self) -> list[float]:
        """Proportional set size of each process with its children: pages that several share are counted once."""
        return [sum(_pss(pid) for pid in _family(bot.process.pid)) / 1e3 for bot in self.bots if bot.process]


def cpu_s(bots: Sequence[Bot]) -> float:
    """Seconds of CPU that the processes and their children have used: the same on a busy machine as on an idle one."""
    ticks = 0
    for pid in (pid for bot in bots if bot.process for pid in _family(bot.process.pid)):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(other for child in children for other in _family(int(child)))]


def _pss(pid: int) -> int:
    try:
        return next(int(line.split()[1]) for line in open(f"/proc/{pid}/smaps_rollup") if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def models(folder: Path, shape: str) -> str:
    """The preset, with its models in `folder`/models."""
    if shape == "demo":
        return "demo"
    from bench import checkpoint
    from bench.translation import tokenizer
    from models import catalog
    from models.hub import Hub

    source = checkpoint.write(tokenizer(folder / "tokenizer"), folder / "checkpoint")
    hub = Hub(folder / "models", catalog.load(), offline=True)
    for pair in ("zh-en", "ko-en"):
        hub.add(source, pair)
    return "installed"


@asynccontextmanager
async def rig(
    folder: Path,
    preset: str,
    commands: Sequence[str],
    *,
    chats: int,
    store: str = "",
    seed: int = 1,
    workers: int = 0,
    ladder: bool = True,
    each: Callable[[int, Bot], None] = lambda number, bot: None,
    beside: Callable[[TimedApi], Coroutine[Any, Any, None]] | None = None,
) -> AsyncIterator[Rig]:
    """`commands`: ("bot", "worker", ...), each a process, started one after the other and stopped at the end.
    `each` may change a process's environment; `beside` runs as long as the servers do."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 (nothing else runs yet)
    async with TimedApi() as api, NewsSite() as site:
        config = folder / "config.toml"
        config.write_text(
            f'[telegram]\ntoken = "{api.token}"\napi_base = "{api.base}"\n'
            f'[translation]\npreset = "{preset}"\noffline = true\nworkers = {workers}\n'
            f'models_dir = "{folder.parent}/models"\n'
            f'[fetch]\nallow_addresses = ["127.0.0.0/8"]\nallow_ports = [{site.port}]\nper_host = 8\n'
            f'[store]\nurl = "{store or f"sqlite:///{folder}/bot.sqlite"}"\n[serve]\nlisten = ""\n'
            f"[work]\nmax_queue = 100000\n"
        )
        environment = {**os.environ, "KEYCLAIMS_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
        program = Bot if ladder else Plain
        bots = [program(config, environment, folder / f"{i}-{name}.log", name) for i, name in enumerate(commands)]
        for number, bot in enumerate(bots):
            each(number, bot)
        made = Rig(api, site, Stories(site, seed), bots, chats)
        running = asyncio.create_task(beside(api)) if beside else None
        try:
            for bot in bots:
                await bot.start()
            made.say()
            await api.until(lambda: not made.open(), 120)
            yield made
            for bot in bots:
                await bot.stop()
        finally:
            if running:
                running.cancel()
            for bot in bots:
                if bot.process and bot.process.returncode is None:
                    await bot.kill()


async def measure(arguments: argparse.Namespace, folder: Path, preset: str, processes: int) -> dict[str, Any]:
    commands = ("bot", *["worker"] * (processes - 1))
    ladder = arguments.ladder or arguments.shape == "demo"
    async with rig(folder / f"p{processes}", preset, commands, chats=arguments.chats, ladder=ladder) as made:
        if processes > 1:
            await asyncio.sleep(8)  # the others load their models
        made.sent_at.clear()
        made.api.answered_at.clear()
        used = cpu_s(made.bots)
        offering = asyncio.create_task(made.offer(arguments.rate, arguments.seconds))
        depths, memory = [], [0.0] * processes
        for _ in range(int(arguments.seconds)):
            await asyncio.sleep(1.0)
            depths.append(made.open())
            memory = [max(pair) for pair in zip(memory, made.memory_mb(), strict=True)]
        await offering
        waits = made.waits()
        used = cpu_s(made.bots) - used
        return {
            "processes": processes,
            "offered_a_minute": round(len(made.sent_at) * 60 / arguments.seconds),
            "articles_a_minute": round(len(waits) * 60 / arguments.seconds),
            "cpu_s_an_article": round(used / max(1, len(waits)), 2),
            "p50_s": round(statistics.median(waits), 2) if waits else None,
            "p95_s": round(waits[int(len(waits) * 0.95)], 2) if waits else None,
            "waiting_at_the_end": depths[-1],
            "memory_mb": [round(m) for m in memory],
            "refused_by_telegram": dict(made.api.refusals),
            "load_of_the_machine": round(os.getloadavg()[0], 1),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", choices=("opus", "demo"), default="opus")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rate", type=float, default=600, help="links a minute")
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--ladder", action="store_true", help="the guard ladder on nonsense, too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keyclaims-load-") as name:
        folder = Path(name)
        preset = models(folder, arguments.shape)
        for processes in arguments.processes:
            print(json.dumps(asyncio.run(measure(arguments, folder, preset, processes))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
