"""The clinic's file under several threads and processes, and files that are not usable."""

from __future__ import annotations

import os
import shlex
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from caseboard.errors import CaseboardError, DatabaseError, Interrupted, QueryError, RequestError
from caseboard.intake import import_extracts
from caseboard.library import Library
from caseboard.store import Engine, Staging, migrations, staging
from caseboard.store.engine import connect

ROW = "insert into clinic.staff values ($1, $2, 'therapist', null, timestamp '2026-01-01', null)"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    path = tmp_path / "clinic.duckdb"
    with Engine(path).writing(create=True):
        pass
    return path


def test_a_new_file_is_the_owners_alone_and_can_be_read(clinic: Path) -> None:
    assert stat.S_IMODE(clinic.stat().st_mode) == 0o600
    with Engine(clinic).reading() as cursor:
        assert cursor.rows("select count(*) from clinic.staff").rows == [(0,)]


def test_a_reader_cannot_write(clinic: Path) -> None:
    with Engine(clinic).reading() as cursor, pytest.raises(QueryError, match="read-only"):
        cursor.execute(ROW, ["a", "b"])


def test_what_fails_in_a_transaction_leaves_nothing(clinic: Path) -> None:
    engine = Engine(clinic)
    with pytest.raises(QueryError), engine.writing() as cursor, cursor.transaction():
        cursor.execute(ROW, ["a", "b"])
        cursor.execute("select * from nothing_like_it")
    with engine.reading() as cursor:
        assert cursor.one("select count(*) from clinic.staff") == (0,)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
def test_a_new_file_goes_with_the_writing_that_failed(tmp_path: Path, stop: type[BaseException]) -> None:
    path = tmp_path / "clinic.duckdb"
    engine = Engine(path)
    with pytest.raises(stop), engine.writing(create=True) as cursor, cursor.transaction():
        cursor.execute(ROW, ["a", "b"])
        raise stop
    assert not list(tmp_path.iterdir()), "a board of nobody would be shown"
    with engine.writing(create=True) as cursor:
        cursor.execute(ROW, ["a", "b"])
    with pytest.raises(stop), engine.writing(create=True):
        raise stop
    with engine.reading() as cursor:
        assert cursor.rows("select count(*) from clinic.staff").rows == [(1,)], "one that was there stays"


