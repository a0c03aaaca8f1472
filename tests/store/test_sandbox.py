"""A query from a file reads the clinic, and can do nothing else; each wall has a probe."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from caseboard import cli
from caseboard.errors import CaseboardError, DatabaseError, QueryError, RequestError
from caseboard.store import Engine, Rows, guard, sandbox, sandbox_child
from caseboard.store.sandbox import run_sandboxed

TWO = not duckdb.__version__.startswith("1.")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory on Linux")
secret_df = "a Python variable"

PRELUDE = [
    "create macro memory.main.as_of() as getvariable('as_of')::date",
    "create view memory.main.versions as select max(version) as version from clinic.schema_version",
    "create or replace temp table client_fact as select 'X' as client_id, as_of() as day",
]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("clinic") / "it's a clinic.duckdb"
    with Engine(path).writing(create=True):
        pass
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before  # nothing below changed one byte
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process is started: what it would answer is worked out in this one, where only the guard and
    DuckDB's own walls hold, and Python variables are near. The process and its limits have their own tests.
    """

    def answer(request: bytes, timeout: float, memory: int) -> Any:
        given = sandbox_child._pickled(sandbox_child._run(pickle.loads(request)))
        return sandbox._Values(BytesIO(given)).load()

    kept: list[Any] = []
    monkeypatch.setattr(sandbox, "_answer", answer)
    monkeypatch.setattr(sandbox_child, "_OPEN", kept)
    yield
    for reading in kept:
        with suppress(DatabaseError):  # locked, it cannot detach; the instance goes with it
            reading.__exit__(None, None, None)


def run(clinic: Path, sql: str, **how: Any) -> Rows:
    variables = {"as_of": date(2026, 3, 15), "no_shows_that_flag": ("3", "INTEGER")}
    return run_sandboxed(sql, str(clinic), PRELUDE, variables, **how)


def refused(clinic: Path, sql: str, **how: Any) -> CaseboardError:
    with pytest.raises(CaseboardError) as caught:
        run(clinic, sql, **how)
    message = str(caught.value)
    assert caught.value.exit_code == 2, message
    assert message and "Traceback" not in message and "\n" not in message
    return caught.value


def test_it_reads_the_clinic_the_library_and_its_variables(clinic: Path) -> None:
    found = run(
        clinic,
        "/*\ntitle = 'x'\n*/\nselect f.*, v.version > 0 as made, getvariable('no_shows_that_flag') as n,"
        " as_of() - 1 as before from client_fact as f, versions as v; -- the end",
    )
    assert found.columns == ["client_id", "day", "made", "n", "before"]
    assert found.types == ["VARCHAR", "DATE", "BOOLEAN", "INTEGER", "DATE"]
    assert found.rows == [("X", date(2026, 3, 15), True, 3, date(2026, 3, 14))]
    assert found.total == 1
    assert isinstance(found.rows[0], tuple)
    assert not sandbox.limits_note() or not sys.platform.startswith("linux")


def test_every_kind_of_value_comes_back(clinic: Path) -> None:
    found = run(
        clinic,
        "select 1.50::decimal(9,2), [1, null], {'a': 'x'}, map{'k': 1}, 'b'::blob, null, 'nan'::double,"
        " timestamp '2026-03-09 10:00:00', time '12:30', interval 2 days,"
        " 170141183460469231731687303715884105727, uuid '3f0e2a4e-0d3a-4b5a-9e3e-0d3a4b5a9e3e',"
        " [1, 2]::integer[2], true, chr(27) || chr(0), '12:30:00+02'::timetz",
    )
    row = found.rows[0]
    assert row[0] == Decimal("1.50")
    assert row[1:6] == ([1, None], {"a": "x"}, {"k": 1}, b"b", None)
    assert row[6] != row[6]
    assert row[7] == datetime(2026, 3, 9, 10)
    assert str(row[11]) == "3f0e2a4e-0d3a-4b5a-9e3e-0d3a4b5a9e3e"
    assert row[12:15] == ((1, 2), True, "\x1b\x00")
    assert row[15].isoformat() == "12:30:00+02:00"


