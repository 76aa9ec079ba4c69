"""Take an e-mail apart: who sent it, its subject, its readable texts, and the e-mails inside it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from typing import Final

from .bounds import LARGEST
from .hypertext import seen_text

MOST_PARSED: Final = 1_000_000
"""Bytes that are parsed; texts come first, and what lies beyond is an attachment."""
MOST_NESTED: Final = 40
"""Parts that may hold others; the standard parser recurses into each."""
LONGEST_HEADER: Final = 2_000
LONGEST_TEXT: Final = 200_000
"""Characters of a decoded text that are kept."""
MOST_HEADERS: Final = 200

_NESTED: Final = re.compile(rb"\bboundary[*0-9]*\s{0,9}=|^content-type:\s{0,9}message/", re.IGNORECASE | re.MULTILINE)
_MBOX: Final = re.compile(rb"From [^\r\n]{3,200}\r?\n")
_NEXT_OF_MBOX: Final = re.compile(rb"\r?\n\r?\nFrom \S{1,200}@[^\r\n]{3,200}\r?\n")
_HEADER: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):")
_ADDRESS: Final = re.compile(r"[<\[(]?(?:mailto:)?([^\s<>()\[\]@:\"]{1,100}@[a-zA-Z0-9.-]{1,200})[>\])]?")
_SLOW: Final = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs that Python has and no e-mail needs."""
_TOKEN: Final = re.compile(r"email_m2m_invite_(single|reminder|digest)(?![a-z])")
_MACHINES: Final = frozenset(
    {b"mime-version", b"message-id", b"received", b"return-path", b"content-type", b"delivered-to", b"dkim-signature"}
)
_PEOPLE: Final = frozenset({b"from", b"subject"})


class MailError(ValueError):
    """An e-mail that cannot be read; `key` is too_large, too_deep, broken or empty."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail. Its names serve to find the card and the note in its texts; they are not kept."""

    sender: str = ""
    address: str = ""
    recipient: str = ""
    subject: str = ""
    texts: tuple[str, ...] = ()
    """The same body in its forms: plain, then HTML, each as a reader sees it."""
    tokens: frozenset[str] = frozenset()
    """Kinds of invitation e-mail that LinkedIn's links name: single, reminder, digest."""
    whole: bool = False
    """Whether nothing of it was cut off."""


class _Bounded(Compat32):
    """Cut long headers short and read none by grammar, as the default policy does: hostile ones make that slow."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:80], value[:LONGEST_HEADER]


def header_names(data: bytes) -> frozenset[bytes]:
    """Return the names of the headers that a file begins with, in lower case."""
    head = _plain_bytes(data[:65_536]).lstrip()
    if mbox := _MBOX.match(head):
        head = head[mbox.end() :]
    names: set[bytes] = set()
    for line in head.splitlines()[: 4 * MOST_HEADERS]:
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif not line[:1].isspace() or not names:
            break
    return frozenset(names)


def begins_as_mail(names: frozenset[bytes]) -> bool:
    """Tell whether these are the headers of an e-mail."""
    about = _PEOPLE | {b"to", b"received"}
    return names >= _PEOPLE or (len(names) > 1 and bool(names & _MACHINES) and bool(names & about))


def by_machine(names: frozenset[bytes]) -> bool:
    """Tell an e-mail as a program saved it from one that somebody pasted."""
    return bool(names & _MACHINES)


def check_size(data: bytes) -> None:
    """Refuse what is empty or too large.

    Raises:
        MailError: empty, too_large.
    """
    if len(data) > LARGEST:
        raise MailError("too_large")
    if not data[:MOST_PARSED].strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise MailError("empty")


def read_letters(data: bytes) -> tuple[Letter, ...]:
    """Return an e-mail and the e-mails attached to it, the outermost first.

    Raises:
        MailError: too_large, too_deep, broken, empty.
    """
    check_size(data)
    source = _plain_bytes(data[: MOST_PARSED + 1]).lstrip()
    if mbox := _MBOX.match(source):
        following = _NEXT_OF_MBOX.search(source, mbox.end())
        source = source[mbox.end() : following.start() if following else None]
    cut = len(source) > MOST_PARSED
    if len(_NESTED.findall(source)) > MOST_NESTED:
        raise MailError("too_deep")
    try:
        message: Message = BytesParser(policy=_Bounded()).parsebytes(source[:MOST_PARSED])
        letters = tuple(_letter(one, cut) for one in _messages(message))
    except RecursionError:
        raise MailError("too_deep") from None
    if not any(letter.texts or letter.subject for letter in letters):
        raise MailError("broken")
    return letters


def decoded(value: str) -> str:
    """Decode a header's encoded words; what cannot be decoded stays as it is."""
    value = value[:LONGEST_HEADER]
    if "=?" not in value:
        return " ".join(_repaired(value).split())
    try:
        parts = decode_header(_repaired(value))
    except (HeaderParseError, ValueError, LookupError):
        return " ".join(_repaired(value).split())
    words = (_decode(part, charset) if isinstance(part, bytes) else part for part, charset in parts)
    return " ".join("".join(words).split())