FULL = """
import resource, sys
from caseboard.errors import DatabaseError
from caseboard.store import Engine
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    with Engine(sys.argv[1]).writing(create=True):
        pass
except DatabaseError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="the limit is POSIX")
@pytest.mark.parametrize("room", ["0", "6000"])
def test_a_file_for_which_there_was_no_room_is_not_in_the_way_of_the_next_import(
    tmp_path: Path, room: str
) -> None:
    path = tmp_path / "clinic.duckdb"
    ask = [sys.executable, "-c", FULL, str(path), room]
    assert subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    assert not list(tmp_path.iterdir())


def test_a_new_file_that_a_link_leads_to_goes_and_the_link_stays(tmp_path: Path) -> None:
    path = tmp_path / "disk" / "clinic.duckdb"
    path.parent.mkdir()
    link = tmp_path / "clinic.duckdb"
    link.symlink_to(path)
    with pytest.raises(KeyboardInterrupt), Engine(link).writing(create=True):
        raise KeyboardInterrupt
    assert link.is_symlink()
    assert not list(path.parent.iterdir())


def test_a_file_that_another_made_meanwhile_is_kept(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(clinic)
    monkeypatch.setattr(engine, "exists", lambda: False)
    with pytest.raises(KeyboardInterrupt), engine.writing(create=True):
        raise KeyboardInterrupt
    assert clinic.exists()


def test_a_disk_that_knows_no_owners_takes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    with Engine(tmp_path / "clinic.duckdb").writing(create=True):
        pass


@pytest.mark.parametrize("column", ["version varchar", "version integer"])
def test_another_programs_table_of_versions_makes_no_clinic(tmp_path: Path, column: str) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as plain:
        plain.execute(f"create table schema_version ({column})")
        plain.execute("insert into schema_version values ('1')")
    with pytest.raises(DatabaseError, match="not a caseboard database"), Engine(other).reading():
        pass
    with pytest.raises(DatabaseError, match="not caseboard's"), Engine(other).writing(create=True):
        pass
    with duckdb.connect(str(other)) as plain:
        assert plain.execute("select table_name from duckdb_tables()").fetchall() == [("schema_version",)]


def test_a_file_without_a_table_can_be_loaded_into(tmp_path: Path) -> None:
    """An import that was killed as it began may leave one."""
    path = tmp_path / "clinic.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(DatabaseError, match=r"is empty; .* caseboard import SOURCE"), Engine(path).reading():
        pass
    clients = tmp_path / "staff.csv"
    clients.write_text("staff_id,name,role\nT1,Someone,therapist\n", encoding="utf-8")
    report = import_extracts(clients, Engine(path), Library.load())
    assert report.written and not report.notes
    with Engine(path).reading() as cursor:
        assert cursor.one("select count(*) from clinic.staff") == (1,)


@pytest.mark.skipif(os.name == "nt", reason="pipes with a name are POSIX")
def test_a_pipe_is_no_database(tmp_path: Path) -> None:
    pipe = tmp_path / "clinic.duckdb"
    os.mkfifo(pipe)
    with pytest.raises(DatabaseError, match="is a pipe"), Engine(pipe).reading():
        pass
    with pytest.raises(DatabaseError, match="is a pipe"), Engine(pipe).writing(create=True):
        pass


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "x")
    for opened in (engine.reading(), engine.writing()):
        with pytest.raises(DatabaseError, match="caseboard import SOURCE"), opened:
            pass
    assert not (tmp_path / "x").exists()


def test_a_damaged_file_is_never_called_somebody_elses(clinic: Path) -> None:
    whole, said = clinic.read_bytes(), set()
    for start in range(12_288, len(whole), 262_144):  # the blocks of a DuckDB file, behind its headers
        part = bytes(byte ^ 0x5A for byte in whole[start + 8 : start + 208])
        clinic.write_bytes(whole[: start + 8] + part + whole[start + 208 :])
        for use in (Engine(clinic).reading, Engine(clinic).writing):
            try:
                with use() as cursor:
                    cursor.rows("from clinic.staff")
            except DatabaseError as error:
                said.add(str(error))
    assert said
    assert all(f"{clinic} cannot be used: " in words and "orrupt" in words for words in said), said


def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.duckdb"
    text.write_text("not a database " * 500)
    extract = tmp_path / "clients.csv"
    extract.write_text("client_id,name\nC1,Kim\n")
    with pytest.raises(DatabaseError, match="csv is not a DuckDB file"), Engine(extract).reading():
        pass
    with pytest.raises(DatabaseError, match="not a DuckDB file"), Engine(text).reading():
        pass
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as con:
        con.execute("create table t as select 1 as a")
    before = other.read_bytes()
    with pytest.raises(DatabaseError, match="not a caseboard database"), Engine(other).reading():
        pass
    with pytest.raises(DatabaseError, match="not caseboard's"), Engine(other).writing():
        pass
    assert other.read_bytes() == before


def test_a_damaged_file_and_one_of_sqlite_cannot_be_used(clinic: Path, tmp_path: Path) -> None:
    damaged = bytearray(clinic.read_bytes())
    for place in range(12288, len(damaged), 64):
        damaged[place] ^= 0xFF
    bad = tmp_path / "damaged.duckdb"
    bad.write_bytes(damaged)
    with (
        pytest.raises(DatabaseError, match=r"damaged\.duckdb cannot be used"),
        Engine(bad).reading() as cursor,
    ):
        cursor.rows("select * from clinic.staff")
    named = tmp_path / "the sqlite"
    named.mkdir()
    gone = named / "it's gone.duckdb"
    with pytest.raises(DatabaseError, match="There is no database") as said, Engine(gone).reading():
        pass
    assert shlex.split(str(said.value).rpartition("--db ")[2]) == [str(gone)], "it can be pasted"
    shut = named / "shut.duckdb"
    shut.write_bytes(clinic.read_bytes()[:5000])
    with pytest.raises(DatabaseError, match="cannot be used"), Engine(shut).reading() as cursor:
        cursor.rows("select * from clinic.staff")
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as con, con:
        con.execute("create table t (a)")
    with pytest.raises(DatabaseError, match="not a DuckDB file"), Engine(other).reading():
        pass
    with pytest.raises(DatabaseError, match="is not a DuckDB file"), Engine(":memory:").reading():
        pass


def test_a_file_may_be_called_as_memory_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To DuckDB `:memory:x` is a file, and so it is its owner's alone, and said to be missing where it is."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseError, match="There is no database at :mem"), Engine(":memory:x").reading():
        pass
    with Engine(":memory:x").writing(create=True):
        pass
    assert stat.S_IMODE((tmp_path / ":memory:x").stat().st_mode) == 0o600


def test_an_older_file_names_the_command_and_a_newer_one_the_update(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = clinic.rename(clinic.with_name("it's the clinic.duckdb"))
    newest = migrations.newest()
    monkeypatch.setattr(migrations, "newest", lambda: newest + 1)
    with pytest.raises(DatabaseError, match="caseboard import --upgrade") as said, Engine(clinic).reading():
        pass
    assert shlex.split(str(said.value).rpartition("--db ")[2]) == [str(clinic)], "it can be pasted"
    monkeypatch.setattr(migrations, "newest", lambda: newest - 1)
    with pytest.raises(DatabaseError, match="update caseboard"), Engine(clinic).reading():
        pass
    with pytest.raises(DatabaseError, match="update caseboard"), Engine(clinic).writing():
        pass


def test_a_writer_brings_an_older_file_up_to_date(
    clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = tmp_path / "0999_more.sql"
    more.write_text("create table more (a integer); insert into more values (7);")
    files = (*migrations.files(), (999, more))
    monkeypatch.setattr(migrations, "files", lambda: files)
    engine = Engine(clinic)
    path = "select current_setting('search_path')"
    with engine.writing() as cursor:
        found = cursor.one(path)
    with engine.reading() as cursor:
        assert cursor.one("select a from clinic.more") == (7,)
        assert cursor.one(path) == found, "the one that brought it up to date reads the library's views too"


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more, wrong = tmp_path / "0998_more.sql", tmp_path / "0999_wrong.sql"
    more.write_text("create table more (a integer);")
    wrong.write_text("alter table nothing_like_it add column a integer;")
    with monkeypatch.context() as newer:
        files = (*migrations.files(), (998, more), (999, wrong))
        newer.setattr(migrations, "files", lambda: files)
        with pytest.raises(QueryError, match="nothing_like_it"), Engine(clinic).writing():
            pass
    with Engine(clinic).reading() as cursor, pytest.raises(QueryError, match="more does not exist"):
        cursor.rows("from clinic.more")


def test_eight_readers_and_two_writers_in_one_process(clinic: Path) -> None:
    engine = Engine(clinic)
    wrong: list[object] = []
    reads = [0] * 8
    written = [0] * 2

    def read(number: int) -> None:
        seen = 0
        while reads[number] < 5 and not wrong:
            try:
                with engine.reading() as cursor:
                    cursor.set_variable("mine", number, "integer")
                    cursor.execute("create or replace temp table own as select getvariable('mine') as a")
                    count, mine = cursor.one("select (select count(*) from clinic.staff), a from own") or (
                        0,
                        0,
                    )
                if mine != number or count < seen:
                    wrong.append((number, mine, count, seen))
                seen, reads[number] = count, reads[number] + 1
            except Exception as error:
                wrong.append(error)

    def write(number: int) -> None:
        while written[number] < 15 and not wrong:
            try:
                with engine.writing() as cursor, cursor.transaction():
                    cursor.execute(ROW, [f"{number}-{written[number]}", "somebody"])
                written[number] += 1
            except Exception as error:
                wrong.append(error)
            time.sleep(0.01)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    threads += [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert min(reads) > 0
    assert min(written) > 2
    with engine.reading() as cursor:
        assert cursor.one("select count(*) from clinic.staff") == (sum(written),)


def test_a_reader_gets_in_between_two_writers_that_take_turns(clinic: Path) -> None:
    engine = Engine(clinic)
    coming = [threading.Event(), threading.Event()]
    written: list[int] = []
    seen: list[int] = []

    def write(number: int) -> None:
        while not seen and len(written) < 20:
            coming[number].set()
            with engine.writing():
                coming[number].clear()
                coming[1 - number].wait(1)
                time.sleep(0.02)  # by now the other one waits
                written.append(number)

    def read() -> None:
        with engine.reading():
            seen.append(len(written))

    threads = [threading.Thread(target=write, args=(number,), daemon=True) for number in range(2)]
    threads.append(threading.Thread(target=read, daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(seen) == 1 and seen[0] < 20


def test_a_writer_that_is_stopped_while_it_waits_holds_nobody_up(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(clinic)

    def stopped(until: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(engine._gate, "wait_for", stopped)
        with pytest.raises(KeyboardInterrupt), engine.writing():
            pass
    found: list[object] = []

    def read() -> None:
        with engine.reading() as cursor:
            found.append(cursor.one("select 1"))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(10)
    assert found == [(1,)]


HOLD = """
import sys, time
from caseboard.store import Engine
with Engine(sys.argv[1]).writing() as cursor:
    cursor.execute("begin transaction")
    cursor.execute(
        "insert into clinic.staff select 's' || i, 'x', 'y', null, now(), null from range(20000) as t(i)"
    )
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(clinic: Path, seconds: float) -> subprocess.Popen[str]:
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(clinic), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert held.stdout is not None
    assert held.stdout.readline().strip() == "held"
    return held


