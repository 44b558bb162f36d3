"""Channels: where the claims of a channel's post go, and what of its copy in the discussion group is answered.

In: a message of a channel, or an automatic forward of one, with the settings of the channel. Out: the message to be
answered, or the reason for silence. The setting (`/channel post|comment|edit|off`, given in the channel):
`post` (the default): a post of ours below it; `edit`: our post stands at once and the claims are edited into it;
`comment`: below its copy in the linked discussion group; `off`: nothing.
Never: one post answered in both places, an ad, a post of our own.
"""

import re
from dataclasses import replace
from typing import Final

from bot.chat import Ignore, Message
from bot.messaging import replies
from bot.messaging.desk import Desk
from bot.messaging.ledger import Body
from bot.storage.records import ChatSettings

WAYS: Final = ("post", "comment", "edit", "off")
_AD: Final = re.compile(
    r"(?:^|\s)#(?:ad|ads|advert|advertisement|sponsored|promo|pr|광고|협찬|제휴|广告|廣告|推广|推廣|赞助|贊助)(?![\w-])"
    r"|^\W*(?:sponsored|advertisement|paid partnership|광고|협찬|广告|廣告|推广|推廣)\s*[\]】)〕:：|]"
    r"|\berid\s*[:=]",
    re.IGNORECASE | re.MULTILINE,
)
"""How posts say that they are paid for: hashtags, a label in front, the mark that ads must carry in some countries."""


def way(settings: ChatSettings) -> str:
    """Where a channel's claims go."""
    chosen = str(settings.more.get("channel") or "post")
    return chosen if chosen in WAYS else "post"


def is_ad(text: str) -> bool:
    return _AD.search(text) is not None


def post(message: Message, settings: ChatSettings) -> Message | Ignore:
    """A post in the channel itself."""
    if message.text.startswith("/"):
        return message
    if is_ad(message.text):
        return Ignore("an ad")
    if way(settings) in ("comment", "off"):
        return Ignore("answered in the discussion group" if way(settings) == "comment" else "switched off")
    return message


def copy(message: Message, channel: ChatSettings, known: bool) -> Message | Ignore:
    """Its automatic forward in the discussion group. `known`: our own post, or answered in the channel already."""
    if known:
        return Ignore("the channel's post is ours, or answered")
    if is_ad(message.text):
        return Ignore("an ad")
    if "channel" not in channel.more:
        return message  # nobody has chosen for this channel: a link like any other in this group
    if way(channel) != "comment":
        return Ignore("answered in the channel")
    return replace(message, comment=True)


async def set_up(desk: Desk, argument: str, message: Message, settings: ChatSettings, reader: str) -> Body:
    """/channel, in a channel."""
    if message.kind != "channel":
        return replies.said("channel_only", reader)
    chosen = argument.lower()
    if chosen not in WAYS:
        return replies.said("channel_usage", reader, way=way(settings))
    if chosen == "comment":
        chat = await desk.api.quietly("getChat", chat_id=message.chat_id)
        if isinstance(chat, dict) and not chat.get("linked_chat_id"):
            return replies.said("channel_no_group", reader)
    await desk.store.set_chat(message.chat_id, more={"channel": chosen})
    return replies.said(f"channel_{chosen}", reader)
