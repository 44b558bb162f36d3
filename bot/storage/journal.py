"""The journal: an update is in the store before Telegram is told that it arrived.

In: updates, from polling or a webhook, through `await queue.put(update)`; out: the same updates from `queue.get()`, in
order, those that a crash cut short first (`replay`). python-telegram-bot moves its offset, and a webhook answers 200,
after `put` has returned: `put` returns after the commit. While the store cannot write, `put` waits (or, with a
`patience_s`, raises StoreError), so Telegram keeps the update.
The one who handles an update says so: `await queue.handled(update)`, after its deliveries are accepted.
Never: an update kept twice, or handed out twice at the same time; content kept after it was handled. The name of an
entry is the update's id *and* its content: ids may begin again (after a week of silence Telegram chooses a new one).

    queue = JournalQueue(store)
    application = ApplicationBuilder().updater(...).update_queue(queue)...
    await queue.replay(lambda data: Update.de_json(data, application.bot))
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.errors import StoreError
from bot.store import Store

log = logging.getLogger(__name__)

PAUSES_S: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Between tries while the store cannot write; the last one again and again."""
_MESSAGES: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "edited_business_message",
)


class JournalQueue(asyncio.Queue[Any]):
    """`Application(update_queue=JournalQueue(store))`. What is no update (the library's stop signal) passes through."""

    def __init__(self, store: Store, *, patience_s: float | None = None) -> None:
        super().__init__()
        self._store = store
        self._patience_s = patience_s
        self._open: set[str] = set()
        """Names of the entries that were handed out and are not handled yet."""
        self._last = asyncio.Event()
        """Set when the latest entry was handed out, or came to nothing."""
        self._last.set()

    async def put(self, item: Any) -> None:
        """Journals, then queues. Waits while the store cannot write; StoreError after `patience_s`."""
        data = as_json(item)
        if data is None:
            await super().put(item)
            return
        id = name(data)
        if id in self._open:
            return
        chat_id, message_id = whose(data)
        # Taken before it is written: a webhook may be called twice at the same time.
        self._open.add(id)
        before, self._last = self._last, asyncio.Event()
        mine = self._last
        try:
            fresh = await self._patiently(id, data, chat_id, message_id)
            # Many may be written side by side; they are handed out in the order in which they were put.
            await before.wait()
        except BaseException:
            self._open.discard(id)
            raise
        else:
            if fresh:
                await super().put(item)
            else:
                self._open.discard(id)  # handled already: Telegram had not heard of it
        finally:
            mine.set()

    async def handled(self, update: Any) -> None:
        """Its deliveries are accepted, or there is nothing to do: it need not be seen again, and is erased."""
        data = as_json(update)
        if data is None:
            return
        id = name(data)
        if id not in self._open:
            # The library wrote the update a little differently from how it read it.
            id = next((known for known in self._open if known.startswith(f"{data['update_id']}:")), id)
        await self._store.handled(id)
        self._open.discard(id)

    async def replay(self, make: Callable[[dict[str, Any]], Any], older_s: float = 0.0) -> int:
        """Queues what a crash cut short, oldest first. `make`: update JSON -> the library's update. How many.

        Called at start, before new updates. Of several front ends on one store, each calls it now and then with
        `older_s` (a minute): what another one took and did not live to handle.
        """
        number = 0
        for entry in await self._store.unhandled(older_s):
            if entry.id in self._open:
                continue
            try:
                update = make(json.loads(entry.body))
            except Exception as error:
                # Another version wrote it; what cannot be read can never be handled.
                log.error("journal: an update cannot be read and is given up: %s", type(error).__name__)
                update = None
            if update is None:
                await self._store.handled(entry.id)
                continue
            self._open.add(entry.id)
            await super().put(update)
            number += 1
        return number

    async def _patiently(self, id: str, data: Mapping[str, Any], chat_id: int, message_id: int) -> bool:
        body = json.dumps(data, ensure_ascii=False)
        waited, tries = 0.0, 0
        while True:
            try:
                return await self._store.journal(id, int(data["update_id"]), body, chat_id, message_id)
            except StoreError as error:
                pause = PAUSES_S[min(tries, len(PAUSES_S) - 1)]
                if self._patience_s is not None and waited + pause > self._patience_s:
                    raise
                log.error("journal: an update waits at Telegram: %s", error)
                await asyncio.sleep(pause)
                waited, tries = waited + pause, tries + 1


def as_json(item: Any) -> dict[str, Any] | None:
    """An update as the JSON that Telegram sent; None for what is no update."""
    data = item if isinstance(item, dict) else item.to_dict() if hasattr(item, "update_id") else None
    return data if data is not None and "update_id" in data else None


def name(data: Mapping[str, Any]) -> str:
    """The entry's name: id and content."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{data['update_id']}:{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def whose(data: Mapping[str, Any]) -> tuple[int, int]:
    """Chat of an update and id of the new message in it, 0 where there is none.

    The ledger takes these ids as "not ours": so not those of messages reacted to or whose button was pressed.
    """
    for kind, value in data.items():
        if isinstance(value, Mapping):
            about = value if "chat" in value else value.get("message") or {}
            if chat := about.get("chat"):
                return int(chat["id"]), int(value.get("message_id", 0)) if kind in _MESSAGES else 0
    return 0, 0
