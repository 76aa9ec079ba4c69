"""What the diagrams show of the rules: what no situation reaches, and situations that no rule covers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.advice.conditions import Condition
from bot.advice.diagram import FALSE, IMPOSSIBLE, TRUE
from bot.advice.facts import FactError
from bot.advice.model import DecisionModel
from bot.advice.schools import RuleBase, School

from .conditions import SECTIONS
from .documents import Dialogs, Document
from .mistakes import Place

Steps = tuple[tuple[int, int], ...]
"""Variables with the cell that each is in."""


@dataclass(frozen=True)
class Row:
    """A row that is read in order: its place, its id, and the diagram of where it holds."""

    place: Place
    id: str
    holds: int


def check_reach(dialogs: Dialogs, base: RuleBase) -> DecisionModel | None:
    """Note what can never decide; return the compiled rules, None where they cannot be compiled."""
    facts = dialogs.documents["facts.yaml"]
    try:
        model = DecisionModel(base)
        _check_impossible(facts, model)
        if facts.whole("impossible"):
            _check_derived(facts, model)
            for name, school in base.schools.items():
                document = dialogs.documents[f"schools/{name}.yaml"]
                if document.whole("speaks_for"):
                    _check_school(document, school, model)
            _check_guards(dialogs.documents["guards.yaml"], model)
            _check_notices(dialogs.documents["notices.yaml"], model)
    except FactError as error:
        facts.report((), str(error))
        return None
    return model


def _check_impossible(document: Document, model: DecisionModel) -> None:
    forest, possible = model.forest, TRUE
    dead: set[tuple[int, int]] = set()
    places = [place for place, _ in document.rows("impossible")]
    for place, condition in zip(places, model.base.impossible, strict=True):
        ruled_out = model.condition(condition)
        if forest.both(possible, ruled_out) == FALSE:
            document.report(place, "found a combination that the ones before it rule out already; take it out")
        possible = forest.ite(ruled_out, FALSE, possible)
        for var, variable in enumerate(model.variables):
            for cell, value in enumerate(variable.cells):
                one = forest.clause(((var, frozenset((cell,))),))
                if (var, cell) not in dead and forest.both(possible, one) == FALSE:
                    dead.add((var, cell))
                    text = f"found a combination that leaves no way for {variable.fact.id} to be {value}; rule out less"
                    document.report(place, text)


def _check_derived(document: Document, model: DecisionModel) -> None:
    for name, derivation in model.base.derived.items():
        rows = [
            Row(("derived", name, number), f"rule {number + 1}", model.condition(condition))
            for number, (condition, _) in enumerate(derivation.rules)
        ]
        _check_rows(document, model, rows)


def _check_school(document: Document, school: School, model: DecisionModel) -> None:
    audience = [
        Row(("speaks_for", n), f"row {n + 1} of speaks_for", model.condition(row.when))
        for n, row in enumerate(school.speaks_for)
    ]
    # Where the author sets a case aside, no other row and no rule is read.
    aside = [row for row, one in zip(audience, school.speaks_for, strict=True) if one.strength is None]
    left = _check_rows(document, model, [*aside, *(row for row in audience if row not in aside)])
    if left != FALSE:
        text = f"found no row for {situation(model, left)}; end with a row with when: {{}}"
        document.report(("speaks_for",), text)
    for section, rules in zip(SECTIONS, _sections(school), strict=True):
        if rules and document.whole(section):
            rows = [Row((section, n), rule_id, model.condition(when)) for n, (rule_id, when) in enumerate(rules)]
            left = _check_rows(document, model, [*aside, *rows])
            if left != FALSE:
                text = f"found no rule for {situation(model, left)}; end with a rule with when: {{}}"
                document.report((section,), text)


def _sections(school: School) -> list[list[tuple[str, Condition]]]:
    questions = ("accept_invitation", "send_invitation", "how_many_contacts")
    return [[(rule.id, rule.when) for rule in school.rules.get(question, ())] for question in questions]  # type: ignore[call-overload]


def _check_rows(document: Document, model: DecisionModel, rows: Sequence[Row]) -> int:
    # Read in order, the first that holds decides: returns where none does.
    forest, left = model.forest, model.possible
    for number, row in enumerate(rows):
        if forest.both(left, row.holds) == FALSE:
            here = forest.both(model.possible, row.holds)
            before = [one.id for one in rows[:number] if forest.both(here, one.holds) != FALSE]
            if before:
                text = f"found a row that no situation reaches, after {_joined(before)}; narrow those, or take it out"
            else:
                text = "found conditions that no possible situation meets; change them, or take the row out"
            document.report(row.place, text)
        left = forest.ite(row.holds, FALSE, left)
    return left


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _check_guards(document: Document, model: DecisionModel) -> None:
    forest = model.forest
    places = [place for place, _ in document.rows()]
    left: dict[str, int] = {}
    for place, guard in zip(places, model.base.guards, strict=True):
        holds = forest.both(model.possible, model.condition(guard.when))
        if guard.unless is not None:
            holds = forest.ite(model.condition(guard.unless), FALSE, holds)
        if all(forest.both(holds, left.get(question, TRUE)) == FALSE for question in guard.then):
            text = "found a guard that never decides: what it waits for cannot be, or is decided before; change it"
            document.report(place, text)
        for question in guard.then:
            left[question] = forest.ite(holds, FALSE, left.get(question, TRUE))


def _check_notices(document: Document, model: DecisionModel) -> None:
    places = [place for place, _ in document.rows()]
    for place, notice in zip(places, model.base.notices, strict=True):
        holds = model.forest.both(model.possible, model.condition(notice.when))
        if holds == FALSE:
            document.report((*place, "when"), "found conditions that no possible situation meets; change them")
        elif notice.unless is not None and model.forest.ite(model.condition(notice.unless), FALSE, holds) == FALSE:
            text = "found a condition that takes the notice back in every situation that it is for; change it"
            document.report((*place, "unless"), text)


def shortest(model: DecisionModel, root: int, end: int) -> Steps:
    """Return a way to a terminal that tests as few variables as there may be."""
    forest = model.forest
    ways: dict[int, Steps | None] = {end: ()}

    def walk(node: int) -> Steps | None:
        if node not in ways:
            ways[node] = None
            if node >= 0:
                found = [(cell, walk(kid)) for cell, kid in enumerate(forest.kids[node]) if kid != IMPOSSIBLE]
                steps = [((forest.var[node], cell), *way) for cell, way in found if way is not None]
                ways[node] = min(steps, key=len, default=None)
        return ways[node]

    return walk(root) or ()


def situation(model: DecisionModel, root: int) -> str:
    """Write one situation in which a diagram is true: fact=value, ..."""
    parts = []
    for var, cell in shortest(model, root, TRUE):
        variable = model.variables[var]
        value = variable.cells[cell]
        if variable.choice is not None:
            parts.append(f"{variable.fact.id} {'with' if cell else 'without'} {variable.choice}")
        else:
            last = cell + 1 == len(variable.cells)
            more = "+" if variable.fact.kind == "number" and last and cell else ""
            parts.append(f"{variable.fact.id}={value}{more}")
    return ", ".join(parts) or "any situation"
