"""A new school is content alone, and so is a new language."""

import json
import shutil
from pathlib import Path

from bot.advice.facts import Value
from bot.content.check import check
from bot.content.files import parse
from bot.content.load import load
from bot.conversation.session import spoken
from tests.conversation.chat import Chat

from .broken import copied, with_a_purpose

SCHOOL = """\
id: first_impression
voice: Sylvie Harle
sources: [douale]
claims: [D01]
speaks_for:
  - {when: {sector_of_luck: yes}, strength: 3, said_of: circumstance, claims: [D02]}
  - {when: {}, strength: 1, claims: [D01]}
invitation:
  - id: smiles
    when: {sender_photo: portrait}
    then: accept
    claims: [D36]
  - id: no_smile
    when: {}
    then: ask_first
    claims: [D36]
targets:
  - id: as_it_comes
    when: {}
    then: {at_most: 400}
    claims: [D01]
""".replace("{sector_of_luck: yes}", "{events: rarely, profile: partial}")

WORDS = {
    "fr": """\
name: La première impression
whose: une école d'essai
in_one_line: Un sourire suffit
presentation: Cette école regarde la photo, et rien d'autre.
silent: Cette école n'a rien à dire ici.
reasons:
  invitation:
    smiles: Un visage, et vous voilà en confiance.
    no_smile: Pas de visage ; demandez d'abord ce qui amène cette personne.
  targets:
    as_it_comes: Peu de visages se retiennent.
""",
    "en": """\
name: First impression
whose: a school on trial
in_one_line: A smile will do
presentation: This school looks at the picture, and at nothing else.
silent: This school has nothing to say here.
reasons:
  invitation:
    smiles: A face, and you feel at ease.
    no_smile: No face; ask first what brings them.
  targets:
    as_it_comes: Few faces are remembered.
""",
}


def with_a_ninth_school(to: Path) -> Path:
    """Copy the dialogs, and write a school into them."""
    folder = copied(to)
    (folder / "schools" / "first_impression.yaml").write_text(SCHOOL, encoding="utf-8")
    for language, words in WORDS.items():
        (folder / language / "schools" / "first_impression.yaml").write_text(words, encoding="utf-8")
    order = folder / "schools.yaml"
    order.write_text(order.read_text(encoding="utf-8").replace("]", ", first_impression]"), encoding="utf-8")
    return folder


def test_adding_a_school_needs_no_python(tmp_path: Path) -> None:
    folder = with_a_ninth_school(tmp_path)
    assert [str(mistake) for mistake in check(folder)] == []
    content = load(folder)
    advice = content.advisor.advise("accept_invitation", {"sender_photo": "none"})
    assert list(advice.verdicts)[-1] == "first_impression"
    assert advice.verdicts["first_impression"].outcome == "ask_first"
    for language, name in (("fr", "La première impression"), ("en", "First impression")):
        assert content.speakers[language].words.schools["first_impression"].name == name


def test_the_new_school_decides_for_its_own_users(tmp_path: Path) -> None:
    content = load(with_a_ninth_school(tmp_path))
    facts: dict[str, Value] = {
        "events": "rarely",
        "profile": "partial",
        "situation": "employee",
        "activity": "active",
        "objectives": frozenset(),
        "sender_photo": "portrait",
        "relation": "stranger",
    }
    advice = content.advisor.advise("accept_invitation", facts)
    assert (advice.deciding, advice.answer) == (("first_impression",), "accept")


def test_somebody_who_answers_like_the_new_school_is_told_so(tmp_path: Path) -> None:
    likeness = load(with_a_ninth_school(tmp_path)).matter.likeness
    assert likeness is not None
    assert "first_impression" in likeness.schools
    given: dict[str, str] = {}
    while (sample := likeness.next_sample(given)) is not None:
        given[sample] = likeness.says("first_impression", sample)
    assert likeness.leaders(given) == ("first_impression",)


def test_adding_a_purpose_needs_no_python(tmp_path: Path) -> None:
    folder = with_a_purpose(tmp_path)
    assert [str(mistake) for mistake in check(folder)] == []
    for language, begins in (("fr", "Bonjour"), ("en", "Hello")):
        drafter = load(folder).drafters[language]
        drafts = drafter.drafts("trial_lunch", {"event": "Lunch & Learn"})
        assert [draft.id for draft in drafts] == ["bill", "guests", "menu"]
        assert all(draft.text.startswith(begins) for draft in drafts)
        assert all("Lunch & Learn" in draft.text for draft in drafts)


def with_a_third_language(tmp_path: Path) -> Path:
    """Copy the dialogs, and English again under another name, as a translator would begin."""
    folder = copied(tmp_path)
    shutil.copytree(folder / "en", folder / "it")
    with (folder / "languages.yaml").open("a", encoding="utf-8") as opened:
        opened.write("it: {name: Italiano, typography: plain, thousands: dot}\n")
    for name, within in (("claims", None), ("sources", None), ("sources", "name"), ("limits", "source")):
        rows = parse(folder / f"{name}.yaml")
        for row in rows.values():
            said = row if within is None else row[within]
            said["it"] = said["en"]
        # JSON is YAML too.
        (folder / f"{name}.yaml").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def test_adding_a_language_needs_no_python(tmp_path: Path) -> None:
    folder = with_a_third_language(tmp_path)
    assert check(folder) == []
    content = load(folder)
    assert list(content.speakers) == ["en", "fr", "it"]
    assert content.speakers["it"].number(12500) == "12.500"
    chat = Chat(content, "it").says("/language").shows("language")
    assert all(chat.offers("language", language) for language in content.speakers)
    chat.says("/invitation").says("a former colleague")
    assert chat.session.known()["relation"] == "former_colleague"


def test_somebody_is_spoken_to_in_their_own_language_or_the_first() -> None:
    languages = ["en", "fr", "it"]
    found = {code: spoken(code, languages) for code in ("fr-CA", "FR", "it_IT.UTF-8", "pt", "", None, "C.UTF-8")}
    assert found == {"fr-CA": "fr", "FR": "fr", "it_IT.UTF-8": "it", "pt": "en", "": "en", None: "en", "C.UTF-8": "en"}
