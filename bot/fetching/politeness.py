"""Not being a nuisance: `Hosts` (connections and pauses of a host) and `Flights` (one request, many who wait).

In: host names and coroutines. Out: permission, later or never (OutletBusy). Never connects.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Final, Generic, TypeVar

from bot.errors import Busy, OutletBusy

Result = TypeVar("Result")
QUEUE_S: Final = 120.0
"""Seconds that a link waits for its turn at a host before it is told "busy"."""
LONGEST_PAUSE_S: Final = 24 * 3600.0
"""A Retry-After beyond a day is taken for a day."""
MAX_PAUSED: Final = 1000
"""Hosts remembered as paused."""


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds asked for by a Retry-After header, a number or an HTTP date; None where there is no sense in it."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_PAUSE_S)
    try:
        seconds = parsedate_to_datetime(text).timestamp() - now
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return min(max(seconds, 0.0), LONGEST_PAUSE_S)


@dataclass(slots=True)
class _Host:
    free: asyncio.Semaphore
    users: int = 0


class Hosts:
    """At most `per_host` requests to a host at a time, and none while it asked us to stay away."""

    def __init__(self, per_host: int, clock: Callable[[], float]) -> None:
        self._per_host = per_host
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._paused: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """One of the host's connections. Raises Busy where none comes free in QUEUE_S."""
        entry = self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._per_host)))
        entry.users += 1
        try:
            try:
                async with asyncio.timeout(QUEUE_S):
                    await entry.free.acquire()
            except TimeoutError:
                raise Busy("too many links of this outlet are waiting", detail=host) from None
            try:
                yield
            finally:
                entry.free.release()
        finally:
            entry.users -= 1
            if not entry.users:
                del self._hosts[host]

    def pause(self, host: str, seconds: float) -> None:
        """No request to `host` for so long."""
        if len(self._paused) >= MAX_PAUSED:
            now = self._clock()
            self._paused = {h: until for h, until in self._paused.items() if until > now}
            while len(self._paused) >= MAX_PAUSED:
                del self._paused[next(iter(self._paused))]
        self._paused[host] = self._clock() + seconds

    def paused(self, host: str) -> float:
        """Seconds that the host still wants to be left alone."""
        left = self._paused.get(host, -math.inf) - self._clock()
        if left <= 0:
            self._paused.pop(host, None)
            return 0.0
        return left

    def check(self, host: str, most: float) -> float:
        """Seconds to wait first, at most `most`. Raises OutletBusy where the host wants longer."""
        left = self.paused(host)
        if left > most:
            raise OutletBusy("the outlet asked us to come back later", detail="429", retry_after=left)
        return left


@dataclass(slots=True)
class _Flight(Generic[Result]):
    task: asyncio.Task[Result]
    waiting: int = field(default=0)


class Flights:
    """One flight a key: who asks for what is under way waits for it. It ends when nobody waits any more."""

    def __init__(self) -> None:
        self._flights: dict[str, _Flight[Any]] = {}

    async def join(self, key: str, make: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        flight = self._flights.get(key)
        if flight is None:
            flight = _Flight(asyncio.create_task(make()))
            self._flights[key] = flight
            flight.task.add_done_callback(lambda task: self._land(key, flight, task))
        flight.waiting += 1
        try:
            result: Result = await asyncio.shield(flight.task)
            return result
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._forget(key, flight)
                flight.task.cancel()

    def _land(self, key: str, flight: "_Flight[Any] | None", task: "asyncio.Task[Any]") -> None:
        self._forget(key, flight)
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not report it where everybody has gone

    def _forget(self, key: str, flight: "_Flight[Any] | None") -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    async def close(self) -> None:
        """Ends what is under way."""
        tasks: list[Awaitable[Any]] = []
        for flight in list(self._flights.values()):
            flight.task.cancel()
            tasks.append(flight.task)
        await asyncio.gather(*tasks, return_exceptions=True)
