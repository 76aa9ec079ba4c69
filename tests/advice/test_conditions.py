"""The grammar of conditions: each operator, and each mistake by one broken example."""

from typing import Any

import pytest

from bot.advice.conditions import Axes, Condition, fails, holds
from bot.advice.facts import Fact, FactError, Known, variables_for
from bot.advice.model import DecisionModel
from bot.advice.schools import Derivation, RuleBase

FACTS = {
    fact.id: fact
    for fact in (
        Fact("aims", "user", "several", ("hire", "fame", "fun")),
        Fact("photo", "invitation", "choice", ("portrait", "other", "none")),
        Fact("count", "user", "number", most=30000),
        Fact("lion", "invitation", "yes_no", ("yes", "no"), None, True, "no"),
        Fact("sector", "user", "text"),
    )
}


def model_for(*conditions: dict[str, Any], derived: dict[str, Derivation] | None = None) -> DecisionModel:
    return DecisionModel(RuleBase(FACTS, derived or {}, tuple(Condition(one) for one in conditions)))


def judge(condition: dict[str, Any], known: Known) -> bool | None:
    """Tell whether a condition holds, fails, or is open."""
    written = Condition(condition)
    thresholds: dict[str, list[int]] = {}
    for name, number in written.thresholds(FACTS):
        thresholds.setdefault(name, []).append(number)
    axes = Axes(variables_for(FACTS.values(), thresholds))
    cells = [tuple(range(len(variable.cells))) for variable in axes.variables]
    for name, value in known.items():
        for index in axes.of_fact[name]:
            cells[index] = axes.variables[index].allowed(value)
    clauses = written.clauses(axes)
    return True if holds(clauses, cells) else False if fails(clauses, cells) else None