def test_a_lock_of_another_process_is_waited_for(clinic: Path) -> None:
    with hold(clinic, 0.5) as held, Engine(clinic, wait=10).reading() as cursor:
        assert cursor.one("select count(*) from clinic.schema_version") is not None
        held.wait()


def test_a_lock_that_stays_is_named(clinic: Path) -> None:
    with hold(clinic, 30) as held:
        engine = Engine(clinic, wait=0.3)
        pattern = rf"in use by process {held.pid}"
        with pytest.raises(DatabaseError, match=pattern), engine.reading():
            pass
        held.kill()
        held.wait()
    again = threading.Thread(target=engine.reading().__enter__, daemon=True)
    again.start()
    again.join(10)
    assert not again.is_alive(), "the next refresh waits for nobody"


@pytest.mark.parametrize("when", ["before", "while it waits"])
def test_a_wait_for_a_lock_can_be_given_up(clinic: Path, when: str) -> None:
    with hold(clinic, 120) as held:
        engine, told = Engine(clinic, wait=90), []

        def read() -> None:
            try:
                with engine.reading():
                    pass
            except Interrupted as error:
                told.append(str(error))

        if when == "before":
            engine.give_up()
        waiting = threading.Thread(target=read, daemon=True)
        waiting.start()
        waiting.join(0.3)
        engine.give_up()
        waiting.join(20)
        ended = not waiting.is_alive()
        held.kill()
        held.wait()
    assert ended
    assert told == ["The database was not waited for any longer."]
    with engine.reading() as cursor:
        assert cursor.one("select count(*) from clinic.staff") == (0,), "without a lock nothing is waited for"


