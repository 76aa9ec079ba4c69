"""A policy never says but what the advice answers, for every situation, objective and school."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from bot.advice.facts import FactError, Known, Value
from bot.advice.policy import QUESTION, Circle, Circles, Policies, Policy, circle_of
from bot.advice.schools import RuleBase
from bot.content.load import Content
from bot.wording.policies import PolicyWriter

NUMBERS = (0, 150, 199, 200, 650, 4999, 5000, 20000)
MEMBERS = 60
"""Invitations drawn at random for each circle."""


@pytest.fixture(scope="module")
def policies(content: Content) -> Policies:
    assert content.matter.policies is not None
    return content.matter.policies


def holds(base: RuleBase, when: Mapping[str, Any], world: Known) -> bool:
    """Tell whether a condition holds of whole facts; it is read anew from what the file says."""
    return all(_meets(_value(base, name, world), raw) for name, raw in when.items())


def _value(base: RuleBase, name: str, world: Known) -> Any:
    if name in base.derived:
        return next(then for when, then in base.derived[name].rules if holds(base, when.facts, world))
    return world[name]


def _meets(value: Any, raw: Any) -> bool:
    if isinstance(raw, Mapping):
        return all(_operator(value, operator, arg) for operator, arg in raw.items())
    listed = raw if isinstance(raw, list) else [raw]
    return bool(value & set(listed)) if isinstance(value, frozenset) else value in listed


def _operator(value: Any, operator: str, arg: Any) -> bool:
    match operator:
        case "not":
            return not _meets(value, arg)
        case "at_least":
            return bool(value >= arg)
        case "below":
            return bool(value < arg)
    raise AssertionError(operator)


def members(base: RuleBase, circle: Circle, random: Random) -> list[dict[str, Value]]:
    """Draw invitations that are in a circle as far as they themselves tell, everything else at random."""
    own = {name: raw for name, raw in circle.when.facts.items() if name in base.facts}
    found: list[dict[str, Value]] = []
    for _ in range(MEMBERS * 400):
        world = dict(_drawn(base, random)) | dict(circle.facts)
        if holds(base, own, world) and not any(
            set(one.facts) <= set(world) and holds(base, one.facts, world) for one in base.impossible
        ):
            found.append(world)
        if len(found) == MEMBERS:
            break
    return found


def _drawn(base: RuleBase, random: Random) -> Iterator[tuple[str, Value]]:
    for name, fact in base.facts.items():
        if fact.about == "invitation":
            if fact.evidence_only and fact.presumed is not None:
                yield name, fact.presumed
            else:
                values: tuple[Value, ...] = NUMBERS if fact.kind == "number" else fact.values
                yield name, random.choice(values)


def users(content: Content) -> Iterator[tuple[dict[str, Value], str | None]]:
    """Yield every situation with every objective and every school, other facts in turn."""
    facts, place = content.matter.facts, 0
    for situation in facts["situation"].values:
        for objective in (None, *facts["objectives"].values):
            for pin in (None, *content.advisor.base.schools):
                place += 1
                others: dict[str, Value] = {
                    name: facts[name].values[place % len(facts[name].values)] for name in ("activity", "profile")
                }
                chosen: Value = frozenset(() if objective is None else (objective,))
                yield {**others, "events": "sometimes", "situation": situation, "objectives": chosen}, pin


def test_what_a_policy_says_is_what_the_advice_answers(content: Content, policies: Policies) -> None:
    base, random = content.advisor.base, Random(6)
    drawn = {name: members(base, circle, random) for name, circle in policies.circles.circles.items()}
    assert all(drawn.values())
    compared = 0
    for me, pin in users(content):
        for answer, circles in policies.policy(me, pin).answers.items():
            for circle in circles:
                derived = {
                    name: raw
                    for name, raw in policies.circles.circles[circle].when.facts.items()
                    if name in base.derived
                }
                start = random.randrange(MEMBERS)
                for invitation in drawn[circle][start:] + drawn[circle][:start]:
                    if holds(base, derived, {**me, **invitation}):
                        advice = content.advisor.headline(QUESTION, {**me, **invitation}, pin)
                        assert (advice.answer, advice.settled) == (answer, True), (me, pin, circle, invitation)
                        compared += 1
                        break
    print(f"{compared} invitations compared")
    assert compared > 5000


def test_nothing_is_left_open_where_one_school_decides(content: Content, policies: Policies) -> None:
    for me, pin in users(content):
        head = content.advisor.headline(QUESTION, me, pin)
        if len(head.schools) == 1 and head.decider_settled:
            policy = policies.policy(me, pin)
            assert not policy.open, (me, pin, policy)
            assert "accept" in policy.answers
            assert "ignore" in policy.answers


def test_a_policy_waits_for_what_would_settle_it_and_for_nothing_else(content: Content, policies: Policies) -> None:
    nothing = policies.policy({})
    assert {"situation", "objectives"} <= set(nothing.waits_for)
    assert nothing.open
    assert policies.policy({"situation": "student"}).waits_for == ()
    for me, pin in users(content):
        assert not set(policies.policy(me, pin).waits_for) & set(me)


def test_one_learns_more_and_the_policy_takes_nothing_back(content: Content, policies: Policies) -> None:
    """What is said of a circle while little is known stays so, or is said of other circles."""
    for me, pin in users(content):
        situation = {"situation": me["situation"]}
        for answer, circles in policies.policy(situation, pin).answers.items():
            for circle in circles:
                assert policies.outcomes(circle, me, pin) in (frozenset((answer,)), frozenset())


def test_a_circle_in_which_nobody_can_be_is_not_said(content: Content, policies: Policies) -> None:
    base = content.advisor.base
    empty = circle_of(base, "empty", {"relation": "friend", "met": "never"})
    useful = circle_of(base, "useful", {"relation": "stranger", "serves_objective": "yes"})
    circles = Circles({"empty": empty, "useful": useful}, ((("empty",),), (("useful",),)))
    trial = Policies(content.advisor.model, circles)
    assert trial.policy({"situation": "employee", "objectives": frozenset()}) == Policy({})


def test_a_guard_that_may_still_act_keeps_a_circle_open(content: Content) -> None:
    base = content.advisor.base
    pitch = circle_of(base, "pitch", {"relation": "stranger", "note": "pitch"})
    trial = Policies(content.advisor.model, Circles({"pitch": pitch}, ((("pitch",),),)))
    assert trial.outcomes("pitch", {"situation": "employee"}, "coffee_test") == {"accept", "ignore"}
    assert trial.outcomes("pitch", {"situation": "employee"}, "met_in_person") == {"ignore"}


def test_facts_that_cannot_be_are_refused_in_a_circle(content: Content) -> None:
    with pytest.raises(FactError):
        circle_of(content.advisor.base, "odd", {"relation": "cousin"})


def named(writer: PolicyWriter, sentence: str, policy: Policy) -> set[str]:
    """Return the circles of a policy that a sentence names; of two phrases that begin alike, the longer first."""
    phrases = {circle: writer.words.circles[circle] for circles in policy.answers.values() for circle in circles}
    found = set()
    for circle, words in sorted(phrases.items(), key=lambda item: -len(item[1].tail or item[1].head)):
        said = words.tail or words.head
        if said in sentence and words.head in sentence:
            found.add(circle)
            sentence = sentence.replace(said, "", 1)
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_paragraph_names_each_circle_in_the_sentence_of_its_answer(
    content: Content, policies: Policies, language: str
) -> None:
    writer = content.matter.stating[language]
    assert isinstance(writer, PolicyWriter)
    begins = {
        answer: writer.fill(answer, whom=["#", "#"]).partition("#")[0][:8]
        for answer in ("accept", "ask_first", "ignore")
    }
    for me, pin in users(content):
        policy = policies.policy(me, pin)
        whole, short = writer.policy(me, policy), writer.short(policy, 256)
        assert 0 < len(short) <= 256
        for answer, circles in policy.answers.items():
            for text, least in ((whole, set(circles)), (short, set())):
                (sentence,) = [one for one in text.split(". ") if one.startswith(begins[str(answer)])] or [""]
                assert least <= named(writer, sentence, policy) <= set(circles)
