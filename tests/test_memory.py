"""`models.engines.memory`: what was translated once costs nothing; a memory that is broken is as good as none."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from models.engines.memory import Memory


def test_what_is_stored_is_found_by_the_same_key_only(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "deep" / "memory.sqlite")
    memory.store("m1", {"안녕": ("hello", ()), "是\ud800": ("is", ("length", "loop"))})
    assert memory.find("m1", ["안녕", "是\ud800", "?"]) == {
        "안녕": ("hello", ()),
        "是\ud800": ("is", ("length", "loop")),
    }
    assert memory.find("m2", ["안녕"]) == {}
    memory.close()
    assert Memory(tmp_path / "deep" / "memory.sqlite").find("m1", ["안녕"]) == {"안녕": ("hello", ())}
    assert memory.find("m1", ["안녕"]) == {}


def test_it_is_bounded_and_the_oldest_go_first(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite", max_rows=50)
    for i in range(200):
        memory.store("m", {str(i): (str(i), ())})
    found = memory.find("m", [str(i) for i in range(200)])
    assert 50 <= len(found) <= 100
    assert set(found) == {str(i) for i in range(200 - len(found), 200)}


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + bytes(400)])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(content)
    memory = Memory(path)
    memory.store("m", {"a": ("b", ())})
    assert memory.find("m", ["a"]) == {"a": ("b", ())}
    memory.close()


def test_a_file_that_breaks_while_it_is_used_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    memory = Memory(path)
    memory.store("m", {str(i): ("text " * 50, ()) for i in range(200)})
    memory._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    path.write_bytes(b"\xff" * path.stat().st_size)
    memory.store("m", {"a": ("b", ())})
    assert memory.find("m", ["a"]) in ({}, {"a": ("b", ())})


def test_a_place_that_cannot_be_written_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    memory = Memory(tmp_path / "file" / "m.sqlite")
    memory.store("m", {"a": ("b", ())})
    assert memory.find("m", ["a"]) == {}


def test_a_locked_file_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.engines.memory._BUSY_S", 0.05)
    path = tmp_path / "m.sqlite"
    memory = Memory(path)
    memory.store("m", {"a": ("b", ())})
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    memory.store("m", {"c": ("d", ())})
    holder.execute("ROLLBACK")
    assert memory.find("m", ["a", "c"]) == {"a": ("b", ())}
    memory.store("m", {"c": ("d", ())})
    assert memory.find("m", ["c"]) == {"c": ("d", ())}


def test_threads_share_it(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite")

    def work(number: int) -> None:
        for i in range(50):
            memory.store("m", {f"{number}.{i}": (str(i), ())})
            assert memory.find("m", [f"{number}.{i}"])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memory.find("m", [f"{n}.{i}" for n in range(4) for i in range(50)])) == 200


def test_it_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    Memory(tmp_path / "m.sqlite").store("m", {"a": ("b", ())})
    if os.name == "posix":
        assert (tmp_path / "m.sqlite").stat().st_mode & 0o077 == 0
