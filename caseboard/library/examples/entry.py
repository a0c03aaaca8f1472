"""One example as a query file carries it, or the TOML file beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from caseboard.errors import RequestError
from caseboard.files import toml_file
from caseboard.library.examples.rows import TABLES
from caseboard.library.examples.words import Bad
from caseboard.library.query import Built, Query
from caseboard.library.text import bare, names_read, near

_KINDS: dict[str, tuple[type, ...]] = {
    "as_of": (date,), "records_since": (date,), "call": (str,), "client": (dict,), "episode": (dict, list),
    "battery": (dict, list), "data_through": (dict,), "parameters": (dict,), "replay": (list,),
    **dict.fromkeys(TABLES, (list,)),
}  # fmt: skip
_KEYS = {"name", "expect", "alone", *_KINDS}
_KIND_WORDS = {date: "a date, without quotes", str: "a text", dict: "a table", list: "a list"}
_DEFAULT_DAY = date(2026, 3, 15)


@dataclass(frozen=True)
class Example:
    """One `[[examples]]` entry of a file, as written."""

    query: Query
    entry: dict[str, Any]

    @property
    def name(self) -> str:
        """What it shows."""
        return str(self.entry.get("name", "without a name"))

    @property
    def as_of(self) -> date:
        """The day that it looks from."""
        day: date = self.entry.get("as_of", _DEFAULT_DAY)
        return day

    @property
    def together(self) -> str:
        """Examples with the same text here may stand in one clinic."""
        kept = {key: self.entry.get(key) for key in ("data_through", "records_since", "replay")}
        call = "call" in self.entry
        with_rows = any(table in self.entry for table in TABLES)
        named = any(table in self.entry for table in ("past", "merged"))  # ids that others may have too
        apart = self.entry.get("alone") or named or (call and with_rows)
        alone = f"{self.query.name}: {self.name}" if apart else "calls" if call else ""
        return json.dumps([str(self.as_of), kept, alone], default=str, sort_keys=True)

    @property
    def asked(self) -> str:
        """Examples of one file with the same text here are asked at once."""
        return json.dumps([self.entry.get("parameters"), self.entry.get("call")], default=str, sort_keys=True)

    @property
    def relation(self) -> Query | Built:
        """What it runs: its file, or the call of a macro."""
        if "call" not in self.entry:
            return self.query
        call = str(self.entry["call"])
        sql = f"select * {call}" if call.lower().startswith("from ") else f"select {call} as value"
        return Built("call", sql, frozenset(names_read(bare(sql))), kind="call")

    def check(self) -> None:
        """Raise Bad where a value is of the wrong kind."""
        for key, kinds in _KINDS.items():
            if key in self.entry and type(self.entry[key]) not in kinds:
                said = " or ".join(_KIND_WORDS[kind] for kind in kinds)
                raise Bad(f"'{key}' should be {said}, not '{self.entry[key]}'")
        if "call" not in self.entry and self.query.kind == "macro":
            raise Bad(
                f"an example of a macro needs 'call', such as call = \"{self.query.stem}(1)\", "
                "and 'expect' its answer"
            )
        if {} in listed(self.entry["expect"]):
            raise Bad("'expect' names no column, so it would hold whatever came back")
        if "call" not in self.entry and not is_rows(self.entry["expect"]):
            raise Bad("'expect' should be a table of columns, or a list of them")


def examples_of(query: Query) -> list[Example]:
    """The examples in the header and in the query's `<name>.examples.toml`.

    Raises RequestError when they are not TOML or have an unknown key.
    """
    beside = query.examples_file
    placed = [(query.path, entry) for entry in query.header.get("examples", ())]
    placed += [(beside, entry) for entry in _entries(beside)] if beside is not None else []
    for path, entry in placed:
        if not isinstance(entry, dict):
            raise RequestError(f"{path}: an example is a table under [[examples]], not '{entry}'.")
        for key in entry:
            if key not in _KEYS:
                raise RequestError(
                    f"{path}: the example '{entry.get('name', '')}' has the unknown key "
                    f"'{key}'{near(key, _KEYS)}."
                )
        if "expect" not in entry:
            raise RequestError(f"{path}: the example '{entry.get('name', '')}' expects nothing.")
    return [Example(query, entry) for _, entry in placed]


def _entries(path: Path) -> list[Any]:
    raw = toml_file(path)
    for key in raw:
        if key != "examples":
            raise RequestError(f"{path}: unknown key '{key}'; each example stands under [[examples]].")
    if not isinstance(raw.get("examples"), list):
        raise RequestError(f"{path}: there is no example in this file; each stands under [[examples]].")
    return list(raw["examples"])


def listed(value: Any) -> list[Any]:
    """The value, as a list of one where it is none."""
    return value if isinstance(value, list) else [value]


def is_rows(expected: Any) -> bool:
    """True for a row of columns, or a list of such rows."""
    return all(isinstance(item, dict) for item in listed(expected))
