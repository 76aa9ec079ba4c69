"""Anything that is forwarded, told apart by what it holds and not by its name: a PDF, a picture, an e-mail, a text."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from bot.advice.facts import Known
from bot.conversation.events import Reading

from .bounds import LARGEST
from .letters import MailError
from .lexicon import Lexicon
from .links import says_little, without_links
from .mail import Mail, looks_like_mail, read_mail, read_pasted_mail
from .mail_words import MailWords
from .text import read_text

NOT_INVITATIONS: Final = ("acceptance", "digest")
"""Kinds of e-mail that ask nothing of the user."""

_BEGINNINGS: Final = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"PK\x03\x04", "archive"),
)
LARGEST_TEXT: Final = 1_000_000
"""Bytes of the largest text; a long profile has some thousands."""
_SEARCHED: Final = 1024
"""Bytes in which a PDF's mark may stand, as in other readers."""


class UnreadError(ValueError):
    """Something that gives no facts; `key` names the sentence that says why, among a language's `unread` texts."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Readers:
    """The words that reading needs, of every language."""

    lexicon: Lexicon
    mail: MailWords


def read_file(data: bytes, readers: Readers, me: Known | None = None) -> Reading:
    """Read a file of any kind.

    Raises:
        UnreadError: it holds nothing that can be used.
    """
    if len(data) > LARGEST:
        raise UnreadError("too_large")
    kind = _kind(data)
    if kind == "picture" and not _reads_pictures():
        raise UnreadError("no_ocr")
    if kind in ("pdf", "picture"):
        return _read_safely(kind, data, readers, me)
    if kind is not None:
        raise UnreadError(kind)
    if looks_like_mail(data):
        return _read_mail(data, readers, me)
    if len(data) > LARGEST_TEXT:
        raise UnreadError("too_large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadError("not_text") from None
    if "\x00" in text:
        raise UnreadError("not_text")
    if not text.strip():
        raise UnreadError("empty")
    return read_words(text, readers, me)


def read_words(text: str, readers: Readers, me: Known | None = None) -> Reading:
    """Read a text that was typed or pasted; an e-mail that was pasted is read as one, a link is not followed.

    Raises:
        UnreadError: it is an e-mail that is no invitation, or tells nothing but a link.
    """
    mail = read_pasted_mail(text, readers.lexicon, readers.mail, me)
    if mail is not None:
        return _invitation(mail)
    told = without_links(text)
    reading = read_text(told, readers.lexicon, me)
    if told != text and not reading.facts and not reading.people and says_little(told):
        raise UnreadError("link")
    return reading


def is_picture(data: bytes) -> bool:
    """Tell a picture, which takes its reader seconds."""
    return _kind(data) == "picture"


def _invitation(mail: Mail) -> Reading:
    if mail.kind in NOT_INVITATIONS:
        raise UnreadError(mail.kind)
    return mail.reading


def _kind(data: bytes) -> str | None:
    found = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    return "pdf" if found is None and b"%PDF-" in data[:_SEARCHED] else found


def _read_mail(data: bytes, readers: Readers, me: Known | None) -> Reading:
    # Imported here: a text starts no worker.
    from .mail_file import letters_safely
    from .worker import Unreadable

    try:
        return _invitation(read_mail(data, readers.lexicon, readers.mail, me, letters_safely))
    except (MailError, Unreadable) as error:
        raise UnreadError(error.key) from None


def _reads_pictures() -> bool:
    """Tell whether the extra `ocr` is installed, without loading it: its libraries belong to the worker."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def _read_safely(kind: str, data: bytes, readers: Readers, me: Known | None) -> Reading:
    # Imported here: a text starts no worker and loads no PDF library.
    from .worker import Unreadable, read_file_safely

    try:
        return read_file_safely(kind, data, readers.lexicon, me)
    except Unreadable as error:
        raise UnreadError(error.key) from None
