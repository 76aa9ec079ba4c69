"""The path of a file, as it is typed or as a terminal writes it when a file is dragged into it."""

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

LONGEST: Final = 1_000
"""Characters of a path at most."""
_ESCAPED: Final = re.compile(r"\\(.)")
_SUFFIX: Final = re.compile(r"\.\w{1,5}$")


def file_named(typed: str) -> Path | None:
    """Return the file that a line names, where it does nothing else and the file can be read.

    A word without a folder or a suffix is a word: an answer may have a file's name.
    """
    line = typed.strip()
    if "\n" in line or len(line) > LONGEST:
        return None
    for form in _forms(line):
        named = bool(re.search(r"[/\\]", form) or _SUFFIX.search(form))
        try:
            path = Path(form).expanduser()
            if named and path.is_file() and os.access(path, os.R_OK):
                return path
        except (OSError, RuntimeError, ValueError):  # too long, nobody's home, a zero byte
            continue
    return None


def _forms(line: str) -> tuple[str, ...]:
    """Return what a line may mean: as it is, without quotes, without the backslashes of a shell, as an address."""
    if len(line) > 1 and line[0] == line[-1] and line[0] in "\"'":
        return (line[1:-1],)
    if line.startswith("file://"):
        return (unquote(urlsplit(line).path),)
    return (line, _ESCAPED.sub(r"\1", line))