def test_a_limit_cuts_and_counts(clinic: Path) -> None:
    found = run(clinic, "select i from range(25000) as t(i) order by i", limit=3)
    assert (found.rows, found.total) == ([(0,), (1,), (2,)], 25_000)
    assert run(clinic, "select 1 where false", limit=3).rows == []
    assert run(clinic, "select 1", limit=0).total == 1


OPEN = [
    "range(1)", "generate_series(1, 2)", "repeat(1, 2)", "repeat_row(1, num_rows = 2)", "json_each('[1]')",
    "json_tree('[1]')", "histogram(client_fact, client_id)", "histogram_values(client_fact, client_id)",
    "duckdb_columns()", "duckdb_functions()", "duckdb_tables()", "duckdb_types()", "duckdb_variables()",
    "duckdb_views()", "pragma_table_info('client_fact')", "pg_timezone_names()", "icu_calendar_names()",
]  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 union all select 2",
        "with recursive r(n) as (select 1 union all select n + 1 from r where n < 3) select n from r",
        "with a as materialized (select 1) select * from a",
        "values (1), (2)",
        "from client_fact",
        "describe client_fact",
        "summarize client_fact",
        "show tables",
        "select 'INSERT_QUERY_NODE' as t, {'type': 'COPY_QUERY_NODE'} as s",
        "select count(*) from clinic.schema_version",
        "select * from (pivot client_fact on client_id in ('X') using count(*))",
        "select (select 1), exists(select 2), (from client_fact select count(*));;",
        "select exists(from unnest(range(1))), " + ", ".join(f"exists(from {name})" for name in OPEN),
    ],
)
def test_what_only_reads_may_run(clinic: Path, here: None, sql: str) -> None:
    assert run(clinic, sql).rows


FILES = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/pass*')",
    "select * from read_json('/etc/passwd')",
    "select * from read_parquet('/etc/passwd')",
    "select * from glob('/etc/*')",
    "from '/etc/passwd'",
    "from '/tmp/x.csv'",
    "select * from read_csv('file:///etc/passwd')",
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "select * from read_csv('../../../../../../etc/passwd')",
    "select * from query('from read_csv(''/etc/passwd'')')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_metadata('/etc/passwd')",
    "select * from which_secret('x', 's3')",
    "select * from duckdb_secrets()",
    "select * from secret_df",
    "select * from sql",
    "select * from request",
    "select getenv('HOME')",
    "select * from query_table('/etc/passwd')",
    "select * from clinic.no_such_table",
]


@pytest.mark.parametrize("sql", FILES)
def test_no_file_no_address_no_python_variable(clinic: Path, here: None, sql: str) -> None:
    assert "root:" not in str(refused(clinic, sql))


CLOSED = [
    "select * from enable_logging(storage = 'file', storage_path = '{out}')",
    "select * from enable_profiling('json', save_location := '{out}')",
    "select * from ENABLE_PROFILING()",
    "select * from system.main.disable_logging()",
    "select (select count(*) from query('select 1'))",
    "with x as (from query_table('client_fact')) select * from x",
    "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))",
    "select * from checkpoint('clinic')",
    "select * from arrow_scan(1, 2, 3)",
    "select * from pandas_scan(1)",
    "select * from python_map_function(1)",
]


