"""Why, in one cell: what is said where the query gives no reason, and what there is room for."""

from __future__ import annotations

from datetime import date

import pytest

from caseboard.tui.gather import gather
from caseboard.tui.reasons import nobody, why
from tests.tui.fakes import FakeClinic, client, flag


def said(width: int = 200, pane: int = 3, **more) -> str:
    found = gather(FakeClinic([client("C1", "Al Moss", "holding_course", **more)]), None)
    return why(found, found.client(0), pane, width)


@pytest.mark.parametrize(
    ("pane", "states", "text"),
    [
        (2, "mm?n-", "not known: symptoms settled"), (2, "mmmmm", "too little is known"),
        (1, "mmmmm", "5 of 5 criteria"), (3, "mm-mm", "4 of 4 criteria"),
        (3, "mm?n-", "2 of 4: craving and skills, symptoms settled"), (0, "m??mm", "3 of 5: "
        "steady attendance, symptoms settled"),
    ],
)  # fmt: skip
def test_a_client_about_whom_the_query_gives_no_reason(pane, states, text):
    assert said(pane=pane, states=states) == text


def test_what_is_only_process_is_a_mark_at_the_end_and_its_glyph_alone_where_room_is_short():
    due = flag("C1", "review_due", "process", "Treatment plan review due 18 Mar")
    whole = "on leave: jail · First reason · Second one · ○ review due"
    row = {"reasons": ["First reason", "Second one"], "on_leave": "jail", "flags": [due]}
    assert said(len(whole), **row) == whole
    assert said(len(whole) - 1, **row) == "on leave: jail · First reason · Second one ○"
    assert said(36, **row) == "on leave: jail · First reason (+1) ○"
    assert said(35, **row) == "on leave: jail · First reason (+1)", "the mark cuts nothing that fits"
    assert said(33, **row) == "on leave: jail · First re… (+1) ○"
    assert said(28, **row) == "on leave: jail (+2) ○", "of a reason that tells nothing only its number"
    assert said(20, **row) == "on leave: jail (+2)", "first how many reasons there are, then the glyph"
    assert said(15, **row) == "on leave: jail", "what stands before is not cut for it"


def test_of_several_answered_flags_the_one_to_be_looked_at_first_is_told():
    def answered(rule: str, on: int | None, again: int | None, kind: str = "safety") -> dict:
        days = [None if day is None else date(2026, 3, day) for day in (on, again)]
        return flag("C1", rule, kind, "evidence", answered_on=days[0], look_again_on=days[1])

    row = {"safety": "assessed", "reasons": ["Use"], "on_leave": "on_leave since 9 Mar"}
    flags = [
        answered("a", 2, 20), answered("b", 11, None), answered("c", 5, 16), answered("d", None, None),
        answered("e", 14, 15, "more_intensity"),
    ]  # fmt: skip
    assert said(flags=flags, **row) == ("on leave since 9 Mar · assessed 5 Mar, look again by 16 Mar · Use")
    past = [answered("a", 2, 12), answered("c", 5, 9)]
    assert said(22, flags=past, safety="assessed", reasons=["Use"]) == "again by 9 Mar (past)"
    told = said(44, flags=past, safety="assessed", reasons=["Use on 10 Mar"])
    assert told.startswith("assessed 5 Mar, again by 9 Mar (past)"), (
        "not as if it had been done again on 9 March"
    )
    assert said(flags=flags[1:2], **row) == "on leave since 9 Mar · assessed 11 Mar · Use"
    assert said(flags=flags[3:], **row) == "on leave since 9 Mar · assessed · Use"


def test_an_empty_pane_says_why():
    rows = [
        client("C1", "Al Moss", "holding_course", "mn?m-"),
        client("C2", "Bo Ek", "holding_course", "nmmm?"),
    ]
    found = gather(FakeClinic(rows), None)
    assert nobody(found, 1) == (
        "Nobody meets every criterion. Most often in the way: goals and aftercare (1 client)."
    )
    both = gather(FakeClinic([*rows, client("C3", "Cy Lind", "holding_course", "nn?m-")]), None)
    assert nobody(both, 1).endswith("Most often in the way: steady attendance (2 clients).")
    unknown = gather(FakeClinic([client("C1", "Al Moss", "holding_course", "-----")]), None)
    assert nobody(unknown, 1) == "Nobody meets the criteria to step down."
    assert nobody(gather(FakeClinic([]), None), 2) == "No open clients as of Sun 15 Mar 2026."


def test_who_meets_every_criterion_and_is_not_ready_is_told():
    """Beside `1 of 1 criteria` a clinic that uses few of them would read that nobody meets them all."""
    rows = [
        client("C1", "Al Moss", "holding_course", "mm-mm"),
        client("C2", "Bo Ek", "holding_course", "nmmm?"),
    ]
    assert nobody(gather(FakeClinic(rows), None), 1) == (
        "Nobody is ready. 1 client meets every criterion in use here; being ready takes at least 3, "
        "abstinence and attendance among them, no flag in the way and a lower level to go to."
    )
    two = gather(FakeClinic([rows[0], client("C3", "Cy Lind", "needs_more_intensity", "m----")]), None)
    assert nobody(two, 1).startswith("Nobody is ready. 2 clients meet every criterion in use here")
