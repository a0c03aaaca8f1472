"""The command line: each command is one call into a room below. Data to stdout, words to stderr."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseboard import __version__, arguments, settings
from caseboard.errors import CaseboardError, RequestError

if TYPE_CHECKING:
    from caseboard.evaluation import Report
    from caseboard.formats import Rectangle
    from caseboard.library import Clinic, Library
    from caseboard.settings import Settings

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "markdown", "parquet")
REPORTS = ("table", "json", "markdown", "csv")
SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".ndjson": "ndjson", ".md": "markdown",
            ".parquet": "parquet"}  # fmt: skip
TABLE_LIMIT = 500


def run(words: Sequence[str]) -> int:
    """Do what the arguments ask; returns the exit code (0 done, 1 found, 2 request, 3 database, 130)."""
    options = parser().parse_args(words)
    os.umask(0o077)  # whatever is written holds clients' data: the owner's alone
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and "utf" not in stream.encoding.lower():
            stream.reconfigure(errors="backslashreplace")
    if getattr(options, "format", "") is None:
        options.format = _format_of(options)
    try:
        return int(options.do(options))
    except CaseboardError as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail("Interrupted.", 130)
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _fail(f"The output cannot be written: {error.strerror or error}.", 2)
    except Exception as error:
        if isinstance(error, RuntimeError) and "interrupted" in str(error).lower():
            return _fail("Interrupted.", 130)  # Ctrl-C while DuckDB works
        if os.environ.get("CASEBOARD_DEBUG"):
            raise
        return _fail(
            f"caseboard made a mistake of its own ({type(error).__name__}: {error}); please report it, "
            "with what CASEBOARD_DEBUG=1 prints.",
            2,
        )


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="caseboard",
        description="The weekly case conference of an addiction treatment team. With no command: the board.",
    )
    top.add_argument("--version", action="version", version=f"caseboard {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    dated = argparse.ArgumentParser(add_help=False)
    _where_options(top, None)
    _date_option(top, None)
    _board_options(top, None)
    # Before a command or behind it they mean the same: behind it, only what is given is set.
    _where_options(common, argparse.SUPPRESS)
    _date_option(dated, argparse.SUPPRESS)
    top.set_defaults(do=board)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, do: Callable[[Any], int], words: str, *parents: Any) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words, parents=[common, *parents])
        added.set_defaults(do=do)
        return added

    shown = command("board", board, "open the board, or print a screen with --plain", dated)
    shown.add_argument(
        "screen",
        nargs="*",
        default=[],
        metavar="SCREEN",
        help="with --plain: board (default), client ID, why ID or help",
    )  # fmt: skip
    _board_options(shown, argparse.SUPPRESS)

    web = command("serve", serve, "the same app in a browser, on this machine only", dated)
    _board_options(web, argparse.SUPPRESS)
    web.add_argument("--port", type=arguments.count, default=8000, metavar="N", help="8000 unless told")

    add = command("import", import_, "load a clinic's extracts into its database")
    add.add_argument("source", nargs="*", type=Path, help="a folder, or single files")
    add.add_argument("--map", metavar="NAME|PATH", help="a map from another system's files")
    add.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    add.add_argument("--rejects", metavar="FILE", type=Path, help="write the rows turned away to FILE (CSV)")
    add.add_argument("--retry", metavar="FILE", type=Path, help="load the rows of a rejects file again")
    add.add_argument(
        "--complete", metavar="FROM..TO", type=arguments.period,
        help="the extract is whole for this period: what it lacks is closed",
    )  # fmt: skip
    add.add_argument(
        "--loaded-at", metavar="WHEN", type=arguments.moment, help="the moment of the load (default: now)"
    )
    add.add_argument("--strict", action="store_true", help="exit 1 when a row was turned away")
    add.add_argument("--upgrade", action="store_true", help="bring the file up to date and load nothing")

    show_list = command("list", list_, "show what the library holds")
    show_list.add_argument(
        "what", nargs="?", default="queries", metavar="WHAT",
        help="queries (default), rules, measures, parameters, extracts, keys, or a folder such as panes",
    )  # fmt: skip
    _format_options(show_list)

    see = command("show", show, "print a query's file, or a script for any DuckDB shell", dated)
    see.add_argument("query")
    see.add_argument("--compiled", action="store_true", help="one self-contained script")
    see.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")

    ask = command("run", run_, "run a query and print its rows", dated)
    ask.add_argument("query", help="a query's name, or a file that ends in .sql")
    ask.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")
    _format_options(ask)
    ask.add_argument(
        "--limit", type=arguments.count, metavar="N", help="at most N rows (tables: 500; else all)"
    )
    ask.add_argument("--fail-on-rows", action="store_true", help="exit 1 when any row comes back")
    ask.add_argument("--timeout", type=float, default=20.0, metavar="SECONDS", help="for a FILE (20)")

    test = command("test", test_, "run the library's own examples")
    test.add_argument("query", nargs="*", help="queries or folders; default all")

    check = command("check", check_, "run the checks on the data; exit 1 when one found something", dated)
    _format_options(check)

    judge = command("evaluate", evaluate, "replay the board over the history and say what happened next")
    judge.add_argument(
        "--from", dest="first", metavar="DATE", type=arguments.day, help="the first day (default: all)"
    )
    judge.add_argument(
        "--to", dest="last", metavar="DATE", type=arguments.day, help="the last day (default: all)"
    )
    judge.add_argument("--rounds", type=arguments.count, metavar="N", help="draw the people N times (200)")
    judge.add_argument(
        "--by-group",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="also by sex, age, language, ... of the people (default: yes)",
    )
    judge.add_argument("--keep", action="store_true", help="keep each rule's record in the database")
    judge.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")
    judge.add_argument("--format", choices=REPORTS, metavar="FORMAT", help=", ".join(REPORTS))
    judge.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of stdout")

    make = command("simulate", simulate, "write an invented clinic's extracts")
    make.add_argument("folder", type=Path, metavar="DIR", help="a folder that is new or empty")
    make.add_argument("--clients", type=arguments.count, default=150, metavar="N", help="people (150)")
    make.add_argument("--seed", type=int, default=7, metavar="S", help="the same seed, the same bytes (7)")
    make.add_argument(
        "--last-day",
        type=arguments.day,
        default=date(2026, 3, 15),
        metavar="DATE",
        help="the last day of the records (2026-03-15)",
    )
    make.add_argument("--months", type=arguments.count, default=18, metavar="M", help="of records (18)")
    make.add_argument(
        "--useless",
        action="append",
        default=[],
        metavar="FEED",
        help="surveys, screens or logs that tell nothing: does evaluate find it?",
    )
    make.add_argument(
        "--apart",
        type=arguments.pair,
        metavar="COLUMN=VALUE",
        help="clients whose missed sessions mean nothing, as language=Spanish",
    )
    return top


def board(options: argparse.Namespace) -> int:
    """Open the board; as plain text with --plain or when stdout is no terminal."""
    chosen = settings.load(options.db, options.queries)
    kept = settings.remembered("names_hidden") is not False
    hidden = kept if options.names is None else options.names == "hidden"
    served = "web_driver" in os.environ.get("TEXTUAL_DRIVER", "")  # in a browser there is no terminal
    plain = options.plain or not (served or (sys.stdin.isatty() and sys.stdout.isatty()))
    name, client_id = _screen(getattr(options, "screen", []))
    if name != "board" and not plain:
        raise RequestError(
            "Only the board is opened by name; its keys lead on. Add --plain to print a screen."
        )
    if plain:
        text = _plain(name, client_id, chosen, options, names_hidden=hidden)
        if options.ascii or chosen.ascii:
            from caseboard.tui.ascii import plain as in_ascii

            text = in_ascii(text)
        print(text)
        return 0
    gc.disable()  # there is no garbage in modules that are being loaded
    from caseboard.tui.app import CaseboardApp
    from caseboard.tui.ascii import wanted
    from caseboard.tui.keymap import keymap

    gc.freeze()
    gc.enable()
    keys = keymap(chosen.keys, chosen.config_file or "the config file")
    ascii_only = options.ascii or (wanted() if chosen.ascii is None else chosen.ascii)
    app = CaseboardApp(
        lambda: _clinic(chosen, quiet=True),
        as_of=options.as_of,
        names_hidden=hidden,
        remember=settings.remember,
        chart_style=chosen.chart_style,
        theme=chosen.theme or str(settings.remembered("theme") or "") or None,
        keys=keys,
        ascii_only=ascii_only,
    )
    app.run()
    return int(app.return_code or 0)


def serve(options: argparse.Namespace) -> int:
    """The app in a browser, on the loopback address."""
    from caseboard.tui import web

    given = {
        "--db": options.db, "--queries": options.queries, "--as-of": options.as_of, "--names": options.names,
    }  # fmt: skip
    arguments = [part for name, value in given.items() if value is not None for part in (name, str(value))]
    web.serve([*arguments, *(["--ascii"] if options.ascii else [])], options.port)
    return 0


def import_(options: argparse.Namespace) -> int:
    """Load extracts and report what became of every row."""
    from caseboard.intake import import_extracts, upgrade
    from caseboard.library import Library
    from caseboard.store import Engine

    chosen = settings.load(options.db, options.queries)
    if chosen.database is None:
        raise RequestError("Name the database to load into: caseboard import SOURCE --db clinic.duckdb")
    engine = Engine(chosen.database)
    library = Library.load(local=chosen.queries)
    if options.rejects is not None:
        settings.spare(options.rejects, *options.source, options.retry)
    if options.upgrade:
        _say(upgrade(engine, library).text())
        return 0
    if not options.source and options.retry is None:
        raise RequestError("Name what to load: a folder of extracts, or single files.")
    report = import_extracts(
        options.source,
        engine,
        library,
        map=options.map,
        dry_run=options.dry_run,
        rejects=options.rejects,
        retry=options.retry,
        complete=options.complete,
        loaded_at=options.loaded_at,
        progress=_Progress(),
    )
    print(report.text())
    return 1 if options.strict and report.turned_away else 0


def list_(options: argparse.Namespace) -> int:
    """The library's queries, rules, measures or parameters, with titles and sources."""
    from caseboard.library import Library
    from caseboard.library.listing import listing

    chosen = settings.load(options.db, options.queries)
    if options.what == "keys":
        from caseboard.tui.export import Sheet
        from caseboard.tui.keymap import keymap, rows

        keys = keymap(chosen.keys, chosen.config_file or "the config file")
        columns = ["id", "keys", "where", "title", "help"]
        _write(Sheet(columns, ["VARCHAR"] * 5, list(rows(keys))), options, None)
        return 0
    if options.what == "extracts":
        from caseboard.intake.contract import listing as contract_listing

        _write(contract_listing(), options, None)
        return 0
    _write(listing(Library.load(local=chosen.queries), options.what), options, None)
    return 0


