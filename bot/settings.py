"""Settings, from the environment and a `.env` file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TELEGRAM = "https://api.telegram.org"
DATABASE = "sqlite:///entregent.db"
KEY_FILE = "entregent.key"


class SettingsError(ValueError):
    """A setting that can't be used. The text is for whoever runs the bot, and never holds a secret."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `run` needs to know; the token is absent where nobody gave one."""

    token: str | None = field(default=None, repr=False)
    api_root: str = TELEGRAM
    database_url: str = field(default=DATABASE, repr=False)
    dialogs: Path | None = None
    key_file: Path | None = None

    @property
    def key_path(self) -> Path:
        """Return the file of the master key: beside the database, unless another is named."""
        if self.key_file:
            return self.key_file
        path = self.database_url.partition("///")[2].partition("?")[0]
        named = self.database_url.startswith("sqlite:") and path and not path.startswith((":", "file:"))
        return (Path(path) if named else Path(KEY_FILE)).with_name(KEY_FILE)

    @property
    def base_url(self) -> str:
        """Return what stands before the token in the address of a method."""
        return f"{self.api_root}/bot"

    @property
    def base_file_url(self) -> str:
        """Return what stands before the token in the address of a file."""
        return f"{self.api_root}/file/bot"


def read_settings(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Read the settings; the environment wins over the file, and an empty value counts as absent."""
    environment = os.environ if environment is None else environment
    found = {**_read(env_file), **{name: value for name, value in environment.items() if value.strip()}}
    dialogs, key_file = found.get("ENTREGENT_DIALOGS"), found.get("ENTREGENT_KEY_FILE")
    return Settings(
        token=found.get("TELEGRAM_BOT_TOKEN", "").strip() or None,
        api_root=_root(found.get("BOT_API_URL", TELEGRAM)),
        database_url=found.get("DATABASE_URL", DATABASE).strip(),
        dialogs=Path(dialogs).expanduser() if dialogs else None,
        key_file=Path(key_file).expanduser() if key_file else None,
    )


def _read(file: Path) -> dict[str, str]:
    """Read `KEY=VALUE` lines; `#` begins a comment line, quotes around a value and `export` are taken off."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: can't be read ({type(error).__name__}); a UTF-8 text file is needed") from None
    values: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.removeprefix("export ").partition("=")
        if not equals or not name.strip().isidentifier():
            raise SettingsError(f"{file}:{number}: not a setting; a line is KEY=VALUE")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        if value:
            values[name.strip()] = value
    return values


def _root(address: str) -> str:
    address = address.strip().rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise SettingsError("BOT_API_URL: found no http:// or https:// address; the default is " + TELEGRAM)
    return address
