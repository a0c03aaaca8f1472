"""What may be typed behind `caseboard`: the commands, their options, and how an option's text is read.

`read` reads a line by the parser that `parser` makes. `parameters` and `format_of` read what it leaves; the
others are argparse types: each raises ArgumentTypeError.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from caseboard import __version__
from caseboard.errors import RequestError
from caseboard.formats import BINARY, FORMATS, OTHERS, SUFFIXES, no_text

REPORTS = ("table", "json", "markdown", "csv", "xlsx")
_OF_THE_BOARD = ("plain", "changes", "ascii", "names")


def read(
    words: Sequence[str], commands: Mapping[str, Callable[[argparse.Namespace], int]]
) -> argparse.Namespace:
    """The options of a line. What a command does not take is refused before it as it is behind it."""
    top = parser(commands)
    options = top.parse_args(words)
    for name in options.refused:
        if getattr(options, name) not in (None, False):
            top.error(f"{options.command} takes no --{name.replace('_', '-')}")
    return options


class _Parser(argparse.ArgumentParser):
    """Says what cannot be parsed with nothing in it that moves a terminal: what was typed may be pasted."""

    def error(self, message: str) -> NoReturn:
        """Say it and leave with 2."""
        from caseboard.textsafe import clean

        super().error(clean(message))


def parser(commands: Mapping[str, Callable[[argparse.Namespace], int]]) -> argparse.ArgumentParser:
    """The commands and their options; what is parsed has in `do` the function that `commands` names."""
    top = _Parser(
        prog="caseboard",
        description="The weekly case conference of an addiction treatment team. With no command: the board.",
    )
    top.add_argument("--version", action="version", version=f"caseboard {__version__}")
    common = _Parser(add_help=False)
    dated = _Parser(add_help=False)
    _where_options(top, None)
    _date_option(top, None)
    _board_options(top, None)
    # Before a command or behind it they mean the same: behind it, only what is given is set.
    _where_options(common, argparse.SUPPRESS)
    _date_option(dated, argparse.SUPPRESS)
    top.set_defaults(do=commands["board"], refused=())
    added_to = top.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, words: str, *parents: Any) -> argparse.ArgumentParser:
        added = added_to.add_parser(name, help=words, description=words, parents=[common, *parents])
        refused = () if name in ("board", "serve") else _OF_THE_BOARD
        refused = refused if dated in parents else ("as_of", *refused)
        added.set_defaults(do=commands[name], command=name, refused=refused)
        return added

    shown = command("board", "open the board, or print a screen with --plain", dated)
    shown.add_argument(
        "screen",
        nargs="*",
        default=[],
        metavar="SCREEN",
        help="with --plain: board (default), client ID, why ID or help",
    )  # fmt: skip
    _board_options(shown, argparse.SUPPRESS)

    web = command("serve", "the same app in a browser, on this machine only", dated)
    _drawing_options(web, argparse.SUPPRESS)
    web.add_argument("--port", type=whole(1, 65535), default=8000, metavar="N", help="8000 unless told")

    _import_options(command("import", "load a clinic's extracts into its database"))
    _list_options(command("list", "show what the library holds"))

    see = command("show", "print a query's file, or a script for any DuckDB shell", dated)
    see.add_argument("query", help="a query's name, or a measure's")
    see.add_argument("--compiled", action="store_true", help="one self-contained script")
    _parameter_option(see)

    _run_options(command("run", "run a query and print its rows", dated))

    test = command("test", "run the examples that the query files carry")
    test.add_argument("query", nargs="*", help="queries or folders, also your own; default all")

    check = command("check", "run the checks on the data; exit 1 when one found something", dated)
    _format_options(check)

    _evaluate_options(command("evaluate", "replay the board over the history and say what happened next"))
    _simulate_options(command("simulate", "write an invented clinic's extracts"))
    return top


def _import_options(added: argparse.ArgumentParser) -> None:
    added.add_argument("source", nargs="*", type=path, help="a folder, files, or a workbook")
    added.add_argument("--map", metavar="NAME|PATH", type=named, help="a map from another system's files")
    added.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    added.add_argument(
        "--rejects", metavar="FILE", type=Path, help="write the rows turned away to FILE (CSV)"
    )
    added.add_argument("--retry", metavar="FILE", type=Path, help="load the rows of a rejects file again")
    added.add_argument(
        "--complete", metavar="FROM..TO", type=period,
        help="the extract is whole for this period: what it lacks is closed",
    )  # fmt: skip
    added.add_argument(
        "--loaded-at", metavar="WHEN", type=moment, help="the moment of the load (default: now)"
    )
    added.add_argument("--strict", action="store_true", help="exit 1 when a row was turned away")
    added.add_argument("--upgrade", action="store_true", help="bring the file up to date and load nothing")


def _list_options(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "what", nargs="?", default="queries", metavar="WHAT",
        help="queries (default), rules, measures, parameters, extracts, keys, or a folder such as panes",
    )  # fmt: skip
    _format_options(added)


def _run_options(added: argparse.ArgumentParser) -> None:
    added.add_argument("query", help="a query's name, or a file that ends in .sql")
    _parameter_option(added)
    _format_options(added)
    added.add_argument("--limit", type=count, metavar="N", help="at most N rows (tables: 500; else all)")
    added.add_argument("--fail-on-rows", action="store_true", help="exit 1 when any row comes back")
    added.add_argument("--timeout", type=seconds, default=20.0, metavar="SECONDS", help="for a FILE (20)")


def _evaluate_options(added: argparse.ArgumentParser) -> None:
    added.add_argument("--from", dest="first", metavar="DATE", type=day, help="the first day (default: all)")
    added.add_argument("--to", dest="last", metavar="DATE", type=day, help="the last day (default: all)")
    added.add_argument("--rounds", type=count, metavar="N", help="draw the people N times (200)")
    added.add_argument(
        "--by-group",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="also by sex, age, language, ... of the people (default: yes)",
    )
    added.add_argument("--keep", action="store_true", help="keep each rule's record in the database")
    _parameter_option(added)
    added.add_argument("--format", choices=REPORTS, metavar="FORMAT", help=", ".join(REPORTS))
    added.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of stdout")
    added.set_defaults(formats=REPORTS)


def _simulate_options(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "folder",
        type=path,
        metavar="DIR",
        help="a folder that is new or empty, or holds an invented clinic, which is replaced",
    )
    added.add_argument("--clients", type=count, default=150, metavar="N", help="people (150)")
    added.add_argument("--seed", type=int, default=7, metavar="S", help="the same seed, the same clinic (7)")
    added.add_argument(
        "--last-day",
        type=last_day,
        default=date(2026, 3, 15),
        metavar="DATE",
        help="the last day of the records (2026-03-15)",
    )
    added.add_argument("--months", type=whole(1, 600), default=18, metavar="M", help="of records (18)")
    added.add_argument(
        "--useless",
        action="append",
        default=[],
        metavar="FEED",
        help="surveys, screens or logs that tell nothing: does evaluate find it?",
    )
    added.add_argument(
        "--apart",
        action="append",
        default=[],
        type=pair,
        metavar="COLUMN=VALUE",
        help="clients whose missed sessions mean nothing, as language=Spanish",
    )


def _where_options(added: argparse.ArgumentParser, default: str | None) -> None:
    text = "the clinic's database (or CASEBOARD_DB)"
    added.add_argument("--db", metavar="TARGET", type=named, default=default, help=text)
    text = "local queries, laid over the bundled ones (or CASEBOARD_QUERIES)"
    added.add_argument("--queries", metavar="DIR", type=named, default=default, help=text)


def _date_option(added: argparse.ArgumentParser, default: str | None) -> None:
    text = "the day to look from (YYYY-MM-DD; default: today, on the sample its last day)"
    added.add_argument("--as-of", metavar="DATE", type=day, default=default, help=text)


def _board_options(added: argparse.ArgumentParser, default: str | None) -> None:
    text = "print as plain text; done too where stdout is no terminal"
    added.add_argument("--plain", action="store_true", default=default or False, help=text)
    text = "with --plain and --as-of: what changed since that date, instead of the board"
    added.add_argument("--changes", action="store_true", default=default or False, help=text)
    _drawing_options(added, default)


def _drawing_options(added: argparse.ArgumentParser, default: str | None) -> None:
    text = "draw with ASCII signs only"
    added.add_argument("--ascii", action="store_true", default=default or False, help=text)
    text = "show or hide clients' names"
    added.add_argument("--names", choices=("shown", "hidden"), default=default, help=text)


def _parameter_option(added: argparse.ArgumentParser) -> None:
    text = "a value for a parameter; once for each"
    added.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help=text)


def _format_options(added: argparse.ArgumentParser) -> None:
    said = f"{', '.join(FORMATS)}; unless told, what the name of FILE ends in"
    added.add_argument("--format", choices=FORMATS, metavar="FORMAT", help=said)
    added.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of stdout")
    added.set_defaults(formats=FORMATS)


def format_of(options: argparse.Namespace) -> str:
    """The format that was told, or that the name of the output ends in; else a table.

    Raises RequestError for the ending of a format that the command does not write, and for one that needs a
    file where none is named.
    """
    if options.format is not None:
        if options.format in BINARY and options.output is None:
            raise RequestError(no_text(options.format))
        return str(options.format)
    suffix = options.output.suffix.lower() if options.output is not None else ""
    form = SUFFIXES.get(suffix, "table")
    if form in options.formats and suffix not in OTHERS:
        return form
    known = ", ".join(ending for ending, name in SUFFIXES.items() if name in options.formats)
    raise RequestError(
        f"{options.command} writes no {suffix} file: name one that ends in {known}, or say --format."
    )


def parameters(given: Sequence[str]) -> dict[str, str]:
    """The values of `-p name=value`, by name, as texts. Raises RequestError for what is no pair, and for two
    values of one name.
    """
    values: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise RequestError(f"-p {item} is not name=value.")
        if values.setdefault(name.strip(), value) != value:
            raise RequestError(f"-p {name.strip()} is given twice, with {values[name.strip()]} and {value}.")
    return values


def named(text: str) -> str:
    """What something is called. A variable that a shell does not know is empty, and would mean the sample, or
    the folder that one stands in.
    """
    if not text:
        raise argparse.ArgumentTypeError("an empty text names nothing")
    return text


def path(text: str) -> Path:
    """A file or folder."""
    return Path(named(text))


def day(text: str) -> date:
    """A date such as 2026-03-15."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date such as 2026-03-15") from None


