"""What Telegram's room needs of the conversation, passed in by whoever starts it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.conversation.events import Event
from bot.conversation.session import Language, Session, dump, load
from bot.exchange import Exchanged, Part, event_of, event_of_parts, exchange, part_of
from bot.reading.forwarded import is_picture

if TYPE_CHECKING:
    from bot.content.load import Content


class Speaker(Protocol):
    """The texts of one language."""

    def text(self, key: str, /, **values: object) -> str:
        """Return a single text, without markup."""

    def menu(self) -> tuple[tuple[str, str], ...]:
        """Return the commands, each with its description."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation as functions: read a text or a file, answer an event, keep a session as plain data.

    `peruse` waits for a file's reader, `gather` makes one event of what was read in files that came together and of
    what was written with them; `is_slow` tells a file that takes its reader seconds. `begin` makes the
    session of a chat of which nothing is held, at a second of the epoch.
    """

    answer: Callable[[Session, Event], Exchanged]
    parse: Callable[[str, Session], Event]
    peruse: Callable[[bytes, Session], Part]
    gather: Callable[[Sequence[Part], str, Session], Event]
    is_slow: Callable[[bytes], bool]
    speakers: Mapping[Language, Speaker]
    dump: Callable[[Session], dict[str, Any]]
    load: Callable[[dict[str, Any]], Session]
    begin: Callable[[Language, int], Session] = lambda language, _: Session(language=language)


def talk_of(content: "Content") -> Talk:
    """Return the conversation that some content makes."""
    facts, schools = content.advisor.base.facts, content.advisor.base.schools
    return Talk(
        answer=lambda session, event: exchange(session, event, content),
        parse=lambda text, session: event_of(text, session, content),
        peruse=lambda file, session: part_of(file, session, content),
        gather=lambda parts, text, session: event_of_parts(parts, text, session, content),
        is_slow=is_picture,
        speakers=content.speakers,
        dump=dump,
        load=lambda data: load(data, facts, schools, content.speakers),
        # Cases are counted from the time on: a button from before everything was erased fits none of them.
        begin=lambda language, now: Session(language=language, cases=now, writings=now),
    )
