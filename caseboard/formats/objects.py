"""Rows as JSON, exactly: every digit of a decimal, every character of a text."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from caseboard.formats.values import scalar

_quote = json.encoder.encode_basestring  # escapes C0, the quote and the backslash
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def text(value: str) -> str:
    """Return a JSON string; what could move a terminal is escaped, which loses nothing."""
    quoted = _quote(value)
    if quoted.isascii() and "\x7f" not in quoted:
        return quoted
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def encode(value: Any) -> str:
    """Return any value of a result as JSON."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return float.__repr__(value) if math.isfinite(value) else "null"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return text(value.isoformat("T"))
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(encode, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(scalar(k))}: {encode(v)}" for k, v in value.items()) + "}"
    return text(scalar(value))


def _embed(value: Any) -> str:
    """Return a value of DuckDB's type JSON as itself, on one line."""
    if not isinstance(value, str):
        return encode(value)
    try:
        return encode(json.loads(value, parse_float=Decimal))
    except (ValueError, RecursionError):
        return text(value)


def lines_of_objects(
    columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Iterator[str]:
    """Yield one JSON object a row, each with its line end."""
    for line in _objects(columns, types, rows):
        yield line + "\n"


def array(columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Yield one JSON array of objects, an object a line."""
    start = "["
    for line in _objects(columns, types, rows):
        yield f"{start}\n{line}"
        start = ","
    yield "[]\n" if start == "[" else "\n]\n"


def _objects(columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    keys = [f"{text(name)}: " for name in columns]
    encoders = [_embed if kind == "JSON" else encode for kind in types]
    for row in rows:
        parts = [k + e(v) for k, e, v in zip(keys, encoders, row, strict=True)]
        yield "{" + ", ".join(parts) + "}"
