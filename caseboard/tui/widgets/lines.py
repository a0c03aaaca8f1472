"""Widgets that draw lines of spans themselves, one line when it comes into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.css.styles import RenderStyles
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from caseboard import textsafe
from caseboard.tui.commands import bindings
from caseboard.tui.words import Line, Span

TONES = (
    "muted", "notice", "strong", "title", "pointed", "alert", "warn", "good", "info",
    "faint", "bar", "expected", "band-1", "band-2", "band-3", "band-4",
)  # fmt: skip
COMPONENTS: set[str] = {f"tone--{tone}" for tone in TONES} | {"lines--cursor", "lines--cursor-blurred"}


def strip(widget: Widget, spans: Line, width: int, extra: str = "") -> Strip:
    """Spans as a strip of `width` cells; the last place where text is made harmless."""
    styles = _styles(widget, extra)
    return Strip([Segment(textsafe.clean(text), styles[tone]) for text, tone in spans]).adjust_cell_length(
        width, styles[""]
    )


class _Styles(dict[str, Style]):
    """A widget's style for each tone, kept: working it out each time costs most of a paint."""

    def __init__(self, widget: Widget, extra: str) -> None:
        super().__init__()
        self._widget, self._extra = widget, extra

    def __missing__(self, tone: str) -> Style:
        names = [*self._extra.split(), *(f"tone--{one}" for one in tone.split())]
        self[tone] = style = self._widget.get_visual_style(*names).rich_style
        return style


def _styles(widget: Widget, extra: str) -> _Styles:
    kept: dict[object, _Styles] = widget.__dict__.setdefault("_kept_styles", {})
    key = (widget.app.theme, widget.has_focus, extra)
    if key not in kept:
        kept[key] = _Styles(widget, extra)
    return kept[key]


class Toned(Widget):
    """Draws in the tones of its screen: with tones of its own, every widget would be styled for each."""

    def get_component_styles(self, *names: str) -> RenderStyles:
        """The style of a tone."""
        return self.screen.get_component_styles(*names)


class Lines(ScrollView, Toned, can_focus=False):
    """Lines given by `show`, which is called with the width whenever the width changes."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], Sequence[Line]] = lambda width: ()
        self._lines: Sequence[Line] = ()
        self._width = -1

    def show(self, make: Callable[[int], Sequence[Line]], *, stay: bool = False) -> None:
        """Draw what `make(width)` gives, from its top; `stay`: from where it is read, for it is the same."""
        self._make = make
        self._width = -1
        self._lay()
        if not stay:
            self.scroll_to(0, 0, animate=False, immediate=True)
        self.refresh(layout=self.styles.is_auto_height)

    def lines(self) -> Sequence[Line]:
        """The lines as they stand."""
        return self._lines

    def _lay(self) -> None:
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._lines = self._make(width) if width > 0 else ()
            self.virtual_size = Size(0, len(self._lines))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines there are at a width, also before there is one."""
        return len(self._lines if width == self._width else self._make(width))

    def on_resize(self) -> None:
        """Lay the lines out for the new width."""
        self._lay()

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        if self._width != width:
            self._lay()
        spans = self._lines[number] if number < len(self._lines) else ()
        return strip(self, spans, width)


class TextLines(Lines, can_focus=True):
    """Lines that can be scrolled with the keyboard."""


class OneLine(Toned):
    """A single line, remade for every width: a title, a heading, a banner."""

    def __init__(self, make: Callable[[int], Line], *, id: str) -> None:
        super().__init__(id=id)
        self._make = make

    def render_line(self, y: int) -> Strip:
        """The line."""
        return strip(self, self._make(self.size.width) if y == 0 else (), self.size.width)


