"""What passes between the database and whoever uses it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.session import Session

from .sealing import Seal


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update to take in: its body, when it was sent (milliseconds of the epoch), and what it belongs with.

    What `joins` the same as the arrival before it, while that one `waits`, is applied together with it.
    """

    update: int
    chat: int
    body: bytes
    sent_at: int
    joins: str | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """The oldest arrivals of a chat that are applied together, `deadline` being when (milliseconds of the epoch).

    `sign` is the message that told the user that the reading goes on, if one was sent; `tries` how often it
    was tried before; `taken_in` is when the last of them came (milliseconds of the epoch). `more` says that
    others wait behind them.
    """

    updates: tuple[int, ...]
    bodies: tuple[bytes, ...]
    deadline: int
    sign: int | None = None
    tries: int = 0
    taken_in: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Unsent:
    """One message to send."""

    number: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Applied:
    """What an update leads to: the session to keep, if it is to be kept, and the messages to send.

    `forget` erases all that is held of the chat before; then only these messages are left, until they are sent.
    """

    session: Session | None
    out: Sequence[bytes] = field(default=())
    forget: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a chat's rows: when its session changed (seconds of the epoch), and how much waits."""

    changed_at: int | None
    to_answer: int
    to_send: int


@dataclass(frozen=True, slots=True)
class Codec:
    """How a session becomes plain data and back, and how bodies are sealed."""

    dump: Callable[[Session], dict[str, Any]]
    load: Callable[[dict[str, Any]], Session]
    seal: Seal
