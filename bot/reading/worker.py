"""Parse strangers' files in a process of its own, which time, memory and size limit.

The worker parses bytes into plain data and sends JSON back; facts are read from it here. A parser that
crashes, hangs or eats memory takes its worker along and costs one answer; the next file starts another.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from threading import Event, Lock, Timer
from typing import IO, Any, Final, Literal, get_args

from bot.advice.facts import Known
from bot.conversation.events import Reading
from bot.reading.bounds import LARGEST
from bot.reading.lexicon import Lexicon

Key = Literal[
    "too_large", "encrypted", "broken", "too_many_pages", "too_slow", "crashed", "empty", "not_a_pdf",
    "too_many_pixels", "no_words", "too_deep",
]  # fmt: skip
KEYS: Final[tuple[Key, ...]] = get_args(Key)

LONGEST_ANSWER: Final = 4 * 1024 * 1024
"""Bytes of JSON that a worker may send back."""
_LENGTH: Final = 8
"""Bytes before each message that give its length."""
_INHERITED: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG")
"""What a worker knows of the environment: no token, no database."""
_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""What keeps the libraries of a worker to one core; the bot has the others."""


class Unreadable(ValueError):  # noqa: N818 # the word that users of it read
    """A file that cannot be used; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key: Final[Key] = next((one for one in KEYS if one == key), "crashed")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: who parses and reads it, the seconds and bytes of memory it may take.

    `parse` takes bytes and returns plain data; `read` takes that, a lexicon and what is known of the user.
    `starting` are the seconds more that the first file of a process may take, `nice` how much it lets others go first,
    `idle` the seconds without a file after which it ends and gives its memory back (none: it stays).
    """

    parse: str
    read: str
    seconds: float
    memory: int
    starting: float = 0.0
    nice: int = 0
    idle: float | None = None


_MB: Final = 1024 * 1024
KINDS: Final = {
    "mail": Kind("bot.reading.mail_file:parse_mail", "", 5.0, 256 * _MB),
    "pdf": Kind("bot.reading.pdf:parse_pdf", "bot.reading.pdf:read_parsed", 10.0, 512 * _MB),
    "picture": Kind(
        "bot.reading.picture:parse_picture",
        "bot.reading.picture:read_parsed",
        25.0,
        2048 * _MB,
        starting=20.0,
        nice=15,
        idle=600.0,
    ),
}


def read_file_safely(kind: str, data: bytes, lexicon: Lexicon, me: Known | None = None) -> Reading:
    """Read a stranger's file; waits for the worker, so call it from a thread where others must not wait.

    Raises:
        Unreadable: with the key of a sentence.
    """
    parsed = parse_safely(kind, data)
    reading: Reading = _named(KINDS[kind].read)(parsed, lexicon, me)
    return reading


def parse_safely(kind: str, data: bytes) -> Any:
    """Have a stranger's file parsed in the worker of its kind, into plain data that is yet to be checked.

    Raises:
        Unreadable: with the key of a sentence.
    """
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    if not data:
        raise Unreadable("empty")
    return _worker(kind).parse(data)


@dataclass
class Worker:
    """One process for one kind of file, started with the first and started anew after it ended."""

    name: str
    kind: Kind
    _process: "subprocess.Popen[bytes] | None" = None
    _lock: Lock = field(default_factory=Lock)
    _resting: Timer | None = None

    def parse(self, data: bytes) -> Any:
        """Have a file parsed and return the plain data.

        Raises:
            Unreadable: what the parser found, or too_slow, or crashed.
        """
        with self._lock:
            if self._resting:
                self._resting.cancel()
            answer = self._ask(data)
            self._rest()
        if "parsed" in answer:
            return answer["parsed"]
        raise Unreadable(str(answer.get("unreadable")))

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def _rest(self) -> None:
        """End the process later, unless another file comes."""
        if self.kind.idle is not None:
            self._resting = Timer(self.kind.idle, self._end_rest)
            self._resting.daemon = True
            self._resting.start()

    def _end_rest(self) -> None:
        with self._lock:
            self.stop()

    def _ask(self, data: bytes) -> dict[str, Any]:
        before = self._process
        process = self._running()
        late = Event()
        seconds = self.kind.seconds if process is before else self.kind.seconds + self.kind.starting
        timer = Timer(seconds, _end, (process, late))
        timer.start()
        answer = None
        with suppress(OSError):
            answer = _exchanged(process, data)
        timer.cancel()
        timer.join()
        if answer is None or late.is_set():
            self.stop()
        return answer or {"unreadable": "too_slow" if late.is_set() else "crashed"}

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            self._process = _started(self.name)
        return self._process