class CursorLines(ScrollView, Toned, can_focus=True):
    """Rows with a cursor. `source(row, width)` gives a row when it is drawn; only rows in sight are made."""

    BINDINGS = bindings("list")

    cursor: reactive[int] = reactive(0, repaint=True)
    current: reactive[bool] = reactive(False, repaint=True)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row, or the list got the focus."""

        source: CursorLines

    class Opened(Message):
        """A row was clicked twice: what Enter does."""

    @dataclass
    class Edge(Message):
        """The cursor wants to leave the list: -1 above, 1 below."""

        source: CursorLines
        step: int

    def __init__(self, *, id: str, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._count = 0
        self._source: Callable[[int, int], Line] = lambda row, width: ()
        self._empty: Callable[[int], Sequence[Line]] = lambda width: ()
        self._headings: Sequence[tuple[int, str]] = ()
        self._clicked: int | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def fill(
        self,
        count: int,
        source: Callable[[int, int], Line],
        *,
        cursor: int = 0,
        empty: Callable[[int], Sequence[Line]] = lambda width: (),
        headings: Sequence[tuple[int, str]] = (),
    ) -> None:
        """Show `count` rows, the cursor on one of them; `empty(width)` is what stands there without rows.

        `headings` are lines between rows on which the cursor never stands: (row after it, text), in order.
        """
        self._count = count
        self._source = source
        self._empty = empty
        self._headings = headings
        self.virtual_size = Size(0, max(count + len(headings), 1))
        self.set_reactive(CursorLines.cursor, max(min(cursor, count - 1), 0))
        self.keep_in_sight()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.keep_in_sight()

    def validate_cursor(self, cursor: int) -> int:
        """The cursor stays on a row."""
        return max(min(cursor, self._count - 1), 0)

    def watch_cursor(self) -> None:
        """Follow the cursor and tell the screen."""
        self.keep_in_sight()
        self.post_message(self.Moved(self))

    def on_focus(self) -> None:
        """Tell the screen that this list is the one in use."""
        self.post_message(self.Moved(self))

    def in_sight(self) -> int:
        """How many lines are in sight."""
        return self.scrollable_content_region.height

    def keep_in_sight(self) -> None:
        """Scroll as little as shows the cursor."""
        height = self.in_sight()
        top = round(self.scroll_y)
        if height <= 0:
            return
        line = self.line_of(self.cursor)
        above = line - 1 if height > 1 and any(row == self.cursor for row, _ in self._headings) else line
        if above < top:
            self.scroll_to(0, above, animate=False, immediate=True)
        elif line >= top + height:
            self.scroll_to(0, line - height + 1, animate=False, immediate=True)

    def line_of(self, row: int) -> int:
        """On which line a row stands."""
        return row + sum(at <= row for at, _ in self._headings)

    def row_at(self, line: int) -> int | str | None:
        """What stands on a line: a row, the text of a heading, or nothing."""
        for above, (at, text) in enumerate(self._headings):
            if line < at + above:
                return line - above
            if line == at + above:
                return text
        row = line - len(self._headings)
        return row if row < self._count else None

    def render_line(self, y: int) -> Strip:
        """One row in sight, with a mark where the cursor is."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if not self._count:
            lines = self._empty(width - 1)
            spans = lines[line] if line < len(lines) else ()
            return strip(self, (Span(" "), *spans), width)
        row = self.row_at(line)
        if row is None:
            return strip(self, (), width)
        if isinstance(row, str):
            return strip(self, (Span(" "), Span(row, "title")), width)
        spans = self._source(row, width - 1)
        if self.current and row == self.cursor:
            extra = "lines--cursor" if self.has_focus else "lines--cursor-blurred"
            return strip(self, (Span("▌", "title"), *spans), width, extra)
        return strip(self, (Span(" "), *spans), width)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        offset = event.get_content_offset(self)
        row = None if offset is None else self.row_at(offset.y + self.scroll_offset.y)
        if event.chain == 2 and self._clicked is not None:  # the row may have moved since
            self.post_message(self.Opened())
        elif isinstance(row, int):
            self.cursor = row
        self._clicked = row if isinstance(row, int) and event.chain == 1 else None

    def acting(self) -> CursorLines:
        """The list that a key is meant for: in a burst, keys reach the list that had the focus first."""
        return self

    def action_up(self) -> None:
        """A row up, or out of the list."""
        acting = self.acting()
        if acting.cursor > 0:
            acting.cursor -= 1
        else:
            acting.post_message(self.Edge(acting, -1))

    def action_down(self) -> None:
        """A row down, or out of the list."""
        acting = self.acting()
        if acting.cursor < acting.count - 1:
            acting.cursor += 1
        else:
            acting.post_message(self.Edge(acting, 1))

    def action_page(self, pages: int) -> None:
        """A page up or down."""
        acting = self.acting()
        acting.cursor += pages * max(acting.in_sight() - 1, 1)

    def action_first(self) -> None:
        """The first row."""
        self.acting().cursor = 0

    def action_last(self) -> None:
        """The last row."""
        acting = self.acting()
        acting.cursor = acting.count - 1
