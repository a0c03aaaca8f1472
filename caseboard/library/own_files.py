"""The files of a clinic's own folder. One that is passed over would be a rule that nobody applies, so that
what cannot be read is an error and linked folders are looked into. What is hidden (a name with a dot in
front) is left there by other programs, as an old version or a lock, and is no file of the library.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NoReturn

from caseboard.errors import RequestError


def own_files(folder: Path, ending: str) -> list[Path]:
    """The files under `folder` (which need not be there) that end in `ending`, in order.

    Raises RequestError where one cannot be read.
    """
    found: list[Path] = []
    if not os.path.lexists(folder):
        return found
    for path in visible(folder, onerror=_refuse):
        other = path.name.lower().removesuffix(".txt")  # which Notepad adds, and Windows does not show
        if path.suffix != ending and (other.endswith(ending) or _misspelt(path.suffix.lower(), ending)):
            raise RequestError(f"{path} is not read; let its name end in {ending}, in small letters.")
        wanted = path.suffix == ending
        if (wanted and not path.is_file()) or not path.exists():
            raise RequestError(f"{path} cannot be read: it is no file, or a link that leads nowhere.")
        if wanted:
            found.append(path)
    return sorted(found)


def refuse_misplaced(folder: Path, rooms: Collection[str]) -> None:
    """Raise RequestError for a file that stands where none of its kind is looked for. TOML in the clinic's
    folder itself may be another program's.
    """
    for path in sorted(path for path in visible(folder) if path.suffix in (".sql", ".toml")):
        place = path.relative_to(folder).parts
        if place[0] == "maps" or (len(place) == 1 and path.suffix == ".toml"):
            continue
        if place[0] in rooms or (path.suffix == ".toml" and place[:-1] == ("measures",)):
            continue
        if path.suffix == ".toml":
            raise RequestError(f"{path} is not looked for there; put a measure into measures/ itself.")
        raise RequestError(
            f"{path} stands in no folder of the library; put it into one of {', '.join(rooms)}."
        )


def visible(folder: Path, onerror: Callable[[OSError], object] | None = None) -> Iterator[Path]:
    """The files and folders under `folder` that are not hidden. `onerror` is told of a folder that cannot be
    read, which is passed over without it.
    """
    for place, folders, names in os.walk(folder, onerror=onerror, followlinks=True):
        yield from (Path(place) / name for name in [*folders, *names] if not name.startswith("."))
        folders[:] = [
            name for name in folders if not (name.startswith(".") or _leads_back(Path(place) / name))
        ]


def _leads_back(folder: Path) -> bool:
    """Whether it is a link to a folder that it stands in."""
    return folder.is_symlink() and folder.resolve() in [above.resolve() for above in folder.parents]


def _misspelt(suffix: str, ending: str) -> bool:
    """Whether it is the ending with a letter left out, put in or in another place: .tml, .slq."""
    alike = suffix[:2] == ending[:2] and suffix[1:].isalpha()
    return alike and difflib.SequenceMatcher(None, suffix, ending).ratio() >= 0.75


def _refuse(error: OSError) -> NoReturn:
    raise RequestError(f"{error.filename} cannot be read: {error.strerror}; mend that, or take it out.")