def test_a_killed_writer_leaves_what_was_committed(clinic: Path) -> None:
    with hold(clinic, 30) as held:
        os.kill(held.pid, signal.SIGKILL)
        held.wait()
    with Engine(clinic).reading() as cursor:
        assert cursor.one("select count(*) from clinic.staff") == (0,)


def test_what_was_made_goes_with_the_instance(clinic: Path) -> None:
    engine = Engine(clinic)
    for _ in range(2):
        with engine.reading() as cursor:
            if "one" not in engine.made:
                cursor.execute("create view memory.main.one as select 1 as a")
                engine.made.add("one")
            assert cursor.one("select a from one") == (1,)
        engine.close()


def test_a_query_can_be_stopped_from_another_thread_and_by_ctrl_c(
    clinic: Path, request: pytest.FixtureRequest
) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with Engine(clinic).reading() as cursor:
        for stop, error in (
            (cursor.interrupt, Interrupted),
            (lambda: os.kill(os.getpid(), signal.SIGINT), KeyboardInterrupt),
        ):
            timer = threading.Timer(0.1, stop)
            timer.start()
            with pytest.raises(error):
                cursor.execute("select count(*) from range(1000000) as a cross join range(1000000) as b")
            timer.join()
        assert cursor.one("select 1") == (1,)