def show(options: argparse.Namespace) -> int:
    """A query's file as it is, or everything it stands on as one script."""
    from caseboard.library import Library

    chosen = settings.load(options.db, options.queries)
    library = Library.load(local=chosen.queries)
    if not options.compiled:
        found = library.measure_file(options.query)
        text = found.read_text(encoding="utf-8") if found else library.get(options.query).text
        sys.stdout.write(_plain_or_raw(text))
        return 0
    from caseboard.library.script import compiled

    clinic = _clinic(chosen, library)
    text = compiled(clinic, options.query, options.as_of, arguments.parameters(options.parameter))
    sys.stdout.write(_plain_or_raw(text))
    return 0


def run_(options: argparse.Namespace) -> int:
    """A saved query, or a file in the sandbox."""
    from caseboard.library import Library

    chosen = settings.load(options.db, options.queries)
    library = Library.load(local=chosen.queries)
    given = arguments.parameters(options.parameter)
    limit = options.limit if options.limit is not None or options.format != "table" else TABLE_LIMIT
    if options.query.endswith(".sql"):
        from caseboard.library.script import run_file

        clinic = _clinic(chosen, library)
        result = run_file(
            clinic, Path(options.query), options.as_of, given, limit=limit, timeout=options.timeout
        )
    else:
        if library.relation(options.query) is None:
            library.get(options.query)  # an unknown name is said before a database is opened
        clinic = _clinic(chosen, library)
        result = clinic.run(options.query, as_of=options.as_of, parameters=given, limit=limit)
    count = len(result.rows) if result.total is None else result.total
    words = f"{result.name} as of {result.as_of}: {count:,} row{'' if count == 1 else 's'}"
    changed = ", ".join(f"{key} = {value}" for key, value in {**chosen.parameters, **given}.items())
    _say(words + (f", with {changed}" if changed else ""))
    _write(result, options, limit)
    return 1 if options.fail_on_rows and count else 0


