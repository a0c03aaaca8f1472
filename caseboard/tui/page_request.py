"""A client's page that is asked for, by whoever shows it or before somebody opens it."""

from __future__ import annotations

from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

from caseboard.tui.messages import ClientLoaded, LoadFailed

if TYPE_CHECKING:
    from caseboard.tui import ports
    from caseboard.tui.loader import Loader, Make


def page_of(client_id: str, as_of: date | None) -> Make:
    """For a loader: the page of a client as of a date (None: the clinic's usual one)."""

    def make(clinic: ports.Clinic, number: int) -> ClientLoaded:
        from caseboard.tui.client.gather import gather_client

        return ClientLoaded(number, gather_client(clinic, client_id, as_of))

    return make


class PageRequest:
    """One page, asked for in a thread: by the screen that shows it, or before somebody opens that."""

    def __init__(self, app: App[Any], loader: Loader, client_id: str, as_of: date | None) -> None:
        self.app, self.client_id = app, client_id
        self.answer: ClientLoaded | LoadFailed | None = None
        self._loader, self._lock = loader.beside(), Lock()
        self._screen: MessagePump | None = None
        self._loader.start(self, "page", page_of(client_id, as_of))

    def post_message(self, message: Message) -> bool:
        """Take the answer, in the loader's thread: for the screen, if there is one already."""
        assert isinstance(message, ClientLoaded | LoadFailed)
        with self._lock:
            self.answer = message
            return self._screen is None or self._screen.post_message(message)

    def show_on(self, screen: MessagePump) -> ClientLoaded | LoadFailed | None:
        """The answer, if it is there. One that has not come yet will be posted to the screen."""
        with self._lock:
            self._screen = screen
            return self.answer

    def drop(self) -> None:
        """Stop it: nobody waits for it any longer."""
        self._loader.cancel()
