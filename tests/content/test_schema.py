"""The schemas in dialogs/schema are those of the program's own types."""

from bot.content.files import shipped
from bot.content.schema import schemas, written


def test_the_schemas_are_up_to_date() -> None:
    found = {path.stem: path.read_text(encoding="utf-8") for path in (shipped() / "schema").glob("*.json")}
    assert found == {name: written(schema) for name, schema in schemas().items()}, "run python -m bot.content.schema"
