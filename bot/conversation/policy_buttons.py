"""The buttons of a policy: copying it, saying more of oneself, the schools, and leaving."""

from .buttons import Rows, data_of
from .purposes import units
from .reply import Button
from .session import Session
from .writing_buttons import MOST_COPIED

__all__ = ["MOST_COPIED", "of_policy"]


def of_policy(session: Session, text: str, short: str, waits: str | None) -> Rows:
    """Return the copy that fits into a button, the fact that would say more, the schools, and the way out."""
    number = session.cases
    rows: list[tuple[Button, ...]] = []
    if units(text) <= MOST_COPIED:
        rows.append((Button("copy", "", {}, "primary", text),))
    elif short:
        rows.append((Button("copy_short", "", {}, "primary", short),))
    if waits is not None:
        rows.append((Button("refine", data_of("me", number, waits), {"fact": waits}, "primary"),))
    rows.append((Button("which", data_of("quiz", number)), Button("schools", data_of("schools", number))))
    return (*rows, (Button("finish", data_of("unpolicy", number)),))
