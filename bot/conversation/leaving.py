"""Leaving what stands beside a case: the case is shown again, where there is one."""

from dataclasses import replace

from . import buttons, case
from .case import Turn
from .matter import Matter
from .phases import moved
from .reply import Reply, Say
from .session import Session


def leave(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Show the case in hand again where there is one, else what can be begun."""
    session = replace(session, editing=None, phase=moved(session.phase, "finish"))
    here = session.case
    if here is not None and here.asked is not None:
        return case.ask(session, matter, here.asked, edit=edit)
    if here is not None and here.answered:
        return case.answer(session, matter, edit=edit)
    return session, Reply((Say("start", {}, buttons.of_start(session), edit),))
