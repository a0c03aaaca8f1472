"""Measures as reference relations: SELECTs over VALUES with quoted literals, to be made tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from caseboard.quoting import literal

if TYPE_CHECKING:
    from caseboard.library.measures import Measure

# The relations that measures become: name -> columns with their types, in order.
RELATIONS: dict[str, dict[str, str]] = {
    "measure": {
        "measure": "varchar", "title": "varchar", "core": "boolean", "better": "varchar",
        "recall_days": "integer", "interval_days": "integer", "reviewed": "date", "licence": "varchar",
        "citation": "varchar", "source": "varchar",
    },
    "measure_scale": {
        "measure": "varchar", "scale": "varchar", "title": "varchar", "method": "varchar",
        "factor": "double", "max_missing": "integer", "required_items": "integer[]", "prorate": "boolean",
        "better": "varchar", "min_value": "double", "max_value": "double",
        "cutoff": "double", "cutoff_male": "double", "cutoff_female": "double",
        "reliable_change": "double", "reliable_change_source": "varchar", "important_change": "double",
        "reliability": "double", "sd": "double", "cutoff_source": "varchar",
    },
    "measure_item": {
        "measure": "varchar", "item": "integer", "min_value": "double", "max_value": "double",
        "reverse": "boolean", "critical_at": "double", "allowed": "double[]",
    },
    "measure_scale_item": {"measure": "varchar", "scale": "varchar", "item": "integer"},
    "measure_band": {
        "measure": "varchar", "scale": "varchar", "label": "varchar", "low": "double", "high": "double",
        "rank": "integer",
    },
}  # fmt: skip


def reference_sql(measures: Iterable[Measure]) -> dict[str, str]:
    """For each of RELATIONS a SELECT over VALUES, to be made a table; no measures give no rows."""
    rows: dict[str, list[list[object]]] = {name: [] for name in RELATIONS}
    for m in measures:
        rows["measure"].append([getattr(m, column) for column in RELATIONS["measure"]])
        for i in m.items:
            rows["measure_item"].append(_row("measure_item", m, i))
        for s in m.scales:
            rows["measure_scale"].append(_row("measure_scale", m, s))
            rows["measure_scale_item"] += [[m.measure, s.scale, item] for item in s.items]
            for b in s.bands:
                rows["measure_band"].append([m.measure, s.scale, b.label, b.low, b.high, b.rank])
    return {name: _select(RELATIONS[name], rows[name]) for name in RELATIONS}


def _row(relation: str, measure: Measure, part: object) -> list[object]:
    columns = list(RELATIONS[relation])[1:]
    return [measure.measure, *(getattr(part, column) for column in columns)]


def _select(columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
    casts = ",\n    ".join(f"cast(v.{name} as {kind}) as {name}" for name, kind in columns.items())
    lines = rows or [[None] * len(columns)]
    values = ",\n    ".join("(" + ", ".join(_literal(x) for x in row) + ")" for row in lines)
    text = f"select\n    {casts}\nfrom (values\n    {values}\n) as v({', '.join(columns)})"
    return text if rows else text + "\nwhere false"


def _literal(value: object) -> str:
    """A value as SQL text; numbers are finite and text has no control characters by now."""
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_literal(x) for x in value) + "]"
    return literal(str(value))
