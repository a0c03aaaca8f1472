"""A question on one line: its words, where to type, and what is said about it. Loaded when first asked.

Why an answer cannot be taken is said below it, whole; so is what has no room beside it and may not be cut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.events import Key
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from caseboard import textsafe
from caseboard.tui.commands import bindings
from caseboard.tui.states import sentence as lines_of
from caseboard.tui.widgets.lines import Lines, OneLine
from caseboard.tui.words import Line, Span

DEBOUNCE = 0.12  # seconds without a key before what was typed counts
_LINES = 4  # at most, for a refusal
_NARROWEST, _WIDEST = 16, 50  # cells where one types, as the text asks for that is given


class Field(Input):
    """An input that takes no control character, not even from the clipboard."""

    BINDINGS = bindings("prompt")
    _left = False

    def validate_value(self, value: str) -> str:
        """What is typed or pasted, made harmless."""
        return textsafe.clean(value)

    def action_leave(self) -> None:
        """No answer."""
        self.query_ancestor(Prompt).leave()

    def on_key(self, event: Key) -> None:
        """What comes in a burst behind the key that leaves is meant for what stands below."""
        if self._left:
            event.stop()
            event.prevent_default()
            self.app.post_message(Key(event.key, event.character).set_sender(self.app))
        elif not event.is_printable:
            pressed = self.screen.active_bindings.get(event.key)
            self._left = pressed is not None and pressed.binding.id == "prompt.leave"


class Prompt(Container):
    """Asks for one line of text. `kind` says what for; the answer comes as a message, or nothing does.

    `anew`: the first key takes the place of the text that is given. `whole()` is what of `note()`, at its
    beginning, is never cut.
    """

    @dataclass
    class Told(Message):
        """What was asked: typed so far (`done` is false), or the answer."""

        prompt: Prompt
        text: str
        done: bool

    @dataclass
    class Left(Message):
        """The question was left without an answer."""

        prompt: Prompt

    def __init__(
        self,
        kind: str,
        words: str,
        text: str,
        *,
        anew: bool,
        note: Callable[[], str],
        whole: Callable[[], str],
    ) -> None:
        super().__init__(classes="prompt")  # no id: the one before may still be on its way out
        self.kind = kind
        self._words = words
        self._text = text
        self._anew = anew
        self._note, self._whole = note, whole
        self._timer: Timer | None = None
        self._early: list[Key] | None = []  # keys that came before there was anything to type into
        self.refused = ""

    def compose(self) -> ComposeResult:
        """Words, input, note."""
        label = OneLine(lambda width: (Span(" "), Span(self._words, "title")), id="prompt-words")
        label.styles.width, field_width = self._widths()
        field = Field(self._text, compact=True, select_on_focus=False, id="prompt-input")
        field.styles.min_width = field_width
        with Horizontal(id="prompt-line"):
            yield label
            yield field
            yield OneLine(self._said, id="prompt-note")
        yield Lines(id="prompt-below")

    def on_mount(self) -> None:
        """Where one types has the focus."""
        self.query_one("#prompt-below", Lines).show(self._below)
        for field in self.query(Input):  # none where the app is left at once
            field.cursor_blink = self.app.animation_level != "none"
            self.use()
            if self._anew:
                field.select_all()
            early, self._early = self._early or [], None
            for key in early:
                if key.is_printable:
                    field.replace(key.character or "", *field.selection)
                elif key.key == "backspace":
                    field.action_delete_left()
                else:  # what stands behind an enter could be meant for anything
                    self.app.post_message(Key(key.key, None).set_sender(self.app))
                    break

    def use(self) -> None:
        """Put the focus where one types."""
        for field in self.query(Input):
            self.screen.set_focus(field, scroll_visible=False)

    @property
    def left_alone(self) -> bool:
        """Whether something else has got the focus since one could type."""
        focused = self.screen.focused
        return self._early is None and focused is not None and self not in focused.ancestors

    def early(self, event: Key) -> bool:
        """Take a key that is meant for the question and went elsewhere, since keys came in a burst."""
        if self._early is not None:
            self._early.append(event)
            return True
        for field in self.query(Input):
            if event.is_printable and self.screen.focused is field:  # has_focus comes a message later
                field.replace(event.character or "", *field.selection)
                return True
        return False

    def say(self, note: Callable[[], str]) -> None:
        """Say something about what was typed."""
        self._note = note
        self.look_again()

    def refuse(self, sentence: str) -> None:
        """Say below the question why its answer cannot be taken; empty: nothing."""
        self.refused = sentence
        self.look_again()

    def rows(self) -> int:
        """The lines of the screen that it takes."""
        return 1 + len(self._below(self.app.size.width))

    def _widths(self) -> tuple[int, int]:
        """Of the words, and the least of the place where one types."""
        typed = min(max(textsafe.width(self._text) + 2, _NARROWEST), _WIDEST)
        return textsafe.width(self._words) + 2, typed

    def _has_room(self, width: int) -> bool:
        """Whether what may not be cut stands beside the answer; two parts of three are the note's."""
        label, typed = self._widths()
        room = min(width - label - typed, (width - label) * 2 // 3)
        return textsafe.width(textsafe.clean(self._whole())) + 2 <= room

    def _below(self, width: int) -> list[Line]:
        found: list[Line] = []
        if self._whole() and not self._has_room(width):
            found.append((Span(" "), Span(textsafe.fit(self._note(), width - 2), "muted")))
        if self.refused:
            found += lines_of(self.refused, width, tone="alert", glyph="! ")[:_LINES]
        return found

    def look_again(self) -> None:
        """What there is to say may have changed."""
        for note in self.query("#prompt-note"):  # none yet where keys came in a burst
            note.refresh()
        for below in self.query(Lines):
            below.show(self._below)

    @property
    def text(self) -> str:
        """What stands there."""
        return next((field.value for field in self.query(Input)), self._text)

    def _said(self, width: int) -> Line:
        whole = self._whole()
        if (self.refused and not whole) or (whole and not self._has_room(self.app.size.width)):
            return ()  # what counts stands below
        return (Span(" "), Span(textsafe.fit(self._note(), max(width - 2, 0)).rstrip(), "muted"))

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(DEBOUNCE, lambda: self._tell(self.text, False))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._tell(message.value, True)

    def _tell(self, text: str, done: bool) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.post_message(self.Told(self, text, done))

    def leave(self) -> None:
        """No answer."""
        if self._timer is not None:
            self._timer.stop()
        self.post_message(self.Left(self))
