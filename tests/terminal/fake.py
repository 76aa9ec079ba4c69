"""A small conversation for the terminal's tests: it says back what reached it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.advice.facts import Value
from bot.conversation.events import Command, Event, Pressed, Said
from bot.conversation.session import Entry, Language, Session
from bot.exchange import Exchanged
from bot.wording.message import Choice, Message

GOALS = ("hire", "find_clients", "find_partner", "be_noticed", "personal_brand", "keep_in_touch", "site_traffic")


class Speaker:
    def text(self, key: str, /, **values: object) -> str:
        return " ".join([f"[{key}]", *map(str, values.values())])

    def menu(self) -> tuple[tuple[str, str], ...]:
        return (("start", "Begin"), ("me", "About me"), ("help", "Help"))


SPEAKERS: Mapping[Language, Speaker] = {"fr": Speaker(), "en": Speaker()}


def parse(text: str, session: Session) -> Event:
    if text.startswith("/"):
        return Command(text[1:])
    if text == "parse badly":
        raise ValueError("secret text")
    return Said(text)


def answer(session: Session, event: Event) -> Exchanged:
    match event:
        case Command("goals") | Pressed("goals"):
            return Exchanged(session, (_goals(session),))
        case Command(name):
            session = replace(session, editing="connections" if name == "count" else None)
            return Exchanged(
                session, (Message(f"<b>command</b> {name}", ((Choice("Goals", "goals"), Choice("Two", "2")),)),)
            )
        case Pressed(data) if data in GOALS:
            session = replace(session, me={**session.me, "objectives": _toggled(session, data)})
            return Exchanged(session, (replace(_goals(session), edit=True),), f"toggled {data}")
        case Pressed(data):
            return Exchanged(session, (Message(f"pressed {data}"),))
        case Said(text):
            lines = text.count("\n") + 1
            return Exchanged(session, (Message(f"said {lines} lines, last {text.splitlines()[-1]}"),))
    return Exchanged(session, ())


def _toggled(session: Session, goal: str) -> Entry:
    chosen = _chosen(session)
    value: Value = chosen ^ {goal}
    return Entry(value)


def _chosen(session: Session) -> frozenset[str]:
    entry = session.me.get("objectives")
    return entry.value if entry and isinstance(entry.value, frozenset) else frozenset()


def _goals(session: Session) -> Message:
    chosen = _chosen(session)
    goals = tuple((Choice(("✓ " if goal in chosen else "") + goal, goal),) for goal in GOALS)
    return Message("Which goals?", (*goals, (Choice("Done", "done", "primary"),)))


def counts(session: Session) -> bool:
    return session.editing is not None
