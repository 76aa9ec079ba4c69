"""The files of a dialogs folder, each with the line on which everything in it stands.

What cannot be read is a mistake of its own; the other files are checked all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from bot.content.files import ContentError, parse

from .mistakes import Mistakes, Place, path_of


@dataclass
class Document:
    """One YAML file: plain data, the line of each place, and the places that later checks leave alone.

    `data` is None where the file could not be read.
    """

    name: str
    data: Any
    lines: Mapping[Place, int]
    source: tuple[str, ...]
    mistakes: Mistakes
    broken: set[Place] = field(default_factory=set)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of what encloses it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def report(self, place: Place, text: str, *, breaks: Place | None = None, line: int | None = None) -> None:
        """Note a mistake at a place; `breaks` is what no later check should build upon."""
        self.mistakes.add(self.name, line or self.line(place), path_of(place, self.data), text)
        if breaks is not None:
            self.broken.add(breaks)

    def at(self, *place: str | int) -> Any:
        """Return what stands at a place; None where there is nothing."""
        found = self.data
        for part in place:
            if isinstance(found, dict):
                found = found.get(part)
            elif isinstance(found, list) and isinstance(part, int) and part < len(found):
                found = found[part]
            else:
                return None
        return found

    def whole(self, *place: str | int) -> bool:
        """Tell whether nothing at or below a place is broken, nor what encloses it."""
        return not any(one[: len(place)] == place or place[: len(one)] == one for one in self.broken)

    def rows(self, *place: str | int) -> Iterator[tuple[Place, Any]]:
        """Yield the rows of a list or the entries of a mapping that are not broken, each with its place."""
        found = self.at(*place)
        keys = list(found) if isinstance(found, dict) else range(len(found)) if isinstance(found, list) else ()
        for key in keys:
            below = (*place, key)
            if not any(below[:depth] in self.broken for depth in range(len(below) + 1)):
                yield below, found[key]

    @cached_property
    def pruned(self) -> Any:
        """The data without what is broken; ask for it once all mistakes are noted."""
        return _without(self.data, (), self.broken)

    def line_with(self, place: Place, excerpt: str) -> int:
        """Return the line of a place's text on which an excerpt stands; else that of the place."""
        first = self.line(place)
        beyond = (line for other, line in self.lines.items() if line > first and other[: len(place)] != place)
        after = min(beyond, default=len(self.source) + 1)
        wanted = " ".join(excerpt.split())
        for line in range(first, after):
            if wanted in " ".join(self.source[line - 1].split()):
                return line
        return first


def _without(data: Any, place: Place, broken: set[Place]) -> Any:
    if isinstance(data, dict):
        return {
            key: _without(value, (*place, key), broken) for key, value in data.items() if (*place, key) not in broken
        }
    if isinstance(data, list):
        return [_without(one, (*place, i), broken) for i, one in enumerate(data) if (*place, i) not in broken]
    return data


@dataclass(frozen=True)
class Dialogs:
    """A dialogs folder as found: documents and templates by path relative to it."""

    root: Path
    mistakes: Mistakes
    documents: Mapping[str, Document]
    templates: Mapping[str, str]
    languages: tuple[str, ...]

    def typography(self, language: str) -> str:
        """Return how a language's signs are set; plain where that cannot be read."""
        document = self.get("languages.yaml")
        return str(document.at(language, "typography")) if document is not None else "plain"

    def get(self, name: str) -> Document | None:
        """Return a document that could be read."""
        found = self.documents.get(name)
        return None if found is None or found.data is None else found

    def under(self, prefix: str) -> dict[str, Document]:
        """Return the readable documents directly below a folder, by their name without the ending."""
        return {
            Path(name).stem: one
            for name, one in self.documents.items()
            if Path(name).parent.as_posix() == prefix and one.data is not None
        }

    def readable(self, *prefixes: str) -> bool:
        """Tell whether all files that begin so could be read: only then is nothing in them overlooked."""
        return all(one.data is not None for name, one in self.documents.items() if name.startswith(prefixes))


