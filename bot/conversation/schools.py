"""The schools: all of them in a line each, and one in its strongest form, to be followed or not."""

from dataclasses import replace
from typing import Final

from bot.advice.diagram import View
from bot.advice.schools import Range, School

from . import buttons
from .case import Turn
from .matter import Matter
from .reply import Reply, Say
from .session import Session

MOST_CLAIMS: Final = 9
"""Claims of a school that are shown: for whom it speaks, what its rules rest on, then what else it says."""


def listed(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Show every school in one line."""
    return session, Reply((Say("schools", {"pinned": session.pinned}, buttons.of_schools(session, matter), edit),))


def shown(session: Session, matter: Matter, name: str, *, toast: str | None = None) -> Turn:
    """Show one school: who, what, for whom, its claims, its figures, where to read it."""
    school = matter.advisor.base.schools[name]
    values = {
        "school": name,
        "pinned": session.pinned == name,
        "author": school.voice,
        "claims_of": _claims(school),
        "figures": _figures(school),
        "strength": _strength(session, matter, school),
        "sources_of": school.sources,
    }
    return session, Reply((Say("school", values, buttons.of_school(session, name), edit=True),), toast)


def pin(session: Session, matter: Matter, name: str, *, pins: bool) -> Turn:
    """Follow a school, or no longer any."""
    session = replace(session, pinned=name if pins else None)
    return shown(session, matter, name, toast="toast.pinned" if pins else "toast.unpinned")


def _claims(school: School) -> tuple[str, ...]:
    cited = [claim for row in school.speaks_for for claim in row.claims]
    cited += [claim for rules in school.rules.values() for rule in rules for claim in rule.claims]
    return tuple(dict.fromkeys((*cited, *school.claims)))[:MOST_CLAIMS]


def _figures(school: School) -> tuple[tuple[Range | None, str], ...]:
    # Its ranges with the rules that give them; where it gives none, the most general thing that it says instead.
    rules = school.rules.get("how_many_contacts", ())
    ranges = tuple((rule.then, rule.id) for rule in rules if isinstance(rule.then, Range))
    return ranges or tuple((None, rule.id) for rule in rules[-1:])


def _strength(session: Session, matter: Matter, school: School) -> int | str | None:
    # How strongly it speaks for the user: 0 to 3, or "silent"; None while that hangs on what nobody has said.
    model = matter.advisor.model
    cells = model.cells({name: entry.value for name, entry in session.me.items()})
    ends = {model.forest.value(end) for end in View(model.forest, model.ranks(school), cells).terminals()}
    strengths = {"silent" if rank is None else rank.strength for rank in ends}
    return strengths.pop() if len(strengths) == 1 else None
