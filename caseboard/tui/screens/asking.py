"""A screen that can ask for a line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from caseboard.tui.screens.base import BaseScreen

if TYPE_CHECKING:
    from textual.events import Key

    from caseboard.tui.widgets.prompt import Prompt


class AskingScreen(BaseScreen):
    """Shows a `Prompt` under its title. `told(kind, text, done)` and `left(kind)` say what came of it."""

    prompt: Prompt | None = None

    def ask(
        self,
        kind: str,
        words: str,
        text: str = "",
        *,
        anew: bool = False,
        note: Callable[[], str] = str,
        whole: Callable[[], str] = str,
    ) -> None:
        """Ask, as `Prompt` does; what was asked before is dropped."""
        from caseboard.tui.widgets.prompt import Prompt

        self.stop_asking()
        self.prompt = Prompt(kind, words, text, anew=anew, note=note, whole=whole)
        self.mount(self.prompt, after=self.query_one("#title"))
        self.asked()

    def stop_asking(self) -> None:
        """Take the question away."""
        if self.prompt is not None:
            elsewhere = self.prompt.left_alone
            self.prompt.display = False
            self.prompt.remove()
            self.prompt = None
            self.asked()
            if elsewhere:
                self.refresh_bindings()  # the screen's own keys are keys again
            else:
                self.focus_first()

    def refuse(self, sentence: str) -> None:
        """Say whole, on lines of its own, why the answer cannot be taken; empty: it is said no more."""
        if self.prompt is not None and sentence != self.prompt.refused:
            self.prompt.refuse(sentence)
            self.asked()

    def on_prompt_told(self, message: Prompt.Told) -> None:
        """Hand on what was typed, if the question still stands."""
        message.stop()
        if message.prompt is self.prompt:
            self.told(message.prompt.kind, message.text, message.done)

    def on_prompt_left(self, message: Prompt.Left) -> None:
        """Hand on that there is no answer."""
        message.stop()
        if message.prompt is self.prompt:
            self.stop_asking()
            self.left(message.prompt.kind)

    def names_changed(self) -> None:
        """What is said about the question may tell of names."""
        if self.prompt is not None:
            self.prompt.look_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed, the screen's own keys rest, and the footer does not offer them."""
        return super().check_action(action, parameters) if self.prompt is None else False

    def early(self, event: Key) -> bool:
        """Take a key that came before one could type into the question that it is meant for."""
        self.on_click()  # a mouse that is moved while it is pressed takes the focus, and is no click
        return self.prompt is not None and self.prompt.early(event)

    def on_click(self) -> None:
        """Who clicks elsewhere is done with the question: what was typed so far counts, and keys are
        commands again. Only after the click, so that no row moves away under it.
        """
        if self.prompt is not None and self.prompt.left_alone:
            self.told(self.prompt.kind, self.prompt.text, False)
            self.stop_asking()

    def focus_first(self) -> None:
        """Where one types, while something is asked."""
        if self.prompt is not None:
            self.prompt.use()
        else:
            self.focus_main()

    def asked(self) -> None:
        """A question has come or gone, or takes more lines or fewer."""

    def told(self, kind: str, text: str, done: bool) -> None:
        """Something was typed (`done`: it is the answer)."""

    def left(self, kind: str) -> None:
        """The question was left."""