def test_(options: argparse.Namespace) -> int:
    """The examples that the query files carry."""
    from caseboard.library import Library
    from caseboard.library.examples import check_examples

    chosen = settings.load(options.db, options.queries)
    outcome = check_examples(Library.load(local=chosen.queries), options.query, progress=_Progress())
    print(outcome.text())
    if options.query and not outcome.examples:
        _say(f"{', '.join(options.query)}: no example, so nothing was tested; queries/README.md shows how.")
    return 1 if outcome.failures else 0


def check_(options: argparse.Namespace) -> int:
    """The checks on the data that found something."""
    from caseboard.library import Library
    from caseboard.library.checking import run_checks

    chosen = settings.load(options.db, options.queries)
    library = Library.load(local=chosen.queries)
    result = run_checks(_clinic(chosen, library), options.as_of)
    if result.rows or options.format != "table":
        _write(result, options, None)
    count, found = len(library.checks), len(result.rows)
    words = f"{count} check{'' if count == 1 else 's'} as of {result.as_of}: "
    words += f"{found} found something" if found else "nothing found"
    _say(words + (f"; caseboard run {result.rows[0][0]} shows the rows" if found else ""))
    return 1 if found else 0


def evaluate(options: argparse.Namespace) -> int:
    """How good the flags were on this clinic's own history."""
    from caseboard.evaluation import as_json, evaluate, long_table, report
    from caseboard.evaluation.keeping import keep

    chosen = settings.load(options.db, options.queries)
    clinic = _clinic(chosen)
    found = evaluate(
        clinic,
        first=options.first,
        last=options.last,
        rounds=options.rounds,
        by_group=options.by_group,
        parameters=arguments.parameters(options.parameter),
        progress=_Progress(),
    )
    if options.format == "csv":
        _write(long_table(found), options, None)
    else:
        text = as_json(found) if options.format == "json" else _sections(report(found), options)
        _write_text(text, options.output)
    if options.keep:
        keep(clinic, found)
        _say(f"Kept in {found.target}: the board can show each rule's record.")
    _say(f"{found.weeks} weeks of {found.people:,} people evaluated in {found.elapsed:.0f} s")
    return 0


