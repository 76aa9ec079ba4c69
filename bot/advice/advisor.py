"""The advisor: everything that judging knows, behind a few questions.

`headline` and `next_questions` cost a few milliseconds at most and serve a conversation; `advise`
adds every school's verdict, what would change the answer, and the notices. All of it depends on the facts
alone, and as far as rules look at them: what was worked out for somebody serves whoever is in the same case.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .changes import Change, changes
from .diagram import View
from .facts import AtLeast, Known
from .headline import Headline, headline
from .impossible import Cells
from .judge import Verdict, relevant, verdict
from .memo import Memo
from .model import DecisionModel
from .notices import notices
from .questions import NextQuestion, next_questions
from .schools import SILENT, Guard, Notice, Outcome, Question, RuleBase, School
from .targets import Course, count, course, size

Efforts = Mapping[Question, Mapping[str, float]]
"""For each question, the facts that may be asked, in the flow's order, with the effort of answering."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is answered, by whom, what every school says, what would change it, and what to ask next.

    `course` is where an answer on how many connections leads; None for the other questions.
    """

    question: Question
    answer: Outcome
    settled: bool
    decided_by: str
    deciding: tuple[str, ...]
    decider_settled: bool
    possible: tuple[Outcome, ...]
    guard: Guard | None
    verdicts: Mapping[str, Verdict]
    notices: tuple[Notice, ...]
    would_change: tuple[Change, ...]
    ask_next: tuple[NextQuestion, ...]
    course: Course | None = None

    def tally(self) -> dict[Outcome, int]:
        """Count the schools by stance, open ones by what they likeliest say; silent ones are left out."""
        counted: dict[Outcome, int] = {}
        for one in self.verdicts.values():
            if one.outcome != SILENT:
                counted[one.outcome] = counted.get(one.outcome, 0) + 1
        return counted


class Advisor:
    """Judges facts by a rule base; between two questions it keeps the compiled rules, and its last answers."""

    def __init__(self, base: RuleBase, efforts: Efforts) -> None:
        self.base = base
        self.efforts = efforts
        self.model = DecisionModel(base)
        self._heads: Memo[Headline] = Memo(2048)
        self._verdicts: Memo[Verdict] = Memo(8192)
        self._waiting: Memo[frozenset[str]] = Memo(8192)
        self._next: Memo[tuple[NextQuestion, ...]] = Memo(2048)
        self._turns: Memo[tuple[Change, ...]] = Memo(512)
        self._decides: dict[tuple[Question, str | None], tuple[int, ...]] = {}
        self._looked_at: dict[tuple[str, Question], tuple[int, ...]] = {}

    def headline(self, question: Question, known: Known, pin: str | None = None) -> Headline:
        """Decide the headline alone.

        Raises:
            FactError: two of the facts cannot both be.
        """
        cells, seen = self.model.cells(known), self.model.cells(known, presume=False)
        at = self._deciding(question, pin)
        key = (question, pin, tuple([cells[var] for var in at]), tuple([seen[var] for var in self.model.watched]))
        return self._heads.of(key, lambda: headline(self.model, question, known, cells, pin))

    def _deciding(self, question: Question, pin: str | None) -> tuple[int, ...]:
        """Return the variables that the headline can depend on: all that it tests, what guards watch, what is tied."""
        if (question, pin) not in self._decides:
            tested = self.model.forest.support(self.model.headline(question, pin))
            self._decides[question, pin] = tuple(sorted(tested.union(self.model.watched)))
        return self._decides[question, pin]

    def next_questions(
        self, question: Question, known: Known, passed_over: Collection[str] = (), pin: str | None = None
    ) -> list[NextQuestion]:
        """Rank the facts that can still change the headline, the one to ask first in front.

        Raises:
            FactError: two of the facts cannot both be.
        """
        head = self.headline(question, known, pin)
        cells, at = self.model.cells(known), self._deciding(question, pin)
        bounds = frozenset(name for name, value in known.items() if isinstance(value, AtLeast))
        found = self._next.of(
            (question, head.root, tuple([cells[var] for var in at]), bounds, frozenset(passed_over)),
            lambda: tuple(next_questions(self.model, head, known, cells, self.efforts[question], passed_over)),
        )
        return list(found)

    def further_questions(self, question: Question, known: Known, passed_over: Collection[str] = ()) -> list[str]:
        """Return the facts that schools still open wait for, the one that most of them wait for in front.

        Raises:
            FactError: two of the facts cannot both be.
        """
        cells = self.model.cells(known)
        waiting: dict[str, int] = {}
        for school in self.base.schools.values():
            for name in self._waits_for(school, question, cells):
                waiting[name] = waiting.get(name, 0) + 1
        order = [name for name in self.efforts[question] if name in waiting and name not in passed_over]
        return sorted((name for name in order if name not in known), key=lambda name: -waiting[name])

    def _waits_for(self, school: School, question: Question, cells: Cells) -> frozenset[str]:
        def work() -> frozenset[str]:
            view = View(self.model.forest, self.model.outcomes(school, question), cells)
            return frozenset(self.model.variables[var].fact.id for var in relevant(self.model, view, cells))

        return self._waiting.of((school.id, question, self._looks_at(school, question, cells)), work)

    def _verdict(self, school: School, question: Question, cells: Cells) -> Verdict:
        key = (school.id, question, self._looks_at(school, question, cells))
        return self._verdicts.of(key, lambda: verdict(self.model, school, question, cells))

    def _looks_at(self, school: School, question: Question, cells: Cells) -> Cells:
        """Return the cells of what a school's verdict can depend on: all that it tests, and what is tied to that."""
        vars_ = self._looked_at.get((school.id, question))
        if vars_ is None:
            model = self.model
            roots = (model.rules(school, question), model.outcomes(school, question), model.ranks(school))
            tested = frozenset[int]().union(*(model.forest.support(root) for root in roots))
            tied = [group for group in model.linked(model.everything) if group & tested]
            vars_ = self._looked_at[school.id, question] = tuple(sorted(tested.union(*tied)))
        return tuple([cells[var] for var in vars_])

    def advise(
        self,
        question: Question,
        known: Known,
        passed_over: Collection[str] = (),
        pin: str | None = None,
        *,
        every_change: bool = True,
    ) -> Advice:
        """Judge everything and explain it; without `every_change`, what would change the headline alone is sought.

        Raises:
            FactError: two of the facts cannot both be.
        """
        model = self.model
        cells = model.cells(known)
        head = self.headline(question, known, pin)
        verdicts = {school.id: self._verdict(school, question, cells) for school in self.base.schools.values()}
        today = count(known.get("connections"))
        leads = None
        if question == "how_many_contacts":
            leads = course(head.answer, today, small=self._small(question, head, verdicts))
        return Advice(
            question=question,
            answer=head.answer,
            settled=head.settled,
            decided_by=head.decided_by,
            deciding=head.schools,
            decider_settled=head.decider_settled,
            possible=head.possible,
            guard=head.guard,
            verdicts=verdicts,
            notices=notices(
                model, question, model.cells(known, presume=False), head.answer, leads, size(head.answer, today)
            ),
            would_change=self._changes(question, known, head, verdicts if every_change else {}, pin),
            ask_next=tuple(self.next_questions(question, known, passed_over, pin)),
            course=leads,
        )

    def _small(self, question: Question, head: Headline, verdicts: Mapping[str, Verdict]) -> bool:
        # Where several decide, one that would have the network stay small is heard.
        found = {
            (school, rule.id)
            for school in head.schools
            for rule in self.base.schools[school].rules[question]
            if rule.small
        }
        return any((school, verdicts[school].reasons[0].rule) in found for school in head.schools)

    def _changes(
        self, question: Question, known: Known, head: Headline, verdicts: Mapping[str, Verdict], pin: str | None
    ) -> tuple[Change, ...]:
        if question == "how_many_contacts":
            return ()
        current: dict[str | None, Outcome] = {None: head.answer}
        current |= {school: one.outcome for school, one in verdicts.items() if one.outcome != SILENT}
        deciding = {self.model.variables[var].fact.id for var in self._deciding(question, pin)}
        counting = [one for one in known.items() if verdicts or one[0] in deciding]
        return self._turns.of(
            (question, pin, frozenset(counting), tuple(current)),
            lambda: tuple(sorted(changes(self.model, question, known, current, pin), key=self._plausibility)),
        )

    def _plausibility(self, change: Change) -> tuple[bool, int, int, float]:
        # The headline's first; facts of the invitation before those of the user; the likelier before the rarer.
        mine = sum(self.base.facts[name].about == "user" for name in change.facts)
        chance = 1.0
        for name, value in change.facts.items():
            prior = self.base.facts[name].prior or {}
            chance *= prior.get(value, 0.2) if isinstance(value, str) else 0.2
        return (change.school is not None, mine, len(change.facts), -chance)
