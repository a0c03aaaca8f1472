"""A board out of a clinic: the queries it takes, and the files behind its flags. No Textual here."""

from __future__ import annotations

from datetime import date

from caseboard.errors import refuse_ahead
from caseboard.tui import order, ports
from caseboard.tui.snapshot import Snapshot, scales_of, snapshot, sources_of

THRESHOLDS = ("panes/board", "panes/flag", "panes/criterion")  # those of these are told
BOARD = (
    *THRESHOLDS,
    "panes/not_judged",
    "panes/stale_feed",
    "suggestion_word",
    "panes/panel",
    "panes/order_tested",
)


def gather(
    clinic: ports.Clinic, as_of: date | None, *, keep: bool = False, ascii_only: bool = False
) -> Snapshot:
    """Ask for the board as of a date (None: the clinic's usual one). `keep`: its clients' pages come next.
    `ascii_only`: on a screen that has no other signs.

    Raises what the clinic raises, and RequestError where the date lies ahead.
    """
    if as_of is not None:
        refuse_ahead(as_of, clinic.info().default_as_of)
    with clinic.asking(as_of, keep=keep) as asking:
        results = [asking.run(name) for name in BOARD]
        day = asking.as_of
        stamp = clinic.engine.stamp
    info = clinic.info(day)  # a read of its own: never inside another
    board, flags, criteria, not_judged, stale, said, besides, tested = results
    rules: dict[str, None] = {order.NAME: None}
    values: dict[str, object] = {}
    for result in (board, flags, criteria):
        values.update(result.parameters)
        if "rule" in result.columns:
            at = list(result.columns).index("rule")
            rules.update((str(row[at]), None) for row in result.rows)
    return snapshot(
        board,
        flags,
        criteria,
        info,
        scales=scales_of(clinic.library.measures.values()),
        sources=sources_of(clinic.library.get, rules, values),
        not_judged=not_judged,
        stale=stale,
        besides=besides,
        order_tested=order.tested_words(clinic, tested),
        stamp=stamp,
        ascii_only=ascii_only,
        suggestions={str(code): str(words) for code, words, *_ in said.rows},
    )


def answers(clinic: ports.Clinic, then: Snapshot, now: Snapshot) -> dict[tuple[str, str], date]:
    """By client and safety rule, the last answer after an earlier board; raises as `gather` does.

    Asked for only where a safety flag that nobody had answered then stands no more.
    """
    if not any(
        flag["kind"] == "safety"
        and flag["answered_on"] is None
        and all(flag["rule"] != standing["rule"] for standing in now.flags.get(client, ()))
        for client, flags in then.flags.items()
        for flag in flags
    ):
        return {}
    with clinic.asking(now.as_of) as asking:
        found = asking.run("panes/answered_since", {"answered_after": then.as_of})
    return {(str(client), str(rule)): day for client, rule, day in found.rows}
