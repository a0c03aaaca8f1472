"""What a query stands on, read off its text: what is missed would be read past the date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseboard.library import Clinic, Library
from caseboard.library import text as sql
from caseboard.library.query import Query


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("select c.x from a as b, c where d = e, f", "a c"),
        ("select x, y from a inner join b on a.x = b.x and a.y = f(1, 2), c order by d, e", "a b c"),
        ("select x from a left join b using (x, y), c group by d, e", "a b c"),
        ("select x from (a as b inner join (c cross join d) on true) limit 1", "a c d"),
        ('select x from "A" as b, main.c, clinic.d, memory.main.e, f', "a c f"),
        ("from a, b select c, d", "a b"),
        ("select x from t: a, u: b", "a b"),
        ("select x from a, lateral (select y from b, c) as d, e", "a b c e"),
        ("select (select x from a), b, c from d", "a d"),
        ("select x from range(3) as a, unnest(b) with ordinality as c, d", "range unnest d"),
        ("select x from (values (1, 2), (3, 4)) as a, b", "b"),
        ("select x is distinct from y, z from a", "a"),
        ("with a as (table b) select x from (summarize c), (pivot d on e), (unpivot f on g), a", "b c d f"),
        ("select x from (describe a), (describe table b)", "a b"),
        ("with a as (select x from a), b as not materialized (from a) select x, c from b, a", "a"),
        ("with a as materialized (select x from b) select x from a", "b"),
        ("with a(x, y) as (select 1, 2), b as (select x from c, d) select x from a, b", "c d"),
        ("with recursive a as (select 1 union all select x from a) select x from a", ""),
        ("select x from (with a as (select 1) select y from a) as b, a", "a"),
        ("select x from a where b in (select y from c union select z from d, e) and f", "a c d e"),
        ("create macro m(x, y := 2) as table select z from a, b", "a b"),
        ("select sum(x) over (partition by y, z order by w) from a window u as (order by v), t", "a"),
        ('with t as (pivot_longer a on b), u as (pivot_wider c on d) from t, `e``f`, "main".g', "a c e``f g"),
        (")) from a, b", "a b"),
        (") as (select x from a)", "a"),
    ],
)
def test_the_relations_that_a_query_names(code: str, names: str) -> None:
    assert sql.relations_read(code) == set(names.split())


SAME = """
select count(*) as n from attendance as a
select count(*) as n from range(1) as r, attendance as a
select count(*) as n from "attendance" as a where e'it\\'s' <> 'x'
with attendance as (select a.client_id from attendance as a) select count(*) as n from attendance as a
select count(*) as n from\u200battendance as a
select count(*) as n from "main"."attendance" as a
select count(*) as n$b$ from attendance as a$b$
select count(*) /* as /* it */ isn't */ as n from attendance as a where '' = ''
select count(*) as n from (values (1)) as r(x), attendance as a
select count(*) as n from values (1) as r(x), attendance as a
with recursive attendance as (from attendance) select count(*) as n from attendance as a
select count(*) as n from 'attendance' as a
"""


def test_however_a_table_is_named_it_is_read_as_known_on_the_day(
    tmp_path: Path, sample_db: Path, library: Library
) -> None:
    """The table in the clinic's file has every version, those of later days as well."""
    found = []
    for text in SAME.strip().splitlines():
        (tmp_path / "mine.sql").write_text(text, encoding="utf-8")
        clinic = Clinic(library, sample_db)  # another one: it has none of the views yet
        with clinic.asking(date(2025, 10, 1)) as asking:
            found += asking.run_relation(Query("mine", tmp_path / "mine.sql", local=True, alone=True)).rows
            every = asking.cursor.one("select count(*) from clinic.attendance")
    assert len(set(found)) == 1
    assert every is not None and found[0] < every


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a -- b\nc", "a  \nc"),
        ("a /* b\nc */ d", "a  \n d"),
        ("'it''s' || 'b\nc'", "'' || ''\n"),
        ("e'it\\'s' || E'\\\\' || 'b'", "'' || '' || ''"),
        ("me'b'", "me''"),
        ("$$a'b$$ $t$ $$ ' $t$ 'c'", "'' '' ''"),
        ('"a -- ""b" -- c', '"a -- ""b"  '),
        ("'-- a' /* 'b */ 'c'", "''   ''"),
        ("a /* /* b */ ' */ c -- '", "a   c  "),
        ("a /* b/c * ' */ d /**/ 'e'", "a   d   ''"),
        ("a$b$ 'c' d$b$ x$e'f'", "a$b$ '' d$b$ x$e''"),
        ("`it's` a\u200b\u2060\ufeffb", "`it's` a   b"),
        ("a /* b /* c\n/* d", "a  \n"),  # one that never ends goes to the end: each other reading takes hours
        ("a $t$ b $u$ c\n$v$", "a ''\n"),
    ],
)
def test_comments_go_and_strings_are_emptied(text: str, bare: str) -> None:
    assert sql.bare(text) == bare


def test_the_variables_that_a_text_reads_and_their_lines() -> None:
    text = "-- getvariable('a')\nselect /*\n*/ GetVariable ( 'b' ),\ngetvariable('c'), getvariable('b')"
    assert sql.variables_read(text) == {"b": 3, "c": 4}
    assert sql.variables_read("select 1") == {}


@pytest.mark.parametrize(
    ("code", "clock"),
    [
        ("select 1,\ncurrent_date", ("current_date", 2)),
        ("select current_localtimestamp()", ("current_localtimestamp", 1)),
        ("select Current_Time", ("Current_Time", 1)),
        ("select LocalTimestamp", ("LocalTimestamp", 1)),
        ("select get_current_timestamp()", ("get_current_timestamp", 1)),
        ("select UUIDv7()", ("UUIDv7", 1)),
        ("select Transaction_Timestamp ()", ("Transaction_Timestamp", 1)),
        ("select age(since) from flag", ("age(since)", 1)),
        ("select age(max(date_trunc('', a.b))) from c", ("age(max(date_trunc('', a.b)))", 1)),
        ("select main.today()", ("main.today", 1)),
        ("select 1, system . main.now ()", ("system . main.now", 1)),
        ("select main.age(since)", ("main.age(since)", 1)),
        ("select since.age( )", ("age( )", 1)),
        ("select since.age(until), my_main.today(), system.other.now()", None),
        ("select age(as_of(), since), now, today, a.current_date, page(b), age from c", None),
        ("with age(years) as (select 1) select years from age", None),
        ('select "now()", "current_date", `today()` from a', None),
    ],
)
def test_what_takes_its_day_from_the_machine(code: str, clock: tuple[str, int] | None) -> None:
    """`age` of one date is counted from the machine's day, whatever day the board is of."""
    assert sql.clock_read(code) == clock


def test_a_name_with_clinic_or_query_in_it_is_no_table_of_the_clinics_file() -> None:
    assert sql.past_read("select my_clinic.a, b.clinic.c, d.query(1), my_query(1), clinic from e") is None
