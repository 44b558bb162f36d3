"""A server on loopback that misbehaves as it is told: scripts of what to send, byte by byte.

In: routes, path -> script (or a list of scripts, one a request, the last one repeated). Out: a running server that
remembers who asked what. Never answers anything else than its script.

A script is a list of steps, as JSON:
    ["head", 200, {"Content-Type": "text/html"}]    status line and headers; {base} is the server's own URL
    ["send", "text"]            bytes as they are (latin-1); ["hex", "00ff"]; ["raw", b"..."] where a script is no JSON
    ["text", "한국어", "euc-kr"]   text in an encoding
    ["fill", "text", N]         the text N times, in pieces, until the reader has gone
    ["coded", "gzip", "text", N]    the text N times, compressed: gzip, deflate, raw, br
    ["wait", 0.5]               seconds
    ["drip", "text", 0.1]       a byte each so many seconds
    ["reset"]                   RST instead of FIN
"""

import asyncio
import socket
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any, Self

Script = list[list[Any]]


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    head: bytes


@dataclass
class Hostile:
    routes: Mapping[str, Any]
    host: str = "127.0.0.1"
    greeting: bytes = b""
    """Sent before anything is asked: what speaks no HTTP, or no TLS."""
    requests: list[Request] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    _server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def base(self) -> str:
        return f"http://{self.host}:{self.port}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.host, 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            writer.write(self.greeting)
            head = await reader.readuntil(b"\r\n\r\n")
            request = _request(head)
            seen = self.paths().count(request.path)
            self.requests.append(request)
            script = self.routes.get(request.path, [["head", 404, {}]])
            if script and script[0] and isinstance(script[0][0], list):  # one script a request
                script = script[min(seen, len(script) - 1)]
            for step in script:
                await self._step(writer, step)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()

    async def _step(self, writer: asyncio.StreamWriter, step: list[Any]) -> None:
        kind, *args = step
        match kind:
            case "head":
                lines = [
                    f"HTTP/1.1 {args[0]} X",
                    *(f"{k}: {v}" for k, v in args[1].items()),
                    "Connection: close",
                    "",
                    "",
                ]
                writer.write("\r\n".join(lines).replace("{base}", self.base).encode("utf-8"))
            case "send":
                writer.write(args[0].replace("{base}", self.base).encode("latin-1"))
            case "raw":
                writer.write(args[0])
            case "hex":
                writer.write(bytes.fromhex(args[0]))
            case "text":
                writer.write(args[0].replace("{base}", self.base).encode(args[1] if len(args) > 1 else "utf-8"))
            case "fill":
                await _fill(writer, args[0].encode("utf-8"), args[1])
            case "coded":
                for piece in coded(args[0], args[1].encode("utf-8"), args[2]):
                    writer.write(piece)
                    await writer.drain()
            case "wait":
                await asyncio.sleep(args[0])
            case "drip":
                for byte in args[0].encode("latin-1"):
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(args[1])
            case "reset":
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            case _:
                raise ValueError(f"unknown step {kind}")
        await writer.drain()


async def _fill(writer: asyncio.StreamWriter, text: bytes, times: int) -> None:
    block = text * max(1, 65536 // len(text))
    left = len(text) * times
    while left > 0:
        writer.write(block[:left])
        left -= len(block)
        await writer.drain()
        await asyncio.sleep(0)


@cache
def coded(coding: str, text: bytes, times: int) -> list[bytes]:
    """`text`, `times` times, in a content coding, in pieces."""
    if coding == "br":
        import brotli

        stream = brotli.Compressor(quality=1)
        pieces = [stream.process(block) for block in _blocks(text, times)]
        return [*pieces, stream.finish()]
    bits = {"gzip": 31, "deflate": 15, "raw": -15}[coding]
    deflate = zlib.compressobj(6, zlib.DEFLATED, bits)
    return [*(deflate.compress(block) for block in _blocks(text, times)), deflate.flush()]


def _blocks(text: bytes, times: int) -> list[bytes]:
    group = max(1, 1_000_000 // len(text))
    whole, rest = divmod(times, group)
    return [text * group] * whole + [text * rest]


def _request(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    return Request(first.split(" ")[1], {name.lower(): value for name, value in headers.items()}, head)
