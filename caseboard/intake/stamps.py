"""Remarks on when rows say that they were entered."""

from __future__ import annotations

from collections.abc import Iterator

from caseboard.intake.delta import Delta
from caseboard.intake.moments import Moments
from caseboard.store import Cursor

_NEWEST = "If this is an older extract, load the newest again."


def ahead(cursor: Cursor, delta: Delta, moments: Moments) -> Iterator[str]:
    """A remark on rows that say they were entered after this load."""
    if "entered_at" not in delta.table.names:
        return
    count, rid, line, entered = cursor.only(
        "select count(*), min(t.rid), arg_min(t.line, t.rid), arg_min(t.entered_at, t.rid) "
        f"from {delta.typed} as t "
        f"where t.problem = 0 and t.entered_at > timestamp '{moments.latest}' {delta.rest}"
    )
    if not count:
        return
    file = _file(cursor, delta, rid)
    one = count == 1
    yield (
        f"{delta.table.name}: {count:,} {'row has' if one else 'rows have'} an entered_at after this "
        f"load, which cannot be true ({'' if one else 'the first: '}{file}, line {line}: {entered}); "
        f"{'it counts' if one else 'they count'} as entered at the load. "
        f"Mend {'it' if one else 'them'} and load the file again."
    )


def older(cursor: Cursor, delta: Delta) -> Iterator[str]:
    """A remark on rows that were entered before what they take the place of: an old file, perhaps."""
    if "entered_at" not in delta.table.names or not delta.counts.changed:
        return
    count, place = _replacing(cursor, delta, "t.entered_at < e.entered_at")
    if count:
        said = (
            "row was entered before what it takes"
            if count == 1
            else "rows were entered before what they take"
        )
        yield f"{delta.table.name}: {count:,} {said} the place of ({place}). {_NEWEST}"


def taken_back(cursor: Cursor, delta: Delta) -> Iterator[str]:
    """A remark on rows that say no more when they were entered, and what they take the place of does: last
    week's file, perhaps, in which this week's sessions are still to come.
    """
    parts = delta.checked.parts
    spoken = [name for name in delta.table.entered if all(name in part.columns for part in parts)]
    if not spoken or not delta.counts.changed:
        return
    gone = " or ".join(f"(t.{name} is null and e.{name} is not null)" for name in spoken)
    count, place = _replacing(cursor, delta, gone)
    if count:
        said = "row takes" if count == 1 else "rows take"
        yield f"{delta.table.name}: {count:,} {said} back what was entered ({place}). {_NEWEST}"


def stood(cursor: Cursor, delta: Delta) -> Iterator[str]:
    """A remark on rows that left what is stored as it is."""
    if not delta.table.stands or delta.fresh:
        return
    count, place = _replacing(cursor, delta, "true", verdict=5)
    if count:
        said = "row" if count == 1 else "rows"
        yield (
            f"{delta.table.name}: {count:,} {said} would take the place of {delta.table.stands_as}, "
            f"which stands ({place})."
        )


def _replacing(cursor: Cursor, delta: Delta, where: str, verdict: int = 2) -> tuple[int, str]:
    """How many rows `t` take the place of a stored one `e` of which a condition holds, and where the first
    of them stands.
    """
    count, rid, line = cursor.only(
        "select count(*), min(t.rid), arg_min(t.line, t.rid) "
        f"from {delta.typed} as t join {delta.verdict} as v on t.rid = v.rid and v.verdict = {verdict} "
        f"join clinic.{delta.table.name} as e on {delta.match('t')} and e.known_until is null "
        f"where {where}"
    )
    if not count:
        return 0, ""
    return count, f"{'' if count == 1 else 'the first: '}{_file(cursor, delta, rid)}, line {line}"


def _file(cursor: Cursor, delta: Delta, rid: int) -> str:
    """The file from which a row comes."""
    part, start = delta.checked.place(rid)
    row = f"{delta.staged}.{part.relation} as r where r.rowid = {rid - start}"
    return str(cursor.only(f"select {part.file} from {row}")[0])
