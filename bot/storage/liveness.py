"""Which workers of a SQLite store live: each holds a lock on a file `STORE.worker-ID` for as long as its process does.

In: the store's path, worker ids. Out: dead or not. When a process dies, by whatever death, the kernel lets its lock go:
no heartbeat has to grow old, and no other container's process ids matter.
Never: a file that it did not make removed; a slow worker taken for a dead one.
"""

import fcntl
import os
import weakref
from functools import partial
from pathlib import Path


class Liveness:
    """Which workers live: each holds an exclusive lock on its file for as long as its process does."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._held: dict[int, int] = {}
        # A forked child has a copy of each descriptor, and would keep the lock of a parent that was killed.
        os.register_at_fork(after_in_child=partial(_let_go, weakref.ref(self)))

    def _path(self, worker_id: int) -> Path:
        return self._store.with_name(f"{self._store.name}.worker-{worker_id}")

    def hold(self, worker_id: int) -> None:
        descriptor = os.open(self._path(worker_id), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._held[worker_id] = descriptor

    def release(self, worker_id: int) -> None:
        self._path(worker_id).unlink(missing_ok=True)
        if (descriptor := self._held.pop(worker_id, None)) is not None:
            os.close(descriptor)

    def dead(self, worker_id: int) -> bool:
        """True where no process holds the worker's lock."""
        try:
            descriptor = os.open(self._path(worker_id), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return worker_id not in self._held
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return True

    def close(self) -> None:
        for worker_id in list(self._held):
            self.release(worker_id)


def _let_go(of: "weakref.ref[Liveness]") -> None:
    """In a forked child: closes the copies; the parent's locks stay."""
    if (liveness := of()) is not None:
        for descriptor in liveness._held.values():
            os.close(descriptor)
        liveness._held.clear()
