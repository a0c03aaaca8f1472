"""Writes a synthetic clinic into a folder: extracts, `corrections/`, `truth.csv`, `clinic.toml`."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from caseboard.errors import RequestError
from caseboard.files import toml
from caseboard.simulation.chance import EDITION, Chance
from caseboard.simulation.courses import DECK
from caseboard.simulation.days import Days
from caseboard.simulation.person import Person
from caseboard.simulation.planted import NOTHING, Planted
from caseboard.simulation.records import write_records
from caseboard.simulation.site import Site
from caseboard.simulation.tables import LARGE, TABLES, TableFiles

CLIENTS_PER_SITE = 160
"""A site with three programs and six staff admits about this many clients in 18 months."""

_SCRATCH = ".caseboard-"
"""What a folder is called in which a run writes; a run that was killed leaves it behind."""

_NAME = "Alder Street Recovery"
_WRITTEN_ROWS_SHARE = 0.9
"""How much of the progress is done when every client is written and Parquet remains."""


def simulate(
    folder: Path,
    *,
    clients: int,
    seed: int,
    last_day: dt.date,
    months: int = 18,
    planted: Planted = NOTHING,
    progress: Callable[[float], None] | None = None,
) -> None:
    """Write a synthetic clinic's extracts into a folder; the same arguments give the same rows.

    The clinic's data reach back `months` from `last_day` and were entered up to the evening
    before it; sessions and screens of the week after are planned. What was corrected later stands in
    `corrections`, to be loaded after the rest. Clients are written one after another, so memory does
    not grow with their number. `planted` is what is made untrue on purpose. `progress` is told the
    share that is done.
    An invented clinic in the folder is replaced, at the very end; a run that is stopped leaves it alone, and
    no folder that it made itself.
    """
    if clients < 1 or months < 1:
        raise RequestError("A synthetic clinic needs at least one client and one month.")
    content = list(folder.iterdir()) if folder.is_dir() else []
    left = [path for path in content if path.name.startswith(_SCRATCH) and path.is_dir()]
    if len(content) > len(left) and not _is_invented(folder):
        raise RequestError(
            f"{folder} holds files that are no invented clinic; name an empty or a new folder."
        )
    from caseboard.store.parquet import csv_to_parquet

    days = Days(last_day, months)
    tell = progress or (lambda _share: None)
    made: list[Path] = []
    try:
        made += [path for path in (folder, *folder.parents) if not path.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for path in left:
            shutil.rmtree(path)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as name:
            scratch = Path(name)
            with ExitStack() as opened:
                files = TableFiles(scratch, opened)
                _write_sites(files, clients, seed, days, tell, planted)
            for n, table in enumerate(LARGE, 1):
                csv_to_parquet(files.path(table), scratch / f"{table}.parquet", TABLES[table])
                files.path(table).unlink()
                tell(_WRITTEN_ROWS_SHARE + (1 - _WRITTEN_ROWS_SHARE) * n / len(LARGE))
            (scratch / "clinic.toml").write_text(
                f'name = "{_NAME}"\ninvented = true\nlast_day = {last_day.isoformat()}\n'
                f"seed = {seed}\nclients = {clients}\nmonths = {months}\n{planted.said()}",
                encoding="utf-8",
                newline="\n",
            )
            (folder / "corrections").mkdir(exist_ok=True)
            for file in sorted(scratch.rglob("*.*")):
                file.replace(folder / file.relative_to(scratch))
    except BaseException as error:
        with suppress(OSError):  # what somebody has put there meanwhile stays
            for path in made:
                path.rmdir()
        if not isinstance(error, OSError):
            raise
        raise RequestError(
            f"A clinic cannot be written to {folder} ({error.strerror}); name another folder."
        ) from error


def _is_invented(folder: Path) -> bool:
    try:
        marks = toml((folder / "clinic.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return marks.get("invented") is True


def _write_sites(
    files: TableFiles, clients: int, seed: int, days: Days, tell: Callable[[float], None], planted: Planted
) -> None:
    wide = max(4, len(str(clients)))
    sites = max(1, round(clients / CLIENTS_PER_SITE))
    number = 0
    for place in range(sites):
        site = Site(place, sites, seed, days)
        site.write(files)
        here = clients * (place + 1) // sites - clients * place // sites
        dealt: list[str] = []
        chance = Chance(seed, EDITION, "admissions", place)
        for n in range(here):
            if not dealt:
                dealt = chance.shuffled(DECK)
            number += 1
            admitted = _admission(days, (n + chance.random()) / here)
            client_id = f"C{number:0{wide}d}"
            person = Person(site, seed, number, client_id, dealt.pop(), admitted)
            write_records(person, files, planted)
            if number % 50 == 0:
                tell(_WRITTEN_ROWS_SHARE * number / clients)


def _admission(days: Days, share: float) -> int:
    """Return the day on which this share of the clients has been admitted, a Monday to Thursday.

    The clinic fills up in its first two months and then takes in as many as leave.
    """
    early, by = 0.2, 0.1
    part = share / early * by if share < early else by + (share - early) / (1 - early) * (1 - by)
    day = int(part * (days.last - 2))
    late = days.weekday(day) - 3
    if late > 0:
        day += 4 - late if day + 5 < days.last or day < late else -late
    return day
