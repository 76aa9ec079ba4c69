"""Leaving what stands beside the rest: whatever was in hand before is shown again."""

from dataclasses import replace

from . import buttons, case, people, writing
from .case import Turn
from .matter import Matter
from .phases import moved
from .reply import Reply, Say
from .session import Session


def leave(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Show the message being written, the case or the list in hand, else what can be begun."""
    if session.writing is not None:
        return writing.again(replace(session, editing=None), matter, edit=edit)
    session = replace(session, editing=None, phase=moved(session.phase, "finish"))
    here = session.case
    if here is not None and here.asked is not None:
        return case.ask(session, matter, here.asked, edit=edit)
    if here is not None and here.answered:
        return case.answer(session, matter, edit=edit)
    if session.people is not None:
        return people.again(session, matter)
    return session, Reply((Say("start", {}, buttons.of_start(session), edit),))
