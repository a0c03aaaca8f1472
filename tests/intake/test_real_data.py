"""The extracts of 1,922 real people come in whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseboard.intake import import_extracts
from caseboard.library import Library
from caseboard.store import Engine
from tests.conftest import real_data

FOLDER = real_data() / "trials_27_30"


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the real data are not at {FOLDER}")
def test_every_row_comes_in_and_the_second_time_nothing_changes(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "real.duckdb"
    first = import_extracts(FOLDER, Engine(path), library)
    assert (first.total("read"), first.total("new"), first.turned_away) == (425_689, 425_689, 0)
    before = path.read_bytes()
    second = import_extracts(FOLDER, Engine(path), library)
    assert (second.total("unchanged"), second.written) == (425_689, False)
    assert path.read_bytes() == before
