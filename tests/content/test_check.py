"""`check` finds each mistake, says where it is, and lets none hide another."""

from pathlib import Path
from time import process_time

import pytest

import bot.content.check
from bot.content.check import check
from bot.content.files import shipped

from .broken import Broken, break_in, copied, examples


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


@pytest.mark.usefixtures("unrendered")
@pytest.mark.parametrize("example", examples("knowledge") + examples("words"), ids=lambda example: str(example.what))
def test_a_mistake_in_the_knowledge_or_in_words(example: Broken, tmp_path: Path) -> None:
    told(copied(tmp_path), example)


@pytest.mark.parametrize("example", examples("samples"), ids=lambda example: str(example.what))
def test_a_mistake_that_samples_show(example: Broken, tmp_path: Path) -> None:
    told(copied(tmp_path), example)
