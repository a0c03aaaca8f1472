"""The line at the foot of a screen that tells its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.reactive import reactive
from textual.strip import Strip

from caseboard import textsafe
from caseboard.tui.widgets.lines import Toned, strip
from caseboard.tui.words import Line, Span

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.screen import Screen

_NEVER_LEFT_OUT = ("app.help", "app.quit", "back", "leave")


class Key(NamedTuple):
    """A key as it is told. `key` is Textual's own name for it."""

    sign: str
    key: str
    help: str


class Told(NamedTuple):
    """One word and the keys for it: one, or a group's."""

    keys: tuple[Key, ...]
    word: str
    may_go: bool

    @property
    def room(self) -> int:
        """How many cells it needs, with two before it."""
        return textsafe.width("".join(key.sign for key in self.keys) + self.word) + 3


class Keys(Toned):
    """The keys of the screen, as many as there is room for; a click on one is the key.

    One line, where Textual's own footer is a widget a key, each styled anew whenever other keys are told. And
    that one is empty while another window has the focus: in a browser, and in a terminal that tells of it,
    nobody would be told a key before the first click.
    """

    pointed: reactive[Key | None] = reactive(None)

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[Told, ...] = ()
        self._palette: Told | None = None

    def on_mount(self) -> None:
        """Hear when other keys may be pressed."""
        self.screen.bindings_updated_signal.subscribe(self, self.changed)

    def changed(self, screen: Screen[Any]) -> None:
        """Tell the keys that may be pressed now."""
        if screen is not self.screen or (self._told and not self.app.app_focus):
            return
        active = screen.active_bindings
        told = tuple(self._of(each for each in active.values() if each.binding.show))
        palette = active.get(self.app.COMMAND_PALETTE_BINDING)
        at_the_right = (
            None if palette is None else Told((self._key(palette),), palette.binding.description, True)
        )
        if (told, at_the_right) != (self._told, self._palette):
            self._told, self._palette, self.pointed = told, at_the_right, None
            self.refresh()

    def _of(self, active: Iterable[ActiveBinding]) -> Iterator[Told]:
        first: dict[str, ActiveBinding] = {}
        for each in active:
            first.setdefault(each.binding.action, each)
        for group, members in groupby(first.values(), lambda each: each.binding.group):
            if group is not None:
                yield Told(tuple(map(self._key, members)), group.description, True)
                continue
            for each in members:
                binding = each.binding
                yield Told((self._key(each),), binding.description, binding.action not in _NEVER_LEFT_OUT)

    def _key(self, active: ActiveBinding) -> Key:
        binding = active.binding
        return Key(self.app.get_key_display(binding), binding.key, binding.tooltip or binding.description)

    def _pieces(self, width: int) -> Iterator[tuple[Span, Key | None]]:
        """The line in pieces, each with the key that a click there is."""
        shown, palette = self._fitting(width)
        for before, told in zip(chain([" "], repeat("  ")), shown, strict=False):
            yield Span(before), None
            yield from self._pieces_of(told)
        if len(shown) < len(self._told):
            yield Span(f" {textsafe.ELLIPSIS}", "muted"), None
        if palette is not None:
            yield Span(" " * (width - _cells(shown) - palette.room)), None
            yield Span("▏", "faint"), None
            yield from self._pieces_of(palette)

    def _fitting(self, width: int) -> tuple[list[Told], Told | None]:
        """What there is room for, with a mark where keys are left out: the palette goes first, then what the
        help tells as well, then the last.
        """
        shown = list(self._told)
        if self._palette is not None and _cells(shown) + self._palette.room <= width:
            return shown, self._palette
        spare = [told for told in reversed(shown) if told.may_go]
        for told in sorted(spare, key=lambda told: len(told.keys) == 1):
            if _cells(shown) + (2 if len(shown) < len(self._told) else 0) > width:
                shown.remove(told)
        return shown, None

    def _pieces_of(self, told: Told) -> Iterator[tuple[Span, Key | None]]:
        for key in told.keys:
            yield Span(key.sign, "title pointed" if key == self.pointed else "title"), key
        alone = told.keys[0] if len(told.keys) == 1 else None
        yield Span(f" {told.word}", "pointed" if alone and alone == self.pointed else ""), alone

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        line: Line = tuple(span for span, _ in self._pieces(width))
        return strip(self, line, width)

    def _at(self, event: events.MouseEvent) -> Key | None:
        """The key under the mouse."""
        end = 0
        for span, key in self._pieces(self.size.width):
            end += textsafe.width(span.text)
            if event.x < end:
                return key
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a click would be."""
        self.pointed = self._at(event)
        self.tooltip = self.pointed.help if self.pointed is not None else None

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.pointed = None

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        if (key := self._at(event)) is not None:
            self.app.simulate_key(key.key)


def _cells(shown: list[Told]) -> int:
    return sum(told.room for told in shown) - 1  # before the first there is but one
