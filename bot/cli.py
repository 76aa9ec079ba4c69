"""The command line: chat, run, advise, invite, target, write, check, rotate, map, bench.

Each command imports what it needs and no more: `advise --json` starts neither Telegram nor a terminal.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__

if TYPE_CHECKING:
    from .content.load import Content
    from .conversation.session import Language

Command = Callable[[argparse.Namespace], int]

USED_WRONGLY = 2
"""Exit status for input that can't be used; one line on standard error says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; without one, Telegram where there is a token, else the chat in the terminal."""
    options = _parser().parse_args(argv)
    from .advice.facts import FactError
    from .content.files import ContentError
    from .conversation.purposes import WritingError
    from .settings import SettingsError

    try:
        command: Command = options.command
        return command(options)
    except (FactError, ContentError, SettingsError, WritingError) as error:
        print(f"entregent: {error}", file=sys.stderr)
        return USED_WRONGLY
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="entregent", description="Advice on LinkedIn invitations, in French and English."
    )
    parser.add_argument("--version", action="version", version=f"entregent {__version__}")
    parser.set_defaults(command=_either, lang=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add(commands, "chat", _chat, "talk in the terminal; no token, no network").add_argument(
        "--lang", metavar="LANGUAGE", help="the language, such as fr or en"
    )
    _add(commands, "run", _run, "be the Telegram bot; needs TELEGRAM_BOT_TOKEN")
    for name, question, what in (
        ("advise", "accept_invitation", "should one accept an invitation?"),
        ("invite", "send_invitation", "should one send an invitation?"),
        ("target", "how_many_contacts", "how many connections should one aim for?"),
    ):
        _advising(_add(commands, name, _advise, what), question)
    _writing(_add(commands, "write", _write, "write drafts for a purpose: an invitation, a reply, a word to a contact"))
    _add(commands, "check", _check, "report every mistake in a dialogs folder").add_argument(
        "folder", nargs="?", type=Path, help="the dialogs folder (default: ENTREGENT_DIALOGS, or the one shipped)"
    )
    _add(commands, "rotate", _rotate, "change the key that seals everything people wrote").add_argument(
        "--to", type=Path, metavar="NEWKEYFILE", help="where ENTREGENT_KEY is set: the file for the new key"
    )
    _add(commands, "map", _map, "print the phases of a conversation as a Mermaid diagram")
    bench = _add(commands, "bench", _bench, "measure speed and reading, beside a peer or a floor")
    bench.add_argument("what", choices=("rules", "reading", "charts"))
    bench.add_argument("folder", nargs="?", type=Path, help="the forwards to read (default: tests/forwards)")
    bench.add_argument("--no-pictures", action="store_true", help="leave out the pictures, which take seconds each")
    bench.add_argument("--mistakes", action="store_true", help="list what was read wrongly or missed")
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, what: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=f"{what[:1].upper()}{what[1:]}.")
    parser.set_defaults(command=run)
    return parser


def _advising(parser: argparse.ArgumentParser, question: str) -> None:
    parser.set_defaults(question=question)
    parser.add_argument("--me", type=Path, metavar="ME.yaml", help="facts about the user, by id")
    parser.add_argument(
        "--fact", action="append", default=[], metavar="NAME=VALUE", help="a fact; it beats ME.yaml and the text"
    )
    parser.add_argument("--school", metavar="ID", help="the school that decides")
    parser.add_argument("--lang", metavar="LANGUAGE", help="the language of the answer, such as fr or en")
    parser.add_argument("--json", action="store_true", help="print JSON")
    if question == "how_many_contacts":
        parser.add_argument("--chart", type=Path, metavar="FILE", help="draw the answer, to FILE.png or FILE.svg")
        parser.add_argument(
            "--picture",
            choices=("standing", "way"),
            default="standing",
            help="what --chart draws: standing (the default), where one stands; way, the way to the milestones",
        )
    else:
        parser.add_argument("file", nargs="?", metavar="FILE", help="a forwarded text, or - for standard input")
        parser.add_argument("--no-profile", action="store_true", help="judge the facts alone; there is no text")