def languages_of(root: Path) -> tuple[str, ...]:
    """Return the languages of a folder: as languages.yaml lists them, or, where it can't be read, the folders."""
    try:
        listed = parse(root / "languages.yaml")
    except ContentError:
        listed = None
    if isinstance(listed, dict) and listed:
        return tuple(listed)
    return tuple(sorted(texts.parent.name for texts in root.glob("*/texts.yaml")))


def read_dialogs(root: Path, names: list[str], languages: tuple[str, ...], mistakes: Mistakes) -> Dialogs:
    """Read files of a folder; what cannot be read is noted."""
    documents: dict[str, Document] = {}
    templates: dict[str, str] = {}
    for name in names:
        text = _text(root, name, mistakes) if (root / name).exists() else None
        if name.endswith(".j2"):
            templates[name] = text or ""
        elif text is None:
            documents[name] = Document(name, None, {}, (), mistakes)
        else:
            documents[name] = _document(name, text, mistakes)
    return Dialogs(root, mistakes, documents, templates, languages)


def _text(root: Path, name: str, mistakes: Mistakes) -> str | None:
    try:
        return (root / name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        mistakes.add(name, line, "", "found bytes that are not UTF-8; save the file as UTF-8")
    except OSError as error:
        mistakes.add(name, 1, "", f"found a file that cannot be read ({error.strerror}); a text file is needed")
    return None


def _document(name: str, text: str, mistakes: Mistakes) -> Document:
    read = _read(text)
    document = Document(name, read.data, read.lines, tuple(text.splitlines()), mistakes)
    if read.fault is not None:
        mistakes.add(name, read.fault[0], "", read.fault[1])
    elif read.data is None:
        mistakes.add(name, 1, "", "found nothing in this file; see the same file of the shipped dialogs")
    for place, line in read.twice:
        said = f"found this key a second time (first on line {read.lines[place]}); each key is allowed once"
        document.report(place, said, line=line)
    return document


@dataclass(frozen=True)
class _Read:
    """What stands in a text: data, lines, keys that stand there twice; or why it cannot be read, and on which line."""

    data: Any = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    twice: tuple[tuple[Place, int], ...] = ()
    fault: tuple[int, str] | None = None


@lru_cache(maxsize=256)
def _read(text: str) -> _Read:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _parsed(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or "what is not YAML").split())
        line = mark.line + 1 if mark else 1
        return _Read(fault=(line, f"found what is not YAML ({problem}); look at the lines just above too"))
    except YAMLError as error:
        line = text[: getattr(error, "position", 0)].count("\n") + 1
        return _Read(fault=(line, f"found a character that YAML does not allow ({str(error).splitlines()[0]})"))
    except (ValueError, TypeError, RecursionError) as error:
        problem = " ".join(str(error).split())[:100]
        return _Read(fault=(1, f"found something that is no plain YAML 1.2 ({problem}); mappings, lists and words are"))


def _parsed(text: str) -> _Read:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    node = yaml.compose(text)
    if node is None:
        return _Read()
    yaml.constructor.allow_duplicate_keys = True
    lines: dict[Place, int] = {}
    twice: list[tuple[Place, int]] = []
    _walk(node, (), lines, twice)
    return _Read(_plain(yaml.constructor.construct_document(node)), lines, tuple(twice))


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(one) for one in data]
    return data if data is None or isinstance(data, str | int | float | bool) else str(data)


def _walk(node: Any, place: Place, lines: dict[Place, int], twice: list[tuple[Place, int]]) -> None:
    if node.id == "mapping":
        for key, value in node.value:
            below, line = (*place, str(key.value)), key.start_mark.line + 1
            if below in lines:
                twice.append((below, line))
            else:
                lines[below] = line
                _walk(value, below, lines, twice)
    elif node.id == "sequence":
        for number, value in enumerate(node.value):
            lines[*place, number] = value.start_mark.line + 1
            _walk(value, (*place, number), lines, twice)
