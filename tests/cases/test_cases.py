"""Every case of the articles comes out on the command line, and few questions are enough for it."""

import json
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from bot.advice.diagram import View
from bot.advice.facts import Value
from bot.advice.questions import relevant_facts
from bot.advice.schools import Question
from bot.cli import main
from bot.content.files import parse
from bot.content.load import Content

HERE = Path(__file__).parent
COMMANDS: dict[str, tuple[str, Question]] = {
    "invitations_received": ("advise", "accept_invitation"),
    "invitations_to_send": ("invite", "send_invitation"),
    "targets": ("target", "how_many_contacts"),
}


def cases(*names: str) -> list[Any]:
    return [
        pytest.param(name, case, id=case_id)
        for name in names or COMMANDS
        for case_id, case in parse(HERE / f"{name}.yaml").items()
    ]


@pytest.fixture
def entregent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run(name: str, case: dict[str, Any], *more: str) -> Any:
        me = tmp_path / "me.yaml"
        me.write_text(json.dumps(case["me"]), encoding="utf-8")
        arguments = [COMMANDS[name][0], "--me", str(me), "--json", "--lang", "fr", *more]
        for fact, value in case.get("facts", {}).items():
            arguments += ["--fact", f"{fact}={value}"]
        if name != "targets":
            text = tmp_path / "forwarded.txt"
            text.write_text(case.get("text", ""), encoding="utf-8")
            arguments.append(str(text) if case.get("text") else "--no-profile")
        assert main(arguments) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize(("name", "case"), cases())
def test_the_case_comes_out(name: str, case: dict[str, Any], entregent: Callable[..., Any]) -> None:
    found = entregent(name, case)
    expect = case["expect"]
    if "answer" in expect:
        assert found["answer"] == expect["answer"]
    for school, stance in expect.get("schools", {}).items():
        assert found["schools"][school]["stance"] == stance, school
    for kind in ("cautions", "habits", "steps"):
        said = {claim for notice in found.get(kind, []) for claim in notice["claims"]}
        assert set(expect.get(kind, [])) <= said, kind
    for key in ("course", "milestones"):
        if key in expect:
            assert found[key] == expect[key]
    if "deciding_school" in expect:
        assert found["deciding_school"] == expect["deciding_school"]
    for end in ("at_least", "at_most"):
        if end in expect:
            assert found[end] == expect[end]
    if "at_least_range" in expect:
        assert expect["at_least_range"][0] <= found["at_least"] <= expect["at_least_range"][1]
    if "at_least_min" in expect:
        assert found["at_least"] >= expect["at_least_min"]
    if expect.get("no_number"):
        assert "at_least" not in found
        assert "at_most" not in found


@pytest.mark.parametrize(("name", "case"), cases("invitations_received", "invitations_to_send"))
def test_every_change_does_what_it_says(name: str, case: dict[str, Any], entregent: Callable[..., Any]) -> None:
    found = entregent(name, case)
    for change in [one for one in found["would_change"] if one["school"] is None][:5]:
        changed = {key: ",".join(value) if isinstance(value, list) else value for key, value in change["facts"].items()}
        after = entregent(name, {**case, "facts": {**case.get("facts", {}), **changed}})
        assert after["answer"] == change["answer"]
        assert after["answer"] != found["answer"]
        assert after["settled"]


def _asked(content: Content, question: Question, case: dict[str, Any], order: str) -> int:
    """Count the questions until the headline is settled, or nothing is left to ask."""
    advisor, facts = content.advisor, content.matter.facts
    known: dict[str, Value] = {name: facts[name].coerce(value) for name, value in case["me"].items()}
    held = {name: facts[name].coerce(value) for name, value in case.get("facts", {}).items()}
    unknown: set[str] = set()
    flow = list(advisor.efforts[question])
    while True:
        head = advisor.headline(question, known)
        left = [name for name in flow if name not in known and name not in unknown]
        if order == "as_it_stands":
            waiting = left
        elif order == "skipping_the_irrelevant":
            cells = advisor.model.cells(known)
            relevant = set(relevant_facts(advisor.model, View(advisor.model.forest, head.root, cells), cells))
            waiting = [name for name in left if name in relevant]
        else:
            waiting = [one.fact for one in advisor.next_questions(question, known, unknown)]
        if head.settled or not waiting:
            return len(unknown) + len(known) - len(case["me"])
        fact = waiting[0]
        if fact in held:
            known[fact] = held[fact]
        else:
            unknown.add(fact)


@pytest.mark.parametrize("names", [("invitations_received",), ("invitations_received", "invitations_to_send")])
def test_few_questions_are_enough(names: tuple[str, ...], content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {
        order: mean(
            _asked(content, COMMANDS[name][1], case, order)
            for name in names
            for case in parse(HERE / f"{name}.yaml").values()
        )
        for order in ("by_worth", "as_it_stands", "skipping_the_irrelevant")
    }
    with capsys.disabled():
        print(
            f"\nquestions until settled ({', '.join(names)}): " + ", ".join(f"{k} {v:.2f}" for k, v in counts.items())
        )
    assert counts["by_worth"] <= 2.7
    assert counts["by_worth"] <= 0.55 * counts["as_it_stands"]
    assert counts["by_worth"] <= counts["skipping_the_irrelevant"]
