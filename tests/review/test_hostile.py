"""What nobody would send: nothing may hang, break, or be cut in the middle of a character."""

import json
import time
from dataclasses import asdict

import pytest

from bot.content.load import Content
from bot.reviewing import LONGEST, NoteRefusedError, reviewed

SLOWEST = 20.0
"""Seconds that the worst note may take on a busy machine; a hundredth is usual."""

HOSTILE = {
    "one letter": "a" * 4_096,
    "one capital": "A" * 4_096,
    "letters apart": "a " * 4_999,
    "capitals apart": "NE PAS " * 1_400,
    "marks": "!" * 9_999,
    "marks apart": "! " * 4_999,
    "full stops": ". " * 4_999,
    "commas": "je, " * 2_400,
    "questions": "pouvez-vous ? " * 700,
    "requests": "pourriez-vous relire mon cv et " * 320,
    "gaps": "nous le la un une le la un " * 350,
    "stock": "rejoindre votre réseau et " * 380,
    "addresses": "a.b/c " * 1_600,
    "one address": "www." + "a." * 4_900,
    "dots and letters": "a." * 4_999,
    "numbers": "1 234 " * 1_600,
    "greetings": "Bonjour vous\n" * 760,
    "attachments": "ci-joint " * 1_100,
    "line ends": "a\n" * 4_999,
    "emoji": "👩‍👩‍👧‍👦" * 900,
    "from right to left": "مرحبا، أود الانضمام إلى شبكتك " * 330,
    "directions": "\u202ebonjour\u202c " * 900,
    "combining marks": "e\u0301\u0301\u0301" * 2_400,
    "lone surrogates": "\ud83d" * 9_999,
    "control characters": "\x07\x1b[31m " * 1_400,
    "templates": "{{ 7 * 7 }} {% for x in y %} " * 300,
    "tags": "<b>Bonjour</b> & <script>" * 350,
    "growing capitals": "İSTANBUL ẞ ŉ " * 700,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_note(name: str, content: Content) -> None:
    begun = time.perf_counter()
    found = reviewed(HOSTILE[name], content, "fr")
    assert time.perf_counter() - begun < SLOWEST
    assert found.findings
    for one in found.findings:
        assert one.words
        assert len(one.words) <= 200
        assert len(one.better or "") < LONGEST
    json.dumps(asdict(found), ensure_ascii=False).encode("utf-8")


def test_what_is_typed_is_shown_and_never_filled_in(content: Content) -> None:
    text = "Bonjour, je souhaite rejoindre votre réseau car j'ai lu votre article {{ 7 * 7 }} <b> & « {% x %} »."
    found = {one.kind: one for one in reviewed(text, content, "fr").findings}
    assert found["stock"].better == "Je vous écris car j'ai lu votre article {{ 7 * 7 }} <b> & « {% x %} »."


@pytest.mark.parametrize("text", ["", "   \n\t", "\u200b\u200b", "a" * LONGEST])
def test_what_is_no_note_is_refused(text: str, content: Content) -> None:
    with pytest.raises(NoteRefusedError) as refused:
        reviewed(text, content, "en")
    assert "\n" not in str(refused.value)