def test_what_was_stopped_lets_go_of_the_file(clinic: Path) -> None:
    """DuckDB 1.5.5 kept its lock until the cursor was used again, or closed."""
    engine = Engine(clinic)
    with engine.reading():
        lasting = engine.cursor()
        timer = threading.Timer(0.2, lasting.interrupt)
        timer.start()
        with pytest.raises(CaseboardError):  # in the middle of its rows, DuckDB 1.5.5 speaks of invalid input
            lasting.rows("select i, v.* from clinic.schema_version as v, range(100000000) as t(i)")
        timer.join()
    write = "import duckdb, sys; duckdb.connect(sys.argv[1]).close()"
    subprocess.run([sys.executable, "-c", write, str(clinic)], check=True)
    with engine.reading():
        assert lasting.one("select count(*) from clinic.staff") == (0,)
    lasting.close()


def test_what_does_not_fit_into_memory_stays_out_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    for folder in (here, temporary):
        folder.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = os.umask(0o077)  # as the command line has it
    try:
        instance = connect()
        assert not list(temporary.iterdir())
        instance.execute("set memory_limit = '60MB'")
        instance.execute("set threads = 1")
        instance.execute("create temp table big as select repeat('x', 200) || range as a from range(1000000)")
        [spilled] = temporary.iterdir()
        assert stat.S_IMODE(spilled.stat().st_mode) == 0o700
        assert spilled.name.startswith(f"caseboard-spill-{os.getpid()}-")
        instance.close()
    finally:
        os.umask(before)
    assert not list(temporary.iterdir()) and not list(here.iterdir())


def test_what_a_killed_process_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    for name in (f"caseboard-spill-{gone.pid}-a", f"caseboard-import-{gone.pid}-b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "raw_0.parquet").touch()
    just_made = tmp_path / f"caseboard-import-{gone.pid}-c"  # by an import that is about to hold it
    kept = [tmp_path / f"caseboard-spill-{os.getpid()}-a", tmp_path / "caseboard-of-mine", just_made]
    for folder in kept:
        folder.mkdir()
    with staging():
        pass
    assert sorted(tmp_path.iterdir()) == sorted(kept)


def test_what_is_locked_down_reads_its_own_copies_and_nothing_else(tmp_path: Path) -> None:
    """A map's SELECT is somebody's text: it sees the extracts, and no other file."""
    other, out = tmp_path / "other.csv", tmp_path / "out.csv"
    other.write_text("a\n1\n")
    with staging() as place:
        copy = place.folder / "raw_0.parquet"
        place.cursor.execute(f"copy (select 7 as a) to '{copy}' (format parquet)")
        assert place.cursor.rows(f"from read_csv('{other}')").rows == [(1,)]
        place.lock_down()
        assert place.cursor.rows(f"from read_parquet('{copy}')").rows == [(7,)]
        for sql in (
            f"from read_csv('{other}')",
            f"copy (select 1) to '{out}'",
            f"attach '{out}' as other",
            f"set temp_directory = '{tmp_path}'",
            "set threads = 1",
        ):
            with pytest.raises(CaseboardError):
                place.cursor.execute(sql)
    assert not out.exists()


@pytest.mark.skipif(os.name == "nt", reason="the lock is POSIX")
def test_an_import_of_another_container_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    left = tmp_path / f"caseboard-import-{os.getpid()}-of-a-container-that-was-killed"
    left.mkdir()
    (left / "raw_0.parquet").touch()

    def nobody(process: int, number: int) -> None:
        raise ProcessLookupError  # numbers of one container mean nothing in another

    with staging() as place:
        monkeypatch.setattr(os, "kill", nobody)
        with staging():
            pass
        assert place.path.exists()
    assert not list(tmp_path.iterdir())


def test_copies_go_nowhere_else_than_where_they_were_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python would take another folder, which may be on no encrypted disk, and not say so."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "not mounted"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with pytest.raises(RequestError, match="TMPDIR"), staging():
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_names_that_duckdb_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    odd.mkdir()
    with pytest.raises(DatabaseError, match="rename it"), Engine(odd / "x.duckdb").writing(create=True):
        pass
    monkeypatch.setenv("TMPDIR", str(odd))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with pytest.raises(RequestError, match="another with TMPDIR"), staging():
        pass
    with (
        pytest.raises(RequestError, match="another with TMPDIR"),
        Engine(tmp_path / "x").writing(create=True),
    ):
        pass
    assert not list(odd.iterdir())


def test_the_log_of_another_database_is_named(clinic: Path) -> None:
    """A backup that is put in the place of a database whose writer was killed."""
    kept = clinic.read_bytes()
    writes = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); c.execute('create table t (a integer)'); "
        "c.execute(\"set checkpoint_threshold = '1GB'\"); c.execute('insert into t values (1)'); "
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", writes, str(clinic)], check=False)
    log = Path(f"{clinic}.wal")
    assert log.exists()
    other = clinic.with_name("other.duckdb")
    with Engine(other).writing(create=True):
        pass
    clinic.write_bytes(other.read_bytes())
    with pytest.raises(DatabaseError, match=r"\.wal is the log of another"), Engine(clinic).reading():
        pass
    log.unlink()
    clinic.write_bytes(kept)
    with Engine(clinic).reading():
        pass


