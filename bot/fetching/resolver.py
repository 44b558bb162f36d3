"""Names to addresses, judged: a name with any closed address is refused, and no look-up holds up another.

In: a host name. Out: aiohttp's list of addresses, all of them open by the rule. Raises `addresses.Refused` or OSError.
`socket.getaddrinfo` knows /etc/hosts, the search order and DNS64, but cannot be stopped: each look-up has a thread of
its own (a pool would be stalled by as many dead names as it has threads; the process would wait for them at its end).
"""

import asyncio
import contextlib
import socket
import threading
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.addresses import Refused, Rule
from bot.links.urls import is_public

MAX_LOOKUPS: Final = 200
"""Threads at the same time: they sleep, a few KB each. libc gives up after about 30 s, so that they come free."""


class Threads(AbstractResolver):
    """`socket.getaddrinfo` in a daemon thread a look-up."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(MAX_LOOKUPS)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Any]] = loop.create_future()

        def settle(result: list[Any] | None, error: Exception | None) -> None:
            self._free.release()
            if answer.done():
                return
            if error is not None:
                answer.set_exception(error if isinstance(error, OSError) else OSError(str(error)))
            else:
                answer.set_result(result or [])

        def look_up() -> None:
            result, error = None, None
            try:
                # Without AI_ADDRCONFIG: an answer of either family counts when a name is judged.
                result = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
            except Exception as caught:
                error = caught
            with contextlib.suppress(RuntimeError):  # the loop is gone, and with it who asked
                loop.call_soon_threadsafe(settle, result, error)

        threading.Thread(target=look_up, name="lookup", daemon=True).start()
        return [_result(host, *info) for info in await answer]

    async def close(self) -> None:
        """Nothing to close."""


def _result(
    host: str, family: socket.AddressFamily, _type: int, proto: int, _name: str, address: tuple[Any, ...]
) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=str(address[0]),
        port=int(address[1]),
        family=family,
        proto=proto,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )


class Judged(AbstractResolver):
    """Another resolver whose answers stand before the rule, all together."""

    def __init__(self, inner: AbstractResolver, rule: Rule) -> None:
        self._inner = inner
        self._rule = rule

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        results = await self._inner.resolve(host, port, family)
        for result in results:
            if not self._rule.allows(result["host"], port):
                raise Refused
            if not is_public(host) and not self._rule.opens_text(
                result["host"]
            ):  # intranet names lead to it, or nowhere
                raise Refused
        return results

    async def close(self) -> None:
        await self._inner.close()
