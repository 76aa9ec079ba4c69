"""The words of e-mails, as the program would load them."""

import pytest

from bot.reading.mail_words import MailWords

from .build import load_mail_words


@pytest.fixture(scope="session")
def mail_words() -> MailWords:
    return load_mail_words()
