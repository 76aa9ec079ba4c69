"""Golden drafts: each purpose in each language as text, to be read as prose whenever it changes.

`python -m tests.writing.snapshots` writes them anew; read the difference before you commit it.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.content.load import Content, load
from bot.conversation.purposes import Address, Manner, Purpose, Tone
from bot.wording.drafts import Drafter

from .matrix import usual

FOLDER = Path(__file__).parent / "golden"

CASES: tuple[tuple[str, Tone, Address, str], ...] = (
    ("everything known", "formal", "vous", "premium"),
    ("the least known", "warm", "tu", "free"),
)


def snapshots(content: Content) -> Iterator[tuple[Path, str]]:
    """Yield each file with what should stand in it."""
    for language, drafter in content.drafters.items():
        for purpose in drafter.purposes.values():
            yield FOLDER / language / f"{purpose.id}.txt", snapshot(drafter, purpose)


def snapshot(drafter: Drafter, purpose: Purpose) -> str:
    """Return all drafts of a purpose, with everything known and with the least."""
    lines = []
    for what, tone, address, plan in CASES:
        values = usual(drafter, purpose)
        if what == "the least known":
            values = {name: values[name] for name in purpose.needs}
        lines.append(f"# {what} ({tone}, {address}, {plan})")
        for draft in drafter.drafts(purpose.id, values, Manner(tone, address, plan)):
            lines += ["", f"## {draft.label}: {drafter.counted(draft)}", draft.text]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write every file anew, and take those away that nothing writes."""
    written = dict(snapshots(load()))
    for path in set(FOLDER.glob("*/*.txt")) - set(written):
        path.unlink()
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(written)} files")


if __name__ == "__main__":
    main()
