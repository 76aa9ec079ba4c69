"""My policy: one paragraph in the first person, worked out from the rules, so that it says what the advice will be."""

from collections.abc import Mapping
from dataclasses import replace

from bot.advice.facts import Value
from bot.advice.policy import QUESTION

from . import policy_buttons
from .case import Turn
from .matter import Matter
from .phases import moved
from .purposes import units
from .reply import Reply, Say
from .session import Session


def after(before: Session, turn: Turn, matter: Matter) -> Turn:
    """Come back to the policy once a fact that was opened from it is told."""
    session, reply = turn
    template = reply.messages[-1].template if reply.messages else ""
    if before.phase != "stating" or template not in ("me", "my_fact"):
        return turn
    session = replace(session, phase=moved(session.phase, "declare"))
    return tell(session, matter, edit=reply.messages[-1].edit) if template == "me" else (session, reply)


def tell(session: Session, matter: Matter, *, edit: bool = False) -> Turn:
    """Write the user's policy, and offer the facts that would make it fuller."""
    session = replace(session, phase=moved(session.phase, "declare"), editing=None)
    known: Mapping[str, Value] = {name: entry.value for name, entry in session.me.items()}
    pin = session.pinned if session.pinned in matter.advisor.base.schools else None
    assert matter.policies is not None
    policy = matter.policies.policy(known, pin)
    writer = matter.stating[session.language]
    text = writer.policy(known, policy)
    short = "" if units(text) <= policy_buttons.MOST_COPIED else writer.short(policy, policy_buttons.MOST_COPIED)
    head = matter.advisor.headline(QUESTION, known, pin)
    waits = next((name for name in matter.flows[QUESTION].asks if name in policy.waits_for), None)
    values = {
        "text": text,
        "short": short,
        "open": bool(policy.open),
        "waits": waits,
        "decided_by": head.decided_by,
        "deciding": head.schools,
        "sure": head.decider_settled,
        "pinned": pin,
        "authors": {school.id: school.voice for school in matter.advisor.base.schools.values()},
    }
    rows = policy_buttons.of_policy(session, text, short, waits)
    return session, Reply((Say("policy", values, rows, edit),))
