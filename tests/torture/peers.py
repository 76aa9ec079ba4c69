"""Echo bots that others would write, to compare with: `python -m tests.torture.peers framework|aiogram PORT ROOT`."""

import sys
from typing import Any, Final

from tests.telegram.bot_api import TOKEN

SECRET: Final = "bench"


def framework(port: int, root: str) -> None:
    """Echo with the framework's own webhook server, its own client, and nothing kept."""
    from telegram import Update
    from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        assert update.effective_chat
        await update.callback_query.answer()
        await context.bot.send_message(update.effective_chat.id, update.callback_query.data or "")

    application = Application.builder().token(TOKEN).base_url(f"{root}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_webhook("127.0.0.1", port, "hook", webhook_url=f"http://127.0.0.1:{port}/hook", secret_token=SECRET)


def aiogram(port: int, root: str) -> None:
    """Echo with aiogram on aiohttp, its storage in memory."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.fsm.storage.memory import MemoryStorage
    from aiogram.types import CallbackQuery, Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
    from aiohttp import web

    dispatcher = Dispatcher(storage=MemoryStorage())

    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    async def pressed(query: CallbackQuery) -> None:
        await query.answer()
        if query.message:
            await query.message.answer(query.data or "")

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(root)))

    async def subscribe(**_: Any) -> None:
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token=SECRET)

    dispatcher.message.register(echo)
    dispatcher.callback_query.register(pressed)
    dispatcher.startup.register(subscribe)
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(application, "/hook")
    setup_application(application, dispatcher, bot=bot)
    web.run_app(application, host="127.0.0.1", port=port, print=lambda *_: None, access_log=None)


if __name__ == "__main__":
    {"framework": framework, "aiogram": aiogram}[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
