"""Several readings of one case, such as the pictures of an album and the words beside them, made one."""

from collections.abc import Sequence

from bot.conversation.events import Found, Reading


def together(readings: Sequence[Reading]) -> Reading:
    """Make one of readings of the same case: of two facts the first, unless only the other is sure."""
    facts: dict[str, Found] = {}
    for reading in readings:
        for fact, found in reading.facts.items():
            if fact not in facts or (found.sure and not facts[fact].sure):
                facts[fact] = found
    people = tuple(one for reading in readings for one in reading.people)
    who = next((reading.who for reading in readings if reading.who), None)
    return Reading(facts, any(reading.looks_forwarded for reading in readings), who, people)
