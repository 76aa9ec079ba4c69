"""Installed from a built wheel, outside the checkout, it works: the dialogs travel with the package."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = out.glob("*.whl")
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(site)
    return site


def run(site: Path, cwd: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"}
    environment.pop("ENTREGENT_DIALOGS", None)
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=cwd, env=environment, input=stdin, capture_output=True,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_package_is_the_wheels_own(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import bot; print(bot.__file__)"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(installed))
    assert (installed / "bot" / "dialogs" / "facts.yaml").is_file()


def test_advise_works_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "advise", "--no-profile", "--fact", "relation=colleague", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["answer"] == "accept"


def test_chat_works_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "chat", "--lang", "fr", stdin="/invitation\n\n/annuler\n")
    assert done.returncode == 0, done.stderr
    assert "Comment connaissez-vous" in done.stdout


def test_check_works_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "check")
    assert done.returncode == 0, done.stdout


def test_only_what_a_command_needs_is_imported(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from bot.cli import main; "
        "main(['advise', '--no-profile', '--fact', 'relation=stranger', '--json']); "
        "loaded = {name.split('.')[0] for name in sys.modules}; "
        "heavy = {'telegram', 'httpx', 'sqlalchemy', 'prompt_toolkit', 'rich', 'jinja2'}; "
        "print(sorted(loaded & heavy), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.strip() == "[]"
