"""Every check on the data at once: which of them found something, and how much."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from caseboard.library.result import Result

if TYPE_CHECKING:
    from caseboard.library.clinic import Clinic


def run_checks(clinic: Clinic, as_of: date | None = None) -> Result:
    """One row a check that found something, with the number of rows that it found.

    Raises what a query raises: a check that cannot be run is never one that found nothing.
    """
    started = time.perf_counter()
    found, replaced = [], dict[str, None]()
    with clinic.asking(as_of) as asking:
        for query in clinic.library.checks:
            result = asking.run(query.name, limit=0)
            if result.total:
                found.append((query.name, query.title, result.total))
            replaced |= dict.fromkeys(result.replaced)
        day = asking.as_of
    types = ["VARCHAR", "VARCHAR", "BIGINT"]
    columns, elapsed = ["name", "title", "rows"], time.perf_counter() - started
    return Result("check", columns, types, found, day, elapsed, replaced=tuple(replaced))
