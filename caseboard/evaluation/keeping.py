"""The last evaluation in the clinic's file, so that the board can show each rule's own record."""

from __future__ import annotations

from datetime import datetime

from caseboard.errors import RequestError
from caseboard.evaluation.replay import Evaluation, Judged
from caseboard.library import Clinic

_INTERVALS = ("ppv", "auc")
_FIGURES = (
    "share_flagged", "alerts_per_100", "sensitivity", "specificity", "ppv", "npv", "auc", "lead_days",
)  # fmt: skip


def keep(clinic: Clinic, found: Evaluation) -> None:
    """Put the evaluation in the place of the last one.

    The last one stays, and RequestError is raised, where nothing was judged; DatabaseError when the file is
    locked.
    """
    if not any(one.of_everybody for one in found.judged):
        raise RequestError(
            f"No outcome could be judged from {found.first_day} to {found.last_day}, so nothing is kept and "
            "the last record stays; evaluate a longer history."
        )
    moment = datetime.now()
    with clinic.engine.writing() as cursor, cursor.transaction():
        cursor.execute("delete from clinic.evaluations")
        for one in found.judged:
            if one.of_everybody:
                row = _row(found, one, moment) | {"definition": clinic.definition(one.signal)}
                marks = ", ".join(f"${number}" for number in range(1, len(row) + 1))
                cursor.execute(
                    f"insert into clinic.evaluations ({', '.join(row)}) values ({marks})", list(row.values())
                )


def _row(found: Evaluation, one: Judged, at: datetime) -> dict[str, object]:
    row: dict[str, object] = {
        "evaluated_at": at, "from_day": found.first_day, "to_day": found.last_day,
        "outcome": one.outcome, "said": found.said[one.outcome],
        "signal": one.signal, "same_input": one.same_input,
        "people": one.counts["people"], "people_happened": one.counts["people_happened"],
        "weeks": one.counts["weeks"],
    }  # fmt: skip
    if "ppv" in one.figures:
        row |= {"met": one.counts["alerts"], "happened": one.counts["alerts_hit"]}
    for name in _FIGURES:
        if name in one.figures:
            figure = one.figures[name]
            row[name] = figure.number
            if name in _INTERVALS:
                row |= {f"{name}_low": figure.low, f"{name}_high": figure.high}
    return row
