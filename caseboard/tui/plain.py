"""The board, why and help as plain text for pipes, screen readers and e-mail: the screen's words, no escapes.

Loads no Textual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from caseboard import textsafe
from caseboard.errors import CaseboardError
from caseboard.tui import changes as changed
from caseboard.tui import explain, layout, manual, order, ports, titles, words
from caseboard.tui.client.gather import known_as, no_client
from caseboard.tui.gather import answers, gather
from caseboard.tui.reasons import nobody
from caseboard.tui.snapshot import Snapshot
from caseboard.tui.states import notes
from caseboard.tui.words import PANES


def clinic_text(
    clinic: ports.Clinic,
    as_of: date | None = None,
    *,
    names_hidden: bool,
    width: int = 120,
    changes: bool = False,
    ascii_only: bool = False,
) -> str:
    """The board of a clinic as of a date, word for word the rows of the screen; or what changed since then.

    `ascii_only`: as `gather` has it. Raises what the clinic raises.
    """
    found = gather(clinic, as_of, ascii_only=ascii_only)
    if not changes:
        return snapshot_text(found, names_hidden=names_hidden, width=width)
    now = gather(clinic, found.info.default_as_of, ascii_only=ascii_only)
    told = changed.changes(found, now, answers(clinic, found, now))
    return changed.text(found, told, names_hidden=names_hidden, width=width)


def why_text(
    clinic: ports.Clinic,
    client_id: str,
    as_of: date | None = None,
    *,
    names_hidden: bool,
    width: int = 120,
    ascii_only: bool = False,
) -> str:
    """What stands behind each flag and criterion of a client, as `i` shows it; raises as the clinic does.

    An id that was merged leads to the client it belongs to now; one that nobody has is a RequestError.
    """
    found = gather(clinic, as_of, ascii_only=ascii_only)
    if (row := found.row_of(client_id)) is None:
        now = known_as(clinic, client_id, found.as_of)
        if now is None:
            raise no_client(client_id)
        client_id, row = now, found.row_of(now)
    if row is None:
        return f"{textsafe.clean(client_id)} is not on the board as of {words.long_day(found.as_of)}."
    client, width = found.client(row), max(width, layout.MIN_WIDTH)
    who = found.who(client, names_hidden=names_hidden)
    title = titles.page_title("Why: ", who, found, names_hidden=names_hidden, width=width)
    lines = [" ".join(words.text_of(title).split())]
    try:
        standing, error = order.standing(clinic, client_id, found.as_of), ""
    except CaseboardError as failed:
        standing, error = None, str(failed)
    for finding in explain.findings(found, client_id):
        told = order.told_lines(standing, str(finding.row["rule"]), error, width)
        text = explain.explain(found, client, finding, width, names_hidden=names_hidden, told=told)
        lines += ["", f"{finding.glyph} {finding.word}", *map(words.text_of, text)]
    return "\n".join(textsafe.fit(text, width).rstrip() for text in lines)


def help_text(
    keys: Mapping[str, str] | None = None, width: int = 120, *, changed_here: Sequence[str] = ()
) -> str:
    """The help, with what is changed here and the user's own keys."""
    told = manual.help_lines(max(width, layout.MIN_WIDTH), changed_here, keys)
    return "\n".join(words.text_of(spans).rstrip() for spans in told)


def snapshot_text(found: Snapshot, *, names_hidden: bool, width: int = 120) -> str:
    """The board of a snapshot in lines of at most `width` cells."""
    width = max(width, layout.MIN_WIDTH)
    title = titles.board_title(found, names_hidden=names_hidden, width=width)
    lines = [" ".join(words.text_of(title).split())]
    lines += notes(found, width)
    if not found.rows:
        lines += ["", f"No open clients as of {words.long_day(found.as_of)}."]
    else:
        chosen = layout.columns(width, names_hidden=names_hidden, snapshot=found)
        lines += ["", layout.heading(chosen)]
        for pane in range(len(PANES)):
            lines += ["", layout.pane_title(pane, len(found.panes[pane]))]
            if not found.panes[pane]:
                lines += words.wrap(nobody(found, pane), width)
            rows = found.panes[pane]
            new = {number for number in rows if not pane and found.client(number)["safety"] == "new"}
            headings = dict(layout.band(len(new), len(rows)))
            for at, number in enumerate(sorted(rows, key=lambda number: number not in new)):
                lines += [headings[at]] if at in headings else []
                cells = layout.cells(found, found.client(number), pane, chosen, names_hidden=names_hidden)
                lines.append(words.text_of(cells))
        if found.order_tested:
            lines += ["", *words.wrap(found.order_tested, width)]
    return "\n".join(textsafe.fit(text, width).rstrip() for text in lines)
