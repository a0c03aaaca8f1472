"""Whether the order of dates that a map gives is the one in which a file's dates are written."""

from __future__ import annotations

from caseboard.intake import values
from caseboard.intake.check import Part
from caseboard.intake.contract import Table
from caseboard.quoting import identifier
from caseboard.store import Cursor

_OTHER = {"mdy": "dmy", "dmy": "mdy"}


def doubt(cursor: Cursor, table: Table, part: Part) -> list[str]:
    """What is said where more dates can be read in the other order alone than in the map's alone. Those that
    can be read in both are then other days than were written, and nothing else tells.
    """
    order, other = part.order, _OTHER.get(part.order or "")
    days = [c.name for c in table.columns if c.type in ("date", "timestamp")]
    sources = [part.columns[name] for name in days if name in part.columns]
    texts = [values.trimmed(f"r.{identifier(name)}") for name in sources if name not in part.types]
    if order is None or other is None or not texts:
        return []
    cells = " union all ".join(f"select {text} as cell from {part.relation} as r" for text in texts)
    here, there = (values.in_order("cell", one) for one in (order, other))
    only_there, only_here, both = cursor.only(
        "select count(*) filter (here is null and there is not null), "
        "count(*) filter (here is not null and there is null), count(*) filter (here <> there) "
        f"from (select {here} as here, {there} as there from ({cells}))"
    )
    if only_there <= only_here:
        return []
    said = (
        f'{part.label}: date_order = "{order}" looks wrong: {only_there:,} of its dates can only be {other}, '
        f"and {only_here:,} only {order}."
    )
    if both:
        said += f" A further {both:,} can be both; read as {order}, their day and month may be swapped."
    return [f"{said} Mend the map; where this was no dry run, load into a new database."]
