"""Writing in the terminal: the draft stands there to be copied, so nothing else offers to."""

import io

import pytest

from bot.content.load import Content
from bot.terminal.chat import chat


def typed(content: Content, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *says: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\n".join(says) + "\n"))
    chat(content, "en")
    return capsys.readouterr().out


def test_a_draft_is_shown_on_one_line_without_a_button_to_copy_it(
    content: Content, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = typed(content, monkeypatch, capsys, "/write former colleague", "Atelier Varenne", "1")
    drafts = [line for line in shown.splitlines() if line.startswith("Hello, ") and "Atelier Varenne" in line]
    assert len(set(drafts)) == 2, "the first button leads to another draft"
    assert "Copy" not in shown


def test_where_digits_are_asked_for_a_number_is_an_answer(
    content: Content, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = typed(content, monkeypatch, capsys, "/write work anniversary", "Nordia")
    add = next(line for line in shown.splitlines() if "Add: the number of years" in line)
    number = add.split("Add: the number of years")[0].split()[-1]
    shown = typed(content, monkeypatch, capsys, "/write work anniversary", "Nordia", number, "5")
    assert "#1" in shown, "buttons are pressed by #1"
    assert "✎ The number of years" in shown, "it was taken"
