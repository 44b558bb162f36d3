"""What an HTTP answer, or the lack of one, means: our errors for statuses and for the exceptions of aiohttp.

In: a status and headers; an exception. Out: nothing or one of our errors, without the library's text (it names
addresses). Never reads a body and never waits.
"""

import re
import ssl
from collections.abc import Mapping
from typing import Final

import aiohttp

from bot.addresses import Refused
from bot.errors import (
    AddressRefused,
    BotError,
    FetchFailed,
    FetchTimeout,
    HttpStatus,
    LoginWall,
    NotFound,
    OutletBusy,
    OutletRefused,
    Paywalled,
)
from bot.fetching.politeness import retry_after

_CHARSET: Final = re.compile(r";\s*charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


def check_status(status: int, headers: Mapping[str, str], now: float) -> None:
    """Raises what a status other than 200 means to a reader. `headers` without regard to case; `now` in Unix time."""
    detail = str(status)
    if status == 200:
        return
    if headers.get("cf-mitigated", "").lower() == "challenge" or status in (403, 406, 451, 999):
        raise OutletRefused("the outlet refused us", detail=detail)
    if status in (404, 410):
        raise NotFound("the page does not exist", detail=detail)
    if status == 401:
        raise LoginWall("the outlet wants a login", detail=detail)
    if status == 402:
        raise Paywalled("the outlet wants a payment", detail=detail)
    if status in (429, 503):
        seconds = retry_after(headers.get("Retry-After"), now)
        raise OutletBusy("the outlet is busy", detail=detail, retry_after=seconds or 0.0)
    raise HttpStatus(f"the outlet answered {status}", detail=detail)


def content_type(header: str) -> tuple[str, str]:
    """(media type, charset) in lower case, as far as they can be told."""
    charset = _CHARSET.search(header)
    media_type = header.partition(";")[0].partition(",")[0].strip().lower()
    return media_type, charset[1].lower() if charset else ""


def ours(error: Exception) -> BotError:
    """aiohttp's and the system's errors as ours, without their text: it names addresses."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Refused) or isinstance(getattr(cause, "os_error", None), Refused):
            return AddressRefused("the link leads to an address that is not fetched from", detail="address")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, TimeoutError):
        return FetchTimeout("the outlet took too long to answer", detail="timeout")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchFailed("the host name is not known", detail="dns")
    if isinstance(error, ssl.SSLError | aiohttp.ClientSSLError):
        return FetchFailed("no secure connection to the outlet", detail="tls")
    if isinstance(error, aiohttp.ClientConnectorError):
        return FetchFailed("no connection to the outlet", detail="connection")
    return FetchFailed("the outlet's answer was broken off or malformed", detail="answer")
