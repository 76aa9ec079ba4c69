"""The laws of the engine, against brute force on small random rule sets."""

import os
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.advice.changes import changes
from bot.advice.diagram import View
from bot.advice.facts import AtLeast, FactError, Known, Value
from bot.advice.headline import Headline, headline
from bot.advice.judge import Verdict, relevant, verdict
from bot.advice.masses import Masses
from bot.advice.model import DecisionModel
from bot.advice.questions import relevant_facts
from bot.advice.schools import ANSWERS, SILENT, Outcome, Question

from .brute import Brute, World, values_of
from .small import FACTS, knowns, rule_bases

pytestmark = pytest.mark.filterwarnings("error")

laws = settings(
    max_examples=int(os.environ.get("LAW_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


class Case:
    """A rule base with something known that can be, judged by the engine and by brute force."""

    def __init__(self, data: st.DataObject, question: Question = "accept_invitation", *, pins: bool = True) -> None:
        base = data.draw(rule_bases(question), label="base")
        self.known: Known = data.draw(knowns(base), label="known")
        self.pin = data.draw(st.sampled_from([None, *base.schools] if pins else [None]), label="pin")
        self.question = question
        self.brute = Brute(base, question, self.pin)
        assume(self.brute.under(self.known, presume=False))
        self.model = DecisionModel(base)
        self.cells = self.model.cells(self.known)
        self.names = [name for name in base.facts if base.facts[name].kind != "text"]
        self.everybody: list[str | None] = [None, *base.schools]

    def headline(self, known: Known | None = None) -> Headline:
        known = self.known if known is None else known
        return headline(self.model, self.question, known, self.model.cells(known), self.pin)

    def view(self) -> View:
        return View(self.model.forest, self.headline().root, self.cells)

    def verdict(self, school: str, known: Known | None = None) -> Verdict:
        cells = self.cells if known is None else self.model.cells(known)
        return verdict(self.model, self.model.base.schools[school], self.question, cells)

    def judged(self, who: str | None, known: Known | None = None) -> tuple[Outcome, tuple[Outcome, ...]]:
        """Return what is shown, and all that is possible."""
        if who is None:
            head = self.headline(known)
            return head.answer, head.possible
        stance = self.verdict(who, known)
        return stance.outcome, stance.possible

    def relevant(self, school: str | None) -> set[str]:
        if school is None:
            return set(relevant_facts(self.model, self.view(), self.cells))
        root = self.model.outcomes(self.model.base.schools[school], self.question)
        found = relevant(self.model, View(self.model.forest, root, self.cells), self.cells)
        return {self.model.variables[var].fact.id for var in found}

    def guarding(self) -> set[str]:
        return {self.model.variables[var].fact.id for var in self.model.guards.variables}

    def learned(self) -> list[tuple[str, Value, Known]]:
        """List what could be learned next: a fact, its value, and what is known then."""
        unknown = [name for name in self.names if name not in self.known and not FACTS[name].evidence_only]
        steps = [(name, value, {**self.known, name: value}) for name in unknown for value in values_of(FACTS[name])]
        return [step for step in steps if self.brute.under(step[2])]

    def current(self) -> dict[str | None, Outcome]:
        shown = {who: self.judged(who)[0] for who in self.everybody}
        return {who: answer for who, answer in shown.items() if answer != SILENT}

    def weigh(self, world: World) -> float:
        """Return a world's weight; an interval's is shared by its numbers."""
        weight = 1.0
        for variable in self.model.variables:
            (cell,) = variable.allowed(world[variable.fact.id])
            weight *= variable.weights[cell]
            if variable.fact.kind == "number":
                said = self.known.get(variable.fact.id)
                low = said.number if isinstance(said, AtLeast) else 0
                weight /= sum(variable.allowed(n) == (cell,) for n in range(low, variable.fact.most + 1)) or 1
        return weight


@laws
@given(st.data(), st.sampled_from(["accept_invitation", "how_many_contacts"]))
def test_the_possible_set_is_exact(data: st.DataObject, question: Question) -> None:
    case = Case(data, question)
    for who in case.everybody:
        assert set(case.judged(who)[1]) == case.brute.possible(who, case.known), who


@laws
@given(st.data())
def test_what_is_known_contradicts_itself_exactly_when_no_world_agrees(data: st.DataObject) -> None:
    base = data.draw(rule_bases())
    known = data.draw(knowns(base))
    brute, model = Brute(base, "accept_invitation"), DecisionModel(base)
    assume(brute.worlds)
    worlds = brute.listed(brute.under(known, presume=False))
    if worlds:
        cells = model.cells(known, presume=False)
        for index, variable in enumerate(model.variables):
            assert set(cells[index]) == {variable.allowed(world[variable.fact.id])[0] for world in worlds}
    else:
        with pytest.raises(FactError, match="change or leave out one of them") as caught:
            model.cells(known)
        named = str(caught.value).split(": ")[0].split(" and ")
        assert not brute.under({name: known[name] for name in named}, presume=False)
        for fewer in combinations(named, len(named) - 1):
            assert brute.under({name: known[name] for name in fewer}, presume=False), "a fact is named for nothing"


@laws
@given(st.data())
def test_no_relevant_fact_is_missed_and_no_irrelevant_one_listed(data: st.DataObject) -> None:
    case = Case(data)
    for who in case.everybody:
        unseen = case.brute.unseen(case.known)
        assert case.relevant(who) == {name for name in unseen if case.brute.relevant(who, case.known, name)}, who


@laws
@given(st.data())
def test_an_irrelevant_fact_never_changes_the_answer(data: st.DataObject) -> None:
    # What could complete a guard is left out: guards act on what has been seen. A fact that an impossible
    # combination ties to another may move what is likeliest, though it rules nothing out.
    case = Case(data)
    tied = {case.model.variables[var].fact.id for group in case.model.linked(case.cells) for var in group}
    for who in case.everybody:
        spared = case.relevant(who) | (case.guarding() if who is None else set())
        shown, possible = case.judged(who)
        for name, value, known in case.learned():
            if name not in spared:
                after, left = case.judged(who, known)
                assert left == possible, (who, name, value)
                assert after == shown or (name in tied and len(possible) > 1), (who, name, value)


@laws
@given(st.data())
def test_settled_means_settled(data: st.DataObject) -> None:
    case = Case(data)
    fired = case.brute.seen_guards(case.known)
    settled = {who: shown for who in case.everybody for shown, left in [case.judged(who)] if len(left) == 1}
    assert case.headline().settled == (None in settled)
    for world in case.brute.listed(case.brute.under(case.known))[:50]:
        completed = {n: value for n, value in world.items() if n in case.known or not FACTS[n].evidence_only}
        for who, shown in settled.items():
            if who is not None or case.brute.seen_guards(completed) == fired:
                assert case.judged(who, completed) == (shown, (shown,))


@laws
@given(st.data())
def test_knowing_more_only_rules_out(data: st.DataObject) -> None:
    case = Case(data)
    for who in case.everybody:
        possible = set(case.judged(who)[1])
        for name, _, known in case.learned():
            if who is not None or name not in case.guarding():
                assert set(case.judged(who, known)[1]) <= possible


@laws
@given(st.data())
def test_masses_are_the_sums_of_the_worlds_weights(data: st.DataObject) -> None:
    case = Case(data)
    view = case.view()
    masses = Masses(view, case.model.weights)
    ends, here = case.brute.ends(None, case.known), case.brute.under(case.known)
    joint: dict[tuple[Outcome, int, int], float] = {}
    shares: dict[Outcome, float] = {}
    for end, worlds in ends.items():
        for world in case.brute.listed(worlds & here):
            weight = case.weigh(world)
            shares[end] = shares.get(end, 0.0) + weight
            for index, variable in enumerate(case.model.variables):
                key = (end, index, variable.allowed(world[variable.fact.id])[0])
                joint[key] = joint.get(key, 0.0) + weight
    total = sum(shares.values())
    found = {case.model.forest.value(end): mass for end, mass in masses.terminals.items()}
    assert found == pytest.approx({end: share / total for end, share in shares.items()})
    for var, rows in masses.by_value().items():
        for cell, (part, after) in zip(view.cells[var], rows, strict=True):
            for end, mass in zip(found, after, strict=True):
                assert part * mass == pytest.approx(joint.get((end, var, cell), 0.0) / total, abs=1e-9)


@laws
@given(st.data())
def test_several_choices_tell_what_all_their_answers_together_tell(data: st.DataObject) -> None:
    case = Case(data)
    assume("aims" in case.names)
    masses = Masses(case.view(), case.model.weights)
    ends, here = case.brute.ends(None, case.known), case.brute.under(case.known)
    order = [case.model.forest.value(end) for end in masses.terminals]
    wanted: list[tuple[float, list[float]]] = []
    for aims in values_of(FACTS["aims"]):
        own = here & case.brute.agreeing["aims", aims]
        parts = [sum(case.weigh(world) for world in case.brute.listed(own & ends[end])) for end in order]
        if own:
            wanted.append((sum(parts), [part / sum(parts) for part in parts]))
    total = sum(share for share, _ in wanted)
    rows = masses.by_group(case.model.axes.of_fact["aims"])
    merged = _merged([(share / total, after) for share, after in wanted])
    assert _merged(rows) == {key: pytest.approx(share, abs=1e-6) for key, share in merged.items()}


def _merged(rows: list[tuple[float, list[float]]]) -> dict[tuple[float, ...], float]:
    merged: dict[tuple[float, ...], float] = {}
    for share, after in rows:
        key = tuple(round(one, 6) + 0.0 for one in after)
        merged[key] = merged.get(key, 0.0) + share
    return merged


@laws
@given(st.data())
def test_every_change_turns_the_answer_and_none_of_one_fact_is_missed(data: st.DataObject) -> None:
    case = Case(data)
    current = case.current()
    found = changes(case.model, case.question, case.known, current, case.pin)
    for change in found:
        after = {**case.known, **change.facts}
        assert change.answer != current[change.school]
        assert case.brute.possible(change.school, after) == {change.answer}
        assert case.judged(change.school, after) == (change.answer, (change.answer,))
    for who, answer in current.items():
        singles = _turned_by_one(case, who)
        for wanted in set(ANSWERS["accept_invitation"]) - {answer}:
            mine = [change for change in found if (change.school, change.answer) == (who, wanted)]
            if wanted in singles:
                assert {tuple(change.facts) for change in mine} == {(name,) for name in singles[wanted]}, (who, wanted)
            else:
                assert all(len(change.facts) == 2 for change in mine), (who, wanted)


def _turned_by_one(case: Case, who: str | None) -> dict[Outcome, set[str]]:
    # For each outcome that one fact settles, the facts that do.
    found: dict[Outcome, set[str]] = {}
    for name in case.names:
        for value in values_of(FACTS[name]):
            left = case.brute.possible(who, {**case.known, name: value})
            if len(left) == 1 and case.known.get(name) != value:
                found.setdefault(left.pop(), set()).add(name)
    return found


@laws
@given(st.data())
def test_two_facts_are_found_where_one_does_not_do(data: st.DataObject) -> None:
    case = Case(data)
    found = changes(case.model, case.question, case.known, case.current(), case.pin)
    reached = {(change.school, change.answer) for change in found}
    plain = [name for name in case.names if FACTS[name].kind != "several"]
    for one, other in combinations(plain, 2):
        for value in values_of(FACTS[one]):
            for second in values_of(FACTS[other]):
                for who, now in case.current().items():
                    left = case.brute.possible(who, {**case.known, one: value, other: second})
                    if len(left) == 1 and (end := left.pop()) not in (now, SILENT):
                        assert (who, end) in reached, (who, end, one, value, other, second)
