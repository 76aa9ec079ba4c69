"""Random facts that can all be, for benches and for the test of the floor."""

from random import Random

from bot.advice.facts import Fact, FactError, Value
from bot.advice.model import DecisionModel

Full = dict[str, Value]


def full_facts(model: DecisionModel, random: Random) -> Full:
    """Draw a value for every fact that a rule may look at."""
    groups = model.linked(model.everything)
    tied = {model.variables[var].fact.id for group in groups for var in sorted(group)}
    names = [name for name in model.axes.of_fact if name in tied]
    while True:
        drawn = {name: _value(model.base.facts[name], model, random) for name in names}
        try:
            model.cells(drawn)
        except FactError:
            continue
        return drawn | {
            name: _value(model.base.facts[name], model, random) for name in model.axes.of_fact if name not in tied
        }


def _value(fact: Fact, model: DecisionModel, random: Random) -> Value:
    if fact.kind == "several":
        return frozenset(random.sample(fact.values, random.choice((0, 1, 1, 2, 3))))
    if fact.kind == "number":
        (index,) = model.axes.of_fact[fact.id]
        low = int(random.choice(model.variables[index].cells))
        return min(low + random.randrange(100), fact.most)
    return random.choice(fact.values)
