"""How well e-mails are read: their kind always, their facts by precision and recall, and how fast."""

from statistics import median
from time import perf_counter
from typing import Any

import pytest

from bot.reading.lexicon import Lexicon
from bot.reading.mail import Mail, looks_like_mail, read_mail, read_pasted_mail
from bot.reading.mail_words import MailWords
from tests.reading.test_texts import PRECISION, RECALL, judged

from .build import eml, load_mails

FILES = ("mails.yaml", "unseen.yaml", "unseen2.yaml")
CASES = {name: load_mails(name) for name in FILES}
ALL = [pytest.param(case, id=case["id"]) for cases in CASES.values() for case in cases]
SLOWEST = 0.010
"""Seconds that an e-mail takes at most, at the median."""


def read(case: dict[str, Any], lexicon: Lexicon, words: MailWords) -> Mail:
    if "mail" in case:
        return read_mail(eml(case), lexicon, words)
    found = read_pasted_mail(case["pasted"], lexicon, words)
    assert found is not None
    return found


@pytest.mark.parametrize("case", ALL)
def test_the_kind_is_told(case: dict[str, Any], lexicon: Lexicon, mail_words: MailWords) -> None:
    mail = read(case, lexicon, mail_words)
    assert mail.kind == case["kind"]
    assert mail.reading.looks_forwarded
    if mail.kind not in ("invitation", "reminder"):
        assert not mail.reading.facts


@pytest.mark.parametrize("name", FILES)
def test_precision_and_recall(name: str, lexicon: Lexicon, mail_words: MailWords) -> None:
    verdicts = [
        (case["id"], fact, verdict)
        for case in CASES[name]
        for fact, verdict in judged(case, read(case, lexicon, mail_words).reading)
    ]
    right = sum(verdict == "right" for *_, verdict in verdicts)
    wrong = [one for one in verdicts if one[2] == "wrong"]
    told = sum(len(case["facts"]) for case in CASES[name])
    print(f"{name}: precision {right / (right + len(wrong)):.3f}, recall {right / told:.3f}")
    assert right / (right + len(wrong)) >= PRECISION, wrong
    assert right / told >= RECALL, [one for one in verdicts if one[2] == "missed"]


@pytest.mark.parametrize("case", [case for case in ALL if "pasted" in case.values[0]])  # type: ignore[operator]
def test_a_pasted_mail_in_a_file_reads_the_same(case: dict[str, Any], lexicon: Lexicon, mail_words: MailWords) -> None:
    assert read_mail(case["pasted"].encode(), lexicon, mail_words) == read(case, lexicon, mail_words)


@pytest.mark.parametrize("case", [case for case in ALL if "mail" in case.values[0]])  # type: ignore[operator]
def test_an_eml_looks_like_mail(case: dict[str, Any]) -> None:
    assert looks_like_mail(eml(case))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0\0", b"%PDF-1.7\nSubject: x", b"PK\x03\x04", b"\x89PNG", b"648", b"Bonjour,\nDe rien",
        b"Message: Bonjour Claire", b"{\"from\": 1}", b"From what I know: he is a recruiter",
        b"HTTP/1.1 200 OK\nContent-Type: x",
        b"First Name,Last Name,URL", b"Subject: only this",
    ],
)  # fmt: skip
def test_other_files_do_not(data: bytes) -> None:
    assert not looks_like_mail(data)


@pytest.mark.parametrize("text", ["", "Message : bonjour", "De : Lyon", "De rien : merci", "Date : demain\nHello"])
def test_a_text_without_header_lines_is_no_mail(text: str, lexicon: Lexicon, mail_words: MailWords) -> None:
    assert read_pasted_mail(text, lexicon, mail_words) is None


def test_a_mail_in_utf_16_is_read(lexicon: Lexicon, mail_words: MailWords) -> None:
    case = CASES["mails.yaml"][0]
    data = eml(case).decode().encode("utf-16")
    assert looks_like_mail(data)
    assert read_mail(data, lexicon, mail_words) == read(case, lexicon, mail_words)


def test_no_note_is_sure_only_where_all_was_seen(lexicon: Lexicon, mail_words: MailWords) -> None:
    for case in (case for cases in CASES.values() for case in cases):
        note = read(case, lexicon, mail_words).reading.facts.get("note")
        if note and note.value == "none":
            assert note.sure
            assert case["kind"] == "invitation"


def test_nothing_is_read_from_names_places_and_addresses(lexicon: Lexicon, mail_words: MailWords) -> None:
    text = (
        "De : Recruteur Étudiant via LinkedIn <invitations@linkedin.com>\nÀ : Vendeur Coach <coach@lion.example>\n"
        "Objet : Recruteur Étudiant souhaite rejoindre votre réseau\nRecruteur Étudiant\nLes Jardins du Val\n"
        "Coach-sur-Loire\nAccepter"
    )
    mail = read_pasted_mail(text, lexicon, mail_words)
    assert mail is not None
    assert mail.kind == "invitation"
    assert set(mail.reading.facts) <= {"note"}


def test_the_sector_is_compared(lexicon: Lexicon, mail_words: MailWords) -> None:
    text = "From: A B via LinkedIn\nSubject: I want to connect\nA B\nHead of banking compliance\nAccept"
    mail = read_pasted_mail(text, lexicon, mail_words, {"sector": "banking"})
    assert mail is not None
    assert mail.reading.facts["sender_sector"].value == "same"


def test_speed(lexicon: Lexicon, mail_words: MailWords) -> None:
    times = []
    for case in (case for cases in CASES.values() for case in cases):
        start = perf_counter()
        read(case, lexicon, mail_words)
        times.append(perf_counter() - start)
    print(f"e-mail: median {median(times) * 1000:.2f} ms")
    assert median(times) < SLOWEST
