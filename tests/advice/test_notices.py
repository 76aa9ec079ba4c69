"""Cautions, habits and words on writing: shown once everything that they name has been seen."""

from dataclasses import replace

from bot.advice.conditions import Condition
from bot.advice.facts import Fact, Known
from bot.advice.model import DecisionModel
from bot.advice.notices import notices
from bot.advice.schools import Notice, RuleBase
from bot.advice.targets import Course

FACTS = {
    "note": Fact("note", "invitation", "choice", ("none", "stock", "personal")),
    "lion": Fact("lion", "invitation", "yes_no", ("yes", "no"), None, True, "no"),
}


def caution(name: str, when: dict[str, str], answers: tuple[str, ...] = (), claims: tuple[str, ...] = ()) -> Notice:
    return Notice(name, "caution", ("accept_invitation",), Condition(when), answers, claims or (name,))


def shown(known: Known, *some: Notice, answer: str = "accept") -> list[str]:
    model = DecisionModel(RuleBase(FACTS, notices=some))
    seen = model.cells(known, presume=False)
    return [notice.id for notice in notices(model, "accept_invitation", seen, answer)]


def test_a_notice_waits_until_it_has_been_seen() -> None:
    silent = caution("silent", {"note": "none"})
    assert shown({}, silent) == []
    assert shown({"note": "none"}, silent) == ["silent"]
    assert shown({"note": "stock"}, silent) == []


def test_what_is_merely_presumed_has_not_been_seen() -> None:
    calm = caution("calm", {"lion": "no"})
    assert shown({}, calm) == []
    assert shown({"lion": "no"}, calm) == ["calm"]


def test_a_notice_may_be_kept_for_some_answers() -> None:
    asked = caution("asked", {}, answers=("ask_first",))
    assert shown({}, asked, answer="ask_first") == ["asked"]
    assert shown({}, asked, answer="ignore") == []


def test_a_notice_bears_on_its_own_questions() -> None:
    sending = Notice("sending", "habit", ("send_invitation",), Condition({}), (), ("A01",))
    assert shown({}, sending) == []


def test_a_voice_is_heard_once() -> None:
    first, again = caution("first", {}, claims=("N02",)), caution("again", {}, claims=("N02",))
    more = caution("more", {}, claims=("N02", "N03"))
    assert shown({}, first, again, more) == ["first", "more"]


def test_a_notice_is_taken_back_once_that_has_been_seen() -> None:
    stays = replace(caution("stays", {}), unless=Condition({"note": "personal"}))
    assert shown({}, stays) == ["stays"]
    assert shown({"note": "none"}, stays) == ["stays"]
    assert shown({"note": "personal"}, stays) == []


def test_a_notice_may_be_kept_for_some_courses_and_sizes() -> None:
    model = DecisionModel(
        RuleBase(
            FACTS,
            notices=tuple(
                replace(one, questions=("how_many_contacts",))
                for one in (
                    replace(caution("growing", {}), courses=("grow", "there")),
                    replace(caution("large", {}), size=5000),
                    caution("always", {}),
                )
            ),
        )
    )
    seen = model.cells({}, presume=False)

    def told(course: Course, size: int) -> list[str]:
        return [one.id for one in notices(model, "how_many_contacts", seen, "no_number", course, size)]

    assert told("grow", 500) == ["growing", "always"]
    assert told("small", 4999) == ["always"]
    assert told("small", 5000) == ["large", "always"]
