"""What the store carries, as values: `ChatSettings`, `Delivery`, `State`. Pure; loads nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat has chosen. A value that was never chosen is empty: the reader of the settings decides then."""

    language: str = ""
    """A language code; "" = guessed from the user's own."""
    claims: str = "auto"
    """"auto" or "1" to "10"."""
    originals: bool | None = None
    """Originals in an expandable quote; None = `reply.original`."""
    mode: str = ""
    """"all" (every link), "asked" (when asked), "off"; "" = "all" in private chats, "asked" in groups."""
    allowed: tuple[str, ...] = ()
    """Outlets (host names) that are read; empty = all."""
    muted: tuple[str, ...] = ()
    """Outlets that are not read."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further settings (feeds, digests, channels) by name: JSON values. Unknown ones are kept as they are."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "ChatSettings":
        """Unknown keys are dropped and missing ones take their default: an older or newer program may have written."""
        data = json.loads(text)
        known = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        for name in ("allowed", "muted"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)


class State(StrEnum):
    """Where a delivery stands. `*_SENDING` is written before a message is sent, so after a crash "maybe sent"."""

    ACCEPTED = "accepted"
    PLACEHOLDER_SENDING = "placeholder_sending"
    PLACEHOLDER_SENT = "placeholder_sent"
    ANSWER_SENDING = "answer_sending"
    ANSWERED = "answered"
    FAILED = "failed"
    """Nothing can be sent to this chat any more (blocked, kicked, deleted)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One link of one message and its reply: one placeholder, one edit (and further parts when it is long)."""

    key: str
    """`delivery_key(...)`: chat:message:link, never an update id."""
    chat_id: int
    link_key: str
    """`Link.key`, or any word for a reply that is not about a link ("/help")."""
    message_id: int = 0
    """The message replied to; 0 = none."""
    thread_id: int = 0
    """The topic; 0 = none."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    """What the handler needs to make the answer (url, language, options), as JSON."""
    state: State = State.ACCEPTED
    bodies: tuple[Mapping[str, Any], ...] = ()
    """What is sent, in order, as JSON for the Outbox: [0] the placeholder until the answer is known, then its start."""
    messages: tuple[int, ...] = ()
    """Ids of our messages known to be in the chat: [0] carries the placeholder, then the answer's first part."""
    floor: int = -1
    """A send is in the air: the highest message id that was known in the chat when it began. -1: none is."""
    since: float = 0.0
    """Unix seconds when `state` was entered."""
    outcome: str = ""
    """"ok" or an error's code, once the answer is known."""
    created_at: float = 0.0

    @property
    def open(self) -> bool:
        return self.state not in (State.ANSWERED, State.FAILED)


def delivery_key(chat_id: int, message_id: int, what: str) -> str:
    """chat:message:link. The link as a digest: keys stay short and say nothing about what is read."""
    return f"{chat_id}:{message_id}:{hashlib.sha256(what.encode()).hexdigest()[:16]}"
