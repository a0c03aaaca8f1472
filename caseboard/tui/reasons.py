"""Why a client stands where it stands, in one cell: the glyph and the words. No Textual here."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.words import PANE_GLYPHS, PANE_TONES

if TYPE_CHECKING:
    from caseboard.tui.snapshot import Row, Snapshot

_COUNTED = 5  # cells of ` (+2)`
_ONLY_PROCESS = " ○"
_READABLE = 8  # cells of a reason below which it tells nothing


def mark(row: Row, pane: int) -> tuple[str, str]:
    """The glyph of a row and its tone. A safety flag nobody has answered is `!!`, an answered one `!`."""
    if row["safety"] == "new":
        return "!!", "alert"
    glyph = PANE_GLYPHS[pane]
    if row["safety"] == "assessed":
        return f"{glyph}!", PANE_TONES[pane]
    return glyph, PANE_TONES[pane]


def why(snapshot: Snapshot, row: Row, pane: int, width: int) -> str:
    """Why, in `width` cells: what matters most first, and how many reasons there are besides.

    The reasons are the query's own, in its order.
    """
    before = []
    if row["on_leave"] is not None:
        before.append(_leave(row["on_leave"]))
    assessed = _assessed(snapshot, row) if row["safety"] == "assessed" else ()
    before += assessed[:1]
    reasons = reasons_of(snapshot, row, pane)
    marks = [f"○ {words.lower_first(snapshot.title(flag['rule']))}" for flag in process(snapshot, row)]
    if assessed and textsafe.width(" · ".join([*before, reasons[0]])) > width:
        # When to look again is never cut off; it leaves room for the count of the reasons where it can.
        forms = [(" · ".join([*before[:-1], form]), form) for form in assessed[1:]]
        fitting = (
            form for room in (width - _COUNTED, width) for text, form in forms if textsafe.width(text) <= room
        )
        before[-1] = next(fitting, assessed[-1])
    return _joined(before, reasons, marks, width)


def reasons_of(snapshot: Snapshot, row: Row, pane: int) -> list[str]:
    """The query's own reasons, in its order; where it gives none, what the criteria say."""
    reasons = [textsafe.clean(reason) for reason in words.some(row["reasons"])]
    return reasons or [_otherwise(snapshot, row, pane)]


def _joined(before: list[str], reasons: list[str], marks: list[str], width: int) -> str:
    """As many reasons as there is room for; `(+2)` counts the others. What stands before is not cut.

    Marks that have no room for their words are told by the glyph alone, unless it would cut what fits.
    """
    whole = " · ".join([*before, *reasons, *marks])
    if textsafe.width(whole) <= width:
        return whole
    if marks and textsafe.width(" · ".join(before)) <= width - _COUNTED - len(_ONLY_PROCESS):
        bare = _joined(before, reasons, [], width)
        beside = _joined(before, reasons, [], width - len(_ONLY_PROCESS))
        return bare if "…" in beside and "…" not in bare else beside + _ONLY_PROCESS
    tight = bool(before) and textsafe.width(" · ".join(before)) > width - _COUNTED - _READABLE
    shown, more = ([*before], reasons) if tight else ([*before, reasons[0]], reasons[1:])
    while more and textsafe.width(" · ".join([*shown, more[0]])) + _COUNTED <= width:
        shown.append(more[0])
        more = more[1:]
    tail = f" (+{len(more)})" if more else ""
    if tight and width - len(tail) < textsafe.width(" · ".join(shown)) <= width:
        tail = ""  # it would cut off the end of what stands before, and that is a date
    return textsafe.fit(" · ".join(shown), max(width - len(tail), 1)).rstrip() + tail


def _otherwise(snapshot: Snapshot, row: Row, pane: int) -> str:
    """What to say of a client about whom the query gives no reason."""
    missing = _names(snapshot, row["missing"])
    if pane == 2:
        return f"not known: {', '.join(missing)}" if missing else "too little is known"
    open_criteria = ", ".join([*_names(snapshot, row["blocked_by"]), *missing])
    return f"{criteria_met(row)}: {open_criteria}" if open_criteria else f"{criteria_met(row)} criteria"