@pytest.mark.parametrize(
    ("condition", "known", "truth"),
    [
        ({}, {}, True),
        ({"photo": "portrait"}, {"photo": "portrait"}, True),
        ({"photo": "portrait"}, {"photo": "none"}, False),
        ({"photo": "portrait"}, {}, None),
        ({"photo": ["portrait", "other"]}, {"photo": "other"}, True),
        ({"photo": {"any": ["portrait"]}}, {"photo": "portrait"}, True),
        ({"photo": {"not": "none"}}, {"photo": "other"}, True),
        ({"photo": {"not": ["none", "other"]}}, {"photo": "other"}, False),
        ({"lion": "yes"}, {"lion": "yes"}, True),
        ({"count": 500}, {"count": 500}, True),
        ({"count": {"is": 500}}, {"count": 501}, False),
        ({"count": {"at_least": 500}}, {"count": 500}, True),
        ({"count": {"below": 500}}, {"count": 500}, False),
        ({"count": {"at_least": 200, "below": 500}}, {"count": 499}, True),
        ({"aims": "hire"}, {"aims": frozenset({"hire", "fun"})}, True),
        ({"aims": ["hire", "fame"]}, {"aims": frozenset({"fun"})}, False),
        ({"aims": {"any": ["fun"]}}, {}, None),
        ({"aims": {"none_of": ["hire", "fame"]}}, {"aims": frozenset({"fun"})}, True),
        ({"aims": {"none_of": "fun"}}, {"aims": frozenset({"fun"})}, False),
        ({"aims": {"only": ["hire", "fun"]}}, {"aims": frozenset({"fun"})}, True),
        ({"aims": {"only": "hire"}}, {"aims": frozenset({"hire", "fun"})}, False),
        ({"aims": {"only": "hire"}}, {"aims": frozenset()}, False),
        ({"aims": {"empty": "yes"}}, {"aims": frozenset()}, True),
        ({"aims": {"empty": "no"}}, {"aims": frozenset({"fun"})}, True),
        ({"aims": {"empty": "no"}}, {"aims": frozenset()}, False),
        ({"photo": "none", "lion": "yes"}, {"photo": "none"}, None),
        ({"photo": "none", "lion": "yes"}, {"photo": "other"}, False),
    ],
)
def test_an_operator(condition: dict[str, Any], known: Known, truth: bool | None) -> None:
    assert judge(condition, known) is truth


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"hat": "red"}, "hat: found no such fact to judge by; allowed: aims, photo, count, lion"),
        ({"sector": "wine"}, "sector: found no such fact to judge by; allowed: aims, photo, count, lion"),
        ({"photo": "hat"}, "photo: found 'hat'; one of these is allowed: portrait, other, none"),
        ({"photo": ["none", 3]}, "photo: found 3; one of these is allowed: portrait, other, none"),
        ({"photo": {"only": "none"}}, "photo: found the operator 'only'; allowed: any, not"),
        ({"photo": {}}, "photo: found an empty condition; allowed: any, not"),
        (
            {"photo": {"not": ["portrait", "other", "none"]}},
            "photo: found {'not': ['portrait', 'other', 'none']}, which nothing can meet; "
            "one of these is allowed: portrait, other, none",
        ),
        ({"count": {"not": 3}}, "count: found the operator 'not'; allowed: at_least, below, is"),
        (
            {"count": {"at_least": 30001}},
            "count: found at_least: 30001; a whole number from 0 to 30000 is allowed, or a lower bound such as 500+",
        ),
        (
            {"count": {"at_least": "500"}},
            "count: found at_least: '500'; a whole number from 0 to 30000 is allowed, or a lower bound such as 500+",
        ),
        (
            {"count": {"at_least": "many"}},
            "count: found at_least: 'many'; a whole number from 0 to 30000 is allowed, or a lower bound such as 500+",
        ),
        (
            {"count": {"at_least": 5, "below": 5}},
            "count: found {'at_least': 5, 'below': 5}, which nothing can meet; "
            "a whole number from 0 to 30000 is allowed, or a lower bound such as 500+",
        ),
        ({"aims": {"not": "hire"}}, "aims: found the operator 'not'; allowed: any, none_of, only, empty"),
        ({"aims": {"empty": "maybe"}}, "aims: found empty: 'maybe'; yes or no is allowed"),
        ({"aims": "wine"}, "aims: found 'wine'; any of these, separated by commas: hire, fame, fun"),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(condition: dict[str, Any], message: str) -> None:
    with pytest.raises(FactError) as caught:
        judge(condition, {})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        ({}, "impossible: found an empty combination; at least one fact is needed"),
        (
            {"aims": "hire", "photo": "none"},
            "aims: found in an impossible combination; only facts with one value are allowed there",
        ),
        (
            {"lion": "no", "photo": "none"},
            "lion: found its presumed value in an impossible combination; its other values are allowed",
        ),
    ],
)
def test_an_impossible_combination_has_rules_of_its_own(impossible: dict[str, Any], message: str) -> None:
    with pytest.raises(FactError) as caught:
        model_for(impossible)
    assert str(caught.value) == message


def test_what_cannot_all_be_is_told_by_the_facts_that_clash_and_no_other() -> None:
    model = model_for({"photo": "none", "count": {"at_least": 500}, "lion": "yes"})
    assert model.cells({"photo": "none", "count": 700})
    with pytest.raises(FactError) as caught:
        model.cells({"photo": "none", "aims": frozenset({"hire"}), "count": 700, "lion": "yes"})
    assert str(caught.value) == (
        "photo and count and lion: found values that cannot all be; change or leave out one of them"
    )


def test_a_fact_that_acts_on_evidence_needs_a_presumed_value() -> None:
    fact = Fact("lion", "invitation", "yes_no", ("yes", "no"), None, True)
    with pytest.raises(FactError, match="lion: found evidence_only without a presumed value"):
        DecisionModel(RuleBase({"lion": fact}))


def test_a_derived_fact_must_not_rest_on_itself() -> None:
    around = {
        name: Derivation(name, ("yes", "no"), ((Condition({other: "yes"}), "yes"), (Condition({}), "no")))
        for name, other in (("fits", "suits"), ("suits", "fits"))
    }
    with pytest.raises(FactError, match="fits: found in its own derivation, by way of fits and suits"):
        model_for(derived=around).condition(Condition({"fits": "yes"}))


def test_a_derived_fact_has_only_its_own_values() -> None:
    fits = Derivation("fits", ("yes", "no"), ((Condition({}), "no"),))
    with pytest.raises(FactError, match="fits: found 'maybe'; one of these is allowed: yes, no"):
        model_for(derived={"fits": fits}).condition(Condition({"fits": "maybe"}))
