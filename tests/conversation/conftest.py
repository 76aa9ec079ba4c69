"""What most chats begin with."""

import pytest

from bot.content.load import Content

from .chat import Chat


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def chat(content: Content) -> Chat:
    return Chat(content, "en")
