"""The rows that an example's short texts stand for."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from caseboard.library.examples.rows import ALWAYS, rows_of
from caseboard.library.examples.words import Bad


def test_a_check_in_that_was_made_is_known_from_its_day() -> None:
    text = "2026-03-10 contacted month=3 days_abstinent_30=28 in_treatment=true"
    [(table, row)] = rows_of("follow_ups", [text], "X", "opioid")
    assert table == "follow_ups"
    assert row == {
        "client_id": "X", "episode_id": "X-E0", "month": 3, "contacted_on": date(2026, 3, 10),
        "days_abstinent_30": 28, "in_treatment": True,
        "known_from": datetime(2026, 3, 10, 9), "known_until": None,
    }  # fmt: skip


def test_a_check_in_that_is_only_planned_is_known_always() -> None:
    [(_, row)] = rows_of("follow_ups", ["2026-03-10 not_contacted month=6 episode=1"], "X", "opioid")
    assert (row["episode_id"], row["month"]) == ("X-E1", 6)
    assert row["contacted_on"] is row["days_abstinent_30"] is row["in_treatment"] is None
    assert row["known_from"] == ALWAYS


@pytest.mark.parametrize("text", ["2026-03-10", "2026-03-10 called month=1", "2026-03-10 contacted month=x"])
def test_a_check_in_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(Bad, match="in follow_ups cannot be read"):
        list(rows_of("follow_ups", [text], "X", "opioid"))
