"""A client's page that is asked for before somebody opens it."""

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
    from caseboard.tui.client.model import ClientPage
    from caseboard.tui.loader import Loader, Make


def page_of(client_id: str, as_of: date | None) -> Make:
    """For a loader: the page of a client as of a date (None: the clinic's usual one)."""

    def make(clinic: ports.Clinic, number: int) -> ClientLoaded:
        from caseboard.tui.client.gather import gather_client

        return ClientLoaded(number, gather_client(clinic, client_id, as_of))

    return make


class PageAhead:
    """One page, asked for while a row is looked at. The screen that shows it goes on with its `loader`."""

    def __init__(self, app: App[Any], loader: Loader, client_id: str, as_of: date | None) -> None:
        self.app, self.loader, self.client_id = app, loader, client_id
        self._lock = Lock()
        self._answer: Message | None = None
        self._screen: MessagePump | None = None
        self.failed = False
        loader.start(self, "page", page_of(client_id, as_of))

    def post_message(self, message: Message) -> bool:
        """Take the answer, in the loader's thread: for the screen, if it is there already."""
        with self._lock:
            self._answer = message
            return self._screen is None or self._screen.post_message(message)

    def show_on(self, screen: MessagePump) -> ClientPage | None:
        """The page, if it is there. What has not come yet will be posted to the screen; `failed` tells that
        nothing will.
        """
        with self._lock:
            self._screen, self.failed = screen, isinstance(self._answer, LoadFailed)
            return self._answer.page if isinstance(self._answer, ClientLoaded) else None
