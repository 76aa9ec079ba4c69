"""The scorer: what counts as right, wrong and missed, and its exit status."""

from pathlib import Path

import pytest

from bot.bench import reading
from bot.bench.corpus import Forward, Told
from bot.bench.reading import rates, run, score
from bot.cli import main
from bot.content.files import ContentError
from bot.content.load import Content
from bot.conversation.events import Found, Reading
from bot.reading.forwarded import UnreadError


def forward(**row: object) -> Forward:
    """Return a row with what every row needs."""
    return Forward.model_validate({"id": "one", "language": "en", "format": "text", "text": "x"} | row)


def scored(
    monkeypatch: pytest.MonkeyPatch, content: Content, one: Forward, got: Reading | UnreadError
) -> tuple[float, float]:
    """Score one row as if this had been read in it."""
    monkeypatch.setattr(reading, "read", lambda *_: got)
    return rates(score([one], content.readers).score, one.format)


def read(**facts: str) -> Reading:
    """Return a reading with these facts."""
    return Reading({fact: Found(value, value) for fact, value in facts.items()})


def test_a_wrong_value_is_wrong_and_missed(monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    one = forward(facts={"note": "stock", "degree": "second"})
    assert scored(monkeypatch, content, one, read(note="pitch", degree="second")) == (0.5, 0.5)


def test_a_fair_guess_counts_for_nothing(monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    one = forward(facts={"note": "stock"}, may={"sender_role": ["seller", "other"]})
    assert scored(monkeypatch, content, one, read(note="stock", sender_role="other")) == (1.0, 1.0)
    assert scored(monkeypatch, content, one, read(note="stock", sender_role="recruiter")) == (0.5, 1.0)


def test_people_are_compared_in_their_order(monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    people = [Told(facts={"sender_role": "seller"}), Told(facts={"sender_role": "recruiter"})]
    one = forward(people=[person.model_dump() for person in people])
    in_order = Reading(people=(read(sender_role="seller"), read(sender_role="recruiter")))
    assert scored(monkeypatch, content, one, in_order) == (1.0, 1.0)
    assert scored(monkeypatch, content, one, Reading(people=in_order.people[1:])) == (0.0, 0.0)


def test_an_acceptance_must_be_refused_as_one(monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    one = forward(format="mail", kind="acceptance")
    assert scored(monkeypatch, content, one, UnreadError("acceptance")) == (1.0, 1.0)
    assert scored(monkeypatch, content, one, UnreadError("digest")) == (0.0, 0.0)
    assert scored(monkeypatch, content, one, Reading()) == (1.0, 0.0)


def test_what_cannot_be_read_counts_as_wrong(monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    one = forward(facts={"degree": "second"})
    assert scored(monkeypatch, content, one, UnreadError("empty")) == (0.0, 0.0)


@pytest.mark.parametrize(("degree", "status"), [("second", 0), ("third", 1)])
def test_the_status_says_whether_a_floor_is_missed(
    degree: str, status: int, content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = f"- {{id: one, language: en, format: text, text: 2nd degree connection, facts: {{degree: {degree}}}}}\n"
    (tmp_path / "texts.yaml").write_text(row, encoding="utf-8")
    assert run(content, tmp_path, mistakes=True) == status
    assert ("MISSED" in capsys.readouterr().out) is bool(status)


@pytest.mark.parametrize("row", ["- {id: one}\n", "- {id: one, language: en, format: pdf}\n"])
def test_rows_that_cannot_be_used_are_named(row: str, content: Content, tmp_path: Path) -> None:
    (tmp_path / "pdfs.yaml").write_text(row, encoding="utf-8")
    with pytest.raises(ContentError, match=r"pdfs.yaml: 0\.language|one\.pdf: found no such file"):
        run(content, tmp_path)


def test_a_missing_corpus_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "reading", str(tmp_path / "nowhere")]) == 2
    assert main(["bench", "reading", str(tmp_path)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "found no such folder" in said[0]
    assert "found no list of forwards" in said[1]
