"""One queue a model: what several threads ask at once is translated in the same batches.

In: requests of one caller (`Queue.ask`, which blocks it). Out: the texts of each, in the caller's order. Callers take turns: one
sentence of a long article, all of a short one, so that no headline waits for an article; within a caller the longest
go first, so that a batch holds sentences of like length. When a batch fails, each of its sentences is tried alone. The engine is
loaded with the first request and unloaded after `idle_s` without one. Never looks at a text.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from models.engines import Options, Request
from models.errors import Cancelled, ModelError, TranslationFailed

BATCH: Final = 16
"""Sentences a batch; up to nine more where they complete a short caller. More costs memory and brings under 5% (docs/performance.md)."""
WINDOW_S: Final = 0.010
"""Seconds to wait for other callers before a batch that is not full is begun."""
IDLE_S: Final = 600.0
"""Seconds without a request after which the model's memory is given back; loading again takes under 0.3 s."""
LIMIT: Final = 4000
"""Sentences waiting; further callers wait at the door."""
_SHARED: Final = 8
"""Sentences that are not spread over the workers while others ask too: a step of a small batch is mostly reading the
weights, and two small batches read them twice."""
_TURN: Final = 10
"""A caller with no more sentences than this (a headline; a brief with its speakers) is taken whole: callers that all
end together leave the workers idle together, and each would wait for the longest sentence of all."""
_POLL_S: Final = 0.05
"""Seconds between two looks at a caller's cancel event."""


class Engine(Protocol):
    def count(self, text: str) -> int: ...
    def translate(self, requests: Sequence[Request], options: Options) -> list[str]:
        """`options.hypotheses` texts a request, in the order of the requests, the best of each first."""
        ...

    def close(self) -> None: ...


@dataclass(slots=True, eq=False)
class _Job:
    """What one caller waits for."""

    options: Options
    waiting: deque[tuple[int, Request]]
    results: list[tuple[str, ...] | ModelError]
    left: int
    done: threading.Event = field(default_factory=threading.Event)

    def give(self, count: int, step: int) -> list[tuple[int, Request]]:
        """The first `count` that wait, or every `step`-th of them: long and short ones, as the next batch will have."""
        if step == 1:
            return [self.waiting.popleft() for _ in range(min(count, len(self.waiting)))]
        given = list(self.waiting)[::step][:count]
        for row in given:
            self.waiting.remove(row)
        return given


