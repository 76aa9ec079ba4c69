"""Reads messages that are typed, pasted or piped, one message at a time."""

import codecs
import os
import select
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

Presses = Callable[[str], bool]
"""Whether a line is nothing but numbers of choices on the screen."""

LONGEST = 100_000
"""Characters after which lines that never end are taken as they are; fewer are read anyway."""

BURST = 0.05
"""Seconds within which lines that follow one another were pasted, not typed."""


def from_lines(lines: Iterable[str], presses: Presses) -> Iterator[str]:
    """Gather lines into messages: a blank line ends one; a command or a choice is one of its own.

    `presses` is asked anew for each line, since the choices change with every answer.
    """
    pending: list[str] = []
    size = 0
    for line in lines:
        line = line.rstrip("\r\n")
        alone = line.startswith("/") or presses(line)
        if pending and (alone or not line.strip() or size > LONGEST):
            yield "\n".join(pending)
            pending, size = [], 0
            alone = line.startswith("/") or presses(line)
        if alone:
            yield line
        elif line.strip():
            pending.append(line)
            size += len(line)
    if pending:
        yield "\n".join(pending)


def from_stream(stream: TextIO, presses: Presses) -> Iterator[str]:
    """Read a pipe or a file."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    yield from from_lines(iter(stream.readline, ""), presses)


def from_bursts(stream: TextIO, ask: Callable[[], None]) -> Iterator[str]:
    """Read a terminal that can do nothing but show text; lines that arrive together are one message."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while True:
        ask()
        text = ""
        while not text or select.select([stream], [], [], BURST)[0]:
            data = os.read(stream.fileno(), 65536)
            if not data:
                break
            text += decoder.decode(data)
        if not text:
            return
        yield text.rstrip("\r\n")


def from_terminal(mark: str, commands: Callable[[], Iterable[tuple[str, str]]]) -> Iterator[str]:
    """Read a terminal with line editing: Enter sends, Alt-Enter breaks the line, a paste is kept whole.

    What was typed before can be called back with the arrow keys; it is never written to disk.
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import FormattedText
    from prompt_toolkit.history import InMemoryHistory
    from prompt_toolkit.shortcuts import CompleteStyle

    from bot.terminal.keys import CommandNames, send_on_enter

    # Without this, a terminal that does not tell where its cursor is gets a warning in its place.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        multiline=True,
        prompt_continuation=" " * len(mark),
        key_bindings=send_on_enter(),
        completer=CommandNames(commands),
        complete_while_typing=False,
        complete_style=CompleteStyle.READLINE_LIKE,
        reserve_space_for_menu=0,
        enable_suspend=True,
    )
    while True:
        yield session.prompt(FormattedText([("bold", mark)]))


def is_plain(stdin: TextIO, stdout: TextIO) -> bool:
    """Tell whether either end is not a terminal."""
    return not (stdin.isatty() and stdout.isatty())


def is_dumb() -> bool:
    """Tell whether the terminal can only show text as it comes."""
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown", "") and sys.platform != "win32"
