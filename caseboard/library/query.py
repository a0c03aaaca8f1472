"""One query file: its TOML header and its SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from caseboard.errors import RequestError
from caseboard.files import read_text, toml
from caseboard.library import text

FLAG_KINDS = ("safety", "more_intensity", "data_gap")
RULE_KINDS = (*FLAG_KINDS, "step_down", "process")
KINDS = ("view", "table", "macro", *RULE_KINDS, "query", "check", "outcome")
SIDES = ("worse", "better")
TYPES = ("INTEGER", "DOUBLE", "DATE", "VARCHAR", "BOOLEAN", "VARCHAR[]", "INTEGER[]", "DOUBLE[]")
_KEYS: dict[str, type | tuple[type, ...]] = {
    "title": str, "kind": str, "severity": int, "say": str, "suggests": list, "source": str,
    "reviewed": date, "battery": list, "needs": list, "grain": (str, list), "columns": dict,
    "help": str, "worse": str, "assumed": (str, list), "parameters": dict, "examples": list,
    "judges": list, "same_input": list, "unit": str,
}  # fmt: skip
_WRITTEN = {
    str: "a text in quotes",
    int: "a whole number without quotes",
    date: "a date without quotes, as 2026-03-15",
    list: 'a list, as ["one", "two"]',
    dict: "a table of its own in brackets",
}
_PARAMETER_KEYS = {"type", "default", "help", "at_most", "source", "assumed", "scope"}
_OF_EXAMPLES = {"battery", "parameters"}  # keys that an example has as well
_HEADER = re.compile(r"\s*/\*(.*?)\*/", re.DOTALL)
_LATE_HEADER = re.compile(r"(?:\s*--[^\n]*\n)+\s*/\*(.*?)\*/", re.DOTALL)
_OPEN_HEADER = re.compile(r"\s*/\*(?!.*\*/)", re.DOTALL)
_NO_SELECT = re.compile(
    r"(alter|attach|begin|call|checkpoint|commit|copy|create|delete|detach|drop|explain|export|import|insert"
    r"|install|load|merge|pragma|reset|set|truncate|update|use|vacuum)\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"at line (\d+)")
_KEY = re.compile(r"^[ \t]*(?:\[|[\w.\"'-]+\s*=)", re.MULTILINE)


@dataclass(frozen=True)
class Parameter:
    """A threshold or choice that a query reads with `getvariable`. No default: it must be given.

    `at_most`: the highest value that it can have, 1 for a share. `scope`: it chooses whose rows are asked
    for, and changes none of them. `bundled`: the default of the bundled file, below a clinic's own copy.
    """

    name: str
    type: str
    default: Any = None
    help: str = ""
    required: bool = False
    scope: bool = False
    at_most: float | None = None
    bundled: Any = None

    @property
    def usual(self) -> Any:
        """The value that is the library's own."""
        return self.default if self.bundled is None else self.bundled


