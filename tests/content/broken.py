"""Broken copies of the shipped dialogs, as data: an edit, the line that is blamed, and what is said of it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.files import parse, shipped

EXAMPLES = Path(__file__).parent / "broken"
ADDED = Path(__file__).parent / "added"


@dataclass(frozen=True)
class Broken:
    """One example: edits of files, the file and the texts that lead to the blamed line, and the mistake's text."""

    what: str
    edits: tuple[dict[str, Any], ...]
    blamed: str
    at: tuple[Any, ...]
    says: str
    twice: bool

    def line(self, folder: Path) -> int:
        """Return the number of the line that is blamed."""
        if isinstance(self.at[0], int):
            return self.at[0]
        text = (folder / self.blamed).read_text(encoding="utf-8")
        place = -1
        for anchor in self.at:
            place = text.index(anchor, place + 1)
        return text.count("\n", 0, place) + 1


def examples(name: str) -> list[Broken]:
    """Read the examples of one file."""
    return [_example(row) for row in parse(EXAMPLES / f"{name}.yaml")]


def _example(row: dict[str, Any]) -> Broken:
    edit = {key: row[key] for key in ("file", "replace", "append", "cut", "remove", "write", "bytes") if key in row}
    edits = row.get("edits") or [edit]
    first = edits[0]
    named = first.get("file") or first.get("remove") or first.get("write", first.get("bytes", {})).get("file")
    return Broken(
        row["what"],
        tuple(edits),
        row.get("blamed", row.get("file", named)),
        tuple(row["at"]),
        row["says"],
        "twice" in row,
    )


def copied(to: Path) -> Path:
    """Copy the shipped dialogs."""
    return Path(shutil.copytree(shipped(), to / "dialogs"))


def with_a_purpose(to: Path) -> Path:
    """Copy the shipped dialogs, and put the purpose trial_lunch beside the shipped ones."""
    return Path(shutil.copytree(ADDED, copied(to), dirs_exist_ok=True))


def break_in(folder: Path, example: Broken) -> None:
    """Make an example's edits."""
    for edit in example.edits:
        _edit(folder, edit)


def _edit(folder: Path, edit: dict[str, Any]) -> None:
    if "remove" in edit:
        (folder / edit["remove"]).unlink()
    elif "write" in edit:
        path = folder / edit["write"]["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit["write"]["text"], encoding="utf-8")
    elif "bytes" in edit:
        (folder / edit["bytes"]["file"]).write_bytes(edit["bytes"]["of"].encode("latin-1"))
    else:
        path = folder / edit["file"]
        text = path.read_text(encoding="utf-8")
        path.write_text(_changed(text, edit), encoding="utf-8")


def _changed(text: str, edit: dict[str, Any]) -> str:
    if "append" in edit:
        return text + str(edit["append"])
    if "cut" in edit:
        return _without(text, str(edit["cut"]))
    old, new = edit["replace"]
    assert old in text, f"{edit['file']}: {old!r} is not there any more"
    return text.replace(old, new, 1)


def _without(text: str, key: str) -> str:
    """Take out a key with everything that stands below it."""
    lines = text.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.lstrip().startswith(f"{key}:"))
    depth = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * (depth + 1))):
        end += 1
    return "".join(lines[:start] + lines[end:])
