"""Counts what went wrong between what people wrote and what they were shown."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tests.torture.crowd import Shown, numbers


@dataclass(frozen=True, slots=True)
class Tally:
    """Updates lost, applied twice and out of order; messages sent again, with a death in between and without."""

    updates: int = 0
    lost: int = 0
    applied_twice: int = 0
    out_of_order: int = 0
    set_aside: int = 0
    sent_again: int = 0
    sent_again_without_cause: int = 0

    @property
    def faults(self) -> int:
        """Count what must not be."""
        return self.lost + self.applied_twice + self.out_of_order + self.set_aside + self.sent_again_without_cause

    def __add__(self, other: "Tally") -> "Tally":
        mine, its = asdict(self), asdict(other)
        return Tally(**{name: mine[name] + its[name] for name in mine})


def tally(written: Mapping[int, int], shown: Mapping[int, Sequence[Shown]], deaths: Sequence[float]) -> Tally:
    """Compare, chat by chat; `deaths` are moments of the same clock as what was shown."""
    found = Tally()
    for chat, count in written.items():
        found += _chat(count, shown.get(chat, ()), deaths)
    return found


def _chat(count: int, shown: Sequence[Shown], deaths: Sequence[float]) -> Tally:
    again, without_cause, aside = 0, 0, 0
    counted: dict[int, set[int]] = {}
    order: list[int] = []
    before: Shown | None = None
    for one in shown:
        pair = numbers(one.text)
        if pair is None:
            aside += 1
        elif pair[0] in counted.get(pair[1], ()):
            # Whatever was sent after it shows that it had been marked as sent: only the last is in flight.
            in_flight = before is not None and before.text == one.text
            died = before is not None and any(before.at <= death <= one.at for death in deaths)
            again += 1
            without_cause += not (in_flight and died)
        else:
            counted.setdefault(pair[1], set()).add(pair[0])
            order.append(pair[1])
        before = one
    most = max((max(counts) for counts in counted.values()), default=0)
    return Tally(
        updates=count,
        lost=sum(number not in counted for number in range(count)),
        applied_twice=max(sum(len(counts) - 1 for counts in counted.values()), most - count, 0),
        out_of_order=sum(second < first for first, second in itertools.pairwise(order)),
        set_aside=aside,
        sent_again=again,
        sent_again_without_cause=without_cause,
    )
