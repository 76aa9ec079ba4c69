"""What is kept of the user: told, handed over, erased."""

from . import buttons
from .case import Turn
from .matter import Matter
from .reply import Reply, Say
from .session import Session


def tell(session: Session, matter: Matter) -> Turn:
    """Say what is kept, why, how long, how it is protected, and whom to ask."""
    keeping = matter.keeping
    values = {
        "lasts": keeping is not None,
        "idle_days": keeping.idle_days if keeping else 0,
        "mark_days": keeping.mark_days if keeping else 0,
        "contact": keeping.contact if keeping else "",
    }
    return session, Reply((Say("privacy", values),))


def export(session: Session) -> Turn:
    """Hand over everything that is held of the user."""
    return session, Reply((Say("export"),), effect="export")


def ask(session: Session, matter: Matter) -> Turn:
    """Ask whether everything is to be erased."""
    values = {"lasts": matter.keeping is not None}
    return session, Reply((Say("forget", values, buttons.of_forgetting(session)),))


def forget(session: Session, matter: Matter) -> Turn:
    """Erase everything; what counts cases goes on in this room, so that no old button fits a new case."""
    empty = Session(language=session.language, cases=session.cases + 1, writings=session.writings + 1)
    values = {"lasts": matter.keeping is not None}
    return empty, Reply((Say("forgotten", values, edit=True),), effect="forget")
