"""Conversations that try out every template: each question, each way to an answer, each odd turn."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, cycle

from bot.advice.advisor import Advisor
from bot.advice.changes import Change
from bot.advice.conditions import Condition
from bot.advice.diagram import FALSE, TRUE
from bot.advice.facts import AtLeast, Fact, FactError, Known, Value
from bot.advice.headline import Headline
from bot.advice.judge import Verdict
from bot.advice.model import DecisionModel
from bot.advice.schools import ANSWERS, Question
from bot.conversation.events import Command, Enough, Event, Found, Handed, Pressed, Reading, Said, Sent, Who
from bot.conversation.matter import Flow, Keeping, Matter
from bot.conversation.reply import Reply
from bot.conversation.respond import COMMANDS, respond
from bot.conversation.session import Case, Entry, Session
from bot.wording.needed import UNREAD

from . import compared, written
from . import own_school_talk as own_school
from .reach import Steps, shortest

KINDS = ("voice", "contact", "video", "location", "sticker", "other", *UNREAD)
NONSENSE = "xyzzy"
LONG_WORDS = ("a few words", " & ".join(["words that go on"] * 5))
NUMBERS = (0, 1, 2, 199, 1200, 30000)


class SampleAdvisor(Advisor):
    """Judges as ever, but makes up what would change the answer, so that every fact's words have their turn."""

    _turn = 0

    def _changes(
        self, question: Question, known: Known, head: Headline, verdicts: Mapping[str, Verdict], pin: str | None
    ) -> tuple[Change, ...]:
        if question not in ANSWERS:
            return ()
        other = next(answer for answer in ANSWERS[question] if answer != head.answer)
        names = [name for name, fact in self.base.facts.items() if fact.kind != "text"]
        found = []
        for _ in range(3):
            self._turn += 1
            name = names[self._turn % len(names)]
            values = values_of(self.base.facts[name])
            found.append(Change(None, {name: values[self._turn // len(names) % len(values)]}, other))
        return tuple(found)


def values_of(fact: Fact) -> tuple[Value, ...]:
    """Return values that between them show every way in which a fact is written."""
    if fact.kind == "several":
        return (frozenset(), *(frozenset((one,)) for one in fact.values), frozenset(fact.values[:2]))
    if fact.kind == "number":
        few = tuple(number for number in NUMBERS if number <= fact.most)
        return (*few, AtLeast(min(500, fact.most)))
    return ("a few words",) if fact.kind == "text" else fact.values


class Talk:
    """One conversation: takes events, keeps what is replied."""

    def __init__(self, matter: Matter, session: Session | None = None) -> None:
        self.matter = matter
        self.session = session or Session()
        self.replies: list[Reply] = []

    def say(self, *events: Event) -> None:
        """Send events, in order."""
        for event in events:
            self.session, reply = respond(self.session, event, self.matter)
            self.replies.append(reply)

    def write(self, act: str, *rest: str) -> None:
        """Press a button of the message being written."""
        self.say(Pressed("|".join((act, str(self.session.writings), *rest))))

    def press(self, act: str, *rest: str) -> None:
        """Press a button of the case in hand."""
        self.say(Pressed("|".join((act, str(self.session.cases), *rest))))


def replies(matter: Matter) -> Iterator[Reply]:
    """Yield the replies of all conversations."""
    for talk in (_odd_turns(matter), _questions(matter), _cards(matter), _of_the_user(matter), _schools(matter)):
        yield from talk.replies
    yield from _privacy(matter)
    yield from _writing(matter)
    yield from own_school.replies(matter)
    for question in matter.flows:
        yield from _advice(matter, question)


def _privacy(matter: Matter) -> Iterator[Reply]:
    for keeping in (None, Keeping(400, 7), Keeping(1, 1, "a & b")):
        talk = Talk(replace(matter, keeping=keeping))
        for command in ("privacy", "export", "forget"):
            talk.say(Command(command))
        talk.press("keep")
        talk.press("forget")
        yield from talk.replies


def _writing(matter: Matter) -> Iterator[Reply]:
    for plan in ("free", "premium", None):
        talk = Talk(matter)
        talk.press("my", "plan", plan or "nosuchplan")
        written.lists(talk)
        written.checks(talk)
        for purpose in matter.purposes.values() if plan is None else list(matter.purposes.values())[:1]:
            written.purpose(talk, purpose)
        yield from talk.replies
    for fact in {variable.fact for variable in matter.variables.values() if variable.fact in matter.facts}:
        talk = Talk(matter, Session(me={str(fact): Entry("a few words")}))
        for purpose in matter.purposes.values():
            written.purpose(talk, purpose)
        yield from talk.replies


def _odd_turns(matter: Matter) -> Talk:
    talk = Talk(matter)
    talk.say(*(Command(name) for name in (*COMMANDS, "nosuchcommand")), *(Sent(kind) for kind in KINDS), Said(NONSENSE))
    talk.say(Enough(40, 1), Enough(1_000, 59))
    intents = [phrases[0] for phrases in matter.vocabularies[talk.session.language].intents.values()]
    talk.say(*(Said(phrase) for phrase in intents))
    talk.say(Pressed("nonsense"), Pressed("fix|99|nosuchfact"), Pressed("begin|99|accept_invitation"))
    talk.press("begin", next(iter(matter.flows)))
    talk.say(*(Said(phrase) for phrase in intents))
    talk.say(Command("cancel"), Command("cancel"))
    for language in (*matter.vocabularies, *matter.vocabularies):
        talk.press("language", language)
    for fact in [fact for fact in matter.facts.values() if fact.about == "user" and fact.kind == "choice"][:1]:
        old = Pressed(f"is|99|{fact.id}|{fact.values[0]}")
        talk.say(old, old)
    return talk


def _questions(matter: Matter) -> Talk:
    talk = Talk(matter)
    for flow in matter.flows.values():
        talk.say(Command(flow.commands[0]))
        if talk.session.case is not None and talk.session.case.asked is not None:
            talk.press("unknown", talk.session.case.asked)
            talk.press("back")
        _offered(talk, flow)
        for name in matter.facts:
            talk.press("fix", name)
            if matter.facts[name].kind == "text":
                continue
            talk.say(Said(NONSENSE))
            if matter.facts[name].kind == "several":
                for value in matter.facts[name].values:
                    talk.press("tick", name, value)
    return talk


def _cards(matter: Matter) -> Talk:
    """Hand over profiles and lists of people, long and short, and press what a card offers."""
    read = {
        fact.id: Found(values_of(fact)[0], LONG_WORDS[number % 2], sure=bool(number % 2))
        for number, fact in enumerate(matter.facts.values())
        if fact.about == "invitation" and fact.kind != "several"
    }
    portions = list(_portions(read))
    profiles = [Reading(some, True, Who("A Name", headline)) for some, headline in zip(portions, cycle(("", "What")))]
    whole = Reading(read, True, Who(LONG_WORDS[1], LONG_WORDS[1] * 2))
    talk = Talk(matter)
    talk.say(Handed(Reading()))
    for profile in (*profiles, whole):
        talk.say(Command("cancel"), Handed(profile))
        talk.press("others")
        talk.press("here")
        for name in profile.facts:
            talk.press("fix", name)
            talk.press("back")
        talk.press("now")
    several = (*profiles, *profiles, *profiles)
    talk.say(Handed(Reading(people=several)))
    number = str(talk.session.cases)
    talk.say(*(Pressed(f"person|{number}|{place}") for place in ("1", "1", "2")))
    talk.press("others")
    talk.press("now")
    talk.say(Pressed(f"people|{number}"), Pressed(f"drop|{number}"))
    return talk


def _offered(talk: Talk, flow: Flow) -> None:
    """Ask for the facts whose choices hang on another fact, for each of its values."""
    for ask in flow.asks.values():
        for value in ask.offered:
            talk.press("my", str(ask.offered_by), value)
            talk.press("begin", flow.id)
            talk.press("fix", ask.fact)
            talk.press("more", ask.fact)


def _portions(read: Mapping[str, Found]) -> Iterator[dict[str, Found]]:
    names = list(read)
    for start in range(0, len(names), 5):
        yield {name: read[name] for name in names[start : start + 5]}


def _of_the_user(matter: Matter) -> Talk:
    talk = Talk(matter)
    talk.say(Command("me"))
    for fact in matter.facts.values():
        if fact.about == "user":
            for value in values_of(fact):
                talk.press("me", fact.id)
                if isinstance(value, frozenset):
                    for one in sorted(value):
                        talk.press("mytick", fact.id, one)
                    talk.press("mydone", fact.id)
                else:
                    talk.press("my", fact.id, str(value))
            talk.press("me", fact.id)
            talk.say(Said(NONSENSE))
    talk.press("review")
    return talk


def _schools(matter: Matter) -> Talk:
    talk = Talk(matter)
    for name in matter.advisor.base.schools:
        talk.press("school", name)
        talk.press("pin", name, "yes")
        talk.press("schools")
        talk.say(Command("me"))
        for question in matter.flows:
            pinned = Talk(matter, Session(pinned=name, case=Case(1, question), cases=1, phase="asking"))
            pinned.press("now")
            talk.replies += pinned.replies
        talk.press("pin", name, "no")
    return talk


def _advice(matter: Matter, question: Question) -> Iterator[Reply]:
    for number, known in enumerate(_situations(matter.advisor.model, question)):
        entries = {
            name: Entry(value, "text" if number % 2 else "answer", sure=number % 4 == 1)
            for name, value in known.items()
        }
        facts = matter.facts
        me = {name: entry for name, entry in entries.items() if facts[name].about == "user"}
        its = {name: entry for name, entry in entries.items() if facts[name].about == "invitation"}
        unknown = frozenset([name for name in matter.flows[question].asks if name not in known][:2])
        case = Case(1, question, its, unknown, was_read=True)
        session = Session(me=me, case=case, cases=1, phase="asking")
        talk = Talk(matter, session)
        talk.press("now")
        if question == "how_many_contacts":
            compared.what_if(talk, number)
        yield from talk.replies


def _situations(model: DecisionModel, question: Question) -> Iterator[dict[str, Value]]:
    """Yield situations that lead to every way in which the headline is decided, by guards too."""
    forest, headline = model.forest, model.headline(question)
    numbers = count()
    for end in sorted(forest.terminals(headline)):
        known = _facts(model, shortest(model, headline, end))
        yield known
        yield _completed(model, known, next(numbers))
    for guard in model.base.guards:
        seen = forest.both(model.possible, model.condition(guard.when))
        taken_back = Condition({}) if guard.unless is None else guard.unless
        sure = seen if guard.unless is None else forest.ite(model.condition(taken_back), FALSE, seen)
        for root in {seen, sure} - {FALSE}:
            known = _facts(model, shortest(model, root, TRUE))
            yield known
            yield _completed(model, known, next(numbers))


def _facts(model: DecisionModel, steps: Steps) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for var, cell in steps:
        variable = model.variables[var]
        name, value = variable.fact.id, variable.cells[cell]
        if variable.choice is not None:
            before = facts.get(name, frozenset())
            assert isinstance(before, frozenset)
            facts[name] = before | {variable.choice} if cell else before
        else:
            facts[name] = value
    return facts


def _completed(model: DecisionModel, known: Mapping[str, Value], number: int) -> dict[str, Value]:
    # Other facts take their values in turn, where they can.
    full = dict(known)
    for place, fact in enumerate(model.base.facts.values()):
        if fact.id not in full and fact.kind != "text":
            values = values_of(fact)
            value = values[(number * 5 + place * 3) % len(values)]
            try:
                model.cells({**full, fact.id: value})
            except FactError:
                continue
            full[fact.id] = value
    return full
