"""What the log may hold: neither the token nor a word of what anybody wrote."""

import logging
import secrets
import traceback

from bot.handlers import metrics

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

FRAMES = 6

LEVELS = {
    "httpx": logging.WARNING,  # it logs the address of each call, which holds the token
    "httpcore": logging.WARNING,
    "telegram": logging.CRITICAL,  # it logs answers that it can't read, which hold texts
    "alembic": logging.WARNING,  # it tells of each plugin
    "transitions": logging.WARNING,  # it logs two lines a move
}


def prepare(token: str) -> None:
    """Log to standard error if nobody has said otherwise, and keep secrets out wherever the log goes."""
    logging.basicConfig(level=logging.INFO, format=FORMAT)
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Redaction(token))


class Redaction(logging.Filter):
    """Takes the secret half of a token out of every record."""

    def __init__(self, token: str) -> None:
        """Keep what must not appear."""
        super().__init__()
        self._secret = token.partition(":")[2] or token

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the secret."""
        message = record.getMessage()
        if self._secret in message:
            record.msg, record.args = message.replace(self._secret, "..."), ()
        if record.exc_info:
            text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = text.replace(self._secret, "...")
        return True


def reference(error: BaseException) -> str:
    """Log where an error arose, and return the eight digits by which it can be found.

    The error's own words stay out: they may quote what somebody wrote, or hold the token.
    """
    metrics.ERRORS.inc()
    digits = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    logging.getLogger(__name__).error("%s: %s at %s", digits, type(error).__name__, places)
    return digits
