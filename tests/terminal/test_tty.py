"""The chat on a pseudo-terminal: pasting, colours, leaving."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.test_chat import PROGRAM, ROOT


class Tty:
    """A program on a terminal that answers nothing by itself."""

    def __init__(self, folder: Path, columns: int, environment: dict[str, str]) -> None:
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(sys.executable, [sys.executable, "-c", PROGRAM], environment)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        self._shown = ""
        self.status: int | None = None

    def until(self, words: str, seconds: float = 10) -> str:
        """Wait for words, and return what was shown before them."""
        end = time.monotonic() + seconds
        while words not in self._shown:
            assert time.monotonic() < end, f"{words!r} not in {self._shown!r}"
            if select.select([self._terminal], [], [], 0.05)[0]:
                try:
                    self._shown += os.read(self._terminal, 65536).decode("utf-8", "replace")
                except OSError:  # Linux says so at the end
                    assert words in self._shown, self._shown
        before, _, self._shown = self._shown.partition(words)
        return before

    def send(self, typed: str) -> None:
        time.sleep(0.1)  # the prompt is shown a moment before the keys are listened to
        os.write(self._terminal, typed.encode())

    def left(self) -> int:
        """Wait for the end, and return the exit status."""
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._terminal)


Start = Callable[..., Tty]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    begun = []

    def begin(columns: int = 60, **environment: str) -> Tty:
        usual = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm"}
        tty = Tty(tmp_path, columns, {**usual, **environment})
        begun.append(tty)
        tty.until("Two")
        tty.until("›")
        return tty

    yield begin
    for tty in begun:
        tty.close()


def test_a_bracketed_paste_of_several_lines_is_one_message(start: Start, tmp_path: Path) -> None:
    tty = start()
    tty.send("\x1b[200~Marie Durand\r\nRecruiter\r\n\r\n648 relations\x1b[201~")
    tty.send("\r")
    tty.until("said 4 lines, last 648 relations")
    tty.until("›")
    tty.send("2\r")
    tty.until("pressed 2")
    tty.until("›")
    tty.send("\x04")
    tty.until("[terminal.bye]")
    assert tty.left() == 0
    assert list(tmp_path.iterdir()) == []


def test_control_c_leaves_politely(start: Start) -> None:
    tty = start()
    tty.send("half a line\x03")
    tty.until("[terminal.bye]")
    assert tty.left() == 0


def test_alt_enter_breaks_the_line(start: Start) -> None:
    tty = start()
    tty.send("one\x1b\rtwo")
    tty.send("\r")
    tty.until("said 2 lines, last two")


def test_tab_completes_a_command(start: Start) -> None:
    tty = start()
    tty.send("/he\t")
    tty.send("\r")
    tty.until(" help")


def test_a_dumb_terminal_gets_plain_text_and_keeps_a_paste_whole(start: Start) -> None:
    tty = start(TERM="dumb")
    tty.send("Marie\nRecruiter\n648 relations\n")
    assert "\x1b" not in tty.until("said 3 lines, last 648 relations")
    tty.until("›")
    tty.send("\x04")
    tty.until("[terminal.bye]")
    assert tty.left() == 0


def test_no_color_is_heeded(start: Start) -> None:
    tty = start(NO_COLOR="1")
    tty.send("/goals\r")
    shown = tty.until("Done")
    assert not [code for code in range(30, 38) if f"[{code}m" in shown or f";{code}m" in shown]
