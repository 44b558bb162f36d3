"""Pace: when the next message may go to a chat, so that Telegram has nothing to refuse.

In: chat ids, and what Telegram said (RetryAfter). Out: a turn, or `Held` with the seconds to wait where that is long:
whoever holds a worker's hands must not stand in line with them. Telegram's limits: 30 messages a second in all, 20 a
minute in one group (Bots FAQ, "My bot is hitting limits"). One chat's RetryAfter holds that whole chat, never another.
Never sends, never counts what Telegram does not count (reactions, typing, answers to buttons).
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.messaging.ledger import Held

IN_ALL: Final = (25, 1.0)
"""Messages, seconds: of the whole bot. Below the limit of 30: requests do not arrive as evenly as they leave."""
IN_GROUP: Final = (20, 60.0)
"""Messages, seconds: of one group or channel; edits are counted as messages."""
SHORT_SHARE: Final = 0.5
"""Of a limit, that placeholders and answers use together; the rest is for answers."""
PATIENCE_S: Final = 1.5
"""Waits up to this long are waited out in place; longer ones go back into the queue."""
SLACK_S: Final = 0.3
"""Added to a RetryAfter: whole seconds are cut off on the way, and clocks differ."""
KEPT: Final = 1000
"""Chats remembered before idle ones are dropped."""


@dataclass(slots=True)
class _Chat:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    sent: deque[float] = field(default_factory=deque)
    held_until: float = 0.0
    waiting: int = 0


class Pace:
    """The pace of one bot. Times are of `clock` (seconds, monotonic)."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        in_all: tuple[int, float] = IN_ALL,
        in_group: tuple[int, float] = IN_GROUP,
    ) -> None:
        self.tell: Callable[[float, str], None] = lambda seconds, reason: None
        """Told of each message: the seconds that it waited for its turn, or for how long it was put off, and why."""
        self._clock = clock
        self._in_all, self._in_group = in_all, in_group
        self._chats: dict[int, _Chat] = {}
        self._sent: deque[float] = deque()

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """One message to a chat: entered in the order of asking. Raises Held where the wait is long."""
        chat, asked = self._of(chat_id), self._clock()
        chat.waiting += 1
        try:
            async with chat.turn:
                # Under the lock: after a hold one message tries the chat, and only then the others.
                while (wait := self.wait(chat_id)) > 0:
                    if wait > PATIENCE_S:
                        self.tell(wait, "pace")
                        raise Held(wait, "held")
                    await asyncio.sleep(wait)
                self._sent.append(self._clock())
                self.tell(self._clock() - asked, "")
                yield
                if chat_id < 0:
                    # Counted when the answer is here, which is after Telegram counted it.
                    chat.sent.append(self._clock())
        finally:
            chat.waiting -= 1

    def wait(self, chat_id: int) -> float:
        """Seconds until a message may go to this chat; 0: now."""
        now = self._clock()
        chat = self._of(chat_id)
        waits = [chat.held_until - now, _room(self._sent, *self._in_all, now)]
        if chat_id < 0:
            waits.append(_room(chat.sent, *self._in_group, now))
        return max(0.0, *waits)

    def short(self, chat_id: int) -> bool:
        """Whether what room there is should be left to answers: half of a limit is used up."""
        now = self._clock()
        chat = self._of(chat_id)
        return _used(self._sent, self._in_all, now) or (chat_id < 0 and _used(chat.sent, self._in_group, now))

    def hold(self, chat_id: int, seconds: float) -> float:
        """Telegram said RetryAfter: nothing goes to this chat for so long. The seconds, with the slack."""
        chat = self._of(chat_id)
        chat.held_until = max(chat.held_until, self._clock() + seconds + SLACK_S)
        return chat.held_until - self._clock()

    def _of(self, chat_id: int) -> _Chat:
        if chat_id not in self._chats and len(self._chats) >= KEPT:
            now = self._clock()
            idle = [i for i, c in self._chats.items() if not c.waiting and c.held_until <= now and not _recent(c, now)]
            for i in idle:
                del self._chats[i]
        return self._chats.setdefault(chat_id, _Chat())


def _recent(chat: _Chat, now: float) -> bool:
    return bool(chat.sent) and now - chat.sent[-1] < IN_GROUP[1]


def _used(sent: deque[float], limit: tuple[int, float], now: float) -> bool:
    number, period = limit
    return sum(now - at < period for at in sent) >= number * SHORT_SHARE


def _room(sent: deque[float], limit: int, period: float, now: float) -> float:
    """Seconds until fewer than `limit` times of `sent` lie within the last `period`; forgets older ones."""
    while sent and now - sent[0] >= period:
        sent.popleft()
    return sent[len(sent) - limit] + period - now if len(sent) >= limit else 0.0
