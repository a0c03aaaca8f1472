"""How long `evaluate` and `simulate` take: seconds of a processor, and memory, as the clinic grows.

Run it alone (`python -m tests.bench.outcomes`), or take `measure` from another bench. Each run is a process
of its own, so that memory is its own; processor time does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from math import log
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 10_000)


@dataclass(frozen=True)
class Run:
    """One run: what, of how many, seconds by the clock, of a processor, and the most memory in MiB."""

    what: str
    size: int
    seconds: float
    processor: float
    memory: float


def timed(what: str, size: int, *words: object) -> Run:
    """Run caseboard with these words. Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "caseboard", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    spent = used.ru_utime + used.ru_stime
    return Run(what, size, time.perf_counter() - started, spent, used.ru_maxrss / 1024)


def measure(sizes: tuple[int, ...] = SIZES, people: int = 1_000) -> list[Run]:
    """`simulate` at each size, then `evaluate` on a clinic of so many people over a year and a half."""
    runs = []
    folder = Path(tempfile.mkdtemp(prefix="caseboard-bench-"))
    try:
        for size in sizes:
            place = folder / f"clinic-{size}"
            runs.append(timed("simulate", size, "simulate", place, "--clients", size, "--seed", 1))
            if size != people:
                shutil.rmtree(place)
        place, target = folder / f"clinic-{people}", folder / "clinic.duckdb"
        if not place.exists():
            timed("simulate", people, "simulate", place, "--clients", people, "--seed", 1)
        timed("import", people, "import", place, "--db", target)
        runs.append(timed("evaluate", people, "evaluate", "--db", target, "-o", folder / "report.txt"))
    finally:
        shutil.rmtree(folder)
    return runs


def table(runs: list[Run]) -> str:
    """The runs, and how the time of `simulate` grows: 1.0 is as the clients do."""
    lines = [f"{'what':<10} {'clients':>9} {'seconds':>9} {'processor':>10} {'MiB':>7}"]
    lines += [
        f"{run.what:<10} {run.size:>9,} {run.seconds:>9.1f} {run.processor:>10.1f} {run.memory:>7.0f}"
        for run in runs
    ]
    grown = [run for run in runs if run.what == "simulate"]
    if len(grown) > 1:
        first, last = grown[0], grown[-1]
        power = log(last.processor / first.processor) / log(last.size / first.size)
        lines.append(f"simulate grows with clients to the power of {power:.2f}")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    words.add_argument("--people", type=int, default=1_000)
    chosen = words.parse_args()
    print(table(measure(tuple(chosen.sizes), chosen.people)))


if __name__ == "__main__":
    main()
