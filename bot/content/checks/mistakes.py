"""A mistake in a dialogs folder, and the list that they are gathered in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Place = tuple[str | int, ...]
"""Where something stands in a YAML file: keys, and indices of lists."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake: where, and what was found and is allowed."""

    file: str
    line: int
    path: str
    text: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return f"{where}{self.path}: {self.text}" if self.path else f"{where}{self.text}"


class Mistakes:
    """The mistakes found so far, each once; files are shown as the folder was given."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[Mistake, None] = {}

    def add(self, file: str, line: int, path: str, text: str) -> None:
        """Note one; `file` is relative to the folder."""
        self._found[Mistake(str(self._folder / file), line, path, text)] = None

    def sorted(self) -> list[Mistake]:
        """Return all, by file and line."""
        return sorted(self._found)


def path_of(place: Place, data: Any) -> str:
    """Write a place as a path; the row of a list goes by its id, or else by its number, counted from one."""
    parts: list[str] = []
    for part in place:
        row = part
        data = _below(data, part)
        if isinstance(part, int):
            name = data.get("id", data.get("fact")) if isinstance(data, dict) else None
            row = name if isinstance(name, str) else f"[{part + 1}]"
        parts.append(str(row))
    return ".".join(parts).replace(".[", "[")


def _below(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def listed(words: Iterable[object], most: int = 60) -> str:
    """Write what is allowed as a list."""
    shown = [str(word) for word in words]
    return ", ".join(shown[:most]) + (", ..." if len(shown) > most else "") if shown else "nothing"


def shown(found: object) -> str:
    """Write what was found, short enough for one line."""
    if found is None:
        return "nothing"
    if isinstance(found, dict):
        return f"a mapping of {listed(found, 6)}" if found else "an empty mapping"
    if isinstance(found, Sequence) and not isinstance(found, str):
        return f"a list of {len(found)}"
    text = repr(found)
    return text if len(text) <= 60 else f"{text[:57]}...{text[-1]}"