@pytest.mark.parametrize("sql", CLOSED)
def test_functions_that_do_more_than_read(clinic: Path, here: None, sql: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("whole")
    assert "is closed to a query from a file" in str(refused(clinic, sql.format(out=out)))
    assert out.read_text() == "whole"


def test_a_macro_of_the_library_is_no_closed_function(clinic: Path) -> None:
    macro = "create macro memory.main.days_in(n) as table select i from query('from range(9) as t(i)')"
    macro += " where i < n"
    found = run_sandboxed("select count(*) from days_in(3)", clinic, [macro], {})
    assert found.rows == [(3,)]


STATEMENTS = [
    "copy (select 1) to '{out}'",
    "copy client_fact from '/etc/passwd'",
    "export database '{out}'",
    "attach '{out}' as other",
    "attach ':memory:' as other",
    "detach clinic",
    "install httpfs",
    "load httpfs",
    "connect 'quack:localhost'",
    "create secret s (type s3)",
    "set memory_limit = '100GB'",
    "set threads = 64",
    "set enable_external_access = true",
    "set profile_output = '{out}'",
    "set variable as_of = date '2020-01-01'",
    "reset memory_limit",
    "pragma enable_profiling",
    "call enable_logging('QueryLog', storage_path = '{out}')",
    "insert into clinic.schema_version values (99, 'x', now())",
    "update clinic.schema_version set version = 99",
    "delete from clinic.schema_version",
    "merge into clinic.schema_version as t using (select 1 as v) as s on t.version = s.v"
    " when matched then delete",
    "drop table clinic.schema_version",
    "create table clinic.t (a integer)",
    "create temp view client_fact as select 1",
    "create macro f() as 1",
    "use clinic",
    "checkpoint clinic",
    "vacuum",
    "begin",
    "prepare p as select 1",
    "execute p",
    "explain analyze insert into clinic.schema_version values (99, 'x', now())",
    "call pragma_version()",
    "pivot client_fact on client_id using count(*)",
    "select 1; select 2",
    "select 1; drop table clinic.schema_version",
    "",
    "-- nothing",
    "/* title = 'x' */ ;",
    "select $1",
    "select $as_of",
    "select ?",
    "selec 1",
    "select '",
]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_nothing_but_one_select(clinic: Path, here: None, sql: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    error = refused(clinic, sql.format(out=out) if "{out}" in sql else sql)
    assert "without an answer" not in str(error)
    assert not out.exists()


WRITING = [
    "with x as (copy (select 1) to '{out}') select 1",
    "with x as (insert into clinic.schema_version values (99, 'x', now()) returning *) select * from x",
    "with x as (delete from clinic.schema_version returning *) select * from x",
    "with x as (update clinic.schema_version set version = 99 returning *) select * from x",
    "select * from (with x as (delete from client_fact returning *) select * from x)",
    "select (with x as (insert into client_fact values ('Y', null) returning 1) select count(*) from x)",
]


@pytest.mark.parametrize("sql", WRITING)
def test_no_writing_in_a_cte(clinic: Path, here: None, sql: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    error = refused(clinic, sql.format(out=out))
    if TWO:
        assert "also writes" in str(error)
    assert not out.exists()


def test_the_walls_stand_without_the_guard(
    clinic: Path, here: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(guard, "check", lambda _, sql: (sql, 0))
    out = tmp_path / "out.csv"
    hidden = [sql.format(out=out).replace("'", "''") for sql in WRITING[:4]]
    logging = f"call enable_logging(storage = 'file', storage_path = '{out}')"
    for sql in (
        *FILES[:8],
        *(f"select * from query('{text}')" for text in hidden),
        *([logging] if TWO else []),
        f"copy (select 1) to '{out}'",
        f"export database '{tmp_path}'",
        f"attach '{out}' as other",
        "install httpfs",
        "load httpfs",
        "create secret s (type s3)",
        "set memory_limit = '100GB'",
        "set threads = 64",
        "set python_enable_replacements = true",
        "set enable_external_access = true",
        "reset memory_limit",
        "insert into clinic.schema_version values (99, 'x', now()::timestamp)",
        "drop table clinic.schema_version",
        "create table clinic.t (a integer)",
        "set temp_directory = '/tmp'",
    ):
        with pytest.raises(CaseboardError):
            run(clinic, sql)
    assert not out.exists()
    assert list(tmp_path.iterdir()) == []


WALLS = {
    "temp_directory": "",
    "memory_limit": "614.0 MiB",
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "enable_progress_bar": False,
    "enable_external_access": False,
    "lock_configuration": True,
    **({"max_execution_time": 20_000} if TWO else {}),
}


def test_each_wall_is_up(clinic: Path) -> None:
    asked = ", ".join(f"current_setting('{name}')" for name in WALLS)
    found = run(clinic, f"select {asked}, current_setting('threads')", memory=2**30).rows[0]
    assert dict(zip(WALLS, found[:-1], strict=True)) == WALLS
    assert found[-1] <= 4


def test_whoever_interrupts_does_not_wait(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(child: subprocess.Popen[bytes], *_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sandbox, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(clinic, "select 1")
    assert time.monotonic() - started < 15


ENDLESS = "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r"


@pytest.mark.parametrize(
    "sql",
    [
        ENDLESS,
        "select count(*) from range(3000000) as a(x), range(3000000) as b(x) where a.x + b.x = -1",
    ],
)
def test_what_has_no_end_is_stopped(clinic: Path, sql: str) -> None:
    started = time.monotonic()
    error = refused(clinic, sql, timeout=1.5)
    assert "stopped after 1.5 seconds" in str(error) or "of memory" in str(error)
    assert time.monotonic() - started < 15


def test_the_time_is_a_wall_of_its_own(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sandbox, "_START", "import time; time.sleep(60)")
    started = time.monotonic()
    file = tmp_path / "one.sql"
    file.write_text("select 1 as one")
    assert cli.run(["run", str(file), "--db", str(clinic), "--timeout", "0.5"]) == 2
    assert "stopped after 0.5 seconds" in capsys.readouterr().err
    assert time.monotonic() - started < 15


@linux
def test_what_the_system_holds_without_a_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that sleeps takes no time of a processor, and would keep the file locked for ever."""
    import resource

    limits: dict[int, int] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, most: limits.update({what: most[0]}))
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    sandbox_child._limit(2**30, 1.5)
    left = signal.alarm(0)
    assert limits == {
        resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CPU: 11, resource.RLIMIT_AS: 2**30,
    }  # fmt: skip
    assert left in (6, 7)


@linux
@pytest.mark.parametrize(
    "sql",
    [
        "select repeat('x', 2000000000)",
        "select length(repeat('x', 2000000000) || repeat('y', 2000000000))",
        "select range(3000000000)",
        "select list(i) from range(400000000) as t(i)",
        "select count(distinct i::varchar || repeat('x', 90)) from range(60000000) as t(i)",
    ],
)
def test_memory_without_end_is_stopped(clinic: Path, sql: str) -> None:
    started = time.monotonic()
    error = refused(clinic, sql, memory=2**30)
    assert "more than the 1 GiB of memory" in str(error)
    assert time.monotonic() - started < 20


@linux
def test_an_answer_that_fills_the_memory_is_a_sentence(clinic: Path) -> None:
    sql = "select i, repeat('x', 1000) from range(3000000) as t(i)"
    assert "of memory" in str(refused(clinic, sql, memory=2**30))


def test_text_too_deep_for_a_parser_is_a_sentence(clinic: Path) -> None:
    for sql in ("(" * 100_000 + "1" + ")" * 100_000, "- " * 50_000 + "1"):
        assert "without an answer" not in str(refused(clinic, "select " + sql))
    value = "select " + "{'a': " * 500 + "1" + "}" * 500
    if sys.version_info < (3, 13):
        assert "without an answer" not in str(refused(clinic, value))
    else:  # which can hand it over
        assert len(run(clinic, value).rows) == 1


@linux
def test_a_process_that_dies_is_a_sentence(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(code: str) -> str:
        monkeypatch.setattr(sandbox, "_START", "import os, signal, sys; sys.stdin.buffer.read();" + code)
        return str(refused(clinic, "select 1"))

    assert "(SIGSEGV)" in dying("os.kill(os.getpid(), signal.SIGSEGV)")
    assert "of memory" in dying("os.kill(os.getpid(), signal.SIGKILL)")
    assert "without an answer (oh no)" in dying("print('oh no', file=sys.stderr); sys.exit(3)")
    assert "without an answer" in dying("pass")
    forged = "import pickle; t = ('rows', [], [], [os.system], 1);"
    forged += "sys.stdout.buffer.write(pickle.dumps(t))"
    assert "without an answer" in dying(forged)
    garbage = "sys.stdout.buffer.write(b'garbage')"
    assert "without an answer" in dying(garbage)


@pytest.mark.parametrize("span", ["[{'a': interval 1 month}]", "age('2026-03-15'::date, '2024-09-16'::date)"])
def test_months_are_not_read_as_30_days(clinic: Path, span: str) -> None:
    assert "column how_long has an interval of 30 days" in str(refused(clinic, f"select {span} as how_long"))
    with Engine(clinic).reading() as cursor, pytest.raises(QueryError, match="cast it with ::varchar"):
        cursor.rows(f"select {span} as how_long")
    assert run(clinic, "select interval 29 days as a, null::interval as b").rows[0][0].days == 29


def test_elsewhere_than_on_linux_it_says_what_is_not_limited(
    clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sandbox.sys, "platform", "win32")
    monkeypatch.delattr(signal, "SIGKILL")
    monkeypatch.setattr(sandbox, "_START", "import sys; sys.stdin.buffer.read(); sys.exit(3)")
    assert "without an answer" in str(refused(clinic, "select 1"))
    monkeypatch.undo()
    monkeypatch.setattr("caseboard.store.sandbox.limits_note", lambda: "Only the time is limited.")
    file = tmp_path / "one.sql"
    file.write_text("select 1 as one")
    assert cli.run(["run", str(file), "--db", str(clinic), "--format", "csv"]) == 0
    assert "Only the time is limited." in capsys.readouterr().err


def test_an_error_of_the_query_names_its_line(clinic: Path) -> None:
    error = refused(clinic, "/* a */\nselect\n    no_such_column\nfrom client_fact")
    assert isinstance(error, QueryError)
    assert "no_such_column" in str(error)
    assert "LINE 3" in str(error)
    error = refused(clinic, "\n/* title\n = */ -- x\nselect\n    1,\n    no_such_column")
    assert "LINE 6" in str(error)
    error = refused(clinic, "/* a\n*/\nselect 1 frm x y\nfrom z")
    assert "LINE 3" in str(error)
    error = refused(clinic, "select * from no_such_table")
    assert "no_such_table" in str(error)
    error = refused(clinic, "select error('=' || 1)")
    assert "=1" in str(error)


def test_a_time_with_a_zone_has_a_hint_or_a_value(clinic: Path) -> None:
    try:
        moment = run(clinic, "select now()").rows[0][0]
    except RequestError as error:  # DuckDB 1 asks for pytz
        assert "with ::timestamp" in str(error)
    else:
        assert moment.tzinfo is not None
        assert abs((datetime.now(UTC) - moment).total_seconds()) < 60
    assert run(clinic, "select now()::timestamp is not null").rows == [(True,)]


def test_a_database_that_is_not_usable(clinic: Path, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="There is no database at"):
        run(tmp_path / "none.duckdb", "select 1")
    (tmp_path / "foreign.duckdb").write_bytes(b"x" * 10_000)
    with pytest.raises(DatabaseError):
        run(tmp_path / "foreign.duckdb", "select 1")
    with pytest.raises(RequestError, match="runs on a database file, not on ducklake"):
        run_sandboxed("select 1", "ducklake:postgres:x", [], {})


def test_beside_a_reader_and_a_writer(clinic: Path, tmp_path: Path) -> None:
    with Engine(clinic).reading():
        assert run(clinic, "select 1").rows == [(1,)]
    code = (
        "import sys, time, duckdb; c = duckdb.connect(sys.argv[1]);print('held', flush=True); time.sleep(30)"
    )
    other = tmp_path / "held.duckdb"
    with Engine(other).writing(create=True):
        pass
    with subprocess.Popen(
        [sys.executable, "-c", code, str(other)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        try:
            with pytest.raises(DatabaseError, match=f"process {holder.pid}"):
                run(other, "select 1", wait=0.2)
        finally:
            holder.send_signal(signal.SIGKILL)


def test_an_error_of_the_prelude_says_so(clinic: Path) -> None:
    with pytest.raises(QueryError, match="library could not be prepared"):
        run_sandboxed("select 1", clinic, ["create view v as select * from nowhere"], {})


def test_it_starts_from_anywhere(clinic: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    relative = os.path.relpath(clinic, clinic.parent)
    monkeypatch.chdir(clinic.parent)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in ("duckdb.py", "pickle.py"):  # read before and after the child takes its parent's path
        (tmp_path / name).write_text("raise SystemExit('shadowed')")
    assert run(Path(relative), "select 1").rows == [(1,)]


def test_nothing_printed_spoils_the_answer(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loud = sandbox._START.replace(
        "main(request)",
        "import caseboard.store.guard as g, os;"
        "g.check = lambda _, sql: (os.write(1, b'no'), print('ise', flush=True)) and (sql, 0);"
        "main(request)",
    )
    monkeypatch.setattr(sandbox, "_START", loud)
    assert run(clinic, "select 1").rows == [(1,)]
