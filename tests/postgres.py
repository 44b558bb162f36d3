"""A real PostgreSQL for the tests: Debian's server programs, a server of our own in a temporary folder, on loopback.

`postgres` gives the URL of a fresh database, `server` the running server (stop, start). Skips, naming what is missing.
initdb refuses root, so as root the server runs as the user `postgres` (Debian's package makes it) or `nobody`.
"""

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import conftest

_numbers = itertools.count(1)


class Server:
    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._user = _other_user() if os.geteuid() == 0 else None
        # Not below pytest's own folder: that is closed to other users.
        self.folder = Path(tempfile.mkdtemp(prefix="keyclaims-pg-"))
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self._run(
            "initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "keyclaims", "-E", "UTF8", "--no-sync"
        )

    def _options(self) -> dict[str, object]:
        who = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
        return {**who, "cwd": self.folder, "env": {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}}

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run([self._programs / program, *arguments], capture_output=True, **self._options())
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "fsync": "off",  # the machine does not crash in a test; the processes that do are ours
            "max_connections": 80,
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [self._programs / "postgres", "-D", self.folder / "data", *options]
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._options())
        until = time.monotonic() + 20
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: connections are broken off ("fast"), as an operator's restart does."""
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                raise AssertionError("the server does not stop: " + (self.folder / "log").read_text()[-3000:]) from None
            self._process = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://keyclaims@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url(), connect_timeout=1).close()
        except psycopg.OperationalError:
            return False
        return True


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    conftest._skip("postgresql (no user for it: neither postgres nor nobody)")
    raise AssertionError


def find_programs() -> Path | None:
    """Where initdb and postgres are; Debian keeps them out of PATH."""
    places = [Path(found).parent for found in (shutil.which("initdb"),) if found]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((p for p in places if (p / "initdb").exists() and (p / "postgres").exists()), None)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server."""
    programs = find_programs()
    if programs is None:
        conftest._skip("postgresql's server (Debian: apt-get install postgresql)")
        raise AssertionError
    running = Server(programs)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.folder, ignore_errors=True)


@pytest.fixture
def postgres(server: Server) -> str:
    """The URL of a database of this test's own."""
    name = f"t{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name}")
    return server.url(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The contract's two databases, one after the other, each empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    return str(request.getfixturevalue("postgres"))
