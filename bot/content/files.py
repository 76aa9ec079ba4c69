"""The files of a dialogs folder: found, read, and remembered in a cache by what they hold.

YAML is 1.2 (`yes` and `no` are words). Reading it takes ten times as long as everything else at
start, so what was read is kept as JSON in the user's cache folder, under the hash of the file's text;
a cache that can't be written is done without.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FORMAT: Final = 2
"""Counts up when what is kept in the cache changes shape."""

MOST_KEPT: Final = 600
"""Files kept in the cache."""

MOST_VALUES: Final = 200_000
"""Values that one file may hold, aliases followed: a few lines of aliases can stand for billions."""


class ContentError(ValueError):
    """A dialogs folder that cannot be used. The text says which file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Files:
    """The parsed YAML files and the plain templates of a dialogs folder, by path relative to it."""

    folder: Path
    data: Mapping[str, Any]
    templates: Mapping[str, str]

    def under(self, prefix: str) -> dict[str, Any]:
        """Return the YAML files below a folder, by their name without the ending."""
        return {Path(path).stem: data for path, data in self.data.items() if path.startswith(f"{prefix}/")}

    def one(self, path: str) -> Any:
        """Return one YAML file.

        Raises:
            ContentError: there is none.
        """
        if path not in self.data:
            raise ContentError(f"{self.folder / path}: found no such file; it is needed")
        return self.data[path]


def shipped() -> Path:
    """Return the dialogs that travel with the program: beside the package in a checkout, inside it when installed."""
    here = Path(__file__).resolve().parent.parent
    inside = here / "dialogs"
    return inside if inside.is_dir() else here.parent / "dialogs"


def chosen() -> Path:
    """Return the dialogs folder to use: `ENTREGENT_DIALOGS`, or the one that travels with the program."""
    return Path(os.environ.get("ENTREGENT_DIALOGS") or shipped())


def read_files(folder: Path) -> Files:
    """Read a dialogs folder, from the cache where nothing has changed since.

    Raises:
        ContentError: the folder is missing, or a file cannot be read.
    """
    if not folder.is_dir():
        raise ContentError(f"{folder}: found no such folder; a dialogs folder is needed (see ENTREGENT_DIALOGS)")
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".j2"))
    return Files(
        folder,
        {_name(path, folder): parse(path) for path in paths if path.suffix == ".yaml"},
        {_name(path, folder): _text(path) for path in paths if path.suffix == ".j2"},
    )


def parse(path: Path) -> Any:
    """Parse one YAML file to plain values; dates become text.

    Raises:
        ContentError: with file and line.
    """
    text = _text(path)
    cache = _cache_file(text)
    try:
        return json.loads(cache.read_bytes())
    except (OSError, ValueError):
        found = _parse(path, text)
        _keep(cache, found)
        return found


def _parse(path: Path, text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _plain(YAML(typ="safe", pure=True).load(text), [MOST_VALUES])
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(error.problem or error.context or "not YAML").split())
        raise ContentError(f"{path}:{line}: {problem}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        problem = " ".join(str(error).split())[:200]
        raise ContentError(f"{path}: found something that is not YAML 1.2 ({problem})") from None


def _plain(value: Any, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise ValueError(f"more than {MOST_VALUES:,} values")
    if isinstance(value, dict):
        return {str(key): _plain(one, left) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, left) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{path}: found bytes that are not UTF-8 at {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise ContentError(f"{path}: cannot be read ({error.strerror})") from None


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _cache_file(text: str) -> Path:
    digest = hashlib.sha256(f"{FORMAT}\n{text}".encode()).hexdigest()
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "entregent" / f"{digest[:32]}.json"


def _keep(cache: Path, data: Any) -> None:
    try:
        cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=cache.parent, delete=False, encoding="utf-8") as written:
            json.dump(data, written, ensure_ascii=False)
        os.replace(written.name, cache)
        for old in sorted(cache.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
