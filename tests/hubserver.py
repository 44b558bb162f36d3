"""A model hub on loopback that can cut, stall, lie and be busy: the paths and headers of the real one.

`Hub.trouble` says what happens to the next requests of a file, in order: "cut:N" (N bytes, then the connection is
closed), "stall" (a few bytes, then nothing), "hang" (no answer at all), "429:S", "503", "404", "lie" (other bytes of
the same length), "long" (more bytes than announced), "short" (announces the whole, closes early), "no-range" (ignores
Range), "wrong-part" (answers another range than the one asked for), "redirect:URL".
"""

import hashlib
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COMMIT = "c" * 40


class Hub:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.trouble: dict[str, deque[str]] = defaultdict(deque)
        self.asked: list[tuple[str, str]] = []
        """(path, Range header) of every request."""
        self.url = ""
        self.states_sha256 = True


@contextmanager
def serve(files: Mapping[str, bytes]) -> Iterator[Hub]:
    """`files`: "OWNER/NAME/FILE" -> bytes."""
    hub = Hub(files)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        owner, name, *rest = self.path.lstrip("/").split("/")
        file = rest[-1] if rest else ""
        asked = self.headers.get("Range", "")
        self.hub.asked.append((self.path, asked))
        trouble = self.hub.trouble[file].popleft() if self.hub.trouble[file] else ""
        data = self.hub.files.get(f"{owner}/{name}/{file}")
        kind, _, value = trouble.partition(":")
        if data is None or kind == "404":
            return self._plain(404)
        if kind in ("429", "503"):
            return self._plain(int(kind), {"Retry-After": value} if value else {})
        if kind == "redirect":
            return self._plain(302, {"Location": value})
        if kind == "hang":
            time.sleep(60)
            return None
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and kind != "no-range" else 0
        if start and start >= len(data):
            return self._plain(416)
        return self._send(data, start, bool(asked) and kind != "no-range", kind, value)

    def _plain(self, status: int, headers: Mapping[str, str] = {}) -> None:
        self.send_response(status)
        for key, text in headers.items():
            self.send_header(key, text)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, data: bytes, start: int, part: bool, kind: str, value: str) -> None:
        if kind == "wrong-part":
            start += 7
        body = data[start:]
        self.send_response(206 if part else 200)
        if part:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Repo-Commit", COMMIT)
        if self.hub.states_sha256:
            self.send_header("X-Linked-Etag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.end_headers()
        if kind == "lie":
            body = bytes(byte ^ 255 for byte in body)
        elif kind in ("cut", "short"):
            body = body[: int(value or len(body) // 2)]
        elif kind == "stall":
            self.wfile.write(body[:10])
            self.wfile.flush()
            time.sleep(60)
            return
        self.wfile.write(body)
        if kind == "long":
            self.wfile.write(b"more")
        if kind in ("cut", "short", "long"):
            self.close_connection = True
