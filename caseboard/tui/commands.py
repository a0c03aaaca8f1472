"""One table of everything the app can do: it makes the bindings, the footer, the palette and the help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True)
class Command:
    """One command. Its id names the screen or widget that has it; `footer` is its word there, if it has one.

    `keys` are Textual's names, comma separated; `show` is how they read in the help.
    """

    id: str
    keys: str
    show: str
    title: str
    action: str
    help: str
    footer: str = ""
    palette: bool = True

    @property
    def where(self) -> str:
        """The screen or widget that has it."""
        return self.id.partition(".")[0]


COMMANDS: tuple[Command, ...] = (
    Command("board.pane_1", "1", "1 to 4", "Needs more intensity", "pane(0)", "Go to a pane", "pane"),
    Command("board.pane_2", "2", "2", "Ready to step down", "pane(1)", "", "pane"),
    Command("board.pane_3", "3", "3", "Cannot say", "pane(2)", "", "pane"),
    Command("board.pane_4", "4", "4", "Holding course", "pane(3)", "", "pane"),
    Command("board.next_pane", "tab", "tab", "Next pane", "app.focus_next",
            "Go to the next pane, and to the client's panel; shift+tab goes back", palette=False),
    Command("list.up", "up,k", "↑ k", "Up", "up", "The client above, across panes", palette=False),
    Command("list.down", "down,j", "↓ j", "Down", "down", "The client below, across panes", palette=False),
    Command("list.page_up", "pageup,ctrl+u", "PgUp", "Page up", "page(-1)", "A page up; ctrl+u too",
            palette=False),
    Command("list.page_down", "pagedown,ctrl+d", "PgDn", "Page down", "page(1)", "A page down; ctrl+d too",
            palette=False),
    Command("list.first", "home,g", "Home g", "First", "first", "The first row", palette=False),
    Command("list.last", "end,G", "End G", "Last", "last", "The last row", palette=False),
    Command("board.open", "enter", "enter", "Open", "open", "The client's page", "open"),
    Command("board.filter", "slash", "/", "Filter", "filter",
            "Filter as you type: program, clinician, level, text; level:iop looks at the level only",
            "filter"),
    Command("board.sort", "s", "s", "Sort", "sort", "Sort by the next column", "sort"),
    Command("board.turn", "S", "S", "Turn the sort", "turn", "Sort the other way round"),
    Command("board.clear", "escape", "esc", "Clear", "clear",
            "Clear the filter, then the sort; all panes again"),
    Command("board.alone", "f", "f", "One pane alone", "alone",
            "The pane in use over the whole height, and back"),
    Command("board.as_of", "a", "a", "Another date", "another_date", "The board as it was on another date"),
    Command("board.changes", "w", "w", "What changed", "changes", "On another date: what changed since then"),
    Command("board.why", "i", "i", "Why this flag", "why",
            "The query behind each flag: its SQL, thresholds, source and row", "why"),
    Command("board.copy", "y", "y", "Copy a note", "copy",
            "Copy a note about this client alone, ready for the chart; the name only where names are shown"),
    Command("board.export", "e", "e", "Export the pane", "export",
            "Write this pane's rows to a file that you name"),
    Command("board.reload", "r", "r", "Reload", "reload", "Ask the clinic again"),
    Command("app.names", "p", "p", "Hide or show names", "app.toggle_names",
            "Hide or show names; hidden: initials, and the id where two share them", "names"),
    Command("app.help", "question_mark,f1", "?", "Help", "app.help",
            "These signs and keys; f1 too, also while something is typed", "help"),
    Command("app.theme", "t", "t", "Theme", "app.change_theme", "Choose among light and dark colours"),
    Command("app.leave", "q", "q", "Quit", "app.quit", "Leave caseboard; on a page, q goes back", "quit"),
    Command("app.palette", "ctrl+p", "ctrl+p", "Palette", "app.command_palette",
            "Find a command, a client or a saved query", "palette", palette=False),
    Command("app.quit", "ctrl+q", "ctrl+q", "Quit", "app.quit", "Leave caseboard from anywhere",
            palette=False),
    Command("prompt.done", "enter,down", "enter ↓", "Done", "submit", "What was typed counts", "done",
            palette=False),
    Command("prompt.leave", "escape", "esc", "Leave", "leave", "Leave the question; a filter is cleared",
            "leave", palette=False),
    Command("query.right", "right,l", "→ l", "Columns at the right", "column(1)", "The columns at the right",
            "columns", palette=False),
    Command("query.left", "left,h", "← h", "Columns at the left", "column(-1)", "The columns at the left",
            palette=False),
    Command("query.export", "e", "e", "Export the rows", "export", "Write every row to a file that you name",
            "export"),
    Command("page.back", "escape,q", "esc q", "Back", "back", "Close this page, back to the board", "back",
            palette=False),
    Command("page.scroll_down", "space", "space", "Scroll down", "scroll_text(1)",
            "Scroll the text a page down", "scroll", palette=False),
    Command("page.scroll_up", "b", "b", "Scroll up", "scroll_text(-1)", "Scroll the text a page up",
            palette=False),
    Command("client.section_next", "tab", "tab", "Next section", "section(1)",
            "Go to the next section; shift+tab goes back", "section", palette=False),
    Command("client.section_back", "shift+tab", "shift+tab", "Section before", "section(-1)", "",
            palette=False),
    *(
        Command(f"client.section_{key}", key, "1-9, 0" if key == "1" else key, f"Section {key}",
                f"go({key!r})", "Go to the section of that number" if key == "1" else "", palette=False)
        for key in "1234567890"
    ),
    Command("client.zoom", "z", "z", "Zoom of the time axis", "zoom(0)",
            "4, 12, 26 weeks or the whole admission; + (or =) and - do it step by step", "zoom"),
    Command("client.zoom_in", "plus,equals_sign", "+", "Fewer weeks", "zoom(-1)", ""),
    Command("client.zoom_out", "minus", "-", "More weeks", "zoom(1)", ""),
    Command("client.why", "i", "i", "Where this comes from", "why",
            "The queries behind the section: SQL, parameters, source and rows", "source"),
    Command("client.rules", "w", "w", "Why, and why not", "go('0')",
            "Every rule with its value, its threshold and its source", "why not"),
    Command("client.copy", "y", "y", "Copy a note", "copy",
            "The same note as on the board, about this client alone"),
    Command("client.alone", "f", "f", "One section alone", "alone",
            "The section in use over the whole screen, and back; esc goes back too"),
    Command("client.next", "right_square_bracket,J", "]", "Next client", "step(1)",
            "The next client of the board, J too; [ or K: the one before"),
    Command("client.before", "left_square_bracket,K", "[", "Client before", "step(-1)", ""),
    Command("client.down", "j", "j k", "Scroll down", "scroll(1)", "Scroll a line", palette=False),
    Command("client.up", "k", "k", "Scroll up", "scroll(-1)", "", palette=False),
    Command("client.page_down", "space,ctrl+d", "space", "Page down", "scroll_page(1)",
            "Scroll a page, ctrl+d too; b or ctrl+u goes back", palette=False),
    Command("client.page_up", "b,ctrl+u", "b", "Page up", "scroll_page(-1)", "", palette=False),
    Command("client.top", "g", "g G", "Top", "scroll(-1000000)", "To the top, to the end", palette=False),
    Command("client.end", "G", "G", "End", "scroll(1000000)", "", palette=False),
    Command("client.reload", "r", "r", "Reload", "reload", "Ask the clinic again"),
    Command("client.back", "escape,q", "esc q", "Back", "back", "Back to the board", "back", palette=False),
)  # fmt: skip


_PALETTE = "app.palette"  # opens wherever the focus is, and has a place of its own in the footer


def commands(*where: str) -> Iterator[Command]:
    """The commands of some screens or widgets, in the order of the table."""
    return (command for command in COMMANDS if command.where in where)


def bindings(*where: str) -> list[BindingType]:
    """Textual's bindings for some screens or widgets; their ids are what a keymap names."""
    from textual.binding import Binding

    panes = Binding.Group("pane", compact=True)
    return [
        Binding(
            command.keys,
            command.action,
            command.footer or command.title,
            show=bool(command.footer) and command.id != _PALETTE,
            key_display=command.show.split()[0] if "," in command.keys else None,
            tooltip=command.help,
            id=command.id,
            priority=command.id == _PALETTE,
            group=panes if command.footer == "pane" else None,
        )
        for command in commands(*where)
    ]
