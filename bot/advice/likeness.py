"""Which school somebody answers like: sample invitations, what each school says of them, which to show next.

Answers are taken with a small chance of an odd one, so that none rules a school out by itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log2

from .facts import Known
from .judge import OPEN, Verdict, verdict
from .masses import DIGITS
from .model import DecisionModel
from .schools import ANSWERS, SILENT, Question

QUESTION: Question = "accept_invitation"

Given = Mapping[str, str]
"""What somebody answered, by sample, in the order in which they answered."""


@dataclass(frozen=True)
class Samples:
    """Sample invitations, as facts, and how they are asked.

    `as_if` is the user whom all schools judge them for; `noise` is the chance of an odd answer and `clear` the share
    of belief at which a school is clear, both between 0 and 1. From `at_least` samples on, it ends as soon as one
    is clear, and after `at_most` in any case.
    """

    as_if: Known
    facts: Mapping[str, Known]
    noise: float
    clear: float
    at_least: int
    at_most: int


class Likeness:
    """Compares answers to sample invitations with those of the schools that judge invitations."""

    def __init__(self, model: DecisionModel, samples: Samples) -> None:
        self.samples = samples
        self._model = model

    @cached_property
    def verdicts(self) -> Mapping[str, Mapping[str, Verdict]]:
        """What each school says of each sample, of the schools that say something of every one.

        Raises:
            FactError: a sample whose facts cannot all be.
        """
        model, samples = self._model, self.samples
        cells = {name: model.cells({**samples.as_if, **facts}) for name, facts in samples.facts.items()}
        found = {
            name: {school.id: verdict(model, school, QUESTION, one) for school in model.base.schools.values()}
            for name, one in cells.items()
        }
        judging = [
            school
            for school in model.base.schools
            if all(row[school].stance not in (SILENT, OPEN) for row in found.values())
        ]
        return {name: {school: row[school] for school in judging} for name, row in found.items()}

    @cached_property
    def schools(self) -> tuple[str, ...]:
        """The schools that are compared."""
        return tuple(next(iter(self.verdicts.values()), {}))

    def says(self, school: str, sample: str) -> str:
        """Return what a school answers to a sample."""
        return self.verdicts[sample][school].stance

    def shares(self, given: Given) -> dict[str, float]:
        """Return how much speaks for each school, as shares of one; all are alike to begin with."""
        weights = dict.fromkeys(self.schools, 1.0)
        for sample, answer in given.items():
            for school in weights:
                weights[school] *= self._chance(school, sample, answer)
        total = sum(weights.values())
        return {school: weight / total for school, weight in weights.items()}

    def leaders(self, given: Given) -> tuple[str, ...]:
        """Return the school that answers most like somebody; several where nothing tells them apart."""
        shares = {school: round(share, DIGITS) for school, share in self.shares(given).items()}
        return tuple(school for school, share in shares.items() if share == max(shares.values()))

    def worth(self, sample: str, given: Given) -> float:
        """Return how many bits the answer to a sample would tell of the school; 0 where all say the same of it."""
        if len({self.says(school, sample) for school in self.schools}) < 2:
            return 0.0
        shares = self.shares(given)
        after = [
            sum(share * self._chance(school, sample, answer) for school, share in shares.items())
            for answer in ANSWERS[QUESTION]
        ]
        # Oddness alone leaves as much open after every sample, whichever school it is.
        return _entropy(after) - _entropy([self._chance_at(place) for place in range(len(ANSWERS[QUESTION]))])

    def next_sample(self, given: Given, passed_over: Collection[str] = ()) -> str | None:
        """Return the sample that best tells the schools apart, None where it is time to say which one it is."""
        if self._ends(given, len(given) + len(passed_over)):
            return None
        left = [name for name in self.samples.facts if name not in given and name not in passed_over]
        worth = {name: round(self.worth(name, given), DIGITS) for name in left}
        telling = [name for name in left if worth[name] > 0]
        return max(telling, key=lambda name: worth[name]) if telling else None

    def clear(self, given: Given) -> bool:
        """Tell whether one school is clear; schools that no sample tells apart count as one."""
        shares = self.shares(given)
        alike: dict[tuple[str, ...], float] = {}
        for school, share in shares.items():
            row = tuple(self.says(school, sample) for sample in self.samples.facts)
            alike[row] = alike.get(row, 0.0) + share
        return max(alike.values(), default=1.0) >= self.samples.clear

    def _ends(self, given: Given, asked: int) -> bool:
        if asked >= self.samples.at_most:
            return True
        return len(given) >= self.samples.at_least and self.clear(given)

    def _chance(self, school: str, sample: str, answer: str) -> float:
        return self._chance_at(0 if self.says(school, sample) == answer else 1)

    def _chance_at(self, place: int) -> float:
        # The school's own answer comes first; the odd ones share the rest.
        noise = self.samples.noise
        return 1 - noise if place == 0 else noise / (len(ANSWERS[QUESTION]) - 1)


def _entropy(shares: Collection[float]) -> float:
    return -sum(share * log2(share) for share in shares if share > 0)
