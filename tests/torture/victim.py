"""The bot as a program of its own, with a small conversation that counts: what the harness starts and kills."""

import os
import signal
from dataclasses import replace

from bot.conversation.events import Command, Event
from bot.conversation.session import Session
from bot.exchange import Exchanged
from bot.handlers import chats
from bot.handlers.run import talk_on
from bot.settings import read_settings
from tests.telegram.fake import TALK
from tests.torture.points import VARIABLE, doom_of, lay

SETTLED = "TORTURE_SETTLED"
"""Names a variable of the environment: seconds that stand in for `chats.SETTLED`."""


def main() -> None:
    """Run until killed, or until the point that the environment names."""
    given = os.environ.get(VARIABLE)
    chats.SETTLED = float(os.environ.get(SETTLED, chats.SETTLED))
    talk = replace(TALK, answer=answer)
    talk_on(read_settings(), lay(doom_of(given), talk) if given else talk)


def answer(session: Session, event: Event) -> Exchanged:
    """Answer, or die of a certain command as of a reader that crashes."""
    if event == Command("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    return TALK.answer(session, event)


if __name__ == "__main__":
    main()
