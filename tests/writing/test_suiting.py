"""Which purposes are offered after an answer, and in which order."""

import pytest

from bot.advice.conditions import Condition
from bot.advice.facts import Value
from bot.content.load import Content
from bot.conversation.purposes import Purpose, Suit, suiting


def purpose(name: str, *suits: Suit) -> Purpose:
    return Purpose(name, "sending", "note", suits=suits)


def suit(when: dict[str, object], *answers: str) -> Suit:
    return Suit("send_invitation", answers or ("invite",), Condition(when))


PURPOSES = (
    purpose("always", suit({})),
    purpose("schoolmate", suit({"relation": "schoolmate"})),
    purpose("rich_schoolmate", suit({"relation": ["schoolmate"], "plan": {"not": "free"}})),
    purpose("well_connected", suit({"connections": {"at_least": 500}}, "invite", "approach_first")),
    purpose("job", suit({"objectives": {"any": ["hire"]}}), suit({"situation": "recruiter"})),
    purpose("never"),
)


@pytest.mark.parametrize(
    ("known", "offered"),
    [
        ({}, ["always"]),
        ({"relation": "stranger"}, ["always"]),
        ({"relation": "schoolmate"}, ["schoolmate", "always"]),
        ({"relation": "schoolmate", "plan": "premium"}, ["rich_schoolmate", "schoolmate", "always"]),
        ({"relation": "schoolmate", "plan": "free"}, ["schoolmate", "always"]),
        ({"connections": 500}, ["well_connected", "always"]),
        ({"connections": 499}, ["always"]),
        ({"objectives": frozenset({"hire", "be_noticed"})}, ["job", "always"]),
        ({"situation": "recruiter", "objectives": frozenset()}, ["job", "always"]),
    ],
)
def test_what_has_been_seen_decides(content: Content, known: dict[str, Value], offered: list[str]) -> None:
    found = suiting(PURPOSES, content.matter.facts, "send_invitation", "invite", known)
    assert [one.id for one in found] == offered


def test_the_answer_and_the_question_must_fit(content: Content) -> None:
    facts = content.matter.facts
    known: dict[str, Value] = {"connections": 900}
    assert [one.id for one in suiting(PURPOSES, facts, "send_invitation", "approach_first", known)] == [
        "well_connected"
    ]
    assert suiting(PURPOSES, facts, "accept_invitation", "accept", known) == ()


def test_each_shipped_purpose_that_is_offered_can_be(content: Content) -> None:
    drafter = next(iter(content.drafters.values()))
    for one in drafter.purposes.values():
        for suit in one.suits:
            known = {}
            for name, raw in suit.when.facts.items():
                fact = content.matter.facts[name]
                if isinstance(raw, str):
                    known[name] = fact.coerce([raw] if fact.kind == "several" else raw)
                elif isinstance(raw, list) and fact.kind != "several":
                    known[name] = fact.coerce(raw[0])
            if known.keys() == suit.when.facts.keys():
                for answer in suit.answers:
                    offered = suiting(drafter.purposes.values(), content.matter.facts, suit.question, answer, known)
                    assert one in offered
