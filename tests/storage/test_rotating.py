"""The master key is changed, on both databases; cut short anywhere, nothing is lost and doing it again finishes it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.conversation.session import Session
from bot.storage import rotating
from bot.storage.addresses import AddressError
from bot.storage.rotating import RotationError, rotate, rotate_file
from bot.storage.rows import Rows
from bot.storage.sealing import KEY_BYTES, KeyFileError, new_key_file, read_key
from tests.storage.conftest import Opened
from tests.storage.test_rows import apply, arrival, oldest, session, take_in, unsent

ROOT = Path(__file__).parents[2]


class CutShortError(Exception):
    """The process ends here."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A key file, in whose database three things are sealed."""
    path = tmp_path / "some" / "entregent.key"
    path.parent.mkdir()
    new_key_file(path)
    return path


@pytest.fixture
def filled(address: str, file: Path) -> str:
    """The address of a database that holds a session, an update and a message."""
    opened = Opened(address, read_key(file))
    take_in(opened, arrival(1), arrival(2))
    apply(opened, 7, 1, out=(b"hello",))
    opened.close()
    return address


def opens_all(address: str, key: bytes) -> bool:
    opened = Opened(address, key)
    try:
        if opened.do(lambda rows: rows.strange()):
            return False
        assert session(opened) == Session("en", cases=1)
        assert unsent(opened) == [b"hello"]
        assert oldest(opened).bodies == (b"body 2",)
        return True
    finally:
        opened.close()


def test_the_new_key_opens_everything_and_the_old_one_is_kept(filled: str, file: Path) -> None:
    before = read_key(file)
    done = rotate_file(filled, file)
    assert done.lost == 0
    assert read_key(file) != before
    assert done.before is not None
    assert read_key(done.before) == before
    assert sorted(one.name for one in file.parent.iterdir()) == ["entregent.key", "entregent.key.old"]
    assert {one.stat().st_mode & 0o777 for one in file.parent.iterdir()} == {0o600}
    assert not opens_all(filled, before)
    assert opens_all(filled, read_key(file))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_done_by_root_the_keys_stay_their_owners(filled: str, file: Path) -> None:
    os.chown(file, 12345, 12345)
    rotate_file(filled, file)
    assert {one.stat().st_uid for one in file.parent.iterdir()} == {12345}


def test_a_second_change_asks_what_to_do_with_the_first_old_key(filled: str, file: Path) -> None:
    rotate_file(filled, file)
    key = read_key(file)
    with pytest.raises(RotationError, match=r"entregent\.key\.old is there"):
        rotate_file(filled, file)
    assert opens_all(filled, key)
    file.with_name("entregent.key.old").unlink()
    rotate_file(filled, file)
    assert opens_all(filled, read_key(file))


def cut(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, *, after: bool) -> None:
    work: Callable[..., object] = getattr(owner, name)

    def ending(*arguments: object, **more: object) -> None:
        if after:
            work(*arguments, **more)
        raise CutShortError

    monkeypatch.setattr(owner, name, ending)


@pytest.mark.parametrize(
    ("owner", "name", "after"),
    [
        (rotating, "new_key_file", False),
        (rotating, "new_key_file", True),
        (Rows, "rewrap", False),
        (Rows, "rewrap", True),
        (rotating, "_keep", False),
        (rotating, "_keep", True),
        (Path, "replace", False),
    ],
)
def test_cut_short_one_key_opens_everything_and_a_second_run_heals(
    owner: object, name: str, after: bool, filled: str, file: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        cut(patch, owner, name, after=after)
        with pytest.raises(CutShortError):
            rotate_file(filled, file)
    there = [one for one in file.parent.iterdir() if one.suffix != ".part"]
    assert sum(opens_all(filled, key) for key in {read_key(one) for one in there}) == 1
    rotate_file(filled, file)
    assert opens_all(filled, read_key(file))
    assert sorted(one.name for one in file.parent.iterdir()) == ["entregent.key", "entregent.key.old"]


def test_a_key_file_that_was_cut_short_itself_is_written_again(filled: str, file: Path) -> None:
    file.with_name("entregent.key.new").touch()
    rotate_file(filled, file)
    assert opens_all(filled, read_key(file))


def test_it_is_refused_while_another_process_has_the_database_open(filled: str, file: Path) -> None:
    key = read_key(file)
    opened = Opened(filled, key)
    with pytest.raises(RotationError, match="another process has the database open"):
        rotate_file(filled, file)
    assert session(opened) == Session("en", cases=1)
    opened.close()
    assert [one.name for one in file.parent.iterdir()] == ["entregent.key"]
    assert opens_all(filled, key)


def test_a_key_of_another_database_changes_nothing(filled: str, file: Path) -> None:
    key = read_key(file)
    file.write_text("ab" * KEY_BYTES, "ascii")
    with pytest.raises(RotationError, match="opens nothing"):
        rotate_file(filled, file)
    assert opens_all(filled, key)


def test_a_file_for_the_new_key_takes_the_place_of_a_key_by_hand(filled: str, file: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.key"
    for _ in range(2):  # the second run finds all done
        assert rotate(filled, read_key(file), new) == 0
    assert opens_all(filled, read_key(new))


def test_what_is_missing_is_said(file: Path, tmp_path: Path) -> None:
    here = f"sqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(AddressError, match="no such file"):
        rotate_file(here, file)
    with pytest.raises(RotationError, match="there is no key to change"):
        rotate_file(here, tmp_path / "none.key")
    with pytest.raises(AddressError, match="mysql"):
        rotate_file("mysql://here/there", file)
    with pytest.raises(AddressError, match="not an address"):
        rotate_file("nonsense", file)
    (tmp_path / "none.db").write_bytes(b"no database, but some words " * 99)
    with pytest.raises(AddressError, match="can't be opened"):
        rotate_file(here, file)
    file.write_text("no key", "ascii")
    with pytest.raises(KeyFileError, match="holds no key"):
        rotate_file(here, file)
    assert [one.name for one in file.parent.iterdir()] == ["entregent.key"]


def run(**settings: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bot", *settings.pop("arguments", "rotate").split()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)


def test_by_command(filled: str, file: Path, tmp_path: Path) -> None:
    done = run(DATABASE_URL=filled, ENTREGENT_KEY_FILE=str(file))
    assert done.returncode == 0, done.stderr
    assert str(file) in done.stdout
    assert f"{file}.old" in done.stdout
    assert read_key(file).hex() not in done.stdout
    assert opens_all(filled, read_key(file))
    by_hand = {"DATABASE_URL": filled, "ENTREGENT_KEY": read_key(file).hex()}
    refused = run(**by_hand)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "--to NEWKEYFILE" in refused.stderr
    new = tmp_path / "new.key"
    assert run(arguments=f"rotate --to {new}", **by_hand).returncode == 0
    assert opens_all(filled, read_key(new))


def test_to_is_for_a_key_by_hand_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENTREGENT_KEY", raising=False)
    assert main(["rotate", "--to", "new.key"]) == 2
    assert "only where ENTREGENT_KEY is set" in capsys.readouterr().err


def test_the_bot_does_not_begin_with_a_key_that_opens_nothing(filled: str, file: Path) -> None:
    key = read_key(file)
    settings = {"DATABASE_URL": filled, "TELEGRAM_BOT_TOKEN": "1:x", "BOT_API_URL": "http://127.0.0.1:9"}
    refused = run(arguments="run", ENTREGENT_KEY="ab" * KEY_BYTES, **settings)
    assert refused.returncode == 2
    assert "the key opens nothing in the database" in refused.stderr
    assert opens_all(filled, key)
