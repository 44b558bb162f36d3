"""What Prometheus is told: how long each step takes and how it ends, how links end, what is doubted, what waits.

In: a pipeline to be watched, links as they end, what the pace of Telegram and the cache of stories report. Out: the
text of /metrics; all names begin with `keyclaims_`. Labels are a few fixed words: a step, an error's code, a kind.
Never: a chat, a link, an outlet or a word of an article as a label or value; a decision.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final, ParamSpec, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.errors import BotError
from bot.pipeline import Pipeline
from models.article import Article
from models.brief import Brief
from models.errors import ModelError
from models.fidelity import Doubt

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
SECONDS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Selecting takes 5 ms, a slow outlet 20 s, a link in a full queue minutes."""
MODEL_STEPS: Final = ("select", "translate", "check")
"""Steps whose seconds a brief brings with it."""

P = ParamSpec("P")
T = TypeVar("T")


class Metrics:
    """The figures of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.registry = CollectorRegistry()
        # Memory, CPU, open files; Python's own version and collections.
        for collect in (ProcessCollector, PlatformCollector, GCCollector):
            collect(registry=self.registry)
        self._stages = self._histogram(
            "stage_seconds", "Seconds of a step: fetch, extract, select, translate, check", ("stage", "outcome")
        )
        self._total = self._histogram("link_seconds", "Seconds from a link's arrival to its answer", ("outcome",))
        self._outcomes = self._counter("links", "Links that ended, by outcome: ok or an error's code", ("outcome",))
        self._doubts = self._counter("doubts", "Doubts shown to readers, by kind", ("kind", "repaired"))
        self._cache = self._counter("cache", "Stories asked for: made anew, or found", ("what", "found"))
        self._waits = self._histogram("telegram_wait_seconds", "Seconds a message waited for Telegram's limits", ())
        self._held = self._counter("telegram_held", "Messages put off, by reason", ("reason",))

    def _histogram(self, name: str, words: str, labels: tuple[str, ...]) -> Histogram:
        return Histogram(f"keyclaims_{name}", words, labels, registry=self.registry, buckets=SECONDS)

    def _counter(self, name: str, words: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"keyclaims_{name}", words, labels, registry=self.registry)

    def watch(self, pipeline: Pipeline) -> Pipeline:
        """The same pipeline, each step's seconds and end taken down."""

        def make(article: Article, to: str | None, limit: int | None, *, full: bool) -> Brief:
            # In a worker thread: the library's counters take their own locks.
            started = self._clock()
            try:
                brief = pipeline.make(article, to, limit, full=full)
            except Exception as error:
                self._stage("make", outcome(error), self._clock() - started)
                raise
            for step in MODEL_STEPS:
                if step in brief.seconds:
                    self._stage(step, "ok", brief.seconds[step])
            return brief

        return replace(
            pipeline,
            fetch=self._timed("fetch", pipeline.fetch),
            extract=self._timed("extract", pipeline.extract),
            make=make,
        )

    def _timed(self, stage: str, step: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        async def timed(*args: P.args, **kwargs: P.kwargs) -> T:
            started = self._clock()
            try:
                result = await step(*args, **kwargs)
            except Exception as error:
                self._stage(stage, outcome(error), self._clock() - started)
                raise
            self._stage(stage, "ok", self._clock() - started)
            return result

        return timed

    def _stage(self, stage: str, ended: str, seconds: float) -> None:
        self._stages.labels(stage, ended).observe(seconds)

    def link(self, ended: str, seconds: float, brief: Brief | None = None) -> None:
        """A link has its answer, or will have none. `seconds`: since it arrived, its wait in the queue included."""
        self._outcomes.labels(ended).inc()
        self._total.labels(ended).observe(max(0.0, seconds))
        for doubt in doubts(brief):
            self._doubts.labels(doubt.kind, "yes" if doubt.repaired else "no").inc()

    def cache(self, what: str, found: bool) -> None:
        """`what`: "article" or "brief"."""
        self._cache.labels(what, "yes" if found else "no").inc()

    def waited(self, seconds: float, reason: str = "") -> None:
        """A message had its turn after `seconds`; with a reason, it was put off for so long."""
        if reason:
            self._held.labels(reason).inc()
        else:
            self._waits.observe(seconds)

    def text(self, gauges: Mapping[str, float]) -> bytes:
        """The page /metrics; `gauges` are what is read from the store at this moment."""
        now = CollectorRegistry()
        for name, value in gauges.items():
            Gauge(f"keyclaims_{name}", name.replace("_", " "), registry=now).set(value)
        return generate_latest(self.registry) + generate_latest(now)


def outcome(error: BaseException) -> str:
    """An error's code; "error" for what is not ours."""
    return error.code if isinstance(error, BotError | ModelError) else "error"


def doubts(brief: Brief | None) -> list[Doubt]:
    """What the reader is told to compare: of the headline and the claims."""
    if brief is None:
        return []
    return [*brief.title.doubts, *(doubt for point in brief.points for doubt in point.doubts)]
