"""Names left out of rows that leave the screen. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseboard import textsafe

CLIENTS = frozenset({"name", "client", "client_name", "full_name", "given_name", "family_name"})
STAFF = frozenset({"clinician", "clinician_name", "therapist", "staff_name", "owner", "present"})
CODES = frozenset({"client_id", "old_id", "merged_into", "clinician_id", "staff_id"})
NAMES = CLIENTS | STAFF | CODES


def without_names(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with initials for names. A code stays; as a client's name only where it is the row's id."""
    kinds = [column.lower() for column in columns]
    at = kinds.index("client_id") if "client_id" in kinds else None
    return [
        tuple(
            _hidden(value, kind, None if at is None else row[at])
            for kind, value in zip(kinds, row, strict=True)
        )
        for row in rows
    ]


def _hidden(value: Any, column: str, client_id: Any) -> Any:
    if column not in NAMES:
        return value
    if isinstance(value, (list, tuple)):
        return [_hidden(each, column, client_id) for each in value]
    if not isinstance(value, str):
        return value
    if textsafe.is_code(value) and (column not in CLIENTS or value == client_id):
        return value
    return textsafe.initials(value)
