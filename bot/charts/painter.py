"""SVG to PNG, in one process of its own: the renderer holds Python's lock while it draws, and gives memory back late.

The process begins with the first picture, serves one after another, and ends with the program: its standard input
closes then. One that hangs or ends is started anew with the next picture.
"""

import atexit
import os
import subprocess
import sys
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, Final

from .letters import FILES

SCALE: Final = 1.5
"""Pixels to one unit: a picture is 1,080 pixels wide."""
SECONDS: Final = 20.0
"""How long one picture may take, the start of the process included."""
LARGEST: Final = 16 * 1024 * 1024
"""Bytes of the largest message between the two processes."""
_LENGTH: Final = 8
_INHERITED: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG")
"""What the process knows of the environment: no token, no database."""


_GIVEN_BACK: Final = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "1048576"}
"""What has glibc return the megabytes of a finished picture at once, in bytes."""


class PaintError(RuntimeError):
    """A picture that could not be made."""


class Painter:
    """One process that draws, started with the first picture."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def paint(self, svg: str) -> bytes:
        """Return an SVG as PNG; waits for the process, so call it from a thread where others must not wait.

        Raises:
            PaintError: the SVG is not sound, or the process ended or took too long.
        """
        with self._lock:
            answer = self._asked(svg.encode())
        if not answer.startswith(b"\x89PNG"):
            raise PaintError(answer.decode(errors="replace") or "the process that draws has ended")
        return answer

    @property
    def process(self) -> int | None:
        """The id of the process, where there is one."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the process, if there is one, and wait until it is gone."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def _asked(self, data: bytes) -> bytes:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = _started()
        process = self._process
        assert process.stdin
        assert process.stdout
        timer = Timer(SECONDS, process.kill)
        timer.daemon = True
        timer.start()
        answer = None
        with suppress(OSError):
            _send(process.stdin, data)
            answer = _receive(process.stdout)
        timer.cancel()
        if answer is None:
            self.stop()
        return answer or b""


def _started() -> "subprocess.Popen[bytes]":
    environment = {key: value for key in _INHERITED if (value := os.environ.get(key))}
    environment["PYTHONPATH"] = os.pathsep.join(path or os.curdir for path in sys.path)
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment |= _GIVEN_BACK
    command = [sys.executable, "-c", "from bot.charts.painter import serve; serve()"]
    return subprocess.Popen(  # noqa: S603 # our own interpreter with our own words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    )  # fmt: skip


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(_LENGTH, "big") + message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """Return the next message, or nothing where the other side has ended or sends too much."""
    length = int.from_bytes(head, "big") if len(head := pipe.read(_LENGTH)) == _LENGTH else -1
    if not 0 <= length <= LARGEST:
        return None
    message = pipe.read(length)
    return message if len(message) == length else None


painter: Final = Painter()
"""The one that all pictures come from."""
atexit.register(painter.stop)


# --- the other side ------------------------------------------------------------------------------


def serve() -> None:
    """Draw one picture after another, as they come on standard input, until it closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes nowhere
    if hasattr(os, "nice"):
        os.nice(5)
    while (data := _receive(sys.stdin.buffer)) is not None:
        try:
            answer = drawn(data.decode())
        except Exception as error:  # whatever is wrong with a picture is told to whoever asked for it
            answer = f"the picture could not be drawn: {error}".encode()
        _send(answers, answer)


def drawn(svg: str) -> bytes:
    """Return an SVG as PNG, with the fonts that travel with the program and no others.

    Raises:
        ValueError: the SVG is not sound.
    """
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=SCALE,
        skip_system_fonts=True,
        font_files=[str(path) for path in FILES.values()],
        font_family="Inter",
    )
