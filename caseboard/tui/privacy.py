"""Names left out of rows that leave the screen. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseboard import textsafe

NAMES = frozenset({"name", "client", "client_name", "clinician", "given_name", "family_name"})
CODES = frozenset({"client_id"})


def without_names(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with initials for names; an id stays only if it is a code: one that holds a digit."""
    kinds = ["name" if c in NAMES else "code" if c in CODES else "" for c in columns]
    return [tuple(_hidden(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in rows]


def _hidden(value: Any, kind: str) -> Any:
    if not kind or value is None or not isinstance(value, str):
        return value
    if kind == "code" or any(map(str.isdigit, value)):
        return value if any(map(str.isdigit, value)) else textsafe.initials(value)
    return textsafe.initials(value)