def simulate(options: argparse.Namespace) -> int:
    """An invented clinic of any size."""
    from caseboard.simulation import Planted
    from caseboard.simulation import simulate as write

    progress = _Progress()
    write(
        options.folder,
        clients=options.clients,
        seed=options.seed,
        last_day=options.last_day,
        months=options.months,
        planted=Planted(tuple(options.useless), options.apart),
        progress=lambda share: progress("Writing the invented clinic", share),
    )
    _say(
        f"{options.clients:,} invented clients written to {options.folder}; "
        f"what was corrected later: {options.folder / 'corrections'}"
    )
    return 0


def _where_options(added: argparse.ArgumentParser, default: str | None) -> None:
    text = "the clinic's database (or CASEBOARD_DB)"
    added.add_argument("--db", metavar="TARGET", default=default, help=text)
    text = "local queries, laid over the bundled ones (or CASEBOARD_QUERIES)"
    added.add_argument("--queries", metavar="DIR", default=default, help=text)


def _screen(said: list[str]) -> tuple[str, str]:
    """The screen that was named, and whose it is."""
    match said:
        case [] | ["board"] | ["help"]:
            return (said or ["board"])[0], ""
        case [("client" | "why") as name, client_id]:
            return name, client_id
    raise RequestError(
        f"There is no screen '{' '.join(said)}'; there are: board, client ID, why ID, help. "
        "A saved query is printed by caseboard run."
    )


def _plain(
    name: str, client_id: str, chosen: settings.Settings, options: argparse.Namespace, *, names_hidden: bool
) -> str:
    """A screen as plain text."""
    from caseboard.tui import plain

    width = _width() or 200
    if name == "help":
        from caseboard.tui.keymap import keymap

        return plain.help_text(keymap(chosen.keys, chosen.config_file or "the config file"), width)
    clinic = _clinic(chosen)
    if name == "client":
        from caseboard.tui.client.plain import client_page_text

        return client_page_text(clinic, client_id, options.as_of, names_hidden=names_hidden, width=width)
    if name == "why":
        return plain.why_text(clinic, client_id, options.as_of, names_hidden=names_hidden, width=width)
    return plain.clinic_text(
        clinic, options.as_of, names_hidden=names_hidden, width=width, changes=options.changes
    )


