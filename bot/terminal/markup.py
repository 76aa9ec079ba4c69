"""Telegram's HTML as blocks of styled text, wrapped to a width."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.text import Text

STYLES = {"b": "bold", "i": "italic", "u": "underline", "code": "cyan", "a": "underline"}

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r" *[^ ]+")
_ITEM = re.compile(r" *(?:[•▪◦–—✓✗·-]|\d{1,2}[.)]) +")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text, a quotation, or text that keeps its lines as they are."""

    kind: Literal["text", "quote", "pre"]
    text: Text


def visible(text: str) -> str:
    """Take out control characters and marks of direction: a pasted text must not drive the terminal."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n"))


def blocks(html: str) -> list[Block]:
    """Cut Telegram's HTML into blocks."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.cut("text")
    return parser.blocks


def wrap(text: Text, width: int) -> Iterator[Text]:
    """Break text into lines of at most `width` cells, at plain spaces only; items of a list hang."""
    for line in text.split("\n", allow_blank=True):
        item = _ITEM.match(line.plain)
        hang = cell_len(item.group()) if item and cell_len(item.group()) < width // 2 else 0
        cuts = _cuts(line.plain, width, hang)
        for number, piece in enumerate(line.divide(cuts)):
            if number:
                piece = piece[len(piece.plain) - len(piece.plain.lstrip(" ")) :]
            piece.rstrip()
            yield Text(" " * hang) + piece if number else piece


def _cuts(line: str, width: int, hang: int) -> list[int]:
    """Return the offsets at which a line is broken."""
    cuts: list[int] = []
    used = 0
    for match in _WORD.finditer(line):
        word, start = match.group(), match.start()
        if used and used + cell_len(word) > width:
            cuts.append(start)
            used, word = hang, word.lstrip(" ")
        while used + cell_len(word) > width:  # one word longer than a line
            fits = max(1, len(set_cell_size(word, width - used).rstrip()))
            start = match.end() - len(word) + fits
            cuts.append(start)
            used, word = hang, word[fits:]
        used += cell_len(word)
    return cuts


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text = Text()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("blockquote", "pre"):
            self.cut("text")
        self._open.append((tag, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        address = ""
        while self._open:
            name, address = self._open.pop()
            if name == tag:
                break
        if tag == "a" and address and not self._text.plain.endswith(address):
            self._text.append(f" ({visible(address)})", "dim")
        if tag == "blockquote":
            self.cut("quote")
        elif tag == "pre":
            self.cut("pre")

    def handle_data(self, data: str) -> None:
        styles = [STYLES[tag] for tag, _ in self._open if tag in STYLES]
        self._text.append(visible(data), " ".join(styles))

    def cut(self, kind: Literal["text", "quote", "pre"]) -> None:
        """End a block; the line break beside a quotation is the quotation's own."""
        text, self._text = self._text, Text()
        plain = text.plain
        if kind == "text":
            begin = int(bool(self.blocks) and plain.startswith("\n"))
            end = len(plain) - int(len(plain) > begin and plain.endswith("\n"))
            if not plain[begin:end] and not plain.count("\n") > 1:
                return
        else:
            begin, end = len(plain) - len(plain.lstrip("\n")), len(plain.rstrip("\n"))
        if begin < end or kind == "text":
            self.blocks.append(Block(kind, text[begin:end]))
