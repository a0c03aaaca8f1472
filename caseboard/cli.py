"""The command line: each command is one call into a room below. Data to stdout, words to stderr."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from caseboard import arguments, files, output, settings
from caseboard.errors import CaseboardError, RequestError, refuse_ahead
from caseboard.output import Progress, say

if TYPE_CHECKING:
    from datetime import date

    from caseboard.formats import Rectangle
    from caseboard.library import Clinic, Library, Result
    from caseboard.settings import Settings

TABLE_LIMIT = 500


def run(words: Sequence[str]) -> int:
    """Do what the arguments ask; returns the exit code (0 done, 1 found, 2 request, 3 database, 130)."""
    options = arguments.read(words, COMMANDS)
    os.umask(0o077)  # whatever is written holds clients' data: the owner's alone
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and "utf" not in stream.encoding.lower():
            stream.reconfigure(errors="backslashreplace")
    try:
        if hasattr(options, "format"):
            options.format = arguments.format_of(options)
        if getattr(options, "output", None) is not None:
            files.writable(options.output)
            files.spare(options.output)
        return int(options.do(options))
    except CaseboardError as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail("Interrupted.", 130)
    except OSError as error:
        what = (
            f"{os.fsdecode(error.filename)} cannot be used"
            if error.filename
            else "The output cannot be written"
        )
        return _fail(f"{what}: {error.strerror or error}.", 2)
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


def board(options: argparse.Namespace) -> int:
    """Open the board; as plain text with --plain or when stdout is no terminal."""
    chosen = settings.load(options.db, options.queries)
    kept = settings.remembered("names_hidden") is not False
    hidden = kept if options.names is None else options.names == "hidden"
    served = "web_driver" in os.environ.get("TEXTUAL_DRIVER", "")  # in a browser there is no terminal
    terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))  # it draws on stderr
    dumb = os.environ.get("TERM") == "dumb"  # knows no place on the screen
    plain = options.plain or not (served or (terminal and not dumb))
    if terminal and plain and not options.plain:
        say("This terminal can only print (TERM is dumb): the board as text.")
    name, client_id = _screen(getattr(options, "screen", []))
    if name != "board" and not plain:
        raise RequestError(
            "Only the board is opened by name; its keys lead on. Add --plain to print a screen."
        )
    if options.changes and not (plain and name == "board"):
        raise RequestError("--changes is of the board alone, printed: add --plain, and name no other screen.")
    if options.changes and options.as_of is None:  # today held against today would say that all is the same
        raise RequestError(
            "--changes needs a date to look from: caseboard board --plain --changes --as-of DATE"
        )
    if plain:
        ascii_only = bool(options.ascii or chosen.ascii or "utf" not in sys.stdout.encoding.lower())
        text = _plain(name, client_id, chosen, options, names_hidden=hidden, ascii_only=ascii_only)
        if ascii_only:
            from caseboard.tui.ascii import plain as in_ascii

            text = in_ascii(text)
        output.write_text(f"{text}\n", None)
        return 0
    return _open(chosen, options, names_hidden=hidden, served=served)


def _open(chosen: Settings, options: argparse.Namespace, *, names_hidden: bool, served: bool) -> int:
    """The app, until it is left; `served`: in a browser."""
    gc.disable()  # there is no garbage in modules that are being loaded
    import signal

    from caseboard.tui.app import CaseboardApp
    from caseboard.tui.ascii import wanted

    gc.freeze()
    gc.enable()
    app = CaseboardApp(
        lambda: _clinic(chosen, quiet=True),
        as_of=options.as_of,
        names_hidden=names_hidden,
        remember=settings.remember,
        chart_style=chosen.chart_style,
        theme=chosen.theme or str(settings.remembered("theme") or "") or None,
        keys=_keys(chosen),
        ascii_only=options.ascii
        or ((wanted(encoding=sys.stderr.encoding) and not served) if chosen.ascii is None else chosen.ascii),
    )
    _end_with_the_terminal(served=served)
    if hasattr(signal, "SIGQUIT"):  # as SIGTERM: else the clients stay on a terminal that shows no key
        signal.signal(signal.SIGQUIT, signal.getsignal(signal.SIGTERM))
    app.run()
    return 2 if app.return_code else 0


def _keys(chosen: settings.Settings) -> dict[str, str]:
    from caseboard.tui.keymap import keymap

    return keymap(chosen.keys, chosen.config_file or "the config file")


def _end_with_the_terminal(*, served: bool) -> None:
    """Where the terminal goes and nobody tells of it (nohup, a shell deaf to SIGHUP), or the server that is
    one in a browser is killed, the app goes as well: Textual would read the end of its input for ever, and
    wait for ever for what it writes to be taken.
    """
    import select
    import threading
    import time

    terminal = sys.stdin.fileno()
    if served and not hasattr(select, "poll"):  # Windows
        return

    def there() -> bool:
        if not served:
            return os.isatty(terminal)
        end = select.poll()
        end.register(terminal, 0)  # nothing but the end is told
        return not end.poll(0)

    def look() -> None:
        while there():
            time.sleep(3)
        os._exit(130)

    threading.Thread(target=look, name="terminal", daemon=True).start()


def serve(options: argparse.Namespace) -> int:
    """The app in a browser, on the loopback address."""
    from caseboard.tui import web

    _keys(settings.load(options.db, options.queries))  # what is wrong there would be told in no browser
    given = {
        "--db": options.db, "--queries": options.queries, "--as-of": options.as_of, "--names": options.names,
    }  # fmt: skip
    words = [part for name, value in given.items() if value is not None for part in (name, str(value))]
    web.serve([*words, *(["--ascii"] if options.ascii else [])], options.port)
    return 0


def import_(options: argparse.Namespace) -> int:
    """Load extracts and report what became of every row."""
    from caseboard.intake import import_extracts, upgrade
    from caseboard.library import Library
    from caseboard.store import Engine

    chosen = settings.load(options.db, options.queries)
    of_a_load = ("source", "map", "dry_run", "rejects", "retry", "complete", "loaded_at")
    if options.upgrade and any(getattr(options, name) for name in of_a_load):
        raise RequestError(
            "--upgrade loads nothing and goes alone: caseboard import --upgrade --db clinic.duckdb"
        )
    if chosen.database is None:
        raise RequestError("Name the database to load into: caseboard import SOURCE --db clinic.duckdb")
    engine = Engine(chosen.database)
    library = Library.load(local=chosen.queries)
    if options.rejects is not None:
        files.spare(options.rejects, *options.source, options.retry)
    if options.upgrade:
        say(upgrade(engine, library).text())
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
        progress=Progress(),
    )
    output.write_text(f"{report.text()}\n", None)
    return 1 if options.strict and report.turned_away else 0


def list_(options: argparse.Namespace) -> int:
    """The library's queries, rules, measures or parameters; what an extract holds; the app's keys."""
    chosen = settings.load(options.db, options.queries)
    found: Rectangle
    if options.what == "keys":
        from caseboard.tui import keymap

        found = keymap.listing(_keys(chosen))
    elif options.what == "extracts":
        from caseboard.intake import contract

        found = contract.listing()
    else:
        from caseboard.library import Library
        from caseboard.library.listing import listing

        found = listing(Library.load(local=chosen.queries), options.what, own=chosen.parameters)
    output.write(found, options.format, options.output)
    return 0


def show(options: argparse.Namespace) -> int:
    """A query's file as it is, or everything it stands on as one script."""
    from caseboard.library import Library

    chosen = settings.load(options.db, options.queries)
    library = Library.load(local=chosen.queries)
    if not options.compiled:
        if options.as_of or options.parameter:
            raise RequestError("A query's file has no date and no values; --as-of and -p go with --compiled.")
        found = library.measure_file(options.query)
        text = files.read_text(found) if found else library.get(options.query).text
        output.write_text(output.file_text(text), None)
        return 0
    from caseboard.library.script import compiled

    given = arguments.parameters(options.parameter)
    clinic = _clinic(chosen, library, options.as_of)
    clinic.refuse_unknown(given, options.as_of)
    output.write_text(output.file_text(compiled(clinic, options.query, options.as_of, given)), None)
    return 0


