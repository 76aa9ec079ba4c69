"""The review of notes: how much it finds, what it puts in a sentence's place, and that our own drafts pass it."""

import time
from itertools import product
from statistics import median

import pytest

from bot.content.checks.drafted import some_of
from bot.content.load import Content
from bot.conversation.events import Remark
from bot.conversation.purposes import ADDRESSES, TONES, Manner
from bot.reading.review import review
from bot.reviewing import reviewed

from .scored import rows, scores, table

LEAST = {"stock": 0.95, "pitch": 0.95}
LEAST_OF_OTHERS = 0.85
SLOWEST = 0.005
"""Seconds that a note may take."""


@pytest.mark.parametrize("name", ["notes", "unseen"])
def test_it_finds_what_a_careful_editor_would(name: str, content: Content) -> None:
    found = scores(rows(name), content.reviewer.words)
    print(f"\n{name}\n{table(found)}")
    for kind, score in found.items():
        least = LEAST.get(kind, LEAST_OF_OTHERS)
        assert score.precision >= least, (kind, score)
        assert score.recall >= least, (kind, score)


def test_it_tells_the_language_of_a_note_whatever_the_users_is(content: Content) -> None:
    for row, language in product(rows("notes"), ("fr", "en")):
        if len(row.text.split()) > 3:
            assert review(row.text, content.reviewer.words, None, language).language == row.language, row.id


def test_it_takes_little_time(content: Content) -> None:
    times = []
    for row in rows("notes"):
        begun = time.perf_counter()
        reviewed(row.text, content, "fr")
        times.append(time.perf_counter() - begun)
    print(f"a note: {median(times) * 1000:.2f} ms")
    assert median(times) < SLOWEST


def remark(content: Content, kind: str, text: str, plan: str | None = None, language: str = "en") -> Remark:
    """Return the first finding of a kind."""
    return next(one for one in reviewed(text, content, language, plan).findings if one.kind == kind)


BETTER = {
    "a reason behind": (
        "stock",
        "Bonjour, je souhaite rejoindre votre réseau car j'ai aimé votre conférence sur les abeilles.",
        "Je vous écris car j'ai aimé votre conférence sur les abeilles.",
    ),
    "a reason in front": (
        "stock",
        "After our chat at the Leeds fair, I'd like to add you to my professional network.",
        "I’m writing after our chat at the Leeds fair.",
    ),
    "a reason beside": (
        "stock",
        "J'ai lu votre livre sur les haies et je souhaite rejoindre votre réseau.",
        "J'ai lu votre livre sur les haies.",
    ),
    "a reason elsewhere": (
        "stock",
        "Please add me to your network. I sat behind you at the Bath archive day.",
        "I sat behind you at the Bath archive day.",
    ),
    "no reason, tu": (
        "stock",
        "Hello, je t'ajoute à mon réseau",
        "«\u00a0Je t’écris parce que…\u00a0»\u00a0: comment finiriez-vous cette phrase\u202f?",
    ),
    "a pitch is no reason": (
        "stock",
        "I'd like to join your network. My company offers tailored insurance solutions for dentists.",
        "“I’m writing to you because…” How would you end that sentence?",
    ),
    "capitals": ("shouting", "HI ALICE, I SAW YOUR POST ABOUT BEES!!", "Hi Alice, I saw your post about bees!"),
    "marks": (
        "shouting",
        "Bonjour Emma !!! J'ai adoré votre atelier de samedi !!!! J'ai retesté le bleu !!",
        "Bonjour Emma ! J'ai adoré votre atelier de samedi. J'ai retesté le bleu.",
    ),
    "a link to point to": (
        "link",
        "Hi Raj, we sang in Perth. My new podcast on tides is out, click here: bit.ly/tides-example",
        "My new podcast on tides is out.",
    ),
    "a link in the midst": (
        "link",
        "Bonjour, prenez un créneau sur calendly.com/jardin-exemple pour parler de vos haies.",
        "Bonjour, prenez un créneau pour parler de vos haies.",
    ),
    "a link that is all": (
        "link",
        "Bonjour Adèle, suite à notre échange au congrès de Metz, voici le compte rendu : https://exemple.org/cr",
        "Suite à notre échange au congrès de Metz, je peux vous envoyer le compte rendu, si vous le souhaitez.",
    ),
    "an attachment": (
        "link",
        "Dear Mr Blake, I'm applying for the baker's post. Please find attached my CV.",
        "I can send you my CV if you like.",
    ),
    "a link that carries the sentence": (
        "link",
        "Bonjour Paul, mon site est www.exemple.fr, vous y verrez Nice.",
        None,
    ),
    "several requests, two sentences": (
        "several_requests",
        "Hi Aisha, I read your interview. Could you look over my CV? And would you introduce me to your manager?",
        "Could you look over my CV?",
    ),
    "several requests, one sentence": (
        "several_requests",
        "Bonjour Nina, j'étais à Tours. Pouvez-vous aimer ma page, et voter pour notre projet ?",
        "Pouvez-vous aimer ma page ?",
    ),
    "a friend in the greeting": (
        "false_friend",
        "Cher ami, comment allez-vous ?",
        "Bonjour, comment allez-vous ?",
    ),
    "a friend behind the greeting": ("false_friend", "Hello my friend! I sell solar panels.", "Hello!"),
    "closeness": ("false_friend", "Hi Kate, I feel like I already know you from your photos.", None),
    "a pitch": ("pitch", "Hi, our platform cuts payroll errors by 60%. Can I show your team a free demo?", None),
    "nothing": ("no_reason", "Hi there", None),
    "oneself": ("self_centred", "I run three warehouses. I won two awards and I love a challenge.", None),
}


