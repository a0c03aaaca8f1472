"""A library on one database: ask it a query by name, as of a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseboard.errors import RequestError
from caseboard.library.asking import Asking
from caseboard.library.kept import Kept
from caseboard.library.library import Library
from caseboard.library.parameters import check_value, resolve
from caseboard.library.result import Result
from caseboard.library.text import near

if TYPE_CHECKING:
    from caseboard.store import Cursor, Engine


_ENTERED = {
    "attendance": "entered_at", "survey_items": "entered_at", "survey_scores": "entered_at",
    "daily_logs": "entered_at", "events": "entered_at", "goal_ratings": "entered_at",
    "drug_screens": "result_at",
}  # fmt: skip
_SCOPES = {
    "of_clinician": "of_clinician", "of_program": "of_program", "of_client": "of_client",
    "client_id": "of_client",
}  # fmt: skip


@dataclass(frozen=True)
class ClinicInfo:
    """What a file says of itself. `default_as_of` is today, on an invented clinic its last day.

    `opened_by`: what a shell must be told besides to ask the same file by the same library. `replaced`:
    the files of the board and of a client's page that local ones replace.
    """

    target: str
    invented: bool
    last_day: date | None
    default_as_of: date
    entered_up_to: datetime | None
    opened_by: str
    replaced: tuple[str, ...]


class Clinic:
    """Queries of `library` on the database at `target`. `parameters` are the clinic's own thresholds.

    Raises RequestError when a threshold's name is unknown, or chooses whose rows are shown, or its value is
    not one.
    """

    def __init__(
        self,
        library: Library,
        target: str | Path,
        *,
        parameters: Mapping[str, Any] | None = None,
        wait: float = 5.0,
        opened_by: str = "",
    ) -> None:
        from caseboard.store import Engine

        self.library = library
        self.parameters = dict(parameters or {})
        self.opened_by = opened_by
        self.engine: Engine = Engine(target, wait=wait)
        self._kept = Kept()
        if self.parameters:
            known = library.parameters(list(library))
            for name in self.parameters:
                if name not in known:
                    raise RequestError(
                        f"The config sets an unknown parameter '{name}'{near(name, known)}; "
                        "caseboard list parameters shows them."
                    )
                if known[name].scope:  # the board would be a part of itself, and look whole
                    raise RequestError(
                        f"The config sets '{name}', which chooses whose rows are shown and is no threshold; "
                        f"take it out, and give it to a command: -p {name}=..."
                    )
                try:
                    check_value(known[name], self.parameters[name])
                except RequestError as error:
                    raise RequestError(f"In the config, read when caseboard starts: {error}") from None

    def info(self, as_of: date | None = None) -> ClinicInfo:
        """What the file says of itself. `entered_up_to` is as of `as_of`, default its default date."""
        with self.engine.reading() as cursor:
            invented, last_day = _marks(cursor)
            day = as_of or _default(invented, last_day)
            moments = " union all ".join(
                f"select max({column}) as moment from clinic.{table} "
                f"where {column} < $1::date + interval 1 day"
                for table, column in _ENTERED.items()
            )
            (entered,) = cursor.only(f"select max(moment) from ({moments})", [day])
        return ClinicInfo(
            self.engine.target,
            invented,
            last_day,
            _default(invented, last_day),
            entered,
            self.opened_by,
            tuple(self.library.replaced_on_board),
        )

    def run(
        self,
        name: str,
        *,
        as_of: date | None = None,
        parameters: Mapping[str, Any] | None = None,
        limit: int | None = None,
    ) -> Result:
        """One query. Raises RequestError, QueryError or DatabaseError."""
        with self.asking(as_of) as asking:
            return asking.run(name, parameters, limit)

    @contextmanager
    def asking(
        self, as_of: date | None = None, parameters: Mapping[str, Any] | None = None, *, keep: bool = False
    ) -> Iterator[Asking]:
        """Several queries on one attachment; what they share is worked out once.

        With `keep` that stays in memory, for two days at most. Who asks as of such a day reads it, for as
        long as the file is the same, and where the question is about one client (`of_client`) too.
        """
        given = {**self.parameters, **(parameters or {})}
        with self.engine.reading() as cursor:
            day = as_of or _default(*_marks(cursor))
            if new := keep and self.engine.stamp is not None:  # an address may have other rows at any time
                self._kept.drop(day)
                kept: Asking | None = Asking(self, self.engine.cursor(), day, given)
            else:
                whole = {name: value for name, value in given.items() if name != "of_client"}
                kept = self._kept.take(day, whole)
            try:
                yield kept or Asking(self, cursor, day, given)
            finally:
                if kept is not None:
                    self._kept.put(kept, new=new)

    def refuse_unknown(self, given: Mapping[str, Any], as_of: date | None = None) -> None:
        """Raise RequestError for a clinician, program or client nobody has: no rows reads as none."""
        asked = {_SCOPES[name]: value for name, value in given.items() if name in _SCOPES}
        if not asked:
            return
        for what, name, merged_into in self.run("panes/unknown_id", as_of=as_of, parameters=asked).rows:
            if merged_into is not None:
                raise RequestError(f"{name} was merged into {merged_into}; ask for that one.")
            raise RequestError(
                f"There is no {what} {name}; an id is written as in the records, capitals too."
            )

    def definition(self, signal: str) -> str:
        """What a rule, or another signal of `evaluate`, is here: a hash of its SQL, of all that it stands on
        and of the thresholds in use.
        """
        import hashlib

        of = self.library.relation(signal) or self.library.get("evaluation/signals")
        below = self.library.order(of)
        values = resolve(signal, self.library.parameters(below), self.parameters, {})
        content = [relation.sql for relation in below]
        for name, value in sorted(values.items()):  # 7 and 7.0 are one threshold
            content.append(f"{name} = {float(value) if isinstance(value, int) else value}")
        return hashlib.sha256("\0".join(content).encode()).hexdigest()[:16]

    def close(self) -> None:
        """Let go of the in-memory instance."""
        self._kept.drop()
        self.engine.close()


def _marks(cursor: Cursor) -> tuple[bool, date | None]:
    invented, last_day = cursor.only("select bool_or(invented), max(last_day) from clinic.loads")
    return bool(invented), last_day


def _default(invented: bool, last_day: date | None) -> date:
    return last_day if invented and last_day is not None else date.today()