def run_(options: argparse.Namespace) -> int:
    """A saved query, or a file in the sandbox."""
    from caseboard.library import Library

    chosen = settings.load(options.db, options.queries)
    library = Library.load(local=chosen.queries)
    given = arguments.parameters(options.parameter)
    limit = options.limit if options.limit is not None or options.format != "table" else TABLE_LIMIT
    if options.query.endswith(".sql"):
        if options.output is not None:
            files.spare(options.output, options.query)
        from caseboard.library.script import run_file

        clinic = _clinic(chosen, library, options.as_of)
        clinic.refuse_unknown(given, options.as_of)
        result = run_file(
            clinic, Path(options.query), options.as_of, given, limit=limit, timeout=options.timeout
        )
    else:
        if library.relation(options.query) is None:
            library.get(options.query)  # an unknown name is said before a database is opened
        clinic = _clinic(chosen, library, options.as_of)
        clinic.refuse_unknown(given, options.as_of)
        result = clinic.run(options.query, as_of=options.as_of, parameters=given, limit=limit)
    count = len(result.rows) if result.total is None else result.total
    words = f"{result.name} as of {result.as_of}: {count:,} row{'' if count == 1 else 's'}"
    set_here = {name: value for name, (value, _) in result.changed.items()} | chosen.parameters | given
    changed = ", ".join(f"{key} = {set_here[key]}" for key in set_here if key in result.parameters)
    say(words + (f", with {changed}" if changed else ""))
    _say_local(result)
    if result.note:
        say(result.note)
    output.write(result, options.format, options.output)
    if not count and not clinic.run("episodes", as_of=options.as_of, limit=1).rows:
        say(f"By {result.as_of} no episode had begun: there is nobody yet of whom a row could tell.")
        return 2 if options.fail_on_rows else 0
    return 1 if options.fail_on_rows and count else 0


