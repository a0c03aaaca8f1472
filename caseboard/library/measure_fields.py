"""A TOML table read field by field, each wrong one refused with one sentence."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from caseboard.errors import RequestError

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_LARGEST = 1_000_000


class FieldTable:
    """One TOML table, read field by field; what is left over at the end is refused."""

    def __init__(self, path: Path, where: str, raw: Mapping[str, object]) -> None:
        """`where` names the place in the file, empty at its top."""
        self.path = path
        self.where = where
        self.raw = dict(raw)

    def wrong(self, what: str, todo: str) -> NoReturn:
        """Refuse: the file, the place in it, what is wrong and what to do."""
        place = f"{self.path}: " + (f"{self.where}: " if self.where else "")
        raise RequestError(f"{place}{what}; {todo}.")

    def take(self, name: str, *, required: bool = True) -> object:
        """Remove a field and give its value; None where it is not there and need not be."""
        if name not in self.raw and required:
            if close := difflib.get_close_matches(name, self.raw, n=1, cutoff=0.8):
                self.wrong(f"'{name}' is not there, and '{close[0]}' is", "correct its name")
            self.wrong(f"'{name}' is not there", "add it (queries/README.md says what it means)")
        return self.raw.pop(name, None)

    def text(self, name: str) -> str:
        """Text that is not empty and can be printed."""
        value = self.take(name)
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"'{name}' is {value!r}", "write it as text in quotes")
        return self.clean(name, value)

    def optional_text(self, name: str) -> str | None:
        """Text, or None where the field is not there."""
        return self.text(name) if name in self.raw else None

    def clean(self, name: str, value: str) -> str:
        """The text, refused where it holds characters that cannot be printed."""
        if not value.isprintable():
            self.wrong(f"'{name}' holds characters that cannot be printed", "take them out")
        return value

    def word(self, name: str) -> str:
        """A name made of small letters, digits and _."""
        value = self.text(name)
        if not _IDENTIFIER.fullmatch(value):
            self.wrong(f"'{name}' is {value!r}", "use small letters, digits and _ only")
        return value

    def choice(self, name: str, among: Sequence[str], default: str | None = None) -> str:
        """One of a few words."""
        value = self.take(name, required=default is None)
        if value is None and default is not None:
            return default
        if value not in among:
            self.wrong(f"'{name}' is {value!r}", "write " + " or ".join(f'"{a}"' for a in among))
        return str(value)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.take(name)
        if not isinstance(value, bool):
            self.wrong(f"'{name}' is {value!r}", "write true or false")
        return value

    def optional_number(self, name: str) -> float | None:
        """A finite number, or None where the field is not there."""
        return self.number(name) if name in self.raw else None

    def number(self, name: str) -> float:
        """A finite number."""
        value = self.take(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(f"'{name}' is {value!r}", "write a number")
        if not -_LARGEST <= value <= _LARGEST:  # false for nan too
            self.wrong(f"'{name}' is out of reach", f"write a number within {_LARGEST}")
        return float(value)

    def numbers(self, name: str) -> tuple[float, ...]:
        """Two finite numbers or more, each above the one before."""
        value = self.take(name)
        plain = isinstance(value, list) and all(type(v) in (int, float) for v in value)
        if not isinstance(value, list) or not plain or not all(-_LARGEST <= v <= _LARGEST for v in value):
            self.wrong(f"'{name}' is {value!r}", "write a list of numbers")
        if len(value) < 2 or sorted(set(value)) != value:
            self.wrong(f"'{name}' is {value!r}", "write two numbers or more, from the smallest up")
        return tuple(float(v) for v in value)

    def whole(self, name: str, least: int, default: int | None = None) -> int:
        """A whole number that is not under `least`."""
        value = self.take(name, required=default is None)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _LARGEST:
            self.wrong(f"'{name}' is {value!r}", f"write a whole number from {least}")
        return value

    def wholes(self, name: str, among: set[int], *, required: bool) -> tuple[int, ...]:
        """Numbers of items, each known and named once; () where not there and not required."""
        value = self.take(name, required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or any(type(v) is not int for v in value):
            self.wrong(f"'{name}' is {value!r}", "write a list of item numbers")
        for v in value:
            if v not in among:
                self.wrong(f"'{name}' names item {v}", "name items that are there")
        if len(set(value)) < len(value):
            self.wrong(f"'{name}' names an item twice", "name each item once")
        return tuple(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, which may be empty."""
        value = self.take(name)
        if not isinstance(value, list) or any(not isinstance(v, str) for v in value):
            self.wrong(f"'{name}' is {value!r}", "write a list of texts, [] where it is empty")
        return tuple(self.clean(name, v) for v in value)

    def date(self, name: str) -> dt.date:
        """A date without a time."""
        value = self.take(name)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            self.wrong(f"'{name}' is {value!r}", "write a date such as 2026-11-23, without quotes")
        return value

    def table(self, name: str) -> FieldTable:
        """A table within this one; an empty one where it is not there."""
        value = self.take(name, required=False)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self.wrong(f"'{name}' is {value!r}", "write it as a table")
        return FieldTable(self.path, f"{self.where} {name}".strip(), value)

    def tables(self, name: str) -> list[FieldTable]:
        """A list of tables; an empty one where it is not there."""
        value = self.take(name, required=False)
        if value is None:
            return []
        if not isinstance(value, list) or any(not isinstance(v, dict) for v in value):
            self.wrong(f"'{name}' is not a list of tables", f"write each one under [[{name}]]")
        return [
            FieldTable(self.path, f"{self.where} {name} {n}".strip(), v) for n, v in enumerate(value, start=1)
        ]

    def done(self) -> None:
        """Refuse what no call has taken."""
        for name in self.raw:
            self.wrong(f"'{name}' is not a field", "take it out or correct its name")
