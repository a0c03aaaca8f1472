"""One value of a result as text, the way DuckDB itself would read it back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

_NUMBERS = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "BIGNUM", "VARINT",
)  # fmt: skip


def is_number(kind: str) -> bool:
    """Say whether a DuckDB type is a number (a list of numbers is none)."""
    return not kind.endswith("]") and kind.partition("(")[0] in _NUMBERS


def scalar(value: Any) -> str:
    """Return a value that is no list, struct or map as text; null is empty.

    Booleans are true and false, dates and times ISO 8601 with a space between the two.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, timedelta):
        return interval(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return blob(value)
    return str(value)  # of dates and times too


def interval(value: timedelta) -> str:
    """Return a span as DuckDB writes it: "1 day 02:00:00", "-2 days -02:00:00", "00:00:00"."""
    micro = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    days, micro = divmod(micro, 86_400_000_000)
    seconds, micro = divmod(micro, 1_000_000)
    parts = [f"{sign}{days} day{'' if days == 1 else 's'}"] if days else []
    if seconds or micro or not days:
        clock = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        parts.append(clock + (f".{micro:06}".rstrip("0") if micro else ""))
    return " ".join(parts)


def blob(value: bytes) -> str:
    """Return bytes as DuckDB writes them: printable ASCII as it is, the rest as \\xAA."""
    plain = set(range(32, 127)) - set(b"\\\"'")
    return "".join(chr(byte) if byte in plain else f"\\x{byte:02X}" for byte in value)
