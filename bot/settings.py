"""Settings, from the environment and a `.env` file."""

import hashlib
import hmac
import os
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

TELEGRAM = "https://api.telegram.org"
DATABASE = "sqlite:///entregent.db"
KEY_FILE = "entregent.key"
KEY_DIGITS = 64
LISTEN = ("127.0.0.1", 8080)
IDLE_DAYS = 400
"""Days after which the session of somebody who no longer writes is erased."""
LONGEST_CONTACT = 200


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
    key: bytes | None = field(default=None, repr=False)
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    listen_on: tuple[str, int] | None = None
    certificate: Path | None = None
    certificate_key: Path | None = None
    owner: int | None = None
    idle_days: int = IDLE_DAYS
    contact: str = ""
    sends_per_second: float | None = None

    @property
    def listen(self) -> tuple[str, int]:
        """Return the host and port to listen on."""
        return self.listen_on or LISTEN

    @property
    def listens(self) -> bool:
        """Tell whether there is anything to listen for."""
        return bool(self.webhook_url or self.listen_on)

    @property
    def secret(self) -> str:
        """Return what Telegram shows with each webhook: the one that is set, or one that every replica works out."""
        derived = hmac.new((self.token or "").encode(), b"entregent webhook", hashlib.sha256).hexdigest()
        return self.webhook_secret or derived

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
    return Settings(
        token=found.get("TELEGRAM_BOT_TOKEN", "").strip() or None,
        api_root=_root(found.get("BOT_API_URL", TELEGRAM)),
        database_url=found.get("DATABASE_URL", DATABASE).strip(),
        dialogs=_path(found.get("ENTREGENT_DIALOGS")),
        key_file=_path(found.get("ENTREGENT_KEY_FILE")),
        key=_key(found.get("ENTREGENT_KEY")),
        webhook_url=_webhook(found.get("WEBHOOK_URL")),
        webhook_secret=_secret(found.get("WEBHOOK_SECRET")),
        listen_on=_listen(found.get("LISTEN")),
        certificate=_path(found.get("WEBHOOK_CERTIFICATE")),
        certificate_key=_path(found.get("WEBHOOK_CERTIFICATE_KEY")),
        owner=_number("OWNER_CHAT_ID", found.get("OWNER_CHAT_ID"), "a chat's number, such as 123456789"),
        idle_days=_number("ENTREGENT_IDLE_DAYS", found.get("ENTREGENT_IDLE_DAYS"), "a number of days") or IDLE_DAYS,
        contact=_contact(found.get("ENTREGENT_CONTACT", "")),
        sends_per_second=_rate("ENTREGENT_SENDS_PER_SECOND", found.get("ENTREGENT_SENDS_PER_SECOND")),
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


def _path(given: str | None) -> Path | None:
    return Path(given.strip()).expanduser() if given else None


def _key(given: str | None) -> bytes | None:
    if given is None:
        return None
    digits = given.strip()
    if len(digits) != KEY_DIGITS or not all(digit in string.hexdigits for digit in digits):
        raise SettingsError(f"ENTREGENT_KEY: it is {KEY_DIGITS} hex digits")
    return bytes.fromhex(digits)


def _webhook(given: str | None) -> str | None:
    if given is None:
        return None
    address = given.strip()
    if not address.startswith(("https://", "http://")) or not urlsplit(address).hostname:
        raise SettingsError("WEBHOOK_URL: found no address; it is https://NAME/PATH, as Telegram reaches it")
    return address


def _secret(given: str | None) -> str | None:
    if given is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given.strip()):
        raise SettingsError("WEBHOOK_SECRET: Telegram allows letters, digits, _ and -, up to 256")
    return given and given.strip()


def _listen(given: str | None) -> tuple[str, int] | None:
    if given is None:
        return None
    host, colon, port = given.strip().rpartition(":")
    if not colon or not port.isdecimal() or not 0 <= int(port) < 2**16:
        raise SettingsError("LISTEN: found no HOST:PORT, such as 0.0.0.0:8080")
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 # what an empty host says


def _number(name: str, given: str | None, what: str) -> int | None:
    if given is None:
        return None
    try:
        return int(given.strip())
    except ValueError:
        raise SettingsError(f"{name}: it is {what}") from None


def _rate(name: str, given: str | None) -> float | None:
    if given is None:
        return None
    text = given.strip()
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text) or not float(text):
        raise SettingsError(f"{name}: it is a number above 0, such as 30 or 0.5")
    return float(text)


def _contact(given: str) -> str:
    contact = " ".join(given.split())
    if len(contact) > LONGEST_CONTACT:
        raise SettingsError(f"ENTREGENT_CONTACT: it is a name or an address, of {LONGEST_CONTACT} characters at most")
    return contact


def _root(address: str) -> str:
    address = address.strip().rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise SettingsError("BOT_API_URL: found no http:// or https:// address; the default is " + TELEGRAM)
    return address
