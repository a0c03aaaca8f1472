"""The sample that tests share: nobody goes on with what another test moved, stopped or still asks."""

from __future__ import annotations

from datetime import date

from tests.open_clinic import OpenClinic

DAY = date(2025, 4, 6)


def test_what_another_moved_stopped_or_still_asks_is_not_gone_on_with(sample: OpenClinic) -> None:
    with sample.asking(DAY) as first, sample.asking(DAY) as beside:
        assert beside is not first
    with sample.asking(DAY) as again:
        assert again is first
        again.move(date(2025, 3, 2))
    with sample.asking(DAY) as moved:
        assert (moved is first, moved.as_of) == (False, DAY)
        moved.interrupt()
    with sample.asking(DAY) as stopped:
        assert stopped is not moved
        assert stopped.run("programs").rows
    with sample.asking(DAY, {"of_client": "C0136"}) as one:
        assert one is not stopped
