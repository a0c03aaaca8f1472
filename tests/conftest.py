from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from caseboard.library import Library
from tests.open_clinic import OpenClinic

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def real_data() -> Path:
    """The folder of real data, which is no part of the project."""
    return Path(os.environ.get("CASEBOARD_REAL_DATA", ROOT.parent / "shared" / "real_data"))


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own config, cache or database."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CASEBOARD_DB", "CASEBOARD_QUERIES", "CASEBOARD_CONFIG", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))


@pytest.fixture(scope="session", autouse=True)
def one_thread_each() -> Iterator[None]:
    """Workers share the cores: what is asked in this process is worked out on one thread, in a fifth less
    time. The programs that tests start have as many as they will.
    """
    from caseboard.store import engine

    connect = engine.connect

    def with_one_thread() -> Any:
        instance = connect()
        instance.execute("set threads = 1")
        return instance

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "connect", with_one_thread)
        yield


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """The sample clinic, loaded once; tests only read it."""
    from caseboard.intake import import_extracts
    from caseboard.store import Engine

    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    import_extracts([SAMPLE], Engine(path), library)
    return path


@pytest.fixture(scope="session")
def sample(library: Library, sample_db: Path) -> Iterator[OpenClinic]:
    """The sample clinic, held open: what a test only asks of it is worked out once for all tests."""
    clinic = OpenClinic(library, sample_db)
    yield clinic
    clinic.shut()


@pytest.fixture
def caseboard(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line in this process: (exit code, stdout, stderr)."""
    from caseboard.cli import run

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            code = run([str(item) for item in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return code, out, err

    return call
