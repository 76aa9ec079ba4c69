"""What the README shows is what the program does."""

import io
import re
from pathlib import Path

import pytest

from bot.cli import main
from bot.content.load import COMMANDS, Content
from bot.conversation.phases import drawn

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FILL_COLUMN = 100


def between(start: str, end: str) -> str:
    found = re.search(rf"<!-- {start}.*?-->\n```\w*\n(.*?)```\n<!-- {end} -->", README, re.DOTALL)
    assert found, start
    return found[1]


def test_the_phases_are_those_of_the_machine() -> None:
    assert between("phases", "end of phases").strip() == drawn()


def test_the_transcript_is_real(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shown = between("transcript", "end of transcript")
    typed = re.findall(r"^› (.*(?:\n  .*)*)$", shown, re.MULTILINE)
    said = [re.sub(r"\n  ", "\n", one) for one in typed]
    monkeypatch.setenv("COLUMNS", str(FILL_COLUMN))
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\n".join(said) + "\n"))
    assert main(["chat", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    expected = re.sub(r"^› .*(?:\n  .*)*\n", "", shown, flags=re.MULTILINE)
    assert [line.rstrip() for line in printed.splitlines() if line.strip()] == [
        line.rstrip() for line in expected.splitlines() if line.strip()
    ]


def test_every_command_has_its_two_names(content: Content) -> None:
    for language, speaker in content.speakers.items():
        names = [name for name, _ in speaker.menu()]
        assert len(set(names)) == len(COMMANDS), language


@pytest.mark.parametrize("path", re.findall(r"`(bot/[\w/]+/|dialogs/[\w/]*)`", README))
def test_folders_that_the_readme_names_exist(path: str) -> None:
    assert (ROOT / path).is_dir()
