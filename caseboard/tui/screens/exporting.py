"""A screen that writes rows to a file that the user names. Files are touched in a thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.message import Message

from caseboard.errors import RequestError
from caseboard.tui import titles
from caseboard.tui.screens.asking import AskingScreen

if TYPE_CHECKING:
    from caseboard.tui.export import Sheet


@dataclass
class Exported(Message):
    """What came of a file: `outcome` is written, refused or exists."""

    text: str
    outcome: str
    sentence: str


class Taken(NamedTuple):
    """What would be written now. `sheet(names_hidden)` makes it, called in a thread; `rows`: how many, as
    `7 rows`; `said`: of which day they are, and whether they are of before.
    """

    sheet: Callable[[bool], Sheet]
    rows: str
    said: str


def of_before(what: str, busy: str) -> str:
    """What is said of a file that is written while the screen is busy. `what`: `The board is`."""
    if busy == titles.LOADING:
        return f" {what} being read again, and the file is of before."
    return f" {what} not up to date." if busy else ""


class ExportingScreen(AskingScreen):
    """Asks for a file's name, and again before it replaces one."""

    _take: Callable[[], Taken] | None = None
    _replacing = ""

    def ask_export(self, take: Callable[[], Taken], name: str, *what: str) -> None:
        """Ask where to write; nothing is written before the answer. `take()` is asked then: while somebody
        types, the rows may be read again, and names hidden.
        """
        from caseboard.tui.export import KINDS

        self._take, self._replacing = take, ""

        def whole() -> str:
            names = "names hidden" if self.board_app.names_hidden else "with names"
            return f"{names}, {take().rows}"

        def note() -> str:
            return f"{', '.join([whole(), *what])}; {', '.join(KINDS)}"

        self.ask("export", "Write to", name, note=note, whole=whole)

    def told(self, kind: str, text: str, done: bool) -> None:
        """Write the file once its name is given."""
        if kind == "export" and done and self._take is not None:
            taken, hidden = self._take(), self.board_app.names_hidden
            job = partial(
                self._write, partial(taken.sheet, hidden), text, text == self._replacing, taken.said
            )
            self.run_worker(job, name="export", group="export", thread=True, exit_on_error=False)
        elif kind == "export" and text != self._replacing:
            self._replacing = ""  # what was said was said of another name
            self.refuse("")

    def _write(self, sheet: Callable[[], Sheet], text: str, replace: bool, said: str) -> None:
        from caseboard.tui import export

        outcome = "refused"
        try:
            sentence = f"{export.write(sheet(), export.path_of(text), replace=replace)} {said}"
            outcome = "written"
        except FileExistsError:
            sentence = "Is there already: enter replaces it, another name keeps it."
            outcome = "exists"
        except RequestError as error:
            sentence = str(error)
        except Exception as error:
            sentence = f"It could not be written: {error}"
        self.post_message(Exported(text, outcome, sentence))

    @on(Exported)
    def _exported(self, message: Exported) -> None:
        asked = self.prompt if self.prompt is not None and self.prompt.kind == "export" else None
        same = asked is not None and asked.text == message.text  # else another name is typed by now
        self._replacing = message.text if message.outcome == "exists" and same else ""
        if message.outcome == "written":
            if asked is not None:  # else another question stands there by now
                self.stop_asking()
            self.board_app.say(message.sentence)
        elif same:
            self.refuse(message.sentence)
