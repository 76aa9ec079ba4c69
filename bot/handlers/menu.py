"""What Telegram shows of the bot before and beside a chat: its commands and its descriptions."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from telegram import Bot, BotCommand

from bot.conversation.session import Language
from bot.handlers.calls import insist
from bot.handlers.logs import reference
from bot.handlers.talk import Speaker

log = logging.getLogger(__name__)

LONGEST_DESCRIPTION = 512
LONGEST_SHORT = 120


async def introduce(bot: Bot, speakers: Mapping[Language, Speaker]) -> None:
    """Set commands and descriptions in each language; what fails is logged, and left as it was.

    The first language is shown to everybody whose app speaks none of the others.
    """
    for place, (language, speaker) in enumerate(speakers.items()):
        for setting in _settings(bot, speaker, language if place else None):
            try:
                await insist(setting)
            except Exception as error:  # the bot answers as well without a menu
                log.warning("%s: the menu in %s was not set", reference(error), language)


def _settings(bot: Bot, speaker: Speaker, code: str | None) -> tuple[Callable[[], Awaitable[bool]], ...]:
    commands = [BotCommand(name, description) for name, description in speaker.menu()]
    description = speaker.text("menu.description")[:LONGEST_DESCRIPTION]
    short = speaker.text("menu.short")[:LONGEST_SHORT]
    return (
        lambda: bot.set_my_commands(commands, language_code=code),
        lambda: bot.set_my_description(description, language_code=code),
        lambda: bot.set_my_short_description(short, language_code=code),
    )
