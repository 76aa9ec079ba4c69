"""The backup recipes, on databases that are written to meanwhile."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.conversation.session import Session
from bot.storage.records import Applied, Arrival
from tests.storage.conftest import KEY, Opened, fresh_postgres
from tests.storage.postgres import binaries
from tests.telegram.bot_api import TOKEN, BotApi

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OTHER_KEY = bytes([1]) * 32
MARKER = b"Quillabamba"
KEPT = 50
"""Sessions that are there before a copy is made."""
PROGRAM = """
from bot.handlers.run import talk_on
from bot.settings import read_settings
from tests.telegram.fake import TALK
talk_on(read_settings(), TALK)
"""


def script(name: str, *arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", DEPLOY / name, *map(str, arguments)],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def keep(opened: Opened, chat: int) -> None:
    opened.do(lambda rows: rows.keep(chat, Session("en", cases=chat)))


def fill(opened: Opened) -> None:
    """Keep sessions, one update to apply and one message to send."""
    for chat in range(1, KEPT + 1):
        keep(opened, chat)
    for number in (1, 2):
        arrival = Arrival(number, 7, MARKER, sent_at=0)
        opened.do(lambda rows, one=arrival: rows.take_in([one]))  # type: ignore[misc]
    opened.do(lambda rows: rows.apply(7, [1], lambda before: Applied(before, [MARKER])))


class Writer:
    """Keeps one session after another, until it is told to stop."""

    def __init__(self, opened: Opened) -> None:
        self.last = KEPT
        self._opened, self._stop = opened, False
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> "Writer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop = True
        self._thread.join()

    def _write(self) -> None:
        while not self._stop:
            keep(self._opened, self.last + 1)
            self.last += 1

    def some(self) -> None:
        """Wait until it has written more."""
        enough = self.last + 5
        while self.last < enough:
            assert self._thread.is_alive()
            time.sleep(0.001)


def copied(opened: Opened, backup: Callable[[], "subprocess.CompletedProcess[str]"]) -> tuple[Path, int, int]:
    """Copy while sessions are being kept; return the copy, and between which of them it was made."""
    with Writer(opened) as writer:
        writer.some()
        before = writer.last
        done = backup()
        after = writer.last
        writer.some()
    assert done.returncode == 0, done.stderr
    assert after > before, "it was written to meanwhile"
    return Path(done.stdout.strip()), before, after


def check(restored: Opened, before: int, after: int) -> None:
    """The restored database is one moment's state: all up to one session and none after it."""

    def numbers(chats: range) -> list[int | None]:
        def work(rows: "object") -> list[int | None]:
            found = (rows.session(chat) for chat in chats)  # type: ignore[attr-defined]
            return [one.cases if one else None for one in found]

        return restored.do(work)

    found = numbers(range(1, after + 2))
    last = next(index for index, one in enumerate(found) if one is None)
    assert found == [*range(1, last + 1), *[None] * (len(found) - last)]
    assert before <= last <= after + 1
    batch = restored.do(lambda rows: rows.oldest(7))
    assert batch is not None
    assert (batch.updates, batch.bodies) == ((2,), (MARKER,))
    assert [one.body for one in restored.do(lambda rows: rows.unsent(7, 20))] == [MARKER]


def check_sealed(address: str) -> None:
    """Without the key, there is a database and nothing in it can be read."""
    other = Opened(address, OTHER_KEY)
    assert other.do(lambda rows: rows.session(1)) is None
    assert other.do(lambda rows: rows.oldest(7)) is None
    assert other.do(lambda rows: rows.unsent(7, 20)) == []
    other.close()


def without_sqlite3(folder: Path) -> str:
    """Return a PATH with Python and without the program sqlite3, as in the image."""
    folder.mkdir()
    for name in ("sh", "mkdir", "date", "mv", "rm", "find", "sync", "cp", "id", "chown", "dirname"):
        for place in ("/bin", "/usr/bin"):
            if (Path(place) / name).exists() and not (folder / name).exists():
                (folder / name).symlink_to(Path(place) / name)
    (folder / "python3").symlink_to(sys.executable)
    return str(folder)


@pytest.mark.parametrize("python", [False, True], ids=["as found", "python alone"])
def test_sqlite_is_copied_while_it_is_written_to_and_put_back(tmp_path: Path, python: bool) -> None:
    path = {"PATH": without_sqlite3(tmp_path / "bin")} if python else {}
    file, folder = tmp_path / "entregent.db", tmp_path / "copies"
    opened = Opened(f"sqlite:///{file}")
    fill(opened)
    copy, before, after = copied(opened, lambda: script("backup-sqlite.sh", file, folder, **path))
    assert copy.parent == folder
    assert copy.stat().st_mode & 0o077 == 0
    assert [one.name for one in folder.iterdir()] == [copy.name], "nothing half done is left"
    assert MARKER not in copy.read_bytes()

    refused = script("restore-sqlite.sh", copy, file, **path)
    assert refused.returncode == 1
    assert "stop the bot first" in refused.stderr
    opened.close()
    done = script("restore-sqlite.sh", copy, file, **path)
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0
    assert len(list(tmp_path.glob("entregent.db.before-*"))) == 1
    check(restored := Opened(f"sqlite:///{file}"), before, after)
    restored.close()

    elsewhere = tmp_path / "elsewhere.db"
    assert script("restore-sqlite.sh", copy, elsewhere, **path).returncode == 0
    check_sealed(f"sqlite:///{elsewhere}")


