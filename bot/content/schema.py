"""JSON Schema for each kind of file in dialogs/, from the program's own types.

Editors read them from dialogs/schema/; `python -m bot.content.schema` writes them anew.
"""

import json
from typing import Any

from pydantic import TypeAdapter

from .files import shipped
from .kinds import KINDS


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each kind of file, by the kind's name."""
    found = {}
    for kind in KINDS:
        schema = TypeAdapter(kind.shape).json_schema(by_alias=True)
        paths = " and ".join(f"dialogs/{path}" for path in kind.paths(("<language>",)))
        found[kind.name] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": paths} | {
            key: value for key, value in schema.items() if key != "title"
        }
    return found


def written(schema: dict[str, Any]) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the schemas of the shipped dialogs; a file of a kind that is gone is taken away."""
    folder = shipped() / "schema"
    folder.mkdir(exist_ok=True)
    found = schemas()
    for old in folder.glob("*.json"):
        if old.stem not in found:
            old.unlink()
    for name, schema in found.items():
        (folder / f"{name}.json").write_text(written(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
