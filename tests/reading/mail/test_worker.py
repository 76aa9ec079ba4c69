"""E-mails as files go through a worker: the same parts come back, and a hostile one costs one answer."""

from dataclasses import replace
from time import sleep

import pytest

from bot.content.load import load
from bot.reading import worker
from bot.reading.forwarded import UnreadError, read_file
from bot.reading.letters import read_letters
from bot.reading.mail_file import letters_safely
from bot.reading.worker import Unreadable

HEADERS = (
    b"From: Ada Bell via LinkedIn <invitations@linkedin.com>\r\nSubject: I want to connect\r\nMIME-Version: 1.0\r\n"
)
MAIL = HEADERS + b"\r\nAda Bell\r\nRecruiter at Borealis\r\n\r\nAccept: https://x/?trk=email_m2m_invite_single_01\r\n"
DEEP = HEADERS + b"".join(
    b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (at, at) for at in range(1000)
)


def test_the_worker_takes_apart_what_the_parser_does() -> None:
    assert letters_safely(MAIL) == read_letters(MAIL)


def test_a_file_is_read_through_the_worker() -> None:
    assert read_file(MAIL, load().readers).facts["sender_role"].value == "recruiter"
    assert worker._worker("mail")._process


def test_a_worker_that_rests_gives_its_memory_back() -> None:
    one = worker.Worker("mail", replace(worker.KINDS["mail"], idle=0.1))
    assert one.parse(MAIL)
    while one._process:
        sleep(0.01)
    assert one.parse(MAIL)
    one.stop()


def test_a_tree_a_thousand_deep_has_its_sentence() -> None:
    with pytest.raises(UnreadError) as found:
        read_file(DEEP, load().readers)
    assert found.value.key == "too_deep"


def test_what_the_worker_sends_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.Worker, "parse", lambda self, data: [{"texts": 1}])
    with pytest.raises(Unreadable) as found:
        letters_safely(MAIL)
    assert found.value.key == "crashed"