def _say_local(result: Result) -> None:
    """Whose words the rows are, where they are not the library's alone."""
    if result.replaced:
        say(f"Local files replace the library's: {', '.join(result.replaced)}.")


def test_(options: argparse.Namespace) -> int:
    """The examples that the query files carry."""
    from caseboard.library import Library
    from caseboard.library.examples import check_examples

    chosen = settings.load(options.db, options.queries)
    outcome = check_examples(Library.load(local=chosen.queries), options.query, progress=Progress())
    output.write_text(f"{outcome.text()}\n", None)
    if options.query and not outcome.examples and not outcome.failures:
        say(f"{', '.join(options.query)}: no example, so nothing was tested; queries/README.md shows how.")
    return 1 if outcome.failures else 0


def check_(options: argparse.Namespace) -> int:
    """The checks on the data that found something."""
    from caseboard.library import Library
    from caseboard.library.checking import run_checks

    chosen = settings.load(options.db, options.queries)
    library = Library.load(local=chosen.queries)
    clinic = _clinic(chosen, library, options.as_of)
    result = run_checks(clinic, options.as_of)
    if result.rows or options.format != "table":
        output.write(result, options.format, options.output)
    count, found = len(library.checks), len(result.rows)
    words = f"{count} check{'' if count == 1 else 's'} as of {result.as_of}: "
    words += f"{found} found something" if found else "nothing found"
    again = f" --as-of {options.as_of}" if options.as_of else ""
    again += chosen.opened_by
    say(words + (f"; caseboard run {result.rows[0][0]}{again} shows the rows" if found else ""))
    _say_local(result)
    return 1 if found else 0


def evaluate(options: argparse.Namespace) -> int:
    """How good the flags were on this clinic's own history."""
    from caseboard.evaluation import as_json, evaluate, long_table, people, report, weeks
    from caseboard.evaluation.keeping import keep

    given = arguments.parameters(options.parameter)
    if options.keep and given:
        raise RequestError(
            "--keep and -p do not go together: what is kept is the board's own record; set the clinic's "
            "thresholds in the config file."
        )
    chosen = settings.load(options.db, options.queries)
    clinic = _clinic(chosen)
    clinic.refuse_unknown(given)
    found = evaluate(
        clinic,
        first=options.first,
        last=options.last,
        rounds=options.rounds,
        by_group=options.by_group,
        parameters=given,
        progress=Progress(),
    )
    if options.format in ("csv", "xlsx"):
        output.write(long_table(found), options.format, options.output)
    elif options.format == "json":
        output.write_text(as_json(found), options.output)
    else:
        cells = None if options.output else output.width()
        output.write_text(output.report_text(report(found), options.format, cells), options.output)
    if options.keep:
        keep(clinic, found)
        say(f"Kept in {found.target}: the board can show each rule's record.")
    days = f"from {found.first_day} to {found.last_day}"
    say(f"{weeks(found.weeks)} of {people(found.people)}, {days}, evaluated in {found.elapsed:.0f} s")
    return 0


