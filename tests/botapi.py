"""A Bot API on loopback, strict where Telegram is strict, and as bad as Telegram can be where a test asks for it.

    async with BotApi() as api:
        api.user_says(100, "https://…")             # an update; waits for getUpdates
        await api.until(lambda: api.answers(100))
        api.fault("sendMessage", Fault.lost(), times=1)

It keeps chats with their messages, confirms updates by offset only, refuses a second getUpdates (409), checks HTML and
its entities, lengths, reply targets, topics, buttons, callback ids, and the limits of 20 messages a minute in a group
and 30 a second in all. What it refuses is counted in `refusals`.
"""

import asyncio
import json
import re
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self

from aiohttp import web

TOKEN = "4242:loopback-token-of-no-worth"
BOT = {"id": 4242, "is_bot": True, "first_name": "Key claims", "username": "keyclaims_bot"}


@dataclass
class Fault:
    """What happens to a call instead. `after`: Telegram does it first, and then the answer is lost or wrong."""

    status: int = 0
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    after: bool = False
    drop: bool = False
    delay_s: float = 0.0

    @classmethod
    def error(cls, status: int, description: str, **parameters: Any) -> "Fault":
        return cls(status=status, description=description, parameters=parameters)

    @classmethod
    def retry_after(cls, seconds: int) -> "Fault":
        return cls.error(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    @classmethod
    def reset(cls) -> "Fault":
        """The connection breaks before anything was done."""
        return cls(drop=True)

    @classmethod
    def lost(cls) -> "Fault":
        """It was done, and nobody hears of it."""
        return cls(drop=True, after=True)


class Refusal(Exception):
    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass
class Chat:
    id: int
    kind: str
    topics: set[int] = field(default_factory=set)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    inside: bool = True
    """False: the bot was blocked or kicked."""
    why_out: str = "bot was blocked by the user"
    restricted: bool = False
    moved_to: int = 0
    admins: set[int] = field(default_factory=set)
    linked: int = 0
    """The discussion group of a channel."""
    sent_at: deque[float] = field(default_factory=deque)


class BotApi:
    """One server with one bot. Times are real; the group's minute can be shortened by `group_period`."""

    def __init__(self, *, group_limit: int = 20, group_period: float = 60.0, overall_limit: int = 30) -> None:
        self.group_limit, self.group_period, self.overall_limit = group_limit, group_period, overall_limit
        self.token, self.me = TOKEN, dict(BOT, can_join_groups=True, can_read_all_group_messages=False)
        self.chats: dict[int, Chat] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refusals: Counter[str] = Counter()
        self.webhook: dict[str, Any] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.answered_presses: dict[str, dict[str, Any]] = {}
        self.reactions: list[tuple[int, int, str]] = []
        self.files: dict[str, bytes] = {}
        self.unknown_methods: set[str] = set()
        self.edits: Counter[tuple[int, int]] = Counter()
        self._updates: deque[dict[str, Any]] = deque()
        self._update_id = 1000
        self._presses: set[str] = set()
        self._news = asyncio.Event()
        self._polling: asyncio.Event | None = None
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._sent_at: deque[float] = deque()
        self._message_id = 100
        self._base = ""

    # The server

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def base(self) -> str:
        return self._base

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        data = await _parameters(request)
        self.calls.append((method, data))
        fault = self._faults[method].popleft() if self._faults[method] else None
        try:
            if request.match_info["token"] != self.token:
                raise Refusal(401, "Unauthorized")
            if fault and fault.delay_s:
                await asyncio.sleep(fault.delay_s)
            if fault and not fault.after:
                if fault.drop:
                    return await _drop(request)
                if fault.status:
                    raise Refusal(fault.status, fault.description, **fault.parameters)
            do = getattr(self, f"_do_{method}", None)
            if do is None or method in self.unknown_methods:
                raise Refusal(404, "Not Found")
            result = await do(data)
            if fault and fault.drop:
                return await _drop(request)
            if fault and fault.status:
                raise Refusal(fault.status, fault.description, **fault.parameters)
            return web.json_response({"ok": True, "result": result})
        except Refusal as refusal:
            self.refusals[f"{refusal.status} {refusal.description}"] += 1
            body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return web.json_response(body, status=refusal.status)

    async def _file(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token or request.match_info["path"] not in self.files:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=self.files[request.match_info["path"]])

    def fault(self, method: str, fault: Fault, times: int = 1) -> None:
        """The next `times` calls of `method` go wrong so."""
        self._faults[method].extend([fault] * times)

    # What people do

    def chat(self, chat_id: int, kind: str = "", **facts: Any) -> Chat:
        if chat_id not in self.chats:
            self.chats[chat_id] = Chat(chat_id, kind or ("private" if chat_id > 0 else "supergroup"), **facts)
        return self.chats[chat_id]

    def user_says(
        self,
        chat_id: int,
        text: str = "",
        *,
        user: int = 0,
        language: str | None = "en",
        reply_to: int = 0,
        thread: int = 0,
        entities: list[dict[str, Any]] | None = None,
        caption: str | None = None,
        **more: Any,
    ) -> int:
        """A message comes in; its id."""
        chat = self.chat(chat_id)
        user = user or (chat_id if chat_id > 0 else 77)
        message: dict[str, Any] = {"from": person(user, language), "date": int(time.time()), **more}
        if message["from"] is None:
            del message["from"]  # a channel's own post
        if text:
            message |= {"text": text, "entities": entities if entities is not None else marked(text)}
        if caption is not None:
            message |= {"caption": caption, "caption_entities": entities if entities is not None else marked(caption)}
        if thread:
            chat.topics.add(thread)
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to:
            message["reply_to_message"] = {k: v for k, v in chat.messages[reply_to].items() if k != "reply_to_message"}
        kept = self._keep(chat, message)
        self.update({"channel_post" if chat.kind == "channel" else "message": kept})
        return int(kept["message_id"])

    def user_edits(self, chat_id: int, message_id: int, text: str) -> None:
        message = self.chats[chat_id].messages[message_id]
        message |= {"text": text, "entities": marked(text), "edit_date": int(time.time())}
        self.update({"edited_message": message})

    def user_presses(self, chat_id: int, message_id: int, label: str, *, user: int = 0) -> str:
        """Presses the button that shows `label`; the press's id."""
        message = self.chats[chat_id].messages[message_id]
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if label in button["text"]:
                    return self.press(chat_id, message_id, button["callback_data"], user=user)
        raise AssertionError(f"no button {label!r} under {message.get('text', '')[:80]!r}")

    def press(self, chat_id: int, message_id: int, data: str, *, user: int = 0) -> str:
        press_id = f"press-{len(self._presses) + 1}"
        self._presses.add(press_id)
        self.update(
            {
                "callback_query": {
                    "id": press_id,
                    "from": person(user or abs(chat_id), "en"),
                    "message": self.chats[chat_id].messages[message_id],
                    "chat_instance": "1",
                    "data": data,
                }
            }
        )
        return press_id

    def update(self, update: dict[str, Any]) -> None:
        self._update_id += 1
        self._updates.append({"update_id": self._update_id, **json.loads(json.dumps(update))})
        self._news.set()

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """Updates that the bot has not confirmed."""
        return list(self._updates)

    # What can be seen

    def ours(self, chat_id: int) -> list[dict[str, Any]]:
        """The bot's messages in a chat, as they stand now, in order."""
        messages = self.chat(chat_id).messages
        return [m for _, m in sorted(messages.items()) if m.get("from", {}).get("id") == self.me["id"]]

    def answers(self, chat_id: int) -> list[dict[str, Any]]:
        """Those that hold bullets."""
        return [m for m in self.ours(chat_id) if "• " in m.get("text", "")]

    def called(self, method: str) -> list[dict[str, Any]]:
        return [data for name, data in self.calls if name == method]

    async def until(self, true: Callable[[], Any], within: float = 15.0) -> Any:
        """Waits until `true()`; what it returned."""
        end = time.monotonic() + within
        while not (found := true()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {within} s; refusals: {dict(self.refusals)}; {self.calls[-8:]}")
            await asyncio.sleep(0.01)
        return found

    # Methods

    async def _do_getMe(self, _: dict[str, Any]) -> Any:
        return self.me

    async def _do_getUpdates(self, data: dict[str, Any]) -> Any:
        if self.webhook.get("url"):
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        if self._polling is not None:
            # The newer request wins, as Telegram has it.
            self._polling.set()
            self._news.set()
        ended = self._polling = asyncio.Event()
        offset = int(data.get("offset") or 0)
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        end = time.monotonic() + float(data.get("timeout") or 0)
        try:
            while not self._updates and (left := end - time.monotonic()) > 0 and not ended.is_set():
                self._news.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), min(left, 0.5))
        finally:
            if self._polling is ended:
                self._polling = None
        if ended.is_set():
            raise Refusal(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        allowed = data.get("allowed_updates") or []
        found = [u for u in list(self._updates)[:100] if not allowed or any(k in u for k in allowed)]
        return json.loads(json.dumps(found))

    async def _do_setWebhook(self, data: dict[str, Any]) -> Any:
        if not str(data.get("url", "")).startswith("https://"):
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = data
        return True

    async def _do_deleteWebhook(self, _: dict[str, Any]) -> Any:
        self.webhook = {}
        return True

    async def _do_getWebhookInfo(self, _: dict[str, Any]) -> Any:
        return {"url": self.webhook.get("url", ""), "pending_update_count": len(self._updates)}

    async def _do_setMyCommands(self, data: dict[str, Any]) -> Any:
        for command in data["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if (code := data.get("language_code", "")) and not re.fullmatch(r"[a-z]{2}", code):
            raise Refusal(400, "Bad Request: LANG_CODE_INVALID")
        self.commands[code] = data["commands"]
        return True

    async def _do_sendChatAction(self, data: dict[str, Any]) -> Any:
        self._writable(self.chat(int(data["chat_id"])))
        return True

    async def _do_setMessageReaction(self, data: dict[str, Any]) -> Any:
        chat = self.chat(int(data["chat_id"]))
        if int(data["message_id"]) not in chat.messages:
            raise Refusal(400, "Bad Request: message to react not found")
        emoji = data["reaction"][0]["emoji"] if data.get("reaction") else ""
        self.reactions.append((chat.id, int(data["message_id"]), emoji))
        return True

    async def _do_getChat(self, data: dict[str, Any]) -> Any:
        chat = self.chat(int(data["chat_id"]))
        linked = {"linked_chat_id": chat.linked} if chat.linked else {}
        return {"id": chat.id, "type": chat.kind, **linked}

    async def _do_getChatMember(self, data: dict[str, Any]) -> Any:
        chat, user = self.chat(int(data["chat_id"])), int(data["user_id"])
        return {"status": "administrator" if user in chat.admins else "member", "user": person(user, "en")}

    async def _do_getChatAdministrators(self, data: dict[str, Any]) -> Any:
        chat = self.chat(int(data["chat_id"]))
        return [{"status": "administrator", "user": person(user, "en")} for user in chat.admins]

    async def _do_leaveChat(self, data: dict[str, Any]) -> Any:
        self.chat(int(data["chat_id"])).inside = False
        return True

    async def _do_getFile(self, data: dict[str, Any]) -> Any:
        if data["file_id"] not in self.files:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": data["file_id"], "file_size": len(self.files[data["file_id"]]), "file_path": data["file_id"]}

    async def _do_answerCallbackQuery(self, data: dict[str, Any]) -> Any:
        if data["callback_query_id"] not in self._presses:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(data.get("text", "")) > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answered_presses[data["callback_query_id"]] = data
        return True

    async def _do_sendMessage(self, data: dict[str, Any]) -> Any:
        chat = self._writable(self.chat(int(data["chat_id"])))
        body = self._body(data, "text", 4096)
        message = {"from": dict(self.me), "date": int(time.time()), **body, **self._place(chat, data)}
        self._spend(chat)
        return self._keep(chat, message)

    async def _do_sendDocument(self, data: dict[str, Any]) -> Any:
        chat = self._writable(self.chat(int(data["chat_id"])))
        if not isinstance(data.get("document"), Upload):
            raise Refusal(400, "Bad Request: there is no document in the request")
        body = self._body(data, "caption", 1024) if data.get("caption") else {}
        name, content = data["document"].name, data["document"].content
        message = {"from": dict(self.me), "date": int(time.time()), **body, **self._place(chat, data)}
        message["document"] = {"file_id": f"f{len(self.files)}", "file_name": name, "file_size": len(content)}
        self.files[message["document"]["file_id"]] = content
        self._spend(chat)
        return self._keep(chat, message)

    async def _do_editMessageText(self, data: dict[str, Any]) -> Any:
        return self._edit(data, "text", 4096)

    async def _do_editMessageCaption(self, data: dict[str, Any]) -> Any:
        return self._edit(data, "caption", 1024)

    async def _do_deleteMessage(self, data: dict[str, Any]) -> Any:
        chat = self.chat(int(data["chat_id"]))
        if chat.messages.pop(int(data["message_id"]), None) is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        return True

    # Rules

    def _writable(self, chat: Chat) -> Chat:
        if chat.moved_to:
            raise Refusal(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        if not chat.inside:
            raise Refusal(403, f"Forbidden: {chat.why_out}")
        if chat.restricted:
            raise Refusal(400, "Bad Request: not enough rights to send text messages to the chat")
        return chat

    def _spend(self, chat: Chat) -> None:
        now = time.monotonic()
        if chat.id < 0:
            self._window(chat.sent_at, self.group_limit, self.group_period, now)
        self._window(self._sent_at, self.overall_limit, 1.0, now)

    def _window(self, sent: deque[float], limit: int, period: float, now: float) -> None:
        while sent and now - sent[0] >= period:
            sent.popleft()
        if len(sent) >= limit:
            wait = int(sent[0] + period - now) + 1
            raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        sent.append(now)

    def _place(self, chat: Chat, data: dict[str, Any]) -> dict[str, Any]:
        place: dict[str, Any] = {}
        if thread := int(data.get("message_thread_id") or 0):
            if thread not in chat.topics:
                raise Refusal(400, "Bad Request: message thread not found")
            place |= {"message_thread_id": thread, "is_topic_message": True}
        reply = data.get("reply_parameters") or {}
        if target := int(reply.get("message_id") or data.get("reply_to_message_id") or 0):
            if target in chat.messages:
                kept = {k: v for k, v in chat.messages[target].items() if k != "reply_to_message"}
                place["reply_to_message"] = kept
            elif not reply.get("allow_sending_without_reply"):
                raise Refusal(400, "Bad Request: message to be replied not found")
        return place

    def _body(self, data: dict[str, Any], key: str, limit: int) -> dict[str, Any]:
        raw = str(data.get(key, ""))
        text, entities = parse_html(raw) if data.get("parse_mode") == "HTML" else (raw, [])
        if not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > limit:
            raise Refusal(
                400, "Bad Request: message is too long" if key == "text" else "Bad Request: message caption is too long"
            )
        body = {key: text.strip(), "entities" if key == "text" else "caption_entities": entities, "raw": raw}
        if markup := data.get("reply_markup"):
            for row in markup["inline_keyboard"]:
                for button in row:
                    if not 1 <= len(str(button.get("callback_data", "x")).encode()) <= 64:
                        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
            body["reply_markup"] = markup
        body["preview"] = not (data.get("link_preview_options") or {}).get("is_disabled", False)
        return body

    def _edit(self, data: dict[str, Any], key: str, limit: int) -> Any:
        chat = self._writable(self.chat(int(data["chat_id"])))
        message = chat.messages.get(int(data["message_id"]))
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if message.get("from", {}).get("id") != self.me["id"]:
            raise Refusal(400, "Bad Request: message can't be edited")
        if key == "text" and "text" not in message:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        body = self._body(data, key, limit)
        same = all(message.get(name) == body.get(name) for name in (key, "entities", "reply_markup"))
        if same:
            raise Refusal(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message",
            )
        self._spend(chat)
        message.pop("reply_markup", None)
        message |= body
        self.edits[(chat.id, int(data["message_id"]))] += 1
        return message

    def _keep(self, chat: Chat, message: dict[str, Any]) -> dict[str, Any]:
        # One sequence for all chats, as in private chats of one account: ids in a chat grow, with gaps.
        self._message_id += 1
        message = {"message_id": self._message_id, "chat": {"id": chat.id, "type": chat.kind}, **message}
        chat.messages[self._message_id] = message
        return message


@dataclass
class Upload:
    name: str
    content: bytes


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    data: dict[str, Any] = dict(request.query)
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            data[key] = Upload(value.filename, value.file.read())
        else:
            data[key] = value
    # Files come as attach://NAME beside their part.
    for key, value in list(data.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            data[key] = data[value.removeprefix("attach://")]
        elif isinstance(value, str) and value[:1] in ("{", "["):
            data[key] = json.loads(value)
    return data


async def _drop(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def person(user: int, language: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"id": user, "is_bot": False, "first_name": f"User {user}"}
    return found | ({"language_code": language} if language else {})


_MARK = re.compile(r"https?://\S+|@[A-Za-z0-9_]{4,}|^/[a-z_0-9]+(?:@\w+)?")


def marked(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram would find, in UTF-16 units."""
    found = []
    for match in _MARK.finditer(text):
        kind = {"h": "url", "@": "mention", "/": "bot_command"}[match[0][0]]
        offset = len(text[: match.start()].encode("utf-16-le")) // 2
        found.append({"type": kind, "offset": offset, "length": len(match[0].encode("utf-16-le")) // 2})
    return found


_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikethrough",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler",
}  # fmt: skip


class _Html(HTMLParser):
    """Telegram's HTML: few tags, all closed in order, no other entities than the four named ones and numbers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.entities: list[dict[str, Any]] = []
        self._open: list[tuple[str, int, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise Refusal(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
        given = dict(attrs)
        kind = "expandable_blockquote" if tag == "blockquote" and "expandable" in given else _TAGS[tag]
        if tag == "blockquote" and any(name == "blockquote" for name, _, _ in self._open):
            raise Refusal(400, "Bad Request: can't parse entities: nested blockquotes")
        self._open.append((tag, self._at(), {"type": kind, **({"url": given.get("href")} if tag == "a" else {})}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise Refusal(
                400, f'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 0, found "</{tag}>"'
            )
        _, start, entity = self._open.pop()
        if length := self._at() - start:
            self.entities.append({**entity, "offset": start, "length": length})

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise Refusal(400, "Bad Request: can't parse entities: Unsupported start tag at byte offset 0")
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self.text += {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}.get(name, f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.text += chr(int(name[1:], 16) if name[:1] in "xX" else int(name))

    def _at(self) -> int:
        return len(self.text.encode("utf-16-le")) // 2

    def close(self) -> None:
        super().close()
        if self._open:
            tag = self._open[-1][0]
            said = f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\""
            raise Refusal(400, f"Bad Request: {said}")


def parse_html(raw: str) -> tuple[str, list[dict[str, Any]]]:
    parser = _Html()
    parser.feed(raw)
    parser.close()
    return parser.text, sorted(parser.entities, key=lambda e: (e["offset"], -e["length"]))
