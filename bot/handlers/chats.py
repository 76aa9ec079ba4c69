"""Applies what reached the bot: one chat strictly in order, chats side by side."""

import asyncio
import html
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User

from bot.conversation.events import Event, Pressed, Sent
from bot.conversation.session import Language, Session, spoken
from bot.handlers.incoming import Incoming, by_chat, join
from bot.handlers.logs import reference
from bot.handlers.outgoing import Delivery, Outbox, deliveries
from bot.handlers.talk import Talk
from bot.storage.sessions import Store

log = logging.getLogger(__name__)

T = TypeVar("T")


class Chats:
    """Every chat: its session in the store, its answers in the outbox."""

    def __init__(self, talk: Talk, store: Store, writer: Executor, outbox: Outbox, me: User) -> None:
        """Keep the store to the one thread of `writer`."""
        self._talk, self._store, self._writer, self._outbox, self._me = talk, store, writer, outbox, me

    async def apply(self, updates: Sequence[Update]) -> None:
        """Answer updates that came together; when this returns, each has been handled and may be confirmed.

        A store that fails raises, after the other chats were served: what is not confirmed comes again.
        """
        chats = by_chat(updates, self._me)
        outcomes = await asyncio.gather(*map(self._apply, chats, chats.values()), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _apply(self, chat: int, arrivals: list[Incoming]) -> None:
        numbers = [number for one in arrivals for number in one.updates]
        fresh, session = await self._write(lambda: (self._store.unhandled(numbers), self._store.session(chat)))
        for one in join(one for one in arrivals if fresh.issuperset(one.updates)):
            if one.private:
                session = await self._converse(one, session or Session(language=self._language(one)))
            else:
                await self._write(lambda one=one: self._store.save(one.updates))  # type: ignore[misc]
                self._point_to_private_chat(one)

    async def _converse(self, one: Incoming, session: Session) -> Session:
        """Answer in a private chat: the session is saved before anything is sent, so that nothing is said twice."""
        toast = None
        try:
            answered = self._talk.answer(session, self._event(one, session))
            session, toast = answered.session, answered.toast
            out = deliveries(answered.messages, one.message if one.query else None)
        except Exception as error:  # whatever one update does, the next is answered
            out = [self._sorry(session, reference(error))]
        await self._write(lambda: self._store.save(one.updates, one.chat, session))
        if one.query:
            self._outbox.answer_press(one.query, toast)
        self._outbox.put(one.chat, out)
        return session

    def _language(self, one: Incoming) -> Language:
        return spoken(one.language, self._talk.speakers)

    def _event(self, one: Incoming, session: Session) -> Event:
        if one.pressed is not None:
            return Pressed(one.pressed)
        if one.text is not None:
            return self._talk.parse(one.text, session)
        return Sent(one.kind or "other")

    def _sorry(self, session: Session, digits: str) -> Delivery:
        text = self._talk.speakers[session.language].text("error.sorry", reference=digits)
        return Delivery(html.escape(text, quote=False))

    def _point_to_private_chat(self, one: Incoming) -> None:
        """Offer the private chat: facts about people are not discussed in a group."""
        if one.query:
            self._outbox.answer_press(one.query, None)
            return
        speaker = self._talk.speakers[self._language(one)]
        button = InlineKeyboardButton(speaker.text("group.button"), url=f"https://t.me/{self._me.username}")
        hint = html.escape(speaker.text("group.hint"), quote=False)
        self._outbox.put(one.chat, [Delivery(hint, InlineKeyboardMarkup([[button]]), replies_to=one.message)])

    async def _write(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)
