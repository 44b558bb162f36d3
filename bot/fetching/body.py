"""The body of an HTTP answer: read bit by bit, decoded from its content coding, up to a cap.

In: an answer whose status is good, and what types are wanted. Out: bytes. Raises TooLarge at the cap, NotHtml at the
first bytes of something else, FetchFailed for damaged data. Never holds much more than the cap, never stalls the loop.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import aiohttp

from bot.errors import NotHtml, TooLarge
from bot.fetching import inflate, sniff

Accept = Callable[[str, bytes], str]
"""(media type, first bytes) -> "" where that is wanted, else what it is."""
STEPS: Final = 200
"""Pieces of decoding before others have their turn: about 10 ms."""


def page(media_type: str, head: bytes) -> str:
    return sniff.refused(media_type, head)


def feed(media_type: str, head: bytes) -> str:
    return "" if media_type in sniff.FEEDS else sniff.name_of(media_type)


async def read(response: aiohttp.ClientResponse, media_type: str, accept: Accept, most: int) -> bytes:
    """The bytes of an answer. `most`: bytes, before and after decoding. Raises TooLarge, NotHtml, FetchFailed."""
    if media_type not in sniff.UNSURE:  # those are told by their first bytes
        _raise_unless_page(accept(media_type, b""))
    if (response.content_length or 0) > most:
        raise _too_large(most)
    body, raw, steps, judged = bytearray(), 0, 0, False
    decoder = inflate.decoder(",".join(response.headers.getall("Content-Encoding", [])))
    async for chunk in response.content.iter_any():
        raw += len(chunk)
        for piece in decoder.feed(chunk):
            body += piece
            steps += 1
            if len(body) > most:
                raise _too_large(most)
            if steps % STEPS == 0:
                await asyncio.sleep(0)
        if raw > most:
            raise _too_large(most)
        if not judged and len(body) >= sniff.HEAD:
            judged = True
            _raise_unless_page(accept(media_type, bytes(body[: sniff.HEAD])))
        await asyncio.sleep(0)  # buffered bytes come without a pause: others have their turn
    decoder.finish()
    if not judged and body:
        _raise_unless_page(accept(media_type, bytes(body)))
    return bytes(body)


def _raise_unless_page(what: str) -> None:
    if what:
        raise NotHtml("not a web page", detail=what)


def _too_large(most: int) -> TooLarge:
    return TooLarge("the page is too large", detail=f"{most / 1_000_000:g} MB")
