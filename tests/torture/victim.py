"""The bot as a program of its own, with a small conversation that counts: what the harness starts and kills."""

import os

from bot.handlers.run import talk_on
from bot.settings import read_settings
from tests.telegram.fake import TALK
from tests.torture.points import VARIABLE, doom_of, lay


def main() -> None:
    """Run until killed, or until the point that the environment names."""
    given = os.environ.get(VARIABLE)
    talk_on(read_settings(), lay(doom_of(given), TALK) if given else TALK)


if __name__ == "__main__":
    main()
