"""The phases of a conversation, as a `transitions` machine.

Phases, not questions: which question comes next is computed from what the schools still need. One
machine serves every chat; a phase is moved by a passing model.
"""

from functools import cache
from typing import Any, Final, NamedTuple

from transitions import Machine

from .session import Phase

PHASES: Final[tuple[Phase, ...]] = ("idle", "asking", "advised", "reviewing", "writing", "matching", "stating")


class Move(NamedTuple):
    """A trigger, the phases in which it is legal, and the phase that it leads to."""

    trigger: str
    source: tuple[Phase, ...]
    dest: Phase


MOVES: Final = (
    Move("ask", PHASES, "asking"),
    Move("advise", PHASES, "advised"),
    Move("review", PHASES, "reviewing"),
    Move("write", PHASES, "writing"),
    Move("match", PHASES, "matching"),
    Move("declare", PHASES, "stating"),
    Move("finish", PHASES, "idle"),
)
"""`ask` puts a question, `advise` gives an answer, `review` shows what is kept, `write` goes on with a message
or with the check of one, `match` compares the user with the schools, `declare` writes their policy, `finish` ends the
case."""


class _Chat:
    state: Phase

    def __init__(self, phase: Phase) -> None:
        self.state = phase


@cache
def machine() -> Machine:
    """Return the one machine, without a model of its own."""
    moves = [{"trigger": move.trigger, "source": list(move.source), "dest": move.dest} for move in MOVES]
    return Machine(model=None, states=list(PHASES), transitions=moves, initial="idle", auto_transitions=False)


def moved(phase: Phase, trigger: str) -> Phase:
    """Return the phase after a trigger.

    Raises:
        transitions.MachineError: the phase does not allow it.
    """
    chat: Any = _Chat(phase)
    machine().events[trigger].trigger(chat)
    state: Phase = chat.state
    return state


def drawn() -> str:
    """Return the machine as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> idle"]
    for source in PHASES:
        for dest in PHASES:
            labels = [move.trigger for move in MOVES if move.dest == dest and source in move.source]
            if labels and (source, dest) != ("idle", "idle"):
                lines.append(f"    {source} --> {dest}: {', '.join(labels)}")
    return "\n".join(lines)