def address_of(value: str) -> tuple[str, str]:
    """Return the name and the address of a header such as From, decoded."""
    text = decoded(value)
    found = _ADDRESS.search(text)
    name = text[: found.start()] if found else text
    return name.strip(" \"'*"), found[1].lower() if found else ""


def tokens_of(source: str) -> frozenset[str]:
    """Return the kinds of invitation e-mail that LinkedIn's links name."""
    return frozenset(_TOKEN.findall(source))


def _plain_bytes(data: bytes) -> bytes:
    """Take off a byte order mark; turn UTF-16 into UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def _messages(message: Message) -> Iterator[Message]:
    """Yield a message, and the messages attached to it."""
    yield message
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            if isinstance(inner, Message):
                yield inner


def _letter(message: Message, cut: bool) -> Letter:
    raw: dict[str, str] = {}
    for name, value in message.raw_items():
        raw.setdefault(name.lower(), str(value))
    sender, address = address_of(raw.get("from", ""))
    sources = list(_texts(message))
    return Letter(
        sender=sender,
        address=address,
        recipient=address_of(raw.get("to", ""))[0],
        subject=decoded(raw.get("subject", "")),
        texts=tuple(seen_text(source) if kind == "html" else source for kind, source in sources),
        tokens=frozenset().union(*(tokens_of(source) for _, source in sources)),
        whole=not cut and all(len(source) < LONGEST_TEXT for _, source in sources),
    )


def _texts(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the first plain and the first HTML text of a message, not those of messages inside it."""
    wanted = {"text/plain": "plain", "text/html": "html"}
    for part in _own_parts(message):
        kind = wanted.get(part.get_content_type())
        if kind and part.get_content_disposition() != "attachment":
            text = _part_text(part)
            if text.strip():
                del wanted[part.get_content_type()]
                yield kind, text


def _own_parts(message: Message) -> Iterator[Message]:
    if message.get_content_maintype() == "message":
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _own_parts(part)
    else:
        yield message


def _part_text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return _decode(payload[: 4 * LONGEST_TEXT], part.get_content_charset())[:LONGEST_TEXT]


def _decode(data: bytes, charset: str | None) -> str:
    """Decode by the charset that is declared, or as UTF-8, or as what Windows writes."""
    for name in (charset, "utf-8"):
        try:
            codec = codecs.lookup(name or "utf-8").name
            if codec.replace("_", "-") not in _SLOW:
                return data.decode(codec)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def _repaired(value: str) -> str:
    """Read bytes that a header holds undeclared, as UTF-8."""
    if value.isascii():
        return value
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def text_of(data: bytes) -> str:
    """Decode a file that is a pasted text, at most LONGEST_TEXT characters.

    Raises:
        MailError: empty, too_large.
    """
    check_size(data)
    return _decode(_plain_bytes(data[: 4 * LONGEST_TEXT]), None)[:LONGEST_TEXT]
