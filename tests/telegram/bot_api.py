"""A Bot API server for tests, over real HTTP: it refuses what Telegram refuses."""

import asyncio
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from tests.telegram.rules import RefusedError, content, entities_of, require, size_of

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = {"id": 110201543, "is_bot": True, "first_name": "Entregent", "username": "entregent_bot"}

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
STALE = "query is too old and response timeout expired or query ID is invalid"

Json = dict[str, Any]


@dataclass(slots=True)
class Fault:
    """What a method answers in place of its work, some times."""

    code: int
    times: int = 1
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came as a part of a call."""

    name: str
    kind: str
    data: bytes


class BotApi:
    """One bot's server: what was asked of it, what each chat shows, and people who write to it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.messages: dict[int, list[Json]] = defaultdict(list)
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.blocked: set[int] = set()
        self.chats: dict[int, Json] = {}
        self.confirmed = 0
        self.hook: Json | None = None
        self.settings: dict[tuple[str, str], Any] = {}
        self.refusals: list[str] = []
        self.files: dict[str, bytes] = {}
        self.downloads: list[str] = []
        self._updates: list[Json] = []
        self._queries: dict[str, bool] = {}
        self._numbers: Counter[str] = Counter(update=1000, message=10, query=500)
        self._changed = asyncio.Condition()
        self._poll: asyncio.Task[list[Json]] | None = None
        self.root = ""

    # --- the server --------------------------------------------------------------------------

    async def __aenter__(self) -> "BotApi":
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.01)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._deliveries = asyncio.ensure_future(self._deliver())
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._deliveries.cancel()
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _failure(401, "Unauthorized")
        posted = (await request.post()).items()
        sent = dict(request.query) | {name: value for name, value in posted if isinstance(value, str)}
        given = {name: _decoded(value) for name, value in sent.items()}
        for name, value in posted:
            if isinstance(value, web.FileField):
                given[name] = Upload(value.filename, value.content_type, value.file.read())
        self.calls.append((method, given))
        work = METHODS.get(method)
        if work is None:
            return _failure(404, "Not Found")
        fault = next((one for one in self.faults[method] if one.times), None)
        try:
            if fault:
                return self._fault(fault)
            result = await getattr(self, work.__name__)(given)  # a kind of server may do it in its own way
        except RefusedError as refused:
            self.refusals.append(f"{method}: {refused}")
            return _failure(refused.code, str(refused))
        finally:
            await self._notify()
        return web.json_response({"ok": True, "result": result})

    def _fault(self, fault: Fault) -> web.Response:
        fault.times -= 1
        parameters = {"retry_after": fault.retry_after} if fault.retry_after else None
        return _failure(fault.code, f"injected {fault.code}", parameters)

    # --- people ------------------------------------------------------------------------------

    def write(self, chat: int = 7, text: str | None = None, language: str | None = "en", **more: Any) -> int:
        """Let somebody send a message; returns its number."""
        group = chat < 0
        kind = {"id": chat, "type": "supergroup", "title": "G"} if group else {"id": chat, "type": "private"}
        self.chats[chat] = kind
        self._numbers["message"] += 1
        message: Json = {"message_id": self._numbers["message"], "date": int(time.time()), "chat": kind}
        message["from"] = {
            "id": 7 if group else chat,
            "is_bot": False,
            "first_name": "<Ann>",
            "language_code": language,
        }
        if text is not None:
            message |= {"text": text, "entities": entities_of(text)}
        self._receive({"message": message | more})
        return int(message["message_id"])

    def forward(self, chat: int = 7, text: str | None = None, **more: Any) -> int:
        """Let somebody forward a message."""
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
        return self.write(chat, text, forward_origin=origin, **more)

    def file(self, data: bytes, size: int | None = None) -> Json:
        """Put a file on the server, as a document has it; `size` may be told wrongly, or left out as 0."""
        number = f"file{len(self.files)}"
        self.files[number] = data
        told = len(data) if size is None else size
        return {"file_id": number, "file_unique_id": number, **({"file_size": told} if told else {})}

    def send_file(self, data: bytes, chat: int = 7, size: int | None = None, **more: Any) -> int:
        """Let somebody send a document."""
        return self.write(chat, None, document=self.file(data, size), **more)

    def send_photo(self, data: bytes, chat: int = 7, **more: Any) -> int:
        """Let somebody send a picture, which Telegram offers in two sizes."""
        small = {"file_id": "thumb", "file_unique_id": "thumb", "width": 90, "height": 60, "file_size": 900}
        return self.write(chat, None, photo=[small, {**self.file(data), "width": 1280, "height": 900}], **more)

    def press(self, message: Json, label: str, chat: int = 7) -> str:
        """Let somebody press the button that reads so; returns the number of the press."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if button["text"] == label)
        return self.press_data(message, data, chat)

    def press_data(self, message: Json, data: str, chat: int = 7) -> str:
        """Let somebody press a button with this data, be it there or not."""
        self._numbers["query"] += 1
        query = str(self._numbers["query"])
        self._queries[query] = False
        user = {"id": chat, "is_bot": False, "first_name": "Ann", "language_code": "en"}
        call = {"id": query, "from": user, "chat_instance": "1", "data": data, "message": message}
        self._receive({"callback_query": call})
        return query

    def redeliver(self, first: int) -> None:
        """Forget that updates were confirmed, from this one on: they will be handed out again."""
        self.confirmed = first - 1

    @property
    def last_update(self) -> int:
        """Return the number of the newest update."""
        return self._numbers["update"]

    def _receive(self, update: Json) -> None:
        self._numbers["update"] += 1
        self._updates.append({"update_id": self._numbers["update"], **update})
        self._wake = asyncio.ensure_future(self._notify())

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, true: Callable[[], bool], seconds: float = 8) -> None:
        """Wait until something holds of this server."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(true), seconds)

    async def answered(self, count: int, chat: int = 7) -> list[Json]:
        """Wait until a chat shows so many messages of the bot, and return them."""
        await self.until(lambda: len(self.messages[chat]) >= count)
        return self.messages[chat]

    async def quiet(self, seconds: float = 0.15) -> None:
        """Wait until every update is confirmed and nothing more happens."""
        await self.until(lambda: self.confirmed >= self.last_update)
        await asyncio.sleep(seconds)

    def called(self, method: str) -> list[Json]:
        """Return what a method was called with."""
        return [given for name, given in self.calls if name == method]

    # --- methods -----------------------------------------------------------------------------

    async def _get_me(self, _: Json) -> Json:
        return BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    async def _delete_webhook(self, _: Json) -> bool:
        self.hook = None
        return True

    async def _set_webhook(self, given: Json) -> bool:
        secret = str(given.get("secret_token", ""))
        require(re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret) is not None, "SECRET_TOKEN_INVALID")
        require(bool(given["url"]), "url is empty")
        self.hook = given
        return True

    async def _deliver(self) -> None:
        """Post updates to the webhook one after another; what is not taken comes again."""
        async with aiohttp.ClientSession() as session:
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: self.hook is not None and self._next() is not None)
                update, hook = self._next(), self.hook
                assert update
                assert hook
                headers = {"X-Telegram-Bot-Api-Secret-Token": str(hook.get("secret_token", ""))}
                try:
                    async with session.post(hook["url"], json=update, headers=headers) as answer:
                        taken = 200 <= answer.status < 300
                except aiohttp.ClientError:
                    taken = False
                if taken:
                    self.confirmed = max(self.confirmed, update["update_id"])
                    await self._notify()
                else:
                    await asyncio.sleep(0.05)

    def _next(self) -> Json | None:
        return next((one for one in self._updates if one["update_id"] > self.confirmed), None)

    async def _send_chat_action(self, _: Json) -> bool:
        return True

    async def _get_file(self, given: Json) -> Json:
        number = str(given["file_id"])
        require(number in self.files, "wrong file_id or the file is temporarily unavailable")
        require(len(self.files[number]) <= 20 * 1024 * 1024, "file is too big")
        return {"file_id": number, "file_unique_id": number, "file_path": f"documents/{number}"}

    async def _download(self, request: web.Request) -> web.Response:
        number = request.match_info["path"].rpartition("/")[2]
        if request.match_info["token"] != TOKEN or number not in self.files:
            return web.Response(status=404)
        self.downloads.append(number)
        await self._notify()
        return web.Response(body=self.files[number])

    async def _get_updates(self, given: Json) -> list[Json]:
        if self.hook is not None:
            raise RefusedError("Conflict: can't use getUpdates method while webhook is active", 409)
        if self._poll is not None:
            self._poll.cancel()
        self.confirmed = max(self.confirmed, int(given.get("offset", 0)) - 1)
        await self._notify()
        self._poll = asyncio.ensure_future(self._waiting(given))
        poll: asyncio.Task[list[Json]] = self._poll
        try:
            return await poll
        except asyncio.CancelledError:
            raise RefusedError("Conflict: terminated by other getUpdates request", 409) from None
        finally:
            if self._poll is poll:
                self._poll = None

    async def _waiting(self, given: Json) -> list[Json]:
        kinds = given.get("allowed_updates") or ["message", "callback_query", "edited_message", "my_chat_member"]

        def waiting() -> list[Json]:
            new = [one for one in self._updates if one["update_id"] > self.confirmed]
            return [one for one in new if set(one) & set(kinds)][: int(given.get("limit", 100))]

        async with self._changed:
            try:
                await asyncio.wait_for(
                    self._changed.wait_for(lambda: bool(waiting())), int(given.get("timeout", 0)) or 0.01
                )
            except TimeoutError:
                return []
        return waiting()

    async def _send_message(self, given: Json) -> Json:
        chat = self._chat(given)
        self._numbers["message"] += 1
        message = {"message_id": self._numbers["message"], "date": 1, "chat": self.chats[chat], "from": BOT}
        message |= content(given)
        self.messages[chat].append(message)
        return message

    async def _send_document(self, given: Json) -> Json:
        chat = self._chat(given)
        upload = _upload(given["document"], given)
        require(bool(upload.data), "file must be non-empty")
        require(len(upload.data) <= 50 * 1024 * 1024, "Request Entity Too Large")
        held = content({"text": given.get("caption", ""), **given}, caption=True)
        self._numbers["message"] += 1
        message = {"message_id": self._numbers["message"], "date": 1, "chat": self.chats[chat], "from": BOT}
        message |= {"caption" if name == "text" else name: value for name, value in held.items()}
        message["document"] = {
            **self.file(upload.data),
            "file_name": upload.name,
            "mime_type": upload.kind,
        }
        self.messages[chat].append(message)
        return message

    async def _send_photo(self, given: Json) -> Json:
        chat = self._chat(given)
        upload = _upload(given["photo"], given)
        require(bool(upload.data), "file must be non-empty")
        require(len(upload.data) <= 10 * 1024 * 1024, "file is too big")
        wide, high = size_of(upload.data)
        require(wide + high <= 10_000 and max(wide, high) <= 20 * min(wide, high), "PHOTO_INVALID_DIMENSIONS")
        held = content({"text": given.get("caption", ""), **given}, caption=True)
        self._numbers["message"] += 1
        message = {"message_id": self._numbers["message"], "date": 1, "chat": self.chats[chat], "from": BOT}
        message |= {"caption" if name == "text" else name: value for name, value in held.items()}
        if str(given.get("show_caption_above_media", "")).lower() == "true":
            message["show_caption_above_media"] = True
        message["photo"] = [{**self.file(upload.data), "width": wide, "height": high}]
        self.messages[chat].append(message)
        return message

    async def _edit_message_text(self, given: Json) -> Json:
        chat, number = self._chat(given), int(given["message_id"])
        message = next((one for one in self.messages[chat] if one["message_id"] == number), None)
        if message is None:
            raise RefusedError("message to edit not found")
        require("text" in message, "there is no text in the message to edit")
        new = {"reply_markup": None, **content(given)}
        if all(message.get(name) == new[name] for name in ("text", "parsed", "reply_markup")):
            raise RefusedError(NOT_MODIFIED)
        message.update(new)
        if message["reply_markup"] is None:
            del message["reply_markup"]
        return message

    async def _answer_callback_query(self, given: Json) -> bool:
        if self._queries.get(str(given["callback_query_id"]), True):
            raise RefusedError(STALE)
        if len(str(given.get("text", ""))) > 200:
            raise RefusedError("MESSAGE_TOO_LONG")
        self._queries[str(given["callback_query_id"])] = True
        return True

    async def _set_my_commands(self, given: Json) -> bool:
        commands = given["commands"]
        require(len(commands) <= 100, "BOT_COMMANDS_TOO_MUCH")
        for one in commands:
            require(re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]) is not None, "BOT_COMMAND_INVALID")
            require(1 <= len(one["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
        return self._set("commands", given, commands)

    async def _set_my_description(self, given: Json) -> bool:
        require(len(str(given["description"])) <= 512, "description is too long")
        return self._set("description", given, given["description"])

    async def _set_my_short_description(self, given: Json) -> bool:
        require(len(str(given["short_description"])) <= 120, "short description is too long")
        return self._set("short_description", given, given["short_description"])

    def _set(self, name: str, given: Json, value: Any) -> bool:
        code = str(given.get("language_code", ""))
        require(re.fullmatch(r"([a-z]{2})?", code) is not None, "LANG_CODE_INVALID")
        self.settings[name, code] = value
        return True

    def _chat(self, given: Json) -> int:
        chat = int(given["chat_id"])
        require(chat in self.chats, "chat not found")
        if chat in self.blocked:
            raise RefusedError("Forbidden: bot was blocked by the user", 403)
        return chat


def _upload(given: Any, call: Json) -> Upload:
    """Return the file that a parameter names by `attach://`, or is itself; here nothing is fetched by address."""
    name = str(given).removeprefix("attach://") if isinstance(given, str) else ""
    found = call.get(name) if name else given
    require(isinstance(found, Upload), "wrong remote file identifier specified: can't unserialize it")
    assert isinstance(found, Upload)
    return found


def _decoded(value: str) -> Any:
    try:
        return json.loads(value) if value[:1] in "[{" else value
    except ValueError:
        return value


def _failure(code: int, description: str, parameters: Json | None = None) -> web.Response:
    prefix = {400: "Bad Request: "}.get(code, "")
    body: Json = {"ok": False, "error_code": code, "description": prefix + description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)


METHODS: dict[str, Callable[[BotApi, Json], Awaitable[Any]]] = {
    "getMe": BotApi._get_me,
    "getUpdates": BotApi._get_updates,
    "setWebhook": BotApi._set_webhook,
    "getFile": BotApi._get_file,
    "deleteWebhook": BotApi._delete_webhook,
    "sendMessage": BotApi._send_message,
    "sendDocument": BotApi._send_document,
    "sendPhoto": BotApi._send_photo,
    "sendChatAction": BotApi._send_chat_action,
    "editMessageText": BotApi._edit_message_text,
    "answerCallbackQuery": BotApi._answer_callback_query,
    "setMyCommands": BotApi._set_my_commands,
    "setMyDescription": BotApi._set_my_description,
    "setMyShortDescription": BotApi._set_my_short_description,
}
