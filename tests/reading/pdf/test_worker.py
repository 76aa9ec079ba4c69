"""Hostile files: each has its key, in bounded time and memory, and the next file is read all the same."""

import io
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from bot.reading import worker
from bot.reading.bounds import LARGEST
from bot.reading.lexicon import Lexicon
from bot.reading.worker import Unreadable, read_file_safely

from .layout import laid_out
from .test_profiles import PROFILES
from .writer import METADATA, Text, content_of, file_of, pdf_of, stream

SECONDS = worker.KINDS["pdf"].seconds + 2
MEMORY = worker.KINDS["pdf"].memory


@pytest.fixture(autouse=True, scope="module")
def _end_of_workers() -> Iterator[None]:
    yield
    worker.stop_workers()


def profile() -> bytes:
    return laid_out(PROFILES[0])


def encrypted() -> bytes:
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>]"
    return file_of([stream(b"")], METADATA, locked % (b"5a" * 32, b"a5" * 32))


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Profile.pdf", profile())
    return file.getvalue()


def five_thousand_pages() -> bytes:
    return file_of([stream(content_of([Text(224, 100, 12, 0, "again")]))], METADATA, pages=5000)


def bomb(unit: bytes, megabytes: int, layers: int = 1) -> bytes:
    packer = zlib.compressobj(9)
    block = unit * (1024 * 1024 // len(unit))
    packed = b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    filters = b" ".join([b"/FlateDecode"] * layers)
    head = b"<< /Filter [%s] /Length %d >>\nstream\n" % (filters, len(packed))
    return file_of([head + packed + b"\nendstream"], METADATA)


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "encrypted": (encrypted, {"encrypted"}),
    "truncated": (lambda: profile()[:400], {"broken"}),
    "nothing but the beginning": (lambda: b"%PDF-1.4\n", {"broken"}),
    "5,000 pages": (five_thousand_pages, {"too_many_pages"}),
    "41 pages": (lambda: pdf_of([[Text(224, 100, 12, 0, "again")]] * 41), {"too_many_pages"}),
    "a zip": (zipped, {"not_a_pdf"}),
    "no byte": (lambda: b"", {"empty"}),
    "no text": (lambda: pdf_of([[]]), {"empty"}),
    "spaces": (lambda: bomb(b" ", 900), {"empty", "too_slow", "crashed", "broken"}),
    "spaces packed thrice": (lambda: bomb(b" ", 900, 3), {"empty", "too_slow", "crashed", "broken"}),
    "brackets": (lambda: bomb(b"[", 200), {"empty", "too_slow", "crashed", "broken"}),
    "20 MB and a byte": (lambda: b"%PDF-1.4\n".ljust(LARGEST + 1), {"too_large"}),
    "20 MB of blanks": (lambda: b"%PDF-1.4\n".ljust(LARGEST), {"broken"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_its_key_in_bounded_time(name: str, lexicon: Lexicon) -> None:
    make, keys = HOSTILE[name]
    data = make()
    start = time.monotonic()
    with pytest.raises(Unreadable) as found:
        read_file_safely("pdf", data, lexicon)
    print(name, found.value.key, round(time.monotonic() - start, 2))
    assert found.value.key in keys
    assert time.monotonic() - start < SECONDS
    reading = read_file_safely("pdf", profile(), lexicon)
    assert reading.facts["sender_role"].value == "recruiter"


def test_a_page_of_endless_text_takes_bounded_time(lexicon: Lexicon) -> None:
    data = bomb(b"BT /F1 1 Tf (aaaaaaaaaaaaaaaa) Tj ET\n", 200)
    start = time.monotonic()
    with suppress(Unreadable):
        read_file_safely("pdf", data, lexicon)
    assert time.monotonic() - start < SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_a_worker_has_its_memory_limited_and_leaves_no_file(lexicon: Lexicon) -> None:
    read_file_safely("pdf", profile(), lexicon)
    process = worker._worker("pdf")._process
    assert process
    with open(f"/proc/{process.pid}/limits") as file:
        limits = {line[:26].strip(): line[26:].split()[:2] for line in file}
    assert limits["Max address space"] == [str(MEMORY)] * 2
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max file size"] == ["0", "0"]


def test_a_worker_knows_no_secret(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    worker.stop_workers()
    read_file_safely("pdf", profile(), lexicon)
    process = worker._worker("pdf")._process
    assert process
    if sys.platform == "linux":
        with open(f"/proc/{process.pid}/environ", "rb") as file:
            assert b"secret" not in file.read()


def test_a_worker_is_used_again_and_one_that_died_is_replaced(lexicon: Lexicon) -> None:
    read_file_safely("pdf", profile(), lexicon)
    first = worker._worker("pdf")._process
    read_file_safely("pdf", profile(), lexicon)
    assert first
    assert worker._worker("pdf")._process is first
    first.kill()
    first.wait()
    assert read_file_safely("pdf", profile(), lexicon).facts


def _one_that_answers(monkeypatch: pytest.MonkeyPatch, code: str, seconds: float = 5.0) -> worker.Worker:
    def started(name: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", code, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(worker, "_started", started)
    return worker.Worker("pdf", worker.Kind("", "", seconds, MEMORY))


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("import os; os.abort()", "crashed"),
        ("import time; time.sleep(60)", "too_slow"),
        ("print('not the length of anything')", "crashed"),
        ("import sys; sys.stdout.buffer.write((1 << 40).to_bytes(8, 'big'))", "crashed"),
        ("import sys; sys.stdout.buffer.write((9).to_bytes(8, 'big') + b'[' * 9)", "crashed"),
        ("import sys; sys.stdout.buffer.write((2).to_bytes(8, 'big') + b'{}')", "crashed"),
        ("""import sys; sys.stdout.buffer.write((18).to_bytes(8, 'big') + b'{"unreadable":"x"}')""", "crashed"),
    ],
)
def test_whatever_a_worker_does_costs_one_answer(monkeypatch: pytest.MonkeyPatch, code: str, key: str) -> None:
    one = _one_that_answers(monkeypatch, code, seconds=1.5)
    with pytest.raises(Unreadable) as found:
        one.parse(b"x" * 1_000_000)
    one.stop()
    assert found.value.key == key


def test_what_a_worker_sends_is_checked(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.Worker, "parse", lambda self, data: {"profile": {"headline": ["x"]}})
    with pytest.raises(Unreadable) as found:
        read_file_safely("pdf", profile(), lexicon)
    assert found.value.key == "crashed"


def test_stopping_ends_the_processes(lexicon: Lexicon) -> None:
    read_file_safely("pdf", profile(), lexicon)
    process = worker._worker("pdf")._process
    worker.stop_workers()
    assert process
    assert process.returncode is not None
