"""SQL templates of this room, and lists of names that are put into them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from caseboard.quoting import identifier

_PART = re.compile(r"\{(\w+)\}")


@cache
def _read(name: str) -> str:
    return resources.files("caseboard.intake").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def template(name: str, **parts: str) -> str:
    """The file `sql/<name>.sql` with each `{part}` replaced, in one pass: what is put in is not read again.

    A part that is missing, or that the file does not have, is a KeyError.
    """
    sql = _read(name)
    if strange := set(parts) - set(_PART.findall(sql)):
        raise KeyError(min(strange))
    return _PART.sub(lambda found: parts[found[1]], sql)


def identifiers(names: Iterable[str], prefix: str = "") -> str:
    """Names as a list for a select, each behind `prefix` (such as `t.`)."""
    return ", ".join(prefix + identifier(name) for name in names)
