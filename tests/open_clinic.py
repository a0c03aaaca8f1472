"""A clinic to which nobody writes: what was worked out for a day is there for who asks of that day next."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from caseboard.library import Clinic, Library
from caseboard.library.asking import Asking
from caseboard.library.library import Relation
from caseboard.library.result import Result


class OpenClinic(Clinic):
    """An asking stays open, with the tables that it made and the answers that it gave, for the next of the
    same day and thresholds. Who comes while another asks gets one of their own.
    """

    def __init__(self, library: Library, target: Path) -> None:
        super().__init__(library, target)
        self._usual = self.info().default_as_of
        self._free = threading.Lock()
        self._stack = ExitStack()
        self._open: dict[str, Asking] = {}

    @contextmanager
    def asking(
        self,
        as_of: date | None = None,
        parameters: Mapping[str, Any] | None = None,
        *,
        keep: bool = False,
    ) -> Iterator[Asking]:
        if not self._free.acquire(blocking=False):
            with super().asking(as_of, parameters) as own:
                yield own
            return
        day = as_of or self._usual
        key = f"{day} {sorted((parameters or {}).items())}"
        try:
            if key not in self._open:
                self._open[key] = self._stack.enter_context(super().asking(day, parameters))
                _remember(self._open[key])
            yield self._open[key]
        finally:
            kept = self._open.get(key)
            if kept is not None and (kept.as_of != day or kept._stopped):
                del self._open[key]  # moved to another day, or stopped
            self._free.release()

    def close(self) -> None:
        """It is not one test's to close."""

    def shut(self) -> None:
        """Let go of the file."""
        self._stack.close()
        super().close()


def _remember(asking: Asking) -> None:
    """Have it answer a question a second time as it did the first, which is not planned again."""
    ask, answers = asking.run_relation, dict[str, Result]()

    def once(
        relation: Relation, parameters: Mapping[str, Any] | None = None, limit: int | None = None
    ) -> Result:
        question = f"{asking.as_of} {relation.name} {relation.sql} {parameters} {limit}"
        if asking.is_stopped or question not in answers:
            answers[question] = ask(relation, parameters, limit)
        return answers[question]

    asking.run_relation = once  # type: ignore[method-assign]
