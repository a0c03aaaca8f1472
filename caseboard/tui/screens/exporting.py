"""A screen that writes rows to a file that the user names. Files are touched in a thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from caseboard.errors import RequestError
from caseboard.tui.screens.asking import AskingScreen

if TYPE_CHECKING:
    from caseboard.tui.export import Sheet


@dataclass
class Exported(Message):
    """What came of a file: `outcome` is written, refused or exists."""

    text: str
    outcome: str
    sentence: str


class ExportingScreen(AskingScreen):
    """Asks for a file's name, and again before it replaces one."""

    _sheet: Callable[[bool], Sheet] | None = None
    _replacing = ""

    def ask_export(self, sheet: Callable[[bool], Sheet], rows: str, name: str, *what: str) -> None:
        """Ask where to write; nothing is written before the answer. `rows`: how many, `7 rows`.

        `sheet(names_hidden)` makes what is written, called in a thread: names may be hidden meanwhile.
        """
        from caseboard.tui.export import KINDS

        self._sheet, self._replacing = sheet, ""

        def note() -> str:
            names = "names hidden" if self.board_app.names_hidden else "with names"
            return f"{', '.join([names, rows, *what])}; {', '.join(KINDS)}"

        self.ask("export", "Write to", name, note=note)

    def told(self, kind: str, text: str, done: bool) -> None:
        """Write the file once its name is given."""
        if kind == "export" and done and self._sheet is not None:
            hidden = self.board_app.names_hidden
            job = partial(self._write, partial(self._sheet, hidden), text, text == self._replacing)
            self.run_worker(job, name="export", group="export", thread=True, exit_on_error=False)
        elif kind == "export" and text != self._replacing:
            self._replacing = ""  # what was said was said of another name
            self.refuse("")

    def _write(self, sheet: Callable[[], Sheet], text: str, replace: bool) -> None:
        from caseboard.tui import export

        outcome = "refused"
        try:
            sentence = export.write(sheet(), export.path_of(text), replace=replace)
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
        self._replacing = message.text if message.outcome == "exists" else ""
        asked = self.prompt is not None and self.prompt.kind == "export"
        if message.outcome == "written":
            if asked:  # else another question stands there by now
                self.stop_asking()
            self.board_app.say(message.sentence)
        elif asked:
            self.refuse(message.sentence)
