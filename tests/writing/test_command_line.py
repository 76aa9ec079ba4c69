"""`write` on the command line: the JSON that other programs read, the text that people do, what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.content.load import Content
from bot.conversation.purposes import Manner

COLLEAGUE = ["write", "former_colleague", "--set", "shared_company=Atelier Varenne"]


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_drafts_as_json(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, *COLLEAGUE, "--set", "name=Claire", "--lang", language)
    assert 2 <= len(found["drafts"]) <= 3
    for draft in found["drafts"]:
        assert set(draft) == {"id", "text", "length", "limit"}
        assert draft["length"] == len(draft["text"]) <= draft["limit"] == 200
        assert "Claire" in draft["text"]
        assert "Atelier Varenne" in draft["text"]


def test_the_plan_gives_the_limit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("plan: premium\nsituation: employee\n", encoding="utf-8")
    assert {draft["limit"] for draft in asked(capsys, *COLLEAGUE, "--me", str(me))["drafts"]} == {300}


def test_kinds_without_a_known_limit_say_so(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    for name, purpose in content.drafters["en"].purposes.items():
        values = [f"--set={one}=7" for one in purpose.needs]
        limits = {draft["limit"] for draft in asked(capsys, "write", name, *values)["drafts"]}
        assert limits == {{"note": 200, "message": None, "inmail": 1900}[purpose.kind]}


def test_the_list(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "write", "--list")["purposes"]
    assert [set(one) for one in found] == [{"id", "needs", "optional"}] * len(found)
    assert [one["id"] for one in found] == list(content.drafters["fr"].purposes)
    assert main(["write", "--list", "--lang", "fr"]) == 0
    shown = capsys.readouterr().out
    assert all(words.name in shown for words in content.drafters["fr"].words.purposes.values())


def test_people_see_each_draft_under_its_label(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    drafter = content.drafters["fr"]
    assert main([*COLLEAGUE, "--lang", "fr", "--address", "tu", "--tone", "warm"]) == 0
    shown = capsys.readouterr().out
    for draft in drafter.drafts("former_colleague", {"shared_company": "Atelier Varenne"}, Manner("warm", "tu")):
        assert f"{draft.label} ({draft.length} sur 200)\n{draft.text}\n" in shown


def test_values_are_words_and_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(
        capsys, *COLLEAGUE[:-1], "shared_company=<b>{{ 7*7 }}</b>", "--set", "name=  👩🏽‍💻\n שלום ", "--lang", "en"
    )
    for draft in found["drafts"]:
        assert "<b>{{ 7*7 }}</b>" in draft["text"]
        assert "👩🏽‍💻 שלום" in draft["text"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "PURPOSE: found none; one of these is allowed: "),
        (["love_letter"], "love_letter: found no such purpose; one of these is allowed: "),
        (["former_colleague"], "shared_company: found nothing; former_colleague needs shared_company"),
        (["former_colleague", "--set", "shared_company= "], "shared_company: found nothing"),
        (
            ["former_colleague", "--set", "colour=blue"],
            "colour: found no such variable; former_colleague takes these: ",
        ),
        (["former_colleague", "--set", "name"], "--set: found 'name'; NAME=VALUE is needed, such as name=Claire"),
        ([*COLLEAGUE[1:], "--set", f"name={'x' * 10_000}"], "name: found 10,000 characters; at most 60 are allowed"),
        ([*COLLEAGUE[1:], "--tone", "rude"], "--tone: found 'rude'; one of these is allowed: formal, warm"),
        ([*COLLEAGUE[1:], "--address", "thou"], "--address: found 'thou'; one of these is allowed: vous, tu"),
        ([*COLLEAGUE[1:], "--lang", "xx"], "--lang: found 'xx'"),
        ([*COLLEAGUE[1:], "--me", "nowhere.yaml"], "nowhere.yaml: found no such file"),
    ],
)
def test_what_cannot_be_used(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"entregent: {says}")
    assert printed.err.count("\n") == 1
