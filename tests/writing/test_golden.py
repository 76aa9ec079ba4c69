"""Drafts read as they did when somebody last read them: tests/writing/golden holds them as prose.

After a change that is meant, `python -m tests.writing.snapshots` writes them anew.
"""

from bot.content.load import Content

from .snapshots import FOLDER, snapshots


def test_drafts_read_as_they_were_reviewed(content: Content) -> None:
    expected = dict(snapshots(content))
    found = {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*/*.txt")}
    assert sorted(found) == sorted(expected), "run python -m tests.writing.snapshots"
    for path, text in expected.items():
        assert found[path] == text, f"{path.relative_to(FOLDER)}: run python -m tests.writing.snapshots, and read it"
