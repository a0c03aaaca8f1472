"""What a client is called on screen, and what tells two apart who are called the same. No Textual here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from caseboard import textsafe
from caseboard.tui.ascii import plain as in_ascii

if TYPE_CHECKING:
    from caseboard.tui.snapshot import Row


def client_name(row: Row, *, names_hidden: bool) -> str:
    """The name, or the initials where names are hidden. A client without a name goes by the id.

    While names are hidden, an id is shown only if it is a code.
    """
    name, code = textsafe.clean(row["name"]), textsafe.clean(row["client_id"])
    if name and name != code:
        return textsafe.initials(name) if names_hidden else name
    return code if not names_hidden or textsafe.is_code(code) else textsafe.initials(code)


def called(
    rows: Iterable[Row],
    *,
    names_hidden: bool,
    ascii_only: bool,
    otherwise: Callable[[Row], str] = lambda row: "",
) -> dict[str, tuple[str, str]]:
    """What each client is called, by id, and what tells the client from others who are; mostly empty.

    That is the id, and `otherwise` while names are hidden and the id is no code: it may be a name. On an
    ASCII screen names that read the same there are the same, as whatever is only question marks.
    """
    read = in_ascii if ascii_only else str
    found = {str(row["client_id"]): (client_name(row, names_hidden=names_hidden), row) for row in rows}
    count = Counter(read(name) for name, _ in found.values())

    def apart(row: Row) -> str:
        code = textsafe.clean(row["client_id"])
        return code if textsafe.is_code(code) or not names_hidden else otherwise(row)

    return {
        client: (name, apart(row) if count[read(name)] > 1 else "") for client, (name, row) in found.items()
    }


def who(called: tuple[str, str]) -> str:
    """`A.R.`, or `A.R. C0136` where another client is called so too."""
    return " ".join(filter(None, called))
