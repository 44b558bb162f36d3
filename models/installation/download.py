"""One file of the model hub -> one file on disk, whatever happens on the way. With `hub`, the only network of `models`.

In: a URL, where to put it, what is known of it. Out: its size and sha256, and the commit that the hub answered from.
Resumes with Range, waits when the hub says so (429, 503), takes a cut or stalled connection up again, never keeps wrong
bytes. HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured. Raises DownloadFailed, FileMissing, ModelInvalid (wrong
bytes), DiskFull. Never runs or reads what it fetched.
"""

import hashlib
import http.client
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.errors import DownloadFailed, ModelInvalid
from models.installation.installed import disk_errors

CONTACT_S: Final = 8.0
"""Seconds for a first answer, name resolution and redirects included: a reader learns within 10 that there is none."""
STALL_S: Final = 15.0
"""Seconds without a byte after which a connection is given up and the file is taken up again."""
TRIES: Final = 5
"""Attempts in a row that bring no new byte."""
FIRST_TRIES: Final = 3
"""The same before anything was received at all: who cannot be reached now will not be in a second."""
LONGEST_WAIT_S: Final = 30.0
"""Seconds that a Retry-After is obeyed at most, once something has been received."""
MAX_BYTES: Final = 6_000_000_000
"""Bytes of one file; the largest in the catalogue has 0.4 GB."""
_CHUNK: Final = 1 << 18
_AGENT: Final = "keyclaims/0.1 (model download)"
_SHA256: Final = re.compile(r'"?([0-9a-f]{64})"?')
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class FileMissing(DownloadFailed):
    """The repository has no such file (or there is no such repository)."""

    retry = False


@dataclass(frozen=True, slots=True)
class Fetched:
    size: int
    sha256: str
    commit: str
    """The repository's commit as the hub names it; "" where it does not."""


@dataclass(slots=True)
class _Answer:
    body: Any
    status: int
    total: int | None
    """Bytes of the whole file, as far as the server says."""
    start: int
    sha256: str
    commit: str


