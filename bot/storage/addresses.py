"""Where a database is: its address, and one sentence where it can't be opened."""

import contextlib
from collections.abc import Iterator
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

KNOWN: Final = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
"""The databases that can be used."""


class AddressError(ValueError):
    """A database that can't be opened. The text is for whoever runs the bot."""


def addressed(url: str) -> URL:
    """Take an address apart.

    Raises:
        AddressError: it is none.
    """
    try:
        return make_url(url)
    except ArgumentError:
        raise AddressError("DATABASE_URL: not an address; the default is sqlite:///entregent.db") from None


@contextlib.contextmanager
def opening() -> Iterator[None]:
    """Say in one sentence why a database can't be opened.

    Raises:
        AddressError: that sentence.
    """
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or type(error).__name__
        raise AddressError(f"DATABASE_URL: the database can't be opened ({_said(cause)})") from None


def _said(cause: object) -> object:
    """Return what a driver said, without the details that it adds."""
    found = cause.args[0] if isinstance(cause, Exception) and cause.args else cause
    return found.get("M", found) if isinstance(found, dict) else found
