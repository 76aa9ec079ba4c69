"""The buttons of what is written: purposes, what fills them, drafts, the check of a note. Their data holds ids only."""

from collections.abc import Sequence
from typing import Final

from .buttons import Rows, data_of, in_rows
from .drafting import Sheet
from .purposes import MOMENTS, Moment, Purpose, units
from .reply import Button
from .session import Session

MOST_COPIED: Final = 256
"""UTF-16 units that a button can hand over for pasting: Telegram says 256 characters, and an emoji may count as two."""

MOST_ADDED: Final = 3
"""Variables that are offered at a time; the purpose names first what adds most."""


def _data(session: Session, act: str, *rest: str) -> str:
    return data_of(act, session.writings, *rest)


def of_purposes(
    session: Session, some: Sequence[Purpose], best: str | None, moment: Moment, page: int, following: int | None
) -> Rows:
    """Return a button a purpose, the other moments, the check of a note, and the ways out."""
    rows = [
        (
            Button(
                "purpose",
                _data(session, "purpose", one.id),
                {"purpose": one.id},
                "primary" if one.id == best else "plain",
            ),
        )
        for one in some
    ]
    if following is not None:
        rows.append((Button("more_purposes", _data(session, "moment", moment, str(following))),))
    others = [one for one in MOMENTS if one != moment]
    moments = tuple(Button(f"moment_{one}", _data(session, "moment", one, "0")) for one in others)
    ways = [Button("cancel", _data(session, "unwrite"))]
    if page > 0:
        ways.insert(0, Button("back", _data(session, "moment", moment, str(page - 1))))
    elif session.case is not None:
        ways.insert(0, Button("back", _data(session, "unwrite")))
    return (*rows, moments, (Button("check_note", _data(session, "reread")),), tuple(ways))


def of_variable(session: Session, name: str, current: str | None, offered: str | None, *, needed: bool) -> Rows:
    """Return what is offered for a variable, and the ways round it."""
    rows: list[tuple[Button, ...]] = []
    if offered is not None:
        rows.append((Button("offered", _data(session, "offered", name), {"words": offered}, "primary"),))
    ways = [Button("unknown", _data(session, "nofill", name))]
    if current is not None:
        ways = [] if needed else [Button("take_out", _data(session, "unfill", name), style="danger")]
    elif not needed:
        ways.append(Button("skip", _data(session, "goback")))
    ways += [Button("back", _data(session, "goback")), Button("cancel", _data(session, "unwrite"))]
    return (*rows, *in_rows(ways, 2))


def of_drafts(session: Session, sheet: Sheet) -> Rows:
    """Return copying, the other ways to write it, what could be added or corrected, and the ways out."""
    rows: list[tuple[Button, ...]] = []
    if units(sheet.draft.text) <= MOST_COPIED:
        rows.append((Button("copy", "", {}, "primary", sheet.draft.text),))
    rows += in_rows(_otherwise(session, sheet), 2)
    rows += [(Button("add", _data(session, "fill", one), {"variable": one}),) for one in sheet.adds[:MOST_ADDED]]
    rows += in_rows([Button("mend", _data(session, "fill", one), {"variable": one}) for one in sheet.filled], 2)
    lists = Button("other_purposes", _data(session, "moment", sheet.purpose.moment, "0"))
    return (*rows, (lists, Button("finish", _data(session, "unwrite"))))


def _otherwise(session: Session, sheet: Sheet) -> list[Button]:
    ways = []
    if len(sheet.variants) > 1:
        ways.append(Button("another_draft", _data(session, "variant", sheet.next)))
    if sheet.short is not None:
        ways.append(Button("shorter" if sheet.short else "fuller", _data(session, "short", str(int(sheet.short)))))
    if sheet.tone is not None:
        ways.append(Button(f"tone_{sheet.tone}", _data(session, "tone", sheet.tone)))
    if sheet.address is not None:
        ways.append(Button(f"address_{sheet.address}", _data(session, "address", sheet.address)))
    ways += [Button("tongue", _data(session, "tongue", one), {"language": one}) for one in sheet.languages]
    return ways


def of_own_note(session: Session) -> Rows:
    """Return the ways out of the check of a note."""
    return ((Button("back", _data(session, "goback")), Button("cancel", _data(session, "unwrite"))),)


def of_review(session: Session) -> Rows:
    """Return what can follow the check of a note."""
    another = Button("check_another", _data(session, "reread"), style="primary")
    write = Button("write_one", _data(session, "moment", MOMENTS[0], "0"))
    return ((another,), (write, Button("finish", _data(session, "unwrite"))))
