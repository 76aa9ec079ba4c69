"""Runs the bot until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.conversation.matter import Keeping
from bot.handlers.calls import PAUSES, Calls, insist
from bot.handlers.chats import Chats
from bot.handlers.files import Files
from bot.handlers.holding import Holds
from bot.handlers.logs import prepare
from bot.handlers.menu import introduce
from bot.handlers.outgoing import Outbox
from bot.handlers.owner import Notices
from bot.handlers.pace import Pace
from bot.handlers.polling import poll, unless
from bot.handlers.request import AiohttpRequest
from bot.handlers.server import Server
from bot.handlers.talk import Talk, talk_of
from bot.settings import Settings, SettingsError
from bot.storage.addresses import AddressError
from bot.storage.database import POLLER, Database, StoreError, open_database
from bot.storage.records import Codec
from bot.storage.sealing import KeyFileError, Seal, master_key

if TYPE_CHECKING:
    from bot.content.load import Content

log = logging.getLogger(__name__)

DRAIN = 10.0
"""Seconds that messages on their way are waited for at the end."""

CONNECTIONS = 64
"""Calls to Telegram side by side."""
EXPIRE_EVERY = 3600.0
"""Seconds between two erasures of what has had its time."""
DAY = 24 * 3600
REMEMBERED = 7 * DAY
"""Seconds that a handled update is remembered; Telegram hands one out again for at most 24 hours."""
SWEEP_EVERY = 2.0
"""Seconds after which it is looked again whether another process left something."""
RELIEF = 1.0
"""Seconds after which it is looked again whether anybody polls."""


def run(settings: Settings, content: "Content") -> int:
    """Answer on Telegram until SIGTERM or SIGINT, and return the exit status.

    Raises:
        SettingsError: a setting can't be used, or the token is refused.
    """
    keeping = Keeping(settings.idle_days, REMEMBERED // DAY, settings.contact)
    talk_on(settings, talk_of(content.kept(keeping)))
    return 0


def talk_on(settings: Settings, talk: Talk) -> None:
    """Hold any conversation on Telegram, as `run` does."""
    if not settings.token:
        raise SettingsError("TELEGRAM_BOT_TOKEN: found none; @BotFather on Telegram gives one")
    prepare(settings.token)
    try:
        key, made = (settings.key, False) if settings.key else master_key(settings.key_path)
        if made:
            log.info("a key was made in %s: keep it, what is stored can't be read without it", settings.key_path)
        database = open_database(settings.database_url, Codec(talk.dump, talk.load, Seal(key)))
    except (AddressError, KeyFileError) as error:
        raise SettingsError(str(error)) from None
    try:
        asyncio.run(_until_signalled(settings, talk, database))
    except InvalidToken:
        raise SettingsError(
            f"TELEGRAM_BOT_TOKEN: {settings.api_root} refuses it; @BotFather on Telegram shows the one that holds"
        ) from None
    finally:
        database.close()


async def _until_signalled(settings: Settings, talk: Talk, database: Database) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends the loop by itself
            loop.add_signal_handler(number, stopping.set)
    if await database.do(lambda rows: rows.strange()):
        # What it can't open would be set aside: better not to begin.
        raise SettingsError(
            "the key opens nothing in the database: give the right one; "
            "if a change of keys was cut short, `python -m bot rotate` finishes it"
        )
    await serve(settings, talk, database, stopping)


async def serve(settings: Settings, talk: Talk, database: Database, stopping: asyncio.Event) -> None:
    """Answer until told to stop, then finish what is under way."""
    request, polling = AiohttpRequest(CONNECTIONS), AiohttpRequest(1, read_timeout=10)
    bot = Bot(
        settings.token or "",
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        request=request,
        get_updates_request=polling,
    )
    calls = Calls(request, polling, bot.base_url, Pace(settings.sends_per_second))
    try:
        await _greet(bot, stopping)
        if not stopping.is_set():
            await _answer(settings, bot, calls, talk, database, stopping)
    finally:
        await bot.shutdown()
    log.info("stopped")


async def _greet(bot: Bot, stopping: asyncio.Event) -> None:
    """Make the bot's acquaintance, however long the network is away."""
    pauses = iter(PAUSES)
    while not stopping.is_set():
        try:
            await unless(stopping, bot.initialize())
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            pause = next(pauses, PAUSES[-1])
            log.warning("Telegram can't be reached (%s); again in %g s", type(error).__name__, pause)
            await unless(stopping, asyncio.sleep(pause))


