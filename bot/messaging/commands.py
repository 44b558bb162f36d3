"""Commands: what they change, and what they answer.

In: a `Command`, the message it came in. Out: the change in the store, and the body of the answer. Who may change what a
group sees is checked here. Never sends: the answer goes through the ledger like every other message.
"""

from typing import Final

from bot import texts
from bot.chat import COMMANDS, OUTLET_COMMANDS, Command, Message, mode
from bot.messaging import feedcommands, replies
from bot.messaging.desk import GROUPS, Desk
from bot.messaging.ledger import Body
from bot.messaging.settings import Menus, change, merged, typed
from bot.storage.records import ChatSettings

CHANGING: Final = ("settings", "delete", *OUTLET_COMMANDS, *feedcommands.NAMES)
"""Commands that only admins may give in groups; /language and /mode are for them, too, once they say a value."""


async def work_off(desk: Desk, command: Command, message: Message) -> Body:
    """Does it; what is answered. Raises StoreError."""
    settings = await desk.store.chat(message.chat_id)
    reader = desk.language(settings, message.sender_language)
    name = command.name
    # Only its admins post in a channel.
    mine = message.kind == "channel" or name not in (*CHANGING, "language", "mode")
    if not mine and not await desk.may_change(message.chat_id, message.kind, message.sender_id):
        return replies.said("admins_only", reader)
    match name:
        case "start" | "help" | "privacy":
            return _word(desk, name, message, reader)
        case "status":
            return await _status(desk, message, settings, reader)
        case "delete":
            await desk.store.forget_chat(message.chat_id)
            await desk.work.forget(str(message.chat_id))
            return replies.said("deleted", reader)
        case _ if name in feedcommands.NAMES:
            return await feedcommands.work_off(desk, command, message, settings, reader)
        case _:
            return await _settings(desk, command, message, settings, reader)


def _word(desk: Desk, name: str, message: Message, reader: str) -> Body:
    if name == "start" and message.kind in GROUPS:
        name = "start_group"
    days = round(desk.config.store.keep_days)
    language = texts.language_name(reader, reader)
    return replies.said(name, reader, language=language, bot=f"@{desk.me.username}", days=days)


async def _settings(desk: Desk, command: Command, message: Message, settings: ChatSettings, reader: str) -> Body:
    """/settings, /language, /mode, and the outlets by name."""
    name, argument = command.name, command.argument
    value = typed(name, argument) if name in ("language", "mode") else argument
    changes = change(settings, name, value) if value else {}
    if changes:
        await desk.store.set_chat(message.chat_id, **changes)
        settings = merged(settings, changes)
        reader = desk.language(settings, message.sender_language)
    menus = Menus(desk.seal, message.chat_id, message.kind, reader, desk.config.reply.original)
    if changes or name == "settings":
        return menus.main(settings)
    if name in OUTLET_COMMANDS:
        return replies.said("outlet_usage", reader, command=name)
    return menus.language(settings) if name == "language" else menus.mode(settings)


async def _status(desk: Desk, message: Message, settings: ChatSettings, reader: str) -> Body:
    depth = await desk.work.depth()
    models = "models_ready" if desk.models_ready.is_set() else "models_preparing"
    body = replies.said(
        "status",
        reader,
        waiting=depth.waiting + depth.running,
        models=texts.say(models, reader, preset=desk.config.translation.preset),
        language=texts.language_name(reader, reader),
        mode=texts.say(f"mode_{mode(settings, message.kind)}", reader),
    )
    if desk.me.reads_all or message.kind == "channel":
        return body
    return {**body, "html": f"{body['html']}\n\n{replies.said('privacy_mode_on', reader)['html']}"}


def menu(language: str) -> list[dict[str, str]]:
    """The list that Telegram shows behind "/"."""
    return [
        {"command": name, "description": texts.say(f"command_{name}", language)} for name in COMMANDS if name != "start"
    ]