@dataclass(eq=False)
class Query:
    """A file of the library. `name` is its path without `.sql`, `stem` its last part. `folders` are laid over
    one another, the uppermost first. `alone`: a file on the command line, which may have no header.
    """

    name: str
    path: Path
    local: bool = False
    folders: tuple[Path, ...] = ()
    alone: bool = False

    @property
    def stem(self) -> str:
        """The name that SQL uses."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def examples_file(self) -> Path | None:
        """`<name>.examples.toml`, the clinic's own before the bundled one; None where there is none."""
        beside = (folder / f"{self.name}.examples.toml" for folder in self.folders)
        return next((path for path in beside if path.is_file()), None)

    @cached_property
    def text(self) -> str:
        """The whole file. Raises RequestError when it cannot be read as UTF-8."""
        return read_text(self.path)

    @cached_property
    def sql(self) -> str:
        """The statement, without header and without a closing semicolon."""
        return text.statement(self.text[self._begins :])

    @property
    def line(self) -> int:
        """The line of the file, from 1, on which the statement begins."""
        return self.text.count("\n", 0, self._begins) + 1

    @cached_property
    def _begins(self) -> int:
        header = self._comment.end() if self._comment else 0
        return len(self.text) - len(self.text[header:].lstrip())

    @cached_property
    def _comment(self) -> re.Match[str] | None:
        """The comment that holds the header; a file of somebody's own may begin with a plain one."""
        match = _HEADER.match(self.text)
        return None if match and self.alone and not _KEY.search(match[1]) else match

    @cached_property
    def code(self) -> str:
        """The statement without its comments and without the insides of its strings."""
        return text.bare(self.sql)

    @cached_property
    def reads(self) -> set[str]:
        """Names of relations and functions that the SQL names."""
        return text.names_read(self.code) | set(self.header.get("needs", ()))

    @cached_property
    def header(self) -> dict[str, Any]:
        """The TOML header, checked. Raises RequestError naming the file's own line."""
        match = self._comment
        if not match:
            late = _LATE_HEADER.match(self.text)
            if late and not self.alone and _KEY.search(late[1]):
                raise RequestError(
                    f"{self.path}: the header stands under a comment; let the file begin with /*."
                )
            if _OPEN_HEADER.match(self.text):
                raise RequestError(f"{self.path}: the header never ends; write */ on a line below it.")
            return {}
        skipped = self.text.count("\n", 0, match.start(1))
        try:
            header = toml(match[1])
        except ValueError as error:
            line = _LINE.search(str(error))
            what, at = str(error).split(" (at ")[0], int(line[1]) if line else 1
            if "at end of document" in str(error):
                what, at = f"{what}, and the first */ ends it", match[1].count("\n") + 1
            raise RequestError(
                f"{self.path}, line {skipped + at}: the header is not valid TOML: {what}."
            ) from None
        self._check_keys(header)
        return header

    def _check_keys(self, header: dict[str, Any]) -> None:
        for key, value in header.items():
            if key not in _KEYS:
                raise self.error(key, f"unknown key '{key}'{text.near(key, _KEYS)}")
            if not isinstance(value, _KEYS[key]):
                how = " or ".join(words for kind, words in _WRITTEN.items() if issubclass(kind, _KEYS[key]))
                raise self.error(key, f"'{key}' has a value of the wrong kind; write {how}")
            if isinstance(value, list) and key != "examples" and not all(isinstance(i, str) for i in value):
                raise self.error(key, f"'{key}' holds something that is no text")
        kind = header.get("kind", "view")
        if kind not in KINDS:
            raise self.error("kind", f"unknown kind '{kind}'; the kinds are {', '.join(KINDS)}")
        for name, table in header.get("parameters", {}).items():
            self._check_parameter(name, table, kind)
        columns = header.get("columns", {})
        self._refuse_below("[columns]", [key for key in columns if not isinstance(columns[key], str)])
        for entry in header.get("examples", ()):
            if isinstance(entry, dict):  # what is none is said with the other examples
                self._refuse_below("[[examples]]", entry.keys() & _KEYS.keys() - _OF_EXAMPLES)
        self._check_kind(header, kind)

    def _check_parameter(self, name: str, table: Any, kind: str) -> None:
        said = f"parameter '{name}'"
        if not name.isidentifier():
            raise self.error(name, f"{said} has a name that SQL cannot read; use letters, digits and _")
        if name != name.lower():  # to DuckDB both would be one variable
            raise self.error(name, f"{said} has a name with capitals; use small letters")
        if name == "as_of":
            raise self.error(name, "'as_of' is the date of the board, no parameter; read it as as_of()")
        if not isinstance(table, dict) or "type" not in table:
            raise self.error(name, f"{said} needs a type")
        if str(table["type"]).upper() not in TYPES:
            known = ", ".join(TYPES)
            raise self.error(name, f"{said} has the unknown type {table['type']}; the types are {known}")
        if "default" not in table and (kind in RULE_KINDS or kind == "check"):
            raise self.error(name, f"{said} needs a default, for the board and the checks ask without -p")
        if not isinstance(table.get("at_most", 1), int | float):
            raise self.error("at_most", "'at_most' is a number")
        for key in sorted(set(table) - _PARAMETER_KEYS - _KEYS.keys()):
            raise self.error(key, f"{said} has the unknown key '{key}'{text.near(key, _PARAMETER_KEYS)}")
        self._refuse_below(f"[parameters.{name}]", set(table) - _PARAMETER_KEYS)

    def _check_kind(self, header: dict[str, Any], kind: str) -> None:
        """What a file of a kind says of itself, as far as it lacks it or says it wrongly."""
        if kind in RULE_KINDS:
            for key in ("title", "say", "source"):
                if key not in header:
                    raise self.error("kind", f"a rule needs '{key}'")
        if kind == "outcome" and not {"title", "say", "source", "judges"} <= set(header):
            raise self.error("kind", "an outcome needs 'title', 'say', 'source' and 'judges'")
        if not set(header.get("judges", ())) <= set(SIDES):
            raise self.error("judges", "'judges' is a list of 'worse' and 'better'")
        if header.get("worse", "higher") not in ("higher", "lower"):
            raise self.error("worse", "'worse' is 'higher' or 'lower'")
        if not 1 <= header.get("severity", 1) <= 3:
            raise self.error("severity", "'severity' is 1, 2 or 3")
        if kind in FLAG_KINDS and "severity" not in header:
            raise self.error("kind", "a rule of this kind needs 'severity'")

    def _refuse_below(self, table: str, keys: Iterable[str]) -> None:
        for key in sorted(keys):
            raise self.error(
                key,
                f"'{key}' stands after the table {table} and so belongs to it; move it above the first table",
            )

    def error(self, key: str, what: str) -> RequestError:
        """A sentence that names the file and the line on which the header has the key."""
        match = re.search(rf"^[ \t]*(?:\[+[\w.]*)?{re.escape(key)}\b", self.text, re.MULTILINE)
        line = self.text.count("\n", 0, match.start()) + 1 if match else 1
        return RequestError(f"{self.path}, line {line}: {what}.")

    @property
    def title(self) -> str:
        """What the file says it answers."""
        return str(self.header.get("title", self.stem.replace("_", " ")))

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return str(self.header.get("kind", "view"))

    @property
    def source(self) -> str:
        """Where the rule or its numbers come from."""
        return str(self.header.get("source", ""))

    @property
    def reviewed(self) -> date | None:
        """When somebody last held it against its source."""
        return self.header.get("reviewed")

    @property
    def assumed(self) -> list[str]:
        """What no publication says: of the file, and of each of its parameters; where only the source
        tells, that it does.
        """
        given = self.header.get("assumed", ())
        own = [given] if isinstance(given, str) else [str(item) for item in given]
        parts = self.header.get("parameters", {}).items()
        own += [f"{name}: {table['assumed']}" for name, table in parts if "assumed" in table]
        return own or (["see source"] if "assumed" in self.source.lower() else [])

    @property
    def severity(self) -> int | None:
        """The severity of a flag, unless its row says another."""
        return self.header.get("severity")

    @property
    def suggests(self) -> list[str]:
        """Decisions to consider."""
        return [str(item) for item in self.header.get("suggests", ())]

    @property
    def battery(self) -> list[str]:
        """Instruments it can use; empty: always used."""
        return [str(item) for item in self.header.get("battery", ())]

    @property
    def unit(self) -> str:
        """What the value and the threshold of a rule count, unless its row says another."""
        return str(self.header.get("unit", ""))

    @property
    def say(self) -> str:
        """The sentence of a rule, with `{column:format}` in it."""
        return str(self.header.get("say", ""))

    @property
    def judges(self) -> list[str]:
        """Of an outcome: the sides of the signals that it judges, worse or better."""
        return [str(item) for item in self.header.get("judges", ())]

    @property
    def same_input(self) -> list[str]:
        """Of an outcome: the signals whose own input defines it."""
        return [str(item) for item in self.header.get("same_input", ())]

    @property
    def is_rule(self) -> bool:
        """True for a file that answers met, not_met, missing or not_used for every open client."""
        return self.kind in RULE_KINDS

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The declared parameters by name."""
        below = self._over.parameters if self._over else {}
        return {
            name: Parameter(
                name,
                str(table["type"]).upper(),
                table.get("default"),
                str(table.get("help", "")),
                required="default" not in table,
                scope=bool(table.get("scope", False)),
                at_most=table.get("at_most"),
                bundled=below[name].default if name in below else None,
            )
            for name, table in self.header.get("parameters", {}).items()
        }

    @cached_property
    def _over(self) -> Query | None:
        """The bundled file that a clinic's own copy stands over."""
        path = self.folders[-1] / f"{self.name}.sql" if self.local and self.folders else None
        return Query(self.name, path) if path is not None and path.is_file() else None

    @property
    def _may_read_past(self) -> bool:
        """True for a file of known/, and for one that stands over a bundled one that does so."""
        return self.name.startswith("known/") or (
            self._over is not None and text.past_read(self._over.code) is not None
        )

    def check(self) -> None:
        """Raise RequestError when the file breaks a rule of the library: an undeclared parameter, more
        than one statement, a macro file that is none.
        """
        declared = self.parameters  # a wrong header is told before what it leaves of the SQL
        if not self.code.strip():
            raise RequestError(f"{self.path}: there is no SQL in this file.")
        if text.statements(self.code) > 1:
            raise RequestError(f"{self.path}: more than one statement; a query file holds exactly one.")
        if marker := text.marker_read(self.code):
            raise RequestError(
                f"{self.path}, line {self.line + marker[1] - 1}: {marker[0]} is no way to read a parameter; "
                f"write getvariable('{marker[0][1:]}')."
            )
        for name, line in text.variables_read(self.sql).items():
            if not name:
                raise RequestError(
                    f"{self.path}, line {self.line + line - 1}: getvariable() takes the name of a parameter, "
                    "written out between simple quotes."
                )
            if name != "as_of" and name not in declared:
                raise RequestError(
                    f"{self.path}, line {self.line + line - 1}: getvariable('{name}') reads a parameter that "
                    f"the header does not declare; add [parameters.{name}]."
                )
        if self.local and not self.alone and (clock := text.clock_read(self.code)):
            raise RequestError(
                f"{self.path}, line {self.line + clock[1] - 1}: {clock[0]} reads the day of the machine, "
                "also where a board of another day is looked at; write as_of()."
            )
        if self.local and (past := text.past_read(self.code)) and not self._may_read_past:
            raise RequestError(
                f"{self.path}, line {self.line + past[1] - 1}: {past[0]} may read what was entered after the "
                "day that is looked at; write the table's name alone, as in 'from attendance as a' "
                "(an alias cannot be called clinic)."
            )
        code = self.code.strip()
        made = re.match(r"create\s+(or\s+replace\s+)?macro\s+(\w+)\s*\(", code, re.IGNORECASE)
        if made and self.kind != "macro" and not self.alone:
            raise RequestError(f'{self.path}: a macro needs kind = "macro" in its header.')
        if self.kind == "macro" and not (made and made[2].lower() == self.stem.lower()):
            raise RequestError(f"{self.path}: a macro file is one 'create macro {self.stem}(...)'.")
        if self.kind != "macro" and (other := _NO_SELECT.match(code)):
            raise RequestError(
                f"{self.path}: a query file is one SELECT, and this begins with '{other[1].lower()}'."
            )


@dataclass(frozen=True)
class Own:
    """The answers of a rule file by themselves, before the program's battery is heard: `own_<rule>`."""

    query: Query
    kind: str = "own"

    @property
    def name(self) -> str:
        """The name that SQL uses."""
        return f"own_{self.query.stem}"

    @property
    def sql(self) -> str:
        """The rule's own select."""
        return self.query.sql


@dataclass(frozen=True)
class Built:
    """A relation that the library itself makes, such as `flag`; `sql` is its select."""

    name: str
    sql: str
    needs: frozenset[str] = field(default_factory=frozenset)
    kind: str = "view"
