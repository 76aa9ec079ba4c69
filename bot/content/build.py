"""From the files' shapes to the things that the program works with."""

from collections.abc import Iterable, Mapping

from bot.advice.conditions import Condition
from bot.advice.facts import NO, YES, Fact
from bot.advice.schools import (
    Audience,
    Derivation,
    Guard,
    Notice,
    Outcome,
    Question,
    Range,
    Rule,
    RuleBase,
    School,
)
from bot.advice.targets import PaceLimits
from bot.conversation.matter import Ask, Flow, Supply, Vocabulary
from bot.conversation.purposes import Purpose, Suit, Variable
from bot.wording.drafts import Limits
from bot.wording.words import Words

from .models import (
    FactRow,
    FactsFile,
    FlowFile,
    GuardRow,
    InvitationRule,
    LimitRow,
    NoticeRow,
    PurposeFile,
    RangeRow,
    SchoolFile,
    SendingRule,
    TargetRule,
    VariableRow,
)

AnyRule = InvitationRule | SendingRule | TargetRule


def rule_base(
    facts: FactsFile, schools: Iterable[SchoolFile], guards: Iterable[GuardRow], notices: Iterable[NoticeRow]
) -> RuleBase:
    """Put a rule base together; ids are not checked here."""
    return RuleBase(
        facts={name: fact(name, row) for name, row in facts.facts.items()},
        derived={
            name: Derivation(name, (YES, NO), tuple((Condition(row.when), row.then) for row in rows))
            for name, rows in facts.derived.items()
        },
        impossible=tuple(Condition(row) for row in facts.impossible),
        schools={row.id: school(row) for row in schools},
        guards=tuple(guard(row) for row in guards),
        notices=tuple(notice(row) for row in notices),
    )


def fact(name: str, row: FactRow) -> Fact:
    """Make one fact; per cents become shares, and a choice's shares add up to one."""
    values = (YES, NO) if row.kind == "yes_no" else row.values
    prior = {key: share / 100 for key, share in row.prior.items()}
    if row.kind in ("choice", "yes_no"):
        total = sum(prior.values()) or 1
        prior = {value: prior.get(value, 0.0) / total for value in values} if prior else {}
    presumed = None if row.presumed is None else row.presumed
    return Fact(name, row.about, row.kind, values, prior or None, row.evidence_only, presumed, row.most or 0)


def school(row: SchoolFile) -> School:
    """Make one school."""
    sections: Mapping[Question, Iterable[AnyRule]] = {
        "accept_invitation": row.invitation,
        "send_invitation": row.sending,
        "how_many_contacts": row.targets,
    }
    return School(
        id=row.id,
        voice=row.voice,
        sources=row.sources,
        claims=row.claims,
        speaks_for=tuple(
            Audience(Condition(one.when), None if one.strength == "silent" else one.strength, one.said_of, one.claims)
            for one in row.speaks_for
        ),
        rules={question: tuple(_rule(rule) for rule in rules) for question, rules in sections.items()},
    )


def _rule(row: AnyRule) -> Rule:
    then: Outcome = Range(row.then.at_least, row.then.at_most) if isinstance(row.then, RangeRow) else row.then
    small = isinstance(row, TargetRule) and row.small == YES
    return Rule(row.id, Condition(row.when), then, row.claims, small)


def guard(row: GuardRow) -> Guard:
    """Make one guard."""
    unless = None if row.unless is None else Condition(row.unless)
    return Guard(row.id, Condition(row.when), unless, row.then, row.claims)


def notice(row: NoticeRow) -> Notice:
    """Make one notice."""
    return Notice(
        id=row.id,
        kind=row.kind,
        questions=row.questions,
        when=Condition(row.when),
        answers=row.answers,
        claims=row.claims,
        unless=None if row.unless is None else Condition(row.unless),
        courses=row.courses,
        size=row.size or 0,
    )


def flow(row: FlowFile, facts: Mapping[str, Fact]) -> Flow:
    """Make one flow."""
    asks = {
        one.fact: Ask(
            fact=one.fact,
            effort=one.effort,
            choices=tuple(facts[one.fact].coerce(choice) for choice in one.choices),
            always=one.always == YES,
            offered_by=one.offered_by.fact if one.offered_by else None,
            offered=one.offered_by.choices if one.offered_by else {},
        )
        for one in row.ask
    }
    return Flow(row.id, row.commands, row.at_most, asks)


def pace_limits(limits: Mapping[str, LimitRow]) -> dict[str, PaceLimits]:
    """Return what a week allows, by LinkedIn plan; one stays a fifth below the lowest estimate at the start."""
    weekly, accepted = limits["weekly_invitations"], limits["acceptance_rate"].assumed
    found = {}
    for plan, allowed in (("free", weekly.free), ("premium", weekly.premium)):
        if isinstance(allowed, tuple) and accepted is not None:
            found[plan] = PaceLimits((allowed[0] * 4 // 5, allowed[1]), accepted, weekly.as_of)
    return found


MESSAGE_LIMITS = {"note": "note_length", "inmail": "inmail_length", "message": "message_length"}
"""The rows of limits.yaml that say how long each kind of message may be; a kind without its row has no known limit."""


def message_limits(limits: Mapping[str, LimitRow]) -> Limits:
    """Return how many UTF-16 units each kind of message may have, by LinkedIn plan."""
    found: dict[str, dict[str, int]] = {}
    for kind, name in MESSAGE_LIMITS.items():
        row = limits.get(name)
        plans = {} if row is None else {"free": row.free or row.most, "premium": row.premium or row.most}
        found[kind] = {plan: limit for plan, limit in plans.items() if isinstance(limit, int)}
    return found


def supply(limits: Mapping[str, LimitRow]) -> Supply | None:
    """Return how many notes a free account may write a month; None where limits.yaml does not say."""
    row, rate = limits.get("notes_per_month"), limits.get("acceptance_rate")
    if row is None or rate is None or not isinstance(row.free, tuple):
        return None
    return Supply(row.free, rate.claims)


def variable(name: str, row: VariableRow) -> Variable:
    """Make something that fills a message."""
    return Variable(name, row.kind, row.longest, row.fact)


def purpose(name: str, row: PurposeFile) -> Purpose:
    """Make one purpose of writing."""
    suits = tuple(Suit(one.question, one.answer, Condition(one.when)) for one in row.suits)
    return Purpose(name, row.moment, row.kind, row.needs, row.optional, suits, row.claims, row.place)


def vocabulary(words: Words, intents: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """Return what people type in a language: the words of values and purposes, and those they are shown with."""
    values = {
        name: {value: (one.button, one.label, *one.words) for value, one in fact.values.items()}
        for name, fact in words.facts.items()
    }
    purposes = {name: (one.name, *one.words) for name, one in words.purposes.items()}
    answers = {} if words.quiz is None else words.quiz.words.model_dump()
    return Vocabulary(values, intents, purposes, answers)
