"""A column of the client's page: sections one below another, one of them the current one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from caseboard.tui.client.page import Section, heading
from caseboard.tui.widgets.lines import Toned, strip
from caseboard.tui.words import Line, Span


class Sections(ScrollView, Toned, can_focus=True):
    """Sections drawn line by line. Their lines are made once for a width, their strips once for a theme."""

    @dataclass
    class Chosen(Message):
        """A section was clicked, or came under the eye by scrolling."""

        key: str

    def __init__(self, *, id: str, spaced: bool) -> None:
        super().__init__(id=id)
        self._spaced = spaced
        self._sections: Sequence[Section] = ()
        self._current = ""
        self._lines: list[Line] = []
        self._starts: list[int] = []
        self._width = -1
        self._strips: dict[int, Strip] = {}
        self.ascii_only = False

    @property
    def sections(self) -> Sequence[Section]:
        """What stands in the column."""
        return self._sections

    def fill(self, sections: Sequence[Section], current: str, *, ascii_only: bool) -> None:
        """Show sections; the place that was read stays where it can."""
        self._sections, self._current, self.ascii_only = sections, current, ascii_only
        self._width = -1
        self._lay()
        self.refresh()

    def choose(self, key: str, *, scroll: bool = True) -> None:
        """Make a section the current one, and bring its beginning into sight."""
        self._current = key
        self._strips.clear()
        at = next((at for at, section in enumerate(self._sections) if section.key == key), None)
        if scroll and at is not None and at < len(self._starts):
            top, height = self.scroll_offset.y, self.scrollable_content_region.height
            start, end = self._starts[at], self._end(at)
            if start < top or end > top + height:
                self.scroll_to(0, start, animate=False, immediate=True)
        self.refresh()

    def _end(self, at: int) -> int:
        return self._starts[at + 1] if at + 1 < len(self._starts) else len(self._lines)

    def _lay(self) -> None:
        width = self.scrollable_content_region.width
        if width == self._width:
            return
        self._width = width
        self._lines, self._starts = [], []
        self._strips.clear()
        for section in self._sections if width > 2 else ():
            if self._spaced and self._lines:
                self._lines.append(())
            self._starts.append(len(self._lines))
            self._lines.append(heading(section, width - 1, ascii_only=self.ascii_only))
            self._lines += section.drawn(width - 1)
        self.virtual_size = Size(0, len(self._lines))

    def on_resize(self) -> None:
        """Make the lines for the new width."""
        self._lay()
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: draw the strips anew."""
        super().notify_style_update()
        self._strips.clear()

    def on_focus(self) -> None:
        """The mark of the current section is drawn otherwise."""
        self._strips.clear()

    def on_blur(self) -> None:
        """The mark of the current section is drawn otherwise."""
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The current section is one that is in sight."""
        super().watch_scroll_y(old_value, new_value)
        if not self.has_focus or not any(section.key == self._current for section in self._sections):
            return
        top, height = round(new_value), self.scrollable_content_region.height
        seen = [at for at, start in enumerate(self._starts) if start < top + height and self._end(at) > top]
        keys = [self._sections[at].key for at in seen]
        if keys and self._current not in keys:
            first = next((at for at in seen if self._starts[at] >= top), seen[0])
            self.post_message(self.Chosen(self._sections[first].key))

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        width = self.scrollable_content_region.width
        if self._width != width:
            self._lay()
        number = y + self.scroll_offset.y
        if number not in self._strips:
            self._strips[number] = strip(self, self._line(number), width)
        return self._strips[number]

    def _line(self, number: int) -> Line:
        if number >= len(self._lines):
            return ()
        current = any(
            start == number and self._sections[at].key == self._current
            for at, start in enumerate(self._starts)
        )
        if not current:
            return (Span(" "), *self._lines[number])
        mark = ">" if self.ascii_only else "▌"
        return (Span(mark, "title" if self.has_focus else "muted"), *self._lines[number])

    def on_click(self, event: events.Click) -> None:
        """The section that was clicked becomes the current one."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        number = offset.y + self.scroll_offset.y
        at = next((at for at in reversed(range(len(self._starts))) if self._starts[at] <= number), None)
        if at is not None:
            self.post_message(self.Chosen(self._sections[at].key))
