"""`keyclaims forget`, `backup`, `restore`: an operator's hands on the store.

In: the configuration, a chat's id or a path. Out: one line on standard output, exit code 0. Raises StoreError and
SourceMissing (one line each on the command line) and ConfigInvalid where the store is PostgreSQL and has its own tools.
Never: a running bot's file exchanged below it, a store thrown away, a copy that is not whole in a store's place.
"""

import argparse
import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.cli import OK
from bot.config import Config
from bot.errors import ConfigInvalid, SourceMissing, StoreError
from bot.storage import backup as copies
from bot.storage.database import default_url, sqlite_path
from bot.store import Store
from bot.work import Work

LOCK_S: Final = 2.0
"""How long `restore` waits for other programs to let go of the store; a bot never does."""


def forget(arguments: argparse.Namespace, config: Config) -> int:
    """`keyclaims forget CHAT`: all of a chat goes out of the store, also while the bot runs."""
    asyncio.run(_forget(config, arguments.chat))
    print(f"forgotten: {arguments.chat}")
    return OK


async def _forget(config: Config, chat_id: int) -> None:
    async with await Store.open(config.store.url) as store:
        work = Work(store, config.work, {})
        await work.open()
        try:
            await store.forget_chat(chat_id)
            await work.forget(str(chat_id))
        finally:
            await work.close()


def backup(arguments: argparse.Namespace, config: Config) -> int:
    """`keyclaims backup PATH`: a whole copy of the SQLite store, while the bot runs. It replaces a file at PATH."""
    store, to = _file(config), Path(arguments.path).expanduser()
    if not store.is_file():
        raise SourceMissing(f"no store at {store}", detail=str(store))
    if to.is_dir():
        to = to / time.strftime("keyclaims-%Y%m%d-%H%M%S.sqlite", time.gmtime())
    if to.exists() and to.samefile(store):
        raise StoreError(f"store: {to} is the store itself; name another file", detail="backup")
    if not to.parent.is_dir():
        raise StoreError(f"store: {to.parent} is no folder; make it first", detail="backup")
    copies.backup(store, to)
    print(f"saved: {to} ({to.stat().st_size / 1e6:.1f} MB)")
    return OK


def restore(arguments: argparse.Namespace, config: Config) -> int:
    """`keyclaims restore PATH`: a backup in the store's place; what was there is kept beside it under another name."""
    store, source = _file(config), Path(arguments.path).expanduser()
    if not source.is_file():
        raise SourceMissing(f"no such file: {source}", detail=str(source))
    if store.exists() and source.samefile(store):
        raise StoreError(f"store: {source} is the store itself; name a backup", detail="restore")
    if found := copies.damage(source) or _foreign(source):
        raise StoreError(f"store: {source} is no backup that can be restored: {found}", detail="restore")
    _only_we(store)
    store.parent.mkdir(parents=True, exist_ok=True)
    whole = store.with_name(f"{store.name}.part")
    copies.backup(source, whole)
    aside = _aside(store, time.strftime("%Y%m%d-%H%M%S", time.gmtime()))
    whole.replace(store)
    print(f"restored: {store}" + (f"; what was there: {aside}" if aside else ""))
    return OK


def _file(config: Config) -> Path:
    path = sqlite_path(config.store.url or default_url())
    if path is None:
        raise ConfigInvalid("the store is PostgreSQL: use pg_dump and pg_restore", detail="store.url")
    return path


def _foreign(path: Path) -> str:
    """ "" for a store of ours."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return "" if {"schema_version", "chats", "deliveries"} <= names else "it is not a store of keyclaims"


def _only_we(store: Path) -> None:
    """Raises StoreError while another program has the store open: it would go on writing into the old file."""
    if not store.exists():
        return
    try:
        with closing(sqlite3.connect(store, timeout=LOCK_S, isolation_level=None)) as connection:
            # Leaving WAL mode needs the file for oneself; the store enters it again when it is opened.
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise StoreError(f"store: {store} is in use; stop the bot and its workers first", detail="locked") from None
        # Damaged: that is why there is a backup.


def _aside(store: Path, stamp: str) -> Path | None:
    """The old file and what belongs to it under another name; None where there is none."""
    if not store.exists():
        return None
    kept = store.with_name(f"{store.name}.before-{stamp}")
    for ending in ("", "-wal", "-shm"):
        if (part := Path(f"{store}{ending}")).exists():
            part.rename(f"{kept}{ending}")
    return kept
