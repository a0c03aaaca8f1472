"""The SQL behind a flag: its row, its parameters, its source, its file. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseboard import textsafe
from caseboard.tui import detail, words
from caseboard.tui.layout import client_name
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.words import Line, Span, line

_NAMES = {"client_id", "name"}


@dataclass(frozen=True)
class Finding:
    """A flag or a criterion of one client."""

    row: Row
    glyph: str
    tone: str
    title: str
    word: str


def findings(snapshot: Snapshot, client_id: Any) -> list[Finding]:
    """Everything that was said about a client: the flags, then the criteria."""
    found = []
    for flag in snapshot.flags.get(str(client_id), ()):
        found.append(Finding(flag, *detail.flag_mark(flag)[:2], snapshot.title(flag["rule"]), "flag"))
    for criterion in snapshot.criteria.get(str(client_id), ()):
        glyph, tone, word = detail.state_mark(criterion)
        found.append(Finding(criterion, glyph, tone, snapshot.title(criterion["rule"]), word))
    return found


def explain(
    snapshot: Snapshot, client: Row, finding: Finding, width: int, *, names_hidden: bool
) -> list[Line]:
    """What stands behind a finding, in lines of at most `width` cells."""
    rule = textsafe.clean(finding.row["rule"])
    lines: list[Line] = [*_wrapped(finding.title, width, "title")]
    source = snapshot.sources.get(rule)
    if source is None:
        lines += _wrapped(f"The library has no file for the rule {rule}.", width)
        return [*lines, line(""), *_row(client, finding.row, width, names_hidden)]
    reviewed = words.day(source.reviewed) + f" {source.reviewed.year}" if source.reviewed else "no date"
    lines += _pair("Query", source.name, width)
    lines += _pair("Source", source.source or "none given", width)
    lines += _pair("Reviewed", reviewed, width)
    lines += [line(""), *_row(client, finding.row, width, names_hidden), line("")]
    lines.append(line(Span("Parameters", "title")))
    if not source.parameters:
        lines.append(line("none"))
    for name, value, default, help_text in source.parameters:
        lines += _pair(name, _value(value), width)
        if value != default:
            lines += _wrapped(f"   changed here; the library says {_value(default)}", width, "warn")
        if help_text:
            lines += [line("   ", Span(part, "muted")) for part in words.wrap(help_text, width - 3)]
    lines += [line(""), line(Span("The same in a shell", "title"))]
    lines += _wrapped(f"caseboard run {source.name} --as-of {snapshot.as_of.isoformat()}", width)
    lines += [line(""), *_wrapped(source.path, width, "title")]
    for text in source.text.splitlines():
        lines += _code(text, width)
    return lines


def _row(client: Row, row: Row, width: int, names_hidden: bool) -> list[Line]:
    lines = [line(Span("The row", "title"))]
    for column, value in row.items():
        if column in _NAMES:
            column, value = "client", client_name(client, names_hidden=names_hidden)
        lines += _pair(column, _value(value), width)
    return lines


def _pair(name: str, value: str, width: int) -> list[Line]:
    name = f"{textsafe.clean(name)}  "
    indent = min(max(textsafe.width(name), 12), max(width // 2, 4))
    wrapped = words.wrap(value, width - indent) or [""]
    first = line(Span(textsafe.fit(name, indent), "muted"), wrapped[0])
    return [first, *(line(" " * indent, part) for part in wrapped[1:])]


def _wrapped(text: object, width: int, tone: str = "") -> list[Line]:
    return [line(Span(part, tone)) for part in words.wrap(text, width)]


def _code(text: str, width: int) -> list[Line]:
    """A line of a file, its indent kept, in as many lines as it needs."""
    shown = textsafe.clean(text.replace("\t", "    "), limit=10_000)
    if textsafe.width(shown) <= width:
        return [line(shown)]
    indent = min(len(shown) - len(shown.lstrip()), width // 2)
    parts = words.wrap(shown, width - indent - 4)
    return [line(" " * (indent if at == 0 else indent + 4), part) for at, part in enumerate(parts)]


def _value(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return words.number(value, 4)
    return textsafe.clean(value)
