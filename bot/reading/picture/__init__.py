"""Screenshots and photographs of a screen: recognised in a worker, read by layout beside the lexicon.

Each half is imported where it runs: the worker loads no lexicon, the rest of the bot neither OpenCV nor the models.
"""

from typing import Any

from pydantic import ValidationError

from bot.advice.facts import Known
from bot.conversation.events import Reading
from bot.reading.lexicon import Lexicon
from bot.reading.worker import Unreadable

from .parsed import Parsed

__all__ = ["Parsed", "parse_picture", "read_parsed"]


def parse_picture(data: bytes) -> Any:
    """Recognise a picture into plain data; this half runs in the worker.

    Raises:
        Unreadable: too_many_pixels, broken, no_words.
    """
    from .ocr import parse

    return parse(data).model_dump(mode="json")


def read_parsed(raw: Any, lexicon: Lexicon, me: Known | None = None) -> Reading:
    """Read the facts of what the worker recognised, which is checked first; this half runs beside the lexicon.

    Raises:
        Unreadable: no_words; crashed where the worker sent something else.
    """
    from .facts import facts_of

    try:
        parsed = Parsed.model_validate(raw)
    except ValidationError:
        raise Unreadable("crashed") from None
    return facts_of(parsed, lexicon, me)
