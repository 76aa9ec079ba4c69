"""What a drafter makes of variants: spaces, paragraphs, typography, versions that keep the limit."""

import pytest

from bot.conversation.purposes import Manner, ValueRefusedError, WritingError, units

from .small import drafter, first


def test_what_is_not_known_leaves_its_words_out() -> None:
    made = drafter()
    assert first(made, company="Nordia") == "Hello, we both worked at Nordia. I would like to stay in touch."
    assert first(made, company="Nordia", name="Ada", when="last May", reason="I moved") == (
        "Hello Ada, we both worked at Nordia (last May). I write because I moved. I would like to stay in touch."
    )
    assert first(made, "old_team", "question", company="Nordia") == "What became of the “Nordia” team?"


def test_a_value_of_nothing_but_space_is_not_known() -> None:
    assert first(drafter(), company="Nordia", name=" \t\u200b ", when="") == first(drafter(), company="Nordia")


def test_a_note_is_one_paragraph_and_a_message_keeps_the_writers_empty_lines() -> None:
    made = drafter()
    assert "\n" not in first(made, company="Nordia", reason="I moved")
    assert first(made, "reply") == "Hello,\n\nWhat brings you here?"
    assert first(made, "reply", when="in May", company="Nordia") == (
        "Hello,\n\nSo you are at Nordia.\n\nWe met in May. What brings you here?"
    )


def test_tone_and_limit_and_label() -> None:
    formal, _ = drafter().drafts("old_team", {"company": "Nordia"}, Manner(plan="premium"))
    warm, _ = drafter().drafts("old_team", {"company": "Nordia"}, Manner(tone="warm"))
    assert (formal.limit, warm.limit) == (300, 200)
    assert (formal.label, formal.length) == ("Start from a memory", len(formal.text))
    assert "good" in warm.text
    assert "good" not in formal.text
    assert [draft.limit for draft in drafter().drafts("reply", {})] == [None, None]


def test_typography_is_for_the_writers_own_words() -> None:
    source = "{# So #}\nVoici « {{ company }} » : c'est {{ name }} ! {{ 'L' ~ \"'\" ~ when }}"
    text = first(
        drafter("french", own=source), "old_team", "own", company='l\'eau ; "x" ?', name="d'or !", when="été : 5"
    )
    assert text == ("Voici «\u00a0l'eau ; \"x\" ?\u00a0»\u00a0: c’est d'or !\u202f! L’été : 5")


def test_a_value_that_ends_its_own_sentence_needs_no_second_point() -> None:
    text = first(drafter(), company="Nordia", reason="I joined Acme Inc.")
    assert "because I joined Acme Inc. I would" in text


def test_a_draft_over_the_limit_is_shortened_from_the_last_variable_on() -> None:
    long = {"company": "C" * 50, "name": "N" * 10, "reason": "R" * 50, "when": "W" * 30}
    whole = first(drafter(), **long)
    draft = drafter().drafts("old_team", long)[0]
    assert units(whole) == draft.length <= 200
    assert "R" * 50 in draft.text
    assert "W" * 30 not in draft.text
    assert "W" * 30 in drafter().drafts("old_team", long, Manner(plan="premium"))[0].text


def test_a_draft_that_cannot_keep_the_limit_says_so() -> None:
    draft = drafter(wordy="{# Wordy #}\n" + "Word " * 50 + "{{ company }}.").drafts("old_team", {"company": "Nordia"})[
        -1
    ]
    assert (draft.length, draft.limit) == (257, 200)
    assert drafter().counted(draft) == "257 of 200"


def test_the_short_version_can_be_asked_for() -> None:
    drafts = drafter().drafts("old_team", {"company": "Nordia", "name": "Ada", "reason": "I moved"}, Manner(short=True))
    assert drafts[0].text == "Hello Ada, we both worked at Nordia. I would like to stay in touch."


def test_a_length_is_counted_in_utf_16_units() -> None:
    family = "👨\u200d👩\u200d👧"
    draft = drafter().drafts("old_team", {"company": family})[0]
    assert family in draft.text
    assert draft.length == len(draft.text) + 3


@pytest.mark.parametrize(
    ("purpose", "values", "says"),
    [
        ("old_tea", {}, "old_tea: found no such purpose; one of these is allowed: old_team, reply"),
        (
            "old_team",
            {"company": "Nordia", "nmae": "Ada"},
            "nmae: found no such variable; old_team takes these: company",
        ),
        ("old_team", {"name": "Ada"}, "company: found nothing; old_team needs company"),
        ("old_team", {"company": "\u202f \x00"}, "company: found nothing; old_team needs company"),
        ("old_team", {"company": "x" * 61}, "company: found 61 characters; at most 60 are allowed"),
        ("old_team", {"company": "x" * 10_000}, "company: found 10,000 characters; at most 60 are allowed"),
        ("old_team", {"company": "👍" * 31}, "company: found 62 characters; at most 60 are allowed"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(purpose: str, values: dict[str, str], says: str) -> None:
    with pytest.raises(WritingError) as told:
        drafter().drafts(purpose, values)
    assert str(told.value).startswith(says)
    assert "\n" not in str(told.value)


def test_a_refused_value_says_what_it_was_for() -> None:
    with pytest.raises(ValueRefusedError) as told:
        drafter().drafts("old_team", {"company": "x" * 61})
    assert (told.value.variable, told.value.most) == ("company", 60)
