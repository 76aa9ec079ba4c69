"""A count as people type it: understood, or asked for again with an example."""

import pytest

from bot.advice.facts import AtLeast
from bot.content.load import Content

from .chat import Chat

UNDERSTOOD: list[tuple[str, str, int | AtLeast]] = [
    ("fr", "648", 648),
    ("fr", "0", 0),
    ("fr", "500+", AtLeast(500)),
    ("fr", "500 +", AtLeast(500)),
    ("fr", "+ de 500", AtLeast(500)),
    ("fr", "> 500", AtLeast(500)),
    ("fr", "plus de 500", AtLeast(500)),
    ("fr", "au moins 1 200", AtLeast(1200)),
    ("fr", "1 200 ou plus", AtLeast(1200)),
    ("fr", "12,5 k", 12500),
    ("fr", "5k+", AtLeast(5000)),
    ("fr", "1 200", 1200),
    ("fr", "1\u202f200", 1200),
    ("fr", "1.200", 1200),
    ("fr", "environ 300", 300),
    ("fr", "j'en ai à peu près 800", 800),
    ("fr", "entre 300 et 400", 350),
    ("fr", "de 300 à 400", 350),
    ("fr", "1 200 - 1 300", 1250),
    ("fr", "300/400", 350),
    ("fr", "30 000", 30000),
    ("en", "1,234", 1234),
    ("en", "12.5k", 12500),
    ("en", "about 800", 800),
    ("en", "between 300 and 400", 350),
    ("en", "300 to 400", 350),
    ("en", "more than 500", AtLeast(500)),
    ("en", "500 or more", AtLeast(500)),
    ("en", "no less than 500", AtLeast(500)),
]

ASKED_AGAIN = [
    ("fr", "beaucoup"),
    ("fr", "des centaines"),
    ("fr", "-3"),
    ("fr", "− 3"),
    ("fr", "1000000000"),
    ("fr", "10^9"),
    ("fr", "1e9"),
    ("fr", "2 millions"),
    ("fr", "30 001"),
    ("fr", "40k"),
    ("fr", "moins de 500"),
    ("fr", "500 au plus"),
    ("fr", "< 500"),
    ("fr", "3,5"),
    ("fr", "entre 400 et 300"),
    ("fr", "480, dont 30 dans le recrutement"),
    ("en", "a lot"),
    ("en", "minus 5"),
    ("en", "a billion"),
    ("en", "1.5 million"),
    ("en", "fewer than 500"),
    ("en", "500,000"),
]


@pytest.fixture(params=["typed", "me"])
def where(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asked(content: Content, language: str, where: str) -> Chat:
    """Return somebody who is asked how many connections they have, in a case or under /me."""
    chat = Chat(content, language)
    if where == "me":
        return chat.says("/me").presses("me", "connections")
    chat.says("/contacts").picks("situation", "employee").presses("done", "objectives")
    return chat.asks("connections")


@pytest.mark.parametrize(("language", "typed", "value"), UNDERSTOOD)
def test_a_count_is_understood(content: Content, language: str, typed: str, value: int | AtLeast, where: str) -> None:
    chat = asked(content, language, where).says(typed)
    assert chat.session.me["connections"].value == value


@pytest.mark.parametrize(("language", "typed"), ASKED_AGAIN)
def test_what_is_no_count_is_asked_for_again_with_an_example(
    content: Content, language: str, typed: str, where: str
) -> None:
    chat = asked(content, language, where).says(typed)
    assert chat.last.values["again"] is True
    assert "connections" not in chat.session.me
    assert "650" in chat.text


@pytest.mark.parametrize(("typed", "value"), [("45 %", 45), ("about 45%", 45), ("40 to 50", 45)])
def test_a_rate_is_a_count_of_a_hundred(content: Content, typed: str, value: int) -> None:
    chat = Chat(content, "en").says("/me").presses("me", "acceptance_rate").says(typed)
    assert chat.session.me["acceptance_rate"].value == value


@pytest.mark.parametrize("typed", ["120%", "0.45"])
def test_a_rate_is_not_more_than_all_nor_a_share_of_one(content: Content, typed: str) -> None:
    chat = Chat(content, "en").says("/me").presses("me", "acceptance_rate").says(typed)
    assert chat.last.values["again"] is True