def moment(text: str) -> datetime:
    """A moment that has been, such as 2026-03-15T09:30, without zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise argparse.ArgumentTypeError(f"'{text}' is not a moment such as 2026-03-15T09:30, without a zone")
    if found > datetime.now():  # what a load corrects would be known from then on, and hidden until then
        raise argparse.ArgumentTypeError(f"'{text}' lies ahead")
    return found


def period(text: str) -> tuple[date, date]:
    """Two dates, FROM..TO, the first not after the last."""
    first, dots, last = text.partition("..")
    if not dots or day(first) > day(last):
        raise argparse.ArgumentTypeError(f"'{text}' is not a period such as 2026-03-01..2026-03-15")
    return day(first), day(last)


def count(text: str) -> int:
    """A whole number, not negative."""
    if not text.isdecimal() or len(text) > 15:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of 0 or more")
    return int(text)


def whole(low: int, high: int) -> Callable[[str], int]:
    """A type: a whole number from `low` to `high`."""

    def read(text: str) -> int:
        if not text.isdecimal() or len(text) > 15 or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {low} to {high}")
        return int(text)

    return read


def seconds(text: str) -> float:
    """A number of seconds, of a day at most."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 86_400:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds up to 86400")
    return number


def last_day(text: str) -> date:
    """A day on which an invented clinic's records may end."""
    found = day(text)
    if not date(1950, 1, 1) <= found <= date(2150, 1, 1):
        raise argparse.ArgumentTypeError(f"'{text}' is not a date from 1950-01-01 to 2150-01-01")
    return found


def pair(text: str) -> tuple[str, str]:
    """COLUMN=VALUE as its two parts."""
    column, equals, value = text.partition("=")
    if not equals or not value:
        raise argparse.ArgumentTypeError(f"'{text}' is not COLUMN=VALUE such as language=Spanish")
    return column, value