async def _subscribe(server: Server, stopping: asyncio.Event) -> None:
    """Ask for webhooks, however long the network is away."""
    pauses = iter(PAUSES)
    while not stopping.is_set():
        try:
            await unless(stopping, server.subscribe())
            return
        except BadRequest as error:
            raise SettingsError(f"WEBHOOK_URL: Telegram refuses it ({error.message})") from None
        except TelegramError as error:
            pause = next(pauses, PAUSES[-1])
            log.warning("webhooks could not be asked for (%s); again in %g s", type(error).__name__, pause)
            await unless(stopping, asyncio.sleep(pause))


async def _answer(
    settings: Settings, bot: Bot, calls: Calls, talk: Talk, database: Database, stopping: asyncio.Event
) -> None:
    holds = Holds(database)
    outbox = Outbox(calls, database, holds)
    files = Files(bot, talk)
    chats = Chats(talk, database, holds, outbox, files, bot.bot)
    menu = asyncio.create_task(introduce(bot, talk.speakers))
    log.info("answering as @%s", bot.username)
    beside = [menu, asyncio.create_task(_sweep(chats, database)), asyncio.create_task(_expire(settings, database))]
    if settings.owner is not None:
        beside.append(asyncio.create_task(Notices(bot, settings.owner).run()))
    server = Server(settings, bot, database, chats.take_in)
    try:
        async with server.listening() if settings.listens else contextlib.nullcontext():
            if settings.webhook_url:
                await _subscribe(server, stopping)
                await stopping.wait()
            else:
                await _poll(bot, calls, chats, database, stopping)
    finally:
        for task in beside:
            task.cancel()
        await chats.close(DRAIN)
        await outbox.drain(DRAIN)
        files.close()
        await asyncio.gather(*beside, return_exceptions=True)


async def _poll(bot: Bot, calls: Calls, chats: Chats, database: Database, stopping: asyncio.Event) -> None:
    """Poll while no other process does; one that dies is relieved."""
    while not stopping.is_set():
        try:
            if await database.hold(POLLER):
                try:
                    await _no_webhook(bot)
                    await poll(calls, chats.take_in, stopping)
                finally:
                    await database.let_go(POLLER)
                return
        except StoreError as error:
            log.warning("the database could not be asked who polls (%s)", type(error).__name__)
        await unless(stopping, asyncio.sleep(RELIEF))


async def _expire(settings: Settings, database: Database) -> None:
    """Erase the sessions of those who have long not written, and marks that are no longer needed."""
    while True:
        try:
            gone = await database.do(lambda rows: rows.expire(settings.idle_days * DAY, REMEMBERED))
            if gone:
                log.info("%d idle sessions were erased", gone)
        except StoreError as error:
            log.warning("idle sessions could not be erased (%s)", type(error).__name__)
        await asyncio.sleep(EXPIRE_EVERY)


async def _no_webhook(bot: Bot) -> None:
    try:
        await insist(lambda: bot.delete_webhook(drop_pending_updates=False))  # both at once are refused
    except TelegramError as error:  # a server that has no webhooks has none to take away
        log.warning("a webhook could not be taken away (%s)", type(error).__name__)


async def _sweep(chats: Chats, database: Database) -> None:
    """Take up what was left: at the start, and again and again where other processes may have died."""
    while True:
        try:
            await chats.resume()
            if not database.shared:
                return
        except StoreError as error:
            log.warning("what was left could not be looked up (%s)", type(error).__name__)
        await asyncio.sleep(SWEEP_EVERY)
