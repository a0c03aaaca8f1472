"""The bundled sample's database: made once, and no other that is in use is lost for it."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from caseboard import sample
from caseboard.errors import RequestError
from caseboard.library import Clinic, Library
from caseboard.settings import bundled


def test_making_one_sample_leaves_another_that_is_in_use(library: Library, tmp_path: Path) -> None:
    first = sample.sample_database(library)
    board = Clinic(library, first)
    assert board.info().invented
    measures = tmp_path / "measures"
    measures.mkdir()
    shutil.copy(bundled("queries") / "measures" / "phq9.toml", measures)
    other = Library.load(local=tmp_path)
    unused = first.with_name("sample-unused.duckdb")
    unused.touch()
    left = first.with_name(".sample-left")
    left.mkdir()
    month_ago = time.time() - 30 * 86_400
    for path in (unused, left):
        os.utime(path, (month_ago, month_ago))
    second = sample.sample_database(other)
    assert sorted(first.parent.iterdir()) == sorted([first, second]) and first != second
    assert board.info().invented


def test_a_sample_that_is_used_again_is_kept(library: Library) -> None:
    path = sample.sample_database(library)
    month_ago = time.time() - 30 * 86_400
    os.utime(path, (month_ago, month_ago))
    assert sample.sample_database(library) == path
    assert time.time() - path.stat().st_mtime < 86_400


def test_first_starts_at_once_share_the_sample(library: Library) -> None:
    def start(_: int) -> bool:
        own = Library.load()
        return Clinic(own, sample.sample_database(own)).info().invented

    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(start, range(3)))


@pytest.mark.skipif(not Path("/proc/sys").is_dir(), reason="a folder that even root cannot write to")
def test_a_cache_that_cannot_be_written_to_is_a_sentence(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "caseboard").symlink_to("/proc/sys")
    with pytest.raises(RequestError, match=r"cannot be kept in .* XDG_CACHE_HOME"):
        sample.sample_database(library)
