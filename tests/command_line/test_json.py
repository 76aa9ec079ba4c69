"""The JSON that other programs read: its shape, and what beats what."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

FORWARDED = "Sam Example\nHead of Talent at Nordia\n648 connections\nA stranger to me, no message."


@pytest.fixture
def me(tmp_path: Path) -> Path:
    path = tmp_path / "me.yaml"
    path.write_text(
        "situation: employee\nactivity: inactive\nobjectives: [keep_in_touch]\nconnections: 300\n", encoding="utf-8"
    )
    return path


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json", "--lang", "en"]) == 0
    return json.loads(capsys.readouterr().out)


def test_facts_say_where_they_come_from(
    me: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(FORWARDED.encode())})())
    found = ask(
        capsys, "advise", "-", "--me", str(me), "--fact", "mutual_connections=500+", "--fact", "connections=120"
    )
    assert found["facts"]["sender_connections"] == {"value": 648, "from": "text", "read": "648 connections"}
    assert found["facts"]["mutual_connections"] == {"value": {"at_least": 500}, "from": "flag"}
    assert found["facts"]["connections"] == {"value": 120, "from": "flag"}, "a flag beats ME.yaml"
    assert found["facts"]["situation"] == {"value": "employee", "from": "me"}
    assert found["facts"]["objectives"]["value"] == ["keep_in_touch"]


def test_what_is_said_beats_what_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(FORWARDED.encode())})())
    found = ask(capsys, "advise", "-", "--fact", "note_gives_reason=yes")
    assert found["facts"]["note_gives_reason"]["value"] == "yes"
    assert "note" not in found["facts"], "a note that is not there gives no reason"


def test_the_shape_of_advice(me: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "advise", "--no-profile", "--me", str(me), "--fact", "relation=stranger")
    assert found["question"] == "accept_invitation"
    assert found["answer"] in ("accept", "ask_first", "ignore")
    assert found["settled"] is False
    assert found["deciding_school"] == "coffee_test"
    school = found["schools"]["coffee_test"]
    assert school["stance"] == "open"
    assert school["strength"] == 3
    assert set(school["possible"]) <= {"accept", "ask_first", "ignore"}
    assert school["likeliest"] in school["possible"]
    assert all(
        set(reason) >= {"rule", "claims", "text"} for one in found["schools"].values() for reason in one["reasons"]
    )
    assert {one["fact"] for one in found["ask_next"]} >= {"note"}
    assert all(one["answer"] != found["answer"] for one in found["would_change"] if one["school"] is None)


def test_a_guard_has_no_deciding_school(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(
        capsys,
        "advise",
        "--no-profile",
        "--fact",
        "note=pitch",
        "--fact",
        "sender_role=seller",
        "--fact",
        "relation=stranger",
    )
    assert (found["decided_by"], found["deciding_school"], found["answer"]) == ("guard", None, "ignore")
    assert found["settled"] is True


def test_a_pin(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "advise", "--no-profile", "--school", "met_in_person", "--fact", "relation=stranger")
    assert (found["decided_by"], found["deciding_school"], found["answer"]) == ("pin", "met_in_person", "ignore")


def test_a_tie_asks_first_and_lists_the_schools(capsys: pytest.CaptureFixture[str]) -> None:
    facts = [
        "situation=founder", "activity=active", "objectives=share_expertise,find_clients", "profile=complete",
        "events=rarely", "relation=stranger", "sender_sector=unrelated", "sender_role=client",
        "sender_profile=complete",
    ]  # fmt: skip
    found = ask(capsys, "advise", "--no-profile", *(part for fact in facts for part in ("--fact", fact)))
    assert (found["decided_by"], found["answer"]) == ("tie", "ask_first")
    assert found["deciding_school"] == ["quality_and_quantity", "one_common_link"]
    assert any("D31" in caution["claims"] for caution in found["cautions"]), (
        "what speaks against asking is shown with it"
    )


def test_sending_has_answers_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "invite", "--no-profile", "--fact", "relation=colleague", "--fact", "situation=job_seeker")
    assert (found["question"], found["answer"]) == ("send_invitation", "invite")
    assert found["schools"]["open_door"]["stance"] == "silent"
    assert found["schools"]["objective_first"]["stance"] == "silent"


def test_the_shape_of_a_target(me: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = ["situation=job_seeker", "objectives=be_noticed", "connections=640"]
    found = ask(capsys, "target", "--me", str(me), *(part for fact in facts for part in ("--fact", fact)))
    assert (found["at_least"], found["at_most"]) == (5000, 30000)
    assert found["milestones"] == [1000, 2000, 5000]
    assert found["pace"]["invitations_per_week"] == [80, 150]
    assert found["pace"]["weeks_to_next"][0] < found["pace"]["weeks_to_next"][1]
    assert found["schools"]["weak_ties"] | {"reasons": []} == {
        "stance": "range", "at_least": 5000, "at_most": 30000, "strength": 3, "reasons": [],
    }  # fmt: skip
    assert found["schools"]["coffee_test"]["stance"] == "no_number"
