"""E-mails as files: taken apart in a worker, so that a hostile one costs one answer; their facts are read beside it."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from .letters import MOST_PARSED, Letter, MailError, read_letters
from .worker import Unreadable, parse_safely

_LETTERS = TypeAdapter(tuple[Letter, ...])
_SENT = 2 * MOST_PARSED + 4
"""Bytes of an e-mail that are sent to the worker: in UTF-16 a letter takes two."""


def parse_mail(data: bytes) -> Any:
    """Take an e-mail apart into plain data; this half runs in the worker.

    Raises:
        Unreadable: too_large, too_deep, broken, empty.
    """
    try:
        return _LETTERS.dump_python(read_letters(data), mode="json")
    except MailError as error:
        raise Unreadable(error.key) from None


def letters_safely(data: bytes) -> tuple[Letter, ...]:
    """Have a worker take an e-mail apart.

    Raises:
        Unreadable: what parse_mail raises; too_slow, crashed.
    """
    try:
        return _LETTERS.validate_python(parse_safely("mail", data[:_SENT]))
    except ValidationError:
        raise Unreadable("crashed") from None
