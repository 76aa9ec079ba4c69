"""`check` finds each mistake, says where it is, and lets none hide another."""

from pathlib import Path
from time import process_time

import pytest

import bot.content.check
import bot.content.checks.drafted
import bot.content.checks.rendered
from bot.content.check import check
from bot.content.checks.documents import Dialogs
from bot.content.checks.purposes import Variant, every_variant
from bot.content.checks.samples import replies
from bot.content.files import shipped
from bot.conversation.matter import Matter
from bot.conversation.reply import Reply

from .broken import Broken, break_in, copied, examples, with_a_purpose


def test_the_shipped_dialogs_have_no_mistakes() -> None:
    begun = process_time()
    assert [str(mistake) for mistake in check(shipped())] == []
    print(f"check: {process_time() - begun:.2f} s")


def told(folder: Path, example: Broken) -> None:
    """Expect exactly one mistake: this one. Where a slip shows `twice`, others like it may stand beside it."""
    break_in(folder, example)
    mistakes = check(folder)
    assert [str(one) for one in mistakes if example.says not in str(one)] == []
    places = [(one.file, one.line) for one in mistakes]
    blamed = (str(folder / example.blamed), example.line(folder))
    assert blamed in places if example.twice else places == [blamed]


@pytest.fixture
def unrendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the samples, which take most of the time, where they are not what is tested."""
    monkeypatch.setattr(bot.content.check, "check_rendered", lambda dialogs, model: None)
    monkeypatch.setattr(bot.content.check, "check_drafted", lambda dialogs: None)


@pytest.mark.usefixtures("unrendered")
@pytest.mark.parametrize(
    "example",
    examples("knowledge") + examples("words") + examples("review") + examples("charts") + examples("own_school"),
    ids=lambda example: str(example.what),
)
def test_a_mistake_in_the_knowledge_or_in_words(example: Broken, tmp_path: Path) -> None:
    told(copied(tmp_path), example)


@pytest.fixture(scope="module")
def said() -> dict[str, list[Reply]]:
    """What is replied in every sample: it hangs on the rules alone, not on words, so once is enough."""
    return {}


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, said: dict[str, list[Reply]]) -> None:
    """Talk through the samples once for all examples."""

    def once(matter: Matter) -> list[Reply]:
        if not said:
            said["all"] = list(replies(matter))
        return said["all"]

    monkeypatch.setattr(bot.content.checks.rendered, "replies", once)
    monkeypatch.setattr(bot.content.check, "check_drafted", lambda dialogs: None)


@pytest.mark.usefixtures("rendered")
@pytest.mark.parametrize("example", examples("samples"), ids=lambda example: str(example.what))
def test_a_mistake_that_samples_show(example: Broken, tmp_path: Path) -> None:
    told(copied(tmp_path), example)


@pytest.fixture
def one_purpose_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try out the variants of trial purposes alone."""

    def trials(dialogs: Dialogs) -> list[Variant]:
        return [one for one in every_variant(dialogs) if one.purpose.startswith("trial_")]

    monkeypatch.setattr(bot.content.check, "check_rendered", lambda dialogs, model: None)
    monkeypatch.setattr(bot.content.checks.drafted, "every_variant", trials)


@pytest.mark.usefixtures("one_purpose_tried")
@pytest.mark.parametrize("example", examples("purposes"), ids=lambda example: str(example.what))
def test_a_mistake_in_purposes(example: Broken, tmp_path: Path) -> None:
    told(with_a_purpose(tmp_path), example)


def test_two_mistakes_in_two_files_are_both_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "schools" / "relevance.yaml").write_text("id: [relevance\n", encoding="utf-8")
    guards = folder / "fr" / "guards.yaml"
    guards.write_text(guards.read_text(encoding="utf-8").replace("Ce profil", "Ce profil!"), encoding="utf-8")
    mistakes = check(folder)
    assert [(Path(one.file).name, one.line) for one in mistakes] == [("guards.yaml", 2), ("relevance.yaml", 2)]


ALL_AT_ONCE = (
    "no YAML",
    "a key that is missing",
    "an id with capitals, as a key",
    "shares that do not add up",
    "a fact that does not exist",
    "a rule whose conditions cannot be",
    "a pair that falls",
    "a command that is taken",
    "a rule that no situation reaches",
    "a short text that is missing",
    "an intent that is missing",
    "a text of a guard that is missing",
    "a space that is missing in French, in a template",
    "a loose ampersand",
    "two spaces in a button",
    "a template that fails",
)


def test_no_mistake_hides_another(tmp_path: Path) -> None:
    found = [*examples("knowledge"), *examples("words"), *examples("samples")]
    chosen = [example for example in found if example.what in ALL_AT_ONCE]
    assert len(chosen) == len(ALL_AT_ONCE)
    folder = copied(tmp_path)
    for example in chosen:
        break_in(folder, example)
    expected = {(str(folder / example.blamed), example.line(folder)) for example in chosen}
    assert {(one.file, one.line) for one in check(folder)} == expected


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "found no such folder" in str(check(tmp_path / "nowhere")[0])


def test_an_empty_folder_lacks_everything(tmp_path: Path) -> None:
    said = [str(mistake) for mistake in check(tmp_path)]
    assert any("facts.yaml:1: found no such file; it is needed" in one for one in said)
    assert any("schools:1: found no school; one file a school is needed" in one for one in said)


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(tmp_path)
    read = Path.read_text

    def refuse(path: Path, encoding: str | None = None, errors: str | None = None) -> str:
        if path.name == "limits.yaml":
            raise PermissionError(13, "Permission denied")
        return read(path, encoding, errors)

    monkeypatch.setattr(Path, "read_text", refuse)
    assert [str(one).removeprefix(f"{folder}/") for one in check(folder)] == [
        "limits.yaml:1: found a file that cannot be read (Permission denied); a text file is needed"
    ]


def test_facts_that_cannot_be_read_hide_no_other_mistake(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "facts.yaml").write_text("facts: [\n", encoding="utf-8")
    (folder / "fr" / "guards.yaml").write_text("impossible_profile: non\n", encoding="utf-8")
    files = {Path(one.file).relative_to(folder).as_posix() for one in check(folder)}
    assert files == {"facts.yaml", "fr/guards.yaml"}
