"""A saved query: its rows above, its SQL below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from caseboard import textsafe
from caseboard.tui import explain, ports, titles, words
from caseboard.tui.called import client_name
from caseboard.tui.client.gather import identity
from caseboard.tui.client.written import values_without
from caseboard.tui.commands import bindings
from caseboard.tui.export import Sheet
from caseboard.tui.grid import Grid, grid_of, sheet_of
from caseboard.tui.loader import Loader
from caseboard.tui.messages import LoadFailed
from caseboard.tui.screens.exporting import ExportingScreen, Taken, of_before
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.states import sentence
from caseboard.tui.widgets.lines import CursorLines, OneLine, TextLines
from caseboard.tui.words import Line, Span


@dataclass
class QueryLoaded(Message):
    """A query has its rows."""

    number: int
    info: ports.Info
    whose: Row | None  # of one client: the id and the name
    result: ports.Result
    shown: Grid
    hidden: Grid


class QueryScreen(ExportingScreen):
    """Runs a saved query as of the board's date. Parameters that it lacks are said in its error."""

    PLACES = ("page", "query")
    BINDINGS = bindings(*PLACES)
    NEEDS = frozenset({"column", "export"})
    MAIN = "#grid"
    TEXT = "#sql"

    def __init__(self, loader: Loader, query: ports.Query, board: Snapshot, given: Mapping[str, str]) -> None:
        super().__init__()
        self._board = board
        self._loader = loader.beside()
        self._query = query
        self._as_of = board.as_of
        self._given = {name: value for name, value in given.items() if name in query.parameters}
        self._loaded: QueryLoaded | None = None
        self._loading, self._error = True, ""
        self._first = 0

    @property
    def busy(self) -> str:
        """`loading` or `not up to date`, where rows that are shown may be older than the file."""
        return titles.busy(self._loading, self._error)

    def body(self) -> ComposeResult:
        """Title, rows, SQL."""
        yield OneLine(self._title, id="title")
        yield OneLine(self._heading, id="grid-heading")
        yield CursorLines(id="grid")
        yield TextLines(id="sql")

    def on_mount(self) -> None:
        """Show the SQL at once and the rows when they come."""
        super().on_mount()
        text = self._query.text
        self.query_one("#sql", TextLines).show(
            lambda width: [part for each in text.splitlines() for part in explain.code(each, width)]
        )
        self._fill()
        self.focus_first()
        self.clinic_changed()

    def on_unmount(self) -> None:
        """Stop what is still being asked."""
        self._loader.cancel()

    def clinic_changed(self) -> None:
        """Ask for the rows; those that are there stay until the answer comes."""
        self._loading = True
        self._loader.start(self, "query", self._run)
        self.query_one("#title").refresh()

    def _run(self, clinic: ports.Clinic, number: int) -> QueryLoaded:
        client_id = self._given.get("client_id")
        with clinic.asking(self._as_of) as asking:
            whose = None if client_id is None else identity(clinic, asking, client_id)
            result = asking.run(self._query.name, self._given)
        info = clinic.info(self._as_of)  # the usual day may be another one since the board was read
        grids = [grid_of(self.sheet(whose, result, names_hidden=hidden)) for hidden in (False, True)]
        return QueryLoaded(number, info, whose, result, *grids)

    def sheet(self, whose: Row | None, result: ports.Result, *, names_hidden: bool) -> Sheet:
        """Its rows; while names are hidden, what was written about the client is without the name too."""
        sheet = replace(sheet_of(result, names_hidden=names_hidden), name=self._query.name)
        row = self._board.row_of(self._given.get("client_id"))
        names = {whose and whose["name"], None if row is None else self._board.client(row)["name"]}
        for name in names if names_hidden else ():  # the board may be of another file than the rows
            sheet = replace(sheet, rows=values_without(name, self._query.name, sheet.columns, sheet.rows))
        return sheet

    @on(QueryLoaded)
    def _query_loaded(self, message: QueryLoaded) -> None:
        if message.number == self._loader.number:
            self._loading, self._error, self._loaded = False, "", message
            self._fill()
            if self.prompt is not None:
                self.prompt.look_again()

    @on(LoadFailed)
    def _load_failed(self, message: LoadFailed) -> None:
        if message.number == self._loader.number:
            self._loading, self._error = False, textsafe.clean(message.sentence)
            self._fill()

    def _grid(self) -> Grid | None:
        if self._loaded is None:
            return None
        return self._loaded.hidden if self.board_app.names_hidden else self._loaded.shown

    def _fill(self) -> None:
        grid, rows = self._grid(), self.query_one("#grid", CursorLines)
        rows.current = True
        self.bare = grid is None
        said = self._error or ("No row." if grid else "Running …")
        tone, glyph = ("alert", "! ") if self._error else ("muted", "")
        rows.fill(
            grid.count if grid else 0,
            self._line,
            cursor=rows.cursor,
            empty=lambda width: sentence(said, width, tone=tone, glyph=glyph),
        )
        for name in ("#title", "#grid-heading"):
            self.query_one(name).refresh()

    def _title(self, width: int) -> Line:
        grid, loaded = self._grid(), self._loaded
        info, changed = self._board.info, 0
        if loaded is not None:
            info, changed = loaded.info, len(loaded.result.changed)
        first, rest = titles.as_of_parts(info, self._as_of, changed)
        name, whom = textsafe.fit(self._query.name, 40).rstrip(), self._of_whom()
        parts = [titles.lead_part(name, "title", whom), *first, *rest]
        if grid is not None:
            all_rows = words.plural(grid.total, "row")
            shown = all_rows if grid.count == grid.total else f"{grid.count:,} of {all_rows}"
            parts.append(titles.Part(1, Span(shown, "strong")))
        parts.append(titles.Part(2, Span(textsafe.clean(self._query.title))))
        parts += titles.busy_part(self.busy if loaded else "")
        hidden = self.board_app.names_hidden
        return titles.title_line((), parts, names_hidden=hidden, width=width)

    def _of_whom(self) -> str:
        """` of M.B.` where the query is about one client: its rows do not say so."""
        client_id = self._given.get("client_id")
        if client_id is None:
            return ""
        hidden, whose = self.board_app.names_hidden, self._loaded and self._loaded.whose
        who = self._board.who_of(client_id, names_hidden=hidden, name=whose and whose["name"])
        if who is None:  # on no board, or of another file than the board
            who = client_name(whose or Row.of({"client_id": client_id}), names_hidden=hidden)
        return f" of {textsafe.fit(who, 30).rstrip()}"

    def _heading(self, width: int) -> Line:
        grid = self._grid()
        return (Span(" "), *grid.heading(self._first, width - 2)) if grid else ()

    def _line(self, at: int, width: int) -> Line:
        grid = self._grid()
        return grid.line(at, self._first, width) if grid else ()

    def names_changed(self) -> None:
        """Names or initials."""
        super().names_changed()
        self._fill()

    def action_column(self, step: int) -> None:
        """Move to the columns at the right or the left."""
        grid = self._grid()
        if grid is not None:
            self._first = max(min(self._first + step, len(grid.names) - 1), 0)
            self._fill()

    def action_export(self) -> None:
        """Write every row to a file."""
        self.ask_export(self._taken, f"{self._query.name.replace('/', '-')}-{self._as_of.isoformat()}.csv")

    def _taken(self) -> Taken:
        """The rows as they are now."""
        assert self._loaded is not None
        whose, result = self._loaded.whose, self._loaded.result
        old = of_before("The rows are", self.busy)
        return Taken(
            lambda hidden: self.sheet(whose, result, names_hidden=hidden),
            words.plural(len(result.rows), "row"),
            f"As of {words.long_day(self._as_of)}.{old}",
        )
