"""What stands behind a section: its queries, parameters, source and rows, its rules. No Textual."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace

from caseboard import textsafe
from caseboard.tui import explain, words
from caseboard.tui.client import facts, findings
from caseboard.tui.client.model import ClientPage
from caseboard.tui.client.page import Section
from caseboard.tui.client.text import not_there, nothing
from caseboard.tui.client.written import rows_without
from caseboard.tui.snapshot import Row
from caseboard.tui.words import Line, Span, line

_MOST = 100  # rows of a query that are written out, the newest mostly last; how many are left out is said
_RULES = {"flags", "criteria", "why"}


@dataclass(frozen=True)
class Behind:
    """A query, or a rule with its row."""

    name: str  # of the file: client/goals, dose_gap
    title: str
    word: str
    rows: tuple[Row, ...]
    glyph: str = "›"
    tone: str = "title"


def behind(page: ClientPage, section: Section) -> list[Behind]:
    """What a section stands on: its queries, its measure's file; of rules each, and before the queries."""
    queries = []
    for name in section.queries:
        rows = page.rows(name)
        source = page.sources.get(f"client/{name}")
        title = textsafe.clean(source.title) if source else words.label(name).capitalize()
        word = words.plural(len(rows), "row")
        if name in page.absent:
            word = "not available" if page.lacks(name) else "failed"
        queries.append(Behind(f"client/{name}", title, word, rows))
    name = f"measures/{section.measured.measure}" if section.measured else ""
    if (measure := page.sources.get(name)) is not None:
        queries.append(Behind(name, textsafe.clean(measure.title), "its file", ()))
    return [*_rules(page, section), *queries] if section.key in _RULES else queries


def _rules(page: ClientPage, section: Section) -> list[Behind]:
    states = {str(row["rule"]): row for row in page.rows("why")}
    wanted = list(states.values())
    if section.key == "flags":
        flags = findings.standing_flags(page)
        wanted = [*flags, *(row for row in wanted if row["state"] == "missing" and row["kind"] == "safety")]
    elif section.key == "criteria":
        wanted = [row for row in wanted if row["kind"] == "step_down"]
    found = []
    for row in wanted:
        stated = states.get(str(row["rule"]), row)
        glyph, tone, word = findings.rule_mark(page, stated)
        rows = (row,) if row is stated else (row, stated)
        found.append(Behind(str(row["rule"]), findings.title_of(page, row["rule"]), word, rows, glyph, tone))
    return found


def behind_lines(page: ClientPage, one: Behind, width: int, *, names_hidden: bool) -> list[Line]:
    """A query or rule whole: its source, its parameters, its rows, the same in a shell, its file."""
    who = facts.who(page, names_hidden=names_hidden)
    if names_hidden:
        one = replace(one, rows=rows_without(page, one.name.removeprefix("client/"), one.rows))
    source = page.sources.get(one.name)
    lines = words.wrapped(one.title, width, "title")
    if source is None:
        short = one.name.removeprefix("client/")
        if short in page.absent:
            return [*lines, *not_there(page.failure(short), page.lacks(short), width)]
        reason = f"The library has no file {one.name}."
        return [*lines, *nothing(reason, width), line(""), *_rows(one, who, width, names_hidden=names_hidden)]
    if one.name.startswith("measures/"):
        return [*lines, *explain.head(source, width, "Measure"), line(""), *explain.shown(source, width)]
    lines += explain.head(source, width)
    lines += [line(""), *explain.parameters(source, width, who)]
    lines += [line(""), *_rows(one, who, width, names_hidden=names_hidden), line("")]
    given = {"client_id": _in_shell(page.client_id, names_hidden)} if one.name.startswith("client/") else {}
    return lines + explain.file(source, page.info, page.as_of, width, given)


def _in_shell(client_id: str, names_hidden: bool) -> str:
    """The id for a shell; while names are hidden, only one that is a code."""
    shown = textsafe.is_code(client_id) or not names_hidden
    return shlex.quote(client_id) if shown else "... (hidden)"


def _rows(one: Behind, client: str, width: int, *, names_hidden: bool) -> list[Line]:
    count = len(one.rows)
    lines: list[Line] = []
    numbered = list(enumerate(one.rows, 1))
    left = numbered[_MOST // 2 : -_MOST // 2] if count > _MOST else []
    for number, row in numbered:
        if left and number == left[0][0]:
            lines += nothing(f"Rows {number:,} to {left[-1][0]:,} are left out here.", width)
        if left and left[0][0] <= number <= left[-1][0]:
            continue
        lines.append(line(Span("The row" if count == 1 else f"Row {number:,} of {count:,}", "title")))
        lines += explain.row_lines(row, width, client, names_hidden=names_hidden)
    if not count:
        lines += [line(Span("The rows", "title")), *nothing("none", width)]
    return lines
