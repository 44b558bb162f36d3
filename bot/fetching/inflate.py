"""Content codings, undone bit by bit: `decoder("gzip")` gives a `Decoder` whose steps are never larger than STEP.

In: compressed bytes as they arrive. Out: pieces of at most about STEP bytes, one at a time, so that who counts can stop
a bomb at its cap. Raises FetchFailed for broken or cut data. Never holds more than one step.
"""

import zlib
from collections.abc import Iterator
from typing import Any, Final, Protocol

from bot.errors import FetchFailed

STEP: Final = 64 * 1024
"""Bytes a step: well under a millisecond of work."""
ACCEPTED: Final = "gzip, deflate, br"
"""What is offered to servers. zstd has no bounded decoder among our libraries."""


_NOTHING: Final = ("", "identity", "none", "utf-8")
"""Nothing is coded; the last two are mistakes seen in the wild."""


class Decoder(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None:
        """Raises FetchFailed where the data was cut short."""


def decoder(coding: str) -> Decoder:
    """`coding`: a Content-Encoding header, or several joined by commas. Raises FetchFailed for what was not offered."""
    names = [name for part in coding.split(",") if (name := part.strip().lower()) not in _NOTHING]
    if not names:
        return _Identity()
    name = names[0] if len(names) == 1 else coding
    if name in ("gzip", "x-gzip"):
        return _Zlib(31)
    if name == "deflate":
        return _Zlib(0)
    if name == "br":
        return _Brotli()
    raise FetchFailed("the server used a content coding that was not offered", detail="coding")


class _Identity:
    def feed(self, data: bytes) -> Iterator[bytes]:
        if data:
            yield data

    def finish(self) -> None:
        return


class _Zlib:
    """gzip (several members, bytes after the end ignored) and deflate (with zlib's header, or raw as some send it)."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._head = b""
        self._fed = False
        self._stream: Any = zlib.decompressobj(bits) if bits else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._fed = self._fed or bool(data)
        if self._stream is None:
            self._head += data
            if len(self._head) < 2:
                return
            first, second = self._head[:2]
            self._stream = zlib.decompressobj(15 if first & 15 == 8 and (first * 256 + second) % 31 == 0 else -15)
            data, self._head = self._head, b""
        try:
            while data:
                if self._stream.eof:
                    if self._bits != 31 or not data.startswith(b"\x1f\x8b"):
                        return
                    self._stream = zlib.decompressobj(31)
                piece = self._stream.decompress(data, STEP)
                data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
                yield piece  # even an empty one: who counts steps sees every member
            while not self._stream.eof and (piece := self._stream.decompress(b"", STEP)):
                yield piece
        except zlib.error:
            raise FetchFailed("the compressed page is damaged", detail="coding") from None

    def finish(self) -> None:
        if self._fed and (self._stream is None or not self._stream.eof):
            raise FetchFailed("the compressed page was cut short", detail="cut short")


class _Brotli:
    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]

        self._stream = brotli.Decompressor()
        self._error = brotli.error
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._fed = self._fed or bool(data)
        try:
            while not self._stream.is_finished():
                piece = self._stream.process(data, output_buffer_limit=STEP)
                data = b""
                if piece:
                    yield piece
                if not piece or self._stream.can_accept_more_data():
                    return
        except self._error:
            raise FetchFailed("the compressed page is damaged", detail="coding") from None

    def finish(self) -> None:
        if self._fed and not self._stream.is_finished():
            raise FetchFailed("the compressed page was cut short", detail="cut short")
