"""Everybody to draw, with the advice that they get, judged once."""

import pytest

from bot.content.load import Content

from .people import Crowd, everybody


@pytest.fixture(scope="session")
def crowd(content: Content) -> Crowd:
    """Every situation with every objective, and the extreme ones."""
    return everybody(content)
