"""`keyclaims forget`, `backup`, `restore`, with real files and processes that hold them."""

import asyncio
import sqlite3
import time

import pytest

from bot.cli import main
from bot.config import Work as Settings
from bot.storage.records import ChatSettings, Delivery, State
from bot.store import Store
from bot.work import Work
from postgres import postgres, server  # noqa: F401 (fixtures)

CHAT, OTHER = -100123, 778899


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KEYCLAIMS_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return main(["--quiet" if a is None else str(a) for a in arguments])


async def _filled(url, clock=time.time):
    async with await Store.open(url, clock) as store:
        work = Work(store, Settings(), {})
        await work.open()
        for chat in (CHAT, OTHER):
            await store.set_chat(chat, language="ko")
            await store.accept(
                Delivery(f"{chat}:1:a", chat, "a.example/1", payload={"kind": "link", "url": "http://a.example/1"})
            )
            await store.journal(f"1:{chat}", 1, "{}", chat_id=chat)
            await store.keep("button", str(chat), "x", 1000, chat_id=chat)
            await work.defer("link", f"{chat}:1:a", lane=str(chat))
        await work.close()


def rows(path, chat):
    """Rows of any table that hold the chat's id, wherever in the row."""
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = sum(str(chat) in str(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))
    connection.close()
    return found


def test_a_forgotten_chat_is_nowhere_in_the_file(home, capsys):
    path = home / "keyclaims.sqlite"
    asyncio.run(_filled(f"sqlite:///{path}"))
    others = rows(path, OTHER)
    assert rows(path, CHAT) >= 5
    assert run("forget", CHAT) == 0
    assert "forgotten" in capsys.readouterr().out
    assert rows(path, CHAT) == 0
    assert rows(path, OTHER) == others
    assert run("forget", CHAT) == 0, "twice is as good as once"


@pytest.mark.postgres
def test_a_chat_is_forgotten_on_postgresql_too(postgres, monkeypatch):  # noqa: F811
    monkeypatch.setenv("KEYCLAIMS_STORE_URL", postgres)
    asyncio.run(_filled(postgres))
    assert run("forget", CHAT) == 0

    async def left():
        async with await Store.open(postgres) as store:
            query = "SELECT count(*) FROM procrastinate_jobs WHERE lock = '%s'"
            jobs = [
                await store.database.run(lambda c, q=query % n: c.exec_driver_sql(q).scalar()) for n in (CHAT, OTHER)
            ]
            return await store.chat(CHAT), await store.delivery(f"{CHAT}:1:a"), jobs

    assert asyncio.run(left()) == (ChatSettings(), None, [0, 1])


def test_there_and_back_while_the_store_is_open(home, capsys):
    path, copy = home / "keyclaims.sqlite", home / "copy.sqlite"

    async def save_and_lose():
        async with await Store.open() as store:
            await store.set_chat(OTHER, language="zh-Hant")
            assert await asyncio.to_thread(run, "backup", copy) == 0
            await store.forget_chat(OTHER)
            # In use: a file exchanged now would leave this program writing into the old one.
            assert await asyncio.to_thread(run, "restore", copy) == 1
            assert "store_error" in capsys.readouterr().err

    asyncio.run(save_and_lose())
    assert copy.stat().st_mode & 0o077 == 0, "chat ids are personal"
    assert run("restore", copy) == 0
    assert path.stat().st_mode & 0o077 == 0

    async def language():
        async with await Store.open() as store:
            return (await store.chat(OTHER)).language

    assert asyncio.run(language()) == "zh-Hant"
    [before] = home.glob("keyclaims.sqlite.before-*")
    assert rows(before, OTHER) == 0


def test_a_damaged_store_gives_its_place_and_is_kept(home):
    path, copy = home / "keyclaims.sqlite", home / "copy.sqlite"
    asyncio.run(_filled(f"sqlite:///{path}"))
    assert run("backup", copy) == 0
    path.write_bytes(b"no database at all" * 500)
    assert run("restore", copy) == 0
    assert rows(path, OTHER) >= 5
    before = min(home.glob("keyclaims.sqlite.before-*"), key=str)
    assert before.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("what", ["missing", "text", "foreign", "itself", "cut"])
def test_what_is_no_backup_changes_nothing(home, what, capsys):
    path, copy = home / "keyclaims.sqlite", home / "copy.sqlite"
    asyncio.run(_filled(f"sqlite:///{path}"))
    before = rows(path, OTHER)
    if what == "text":
        copy.write_text("hello" * 1000)
    elif what == "foreign":
        connection = sqlite3.connect(copy)
        connection.execute("CREATE TABLE chats (x)")
        connection.close()
    elif what == "cut":
        assert run("backup", copy) == 0
        copy.write_bytes(copy.read_bytes()[:-4096])
    assert run("restore", path if what == "itself" else copy) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert rows(path, OTHER) == before
    assert not list(home.glob("*.before-*"))
    assert not list(home.glob("*.part"))


def test_backup_into_a_folder_and_where_it_cannot(home, capsys):
    assert run("backup", home / "x.sqlite") == 1, "no store yet"
    asyncio.run(_filled(f"sqlite:///{home}/keyclaims.sqlite"))
    (home / "backups").mkdir()
    assert run("backup", home / "backups") == 0
    [copy] = (home / "backups").iterdir()
    assert copy.name.startswith("keyclaims-")
    assert rows(copy, OTHER) == rows(home / "keyclaims.sqlite", OTHER)
    assert run("backup", home / "keyclaims.sqlite") == 1
    assert run("backup", home / "none" / "x.sqlite") == 1


def test_postgresql_has_its_own_tools(monkeypatch, capsys):
    monkeypatch.setenv("KEYCLAIMS_STORE_URL", "postgresql://127.0.0.1:9/none")
    assert run("backup", "x") == 2
    assert "pg_dump" in capsys.readouterr().err


async def test_answered_links_are_kept_as_long_as_is_configured(home):
    now = [1_000_000.0]
    async with await Store.open(clock=lambda: now[0]) as store:
        work = Work(store, Settings(), {}, keep_days=2)
        await work.open()
        await store.accept(Delivery("7:1:a", 7, "a"))
        await store.save(Delivery("7:1:a", 7, "a", state=State.ANSWERED))
        now[0] += 1.9 * 86400
        await work.tidy()
        assert await store.delivery("7:1:a") is not None
        now[0] += 0.2 * 86400
        await work.tidy()
        assert await store.delivery("7:1:a") is None
        await work.close()
