"""Shows messages and their numbered choices on a terminal, or plainly in a file."""

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.terminal.markup import blocks, visible, wrap
from bot.wording.message import Choice, Message

WIDEST = 84
NARROWEST = 24
COLUMN = 20
"""Cells of the narrowest column of choices."""

NUMBER = {"plain": "cyan", "primary": "bold green", "danger": "red"}
LABEL = {"plain": "", "primary": "bold", "danger": ""}


class Screen:
    """What was shown last, and its numbered choices."""

    def __init__(self, out: TextIO | None = None, plain: bool = False) -> None:
        """Write to `out`, without colours if `plain`; NO_COLOR, TERM=dumb and COLUMNS are heeded."""
        out = out or sys.stdout
        force = False if plain else None
        self._console = Console(file=out, force_terminal=force, highlight=False, markup=False, emoji=False)
        unicode = self._console.encoding.startswith("utf")
        self._bar = "│ " if unicode else "| "
        self.prompt = "› " if unicode else "> "
        self._plain = plain
        self._html = ""
        self.choices: tuple[Choice, ...] = ()

    def show(self, messages: Iterable[Message], toast: str | None = None, mark: str = "") -> None:
        """Print the messages of one exchange; their choices, if any, replace those shown before.

        `mark` stands before each number.
        """
        messages = tuple(messages)
        if toast:
            self.note(toast)
        if any(message.choices for message in messages):
            self.choices = ()
        for message in messages:
            # What is to be copied is on the screen already.
            choices = tuple(choice for row in message.choices for choice in row if not choice.copy)
            # A box that was ticked changes the choices only: the question need not be read again.
            if not (message.edit and choices and message.html == self._html):
                self._line()
                self._write(message.html)
            self._html = message.html
            if choices:
                self._line()
                self._list(choices, len(self.choices) + 1, mark)
                self.choices += choices
        if not self._plain:
            self._line()

    def note(self, text: str) -> None:
        """Print a short remark of the terminal's own."""
        for line in wrap(Text(visible(text), "dim"), self._width):
            self._line(line)

    def raw(self, text: str) -> None:
        """Print lines as they are, to be copied or redirected whole."""
        self._line()
        for line in text.splitlines():
            self._line(Text(visible(line)))

    def mark(self) -> None:
        """Print what asks for input, where nothing else does."""
        self._console.file.write(self.prompt)
        self._console.file.flush()

    @property
    def _width(self) -> int:
        return max(NARROWEST, min(self._console.width - 1, WIDEST))

    def _write(self, html: str) -> None:
        for block in blocks(html):
            if block.kind == "pre":
                self._line(block.text)  # as it is, so that it can be copied
            elif block.kind == "quote":
                for line in wrap(block.text, self._width - 2):
                    self._line(Text(self._bar, "dim") + line)
            else:
                for line in wrap(block.text, self._width):
                    self._line(line)

    def _list(self, choices: Sequence[Choice], first: int, mark: str) -> None:
        """Print numbered choices in columns; one that is too long for a column takes two, or a line."""
        width = self._width
        columns = max(1, width // COLUMN)
        column = width // columns
        digits = len(f"{mark}{first + len(choices) - 1}")
        line, used = Text(), 0
        for number, choice in enumerate(choices, first):
            cell = Text(f"{mark}{number}".rjust(digits) + " ", NUMBER[choice.style])
            cell.append(visible(choice.text), LABEL[choice.style])
            needed = min(columns, -(-(cell_len(cell.plain) + 1) // column))
            if used and used + needed > columns:
                self._line(line)
                line, used = Text(), 0
            line.append(" " * (used * column - cell_len(line.plain)))
            if cell_len(cell.plain) > width:
                self._long(cell, width, digits + 1)
                continue
            line.append_text(cell)
            used += needed
        if used:
            self._line(line)

    def _long(self, cell: Text, width: int, hang: int) -> None:
        for number, piece in enumerate(wrap(cell, width - hang)):
            self._line(Text(" " * hang) + piece if number else piece)

    def _line(self, line: Text | None = None) -> None:
        self._console.print(line or Text(), soft_wrap=True)