def _date_option(added: argparse.ArgumentParser, default: str | None) -> None:
    text = "the day to look from (YYYY-MM-DD; default: today, on the sample its last day)"
    added.add_argument("--as-of", metavar="DATE", type=arguments.day, default=default, help=text)


def _board_options(added: argparse.ArgumentParser, default: str | None) -> None:
    text = "print the board as plain text"
    added.add_argument("--plain", action="store_true", default=default or False, help=text)
    text = "with --plain and --as-of: what changed since that date, instead of the board"
    added.add_argument("--changes", action="store_true", default=default or False, help=text)
    text = "draw with ASCII signs only"
    added.add_argument("--ascii", action="store_true", default=default or False, help=text)
    text = "show or hide clients' names"
    added.add_argument("--names", choices=("shown", "hidden"), default=default, help=text)


def _format_options(added: argparse.ArgumentParser) -> None:
    said = f"{', '.join(FORMATS)}; unless told, what the name of FILE ends in"
    added.add_argument("--format", choices=FORMATS, metavar="FORMAT", help=said)
    added.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of stdout")


def _format_of(options: argparse.Namespace) -> str:
    """The format that the name of the output ends in; else a table."""
    suffix = options.output.suffix.lower() if options.output is not None else ""
    return SUFFIXES.get(suffix, "table")


def _clinic(chosen: Settings, library: Library | None = None, *, quiet: bool = False) -> Clinic:
    from caseboard.library import Clinic, Library

    library = library or Library.load(local=chosen.queries)
    target = chosen.database
    if target is None:
        from caseboard.sample import sample_database

        target = str(sample_database(library, None if quiet else _Progress()))
    clinic = Clinic(library, target, parameters=chosen.parameters)
    if not quiet and clinic.info().invented:
        _say("INVENTED SAMPLE: nobody in it is real.")
    return clinic


def _write(result: Rectangle, options: argparse.Namespace, limit: int | None) -> None:
    from caseboard import formats

    if options.output is None:
        if options.format == "parquet":
            raise RequestError("Parquet is not for a terminal; name a file with -o FILE.")
        words = formats.write(result, options.format, sys.stdout, limit=limit, width=_width())
    else:
        settings.spare(options.output)
        words = formats.write(result, options.format, options.output, limit=limit)
        options.output.chmod(0o600)
    if words:
        _say(words)


def _sections(made: Report, options: argparse.Namespace) -> str:
    """A report's sections as text: headings, sentences and tables."""
    import io

    from caseboard import formats
    from caseboard.textsafe import clean

    out, width = io.StringIO(), None if options.output else _width()
    for section in made.sections:
        heading = clean(section.heading, limit=None)
        marked = f"## {heading}" if options.format == "markdown" else f"{heading}\n{'-' * len(heading)}"
        sentences = "\n\n".join(clean(words, limit=None) for words in section.words)
        out.write(f"{marked}\n\n{sentences}\n\n")
        if section.table is not None:
            formats.write(section.table, options.format, out, width=width)
            out.write("\n")
    return out.getvalue()


def _write_text(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    settings.spare(output)
    output.write_text(text, encoding="utf-8")
    output.chmod(0o600)


def _width() -> int | None:
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _plain_or_raw(text: str) -> str:
    if not sys.stdout.isatty():
        return text if text.endswith("\n") else text + "\n"
    from caseboard.textsafe import clean

    return "\n".join(clean(line, limit=None) for line in text.splitlines()) + "\n"


class _Progress:
    """A bar on stderr, from one second on, where stderr is a terminal."""

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._started = self._clock()
        self._shown = 0.0

    def __call__(self, what: str, share: float) -> None:
        now = self._clock()
        if now - self._started < 1 or (now - self._shown < 0.1 and share < 1) or not sys.stderr.isatty():
            return
        self._shown = now
        end = "\n" if share >= 1 else ""
        bar = "#" * int(share * 24)
        print(f"\r{what[:40]:<40} [{bar:.<24}] {share:4.0%}", end=end, file=sys.stderr, flush=True)


def _say(words: str) -> None:
    from caseboard.textsafe import clean

    for line in words.splitlines():
        print(clean(line, limit=None), file=sys.stderr)


def _fail(words: str, code: int) -> int:
    _say(f"caseboard: {words}")
    return code
