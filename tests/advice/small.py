"""Small random rule sets, and what may be known under them."""

from typing import Any, Final, get_args

from hypothesis import strategies as st

from bot.advice.conditions import Condition
from bot.advice.facts import AtLeast, Fact, Known, Value
from bot.advice.schools import (
    ANSWERS,
    Audience,
    Derivation,
    Guard,
    Outcome,
    Question,
    Range,
    Rule,
    RuleBase,
    School,
    Weight,
)

FACTS: Final = {
    fact.id: fact
    for fact in (
        Fact("aims", "user", "several", ("work", "fame", "fun"), {"work": 0.3, "fame": 0.1, "fun": 0.0}),
        Fact("size", "user", "number", prior={"1": 0.2, "2": 0.9}, most=3),
        Fact("who", "user", "choice", ("jo", "al", "mo"), {"jo": 0.5, "al": 0.5, "mo": 0.0}),
        Fact("tie", "invitation", "choice", ("near", "far", "none")),
        Fact("word", "invitation", "yes_no", ("yes", "no"), {"yes": 0.3, "no": 0.7}),
        Fact("look", "invitation", "choice", ("fine", "odd"), None, True, "fine"),
        Fact("lion", "invitation", "yes_no", ("yes", "no"), None, True, "no"),
        Fact("field", "user", "text"),
    )
}
DERIVED: Final = "fits"
JUDGED: Final = [name for name, fact in FACTS.items() if fact.kind != "text"]
RANGES: Final[tuple[Outcome, ...]] = (Range(500, None), Range(1000, 5000), Range(None, 200), "no_number")


def _listed(values: tuple[str, ...], least: int = 1, most: int = 9) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=min(most, len(values)), unique=True)


def raw_conditions(name: str) -> st.SearchStrategy[Any]:
    """Draw what may stand in a condition after a fact's id."""
    if name == DERIVED:
        return st.sampled_from(["yes", "no"])
    fact = FACTS[name]
    one = st.sampled_from(fact.values) if fact.values else st.nothing()
    if fact.kind == "number":
        number = st.integers(0, fact.most)
        bounds = st.tuples(st.integers(0, fact.most - 1), st.integers(1, fact.most)).filter(
            lambda pair: pair[0] < pair[1]
        )
        return st.one_of(
            number,
            number.map(lambda n: {"at_least": n}),
            st.integers(1, fact.most).map(lambda n: {"below": n}),
            bounds.map(lambda pair: {"at_least": pair[0], "below": pair[1]}),
        )
    listed = _listed(fact.values)
    if fact.kind == "several":
        operator = st.sampled_from(["any", "none_of", "only"])
        empty = st.sampled_from([{"empty": "yes"}, {"empty": "no"}])
        return st.one_of(one, listed, st.builds(lambda op, arg: {op: arg}, operator, listed), empty)
    return st.one_of(one, listed, _listed(fact.values, 1, len(fact.values) - 1).map(lambda arg: {"not": arg}))


@st.composite
def conditions(draw: st.DrawFn, names: list[str], least: int = 0, most: int = 3) -> Condition:
    """Draw a condition on a few facts."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=least, max_size=most, unique=True))
    return Condition({name: draw(raw_conditions(name)) for name in chosen})


@st.composite
def impossibles(draw: st.DrawFn, names: list[str]) -> Condition:
    """Draw an impossible combination of two or three facts; no presumed value is in it."""
    found: dict[str, Any] = {}
    plain = [name for name in names if FACTS[name].kind != "several"]
    for name in draw(st.lists(st.sampled_from(plain), min_size=2, max_size=3, unique=True)):
        fact = FACTS[name]
        if fact.evidence_only:
            found[name] = next(value for value in fact.values if value != fact.presumed)
        else:
            found[name] = draw(raw_conditions(name))
    return Condition(found)


@st.composite
def schools(draw: st.DrawFn, name: str, question: Question, names: list[str]) -> School:
    """Draw a school: whom it speaks for, and its rules; some end without a last word."""
    facts = [*names, DERIVED]
    strengths = st.sampled_from([None, 0, 1, 2, 3])
    said_of: st.SearchStrategy[Weight | None] = st.sampled_from([None, *get_args(Weight)])
    rows = [
        Audience(when, draw(strengths), draw(said_of), ("X1",))
        for when in draw(st.lists(conditions(facts, 1, 2), max_size=2))
    ]
    outcomes = st.sampled_from(ANSWERS.get(question, RANGES))
    whens = draw(st.lists(conditions(facts, 1), max_size=4)) + [Condition({})] * draw(st.integers(0, 1))
    rules = tuple(Rule(f"{name}{place}", when, draw(outcomes), ("X1",)) for place, when in enumerate(whens))
    audience = (*rows, Audience(Condition({}), draw(st.integers(0, 3)), None, ("X1",)))
    return School(name, name, (), ("X1",), audience, {question: rules})


@st.composite
def guards(draw: st.DrawFn, name: str, names: list[str]) -> Guard:
    """Draw a guard, with or without what takes it back."""
    when = draw(conditions(names, 1, 2))
    unless = draw(st.none() | conditions(names, 1, 2))
    return Guard(name, when, unless, {"accept_invitation": draw(st.sampled_from(ANSWERS["accept_invitation"]))}, ())


@st.composite
def rule_bases(draw: st.DrawFn, question: Question = "accept_invitation") -> RuleBase:
    """Draw a rule base over four or five of the facts."""
    chosen = draw(st.lists(st.sampled_from(JUDGED), min_size=4, max_size=5, unique=True))
    names = [name for name in JUDGED if name in chosen]
    rows = draw(st.lists(st.tuples(conditions(names, 1, 2), st.sampled_from(["yes", "no"])), max_size=3))
    made = [draw(schools(name, question, names)) for name in "abcd"[: draw(st.integers(2, 4))]]
    return RuleBase(
        {name: fact for name, fact in FACTS.items() if name in chosen or fact.kind == "text"},
        {DERIVED: Derivation(DERIVED, ("yes", "no"), (*rows, (Condition({}), "no")))},
        tuple(draw(st.lists(impossibles(names), max_size=3))),
        {school.id: school for school in made},
        tuple(draw(guards(f"g{place}", names)) for place in range(draw(st.integers(0, 2)))),
    )


def values(name: str) -> st.SearchStrategy[Value]:
    """Draw a value of a fact; of a number, perhaps only a bound."""
    fact = FACTS[name]
    if fact.kind == "number":
        return st.one_of(st.integers(0, fact.most), st.integers(0, fact.most).map(AtLeast))
    if fact.kind == "several":
        return st.frozensets(st.sampled_from(fact.values))
    return st.sampled_from(fact.values)


@st.composite
def knowns(draw: st.DrawFn, base: RuleBase) -> Known:
    """Draw what is known: any number of facts, possible together or not."""
    names = [name for name in JUDGED if name in base.facts]
    return {name: draw(values(name)) for name in draw(st.lists(st.sampled_from(names), unique=True))}
