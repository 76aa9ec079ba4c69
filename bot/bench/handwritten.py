"""The invitation rules of dialogs/schools/ as plain if and else: the floor that the engine is measured against.

Nothing else uses it. A test holds it to the files; whoever changes a rule there changes it here.
"""

from collections.abc import Callable, Mapping
from typing import Any

Facts = Mapping[str, Any]

KNOWN_TIES = ("friend", "client_or_partner", "schoolmate", "same_project")


def weak_ties(facts: Facts) -> str:
    """Judge as Philippe Douale."""
    relation = facts["relation"]
    if relation in ("colleague", "former_colleague") or relation in KNOWN_TIES:
        return "accept"
    if relation in ("met_in_person", "met_online", "reads_my_posts"):
        return "accept"
    if facts["inspires_trust"] == "no" or facts["sender_photo"] != "portrait":
        return "ignore"
    if facts["sender_connections"] < 200 or facts["sender_profile"] in ("thin", "empty"):
        return "ignore"
    if facts["sender_posts"] == "unprofessional":
        return "ignore"
    return "accept"


def serves_objective(facts: Facts) -> bool:
    """Tell whether the sender serves what the user is after."""
    role, objectives = facts["sender_role"], facts["objectives"]
    if role == "recruiter":
        return "found_by_recruiters" in objectives or facts["situation"] == "job_seeker"
    if role == "client":
        return "find_clients" in objectives or "business_networking" in objectives
    if role == "executive":
        return "find_partner" in objectives or "business_networking" in objectives
    if role in ("peer", "junior"):
        return "hire" in objectives
    if role == "creator":
        return "grow_audience" in objectives or "stay_informed" in objectives
    return False


def relevance(facts: Facts) -> str:
    """Judge as Baptiste, option B."""
    if facts["situation"] in ("job_seeker", "recruiter"):
        return "silent"
    if facts["relation"] != "stranger":
        return "accept"
    if facts["sender_credible"] == "no" or facts["sender_profile"] == "empty" or facts["note"] == "pitch":
        return "ignore"
    if facts["sender_sector"] in ("same", "related") or serves_objective(facts):
        return "accept"
    return "accept" if facts["interest_in_me"] == "yes" else "ignore"


def open_door(facts: Facts) -> str:
    """Judge as Baptiste, option A."""
    if facts["situation"] in ("job_seeker", "recruiter"):
        return "silent"
    if facts["relation"] != "stranger":
        return "accept"
    if facts["sender_profile"] == "empty":
        return "ignore"
    if facts["sender_profile"] == "thin" and facts["sender_photo"] == "none":
        return "ignore"
    return "accept"


def met_in_person(facts: Facts) -> str:
    """Judge as Baptiste, option C."""
    if facts["situation"] in ("job_seeker", "recruiter"):
        return "silent"
    return "accept" if facts["met"] == "in_person" else "ignore"


def quality_and_quantity(facts: Facts) -> str:
    """Judge as the unsigned article."""
    if facts["relation"] != "stranger":
        return "accept"
    objectives, people = facts["objectives"], facts["situation"] in ("job_seeker", "recruiter")
    if objectives == {"protect_identity"}:
        return "ignore"
    if objectives and objectives <= {"keep_in_touch", "protect_identity"} and not people:
        return "ignore"
    if facts["sender_profile"] == "empty":
        return "ignore"
    if people or not objectives.isdisjoint(BUSINESS) or serves_objective(facts):
        return "accept"
    if facts["sender_sector"] in ("same", "related") or facts["common_interest"] == "yes":
        return "accept"
    return "ignore" if objectives.isdisjoint(AUDIENCE) else "accept"


BUSINESS = frozenset(
    ("hire", "find_clients", "find_partner", "business_networking", "found_by_recruiters", "network_meetings")
)
AUDIENCE = frozenset(
    ("be_noticed", "grow_audience", "site_traffic", "page_followers", "personal_brand", "inspire_trust")
)


def objective_first(facts: Facts) -> str:
    """Judge as "LinkedIn En action", which sends every invitation back to the objective."""
    return "silent"


def coffee_test(facts: Facts) -> str:
    """Judge as Magali Heberard."""
    relation = facts["relation"]
    if relation in ("friend", "met_in_person", "met_online", "reads_my_posts"):
        return "accept"
    if relation != "stranger":
        return "accept" if facts["would_have_coffee"] == "yes" else "ignore"
    reply = facts["reply_to_why"]
    if reply == "reason":
        return "accept"
    if reply in ("only_widening", "no_reply"):
        return "ignore"
    note = facts["note"]
    if facts["asks_for_help"] == "yes" or note == "pitch":
        return "accept"
    if note == "personal":
        return "accept" if facts["note_gives_reason"] == "yes" else "ignore"
    return "ask_first" if facts["common_interest"] == "yes" or facts["would_have_coffee"] == "yes" else "ignore"


def one_common_link(facts: Facts) -> str:
    """Judge as Cedric."""
    if facts["relation"] in KNOWN_TIES or facts["relation"] in ("met_in_person", "met_online"):
        return "accept"
    if facts["relation"] in ("colleague", "former_colleague") or facts["sender_expertise"] == "close":
        return "accept"
    return "accept" if facts["sender_sector"] in ("same", "related") and facts["sender_role"] == "peer" else "ignore"


SCHOOLS: Mapping[str, Callable[[Facts], str]] = {
    school.__name__: school
    for school in (
        weak_ties,
        relevance,
        open_door,
        met_in_person,
        quality_and_quantity,
        objective_first,
        coffee_test,
        one_common_link,
    )
}


def conclude(facts: Facts) -> dict[str, str]:
    """Return what every school concludes on full facts."""
    return {name: school(facts) for name, school in SCHOOLS.items()}