@pytest.mark.parametrize("name", BETTER)
def test_the_mended_sentence(name: str, content: Content) -> None:
    kind, text, better = BETTER[name]
    assert remark(content, kind, text).better == better


def test_the_emptiest_sentence_goes_from_a_note_that_is_too_long(content: Content) -> None:
    text = (
        "Hello Rachel, we spoke after the Norwich session on reed beds. It was raining hard that day and the tea tent "
        "leaked all over the cakes. You told me to try common reed before bulrush, and I planted both in April."
    )
    found = remark(content, "too_long", text)
    assert found.words == "It was raining hard that day and the tea tent leaked all over the cakes."
    assert found.better == text.replace(f" {found.words}", "")
    assert len(found.better or "") <= 200
    assert reviewed(text, content, "en", "premium").findings == ()


def test_the_limit_goes_by_the_plan_and_length_by_units(content: Content) -> None:
    text = f"Bonjour Léa, votre exposé de mardi sur les haies m'a plu. {'🌿' * 80}"
    found = reviewed(text, content, "fr")
    assert (found.length, found.limit) == (len(text) + 80, 200)
    assert [one.kind for one in found.findings] == ["too_long"]
    assert reviewed(text, content, "fr", "premium").limit == 300


def test_each_finding_says_why_in_the_users_language(content: Content) -> None:
    text = "Cher ami, je souhaite rejoindre votre réseau !!!"
    for language, opens in (("fr", "Chacun connaît"), ("en", "Everybody has")):
        found = {one.kind: one for one in reviewed(text, content, language).findings}
        assert set(found) == {"stock", "false_friend", "shouting", "no_reason"}
        assert found["stock"].text.startswith(opens)
        assert found["stock"].claims[0] == "B23"
        assert (found["stock"].better or "").startswith("«\u00a0Je vous écris"), "it is mended in its own language"
        own = "à notre avis" if language == "fr" else "in our own view"
        assert all(one.claims or own in one.text for one in found.values())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_own_drafts_pass(language: str, content: Content) -> None:
    drafter = content.drafters[language]
    examples = {name: words.example for name, words in drafter.words.variables.items()}
    seen: set[str] = set()
    for purpose in drafter.purposes.values():
        for names, tone, address, short in product(some_of(purpose), TONES, ADDRESSES, (False, True)):
            values = {name: examples[name] for name in names}
            for draft in drafter.drafts(purpose.id, values, Manner(tone, address, short=short)):
                if draft.text not in seen:
                    seen.add(draft.text)
                    found = review(draft.text, content.reviewer.words, draft.limit, language).findings
                    assert [(one.kind, one.words) for one in found] == [], f"{purpose.id}/{draft.id}: {draft.text}"
    assert len(seen) > 100
