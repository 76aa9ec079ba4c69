"""Find the e-mails in a text: header lines that were pasted, or that a mail program wrote above a forwarded e-mail."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from .clean import fold
from .letters import LONGEST_TEXT, Letter, address_of, decoded, tokens_of
from .mail_words import Header, MailWords

MOST_LINES: Final = 4_000
LONGEST_NAME: Final = 24
"""Characters of a header's name at most."""
_QUOTE: Final = re.compile(r"^[ \t]{0,8}(?:>[ \t]{0,3}){1,12}")
_DECORATION: Final = " \t\u00a0\u202f\ufeff*_"


@dataclass(slots=True)
class Block:
    """Header lines that stand together, and the lines below them."""

    headers: dict[Header, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def split(text: str, words: MailWords) -> tuple[str, list[Letter]]:
    """Return what stands above the first e-mail in a text, and its e-mails in their order."""
    above: list[str] = []
    found: list[Block] = []
    for block in _blocks(text, words.headers):
        if _is_mail(block):
            found.append(block)
        else:
            (found[-1].lines if found else above).extend(block.lines)
    return "\n".join(above), [_letter(block) for block in found]


def _is_mail(block: Block) -> bool:
    """Tell whether header lines are an e-mail's: who and what about, or one of the two beside another."""
    return len(block.headers) > 1 and ("from" in block.headers or "subject" in block.headers)


def _blocks(text: str, names: Mapping[str, Header]) -> Iterator[Block]:
    """Cut a text before each run of header lines; a run of lines that turns out to be none is kept as text too."""
    block = Block()
    in_headers = False
    for raw in text[:LONGEST_TEXT].split("\n")[:MOST_LINES]:
        line = _QUOTE.sub("", raw.rstrip("\r")).strip(_DECORATION)
        header = _header(line, names)
        if header and not in_headers:
            yield block
            block = Block()
            in_headers = True
        if header:
            block.headers.setdefault(*header)
        elif line and in_headers:
            in_headers = False
        if not header or not _is_mail(block):
            block.lines.append(line)
        elif _is_mail(block) and in_headers:
            block.lines.clear()
    yield block


def _header(line: str, names: Mapping[str, Header]) -> tuple[Header, str] | None:
    name, colon, value = line.partition(":")
    kind = names.get(fold(name.strip(_DECORATION))) if colon and len(name) <= LONGEST_NAME else None
    return (kind, value.strip(_DECORATION)) if kind else None


def _letter(block: Block) -> Letter:
    sender, address = address_of(block.headers.get("from", ""))
    text = "\n".join(block.lines)
    return Letter(
        sender=sender,
        address=address,
        recipient=address_of(block.headers.get("to", ""))[0],
        subject=decoded(block.headers.get("subject", "")),
        texts=(text,),
        tokens=tokens_of(text),
    )
