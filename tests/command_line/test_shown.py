"""What `advise` prints for people: who and what was read, before the reasons."""

from pathlib import Path

import pytest

from bot.cli import main

PAGE = """Dorian Axley
· 2nd
Account Executive @ Cloudberry
Contact info
500+ connections
12 mutual connections
"""


def test_the_answer_then_who_then_what_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    assert main(["advise", "--lang", "en", "--fact", "relation=stranger", str(path)]) == 0
    printed = capsys.readouterr().out
    order = ["Probably", "Dorian Axley", "Account Executive @ Cloudberry", "I read:", "their role: in sales", "│"]
    places = [printed.index(words) for words in order]
    assert places == sorted(places)
    assert "how you know this person" not in printed, "what was said was not read"


def test_a_link_alone_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "link.txt"
    path.write_text("https://www.linkedin.com/in/somebody", encoding="utf-8")
    assert main(["advise", "--lang", "en", str(path)]) == 2
    assert "Save to PDF" in capsys.readouterr().err
