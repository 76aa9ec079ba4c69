"""The lexicon, as the program loads it."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.reading.lexicon import Lexicon

DIALOGS = Path(__file__).parents[2] / "dialogs"


def load_lexicon() -> Lexicon:
    """Read the lexicon of every language."""
    yaml = YAML(typ="safe", pure=True)
    return Lexicon.model_validate({code: yaml.load(DIALOGS / code / "lexicon.yaml") for code in ("fr", "en")})


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()
