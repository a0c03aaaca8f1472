"""The files of a clinic's own folder. One that is passed over would be a rule that nobody applies, so that
what cannot be read is an error and linked folders are looked into.
"""

from __future__ import annotations

import os
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
    for place, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        for path in (Path(place) / name for name in [*folders, *names]):
            other = path.name.lower().removesuffix(".txt")  # which Notepad adds, and Windows does not show
            if path.suffix != ending and other.endswith(ending):
                raise RequestError(f"{path} is not read; let its name end in {ending}, in small letters.")
            wanted = path.suffix == ending
            lost = path.is_symlink() and not path.exists() and not path.name.startswith(".")
            if (wanted and not path.is_file()) or lost:
                raise RequestError(f"{path} cannot be read: it is no file, or a link that leads nowhere.")
            if wanted:
                found.append(path)
    return sorted(found)


def _refuse(error: OSError) -> NoReturn:
    raise RequestError(f"{error.filename} cannot be read: {error.strerror}; mend that, or take it out.")