def test_postgres_is_copied_while_it_is_written_to_and_put_back(tmp_path: Path, postgres: str) -> None:
    def at(address: str) -> dict[str, str]:
        parts = urlsplit(address)
        return {
            "PATH": f"{binaries()}:{os.environ['PATH']}", "PGHOST": parts.hostname or "", "PGPORT": str(parts.port),
            "PGUSER": parts.username or "", "PGDATABASE": parts.path[1:],
        }  # fmt: skip

    address = fresh_postgres(postgres)
    opened = Opened(address)
    fill(opened)
    copy, before, after = copied(opened, lambda: script("backup-postgres.sh", tmp_path, **at(address)))
    assert copy.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == [copy.name], "nothing half done is left"
    assert MARKER not in copy.read_bytes()

    refused = script("restore-postgres.sh", copy, **at(address))
    assert refused.returncode == 1
    assert "stop all bots first" in refused.stderr
    opened.close()
    for where in (address, elsewhere := fresh_postgres(postgres)):
        done = script("restore-postgres.sh", copy, **at(where))
        assert done.returncode == 0, done.stderr
        check(restored := Opened(where), before, after)
        keep(restored, 10_000)
        restored.close()
    check_sealed(elsewhere)


def test_a_damaged_copy_changes_nothing(tmp_path: Path) -> None:
    file, copy = tmp_path / "entregent.db", tmp_path / "copy.db"
    Opened(f"sqlite:///{file}").close()
    before = file.read_bytes()
    copy.write_bytes(before[:5000] + b"x" * 3000)
    done = script("restore-sqlite.sh", copy, file)
    assert done.returncode != 0
    assert file.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy.db", "entregent.db"]


@pytest.mark.parametrize("key", ["entregent.key", "entregent.key.old"])
@pytest.mark.parametrize("arguments", [("backup-sqlite.sh", "{}/a.db", "{}"), ("backup-postgres.sh", "{}")])
def test_no_copy_is_put_beside_a_key(tmp_path: Path, arguments: tuple[str, ...], key: str) -> None:
    (tmp_path / key).write_text(KEY.hex())
    Opened(f"sqlite:///{tmp_path / 'a.db'}").close()
    name, *rest = arguments
    done = script(name, *[one.format(tmp_path) for one in rest])
    assert done.returncode == 1
    assert "move it elsewhere" in done.stderr


def test_old_copies_are_erased(tmp_path: Path) -> None:
    Opened(f"sqlite:///{tmp_path / 'a.db'}").close()
    folder = tmp_path / "copies"
    folder.mkdir()
    old, recent, other = (folder / name for name in ("entregent-a.db", "entregent-b.db", "other.db"))
    for file, days in ((old, 9), (recent, 2), (other, 9)):
        file.touch()
        os.utime(file, times=(then := time.time() - days * 86400, then))
    assert script("backup-sqlite.sh", tmp_path / "a.db", folder, KEEP="7").returncode == 0
    assert not old.exists()
    assert recent.exists()
    assert other.exists()


async def test_a_bot_that_lost_its_disk_goes_on_from_a_copy_with_its_key(api: BotApi, tmp_path: Path) -> None:
    home, copies, new_home = (tmp_path / name for name in ("home", "copies", "new"))
    home.mkdir()
    new_home.mkdir()
    bot = await start(api, home)
    api.write(text="one")
    assert (await api.answered(1))[-1]["text"] == "en 1 said one"
    await api.quiet()
    done = await asyncio.to_thread(script, "backup-sqlite.sh", home / "entregent.db", copies)
    assert done.returncode == 0, done.stderr
    bot.send_signal(signal.SIGKILL)
    await bot.wait()

    (new_home / "entregent.key").write_bytes((home / "entregent.key").read_bytes())
    done = await asyncio.to_thread(script, "restore-sqlite.sh", done.stdout.strip(), new_home / "entregent.db")
    assert done.returncode == 0, done.stderr
    bot = await start(api, new_home)
    api.write(text="two")
    assert (await api.answered(2))[-1]["text"] == "en 2 said two", "the session went on"
    bot.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(bot.wait(), 8) == 0


async def start(api: BotApi, folder: Path) -> "asyncio.subprocess.Process":
    names = {"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_API_URL": api.root, "PYTHONPATH": str(ROOT)}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, cwd=folder, env={**os.environ, **names}, stderr=subprocess.DEVNULL
    )
