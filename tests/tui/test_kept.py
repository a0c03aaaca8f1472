"""What a board worked out serves the pages of its clients, as long as it is what they would work out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseboard.errors import Interrupted
from caseboard.files import stamp
from caseboard.library import Clinic, Library, making
from caseboard.store import engine
from caseboard.tui import loader, order
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import ClientPage
from caseboard.tui.gather import gather

DAY, BEFORE, EARLIER = date(2026, 3, 15), date(2026, 2, 22), date(2026, 2, 8)


@pytest.fixture
def path(sample_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_db, tmp_path / "clinic.duckdb"))


@pytest.fixture
def clinic(library: Library, path: Path) -> Iterator[Clinic]:
    found = Clinic(library, path)
    yield found
    found.close()


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many tables were worked out since it was last asked."""
    names: list[str] = []
    fill = making.fill

    def noted(relation: Any, cursor: Any) -> None:
        names.append(relation.name)
        fill(relation, cursor)

    def since() -> int:
        found = len(names)
        names.clear()
        return found

    monkeypatch.setattr(making, "fill", noted)
    return since


def told(page: ClientPage) -> tuple[Any, ...]:
    rows = {name: [row.items() for row in found] for name, found in page.tables.items()}
    return rows, page.absent, page.changed, page.is_open


@pytest.mark.long
@pytest.mark.parametrize(("day", "panes"), [(DAY, (0, 2)), (BEFORE, (1, 3))])
def test_a_page_says_the_same_as_without_the_board(
    clinic: Clinic, path: Path, filled: Callable[[], int], day: date, panes: tuple[int, ...]
) -> None:
    alone, board = Clinic(clinic.library, path), gather(clinic, day, keep=True)
    assert filled() > 10
    for client_id in (board.client_id(board.panes[pane][0]) for pane in panes):
        page = gather_client(clinic, client_id, day)
        assert filled() == 0
        assert page.is_open and told(page) == told(gather_client(alone, client_id, day))
        assert filled() > 10
        parts, own = (order.standing(found, client_id, day).parts for found in (clinic, alone))
        assert [part.items() for part in parts] == [part.items() for part in own] != []
        filled()
    alone.close()


def one_client(clinic: Clinic, day: date | None = DAY, **more: Any) -> int:
    """How many clients are worked out where somebody asks about one."""
    with clinic.asking(day, {"of_client": "C0136", **more}) as asking:
        return len(asking.run("open_client").rows)


def board(clinic: Clinic, day: date = DAY) -> int:
    with clinic.asking(day, keep=True) as asking:
        return len(asking.run("open_client").rows)


def test_what_is_kept_is_of_its_day_and_its_thresholds_for_two_days_at_most(clinic: Clinic) -> None:
    assert one_client(clinic) == 1
    people = board(clinic)
    assert people > 1
    assert one_client(clinic) == one_client(clinic, None) == people, "None is the sample's last day"
    assert one_client(clinic, BEFORE) == 1
    assert one_client(clinic, no_shows_that_flag=3) == 1
    with clinic.asking(DAY, {"of_program": "P02"}) as asking:
        assert len(asking.run("open_client").rows) < people
    of_program = clinic.run("open_client", as_of=DAY, parameters={"of_program": "P02"})
    assert len(of_program.rows) < people == len(clinic.run("open_client", as_of=DAY).rows)
    assert one_client(clinic) == people
    then = board(clinic, BEFORE)
    assert (one_client(clinic, BEFORE), one_client(clinic)) == (then, people)
    board(clinic, EARLIER)
    assert one_client(clinic) == people, "it was asked after the other"
    assert one_client(clinic, BEFORE) == 1 < one_client(clinic, EARLIER)
    clinic.close()
    assert one_client(clinic) == one_client(clinic, EARLIER) == 1


@pytest.mark.parametrize("how", ["written", "replaced", "by caseboard", "by a log"])
def test_a_file_that_has_changed_is_asked_itself(clinic: Clinic, path: Path, how: str) -> None:
    people = board(clinic)
    assert one_client(clinic) == people
    if how == "written":
        path.write_bytes(path.read_bytes())
        board(clinic, BEFORE)
        assert [asking.as_of for asking in clinic._kept._askings] == [BEFORE], (
            "what is of no use is let go of"
        )
    elif how == "replaced":
        shutil.copy2(path, path.with_suffix(".new")).replace(path)
    elif how == "by caseboard":
        with clinic.engine.writing() as cursor:
            cursor.execute("delete from clinic.episodes where client_id = 'C0136'")
    else:
        Path(f"{path}.wal").touch()
    assert one_client(clinic) == (0 if how == "by caseboard" else 1)


def test_a_file_that_is_replaced_while_it_is_read_is_not_taken_for_the_new_one(
    clinic: Clinic, path: Path, library: Library
) -> None:
    with ExitStack() as page:
        page.enter_context(clinic.asking(DAY, {"of_client": "C0136"}))
        then = stamp(str(path))
        shutil.copy2(path, path.with_suffix(".new")).replace(path)
        shown = gather(clinic, DAY, keep=True)  # on the attachment of the page
    assert shown.stamp == then != stamp(str(path))
    assert one_client(clinic) == 1
    assert loader._board(None, shown, clinic, 1).snapshot is not shown


def test_who_is_stopped_leaves_it_to_the_next_and_who_comes_meanwhile_asks_alone(clinic: Clinic) -> None:
    people = board(clinic)
    with pytest.raises(Interrupted), clinic.asking(DAY, {"of_client": "C0136"}) as asking:
        asking.interrupt()
        asking.run("open_client")
    assert one_client(clinic) == people
    with clinic.asking(DAY, {"of_client": "C0136"}) as first:
        assert one_client(clinic) == 1
        assert len(first.run("open_client").rows) == people
    assert one_client(clinic) == people


@pytest.mark.parametrize("ends_first", ["board", "page"])
def test_a_newer_board_is_not_lost_to_one_that_was_in_use(clinic: Clinic, ends_first: str) -> None:
    board(clinic)
    page, newest = ExitStack(), ExitStack()
    used = page.enter_context(clinic.asking(DAY, {"of_client": "C0136"}))
    newer = newest.enter_context(clinic.asking(DAY, keep=True))
    for one in (newest, page) if ends_first == "board" else (page, newest):
        one.close()
    with clinic.asking(DAY) as found:
        assert found is newer
    with pytest.raises(Exception, match="closed"):
        used.cursor.execute("select 1")


def test_a_board_that_is_stopped_is_not_kept_nor_instead_of_another(clinic: Clinic) -> None:
    with clinic.asking(DAY, keep=True) as stopped:
        people = board(clinic)
        stopped.interrupt()
    assert one_client(clinic) == people
    with clinic.asking(DAY) as found:
        assert found is not stopped
    with pytest.raises(Exception, match="closed"):
        stopped.cursor.execute("select 1")


def test_of_an_address_nothing_is_kept(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "stamp", lambda target: None)
    assert board(clinic) > 1
    assert clinic._kept._askings == []
    assert one_client(clinic) == 1


def test_both_boards_are_kept_that_of_the_day_shown_and_the_usual(clinic: Clinic) -> None:
    shown = loader._board(BEFORE, None, clinic, 1)
    assert (shown.snapshot.as_of, shown.usual and shown.usual.as_of) == (BEFORE, DAY)
    assert one_client(clinic, BEFORE) > 1 < one_client(clinic)