def simulate(options: argparse.Namespace) -> int:
    """An invented clinic of any size."""
    from caseboard.simulation import Planted
    from caseboard.simulation import simulate as write

    if len(options.apart) > 1:
        raise RequestError("--apart is given once: plant one group at a time.")
    progress = Progress()
    write(
        options.folder,
        clients=options.clients,
        seed=options.seed,
        last_day=options.last_day,
        months=options.months,
        planted=Planted(tuple(options.useless), *options.apart),
        progress=lambda share: progress("Writing the invented clinic", share),
    )
    invented = "client" if options.clients == 1 else "clients"
    say(
        f"{options.clients:,} invented {invented} written to {options.folder}; "
        f"what was corrected later: {options.folder / 'corrections'}"
    )
    return 0


def _screen(said: list[str]) -> tuple[str, str]:
    """The screen that was named, and whose it is."""
    match said:
        case [] | ["board"] | ["help"]:
            return (said or ["board"])[0], ""
        case [("client" | "why") as name, client_id] if client_id:
            return name, client_id
    raise RequestError(
        f"There is no screen '{' '.join(said)}'; there are: board, client ID, why ID, help. "
        "A saved query is printed by caseboard run."
    )


def _plain(
    name: str,
    client_id: str,
    chosen: settings.Settings,
    options: argparse.Namespace,
    *,
    names_hidden: bool,
    ascii_only: bool,
) -> str:
    """A screen as plain text."""
    from caseboard.tui import plain

    width = output.width() or 200
    if name == "help":
        return plain.help_text(_keys(chosen), width, changed_here=_changed_here(chosen))
    clinic = _clinic(chosen)
    if name == "client":
        from caseboard.tui.client.plain import client_page_text

        return client_page_text(clinic, client_id, options.as_of, names_hidden=names_hidden, width=width)
    if name == "why":
        return plain.why_text(
            clinic, client_id, options.as_of, names_hidden=names_hidden, width=width, ascii_only=ascii_only
        )
    return plain.clinic_text(
        clinic,
        options.as_of,
        names_hidden=names_hidden,
        width=width,
        changes=options.changes,
        ascii_only=ascii_only,
    )


def _changed_here(chosen: Settings) -> list[str]:
    """What the clinic has changed, in the words of the board's help; no database is asked. Where the library
    cannot be read, that: the help is wanted all the same.
    """
    from caseboard.library import Library
    from caseboard.tui.gather import THRESHOLDS
    from caseboard.tui.states import changed_here

    try:
        library = Library.load(local=chosen.queries)
        return changed_here(library.changed(THRESHOLDS, chosen.parameters), library.replaced_on_board)
    except CaseboardError as error:
        return [f"What is changed here is not known: {error}"]


def _clinic(
    chosen: Settings, library: Library | None = None, as_of: date | None = None, *, quiet: bool = False
) -> Clinic:
    """The clinic that was chosen. Raises RequestError where `as_of` lies ahead."""
    from caseboard.library import Clinic, Library

    library = library or Library.load(local=chosen.queries)
    target = chosen.database
    if target is None:
        from caseboard.sample import sample_database

        target = str(sample_database(library, None if quiet else Progress()))
    clinic = Clinic(library, target, parameters=chosen.parameters, opened_by=chosen.opened_by)
    if quiet:
        return clinic
    info = clinic.info()
    if info.invented:
        say("INVENTED SAMPLE: nobody in it is real.")
    if as_of is not None:
        refuse_ahead(as_of, info.default_as_of)
    return clinic


def _fail(words: str, code: int) -> int:
    from caseboard.textsafe import clean

    say(f"caseboard: {clean(words, limit=None)}")  # a line break in it is that of a name, and ends nothing
    return code


COMMANDS = {
    "board": board,
    "serve": serve,
    "import": import_,
    "list": list_,
    "show": show,
    "run": run_,
    "test": test_,
    "check": check_,
    "evaluate": evaluate,
    "simulate": simulate,
}
