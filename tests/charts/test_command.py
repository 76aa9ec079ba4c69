"""`target --chart` writes a picture beside the answer, or says in one sentence why it cannot."""

import json
from pathlib import Path

import pytest

from bot.cli import main

STUDENT = ["target", "--fact", "situation=student", "--fact", "objectives=be_noticed", "--lang", "en"]


@pytest.mark.parametrize("picture", ["standing", "way"])
def test_a_picture_is_written_beside_the_answer(
    picture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = [*STUDENT, "--fact", "connections=3", "--picture", picture, "--json"]
    for name in ("it.png", "it.svg"):
        assert main([*flags, "--chart", str(tmp_path / name)]) == 0
        assert json.loads(capsys.readouterr().out)["milestones"] == [500, 1000, 2000, 5000]
    assert (tmp_path / "it.png").read_bytes().startswith(b"\x89PNG")
    title = "The way to 5,000" if picture == "way" else "Where you stand"
    assert f"<title>{title}</title>" in (tmp_path / "it.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--chart", "it.gif"], "--chart: found 'it.gif'; a name that ends in .png or .svg is needed"),
        (["--chart", "missing/it.png"], "which cannot be written (No such file or directory)"),
        (["--chart", "it.png", "--picture", "way"], "--picture: found way, but there is no milestone"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(
    flags: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*STUDENT, *flags]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert says in printed.err
    assert printed.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
