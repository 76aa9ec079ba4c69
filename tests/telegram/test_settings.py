"""Settings from the environment and a `.env` file."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings


def read(tmp_path: Path, text: str, **environment: str) -> Settings:
    file = tmp_path / ".env"
    file.write_text(text, "utf-8")
    return read_settings(environment, file)


def test_without_any_there_are_defaults(tmp_path: Path) -> None:
    found = read_settings({}, tmp_path / "missing")
    assert found == Settings()
    assert found.base_url == "https://api.telegram.org/bot"


def test_the_environment_wins_over_the_file_unless_it_is_empty(tmp_path: Path) -> None:
    text = "# ours\nexport TELEGRAM_BOT_TOKEN='1:file'\nBOT_API_URL = http://localhost:8081/ \nDATABASE_URL=\n"
    found = read(tmp_path, text, TELEGRAM_BOT_TOKEN="1:shell", BOT_API_URL=" ")
    assert found.token == "1:shell"
    assert found.base_url == "http://localhost:8081/bot"
    assert found.base_file_url == "http://localhost:8081/file/bot"


def test_a_contact_is_one_line(tmp_path: Path) -> None:
    assert read(tmp_path, "ENTREGENT_CONTACT=' Ann  Ray, ann@example.org '").contact == "Ann Ray, ann@example.org"


def test_a_pace_may_be_below_one(tmp_path: Path) -> None:
    assert read(tmp_path, "ENTREGENT_SENDS_PER_SECOND=0.5").sends_per_second == 0.5


def test_the_token_is_in_no_representation(tmp_path: Path) -> None:
    assert "secret" not in repr(read(tmp_path, "TELEGRAM_BOT_TOKEN=1:secret"))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", "entregent.key"),
        ("DATABASE_URL=sqlite:////var/lib/bot/data.db?timeout=5", "/var/lib/bot/entregent.key"),
        ("DATABASE_URL=sqlite://", "entregent.key"),
        ("ENTREGENT_KEY_FILE=/run/secrets/key", "/run/secrets/key"),
    ],
)
def test_the_key_is_beside_the_database_unless_it_is_said_where(tmp_path: Path, text: str, path: str) -> None:
    assert read(tmp_path, text).key_path == Path(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A=1\nnonsense", r"\.env:2: not a setting"),
        ("BOT_API_URL=api.telegram.org", "BOT_API_URL: found no http"),
        ("ENTREGENT_CONTACT=" + "a" * 201, "ENTREGENT_CONTACT: .* 200 characters at most"),
        *[(f"ENTREGENT_SENDS_PER_SECOND={wrong}", "a number above 0") for wrong in ("0", "-3", "many", "nan", "1e3")],
    ],
)
def test_what_can_not_be_used_is_said(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read(tmp_path, text)
