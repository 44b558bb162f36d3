"""Updates by long polling: getUpdates -> journal, and only then the next offset.

In: the `Api`, a journal whose `put` commits. Out: nothing; runs until it is cancelled. python-telegram-bot's own
Updater is not used: it ends without a word where `put` raises, and one update that its classes cannot read stops all.
Raises TokenRefused at once, and TelegramConflict when another program has held this bot's updates for `CONFLICT_S`.
Never confirms an update that is not in the store.
"""

import asyncio
import logging
import time
from typing import Any, Final, Protocol

from bot.errors import TelegramConflict
from bot.messaging.api import Missing, Refused
from bot.messaging.incoming import KINDS
from bot.messaging.ledger import Gone, Moved
from bot.work import Again

log = logging.getLogger(__name__)

PAUSES_S: Final = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Between tries while Telegram is out of reach; the last one again and again."""
CONFLICT_S: Final = 45.0
"""The poll of a killed process stays open for some seconds; two bots with one token never agree."""


UNREADABLE: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What reading an update of another shape raises."""


class Journal(Protocol):
    async def put(self, item: Any) -> None: ...


class Source(Protocol):
    async def updates(self, offset: int, kinds: list[str]) -> list[dict[str, Any]]: ...


async def poll(api: Source, journal: Journal) -> None:
    """Until cancelled."""
    offset, failures, conflict_since = 0, 0, 0.0
    while True:
        try:
            updates = await api.updates(offset, list(KINDS))
        except TelegramConflict:
            now = time.monotonic()
            conflict_since = conflict_since or now
            if now - conflict_since > CONFLICT_S:
                raise
            if not failures:
                log.warning("Telegram: another program receives this bot's updates (409); trying on")
            failures += 1
            await asyncio.sleep(_pause(failures - 1, 0.0))
            continue
        except (Again, Gone, Moved, Refused, Missing) as error:
            if not failures:
                log.warning("Telegram is out of reach (%s); trying on", getattr(error, "reason", "") or "refused")
            await asyncio.sleep(_pause(failures, getattr(error, "delay_s", 0.0)))
            failures += 1
            continue
        if failures:
            log.warning("Telegram answers again")
        failures, conflict_since = 0, 0.0
        # Side by side: the store takes what waits at one moment to disk together, and in this order.
        await asyncio.gather(*(_keep(journal, update) for update in updates))
        offset = max(offset, *(_id(update) + 1 for update in updates), 0)


async def _keep(journal: Journal, update: dict[str, Any]) -> None:
    try:
        await journal.put(update)
    except UNREADABLE as error:
        # Not one that Telegram sends; it must not stop the others.
        log.error("an update that cannot be read is skipped: %s", type(error).__name__)


def _id(update: Any) -> int:
    found = update.get("update_id")
    return found if isinstance(found, int) else 0


def _pause(failures: int, asked: float) -> float:
    """Telegram's RetryAfter where there is one, else a little more each time."""
    return max(asked if asked > 2.0 else 0.0, PAUSES_S[min(failures, len(PAUSES_S) - 1)])
