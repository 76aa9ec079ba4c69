"""The answer to "how many connections?": what fills it, and its pictures."""

from dataclasses import dataclass

from bot.advice.advisor import Advice
from bot.advice.facts import Known
from bot.advice.schools import Outcome
from bot.advice.targets import Plan, plan

from .buttons import Rows, data_of
from .matter import Matter
from .reply import Button, Picture, PictureKind
from .session import Case, Session


@dataclass(frozen=True, slots=True)
class Outlook:
    """The advice on some facts, and the way that follows from it."""

    advice: Advice
    plan: Plan


@dataclass(frozen=True, slots=True)
class Apart:
    """What each of some objectives would give if it were the only one, and the schools that would decide.

    `sure` says that no unknown fact could change it.
    """

    objectives: tuple[str, ...]
    answer: Outcome
    schools: tuple[str, ...]
    sure: bool


def outlook(matter: Matter, case: Case, known: Known, pin: str | None) -> Outlook:
    """Advise on these facts.

    Raises:
        FactError: two of them cannot both be.
    """
    advice = matter.advisor.advise("how_many_contacts", known, case.unknown, pin)
    return Outlook(advice, plan(advice.answer, known, matter.pace))


def values(matter: Matter, advice: Advice, known: Known, pin: str | None) -> dict[str, object]:
    """Return what fills the answer besides what fills every answer."""
    return {
        "today": known.get("connections"),
        "plan": plan(advice.answer, known, matter.pace),
        "apart": apart(matter, known, pin),
    }


def apart(matter: Matter, known: Known, pin: str | None) -> tuple[Apart, ...]:
    """Return what each objective gives by itself, where there are several; those that give the same stand together."""
    chosen = known.get("objectives")
    if not isinstance(chosen, frozenset) or len(chosen) < 2:
        return ()
    found: dict[tuple[Outcome, tuple[str, ...], bool], tuple[str, ...]] = {}
    for one in (one for one in matter.facts["objectives"].values if one in chosen):
        head = matter.advisor.headline("how_many_contacts", {**known, "objectives": frozenset((one,))}, pin)
        same = (head.answer, head.schools, head.settled)
        found[same] = (*found.get(same, ()), one)
    return tuple(Apart(objectives, *same) for same, objectives in found.items())


def buttons(session: Session) -> Rows:
    """Return what an answer on how many connections offers by itself: to compare, and to be drawn anew."""
    case = session.case
    assert case is not None
    row = [Button("what_if", data_of("whatif", case.number))]
    if case.drawn is not None and _drawing("standing", session) not in case.drawn:
        row.append(Button("draw_standing", data_of("draw", case.number, "standing")))
    return (tuple(row),)


def with_first_answer(session: Session, matter: Matter, advice: Advice, known: Known) -> tuple[Session, Picture | None]:
    """Return the picture that comes with a case's first answer, and with no other unless it is asked for."""
    case = session.case
    assert case is not None
    return (session, None) if case.drawn is not None else drawn(session, matter, advice, known, "standing")


def drawn(
    session: Session, matter: Matter, advice: Advice, known: Known, kind: PictureKind
) -> tuple[Session, Picture | None]:
    """Draw a picture, unless it has been since the facts last changed, and remember that it was."""
    case = session.case
    assert case is not None
    before = case.drawn or frozenset()
    if _drawing(kind, session) in before:
        return session, None
    rows: Rows = ()
    if kind == "standing" and has_way(matter, advice, known):
        rows = ((Button("draw_way", data_of("draw", case.number, "way")),),)
    session = session.with_case(drawn=before | {_drawing(kind, session)})
    return session, Picture(kind, advice, known, rows)


def has_way(matter: Matter, advice: Advice, known: Known) -> bool:
    """Tell whether there is a way to draw: a milestone, and the weeks to it."""
    planned = plan(advice.answer, known, matter.pace)
    return any(stage.weeks is not None for stage in planned.stages)


def _drawing(kind: PictureKind, session: Session) -> str:
    return f"{kind}.{session.language}"
