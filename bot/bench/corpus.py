"""The corpus of forwards: rows of YAML, each with what a careful person reads, and the files beside them."""

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.content.files import ContentError, parse

Format = Literal["text", "mail", "pdf", "picture"]

LISTS: Final[dict[str, Format]] = {
    "texts.yaml": "text",
    "texts_blind.yaml": "text",
    "texts_blind_b.yaml": "text",
    "texts_weak.yaml": "text",
    "mails.yaml": "mail",
    "pdfs.yaml": "pdf",
    "pictures.yaml": "picture",
}
"""The files of a corpus; any may be missing, but not all."""


class Told(BaseModel, frozen=True):
    """What a careful person reads of somebody: `facts` must be read, `may` are fair guesses, by fact."""

    facts: dict[str, Any] = {}
    may: dict[str, list[Any]] = {}


class Forward(Told):
    """One forward; `words` or `path` holds it, `people` those whom a picture of a list shows."""

    id: str
    language: Literal["fr", "en"]
    format: Format
    kind: str | None = None
    me: dict[str, Any] | None = None
    text: str | None = None
    messages: list[str] = []
    pasted: str | None = None
    file: str | None = None
    people: list[Told] = []
    folder: Path = Field(default=Path(), exclude=True)

    @property
    def words(self) -> str | None:
        """The forward as text, messages joined with a blank line; None where it is a file."""
        return "\n\n".join(self.messages) if self.messages else self.pasted or self.text

    @property
    def path(self) -> Path:
        """The file of a forward without words."""
        ending = {"mail": "eml", "pdf": "pdf"}.get(self.format, "txt")
        return self.folder / (self.file or f"{self.format}s/{self.id}.{ending}")


def shipped_corpus() -> Path:
    """Return the corpus of a checkout."""
    return Path(__file__).resolve().parents[2] / "tests" / "forwards"


def read_corpus(folder: Path, *, pictures: bool = True) -> list[Forward]:
    """Read the forwards of a folder, those that are pictures too or not.

    Raises:
        ContentError: the folder or a file is missing, or a row does not fit.
    """
    if not folder.is_dir():
        raise ContentError(f"{folder}: found no such folder; a folder of forwards such as tests/forwards is needed")
    lists = [name for name in LISTS if (folder / name).is_file()]
    if not lists:
        raise ContentError(f"{folder}: found no list of forwards; one of {', '.join(LISTS)} is needed")
    return [row for name in lists if pictures or LISTS[name] != "picture" for row in _rows(folder, name)]


def _rows(folder: Path, name: str) -> list[Forward]:
    try:
        rows = TypeAdapter(list[Forward]).validate_python(parse(folder / name))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{folder / name}: {where}: {first['msg']}") from None
    rows = [row.model_copy(update={"folder": folder}) for row in rows]
    for row in rows:
        if row.words is None and not row.path.is_file():
            raise ContentError(f"{row.path}: found no such file; {name} names it")
    return rows
