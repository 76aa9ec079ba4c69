"""Hostile e-mails cost little time and memory, and end in an answer or in one of four refusals."""

import base64
import random
import tracemalloc
from contextlib import suppress
from time import perf_counter
from typing import get_args

import pytest

from bot.reading.bounds import LARGEST
from bot.reading.letters import MailError
from bot.reading.lexicon import Lexicon
from bot.reading.mail import Kind, looks_like_mail, read_mail, read_pasted_mail
from bot.reading.mail_words import MailWords

from .build import eml, load_mails

HEAD = b"From: A B via LinkedIn <invitations@linkedin.com>\nTo: C\nSubject: I want to connect\nMIME-Version: 1.0\n"
PLAIN, HTML = HEAD + b"Content-Type: text/plain\n\n", HEAD + b"Content-Type: text/html\n\n"
LONGEST = 20.0
"""Seconds that the worst e-mail may take on a slow machine."""


def nested(depth: int) -> bytes:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(depth)
    )
    return HEAD + parts + b"Content-Type: text/plain\n\ndeep\n"


def nested_messages(depth: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\nSubject: x\n" * depth + b"\ndeep\n"


REFUSED = {
    "too_large": [b"\0" * (LARGEST + 1), PLAIN + b"a" * LARGEST],
    "empty": [b"", b"  \r\n", b"\xef\xbb\xbf", b"\0" * 50],
    "too_deep": [nested(1000), nested(100_000)[:900_000], nested_messages(1000), nested(300)],
    "broken": [b"hello", b"\x89PNG\r\n", random.Random(1).randbytes(5000), b"MIME-Version: 1.0\nReceived: x\n\n"],
}


@pytest.mark.parametrize(
    ("key", "data"),
    [pytest.param(key, data, id=f"{key}{at}") for key, many in REFUSED.items() for at, data in enumerate(many)],
)
def test_it_is_refused(key: str, data: bytes, lexicon: Lexicon, mail_words: MailWords) -> None:
    start = perf_counter()
    with pytest.raises(MailError) as refused:
        read_mail(data, lexicon, mail_words)
    assert refused.value.key == key
    assert perf_counter() - start < LONGEST


HOSTILE = {
    "one_letter": PLAIN + b"a" * 4096,
    "one_letter_long": PLAIN + b"a" * 900_000,
    "huge_base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"Hi you. " * 1_700_000),
    "base64_nonsense": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"=A" * 400_000,
    "attachment": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nA B\nRecruiter\nAccept\n--b\n"
    + b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(b"x" * 12_000_000),
    "tags": HTML + b"<" * 800_000,
    "open_tags": HTML + b"<div style='display:none'>" * 30_000,
    "comments": HTML + b"<!--" * 200_000,
    "entities": HTML + b"&#x1F600;&amp;" * 60_000,
    "attributes": HTML + b"<a " + b"a='" * 200_000,
    "quotes": PLAIN + b">" * 400_000 + b"\n" + b"> > >\n" * 60_000,
    "headers_in_text": PLAIN + b"From: a\nSubject: b\n\n" * 20_000,
    "not_linkedin_headers_in_text": PLAIN.replace(b"linkedin.com", b"a.example") + b"From: a\nSubject: b\nx\n" * 20_000,
    "colons": PLAIN + b":" * 500_000,
    "spaces": PLAIN + b" \t" * 400_000 + b"x",
    "links": PLAIN + b"<https:" * 100_000,
    "addresses": b"From: " + b"<a@b" * 8_000 + b"\nSubject: I want to connect\nMIME-Version: 1.0\n\nx",
    "comments_in_header": b"From: " + b"(" * 40_000 + b"\nSubject: LinkedIn\nMIME-Version: 1.0\n\nx",
    "encoded_words": b"From: a@linkedin.com\nSubject: " + b"=?utf-8?q?a?= " * 50_000 + b"\nMIME-Version: 1.0\n\nx",
    "parameters": HEAD + b"Content-Type: text/plain" + b';a="' * 200_000 + b"\n\nx",
    "many_headers": HEAD + b"X-A: b\n" * 100_000 + b"\nx",
    "folded_header": HEAD + b"X-A: b\n" + b" c\n" * 200_000 + b"\nx",
    "punycode": HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 300_000,
    "zlib": HEAD + b"Content-Type: text/plain; charset=zlib_codec\n\nx",
    "idna": b"From: a@linkedin.com\nSubject: =?idna?q?" + b"a" * 1500 + b"?=\nMIME-Version: 1.0\n\nx",
    "same_boundary": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 60_000,
    "notes": PLAIN + b"Hi you, I read your post. \xc2\xab I \xc2\xbb Message: \n" * 20_000,
    "names": PLAIN + b"A B\nA B would like to connect\n" * 30_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_it_is_read_in_bounded_time_and_memory(data: bytes, lexicon: Lexicon, mail_words: MailWords) -> None:
    start = perf_counter()
    looks_like_mail(data)
    mail = read_mail(data, lexicon, mail_words)
    assert perf_counter() - start < LONGEST
    assert mail.kind in get_args(Kind)


def test_memory(lexicon: Lexicon, mail_words: MailWords) -> None:
    tracemalloc.start()
    try:
        read_mail(HOSTILE["huge_base64"][:LARGEST], lexicon, mail_words)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_a_pasted_hostile_text(lexicon: Lexicon, mail_words: MailWords) -> None:
    for text in ("From: a\nSubject: b\n" * 5000, "a" * 200_000, "From:" * 40_000, "> " * 100_000, "*From:* " * 20_000):
        start = perf_counter()
        read_pasted_mail(text, lexicon, mail_words)
        assert perf_counter() - start < LONGEST


def test_damaged_mails_never_raise_anything_else(lexicon: Lexicon, mail_words: MailWords) -> None:
    chance = random.Random(7)
    for case in (case for case in load_mails("mails.yaml") if "mail" in case):
        whole = eml(case)
        for _ in range(25):
            data = bytearray(whole[: chance.randrange(1, len(whole) + 1)])
            for _ in range(chance.randrange(12)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with suppress(MailError):
                read_mail(bytes(data), lexicon, mail_words)
