"""The lexicon and the texts, as the program would load them."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from bot.reading.lexicon import Lexicon
from bot.reading.sectors import SectorLanguage, SectorRow, Sectors

HERE = Path(__file__).parent
DIALOGS = HERE.parents[1] / "dialogs"


def load_yaml(path: Path) -> Any:
    """Read a file of YAML 1.2."""
    return YAML(typ="safe", pure=True).load(path)


@pytest.fixture(scope="session")
def written() -> dict[str, Any]:
    """What the writers wrote, by language."""
    return {language: load_yaml(DIALOGS / language / "lexicon.yaml") for language in ("fr", "en")}


@pytest.fixture(scope="session")
def sectors() -> Sectors:
    rows = TypeAdapter(dict[str, SectorRow]).validate_python(load_yaml(DIALOGS / "sectors.yaml"))
    languages = {one: load_yaml(DIALOGS / one / "sectors.yaml") for one in ("fr", "en")}
    return Sectors(rows, TypeAdapter(dict[str, SectorLanguage]).validate_python(languages))


@pytest.fixture(scope="session")
def lexicon(written: dict[str, Any], sectors: Sectors) -> Lexicon:
    return Lexicon.model_validate(written).beside(sectors)
