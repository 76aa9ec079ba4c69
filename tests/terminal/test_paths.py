"""A path that is typed, or dragged into the terminal."""

import io
from pathlib import Path

import pytest

from bot.cli import main
from bot.terminal.paths import file_named
from tests.reading.pdf.layout import laid_out
from tests.reading.pdf.test_profiles import PROFILES


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "  {} ", "file://{}"])
def test_a_file_is_named_as_it_is_or_in_quotes(form: str, tmp_path: Path) -> None:
    path = tmp_path / "profile.pdf"
    path.touch()
    assert file_named(form.format(path)) == path


@pytest.mark.parametrize("form", ["my\\ profile.pdf", "file://{}/my%20profile.pdf"])
def test_spaces_may_be_escaped(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my profile.pdf").touch()
    monkeypatch.chdir(tmp_path)
    found = file_named(form.format(tmp_path))
    assert found is not None
    assert found.name == "my profile.pdf"


@pytest.mark.parametrize(
    "typed", ["friend", "", "/start", "a\nb.pdf", "nowhere.pdf", "\0.pdf", "~nobody/x.pdf", "/" * 999]
)
def test_what_names_no_file_is_said(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "friend").touch()
    monkeypatch.chdir(tmp_path)
    assert file_named(typed) is None


def chatted(typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["chat", "--lang", "en"]) == 0
    return capsys.readouterr().out


def test_a_file_is_read_in_the_chat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(laid_out(PROFILES[0]))
    said = chatted(f"{path}\n", monkeypatch, capsys)
    assert PROFILES[0]["name"] in said
    assert "I read:" in said


def test_a_file_that_cannot_be_read_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(b"PK\x03\x04")
    assert "archives" in chatted(f"{path}\n", monkeypatch, capsys)
