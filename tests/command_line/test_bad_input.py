"""Input that can't be used: one clear line on standard error, exit status 2, nothing on standard output."""

import io
import shutil
from pathlib import Path

import pytest

from bot.cli import main
from bot.content.files import shipped

NO_PROFILE = ["advise", "--no-profile"]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must be refused, and return its one line."""
    assert main(list(arguments)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1, printed.err
    assert "Traceback" not in printed.err
    return printed.err


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--fact", "colour=blue"], "colour: found no such fact; one of these is allowed: objectives, situation"),
        (["--fact", "note=rude"], "note: found 'rude'; one of these is allowed: none, stock, personal, pitch"),
        (["--fact", "note"], "--fact: found 'note'; NAME=VALUE is needed, such as note=none"),
        (["--fact", "sender_connections=many"], "sender_connections: found 'many'; a whole number from 0 to 30000"),
        (["--fact", "sender_connections=-3"], "sender_connections: found '-3'; a whole number"),
        (["--fact", "sender_connections=1000000000"], "sender_connections: found '1000000000'; a whole number"),
        (["--fact", "sender_connections=٣"], "sender_connections: found '٣'; a whole number"),
        (["--fact", "objectives=hire,fame"], "objectives: found 'fame'; any of these, separated by commas"),
        (["--fact", "serves_objective=yes"], "serves_objective: found no such fact"),
        (["--fact", "note=none", "--fact", "note_gives_reason=yes"], "found values that cannot all be"),
        (["--school", "stoics"], "--school: found 'stoics'; one of these is allowed: weak_ties"),
    ],
)
def test_a_wrong_flag(flags: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert says in refused(capsys, *NO_PROFILE, *flags)


LIST = Path(__file__).parents[1] / "forwards" / "pictures" / "fr_list_phone_four.jpg"


def test_several_people_are_no_one_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert "several people: give one alone" in refused(capsys, "advise", str(LIST), "--json", "--lang", "en")
    assert main(["advise", str(LIST), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert all(f"{place}. " in printed for place in (1, 2, 3, 4))
    assert "Bertille Aumont" in printed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("situation: [", "me.yaml:1:"),
        ("situation: king", "me.yaml: situation: found 'king'; one of these is allowed: job_seeker"),
        ("king: yes", "me.yaml: king: found no such fact"),
        ("- situation", "me.yaml: found a list; fact ids with values are needed"),
        ("situation: {a: b}", "me.yaml: situation: found {'a': 'b'}; one of these is allowed"),
        ("connections: 1.5", "me.yaml: connections: found 1.5; a whole number"),
        ("situation: student\nsituation: employee", "me.yaml:2:"),
        ("a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
            f"{b}: &{b} [{', '.join(['*' + a] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ), "more than 200,000 values"),
        ("[" * 3000, "me.yaml"),
        ("x" * 30_000, "me.yaml: found more than 20,000 bytes"),
    ],
)  # fmt: skip
def test_a_broken_me(text: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    me = tmp_path / "me.yaml"
    me.write_text(text, encoding="utf-8")
    assert says in refused(capsys, *NO_PROFILE, "--me", str(me))


def test_an_empty_me_is_no_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("# nothing yet\n", encoding="utf-8")
    assert main([*NO_PROFILE, "--me", str(me), "--json"]) == 0
    assert '"answer"' in capsys.readouterr().out


def test_a_missing_me(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "me.yaml: found no such file" in refused(capsys, *NO_PROFILE, "--me", str(tmp_path / "me.yaml"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "forwarded.txt: There is nothing to read"),
        (b"  \n\t ", "forwarded.txt: There is nothing to read"),
        (b"\x00\x01\x02", "forwarded.txt: That file is not a text"),
        (b"\xff\xfe\xfd", "forwarded.txt: That file is not a text"),
        (b"\x89PNG\r\n\x1a\n", "forwarded.txt: That file is damaged"),
        (b"PK\x03\x04", "forwarded.txt: I don’t read archives"),
        (b"%PDF-1.7\nnothing more", "forwarded.txt: That file is damaged"),
        (b"a" * 1_000_001, "forwarded.txt: That is too large"),
        (b"%PDF-" + b"a" * 20 * 1024 * 1024, "forwarded.txt: That is too large"),
    ],
)
def test_a_file_that_cannot_be_read(data: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "forwarded.txt"
    file.write_bytes(data)
    assert says in refused(capsys, "advise", str(file), "--lang", "en")


def test_a_missing_file_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.txt: found no such file" in refused(capsys, "advise", "nowhere.txt")
    assert "FILE: found none" in refused(capsys, "advise")
    assert "give one or the other" in refused(capsys, "advise", "--no-profile", "profile.txt")


def test_a_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "found no such file" in refused(capsys, "advise", str(tmp_path))


def test_a_broken_school_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs = shutil.copytree(shipped(), tmp_path / "dialogs")
    school = dialogs / "schools" / "coffee_test.yaml"
    school.write_text(
        school.read_text(encoding="utf-8").replace("then: ask_first", "then: hesitate", 1), encoding="utf-8"
    )
    monkeypatch.setenv("ENTREGENT_DIALOGS", str(dialogs))
    assert "coffee_test.yaml" in refused(capsys, *NO_PROFILE)


def test_a_missing_dialogs_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTREGENT_DIALOGS", str(tmp_path / "none"))
    assert "found no such folder" in refused(capsys, *NO_PROFILE)


def test_run_without_a_token_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    said = refused(capsys, "run")
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "chat" in said


@pytest.mark.parametrize(
    "text", ["\u202e\u0007\x1b[31mKim\x1b[0m, 500+ connections", "<b>Kim</b> & {{ 7*7 }} {% raw %}", "a" * 100_000]
)
def test_a_strange_text_is_read_all_the_same(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(text.encode())})())
    assert main(["advise", "-", "--lang", "en"]) == 0
    assert "\x1b[31m" not in capsys.readouterr().out
