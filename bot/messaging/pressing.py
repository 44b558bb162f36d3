"""A button was pressed: what it says is checked, who pressed is checked, then it is done.

In: a `Press`. Out: the message under the button changed (other language, more claims, a setting), or a file sent (full
translation, original text), and always a word to the one who pressed, so that the phone stops waiting. Safe to do again
after a crash: edits are the same edit, files go through the ledger. Never trusts what a button's data says unsealed.
"""

import logging
from collections.abc import Sequence

from bot import texts
from bot.chat import OUTLET_COMMANDS
from bot.errors import BotError
from bot.messaging import ledger, replies
from bot.messaging.answering import brief_of
from bot.messaging.buttons import Pressed
from bot.messaging.desk import Desk
from bot.messaging.incoming import Press
from bot.messaging.ledger import Body, Gone
from bot.messaging.settings import Menus, change, merged
from bot.storage.records import ChatSettings, Delivery, delivery_key
from models.errors import ModelError

log = logging.getLogger(__name__)


async def work_off(desk: Desk, press: Press) -> None:
    """One press. Raises Again (of the ledger's outbox) where Telegram wants it later."""
    settings = await desk.store.chat(press.chat_id)
    reader = desk.language(settings, press.user_language)
    pressed = desk.seal.open(press.chat_id, press.data)
    if pressed is None:
        await _tell(desk, press, "button_stale", reader, alert=True)
    elif pressed.action == "setting":
        await _setting(desk, press, pressed, settings, reader)
    else:
        await _reply(desk, press, pressed, settings, reader)


async def _reply(desk: Desk, press: Press, pressed: Pressed, settings: ChatSettings, reader: str) -> None:
    delivery = await desk.store.delivery(f"{press.chat_id}:{pressed.reply}")
    if delivery is None or "to" not in delivery.payload:
        await _tell(desk, press, "button_stale", reader, alert=True)
        return
    owner = press.user_id != 0 and press.user_id == delivery.payload.get("user")
    if not owner and not await desk.may_change(press.chat_id, press.kind, press.user_id):
        await _tell(desk, press, "button_not_yours", reader, alert=True)
        return
    await _tell(desk, press, "button_working", reader)
    try:
        if pressed.action in ("full", "original"):
            await _send_file(desk, press, pressed, delivery, reader)
        else:
            await _change_reply(desk, press, pressed, delivery, settings, reader)
    except (BotError, ModelError) as error:
        body = replies.of_error(error, str(delivery.payload.get("url", "")), reader)
        await _send(desk, press, delivery, f"{press.data}:{press.id}", [body])


async def _change_reply(
    desk: Desk, press: Press, pressed: Pressed, delivery: Delivery, settings: ChatSettings, reader: str
) -> None:
    """The reply in another language, or with more claims, in its place."""
    if pressed.action == "language":
        to, claims = pressed.value, delivery.payload.get("claims")
    else:
        number, _, to = pressed.value.partition(".")
        claims = int(number)
    brief = await brief_of(desk, delivery.payload, to, claims=claims)
    bodies = replies.of_brief(
        brief, desk.seal, press.chat_id, delivery.key, reader=to, original=desk.original(settings)
    )
    target = press.message_id or delivery.messages[0]
    await desk.outbox.edit(press.chat_id, target, bodies[0])
    if bodies[1:]:
        await _send(desk, press, delivery, f"{pressed.action}:{pressed.value}:{press.id}", bodies[1:])


async def _send_file(desk: Desk, press: Press, pressed: Pressed, delivery: Delivery, reader: str) -> None:
    """The whole article as a page of its own: translated, or as it was written."""
    from bot.render import html

    original = pressed.action == "original"
    brief = await brief_of(desk, delivery.payload, None if original else pressed.value, full=True)
    page = html.render(brief)
    await _send(
        desk, press, delivery, f"{pressed.action}:{press.id}", [replies.file_of(brief, page, reader, original=original)]
    )


async def _send(desk: Desk, press: Press, about: Delivery, what: str, bodies: Sequence[Body]) -> None:
    """Further messages below a reply, once however often this runs."""
    key = delivery_key(press.chat_id, press.message_id, what)
    sent = Delivery(
        key=key,
        chat_id=press.chat_id,
        link_key=f"press:{what}",
        message_id=press.message_id or about.message_id,
        thread_id=press.thread_id or about.thread_id,
        payload={"kind": "press"},
    )
    await desk.store.accept(sent)
    current = await desk.store.delivery(key)
    if current is not None and current.open:
        await ledger.answer(desk.store, desk.outbox, current, bodies)


async def _setting(desk: Desk, press: Press, pressed: Pressed, settings: ChatSettings, reader: str) -> None:
    if not await desk.may_change(press.chat_id, press.kind, press.user_id):
        await _tell(desk, press, "admins_only", reader, alert=True)
        return
    field, _, value = pressed.value.partition("=")
    changes = {} if field == "menu" else change(settings, field, value)
    if changes:
        await desk.store.set_chat(press.chat_id, **changes)
        settings = merged(settings, changes)
        reader = desk.language(settings, press.user_language)
    await _tell(desk, press, "saved" if changes else "", reader)
    body = _menu(desk, press, settings, reader, field, value)
    try:
        await desk.outbox.edit(press.chat_id, press.message_id, body)
    except Gone as gone:
        log.info("a menu could not be changed: %s", gone.reason)


def _menu(desk: Desk, press: Press, settings: ChatSettings, reader: str, field: str, value: str) -> Body:
    menus = Menus(desk.seal, press.chat_id, press.kind, reader, desk.config.reply.original)
    shown = value if field == "menu" else "outlets" if field in OUTLET_COMMANDS else "main"
    match shown:
        case "language":
            return menus.language(settings)
        case "claims":
            return menus.claims(settings)
        case "mode":
            return menus.mode(settings)
        case "outlets":
            return menus.outlets(settings, settings.more.get("hosts", []))
        case "close":
            return menus.closed()
        case _:
            return menus.main(settings)


async def _tell(desk: Desk, press: Press, key: str, reader: str, *, alert: bool = False) -> None:
    """A word on top of the screen; alerts have to be tapped away. At most 200 characters."""
    text = texts.say(key, reader)[:200] if key else None
    await desk.api.quietly("answerCallbackQuery", callback_query_id=press.id, text=text, show_alert=alert or None)
