"""What the app asks of a clinic. `caseboard.library` has it; so have the fakes of the tests.

Types only: nothing is imported from the library, so the app can paint before the library is loaded.
"""

# ruff: noqa: D102  (the names say it; what they mean stands in caseboard.library)

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from caseboard.files import Stamp


class Result(Protocol):
    """Rows of a query, as tuples under `columns`."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[tuple[Any, ...]]: ...
    @property
    def as_of(self) -> date: ...
    @property
    def types(self) -> Sequence[str]: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...
    @property
    def changed(self) -> Mapping[str, tuple[Any, Any]]: ...


class Info(Protocol):
    """What the clinic's file says about itself. `target`: a file's path or an address; `opened_by`: the
    options that name it again in a shell; `replaced`: the library's files that the clinic's own stand for.
    """

    @property
    def target(self) -> str: ...

    @property
    def invented(self) -> bool: ...
    @property
    def default_as_of(self) -> date: ...
    @property
    def entered_up_to(self) -> datetime | None: ...
    @property
    def opened_by(self) -> str: ...
    @property
    def replaced(self) -> tuple[str, ...]: ...


class Query(Protocol):
    """One file of the library."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def reviewed(self) -> date | None: ...
    @property
    def text(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...


class Measure(Protocol):
    """One survey measure."""

    @property
    def measure(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def scales(self) -> Sequence[Any]: ...
    @property
    def citation(self) -> str: ...
    @property
    def reviewed(self) -> date: ...
    @property
    def path(self) -> Path: ...


class Asking(Protocol):
    """Several queries about one date, on one attachment."""

    @property
    def as_of(self) -> date: ...
    def run(self, name: str, parameters: Mapping[str, Any] | None = None, /) -> Result: ...
    def interrupt(self) -> None: ...


class Library(Protocol):
    """The queries and measures."""

    @property
    def measures(self) -> Mapping[str, Measure]: ...
    def get(self, name: str, /) -> Query: ...
    def __iter__(self) -> Iterator[Query]: ...


class Engine(Protocol):
    """Where the clinic's file is, and what it was like when it was attached."""

    @property
    def target(self) -> str: ...
    @property
    def stamp(self) -> Stamp | None: ...
    def give_up(self) -> None: ...


class Clinic(Protocol):
    """A library on one database."""

    @property
    def library(self) -> Library: ...
    @property
    def engine(self) -> Engine: ...
    def asking(
        self, as_of: date | None = None, parameters: Mapping[str, Any] | None = None, /, *, keep: bool = False
    ) -> AbstractContextManager[Asking]: ...
    def info(self, as_of: date | None = None, /) -> Info: ...
    def definition(self, signal: str, /) -> str: ...
