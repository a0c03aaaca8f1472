"""What every screen of the app does: it says so when the terminal is too small for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from caseboard.tui import layout, titles, words
from caseboard.tui.widgets.ground import Ground, Under
from caseboard.tui.widgets.keys import Keys
from caseboard.tui.widgets.lines import COMPONENTS, Lines, TextLines
from caseboard.tui.words import Line

if TYPE_CHECKING:
    from textual.events import Resize

    from caseboard.tui.app import CaseboardApp


class BaseScreen(Screen[None], Ground):
    """A screen with a footer, and one sentence instead of everything in a terminal that is too small."""

    AUTO_FOCUS = None
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    PLACES: ClassVar[tuple[str, ...]] = ("page",)  # whose commands the keys and the palette offer here
    MAIN: ClassVar[str] = "#text"  # what the keys are for
    TEXT: ClassVar[str] = "#text"  # what the keys for a page down and up scroll
    NEEDS: ClassVar[frozenset[str]] = frozenset()  # actions that need what the screen is there to show
    bare: Reactive[bool] = Reactive(False, repaint=False, bindings=True)  # there is nothing of it to show
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # Textual's draws the whole screen anew

    @property
    def board_app(self) -> CaseboardApp:
        """The app, with its type."""
        from caseboard.tui.app import CaseboardApp

        assert isinstance(self.app, CaseboardApp)
        return self.app

    def compose(self) -> ComposeResult:
        """The body, the footer, and the sentence for a small terminal."""
        with Under(id="body"):
            yield from self.body()
        yield Keys()
        yield Lines(id="too-small")

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Say how large the terminal must be."""
        self.query_one("#too-small", Lines).show(self._too_small)

    def on_resize(self, event: Resize) -> None:
        """Show the body, or the sentence."""
        small = event.size.width < layout.MIN_WIDTH or event.size.height < layout.MIN_HEIGHT
        self.set_class(small, "-too-small")
        if small:
            self.query_one("#too-small", Lines).show(self._too_small)
        self.resized()
        if not small:
            self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        if self.focused is None and self.is_current:
            self.focus_first()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where a sentence stands in place of all else, no key is offered that could do nothing."""
        return False if self.bare and action in self.NEEDS else super().check_action(action, parameters)

    def focus_first(self) -> None:
        """Focus what is used first, when nothing has the focus."""
        self.focus_main()

    def focus_main(self) -> None:
        """Focus what the keys of this screen are for."""
        self.query_one(self.MAIN).focus()

    def resized(self) -> None:
        """The terminal has another size."""

    def names_changed(self) -> None:
        """Names were hidden or shown."""

    def clinic_changed(self) -> None:
        """The database's file has changed, or the day; the board is being read again."""

    def action_scroll_text(self, pages: int) -> None:
        """Scroll the text a page down or up."""
        text = self.query_one(self.TEXT, TextLines)
        text.scroll_relative(y=pages * max(text.size.height - 2, 1), animate=False)

    def action_back(self) -> None:
        """Close."""
        self.dismiss()

    def _too_small(self, width: int) -> Sequence[Line]:
        size, bound = self.app.size, self.active_bindings.values()
        leaves = [self.app.get_key_display(one.binding) for one in bound if one.binding.id == "app.quit"]
        sentence = (
            f"caseboard needs a terminal of at least {layout.MIN_WIDTH} columns "
            f"and {layout.MIN_HEIGHT} lines; "
            f"this one has {size.width} by {size.height}. {''.join(leaves[:1])} quits."
        )
        return words.wrapped(sentence, width)


class KeptScreen(BaseScreen):
    """A screen of what was read before it was opened: it does not ask again, so it says when that is old."""

    _busy = ""

    def clinic_changed(self) -> None:
        """What stands here is of before."""
        self._busy = titles.OLD
        self.query_one("#title").refresh()