def test_staging_that_is_stopped_as_it_begins_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Staging, "__init__", stopped)
    with pytest.raises(KeyboardInterrupt), staging():
        pass
    assert not list(tmp_path.iterdir())


def test_staging_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """As on a disk that is full to the last block."""
    with pytest.raises(DatabaseError, match=r"staging\.duckdb cannot be used: IO Error"):
        Staging(tmp_path / "gone")


def test_what_went_wrong_is_said_though_it_cannot_be_rolled_back(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB lets nothing through any more after an error that it calls fatal."""
    with Engine(clinic).writing() as cursor:
        execute = cursor.execute

        def fatal(sql: str, values: object = None) -> None:
            if sql == "rollback":
                raise DatabaseError("The database has been invalidated.")
            execute(sql)

        monkeypatch.setattr(cursor, "execute", fatal)
        with pytest.raises(DatabaseError, match="no room left"), cursor.transaction():
            raise DatabaseError("There is no room left.")
        execute("rollback")


def test_rows_beyond_a_limit_are_counted_and_not_kept(clinic: Path) -> None:
    with Engine(clinic).reading() as cursor:
        for limit, kept in ((None, 25_001), (0, 0), (3, 3), (25_001, 25_001), (30_000, 25_001)):
            found = cursor.rows("select i from range(25001) as t(i) order by i", limit=limit)
            assert (found.rows, found.total) == ([(i,) for i in range(kept)], 25_001)
        assert cursor.rows("select 1 where false", limit=3).total == 0
    with Engine(clinic).writing():
        pass  # nothing was left unread, which would keep the lock


def test_an_interval_that_may_hold_months_is_refused_wherever_it_stands(clinic: Path) -> None:
    inside = ("map {interval 1 month: 1}", "{'a': [interval 1 year]}", "[interval 2 month]::interval[1]")
    with Engine(clinic).reading() as cursor:
        for span in ("interval 1 month", "interval (-1) month", *inside):
            with pytest.raises(QueryError, match="The column b has an interval of 30 days or more"):
                cursor.rows(f"select interval 1 day as a, null as b union all select null, {span}")
        shorter = "select interval 29 days as a, [null::interval] as b, 'INTERVAL' as c"
        assert cursor.rows(shorter).rows == [(timedelta(29), [None], "INTERVAL")]
