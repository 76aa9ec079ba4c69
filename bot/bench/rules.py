"""The bench of the rules: full facts beside a hand-written floor and a peer, unknown facts beside brute force."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import product
from random import Random
from statistics import median
from time import perf_counter
from typing import Final, NamedTuple

from bot.advice.advisor import Advisor
from bot.advice.diagram import View
from bot.advice.facts import FactError, Known, Value
from bot.advice.judge import relevant, verdict
from bot.advice.model import DecisionModel
from bot.advice.schools import Outcome, Question, School
from bot.content.load import Content

from . import handwritten
from .peer import zen_table
from .random_facts import Full, full_facts

QUESTION: Final[Question] = "accept_invitation"
PEER_SCHOOL: Final = "weak_ties"
SAMPLES: Final = 300
ROUNDS: Final = 7
UNKNOWN: Final = 6
BRUTE: Final = 4


class Line(NamedTuple):
    """One line of the table; `passed` is None where nothing is demanded."""

    what: str
    figure: str
    demanded: str = ""
    passed: bool | None = None


def run(content: Content) -> None:
    """Measure and print the table."""
    lines = list(measure(content.advisor))
    width = max(len(line.what) for line in lines)
    for line in lines:
        verdict_ = "" if line.passed is None else "PASS" if line.passed else "over"
        print(f"{line.what:<{width}}  {line.figure:>22}  {line.demanded:<12}  {verdict_}".rstrip())


def measure(advisor: Advisor) -> Iterator[Line]:
    """Yield the lines of the table."""
    random = Random(20240229)
    samples = [full_facts(advisor.model, random) for _ in range(SAMPLES)]
    yield from _full(advisor.model, samples)
    yield from _peer(advisor.model, samples)
    yield from _one_school(advisor, samples, random)
    yield from _next_question(advisor, samples, random)
    yield from _start(advisor)


def _full(model: DecisionModel, samples: Sequence[Full]) -> Iterator[Line]:
    floor = _each(handwritten.conclude, samples)
    engine = _each(lambda facts: model.conclude(QUESTION, facts), samples)
    cells = _each(lambda facts: _verdicts(model, facts), samples)
    yield Line("full facts, 8 schools: if and else", f"{floor * 1e6:.1f} µs")
    yield Line("full facts, 8 schools: diagrams", f"{engine * 1e6:.1f} µs")
    yield Line("  ratio", f"{engine / floor:.1f}", "<= 10", engine / floor <= 10)
    yield Line("full facts, 8 schools: verdicts with reasons", f"{cells * 1e6:.0f} µs")


def _verdicts(model: DecisionModel, facts: Known) -> None:
    cells = model.cells(facts)
    for school in model.base.schools.values():
        verdict(model, school, QUESTION, cells)


def _peer(model: DecisionModel, samples: Sequence[Full]) -> Iterator[Line]:
    school = model.base.schools[PEER_SCHOOL]
    judge = zen_table(school, QUESTION)
    if judge is None:
        yield Line(f"full facts, {PEER_SCHOOL}: zen-engine", "not installed", "(pip install 'entregent[bench]')")
        return
    differing = sum(judge(facts) != model.conclude(QUESTION, facts)[school.id] for facts in samples)
    peer = _each(judge, samples)
    yield Line(f"full facts, {PEER_SCHOOL} alone: zen-engine", f"{peer * 1e6:.1f} µs")
    yield Line("  answers that differ from ours", str(differing), "0", differing == 0)


def _one_school(advisor: Advisor, samples: Sequence[Full], random: Random) -> Iterator[Line]:
    model = advisor.model
    schools = [school for school in model.base.schools.values() if school.rules.get(QUESTION)]
    tasks = [(school, _forget(advisor, facts, random)) for facts in samples for school in schools]
    times = [_timed(partial(_possible_and_relevant, model, *task)) for task in tasks]
    yield _figures(f"one school, possible and relevant, {UNKNOWN} unknown", times, 1.0)
    few = [(school, _forget(advisor, random.choice(samples), random, several=False)) for school in schools * BRUTE]
    slow, wrong = [], 0
    for task in few:
        start = perf_counter()
        found = _brute(model, *task)
        slow.append(perf_counter() - start)
        wrong += found != _possible_and_relevant(model, *task)
    yield _figures("  possible answers by enumeration", slow)
    yield Line("  answers that differ from ours", str(wrong), "0", wrong == 0)


def _possible_and_relevant(model: DecisionModel, school: School, known: Known) -> set[Outcome]:
    cells = model.cells(known)
    view = View(model.forest, model.outcomes(school, QUESTION), cells)
    relevant(model, view, cells)
    return {model.forest.value(end) for end in view.terminals()}


def _brute(model: DecisionModel, school: School, known: Known) -> set[Outcome]:
    judge = handwritten.SCHOOLS[school.id]
    return {judge(facts) for facts in _completions(model, known)}


def _completions(model: DecisionModel, known: Known) -> Iterator[Full]:
    unknown = [name for name in model.axes.of_fact if name not in known]
    for row in product(*(list(_values(model, name)) for name in unknown)):
        facts = {**known, **dict(zip(unknown, row, strict=True))}
        try:
            model.cells(facts)
        except FactError:
            continue
        yield facts


def _values(model: DecisionModel, name: str) -> Iterable[Value]:
    indices = model.axes.of_fact[name]
    if len(indices) > 1:
        choices = model.base.facts[name].values
        for row in product((False, True), repeat=len(choices)):
            yield frozenset(one for one, chosen in zip(choices, row, strict=True) if chosen)
    else:
        yield from model.variables[indices[0]].cells


def _next_question(advisor: Advisor, samples: Sequence[Full], random: Random) -> Iterator[Line]:
    known = [_forget(advisor, facts, random) for facts in samples]
    for facts in (*known, {}):
        advisor.next_questions(QUESTION, facts)
    times = [_timed(partial(advisor.next_questions, QUESTION, facts)) for facts in known]
    yield _figures(f"next question, all schools, {UNKNOWN} unknown", times, 5.0)
    times = [_timed(lambda: advisor.next_questions(QUESTION, {})) for _ in range(9)]
    yield _figures("next question, all schools, all unknown", times, 40.0)


def _start(advisor: Advisor) -> Iterator[Line]:
    def compile_() -> None:
        DecisionModel(advisor.base).answers(QUESTION)

    yield _figures("rules compiled to the headline's diagram, once", [_timed(compile_) for _ in range(3)])


def _forget(advisor: Advisor, facts: Full, random: Random, *, several: bool = True) -> Full:
    # Evidence stays out of it: it is never asked for. Enumeration has its hands full without 65,536 sets of choices.
    names = [name for name in advisor.efforts[QUESTION] if several or len(advisor.model.axes.of_fact[name]) == 1]
    forgotten = random.sample(names, UNKNOWN)
    return {name: value for name, value in facts.items() if name not in forgotten}


def _each(judge: Callable[[Full], object], samples: Sequence[Full]) -> float:
    # Seconds for one sample: the median of several rounds over all.
    for facts in samples:
        judge(facts)
    rounds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        for facts in samples:
            judge(facts)
        rounds.append((perf_counter() - start) / len(samples))
    return median(rounds)


def _timed(work: Callable[[], object], rounds: int = 3) -> float:
    # Seconds: the best of a few rounds, since others use this machine too.
    best = float("inf")
    for _ in range(rounds):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def _figures(what: str, seconds: Sequence[float], most: float | None = None) -> Line:
    middle, worst = median(seconds) * 1e3, max(seconds) * 1e3
    figure = f"{middle:.2f} ms, max {worst:.2f}"
    return Line(what, figure, "" if most is None else f"<= {most:g} ms", None if most is None else worst <= most)
