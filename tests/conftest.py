"""What every test may use."""

import pytest

from bot.content.load import Content, load


@pytest.fixture(scope="session")
def content() -> Content:
    """The shipped dialogs, loaded once."""
    return load()