_workers: Final[dict[str, Worker]] = {}
_starting: Final = Lock()


def _worker(kind: str) -> Worker:
    with _starting:
        return _workers.setdefault(kind, Worker(kind, KINDS[kind]))


@atexit.register
def stop_workers() -> None:
    """End every worker; the next file starts its own."""
    with _starting:
        for worker in _workers.values():
            worker.stop()
        _workers.clear()


def _started(name: str) -> "subprocess.Popen[bytes]":
    environment = {key: value for key in _INHERITED if (value := os.environ.get(key))}
    environment |= _ONE_THREAD
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["PYTHONPATH"] = os.pathsep.join(path or os.curdir for path in sys.path)
    command = [sys.executable, "-c", "import sys; from bot.reading.worker import serve; serve(sys.argv[1])", name]
    return subprocess.Popen(  # noqa: S603 # our own interpreter with our own words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    )  # fmt: skip


def _end(process: "subprocess.Popen[bytes]", late: Event) -> None:
    late.set()
    process.kill()


def _exchanged(process: "subprocess.Popen[bytes]", data: bytes) -> dict[str, Any] | None:
    assert process.stdin
    assert process.stdout
    _send(process.stdin, data)
    return _decoded(_receive(process.stdout, LONGEST_ANSWER))


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(_LENGTH, "big") + message)
    pipe.flush()


def _receive(pipe: IO[bytes], most: int) -> bytes | None:
    """Return the next message, or nothing where the other side has ended or sends too much."""
    length = int.from_bytes(head, "big") if len(head := pipe.read(_LENGTH)) == _LENGTH else -1
    if not 0 <= length <= most:
        return None
    message = pipe.read(length)
    return message if len(message) == length else None


def _decoded(message: bytes | None) -> dict[str, Any] | None:
    with suppress(ValueError, RecursionError):
        answer = json.loads(message) if message else None
        return answer if isinstance(answer, dict) else None
    return None


def _named(path: str) -> Callable[..., Any]:
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


# --- the other side ------------------------------------------------------------------------------


def serve(name: str) -> None:
    """Parse one file after another, as they come on standard input, until it closes."""
    kind = KINDS[name]
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a parser prints goes nowhere
    parse = _named(kind.parse)
    _limit(kind)
    starting = kind.starting
    while (data := _receive(sys.stdin.buffer, LARGEST)) is not None:
        _wake(kind.seconds + starting + 2)
        answer = _answer(parse, data)
        _wake(0)
        starting = 0.0
        _send(answers, json.dumps(answer).encode())


def _answer(parse: Callable[..., Any], data: bytes) -> dict[str, Any]:
    try:
        return {"parsed": parse(data)}
    except Unreadable as error:
        return {"unreadable": error.key}
    except (MemoryError, RecursionError):
        return {"unreadable": "crashed"}
    except Exception:  # whatever a parser trips over, the file is at fault
        return {"unreadable": "broken"}


def _wake(seconds: float) -> None:
    """End this process after a while, should nobody be left to do it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(kind: Kind) -> None:
    """Give way, limit memory, and leave no file behind: neither one written nor a core dump of somebody's data."""
    if hasattr(os, "nice"):
        os.nice(kind.nice)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (kind.memory, kind.memory))
