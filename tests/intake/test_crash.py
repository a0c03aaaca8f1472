"""A killed import leaves the file as it was; readers and writers of other processes do not disturb it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from caseboard.intake import import_extracts
from caseboard.store import Engine
from tests.conftest import ROOT
from tests.intake.conftest import Bench

KILLED = """
import os, signal, sys
from pathlib import Path
from caseboard.intake import import_extracts
from caseboard.intake.{module} import {name} as Victim
from caseboard.library import Library
from caseboard.store import Engine

def die(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

Victim.{method} = die
import_extracts(Path(sys.argv[1]), Engine(sys.argv[2]), Library.load())
"""
LOAD = """
import sys
from pathlib import Path
from caseboard.intake import import_extracts
from caseboard.library import Library
from caseboard.store import Engine
import_extracts(Path(sys.argv[1]), Engine(sys.argv[2], wait=30), Library.load())
"""


def start(script: str, folder: Path, target: str) -> subprocess.Popen[bytes]:
    """A process that imports the folder into the target."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", script, str(folder), target], env=environment)


def logs(count: int, craving: int) -> list[dict[str, Any]]:
    """Daily logs of one client."""
    days = [f"2025-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    return [{"client_id": "C1", "logged_on": day, "craving": craving} for day in days[:count]]


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
@pytest.mark.parametrize(
    ("module", "name", "method"), [
        ("merge", "Merge", "_insert"),
     ("load", "Load", "_log"),
     ("merge", "Merge", "compare"),
    ]
)  # fmt: skip
def test_a_killed_import_leaves_the_file_as_it_was(bench: Bench, module: str, name: str, method: str) -> None:
    bench.write(daily_logs=logs(300, 1))
    bench.load()
    before = bench.rows("select * from clinic.daily_logs order by all")
    bench.write(daily_logs=logs(330, 2))
    killed = start(KILLED.format(module=module, name=name, method=method), bench.folder, bench.engine.target)
    assert killed.wait(60) == -signal.SIGKILL
    assert bench.rows("select * from clinic.daily_logs order by all") == before
    assert bench.load().tables["daily_logs"].changed == 300
    assert bench.rows("select count(*) from clinic.daily_logs where known_until is null") == [(330,)]


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_kills_at_any_moment_lose_nothing_and_write_no_half(bench: Bench) -> None:
    bench.load()
    for n in range(1, 7):
        bench.write(daily_logs=logs(300, n))
        process = start(LOAD, bench.folder, bench.engine.target)
        time.sleep(0.35 + 0.12 * n)
        process.kill()
        process.wait(60)
        standing = bench.rows(
            "select craving, count(*) from clinic.daily_logs where known_until is null group by 1"
        )
        assert len(standing) <= 1
        assert not standing or standing[0][1] == 300
    bench.load()
    assert bench.rows("select distinct craving from clinic.daily_logs where known_until is null") == [(6.0,)]


def test_another_process_imports_while_this_one_reads(bench: Bench) -> None:
    bench.load()
    bench.write(daily_logs=logs(300, 1))
    process = start(LOAD, bench.folder, bench.engine.target)
    seen = set()
    while process.poll() is None:
        seen.add(bench.rows("select count(*) from clinic.daily_logs")[0][0])
        time.sleep(0.02)
    assert process.returncode == 0
    assert seen <= {0, 300}
    assert bench.rows("select count(*) from clinic.daily_logs") == [(300,)]


def test_two_imports_and_readers_of_one_process(bench: Bench, tmp_path: Path) -> None:
    bench.load()
    other = tmp_path / "other"
    other.mkdir()
    bench.write(daily_logs=logs(300, 1))
    (bench.folder / "daily_logs.csv").rename(other / "daily_logs.csv")
    failures: list[BaseException] = []

    def run(work: Any) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    def read() -> None:
        for _ in range(20):
            assert bench.rows("select count(*) from clinic.daily_logs")[0][0] in (0, 300)

    works = [read, read, lambda: bench.load(other), lambda: bench.load(other)]
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert bench.rows("select count(*) from clinic.daily_logs") == [(300,)]


def test_progress_rises_to_its_end(bench: Bench) -> None:
    told: list[tuple[str, float]] = []
    import_extracts(
        bench.folder,
        Engine(bench.engine.target),
        bench.library,
        progress=lambda what, share: told.append((what, share)),
    )
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert any("clients" in what for what, _ in told)
