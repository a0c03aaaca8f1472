"""Rows as a Markdown table, in which data stay data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from caseboard.formats.table import column
from caseboard.formats.values import is_number
from caseboard.textsafe import clean

# What starts a construct: but no_shows_in_a_row and AT&T stay as they are.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")


def escaped(text: str) -> str:
    """Return cleaned text as Markdown that shows it and does nothing else."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def markdown(columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a table in GitHub's Markdown; numbers are right-aligned."""
    texts = [column(rows, at, kind) for at, kind in enumerate(types)]
    yield f"| {' | '.join(escaped(clean(name)) for name in columns)} |\n"
    yield f"| {' | '.join('---:' if is_number(kind) else '---' for kind in types)} |\n"
    for at in range(len(rows)):
        yield f"| {' | '.join(escaped(shown[at]) for shown in texts)} |\n"