class Queue:
    """Thread-safe. `load` makes the engine; `workers` batches run side by side."""

    def __init__(
        self,
        load: Callable[[], Engine],
        *,
        workers: int,
        batch: int = BATCH,
        window_s: float = WINDOW_S,
        idle_s: float = IDLE_S,
        limit: int = LIMIT,
    ) -> None:
        self._load, self._workers, self._batch = load, workers, batch
        self._window_s, self._idle_s, self._limit = window_s, idle_s, limit
        self._changed = threading.Condition()
        self._jobs: deque[_Job] = deque()
        self._pending = 0
        self._asking: set[_Job] = set()
        self._busy = 0
        self._threads: set[threading.Thread] = set()
        self._engine: Engine | None = None
        self._loading = threading.Lock()
        self._closed = False

    def engine(self) -> Engine:
        """The engine, loaded now where it is not. Raises ModelInvalid."""
        with self._loading:
            if self._engine is None:
                self._engine = self._load()
            return self._engine

    @property
    def loaded(self) -> bool:
        return self._engine is not None

    def ask(
        self, requests: Sequence[Request], options: Options, cancel: threading.Event | None = None
    ) -> list[tuple[str, ...] | ModelError]:
        """The texts or an error for each request, in order. Blocks. Raises Cancelled once `cancel` is set."""
        if not requests:
            return []
        order = sorted(range(len(requests)), key=lambda i: -len(requests[i].text))
        missing = TranslationFailed("the engine was closed")
        job = _Job(options, deque((i, requests[i]) for i in order), [missing for _ in requests], left=len(requests))
        with self._changed:
            while self._pending >= self._limit and not self._closed:
                self._raise_if(cancel)
                self._changed.wait(_POLL_S)
            if self._closed:
                raise TranslationFailed("the translator is closed")
            self._jobs.append(job)
            self._asking.add(job)
            self._pending += len(requests)
            self._hire()
            self._changed.notify_all()
        while not job.done.wait(_POLL_S if cancel else None):
            try:
                self._raise_if(cancel)
            except Cancelled:
                self._drop(job)
                raise
        return job.results

    def close(self) -> None:
        """Ends the workers after their running batch; callers that wait get TranslationFailed."""
        with self._changed:
            self._closed = True
            for job in self._jobs:
                job.waiting.clear()
                job.done.set()
            self._jobs.clear()
            self._asking.clear()
            self._pending = 0
            self._changed.notify_all()
            threads = list(self._threads)
        for thread in threads:
            thread.join()
        self._unload()

    @staticmethod
    def _raise_if(cancel: threading.Event | None) -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled("the translation was cancelled")

    def _drop(self, job: _Job) -> None:
        with self._changed:
            self._pending -= len(job.waiting)
            self._asking.discard(job)
            job.waiting.clear()
            if job in self._jobs:
                self._jobs.remove(job)
            self._changed.notify_all()

    def _hire(self) -> None:
        """As many threads as workers; they are daemons so that a forgotten `close` does not hold the process."""
        while len(self._threads) < self._workers:
            thread = threading.Thread(target=self._work, name="translate", daemon=True)
            self._threads.add(thread)
            thread.start()

    def _unload(self) -> None:
        with self._loading:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            options, batch = taken
            try:
                outcome = self._translate([request for _, _, request in batch], options)
            finally:
                with self._changed:
                    self._busy -= 1
            for (job, index, _), result in zip(batch, outcome, strict=True):
                job.results[index] = result
            with self._changed:
                for job, _, _ in batch:
                    job.left -= 1
                    if job.left == 0:
                        self._asking.discard(job)
                        job.done.set()

    def _next(self) -> tuple[Options, list[tuple[_Job, int, Request]]] | None:
        """The next batch; None when the thread should end (closed, or idle for long)."""
        with self._changed:
            while True:
                if self._closed:
                    self._threads.discard(threading.current_thread())
                    return None
                if self._pending == 0:
                    if not self._changed.wait_for(lambda: self._pending > 0 or self._closed, self._idle_s):
                        self._threads.discard(threading.current_thread())
                        last = not self._threads
                        break
                    continue
                if self._pending < self._batch:
                    self._changed.wait_for(lambda: self._pending >= self._batch or self._closed, self._window_s)
                if self._pending and not self._closed:
                    batch = self._take()
                    self._busy += 1
                    self._changed.notify_all()
                    return batch
        if last:
            self._unload()
        return None

    def _take(self) -> tuple[Options, list[tuple[_Job, int, Request]]]:
        """From each caller in turn one sentence, or all of a short one: this worker's share, and what completes the last."""
        free = max(1, self._workers - self._busy)
        alone = len(self._asking) == 1
        share = min(self._batch, max(-(-self._pending // free), 1 if alone else _SHARED))
        step = free if alone and self._pending <= free * self._batch else 1
        options = self._jobs[0].options
        batch: list[tuple[_Job, int, Request]] = []
        passed: list[_Job] = []
        while self._jobs and len(batch) < share:
            job = self._jobs.popleft()
            if job.options != options:
                passed.append(job)
                continue
            whole = len(job.waiting) if len(job.waiting) <= _TURN else 1
            turn = share if alone else whole
            batch += ((job, *given) for given in job.give(turn, step))
            if job.waiting:
                self._jobs.append(job)
        self._jobs.extendleft(reversed(passed))
        self._pending -= len(batch)
        return options, batch

    def _translate(self, requests: list[Request], options: Options) -> list[tuple[str, ...] | ModelError]:
        """The batch; where it fails, each sentence alone."""
        try:
            texts = self.engine().translate(requests, options)
            size = options.hypotheses
            return [tuple(texts[i : i + size]) for i in range(0, len(texts), size)]
        except ModelError as error:
            failure = error
        except Exception as error:  # nothing that an engine raises may end the thread that others wait for
            failure = TranslationFailed(f"{type(error).__name__}: {error}"[:300])
        if len(requests) == 1 or not isinstance(failure, TranslationFailed):
            return [failure for _ in requests]
        return [self._translate([request], options)[0] for request in requests]
