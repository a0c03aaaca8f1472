"""The SQL behind a flag: its row, its parameters, its source, its file. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseboard import textsafe
from caseboard.formats.table import shown_value
from caseboard.tui import detail, order, privacy, words
from caseboard.tui.client.text import pair, para
from caseboard.tui.ports import Info
from caseboard.tui.snapshot import Row, Snapshot, Source
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
    """Everything that was said about a client: the flags, the criteria, the place in the order."""
    found = []
    for flag in snapshot.flags.get(str(client_id), ()):
        found.append(Finding(flag, *detail.flag_mark(flag)[:2], snapshot.title(flag["rule"]), "flag"))
    for criterion in snapshot.criteria.get(str(client_id), ()):
        glyph, tone, word = detail.state_mark(criterion)
        found.append(Finding(criterion, glyph, tone, snapshot.title(criterion["rule"]), word))
    number = snapshot.row_of(client_id)
    points = None if number is None else snapshot.client(number)["priority"]
    place = Row.of({"rule": order.NAME, "client_id": client_id, "priority": points})
    return [*found, Finding(place, "·", "title", "Place in the order", order.points(points))]


def explain(
    snapshot: Snapshot, client: Row, finding: Finding, width: int, *, names_hidden: bool, told: Sequence[Line]
) -> list[Line]:
    """What stands behind a finding, in lines of at most `width` cells; `told`: more about it."""
    rule = textsafe.clean(finding.row["rule"])
    lines: list[Line] = [*words.wrapped(finding.title, width, "title")]
    source = snapshot.sources.get(rule)
    named = snapshot.who(client, names_hidden=names_hidden)
    lines += [*told, line("")] if told else []
    row = [line(Span("The row", "title")), *row_lines(finding.row, width, named, names_hidden=names_hidden)]
    if source is None:
        lines += words.wrapped(f"The library has no file for the rule {rule}.", width)
        return [*lines, line(""), *row]
    lines += [*head(source, width), line(""), *row, line(""), *parameters(source, width, named), line("")]
    return lines + file(source, snapshot.info, snapshot.as_of, width)


def head(source: Source, width: int, kind: str = "Query") -> list[Line]:
    """Which query it is, where its numbers come from, when it was looked at last."""
    reviewed = words.day(source.reviewed) + f" {source.reviewed.year}" if source.reviewed else "no date"
    lines = _pair(kind, source.name, width)
    lines += _pair("Source", source.source or "none given", width)
    return lines + _pair("Reviewed", reviewed, width)


def parameters(source: Source, width: int, client: str) -> list[Line]:
    """The thresholds in use, and which of them are not the library's."""
    lines = [line(Span("Parameters", "title"))]
    if not source.parameters:
        lines.append(line("none"))
    for name, value, default, help_text in source.parameters:
        if name in _NAMES:
            lines += _pair("client", client, width)
            continue
        lines += _pair(name, shown_value(value), width)
        if value != default:
            lines += para(
                f"changed here; the library says {shown_value(default)}", width, tone="warn", indent=3
            )
        if help_text:
            lines += para(help_text, width, tone="muted", indent=3, most=99)
    return lines


def file(
    source: Source, info: Info, as_of: date, width: int, given: Mapping[str, str] | None = None
) -> list[Line]:
    """The command that gives the same, and the file itself. `given`: parameters as a shell takes them."""
    more = "".join(f" -p {name}={value}" for name, value in (given or {}).items())
    return shown(source, width, f"run {source.name} --as-of {as_of.isoformat()}{more}{info.opened_by}")


def shown(source: Source, width: int, command: str = "") -> list[Line]:
    """A file, and the command that gives the same; without one, the command that shows the file."""
    lines = [line(Span("The same in a shell", "title"))]
    lines += words.wrapped(f"caseboard {command or f'show {source.name}'}", width)
    lines += [line(""), *words.wrapped(source.path, width, "title")]
    for text in source.text.splitlines():
        lines += code(text, width)
    return lines


def row_lines(row: Row, width: int, client: str, *, names_hidden: bool) -> list[Line]:
    """A row, a line a column; who it is reads as the screen has it, and so does every other name."""
    lines: list[Line] = []
    told = False
    for column, value in row.items():
        known = column in _NAMES
        if known and told:
            continue  # the id and the name read alike
        told = told or known
        if names_hidden and not known:
            ((value,),) = privacy.without_names([column], [(value,)])
        lines += _pair("client" if known else column, client if known else shown_value(value), width)
    return lines


def _pair(name: str, value: str, width: int) -> list[Line]:
    name = f"{textsafe.clean(name)}  "
    return pair(name, value, width, head=max(textsafe.width(name), 12), most=99)


def code(text: str, width: int) -> list[Line]:
    """A line of a file, its indent kept, in as many lines as it needs."""
    shown = textsafe.clean(text.replace("\t", "    "), limit=10_000)
    if textsafe.width(shown) <= width:
        return [line(shown)]
    indent = min(len(shown) - len(shown.lstrip()), width // 2)
    parts = words.wrap(shown, width - indent - 4)
    return [line(" " * (indent if at == 0 else indent + 4), part) for at, part in enumerate(parts)]