def _writing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("purpose", nargs="?", metavar="PURPOSE", help="why one writes; --list names all")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="values",
        metavar="NAME=VALUE",
        help="something that fills the message",
    )
    parser.add_argument("--list", action="store_true", help="name the purposes, and what fills each")
    parser.add_argument("--check", metavar="FILE", help="say what to mend in a note of yours; - for standard input")
    parser.add_argument(
        "--me", type=Path, metavar="ME.yaml", help="facts about the user, by id; the plan gives the limit"
    )
    parser.add_argument("--tone", metavar="TONE", default="formal", help="formal (the default) or warm")
    parser.add_argument("--address", metavar="ADDRESS", default="vous", help="vous (the default) or tu, in French")
    parser.add_argument("--lang", metavar="LANGUAGE", help="the language of the drafts, such as fr or en")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _either(options: argparse.Namespace) -> int:
    from .settings import read_settings

    return _run(options) if read_settings().token else _chat(options)


def _language(content: "Content", given: str | None) -> "Language":
    from .advice.facts import FactError
    from .conversation.session import spoken

    if given is not None and given not in content.speakers:
        raise FactError(f"--lang: found {given!r}; one of these is allowed: {', '.join(content.speakers)}")
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return given or spoken(locale, content.speakers)


def _chat(options: argparse.Namespace) -> int:
    from .content.load import load
    from .settings import read_settings
    from .terminal.chat import chat

    content = load(read_settings().dialogs)
    return chat(content, _language(content, options.lang))


def _run(options: argparse.Namespace) -> int:
    from .settings import read_settings

    settings = read_settings()
    if not settings.token:
        print(
            "entregent: TELEGRAM_BOT_TOKEN is not set; set it to the token that @BotFather gave you, "
            "or run `python -m bot chat` to talk in the terminal",
            file=sys.stderr,
        )
        return USED_WRONGLY
    from .content.load import load
    from .handlers.run import run

    return run(settings, load(settings.dialogs))


def _advise(options: argparse.Namespace) -> int:
    from .advising import advise
    from .content.load import load

    content = load()
    return advise(options, content, _language(content, options.lang))


def _write(options: argparse.Namespace) -> int:
    from .content.load import load

    content = load()
    if options.check is not None:
        from .reviewing import review

        return review(options, content, _language(content, options.lang))
    from .writing import write

    return write(options, content, _language(content, options.lang))


def _check(options: argparse.Namespace) -> int:
    from .content.check import check
    from .content.files import chosen

    mistakes = check(options.folder or chosen())
    for mistake in mistakes:
        print(mistake)
    print(f"{len(mistakes)} mistakes" if mistakes else "no mistakes", file=sys.stderr)
    return 1 if mistakes else 0


def _rotate(options: argparse.Namespace) -> int:
    from .settings import SettingsError, read_settings
    from .storage.addresses import AddressError
    from .storage.rotating import RotationError, rotate, rotate_file
    from .storage.sealing import KeyFileError

    settings = read_settings()
    try:
        if settings.key is None:
            if options.to:
                raise SettingsError(
                    f"--to: only where ENTREGENT_KEY is set; the new key will be in {settings.key_path}"
                )
            done = rotate_file(settings.database_url, settings.key_path)
            print(f"{done.opens} holds a new key, which opens everything from now on.")
            print(f"{done.before} holds the old one, which opens earlier backups.")
            lost = done.lost
        else:
            if not options.to:
                raise SettingsError(
                    "ENTREGENT_KEY: it can't be changed from here; name a file for the new key with --to NEWKEYFILE"
                )
            lost = rotate(settings.database_url, settings.key, options.to)
            print(f"{options.to} holds a new key, which opens everything from now on.")
            print("Put its line in the place of ENTREGENT_KEY, which opens earlier backups only.")
    except (RotationError, KeyFileError, AddressError) as error:
        raise SettingsError(str(error)) from None
    if lost:
        print(f"{lost} keys could be opened with neither: what they seal was lost before.", file=sys.stderr)
    return 0


def _map(options: argparse.Namespace) -> int:
    from .conversation.phases import drawn

    print(drawn())
    return 0


def _bench(options: argparse.Namespace) -> int:
    from .content.load import load

    if options.what == "reading":
        from .bench import reading
        from .bench.corpus import shipped_corpus

        folder = options.folder or shipped_corpus()
        return reading.run(load(), folder, pictures=not options.no_pictures, mistakes=options.mistakes)
    if options.what == "charts":
        from .bench import charts

        return charts.run(load())
    from .bench.rules import run

    run(load())
    return 0