def fetch(
    url: str,
    target: Path,
    *,
    size: int = 0,
    sha256: str = "",
    progress: Callable[[int, int], None] = lambda got, total: None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Complete `target` (what is there already is continued) and check it. `size` 0, `sha256` "": not known."""
    fails = 0
    wrong = 0
    begun = clock()
    while True:
        had = target.stat().st_size if target.exists() else 0
        try:
            answer = _open(url, had, CONTACT_S)
            _receive(answer, target, size, progress)
            return _checked(target, answer, size, sha256)
        except _Wrong as error:
            target.unlink(missing_ok=True)
            wrong += 1
            if wrong == 2:
                raise ModelInvalid(f"{_shown(url)}: {error}", detail=target.name) from None
        except _Again as error:
            now = target.stat().st_size if target.exists() else 0
            fails = 0 if now > had else fails + 1
            untouched = now == 0
            pause = min(error.wait or 0.3 * 2**fails, LONGEST_WAIT_S)
            tries = FIRST_TRIES if untouched else TRIES
            if fails >= tries or (untouched and clock() - begun + pause > CONTACT_S):
                raise DownloadFailed(f"{_shown(url)}: {error}", detail=target.name) from None
            sleep(pause)


class _Again(Exception):
    """Worth another attempt, after `wait` seconds where the server named a time."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class _Wrong(Exception):
    """The bytes are not those that they should be: they are thrown away."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http(s) only and keeps what the hub itself said about the file before it sent us to its storage."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not newurl.lower().startswith(("http://", "https://")):
            raise urllib.error.URLError("redirected to something that is no web address")
        self.said |= {key.lower(): value for key, value in headers.items()}
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(url: str, had: int, patience_s: float) -> _Answer:
    """The server's answer within `patience_s`, or _Again. In a thread: name resolution knows no timeout."""
    outcome: list[Any] = []
    arrived = threading.Event()

    def ask() -> None:
        redirects = _Redirects()
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"} | ({"Range": f"bytes={had}-"} if had else {})
        try:
            opener = urllib.request.build_opener(redirects)
            response = opener.open(urllib.request.Request(url, headers=headers), timeout=STALL_S)  # noqa: S310
            outcome.append((response, redirects.said))
        except Exception as error:
            outcome.append(error)
        arrived.set()

    threading.Thread(target=ask, name="hub", daemon=True).start()
    if not arrived.wait(patience_s):
        raise _Again("no answer")
    if isinstance(outcome[0], Exception):
        raise _refused(outcome[0], had)
    return _read_headers(*outcome[0])


def _refused(error: Exception, had: int) -> Exception:
    if isinstance(error, urllib.error.HTTPError):
        if error.code in (401, 403, 404, 410):
            return FileMissing(f"the hub answers {error.code}", detail=str(error.code))
        if error.code == 416:
            return _Wrong("more bytes than the file has") if had else _Again("the hub answers 416")
        wait = error.headers.get("Retry-After", "") if error.headers else ""
        return _Again(f"the hub answers {error.code}", float(wait) if wait.isdigit() else 0.0)
    if isinstance(error, ValueError):
        return FileMissing("the hub's address is no web address (HF_ENDPOINT)", detail="HF_ENDPOINT")
    reason = getattr(error, "reason", error)
    return _Again(f"cannot be reached ({str(reason) or type(reason).__name__})"[:200])


def _read_headers(response: Any, said: dict[str, str]) -> _Answer:
    headers = {key.lower(): value for key, value in response.headers.items()}
    length = headers.get("content-length", "")
    total = int(length) if length.isdigit() else None
    start = 0
    if response.status == 206:
        match = _RANGE.fullmatch(headers.get("content-range", ""))
        if not match:
            raise _Wrong("a part without saying which")
        start = int(match[1])
        total = int(match[2]) if match[2].isdigit() else None
    both = headers | said
    stated = _SHA256.fullmatch(both.get("x-linked-etag", ""))
    return _Answer(response, response.status, total, start, stated[1] if stated else "", both.get("x-repo-commit", ""))


def _receive(answer: _Answer, target: Path, size: int, progress: Callable[[int, int], None]) -> None:
    total = answer.total
    if size and total is not None and total != size:
        raise _Wrong(f"{total} bytes are offered, not {size}")
    expected = size or total or 0
    if expected > MAX_BYTES:
        raise _Wrong("larger than any model")
    with answer.body, disk_errors(target.parent):
        had = target.stat().st_size if target.exists() else 0
        if answer.start not in (0, had):
            raise _Wrong("another part than the one asked for")
        with target.open("ab" if answer.start else "wb") as file:
            got = answer.start
            while chunk := _read(answer.body):
                got += len(chunk)
                if got > (expected or MAX_BYTES):
                    raise _Wrong("more bytes than announced")
                file.write(chunk)
                progress(got, expected)
    if expected and got < expected:
        raise _Again("the connection was cut")


def _read(body: Any) -> bytes:
    try:
        chunk: bytes = body.read1(_CHUNK)
        return chunk
    except (OSError, http.client.HTTPException) as error:
        raise _Again(f"the connection broke ({type(error).__name__})") from None


def _checked(target: Path, answer: _Answer, size: int, sha256: str) -> Fetched:
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    for wanted in (sha256, answer.sha256):
        if wanted and digest != wanted:
            raise _Wrong(f"sha256 is {digest}, not {wanted}")
    got = target.stat().st_size
    if size and got != size:
        raise _Wrong(f"{got} bytes, not {size}")
    return Fetched(got, digest, answer.commit)


def _shown(url: str) -> str:
    """The URL without a password that HF_ENDPOINT may hold, and without a query."""
    return re.sub(r"//[^/@]*@", "//", url.split("?")[0])
