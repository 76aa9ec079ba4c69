"""Build invented e-mails from their descriptions."""

import base64
import quopri
from email.header import Header
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.reading.mail_words import MailWords

DIALOGS = Path(__file__).parents[3] / "dialogs"
_YAML = YAML(typ="safe", pure=True)


def load_mail_words() -> MailWords:
    """Read the words of e-mails in every language."""
    return MailWords.model_validate({code: _YAML.load(DIALOGS / code / "mail.yaml") for code in ("fr", "en")})


def load_mails(name: str) -> list[Any]:
    """Read the invented e-mails of one file."""
    return list(_YAML.load(Path(__file__).parent / name))


def eml(row: dict[str, Any]) -> bytes:
    """Return the bytes of an e-mail, as a mail program would save it."""
    data = _message(row["mail"]).as_bytes()
    if row.get("mbox"):
        following = b"\n\nFrom other@example.org Tue Mar  3\nSubject: x\n\nx\n"
        data = b"From MAILER-DAEMON Tue Mar  3 09:12:44 2026\n" + data + following
    return b"\xef\xbb\xbf" + data if row.get("bom") else data


def _message(mail: dict[str, Any]) -> Message:
    charset, cte = mail.get("charset", "utf-8"), mail.get("cte", "8bit")
    parts = [_part(mail[kind], kind, charset, cte) for kind in ("plain", "html") if kind in mail]
    if "attached" in mail:
        message: Message = MIMEMultipart("mixed", None, [*parts, MIMEMessage(_message(mail["attached"]))])
    else:
        message = parts[0] if len(parts) == 1 else MIMEMultipart("alternative", None, parts)
    for name in ("from", "to"):
        person, address = parseaddr(mail[name])
        message[name.title()] = formataddr((str(Header(person, "utf-8")) if not person.isascii() else person, address))
    message["Subject"] = str(Header(mail["subject"], "utf-8")) if not mail["subject"].isascii() else mail["subject"]
    message["Date"] = "Tue, 3 Mar 2026 09:12:44 +0000"
    message["Message-ID"] = "<1@lva1.example>"
    if "MIME-Version" not in message:
        message["MIME-Version"] = "1.0"
    return message


def _part(text: str, subtype: str, charset: str, cte: str) -> Message:
    codec = "utf-8" if charset.startswith("x-") else charset
    raw = text.encode(codec)
    part = Message()
    part["Content-Type"] = f'text/{subtype}; charset="{charset}"'
    part["Content-Transfer-Encoding"] = cte
    if cte == "base64":
        raw = base64.encodebytes(raw)
    elif cte == "quoted-printable":
        raw = quopri.encodestring(raw)
    part.set_payload(raw.decode("ascii", "surrogateescape"))
    return part
