"""Conversations that try out the quiz and the policy: each sample, each way to a result, each school followed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.advice.likeness import QUESTION, Likeness
from bot.advice.schools import ANSWERS
from bot.conversation.events import Command, Pressed, Said
from bot.conversation.matter import Matter
from bot.conversation.reply import Reply
from bot.conversation.session import PASSED, Entry, Quiz, Session

if TYPE_CHECKING:
    from .samples import Talk

NONSENSE = "xyzzy"


def replies(matter: Matter) -> Iterator[Reply]:
    """Yield the replies of all these conversations."""
    if matter.likeness is not None:
        yield from _quiz(matter, matter.likeness)
        yield from _results(matter, matter.likeness)
    yield from _policies(matter)


def _talk(matter: Matter, session: Session | None = None) -> "Talk":
    from .samples import Talk

    return Talk(matter, session)


def _press(talk: "Talk", act: str, *rest: str) -> None:
    number = talk.session.quiz.number if talk.session.quiz else 0
    talk.say(Pressed("|".join((act, str(number), *rest))))


def _quiz(matter: Matter, likeness: Likeness) -> Iterator[Reply]:
    talk = _talk(matter)
    talk.say(Command("which"))
    _press(talk, "verdict")
    _press(talk, "goon")
    talk.say(Said(NONSENSE))
    for sample in likeness.samples.facts:
        # Each in its turn, whichever would come next.
        place = Quiz(talk.session.cases, (), sample)
        tried = _talk(matter, Session(cases=talk.session.cases, phase="matching", quiz=place))
        tried.say(Command("which"), Said(NONSENSE))
        _press(tried, "sample", sample, ANSWERS[QUESTION][0])
        _press(tried, "unsample")
        _press(tried, "sample", sample, PASSED)
        _press(tried, "sample", "nosuchsample", PASSED)
        yield from tried.replies
    _press(talk, "afresh")
    _press(talk, "unquiz")
    yield from talk.replies


def _results(matter: Matter, likeness: Likeness) -> Iterator[Reply]:
    some = list(likeness.samples.facts)
    games = [tuple((sample, likeness.says(school, sample)) for sample in some[:8]) for school in likeness.schools]
    games += [tuple((sample, answer) for sample in some) for answer in ANSWERS[QUESTION]]
    games += [game[:count] for game in games[:2] for count in (0, 1, 2, 3)]
    for place, game in enumerate(games):
        pinned = likeness.schools[place % len(likeness.schools)] if likeness.schools and place % 3 else None
        me = {
            fact.id: Entry(fact.values[place % len(fact.values)])
            for fact in matter.facts.values()
            if fact.about == "user" and fact.kind == "choice" and place % 2
        }
        session = Session(cases=1, phase="matching", quiz=Quiz(1, game, None, ended=True), pinned=pinned, me=me)
        talk = _talk(matter, session)
        talk.say(Command("which"))
        yield from talk.replies


def _policies(matter: Matter) -> Iterator[Reply]:
    if matter.policies is None or not matter.stating:
        return
    mine = [fact for fact in matter.facts.values() if fact.about == "user" and fact.kind in ("choice", "several")]
    longest = max([len(fact.values) for fact in mine], default=0)
    for pinned in (None, *matter.advisor.base.schools):
        for place in range(longest if pinned is None else 2):
            me = {
                fact.id: Entry(value if fact.kind == "choice" else frozenset((value,)))
                for fact in mine
                if (value := fact.values[place % len(fact.values)]) and (place or fact is mine[0])
            }
            talk = _talk(matter, Session(me=me, pinned=pinned))
            talk.say(Command("policy"))
            if place == 0:
                talk.press("me", mine[0].id)
                talk.press("review")
                talk.press("unpolicy")
            yield from talk.replies
    talk = _talk(matter)
    talk.say(Command("policy"))
    yield from talk.replies
