"""A file that another process holds, and a file that vanishes: real ones, for the board and for the page."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from caseboard.library import Clinic, Library
from caseboard.tui import watching
from caseboard.tui.app import CaseboardApp
from caseboard.tui.loader import Loader
from tests.tui.client_fakes import PageApp
from tests.tui.golden import drive, settled, text_of

HOLD = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
con.execute("create or replace table held as select 1 as one")
print("held", flush=True)
sys.stdin.read()
"""
MAKERS = {
    "board": lambda clinic: CaseboardApp(lambda: clinic),
    "page": lambda clinic: PageApp(clinic, "C0136"),
}


@pytest.fixture
def file(sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SECONDS", "REST"):  # the board asks when it is told to, and not besides
        monkeypatch.setattr(watching, name, 3600)
    return Path(shutil.copy(sample_db, tmp_path / "clinic.duckdb"))


@contextmanager
def held(file: Path) -> Iterator[int]:
    """Another process has the file open for writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
    finally:
        process.communicate("")


async def asked_again(pilot: Any) -> str:
    """The screen once it has been asked for again, however long that takes on a busy machine."""
    await pilot.press("r")
    deadline = time.monotonic() + 30
    while True:
        await settled(pilot)
        seen = text_of(pilot.app)
        if " loading " not in seen or time.monotonic() > deadline:
            return seen


@pytest.mark.parametrize("screen", MAKERS)
def test_a_file_that_another_process_holds(library: Library, file: Path, screen: str):
    async def act(pilot):
        with held(file) as pid:
            seen = " ".join((await asked_again(pilot)).split())
            assert str(pid) in seen
            assert "not up to date" in seen
            assert "What you see is the" in seen
        seen = await asked_again(pilot)
        assert "not up to date" not in seen
        assert "M.B." in seen

    drive(lambda: MAKERS[screen](Clinic(library, file, wait=0.5)), act)


@pytest.mark.parametrize("screen", MAKERS)
def test_who_leaves_waits_for_no_lock(library: Library, file: Path, screen: str):
    """The shell came back only when the wait was over."""
    clinic = Clinic(library, file, wait=30)
    begun = 0.0

    async def act(pilot):
        nonlocal begun
        context.__enter__()
        await pilot.press("r", "r")
        deadline = time.monotonic() + 20
        while not clinic.engine._busy and time.monotonic() < deadline:
            await pilot.pause(0.01)
        await pilot.pause(0.2)
        begun = time.monotonic()
        await pilot.press("ctrl+q")

    context = held(file)
    try:
        drive(lambda: MAKERS[screen](clinic), act)
        took = time.monotonic() - begun
    finally:
        context.__exit__(None, None, None)
    assert took < 15


def test_who_leaves_while_the_clinic_is_opened_waits_for_no_lock_and_it_is_opened_once():
    told: list[str] = []

    def opened() -> Any:
        told.append("opened")
        loader.leave()
        return SimpleNamespace(library=[], engine=SimpleNamespace(give_up=lambda: told.append("given up")))

    loader = Loader(opened)
    assert loader.catalogue() == loader.catalogue() == ([], "")
    assert told == ["opened", "given up"]


@pytest.mark.parametrize("screen", MAKERS)
def test_a_file_that_vanishes(library: Library, file: Path, screen: str):
    async def act(pilot):
        away = file.rename(file.with_name("away"))
        seen = " ".join((await asked_again(pilot)).split())
        assert "There is no database at" in seen
        assert "not up to date" in seen
        away.rename(file)
        assert "not up to date" not in await asked_again(pilot)

    drive(lambda: MAKERS[screen](Clinic(library, file, wait=0.5)), act)
