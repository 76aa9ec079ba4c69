"""Conversations that try out what an answer on how many connections offers: pictures, and what would be otherwise."""

from typing import TYPE_CHECKING

from bot.advice.facts import NO, YES

if TYPE_CHECKING:
    from .samples import Talk

NUMBERS = (0, 1, 100, 29)


def what_if(talk: "Talk", number: int) -> None:
    """Ask for pictures, and for some facts what another value would change; keep one of them, and leave it out again.

    `number` has facts and values take turns.
    """
    for kind in ("standing", "way", "way"):
        talk.press("draw", kind)
    talk.press("whatif")
    facts = [talk.matter.facts[name] for name in talk.matter.flows["how_many_contacts"].asks]
    for place in (2 * number, 2 * number + 1):
        fact = facts[place % len(facts)]
        offered = fact.values or NUMBERS
        talk.press("whatif", fact.id)
        talk.press("whatif", fact.id, str(offered[(number + place) % len(offered)]))
    kept = facts[number % len(facts)]
    for wanted in (YES, NO):
        talk.press("keepif", kept.id, str((kept.values or NUMBERS)[0]), wanted)
