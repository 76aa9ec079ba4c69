"""The moments of an update's way at which a process can be made to die, without a word about it in the bot."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final

from sqlalchemy import Engine, event

from bot.handlers.chats import Chats
from bot.handlers.request import AiohttpRequest
from bot.handlers.talk import Talk
from bot.storage.postgres import Postgres
from bot.storage.rows import Rows
from bot.storage.sqlite import Sqlite

VARIABLE: Final = "TORTURE_POINT"
"""The environment variable that names a point and which passing of it is the last, as `got:3`."""

POINTS: Final = ("got", "ingested", "mid_apply", "before_commit", "after_commit", "before_send", "after_send")


@dataclass(slots=True)
class Doom:
    """Kills this process at the so-maniest passing of a point."""

    point: str
    left: int

    def passes(self, point: str) -> None:
        """Pass a point, or die there."""
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def doom_of(given: str) -> Doom:
    """Read a point and its passing; raise ValueError where there is no such point."""
    point, _, passing = given.partition(":")
    if point not in POINTS:
        raise ValueError(f"{VARIABLE}: found {point}; it is one of {', '.join(POINTS)}")
    return Doom(point, int(passing))


def lay(doom: Doom, talk: Talk) -> Talk:
    """Lay the points on the bot's functions; return the conversation with its own."""
    _around_taking_in(doom)
    _around_commits(doom)
    _around_sending(doom)

    def answer(*given: Any) -> Any:
        doom.passes("mid_apply")
        return talk.answer(*given)

    return replace(talk, answer=answer)


def _around_taking_in(doom: Doom) -> None:
    take_in = Chats.take_in

    async def taking_in(self: Chats, updates: Any) -> None:
        doom.passes("got")
        await take_in(self, updates)
        doom.passes("ingested")

    _put(Chats, "take_in", taking_in)


def _around_commits(doom: Doom) -> None:
    """Count the commits in which an update was applied; there are others."""
    within = threading.local()
    apply = Rows.apply

    def applying(self: Rows, *given: Any) -> Any:
        out = apply(self, *given)
        within.applied = within.applied or out is not None
        return out

    def committing(_: object) -> None:
        if getattr(within, "applied", False):
            doom.passes("before_commit")

    def in_transaction(work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def worked(*given: Any) -> Any:
            within.applied = False
            out = work(*given)
            if within.applied:
                within.applied = False
                doom.passes("after_commit")
            return out

        return worked

    _put(Rows, "apply", applying)
    _put(Sqlite, "_commit", in_transaction(Sqlite._commit))
    _put(Postgres, "_do", in_transaction(Postgres._do))
    event.listen(Engine, "commit", committing)


def _around_sending(doom: Doom) -> None:
    request = AiohttpRequest.do_request

    async def requesting(self: AiohttpRequest, url: str, *given: Any, **more: Any) -> tuple[int, bytes]:
        sends = url.endswith("/sendMessage")
        if sends:
            doom.passes("before_send")
        answer = await request(self, url, *given, **more)
        if sends:
            doom.passes("after_send")
        return answer

    _put(AiohttpRequest, "do_request", requesting)


def _put(owner: type, name: str, function: Callable[..., Any]) -> None:
    setattr(owner, name, function)
