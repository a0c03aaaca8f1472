"""The terminal app: themes, names hidden or shown, and which screen is open."""

from __future__ import annotations

import math
import os
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette, Provider
from textual.events import Key
from textual.filter import LineFilter
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.theme import Theme

from caseboard import textsafe
from caseboard.settings import PACKAGE
from caseboard.tui import themes, words
from caseboard.tui.commands import bindings, commands
from caseboard.tui.loader import Loader
from caseboard.tui.screens.asking import AskingScreen
from caseboard.tui.screens.base import BaseScreen
from caseboard.tui.screens.board import BoardScreen
from caseboard.tui.states import changed

if TYPE_CHECKING:
    from textual.driver import Driver

    from caseboard.tui.ports import Clinic
    from caseboard.tui.snapshot import Row, Snapshot


def _clients() -> type[Provider]:
    from caseboard.tui.palette import Clients

    return Clients


def _queries() -> type[Provider]:
    from caseboard.tui.palette import Queries

    return Queries


class CaseboardApp(App[None]):
    """caseboard in a terminal.

    `open_clinic` is called once, in a thread, after the first paint; `as_of` is the board's date (None: the
    clinic's usual one). `remember(name, value)` is called in a thread when the user changes a preference:
    `names_hidden` (bool) or `theme` (str). `chart_style`: braille, block or ascii. `keys` are the user's own,
    as `keymap.keymap` gives them; `ascii_only` paints nothing but ASCII.
    """

    CSS_PATH = "caseboard.tcss"
    TITLE = "caseboard"
    BINDINGS = bindings("app")
    COMMANDS = App.COMMANDS | {_clients, _queries}

    names_hidden: reactive[bool] = reactive(True, repaint=False)

    def __init__(
        self,
        open_clinic: Callable[[], Clinic],
        *,
        as_of: date | None = None,
        names_hidden: bool = True,
        theme: str | None = None,
        remember: Callable[[str, object], None] | None = None,
        chart_style: str = "braille",
        keys: Mapping[str, str] | None = None,
        ascii_only: bool = False,
    ) -> None:
        self._offered: dict[str, Theme] = {}
        self._wrong_theme = None if theme in (None, *themes.OFFERED) else theme
        chosen = theme if self._wrong_theme is None else None
        self.set_reactive(CaseboardApp.theme, chosen or themes.DEFAULT)  # later, the styles are read twice
        super().__init__()
        self._began = time.time()
        self.ascii_only = ascii_only
        self._keys = dict(keys or {})
        self.set_keymap(self._keys)
        if mine := self._keys.get("app.palette"):  # the footer looks it up by its key
            self.COMMAND_PALETTE_BINDING = mine.split(",")[0]  # type: ignore[misc]
        self.set_reactive(CaseboardApp.names_hidden, names_hidden)
        self.chart_style = "ascii" if ascii_only else chart_style
        self._remember = remember
        self._remembering = Lock()
        self._preferences: dict[str, object] = {}
        self.board = BoardScreen(Loader(open_clinic, ascii_only=ascii_only), as_of)

    def get_default_screen(self) -> Screen[None]:
        """The board is the screen under all others."""
        return self.board

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes in which every word can be read. Textual asks for them with every line that it draws."""
        if not self._offered:
            known = super().available_themes | {theme.name: theme for theme in themes.THEMES}
            for name in filter(known.get, themes.OFFERED):
                clearer = known[name].variables | themes.CLEARER.get(name, {})
                self._offered[name] = replace(known[name], variables=clearer)
        return self._offered

    def get_driver_class(self) -> type[Driver]:
        """Leave nothing of the clinic behind: tmux keeps lines of a full screen that was made larger. It is
        wiped before it is left; after that it would be the screen of the shell, as it was before.
        """
        driver: Any = super().get_driver_class()
        apart = self._apart

        class Own(driver):  # type: ignore[misc]
            def stop_application_mode(self) -> None:
                self.write("\x1b[2J\x1b[H")
                super().stop_application_mode()

            def process_message(self, message: Message) -> None:
                for each in apart(message):
                    super().process_message(each)

        return Own

    def _apart(self, message: Message) -> list[Message]:
        """Of esc with a letter close behind it, a terminal makes alt with that letter; tmux does where half a
        second lies between them. They are two keys again, but where the user has chosen that one.
        """
        if not (isinstance(message, Key) and message.key.startswith("alt+") and message.character):
            return [message]
        if any(message.key in keys.split(",") for keys in self._keys.values()):
            return [message]
        return [Key("escape", "\x1b"), Key(message.character, message.character)]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and the one that leaves only ASCII where that is asked for."""
        filters = super().get_line_filters()
        if not self.ascii_only:
            return filters
        from caseboard.tui.filters import Ascii

        return [*filters, Ascii()]

    def get_key_display(self, binding: Binding) -> str:
        """How a key reads in the footer: f1 as itself, where `?` would be typed."""
        shown = "f1" if binding.key == "f1" else super().get_key_display(binding)
        if not self.ascii_only:
            return shown
        from caseboard.tui import ascii

        return ascii.keys(shown)

    def on_mount(self) -> None:
        """Keep the theme that the user chooses."""
        self.theme_changed_signal.subscribe(self, lambda theme: self._keep("theme", theme.name))
        if self._wrong_theme is not None:
            self.say(f"There is no theme {self._wrong_theme}; using {themes.DEFAULT}.")

    def _fatal_error(self) -> None:
        """Say what broke, and where. Textual's own report shows what every name held, and clients' names with
        it, hidden or not, in a terminal that keeps them.
        """
        if os.environ.get("CASEBOARD_DEBUG"):
            super()._fatal_error()
            return
        if self._was_updated():
            self.panic("caseboard was updated while it was open; start it again.")
            return
        error = getattr(self._exception, "error", self._exception)  # that of a worker is wrapped
        frames = traceback.extract_tb(getattr(error, "__traceback__", None))
        frame = [*frames[-1:], *(one for one in frames if one.filename.startswith(str(PACKAGE)))][-1]
        where = f"{Path(frame.filename).name}, line {frame.lineno}"
        self.panic(
            f"caseboard made a mistake of its own ({type(error).__name__} at {where}); please report it, "
            "with what CASEBOARD_DEBUG=1 prints; take the clients' names out of that first."
        )

    def _was_updated(self) -> bool:
        """Whether the program's files are others than when it began: what is loaded since does not fit."""
        try:
            changed = [path.stat().st_ctime for path in PACKAGE.rglob("*.py")]
        except OSError:  # one of them goes
            return True
        return max(changed, default=math.inf) > self._began  # none: all are gone

    def on_key(self, event: Key) -> None:
        """A key in a burst behind one that asks is meant for the question, and no command."""
        if isinstance(self.screen, AskingScreen) and self.screen.early(event):
            event.prevent_default()

    def say(self, sentence: str) -> None:
        """A short notice, alone: several would cover the title. Nothing in it is read as markup."""
        self.clear_notifications()
        self.notify(textsafe.clean(sentence), markup=False)

    def copy_note(self, snapshot: Snapshot, row: Row, pane: int) -> None:
        """Copy a note about one client, ready for the chart, and say so. No terminal answers whether it took
        it: else the note of a client who was copied before would be pasted into this one's chart.
        """
        from caseboard.tui.note import note

        hidden = self.names_hidden
        text = note(snapshot, row, pane, names_hidden=hidden)
        self.copy_to_clipboard(text)
        who, lines = snapshot.who(row, names_hidden=hidden), words.plural(text.count("\n"), "line")
        name = "no name" if hidden else "with the name"
        deaf = (
            "tmux takes it only with set-clipboard on" if "TMUX" in os.environ else "some terminals take none"
        )
        self.say(f"Copied: a note about {who} alone, {lines}, {name}. Look at what you paste: {deaf}.")

    def watch_names_hidden(self) -> None:
        """Every screen draws its names anew."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.names_changed()

    def action_toggle_names(self) -> None:
        """Hide or show names, and remember it."""
        self.names_hidden = not self.names_hidden
        if self.names_hidden:
            self.clear_notifications()  # one may say a name
        self._keep("names_hidden", self.names_hidden)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The help's own page offers no help, nor does the palette over it."""
        if action == "help":
            pages = [screen.id for screen in self.screen_stack if not isinstance(screen, CommandPalette)]
            if pages[-1:] == ["help"]:
                return False
        return super().check_action(action, parameters)

    async def action_help(self) -> None:
        """Signs and keys."""
        from caseboard.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            snapshot = self.board.snapshot
            told = changed(snapshot) if snapshot else ()
            await self.push_screen(HelpScreen(told, self._keys, ascii_only=self.ascii_only))

    def action_command_palette(self) -> None:
        """Open the palette."""
        from caseboard.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Choose a theme."""
        from textual.theme import ThemeProvider

        from caseboard.tui.palette import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: of the same table as keys and help, what can be done on this screen now; nothing
        else: no command of a screen on which something is asked, none for clients who are not there yet.
        """
        places = screen.PLACES if isinstance(screen, BaseScreen) else ()
        for command in commands(*places, "app"):
            of_app, action = command.action.startswith("app."), command.action.removeprefix("app.")
            does = (self if of_app else screen).check_action(action.partition("(")[0], ())
            if command.palette and does:
                run = partial(screen.run_action, command.action)
                told = command.help or ("Go to this pane" if command.where == "board" else "")
                yield SystemCommand(command.title, told, run)

    def _keep(self, name: str, value: object) -> None:
        """Have a preference remembered, off the UI thread; the last value wins."""
        if self._remember is None:
            return
        self._preferences[name] = value
        self.run_worker(partial(self._write, name), group="remember", thread=True, exit_on_error=False)

    def _write(self, name: str) -> None:
        assert self._remember is not None
        with self._remembering:
            try:
                self._remember(name, self._preferences[name])
            except Exception as error:
                self.call_from_thread(self.say, f"The choice could not be kept: {error}")
