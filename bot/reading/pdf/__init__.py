"""PDF files: LinkedIn's "Save to PDF" by its layout, any other by its text."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.advice.facts import Known
from bot.conversation.events import Reading
from bot.reading.lexicon import Lexicon
from bot.reading.worker import Unreadable

from .facts import facts_of
from .layout import parsed_sheet
from .lines import sheet_of
from .profile import Parsed, Profile

__all__ = ["Parsed", "Profile", "parse_pdf", "profile_of", "read_parsed", "read_pdf"]

_PARSED = TypeAdapter(Parsed)


def profile_of(data: bytes) -> Profile | None:
    """Return the profile that LinkedIn's PDF tells; none of another PDF."""
    return _parsed(data).profile


def read_pdf(data: bytes, lexicon: Lexicon, me: Known | None = None) -> Reading:
    """Read a PDF's facts in this process; for a stranger's file use `read_file_safely`.

    Raises:
        Unreadable: with a key, see `bot.reading.worker`.
    """
    return facts_of(_parsed(data), lexicon, me)


def parse_pdf(data: bytes) -> Any:
    """Parse a PDF into plain data; this half runs in the worker."""
    return _PARSED.dump_python(_parsed(data), mode="json")


def read_parsed(raw: Any, lexicon: Lexicon, me: Known | None = None) -> Reading:
    """Read the facts of what the worker parsed, which is checked first; this half runs beside the lexicon."""
    try:
        parsed = _PARSED.validate_python(raw)
    except ValidationError:
        raise Unreadable("crashed") from None
    return facts_of(parsed, lexicon, me)


def _parsed(data: bytes) -> Parsed:
    parsed = parsed_sheet(sheet_of(data))
    if parsed.profile is None and not parsed.text.strip():
        raise Unreadable("empty")
    return parsed