def process(snapshot: Snapshot, row: Row) -> list[Row]:
    """A client's flags that are only process: small marks, never a pane."""
    return [flag for flag in snapshot.flags.get(str(row["client_id"]), ()) if flag["kind"] == "process"]


def _leave(value: object) -> str:
    text = words.label(value)
    return text if text.lower().startswith("on leave") else f"on leave: {text}"


def _assessed(snapshot: Snapshot, row: Row) -> tuple[str, ...]:
    """Of the answered safety flag that has to be looked at first: the answer, and by when to look again; then
    the same shorter and shorter.

    `assessed 11 Mar, look again by 18 Mar`, `assessed 11 Mar, again by 18 Mar`, `look again by 18 Mar`,
    `look again 18 Mar`, `again by 18 Mar`.
    """
    answered = [
        flag
        for flag in snapshot.flags.get(str(row["client_id"]), ())
        if flag["kind"] == "safety" and flag["answered_on"] is not None
    ]
    if not answered:
        return "assessed", "assessed"
    first = min(answered, key=lambda flag: (flag["look_again_on"] or date.max, flag["answered_on"]))
    said = f"assessed {words.day(first['answered_on'], snapshot.as_of)}"
    by = look_again(first["look_again_on"], snapshot.as_of)
    if not by:
        return said, said
    shorter = said + by.replace(", look again", ", again")
    alone = by.removeprefix(", ")
    return said + by, shorter, alone, alone.replace(" by ", " "), alone.removeprefix("look ")


def look_again(value: object, as_of: date) -> str:
    """`, look again by 18 Mar`; once that day is over, that it is."""
    if not isinstance(value, date):
        return ""
    return f", look again by {words.day(value, as_of)}" + (" (past)" if value < as_of else "")


def criteria_met(row: Row) -> str:
    """`3 of 5`."""
    return f"{words.number(row['criteria_met'], 0)} of {words.number(row['criteria_total'], 0)}"


def _names(snapshot: Snapshot, values: object) -> list[str]:
    return [
        words.lower_first(snapshot.title(value)) if str(value) in snapshot.sources else words.label(value)
        for value in words.some(values)
    ]


def nobody(snapshot: Snapshot, pane: int) -> str:
    """Why a pane is empty."""
    if not snapshot.rows:
        return f"No open clients as of {words.long_day(snapshot.as_of)}."
    if pane == 0:
        return "Nobody: no safety flag waits for an answer, and no other is severe enough."
    if pane == 2:
        return "Nobody: every other client is flagged, ready, or not yet ready."
    if pane == 3:
        return "Nobody: every open client stands in a pane above."
    everybody = (snapshot.client(number) for number in range(len(snapshot.rows)))
    met = sum(
        bool(row["criteria_total"]) and row["criteria_met"] == row["criteria_total"] for row in everybody
    )
    if met:
        enough = words.number(snapshot.parameters.get("criteria_that_are_enough"), 0)
        who = f"{words.plural(met, 'client')} {'meets' if met == 1 else 'meet'}"
        return (
            f"Nobody is ready. {who} every criterion in use here; being ready takes at least {enough}, "
            "abstinence and attendance among them, no flag in the way and a lower level to go to."
        )
    blocks = Counter(
        snapshot.title(criterion["rule"])
        for criteria in snapshot.criteria.values()
        for criterion in criteria
        if criterion["state"] in ("not_met", "missing")
    )
    if not blocks:
        return "Nobody meets the criteria to step down."
    block, count = min(blocks.items(), key=lambda item: (-item[1], item[0]))
    return (
        f"Nobody meets every criterion. Most often in the way: {words.lower_first(block)} "
        f"({words.plural(count, 'client')})."
    )
