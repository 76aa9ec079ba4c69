"""Build the files of the corpus from their rows: `python -m tests.forwards.make` after a row has changed."""

import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.reading.mail.build import eml
from tests.reading.pdf.layout import laid_out, wrapped
from tests.reading.pdf.writer import Text, pdf_of

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of one list, none where it is missing."""
    path = HERE / name
    return list(YAML(typ="safe", pure=True).load(path)) if path.exists() else []


def built() -> Iterator[tuple[Path, bytes]]:
    """Yield every file that rows describe, by its path in this folder."""
    for row in rows("mails.yaml"):
        if "mail" in row:
            random.seed(row["id"])  # the boundaries between parts are drawn at random
            yield Path("mails", row["id"] + ".eml"), eml(row)
    for row in rows("pdfs.yaml"):
        yield Path("pdfs", row["id"] + ".pdf"), _plain_cv(row) if "metadata" in row else laid_out(row)


def _plain_cv(row: dict[str, Any]) -> bytes:
    """Lay a row out as a word processor would: one column, one size, headings without a label of LinkedIn's."""
    lines = [row["name"], row["headline"], row["place"], "", *wrapped(row["about"], 11.0), ""]
    for company, _, roles in row["experience"]:
        for title, dates, place, description in roles:
            lines += [f"{dates}  {title}, {company} ({place})", *wrapped(description, 11.0)]
    lines += ["", *(f"{degree}, {school}" for school, degree in row["education"])]
    page = [Text(72.0, 72.0 + 15.0 * at, 11.0, 0.0, line) for at, line in enumerate(lines) if line]
    return pdf_of([page], row["metadata"])


def unpacked(data: bytes) -> list[bytes]:
    """Return what a file holds, a PDF's pages unpacked: compressors differ from one machine to another."""
    if not data.startswith(b"%PDF"):
        return [data]
    pages = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    return [*map(zlib.decompress, pages), *re.findall(rb"/Title.*", data)]


def main() -> None:
    """Write every file."""
    for path, data in built():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_bytes(data)


if __name__ == "__main__":
    main()
