"""A client's page out of a clinic: the queries it takes, and the files behind them. No Textual here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from caseboard.errors import QueryError, RequestError, refuse_ahead
from caseboard.files import read_text
from caseboard.textsafe import clean
from caseboard.tui import ports
from caseboard.tui.client.model import QUERIES, ClientPage, ranges_of
from caseboard.tui.snapshot import Row, Source, rows_of, sources_of

NOT_THERE = "Not available: this library has no query {name}."


def gather_client(clinic: ports.Clinic, client_id: str, as_of: date | None) -> ClientPage:
    """Ask for everything about one client as of a date (None: the clinic's usual one).

    A query that the library lacks, or that fails by itself, leaves its section empty with the reason; what
    concerns the database is raised, and RequestError where the date lies ahead. Only this client's facts are
    worked out. An id that was merged leads to the client it belongs to now.
    """
    if as_of is not None:
        refuse_ahead(as_of, clinic.info().default_as_of)
    page = _gathered(clinic, client_id, as_of)
    if page.is_open:
        return page
    now = known_as(clinic, client_id, as_of)
    if now is None or now == client_id:
        return replace(page, is_known=now is not None)
    return _gathered(clinic, now, as_of)


def known_as(clinic: ports.Clinic, client_id: str, as_of: date | None) -> str | None:
    """The id that a client goes by now; None where the clinic has no such client."""
    if not _has(clinic, "client/identity"):
        return client_id
    with clinic.asking(as_of) as asking:
        found = identity(clinic, asking, client_id)
    return str(found["merged_into"] or client_id) if found else None


def identity(clinic: ports.Clinic, asking: ports.Asking, client_id: str) -> Row | None:
    """Who an id is now; None where the clinic has no such client, or the library no such query."""
    if not _has(clinic, "client/identity"):
        return None
    return next(iter(rows_of(asking.run("client/identity", {"client_id": client_id}))), None)


def no_client(client_id: str) -> RequestError:
    """The error about an id that nobody has, as it was typed."""
    shown = clean(client_id)
    return RequestError(f"There is no client {shown}; an id is written as in the records, capitals too.")


def _gathered(clinic: ports.Clinic, client_id: str, as_of: date | None) -> ClientPage:
    tables: dict[str, tuple[Any, ...]] = {}
    absent: dict[str, str] = {}
    parameters: dict[str, Any] = {}
    changed: dict[str, tuple[Any, Any]] = {}
    with clinic.asking(as_of, {"of_client": client_id}) as asking:
        for name in QUERIES:
            full = f"client/{name}"
            if not _has(clinic, full):
                absent[name] = NOT_THERE.format(name=full)
                continue
            try:
                result = asking.run(full, {"client_id": client_id})
            except QueryError as error:
                absent[name] = str(error)
                continue
            tables[name] = rows_of(result)
            parameters[name] = dict(result.parameters)
            changed.update(result.changed)
            if name == "overview" and not tables[name]:
                break  # nobody to tell anything about
        stale: tuple[Row, ...] = ()
        if _has(clinic, "panes/stale_feed"):
            stale = rows_of(asking.run("panes/stale_feed"))
        day = asking.as_of
    info = clinic.info(day)  # a read of its own: never inside another
    return ClientPage(
        client_id=client_id,
        as_of=day,
        info=info,
        tables=tables,
        absent=absent,
        parameters=parameters,
        scales=ranges_of(clinic.library.measures.values()),
        sources=_sources(clinic, tables, parameters) | _measures(clinic, tables),
        stale=stale,
        changed=changed,
    )


def _measures(clinic: ports.Clinic, tables: dict[str, Any]) -> dict[str, Source]:
    """The files of the measures (`measures/phq9`): a chart's bands and its cut-off are from there."""
    found: dict[str, Source] = {}
    for name in dict.fromkeys(str(row["measure"]) for row in tables.get("score_history", ())):
        one = clinic.library.measures.get(name)
        if one is None:
            continue
        with suppress(RequestError):  # it is gone since the library was read
            text = read_text(one.path)
            title = f"{one.title}: scale, bands and cut-off"
            found[f"measures/{name}"] = Source(name, title, one.citation, one.reviewed, str(one.path), text)
    return found


def _has(clinic: ports.Clinic, name: str) -> bool:
    try:
        clinic.library.get(name)
    except RequestError:
        return False
    return True


def _sources(clinic: ports.Clinic, tables: dict[str, Any], parameters: dict[str, Any]) -> dict[str, Source]:
    """The files of the queries (`client/why`) and of the rules (`dose_gap`)."""
    found: dict[str, Source] = {}
    for name in tables:
        found |= sources_of(clinic.library.get, [f"client/{name}"], parameters[name])
    rules = dict.fromkeys(str(row["rule"]) for name in ("flags", "why") for row in tables.get(name, ()))
    values = {**parameters.get("flags", {}), **parameters.get("why", {})}
    return found | sources_of(clinic.library.get, rules, values)
