"""What is held of a user, in the terminal: printed, and dropped."""

import io
import json
from typing import Any

import pytest

from bot.cli import main


def talked(said: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\n".join(said) + "\n"))
    assert main(["chat", "--lang", "en"]) == 0
    return capsys.readouterr().out


def exported(printed: str) -> list[dict[str, Any]]:
    """Return each JSON that was printed."""
    decoder = json.JSONDecoder()
    parts = printed.split("\n{\n")[1:]
    return [decoder.raw_decode("{\n" + part)[0] for part in parts]


def test_an_export_is_printed_whole_and_nothing_is_left_after_forgetting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["/contacts", "employed", "/export", "/forget", "1", "/export", "/me"]
    printed = talked(said, monkeypatch, capsys)
    before, after = exported(printed)
    assert [one["value"] for one in before["about_you"]] == ["employee"]
    assert before["case_in_hand"]
    assert after["about_you"] == []
    assert after["case_in_hand"] is None
    assert printed.index("Everything is erased") < printed.rindex("know nothing of you yet")


def test_no_keeps_everything(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (kept,) = exported(talked(["/contacts", "employed", "/forget", "2", "/export"], monkeypatch, capsys))
    assert kept["about_you"]
