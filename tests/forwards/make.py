"""Build the files of the corpus from their rows: `python -m tests.forwards.make` after a row has changed."""

import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.reading.mail.build import eml
from tests.reading.pdf.layout import laid_out
from tests.reading.pdf.writer import METADATA

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
        yield Path("pdfs", row["id"] + ".pdf"), laid_out(row, row.get("metadata", METADATA))


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
