"""A policy: what somebody answers to whole circles of invitations, wherever everybody in a circle gets one answer.

A circle is a condition, such as strangers in one's field with a full profile. What is said of it holds for each
invitation in it, whatever else comes to be known, for evidence that nobody has seen is presumed as ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .conditions import Condition
from .diagram import FALSE, IMPOSSIBLE, TRUE, View
from .facts import FactError, Known
from .guards import Fired
from .headline import place
from .impossible import Cells
from .model import DecisionModel
from .schools import Outcome, Question, RuleBase

QUESTION: Question = "accept_invitation"


@dataclass(frozen=True, slots=True)
class Circle:
    """A kind of invitation: `facts` as they would be seen, and a condition on the others."""

    id: str
    facts: Known
    when: Condition


@dataclass(frozen=True)
class Circles:
    """Every circle by id; `families` hold ways to cut the same people into circles, the shortest to say first."""

    circles: Mapping[str, Circle]
    families: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Circles by the answer that everybody in them gets, in the order in which they are written.

    `open` are those whose answer hangs on more than the circle tells; `waits_for` are unknown facts of the user that
    would settle some of them, the one that most of them wait for in front.
    """

    answers: Mapping[Outcome, tuple[str, ...]]
    open: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What can be answered in one circle; nothing where nobody can be in it."""

    outcomes: frozenset[Outcome]
    waits_for: frozenset[str] = frozenset()


@dataclass
class Policies:
    """Works policies out from the compiled rules; what was compiled for a pin is kept."""

    model: DecisionModel
    circles: Circles
    _cut: dict[tuple[str | None, tuple[Fired, ...], str], int] = field(default_factory=dict)

    def policy(self, known: Known, pin: str | None = None) -> Policy:
        """Return the policy of a user of whom this is known, and who follows this school."""
        told: list[tuple[str, _Found]] = []
        for family in self.circles.families:
            told += self._family(family, known, pin)
        answers: dict[Outcome, tuple[str, ...]] = {}
        for circle, found in told:
            if len(found.outcomes) == 1:
                (outcome,) = found.outcomes
                answers[outcome] = (*answers.get(outcome, ()), circle)
        undecided = [(circle, found) for circle, found in told if len(found.outcomes) > 1]
        waits: dict[str, int] = {}
        for _, found in undecided:
            for name in found.waits_for:
                waits[name] = waits.get(name, 0) + 1
        order = [name for name in self.model.base.facts if name in waits]
        return Policy(
            {one: answers[one] for one in sorted(answers, key=lambda one: place(QUESTION, one))},
            tuple(circle for circle, _ in undecided),
            tuple(sorted(order, key=lambda name: -waits[name])),
        )

    def outcomes(self, circle: str, known: Known, pin: str | None = None) -> frozenset[Outcome]:
        """Return every answer that somebody in a circle could get; none where nobody can be in it."""
        return self._found(self.circles.circles[circle], known, pin).outcomes

    def _family(self, family: Iterable[tuple[str, ...]], known: Known, pin: str | None) -> list[tuple[str, _Found]]:
        # The first cut of which every circle is settled, else the one of which most are.
        best: list[tuple[str, _Found]] = []
        most = -1.0
        for cut in family:
            found = [(name, self._found(self.circles.circles[name], known, pin)) for name in cut]
            there = [(name, one) for name, one in found if one.outcomes]
            settled = sum(len(one.outcomes) == 1 for _, one in there) / max(len(there), 1)
            if settled > most:
                best, most = there, settled
            if settled == 1:
                break
        return best

    def _found(self, circle: Circle, known: Known, pin: str | None) -> _Found:
        model = self.model
        facts = {**known, **circle.facts}
        try:
            cells = model.cells(facts)
            fired = model.guards.fired(QUESTION, model.cells(facts, presume=False))
        except FactError:
            return _Found(frozenset())
        view = View(model.forest, self._root(circle, pin, fired), cells)
        outcomes = {model.forest.value(end) for end in view.terminals()}
        if not outcomes:
            return _Found(frozenset())
        outcomes |= self._guards(circle, cells, fired)
        tested = [model.variables[var].fact for var in view.support()]
        mine = frozenset(fact.id for fact in tested if fact.about == "user" and fact.id not in known)
        return _Found(frozenset(outcomes), mine)

    def _root(self, circle: Circle, pin: str | None, fired: tuple[Fired, ...]) -> int:
        # The answers within a circle; what is outside it is impossible.
        key = (pin, fired, circle.id)
        if key not in self._cut:
            inside = self.model.condition(circle.when)
            self._cut[key] = self.model.forest.ite(inside, self.model.answers(QUESTION, pin, fired), IMPOSSIBLE)
        return self._cut[key]

    def _guards(self, circle: Circle, cells: Cells, fired: tuple[Fired, ...]) -> set[Outcome]:
        # Guards that have not been seen to hold, but may be once more of the invitation is seen.
        model, forest = self.model, self.model.forest
        if any(one.sure for one in fired):
            return set()
        inside = forest.both(model.possible, model.condition(circle.when))
        found: set[Outcome] = set()
        for guard in model.base.guards:
            if QUESTION in guard.then:
                unless = FALSE if guard.unless is None else model.condition(guard.unless)
                acts = forest.both(inside, forest.ite(unless, FALSE, model.condition(guard.when)))
                if TRUE in View(forest, acts, cells).terminals():
                    found.add(guard.then[QUESTION])
        return found


def circle_of(base: RuleBase, name: str, when: Mapping[str, object]) -> Circle:
    """Make a circle: what it says in one word has been seen, the rest is a condition.

    Raises:
        FactError: a fact or a value that does not exist.
    """
    seen = {fact: base.facts[fact].coerce(raw) for fact, raw in when.items() if fact in base.facts and _plain(raw)}
    return Circle(name, seen, Condition({fact: raw for fact, raw in when.items() if fact not in seen}))


def _plain(raw: object) -> bool:
    return isinstance(raw, str | int)
