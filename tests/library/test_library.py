"""Query files: headers, order, parameters, local queries laid over, and every sentence for a wrong one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseboard.errors import CaseboardError, Interrupted, QueryError, RequestError
from caseboard.library import Clinic, Library, making
from caseboard.library.examples import check_examples
from caseboard.library.examples.tiny_clinic import begin
from caseboard.library.listing import listing
from caseboard.library.script import run_file
from caseboard.settings import bundled
from caseboard.store import Engine

RULE = """/*
title = "Somebody is in week nine or later"
kind = "more_intensity"
severity = 1
say = "In week {value:0}, from week {threshold:0} on"
suggests = ["modify_plan"]
source = "A test."
reviewed = 2026-11-23

[parameters.week_that_flags]
type = "INTEGER"
default = 9
help = "Weeks"

[[examples]]
name = "week nine"
as_of = 2026-03-15
expect = { state = "met", value = 9 }
MORE
*/
select
    f.client_id,
    case when f.week >= getvariable('week_that_flags') then 'met' else 'not_met' end as state,
    f.week as value,
    getvariable('week_that_flags') as threshold,
    as_of() as since
from client_fact as f
order by f.client_id
"""


@pytest.fixture
def local(tmp_path: Path) -> Callable[..., Library]:
    """A library with the given files laid over the bundled one: name -> text."""

    def lay(**files: str) -> Library:
        for name, text in files.items():
            path = tmp_path / "queries" / (name.replace("__", "/") + ".sql")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Library.load(local=tmp_path / "queries")

    return lay


@pytest.fixture
def empty_db(tmp_path: Path) -> Path:
    path = tmp_path / "empty.duckdb"
    with Engine(path).writing(create=True):
        pass
    return path


def test_unknown_names_come_with_the_near_ones(library: Library) -> None:
    with pytest.raises(RequestError, match="did you mean panes/board"):
        library.get("panes/bord")
    with pytest.raises(RequestError, match="did you mean board"):
        library.get("bord")


def test_names_and_stems_mean_the_same_file(library: Library) -> None:
    assert library.get("board") is library.get("panes/board") is library.get("queries/panes/board.sql")


def test_a_saved_query_may_be_called_like_the_view_it_shows(
    library: Library, local: Callable[..., Library]
) -> None:
    assert library.get("client/goals").kind == "query"
    assert library.get("goals").name == "known/goals"
    relation = library.relation("goals")
    assert relation is not None and relation.name == "known/goals"
    saved = "/*\nkind = 'query'\n*/\nselect 1 as one"
    later = local(audit__seen=saved, evaluation__seen="select 2 as one")
    assert later.get("seen").name == "evaluation/seen", "though it is read after the saved query"
    check = saved.replace("query", "check")
    named = local(**{"audit__by-week": saved, "quality__by-day": check})
    for name in ("by-week", "by-day"):
        assert len(named.order(named.get(name))) > 1, "nor need SQL be able to name it"


@pytest.mark.parametrize(("name", "kind"), [("audit__board", "query"), ("concepts__goals", "view")])
def test_two_files_of_one_name_are_refused(local: Callable[..., Library], name: str, kind: str) -> None:
    with pytest.raises(RequestError, match="have the same name; rename one of them"):
        local(**{name: f"/*\nkind = '{kind}'\n*/\nselect 1 as one"})


def test_a_name_with_capitals_is_refused_where_sql_reads_it(local: Callable[..., Library]) -> None:
    """DuckDB would take it for the file named in small letters, and one be heard for both."""
    with pytest.raises(RequestError, match=r"Late\.sql has a name with capitals; .* letters, late\.sql"):
        local(rules__more_intensity__Late=RULE.replace("MORE", ""))


def test_capitals_in_the_name_of_a_saved_query_are_free(local: Callable[..., Library]) -> None:
    assert local(audit__Ours="/*\nkind = 'query'\n*/\nselect 1 as one").get("audit/Ours").local


def test_a_parameter_that_nothing_reads_is_refused(local: Callable[..., Library]) -> None:
    """Also where only a comment or the sentence names it; what the file stands on may read it."""
    more = "[parameters.other]\ntype = 'INTEGER'\ndefault = 1\n\n[[examples]]"
    text = RULE.replace("MORE", "").replace("[[examples]]", more, 1).replace("{value:0}", "{other}")
    text = text.replace("f.week as value", "f.week as value -- getvariable('other')")
    library = local(rules__more_intensity__late=text)
    for name in ("late", "panes/board"):
        with pytest.raises(RequestError, match=r"late\.sql, line 15: nothing reads the parameter 'other'; w"):
            library.order(library.get(name))
    below = "/*\n[parameters.other]\ntype = 'INTEGER'\ndefault = 1\n*/\nselect getvariable('other') as a"
    text = text.replace("from client_fact as f", "from client_fact as f\ninner join below as b on b.a = 1")
    library = local(rules__more_intensity__late=text, concepts__below=below)
    assert library.order(library.get("panes/board"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("/*\ntitle == 'x'\n*/\nselect 1 as a", r"line 2: the header is not valid TOML"),
        (
            "/*\nkind = 'view'\ntitle = 'x */ y'\n*/\nselect 1; select 2",
            r"line 3: the header is not valid TOML: .*, and the first \*/ ends it\.$",
        ),
        ("/*\ntitel = 'x'\n*/\nselect 1 as a", r"line 2: unknown key 'titel' \(did you mean title"),
        ("/*\nkind = 'rule'\n*/\nselect 1 as a", r"line 2: unknown kind 'rule'"),
        ("/*\ntitle = 'x'\n\n\nkind = 'rule'\n*/\nselect 1 as a", r"line 5: unknown kind 'rule'"),
        ("/*\ntitle = 3\n*/\nselect 1 as a", r"line 2: 'title' has a value of the wrong kind; write a text"),
        ("/*\nseverity = '2'\n*/\nselect 1", r"line 2: 'severity' .* kind; write a whole number"),
        ("/*\nreviewed = '1.3.2026'\n*/\nselect 1", r"'reviewed' .* kind; write a date without quotes"),
        ("/*\nbattery = 'phq9'\n*/\nselect 1", r"'battery' .* kind; write a list, as \[\"one\", \"two\"\]"),
        ("/*\nassumed = 3\n*/\nselect 1", r"'assumed' .* kind; write a text in quotes or a list"),
        ("/*\ntitle = 'x'\nselect 1 as a", r"odd.sql: the header never ends; write \*/ on a line below it"),
        (
            "/*\ntitle = 'x'\nneeds = [1]\n*/\nselect 1 as a",
            r"line 3: 'needs' holds something that is no text",
        ),
        (
            "/*\n[parameters.as_of]\ntype = 'DATE'\ndefault = 2020-01-01\n*/\nselect 1 as a",
            r"line 2: 'as_of' is the date of the board, no parameter; read it as as_of\(\)",
        ),
        (
            "/*\n[parameters.No_Shows_That_Flag]\ntype = 'INTEGER'\ndefault = 9\n*/\nselect 1 as a",
            r"line 2: parameter 'No_Shows_That_Flag' has a name with capitals; use small letters",
        ),
        ("/*\njudges = [['worse']]\n*/\nselect 1 as a", r"line 2: 'judges' holds something that is no text"),
        ("/*\nx = " + "[" * 5000 + "\n*/\nselect 1 as a", r"line 1: the header is not valid TOML"),
        ("/*\nseverity = " + "9" * 5000 + "\n*/\nselect 1", r"line 1: the header is not valid TOML"),
        (
            "/*\n[parameters.a]\ntype = 'INTEGER'\nreviewed = 2026-01-01\n*/\nselect 1 as a",
            r"line 4: 'reviewed' stands after the table \[parameters.a\]",
        ),
        (
            "/*\n[parameters.a]\ntype = 'INTEGER'\nhlp = 'x'\n*/\nselect 1 as a",
            r"line 4: parameter 'a' has the unknown key 'hlp' \(did you mean help\?\)\.$",
        ),
        (
            "/*\n[[examples]]\nname = 'x'\nworse = 'lower'\n*/\nselect 1 as a",
            r"line 4: 'worse' stands after the table \[\[examples\]\]",
        ),
        (
            "/*\n[columns]\na = 'x'\nneeds = ['b']\n*/\nselect 1 as a",
            r"line 4: 'needs' stands after the table \[columns\]",
        ),
        ("/*\n[parameters.a-b]\ntype = 'INTEGER'\n*/\nselect 1 as a", r"line 2: parameter 'a-b' .* letters"),
        ("/*\n[parameters.a]\ndefault = 1\n*/\nselect 1 as a", r"parameter 'a' needs a type"),
        (
            "/*\n[parameters.a]\ntype = 'DOUBLE'\nat_most = '1'\n*/\nselect 1 as a",
            r"line 4: 'at_most' is a num",
        ),
        ("/*\n[parameters.a]\ntype = 'SPAM'\n*/\nselect 1 as a", r"unknown type SPAM; the types are INTEGER"),
        (
            "/*\ntitle = 'x'\nkind = 'check'\n[parameters.a]\ntype = 'DOUBLE'\n*/\nselect 1 as a",
            r"line 4: parameter 'a' needs a default",
        ),
        ("install httpfs", r"a query file is one SELECT, and this begins with 'install'\.$"),
        ("-- mine\nCreate table a as select 1", r"one SELECT, and this begins with 'create'\.$"),
        ("/*\ntitle = 'x'\n*/\nselect\n    getvariable('b') as a", r"line 5: getvariable\('b'\)"),
        (
            "select getvariable('as_of') as a,\nGetVariable('as_' || 'of') as b",
            r"line 2: getvariable\(\) takes the",
        ),
        (
            "/*\n[parameters.b]\ntype = 'DATE'\ndefault = 2020-01-01\n*/\nselect '$a', $$x$$, a$a,\n$b as a",
            r"line 7: \$b is no way to read a parameter; write getvariable\('b'\)\.$",
        ),
        ('select\n"getvariable" ($$as_of$$) as a', r"line 2: getvariable\(\) takes the name of a param"),
        (
            "/*\ntitle = 'x'\n*/\nselect\n    -- now()\n    Current_Date - 7 as a",
            r"line 6: Current_Date reads the",
        ),
        (
            "select 'now()' as a, today () as b",
            r"line 1: today reads the day of the machine.* write as_of\(\)",
        ),
        (
            "/*\ntitle = 'x'\n*/\nselect c.a\nfrom goals as c, \"Clinic\" . main.goals as d",
            r"line 5: clinic\. may read what was entered after the day .* write the table's name alone",
        ),
        ("select 1 as a from `clinic`.goals", r"line 1: clinic\. may read"),
        (
            "with clinic as (select 1)\nselect 1 as a from values (1), clinic.goals",
            r"line 2: clinic\. may read .* \(an alias cannot be called clinic\)",
        ),
        ("select 1 as a\nfrom Query_Table('goals') as g", r"line 2: query_table\(\) may read"),
        ("select (table query('from goals'))", r"line 1: query\(\) may read"),
        ("from json_execute_serialized_sql('{}')", r"line 1: json_execute_serialized_sql\(\) may read"),
        ("-- ours\n\n/*\nkind = 'table'\n*/\nselect 1 as a", r"the header stands under a comment; let"),
        ("select 1 as a;\nselect 2 as a", r"more than one statement"),
        ("select 1 as a; -- one\nselect 2 as a; -- two", r"more than one statement"),
        ("/*\ntitle = 'x'\n*/\n", r"no SQL"),
        ("/*\ntitle = 'x'\n*/\n-- nothing\n/* yet */", r"there is no SQL"),
        ("/*\ntitle = 'x'\n*/\n; -- nothing", r"there is no SQL"),
        ("select o.x from odd as o", r"odd\.sql reads itself in a circle"),
        ("/*\nkind = 'macro'\n*/\nselect 1", r"one 'create macro odd\(...\)'"),
        ("create macro odd(n) as n", r"a macro needs kind = \"macro\" in its header"),
        (
            "/*\nkind = 'safety'\ntitle = 'x'\nsay = 'y'\nsource = 'z'\n*/\nselect 1",
            r"needs 'severity'",
        ),
        ("/*\nkind = 'safety'\nsay = 'y'\nsource = 'z'\n*/\nselect 1", r"line 2: a rule needs 'title'"),
        ("/*\nkind = 'process'\ntitle = 'y'\nsource = 'z'\n*/\nselect 1", r"line 2: a rule needs 'say'"),
        ("/*\nkind = 'step_down'\ntitle = 'y'\nsay = 'z'\n*/\nselect 1", r"line 2: a rule needs 'source'"),
        ("/*\ntitle = 'x'\nkind = 'outcome'\n*/\nselect 1", r"line 3: an outcome needs 'title', 'say',"),
        ("/*\njudges = ['worse', 'wurst']\n*/\nselect 1", r"line 2: 'judges' is a list of 'worse' and"),
        ("/*\nworse = 'wurst'\n*/\nselect 1", r"line 2: 'worse' is 'higher' or 'lower'"),
        ("/*\nseverity = 0\n*/\nselect 1", r"line 2: 'severity' is 1, 2 or 3"),
        ("/*\nseverity = 4\n*/\nselect 1", r"line 2: 'severity' is 1, 2 or 3"),
        ("/*\n[parameters]\na = 1\n*/\nselect 1", r"line 3: parameter 'a' needs a type"),
        (
            "/*\n[parameters.a]\ntype = 'INTEGER'\ndefault = 1.5\n*/\nselect 1 as b",
            r"line 2: of its default: The parameter a should be a whole number, not '1\.5'",
        ),
        *(
            (
                f"/*\n[parameters.a]\ntype = '{kind}'\ndefault = '{value}'\n*/\nselect 1 as b",
                rf"line 2: of its default: The parameter a should be {words}, not '{value}'",
            )
            for kind, value, words in [
                ("DATE", "2026-13-01", r"a date \(YYYY-MM-DD\)"),
                ("DATE", "2026-02-30", r"a date \(YYYY-MM-DD\)"),
                ("DATE", "01.02.2026", r"a date \(YYYY-MM-DD\)"),
                ("DATE", "", r"a date \(YYYY-MM-DD\)"),
                ("BOOLEAN", "maybe", "true or false"),
            ]
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_line(local: Callable[..., Library], text: str, sentence: str) -> None:
    library = local(concepts__odd=text)
    with pytest.raises(RequestError, match=sentence) as caught:
        library.order("odd")
    assert "odd.sql" in str(caught.value)


CHECK = "/*\nkind = 'check'\n*/\nselect 1 as a"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("rules__safety__late", RULE, "among the safety rules and is none; give it .* a kind of safety, or"),
        ("process__late", RULE, "among the process rules and is none"),
        (
            "rules__ours__late",
            CHECK,
            "among the rules and is none; .* safety, more_intensity, data_gap",
        ),
        ("concepts__late", RULE, r"is a rule \(more_intensity\) and stands outside of rules/ and process/"),
        (
            "quality__late",
            "-- ours\nselect 1 as a",
            "among the checks and is none; .* kind of check",
        ),
        ("evaluation__outcomes__late", "select 1 as a", "among the outcomes and is none"),
    ],
)
def test_what_would_be_passed_over_is_refused(
    local: Callable[..., Library], name: str, text: str, sentence: str
) -> None:
    """A rule that nobody applies, a rule of another pane, a check that never runs."""
    library = local(**{name: text.replace("MORE", "")})
    with pytest.raises(RequestError, match=rf"late\.sql .*{sentence}"):
        _ = library.rules, library.checks, library.outcomes


def test_a_file_elsewhere_is_a_rule_where_its_header_says_so(
    local: Callable[..., Library], library: Library
) -> None:
    asked = "select f.client_id from flag as f\nwhere\nkind = 'safety'"
    own = local(audit__of_safety=asked, concepts__broken="/*\ntitle == 'x'\n*/\nselect 1 as a")
    assert len(own.rules) == len(library.rules), "and a broken one is told when it is asked for"


def test_the_checks_of_a_clinic_stand_among_the_others_by_name(local: Callable[..., Library]) -> None:
    names = [query.name for query in local(quality__a=CHECK).checks]
    assert names[0] == "quality/a" and names == sorted(names)


@pytest.mark.parametrize(
    ("word", "hint"),
    [("dailylog", r" \(did you mean daily_log"), ("x", "; it is a measure, or drug_screen,")],
)
def test_an_instrument_that_nobody_has_is_refused(
    local: Callable[..., Library], word: str, hint: str
) -> None:
    text = RULE.replace("reviewed =", f'battery = ["phq9", "{word}"]\nreviewed =').replace("MORE", "")
    library = local(rules__more_intensity__late_weeks=text)
    for name in ("late_weeks", "own_late_weeks", "panes/board"):
        wanted = library.relation(name) or library.get(name)
        with pytest.raises(
            RequestError, match=rf"late_weeks\.sql, line 8: unknown instrument '{word}'{hint}"
        ):
            library.order(wanted)


@pytest.mark.parametrize(
    ("word", "hint"), [("outreech", r" \(did you mean outreach\?\)"), ("x", "; concepts/suggestion_word has")]
)
def test_a_suggestion_that_has_no_words_is_refused(
    local: Callable[..., Library], word: str, hint: str
) -> None:
    text = RULE.replace('["modify_plan"]', f'["modify_plan", "{word}"]').replace("MORE", "")
    library = local(rules__more_intensity__late_weeks=text)
    with pytest.raises(RequestError, match=rf"late_weeks\.sql, line 6: unknown suggestion '{word}'{hint}"):
        library.order(library.get("panes/board"))


def test_a_suggestion_may_be_one_of_the_clinic_itself(
    local: Callable[..., Library], library: Library
) -> None:
    own = library.get("suggestion_word").text.replace("('outreach',", "('our_own', 'x'), ('outreach',")
    text = RULE.replace('["modify_plan"]', '["our_own"]').replace("MORE", "")
    found = local(rules__more_intensity__late_weeks=text, concepts__suggestion_word=own)
    found.order(found.get("panes/board"))


def test_an_instrument_may_be_a_measure_of_the_clinic(
    local: Callable[..., Library], tmp_path: Path, library: Library
) -> None:
    measure = (library.folder / "measures" / "gad7.toml").read_text(encoding="utf-8")
    (tmp_path / "queries" / "measures").mkdir(parents=True)
    (tmp_path / "queries" / "measures" / "our7.toml").write_text(measure.replace('"gad7"', '"our7"'))
    text = RULE.replace("reviewed =", 'battery = ["our7"]\nreviewed =').replace("MORE", "")
    assert local(rules__more_intensity__late_weeks=text).order("late_weeks")


def test_semicolons_in_strings_and_comments_end_nothing(local: Callable[..., Library]) -> None:
    own = 'select o.now as a, o.current_date, "today ()" from (values (1)) as o (now)'
    local(concepts__odd=own).order("odd")  # no clock
    own = "select o.clinic, o.query, 'clinic.a' as b from (values (1, 2)) as o (clinic, query)"
    local(concepts__odd=own).order("odd")  # nor the clinic's own tables
    copied = (bundled("queries") / "quality" / "date_far_off.sql").read_text(encoding="utf-8")
    local(quality__date_far_off=copied).order("date_far_off")  # as the one that it is laid over
    local(concepts__odd="select ';' as a -- ; from flag\n/* ; */ where 'getvariable(''b'')' <> ';';").order(
        "odd"
    )


@pytest.mark.parametrize(
    "end", [";", "; -- done", " ; ; -- a; b", ";\n/* one */\n-- two\n", ";--';", "-- no semicolon;"]
)
def test_what_follows_the_last_semicolon_is_no_part_of_the_statement(
    local: Callable[..., Library], empty_db: Path, end: str
) -> None:
    library = local(
        concepts__ended=f"select ';--' as a{end}", audit__asked=f"select e.a from ended as e{end}"
    )
    clinic = Clinic(library, empty_db)
    assert clinic.run("audit/asked").rows == [(";--",)]
    assert library.local is not None
    assert run_file(clinic, library.local / "audit" / "asked.sql").rows == [(";--",)]


def test_what_stands_in_a_quoted_name_is_no_sql(local: Callable[..., Library], empty_db: Path) -> None:
    library = local(audit__named='select i as "days; :( order by" from range(3) as t(i) order by -i')
    assert Clinic(library, empty_db).run("audit/named").rows == [(2,), (1,), (0,)]
    library = local(audit__named='select -i as "in order by" from range(3) as t(i)')
    assert Clinic(library, empty_db).run("audit/named").rows == [(-2,), (-1,), (0,)]
    library = local(
        audit__said="select /* order by */ -i as a from range(3) as t(i)",
        audit__loud="SELECT i FROM range(3) AS t(i) ORDER  BY -i",
    )
    clinic = Clinic(library, empty_db)
    assert clinic.run("audit/said").rows == [(-2,), (-1,), (0,)]
    assert clinic.run("audit/loud").rows == [(2,), (1,), (0,)]


def test_a_view_may_define_its_own_name_inside(local: Callable[..., Library], empty_db: Path) -> None:
    text = "with odd as (\n    select 1 as a\n)\n\nselect o.a, round(1.2) as b from odd as o"
    assert Clinic(local(concepts__odd=text), empty_db).run("odd").rows == [(1, 1)]


OWN_SELECT = "select cf.client_id from client_fact as cf"
OWN_RULE = """/*
title = "Ours"
kind = "safety"
severity = 2
say = "Ours"
source = "Ours"
reviewed = 2026-11-23
*/
"""


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("concepts__sum", "/*\nkind = 'macro'\n*/\ncreate macro sum(x) as 17"),
        ("concepts__sum", OWN_SELECT),
        ("audit__sum", f"/*\nkind = 'query'\n*/\n{OWN_SELECT}"),
        ("rules__safety__sum", OWN_RULE + OWN_SELECT),
    ],
)
def test_a_file_named_like_a_function_of_sql_is_told_so(
    local: Callable[..., Library], place: str, text: str
) -> None:
    """It was told that queries read one another in a circle, which nobody can break."""
    file = place.replace("__", "/")
    said = rf"{file}\.sql is named like a function of SQL, sum\(\), which \w+/\w+ uses; give it another name"
    with pytest.raises(RequestError, match=said):
        local(**{place: text}).order("client_fact")


def test_a_file_may_be_named_like_a_function_that_is_used_nowhere_and_stand_for_a_macro(
    local: Callable[..., Library], empty_db: Path, library: Library
) -> None:
    macro = library.get("screen_has_run").text
    own = local(concepts__ln="select 1 as a", concepts__one="select 2 as a", concepts__screen_has_run=macro)
    assert Clinic(own, empty_db).run("ln").rows == [(1,)]
    assert own.get("one") not in own.order("daily_life"), "there it is an alias"
    own.check()


def test_a_word_of_sql_is_no_name(local: Callable[..., Library]) -> None:
    import duckdb

    from caseboard.library.text import RESERVED

    for name in ("select", "Order"):
        told = rf"{name}\.sql is named as SQL cannot name it; .* no word of SQL"
        with pytest.raises(RequestError, match=told):
            local(**{f"concepts__{name}": "select 1 as a"}).order(name)
    with duckdb.connect() as shell:
        for word in sorted(RESERVED):
            with pytest.raises(duckdb.Error):
                shell.execute(f"create view {word} as select 1 as a; select w.a from {word} as w")
        rows = shell.execute("select keyword_name from duckdb_keywords() where keyword_category = 'reserved'")
        assert {word for (word,) in rows.fetchall()} <= RESERVED


def test_a_file_may_begin_with_a_plain_comment_and_be_called_like_what_it_reads(
    local: Callable[..., Library], empty_db: Path, tmp_path: Path
) -> None:
    clinic = Clinic(local(), empty_db)
    file = tmp_path / "of-our-own.sql"
    file.write_text("select 1 as a")
    assert run_file(clinic, file).rows == [(1,)], "SQL need not be able to name it"
    file = tmp_path / "measure.sql"
    file.write_text("/* Clients with a flag: who? */\nselect\n    count(*) > 1 as a\nfrom measure;")
    assert run_file(clinic, file).rows == [(True,)]
    file.write_text("/* Clients with a flag. */\nselect\n    nothing")
    with pytest.raises(QueryError, match=r"measure\.sql, line 3: .*nothing"):
        run_file(clinic, file)
    file.write_text("/*\ntitle == 'x'\n*/\nselect 1 as a")
    with pytest.raises(RequestError, match="line 2: the header is not valid TOML"):
        run_file(clinic, file)


def test_a_circle_names_its_files(local: Callable[..., Library]) -> None:
    library = local(concepts__one="select a from two", concepts__two="select a from one")
    with pytest.raises(RequestError, match=r"one -> two -> one.*one\.sql.*two\.sql"):
        library.order("one")
    rule = RULE.replace("MORE", "").replace("client_fact as f", "client_fact as f, flag")
    library = local(rules__more_intensity__late_weeks=rule)
    with pytest.raises(RequestError, match=r"flag -> finding -> own_.*; break it in [^ ]*late_weeks\.sql\.$"):
        library.order("flag")


def test_all_of_known_stands_below_a_clinics_own_file_and_no_other(
    library: Library, local: Callable[..., Library]
) -> None:
    level = library.get("concepts/level").text
    own = local(concepts__level=level, known__goals=library.get("known/goals").text)

    def below(found: Library, name: str) -> list[str]:
        return [relation.name for relation in found.order(name)]

    assert below(library, "level") == ["concepts/level"]
    known = {query.name for query in own if query.name.startswith("known/")}
    assert {*known, "concepts/level"} <= set(below(own, "level"))
    assert below(own, "goals") == below(library, "goals")


def test_a_view_may_be_called_like_the_answers_of_what_is_no_rule(local: Callable[..., Library]) -> None:
    own = local(concepts__thing="select 1 as a", concepts__own_thing="select 2 as a").relation("own_thing")
    assert own is not None and own.name == "concepts/own_thing"


def test_a_parameter_has_one_type_and_one_default(local: Callable[..., Library]) -> None:
    text = "/*\n[parameters.a]\ntype = 'INTEGER'\ndefault = {}\n*/\nselect getvariable('a') as a{}"
    library = local(
        concepts__one=text.format(1, ""), concepts__two=text.format(2, " from one"), audit__top="from two"
    )
    for asked in ("two", "top"):
        with pytest.raises(RequestError, match=r"default 1 in .*one\.sql and INTEGER with default 2"):
            library.order(asked)


def test_a_parameter_without_a_default_is_told_so(local: Callable[..., Library]) -> None:
    text = "/*\n[parameters.client_id]\ntype = 'VARCHAR'\ndefault = 'X'\n*/\nselect 1 as a"
    with pytest.raises(
        RequestError, match=r"VARCHAR with(out a default|.* X) in .* with(out a default|.* X) in"
    ):
        listing(local(client__one=text), "parameters")


def test_a_parameter_with_two_defaults_is_refused_alone_and_in_a_list(
    local: Callable[..., Library], empty_db: Path
) -> None:
    text = "/*\n[parameters.no_shows_that_flag]\ntype = 'INTEGER'\ndefault = 5\n*/\nselect 1 as a"
    library = local(concepts__one=text)
    for what in ("rules", "parameters", "concepts"):
        with pytest.raises(RequestError, match=r"'no_shows_that_flag' is .*; make them the same"):
            listing(library, what)
    with pytest.raises(RequestError, match=r"'no_shows_that_flag' is .*; make them the same"):
        Clinic(library, empty_db).run("one")
    assert library.order("no_shows_in_a_row"), "who does not ask for the clinic's file has its answer"
    assert library.local is not None
    assert run_file(Clinic(library, empty_db), library.local / "concepts" / "one.sql").rows == [(1,)]
    file = library.local / "mine.txt"  # else the board's own threshold would be that of the file
    file.write_text(text.replace("INTEGER", "DOUBLE").replace("5", "2") + " from no_shows_in_a_row")
    with pytest.raises(RequestError, match=r"is INTEGER with default 2 in .* and DOUBLE with default 2 in"):
        run_file(Clinic(Library.load(), empty_db), file)


def test_a_rule_that_forgets_a_column_says_which(local: Callable[..., Library], empty_db: Path) -> None:
    text = RULE.replace("MORE", "").replace("    as_of() as since\n", "    as_of() as day\n")
    clinic = Clinic(local(rules__more_intensity__late_weeks=text), empty_db)
    with pytest.raises(RequestError, match="returns no column 'since'"):
        clinic.run("late_weeks")


def test_an_outcome_has_its_columns(local: Callable[..., Library], empty_db: Path) -> None:
    head = "/*\ntitle = 'x'\nkind = 'outcome'\nsay = 'x'\nsource = 'x'\njudges = ['worse']\n*/\n"
    text = head + "select sd.client_id, sd.is_left as happened, null as happened_on from stay_day as sd"
    clinic = Clinic(local(evaluation__outcomes__gone=text), empty_db)
    said = r"gone\.sql: the outcome returns no column 'on_day'; every outcome returns client_id, on_day, "
    with clinic.asking() as asking, pytest.raises(RequestError, match=said):
        asking.run("outcome_day")


def test_a_column_of_the_wrong_type_is_that_of_its_file(
    local: Callable[..., Library], empty_db: Path
) -> None:
    text = RULE.replace("MORE", "").replace("as_of() as since", "as_of() as since, 'high' as severity")
    with pytest.raises(QueryError, match=r"late_weeks\.sql: "):
        Clinic(local(rules__more_intensity__late_weeks=text), empty_db).run("flag")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("'not_met'", "'no'", "answers 'no', which is no state; it may answer"),
        ("f.week as value", "0 as severity, f.week as value", "answers with severity 0; it is 1, 2 or 3"),
    ],
)
def test_an_answer_with_no_such_state_or_severity_is_refused(
    local: Callable[..., Library], sample_db: Path, old: str, new: str, said: str
) -> None:
    text = RULE.replace("MORE", "")
    assert old in text
    clinic = Clinic(local(rules__more_intensity__late_weeks=text.replace(old, new)), sample_db)
    for name in ("late_weeks", "panes/board"):
        with pytest.raises(QueryError, match=rf"late_weeks\.sql {said}"):
            clinic.run(name)


CRITERION = RULE.replace('"more_intensity"', '"step_down"').replace("MORE", "")
IS_READY = "f.week >= getvariable('week_that_flags')"


def test_a_criterion_without_an_answer_keeps_nobody_ready(
    local: Callable[..., Library], sample_db: Path
) -> None:
    fact = "from client_fact as f"
    panes = {}
    for name, rule in {
        "met": CRITERION.replace(IS_READY, "true"),
        "no state": CRITERION.replace(IS_READY, "false").replace("'not_met'", "null"),
        "no row": CRITERION.replace(fact, f"{fact} where f.client_id <> 'C0110'"),
        "no row for anybody": CRITERION.replace(fact, f"{fact} where false"),
        "met, and missing as well": CRITERION.replace(IS_READY, "r.range = 0")
        .replace("'not_met'", "'missing'")
        .replace(fact, f"{fact} cross join range(2) as r"),
    }.items():
        clinic = Clinic(local(rules__step_down__late_weeks=rule), sample_db)
        rows = clinic.run("panes/board", as_of=date(2026, 3, 15)).records()
        panes[name] = {row["client_id"]: row["pane"] for row in rows}["C0110"]
    assert panes.pop("met") == "ready_to_step_down"
    assert panes == dict.fromkeys(panes, "not_assessable")


def test_a_finding_is_met_or_missing(sample: Clinic) -> None:
    with sample.asking(date(2026, 3, 15)) as asking:
        found = [(r["rule"], r["client_id"], r["state"]) for r in asking.run("finding").records()]
        states = asking.run("rule_state").records()
    speaks = [
        (r["rule"], r["client_id"], r["state"])
        for r in states
        if r["state"] in ("met", "missing") and r["kind"] not in ("step_down", "process")
    ]
    assert sorted(found) == sorted(speaks)
    assert {state for *_, state in found} == {"met", "missing"}
    assert "not_used" in {r["state"] for r in states}


def test_a_rule_that_passes_over_a_client_is_found(local: Callable[..., Library], sample_db: Path) -> None:
    last = date(2026, 3, 15)
    assert Clinic(local(), sample_db).run("rule_not_answered", as_of=last).rows == []
    over = RULE.replace("MORE", "").replace("from client_fact as f", "from client_fact as f where f.week < 9")
    twice = over.replace("where f.week < 9", "cross join range(2)").replace('"more_intensity"', '"data_gap"')
    silent = RULE.replace("MORE", "").replace("'not_met'", "null").replace('"more_intensity"', '"safety"')
    clinic = Clinic(
        local(
            rules__more_intensity__late_weeks=over, rules__data_gap__twice=twice, rules__safety__silent=silent
        ),
        sample_db,
    )
    with clinic.asking(last) as asking:
        people = asking.run("open_client").records()
        passed_over = sum(row["week"] >= 9 for row in asking.run("client_fact").records())
        found = asking.run("rule_not_answered").rows
        not_judged = [row["rule"] for row in asking.run("panes/not_judged").records()]
    assert passed_over
    assert found == [("late_weeks", passed_over, 0), ("twice", 0, len(people))]
    assert not_judged.count("silent") == len(people) - passed_over, "no answer is one that is missing"


def test_a_sentence_that_names_no_column_is_refused(local: Callable[..., Library], empty_db: Path) -> None:
    text = RULE.replace("MORE", "").replace("{value:0}", "{valeu:0}")
    clinic = Clinic(local(rules__more_intensity__late_weeks=text), empty_db)
    with pytest.raises(RequestError, match=r"names \{valeu\}.*did you mean value"):
        clinic.run("flag")


def test_sql_that_does_not_bind_names_its_file(local: Callable[..., Library], empty_db: Path) -> None:
    table = "/*\nkind = 'table'\n*/\nselect a from odder"
    clinic = Clinic(
        local(
            concepts__odder="select nothing as a from clients",
            concepts__odd="select a from odder",
            concepts__kept=table,
            concepts__top="select a from kept",
        ),
        empty_db,
    )
    with pytest.raises(QueryError, match=r'"nothing" not found'):
        clinic.run("odder")
    for name in ("odd", "kept", "top", "odd"):
        with pytest.raises(QueryError, match=r'concepts/odder\.sql, line 1: .*"nothing" not found'):
            clinic.run(name)


@pytest.mark.parametrize("ordered", ["", "\norder by a"])
def test_an_error_names_the_line_of_its_own_file(
    local: Callable[..., Library], empty_db: Path, ordered: str
) -> None:
    head, wrong = "\n/*\ntitle = 'x'\nkind = '{}'\n*/\n\n", "select\n    1 as a,\n    nothing"
    rule = RULE.replace("f.week as value", "f.weak as value").replace("MORE", "")
    macro = head.format("macro") + "-- x\ncreate macro odd(a) as\n    no_such_function(\n        a +\n    )"
    library = local(
        audit__asked=head.format("query") + wrong + ordered,
        concepts__seen=head.format("view") + wrong,
        concepts__seer="select a from seen",
        concepts__odd=macro,
        audit__caller="select odd(1) as a",
        rules__more_intensity__late_weeks=rule,
    )
    clinic = Clinic(library, empty_db)
    for name, file, line in (
        ("audit/asked", "audit/asked", 9),
        ("seen", "concepts/seen", 9),
        ("seer", "concepts/seen", 9),
        ("audit/caller", "concepts/odd", 11),
        ("late_weeks", "rules/more_intensity/late_weeks", rule.split("f.weak")[0].count("\n") + 1),
    ):
        with pytest.raises(QueryError, match=rf"{file}\.sql, line {line}: .*\(at: [^^]*\)$"):
            clinic.run(name)
    assert library.local is not None
    with pytest.raises(QueryError, match=r"asked\.sql, line 9: .*nothing.*\(at: nothing\)$"):
        run_file(clinic, library.local / "audit" / "asked.sql")


@pytest.mark.parametrize("text", ["select 1 as a\nfrom", "-- mine\nselect 1 as a where\n-- end\n", "from"])
def test_a_statement_that_ends_too_early_is_blamed_for_no_sign_that_the_library_sets(
    local: Callable[..., Library], empty_db: Path, text: str
) -> None:
    library = local(audit__asked=text)
    clinic = Clinic(library, empty_db)
    assert library.local is not None
    last = text.rstrip().count("\n") + 1
    told = rf"asked\.sql, line {last}: Parser Error: the statement ends too early\.$"
    with pytest.raises(QueryError, match=told):
        clinic.run("audit/asked")
    with pytest.raises(QueryError, match=told):
        run_file(clinic, library.local / "audit" / "asked.sql")


def test_a_column_of_a_rule_may_have_any_name(local: Callable[..., Library], sample_db: Path) -> None:
    columns = 'as_of() as since, 7 as "first day", 8 as "a ""b""", 9 as "order"'
    text = RULE.replace("as_of() as since", columns).replace("{value:0}", "{first day:0}{order}")
    clinic = Clinic(local(rules__more_intensity__late_weeks=text.replace("MORE", "")), sample_db)
    row = next(row for row in clinic.run("late_weeks").records() if row["state"] == "met")
    assert (row["first day"], row['a "b"'], row["order"]) == (7, 8, 9)
    assert row["evidence"] == "In week 79, from week 9 on"
    assert clinic.run("panes/board").rows


BROKEN = RULE.replace("MORE", "").replace("    f.week as value,", "    'abc' as value,")
BROKEN_AT = RULE.split("f.week as value")[0].count("\n") + 1


@pytest.mark.parametrize(
    ("kind", "folder", "asked"),
    [
        ("more_intensity", "rules/more_intensity", ["panes/board", "flag", "rule_state", "late_weeks"]),
        ("step_down", "rules/step_down", ["panes/board", "criterion", "rule_state"]),
        ("process", "process", ["panes/flag", "process_flag"]),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_rule_that_fails_while_it_runs_is_named(
    local: Callable[..., Library], sample_db: Path, kind: str, folder: str, asked: list[str], inside: bool
) -> None:
    broken = BROKEN.replace("'abc'", "('x' || f.client_id)::double") if inside else BROKEN
    text = broken.replace('"more_intensity"', f'"{kind}"')
    library = local(**{f"{folder.replace('/', '__')}__late_weeks": text})
    clinic = Clinic(library, sample_db)
    place = rf"{folder}/late_weeks\.sql{f', line {BROKEN_AT}' if inside else ''}: .*Could not convert string"
    with clinic.asking() as asking:
        for name in asked:
            with pytest.raises(QueryError, match=place):
                asking.run(name)


def test_a_file_is_not_blamed_for_a_rule_that_fails(
    local: Callable[..., Library], sample_db: Path, tmp_path: Path
) -> None:
    clinic = Clinic(local(rules__more_intensity__late_weeks=BROKEN), sample_db)
    file = tmp_path / "mine.sql"
    for name in ("flag", "rule_state"):
        file.write_text(f"select r.value from {name} as r", encoding="utf-8")
        with pytest.raises(QueryError, match=r"late_weeks\.sql: .*Could not convert string 'abc'"):
            run_file(clinic, file)
    late = BROKEN.replace("'abc'", "('x' || f.client_id)::double")  # seen where a row is read, and not before
    clinic = Clinic(local(rules__more_intensity__late_weeks=late), sample_db)
    file.write_text("select r.nothing from late_weeks as r", encoding="utf-8")
    with pytest.raises(QueryError, match=r"mine\.sql, line 1: .*nothing"):  # nor the rule for the file
        run_file(clinic, file)


def test_parameters_are_checked(library: Library, sample_db: Path) -> None:
    clinic = Clinic(library, sample_db)
    with pytest.raises(RequestError, match="did you mean no_shows_that_flag"):
        clinic.run("panes/board", parameters={"no_show_that_flag": 3})
    for odd in ("many", "2.7", 2.7, True, "1_0"):
        with pytest.raises(RequestError, match=f"no_shows_that_flag should be a whole number, not '{odd}'"):
            clinic.run("panes/board", parameters={"no_shows_that_flag": odd})
    for name, odd in {"no_shows_that_flag": -1, "dose_share": "-0.7", "follow_up_months": "[1, -3]"}.items():
        with pytest.raises(RequestError, match=re.escape(f"{name} cannot be below 0, as '{odd}' is.")):
            clinic.run("audit/follow_ups_due" if "months" in name else "panes/board", parameters={name: odd})
    with pytest.raises(
        RequestError, match=r"steady_share cannot be above 1, as '80' is; a share of 80% is 0\.8"
    ):
        clinic.run("panes/board", parameters={"steady_share": "80"})
    assert clinic.run("goals_stalled", parameters={"goal_level_that_is_low": -2}).rows
    with pytest.raises(RequestError, match="needs a value: -p client_id="):
        clinic.run("client/why")
    with pytest.raises(RequestError, match="config sets an unknown parameter 'spam'"):
        Clinic(library, sample_db, parameters={"spam": 1})
    with pytest.raises(RequestError, match="config sets 'of_clinician', which chooses whose rows"):
        Clinic(library, sample_db, parameters={"of_clinician": "T03"})
    wrong = r"^In the config, read .* phq9_days should be a whole number, not 'x'"
    with pytest.raises(RequestError, match=wrong):
        Clinic(library, sample_db, parameters={"phq9_days": "x"})


@pytest.mark.parametrize(
    ("kind", "said", "odd"),
    [
        ("INTEGER[]", "a list of whole numbers", ["[1.6]", [1.6], "[1, null]", "[1, true]", [True], "[1", 1]),
        ("DOUBLE[]", "a list of numbers", ["[1e999]", [float("inf")], "[nan]", "[1, null]", [[1]], "[1,]"]),
        ("DOUBLE", "a number", ["1e999", "-1e999", float("inf"), "nan", "Infinity", True, "x", "null", ""]),
        ("VARCHAR[]", "a list of texts", ["[a"]),
        ("DATE", "a date", ["infinity", "-infinity", "x", 3]),
    ],
)  # fmt: skip
def test_a_value_that_duckdb_would_bend_is_refused(
    local: Callable[..., Library], empty_db: Path, kind: str, said: str, odd: list[object]
) -> None:
    header = f"/*\nkind = 'query'\n[parameters.given]\ntype = '{kind}'\n*/\n"
    library = local(audit__asked=header + "select getvariable('given') as a")
    for value in odd:
        sentence = re.escape(f"not '{value}'.")
        with pytest.raises(RequestError, match=f"given should be {said}.*, {sentence}"):
            Clinic(library, empty_db).run("audit/asked", parameters={"given": value})
        with pytest.raises(RequestError, match=f"given should be {said}.*, {sentence}"):
            Clinic(library, empty_db, parameters={"given": value}).run("audit/asked")


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("INTEGER[]", "[1, -2]", [1, -2]),
        ("INTEGER[]", "[]", []),
        ("INTEGER[]", [3], [3]),
        ("DOUBLE[]", "[1e3,.5]", [1000.0, 0.5]),
        ("DOUBLE", " 1.5 ", 1.5),
        ("VARCHAR[]", "[a, b]", ["a", "b"]),
        ("DATE", "2026-03-15", date(2026, 3, 15)),
    ],
)
def test_a_value_is_read_as_it_is(
    local: Callable[..., Library], empty_db: Path, kind: str, value: object, read: object
) -> None:
    header = f"/*\nkind = 'query'\n[parameters.given]\ntype = '{kind}'\n*/\n"
    library = local(audit__asked=header + "select getvariable('given') as a")
    assert Clinic(library, empty_db).run("audit/asked", parameters={"given": value}).rows == [(read,)]


def test_a_threshold_is_read_from_the_call_then_the_config_then_the_file(
    library: Library, sample: Clinic, sample_db: Path
) -> None:
    rule = "no_shows_in_a_row"
    own = Clinic(library, sample_db, parameters={"no_shows_that_flag": 4})
    default = library.get(rule).parameters["no_shows_that_flag"].default
    assert {r["threshold"] for r in sample.run(rule).records()} == {default}
    assert {r["threshold"] for r in own.run(rule).records()} == {4}
    assert {r["threshold"] for r in own.run(rule, parameters={"no_shows_that_flag": "1"}).records()} == {1}
    with own.asking(parameters={"no_shows_that_flag": 1}) as asking:
        assert asking.set_parameters(asking.relation(rule))["no_shows_that_flag"] == 1


def test_a_limit_cuts_rows_and_tells_how_many_there_were(library: Library, sample_db: Path) -> None:
    with Clinic(library, sample_db).asking() as asking:
        whole = asking.run("programs").rows
        for limit in range(len(whole) + 2):
            found = asking.run("programs", limit=limit)
            assert found.rows == whole[:limit] and 0 < found.elapsed < 60
            assert found.total == (len(whole) if limit < len(whole) else None)
        asking.interrupt()
        with pytest.raises(Interrupted, match="stopped before its end"):
            asking.run("programs")


def test_after_a_stop_nothing_is_asked_that_stands_on_nothing(library: Library, empty_db: Path) -> None:
    with Clinic(library, empty_db).asking() as asking:
        assert asking.run("level").rows
        asking.interrupt()
        with pytest.raises(Interrupted, match="stopped before its end"):
            asking.run("level")


def test_a_stop_between_two_tables_of_a_query_is_not_lost(
    library: Library, sample_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB forgets an interrupt that comes while nothing runs."""
    filled: list[str] = []
    with Clinic(library, sample_db).asking() as asking:

        def stopped(relation: Any, cursor: Any) -> None:
            fill(relation, cursor)
            filled.append(relation.name)
            asking.interrupt()

        fill = making.fill
        monkeypatch.setattr(making, "fill", stopped)
        with pytest.raises(Interrupted):
            asking.run("panes/board")
    assert len(filled) == 1


def test_one_asking_keeps_dates_and_parameters_apart(library: Library, sample_db: Path) -> None:
    clinic = Clinic(library, sample_db)
    last = clinic.info().default_as_of
    with clinic.asking(last) as asking:
        first = asking.run("panes/board").rows
        strict = asking.run("panes/board", {"no_shows_that_flag": 1}).rows
        again = asking.run("panes/board").rows
        asking.move(date(2025, 10, 1))
        moved = asking.run("panes/board")
    assert first == again
    assert strict != first
    earlier = clinic.run("panes/board", as_of=date(2025, 10, 1))
    assert earlier.as_of == moved.as_of == date(2025, 10, 1)
    assert earlier.rows == moved.rows != first


def test_a_local_rule_reaches_list_test_flag_and_board(
    local: Callable[..., Library],
    sample_db: Path,
    caseboard: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
) -> None:
    library = local(rules__more_intensity__late_weeks=RULE.replace("MORE", ""))
    folder = tmp_path / "queries"
    code, out, _ = caseboard("list", "rules", "--queries", folder, "--format", "csv")
    assert code == 0
    assert "rules/more_intensity/late_weeks,Somebody is in week nine or later" in out
    code, out, _ = caseboard("test", "late_weeks", "--queries", folder)
    assert (code, out) == (0, "1 example of 1 file: all hold\n")
    clinic = Clinic(library, sample_db)
    late = {r["client_id"] for r in clinic.run("panes/board").records() if r["week"] >= 9}
    assert late
    flags = [r for r in clinic.run("flag").records() if r["rule"] == "late_weeks"]
    assert {r["client_id"] for r in flags} == late
    assert flags[0]["evidence"] == f"In week {flags[0]['value']:.0f}, from week 9 on"
    for row in clinic.run("panes/board").records():
        said = any(reason.startswith("In week ") for reason in row["reasons"])
        assert said == (row["client_id"] in late)


def test_a_local_file_takes_the_place_of_the_bundled_one(
    local: Callable[..., Library], sample_db: Path
) -> None:
    text = (bundled("queries") / "rules/more_intensity/no_shows_in_a_row.sql").read_text(encoding="utf-8")
    library = local(rules__more_intensity__no_shows_in_a_row=text.replace("'met'", "'not_met'"))
    assert library.get("no_shows_in_a_row").local
    rules = {row["rule"] for row in Clinic(library, sample_db).run("flag").records()}
    assert rules
    assert "no_shows_in_a_row" not in rules


def test_an_example_that_does_not_hold_is_said(local: Callable[..., Library]) -> None:
    wrong = '\n[[examples]]\nname = "week ten"\nas_of = 2026-03-15\nexpect = { state = "met", value = 10 }\n'
    library = local(rules__more_intensity__late_weeks=RULE.replace("MORE", wrong))
    outcome = check_examples(library, ["late_weeks"])
    assert outcome.examples == 2
    assert len(outcome.failures) == 1
    assert "'week ten': value is 9.0, expected 10" in outcome.failures[0]


def test_an_example_fails_for_itself_alone(local: Callable[..., Library]) -> None:
    """Those of other files stand in the same clinic: none of them is to blame, and none hides a failure."""
    example = '\n[[examples]]\nname = "{}"\n{}\nexpect = {{ state = "met", value = {} }}\n'
    more = "".join(
        (
            example.format("wrong", "as_of = 2026-03-15", 10),
            example.format("unread", 'attendance = ["yesterday attended"]', 9),
            example.format("refused", 'client = { sex = "female", date_of_birth = "some day" }', 9),
            example.format("right", "as_of = 2026-03-15", 9),
        )
    )
    library = local(rules__more_intensity__late_weeks=RULE.replace("MORE", more))
    others = check_examples(library, ["no_shows_in_a_row"])
    outcome = check_examples(library, ["no_shows_in_a_row", "late_weeks"])
    assert others.examples > 5
    assert outcome.examples == others.examples + 5
    assert [text.split("'")[1] for text in outcome.failures] == ["wrong", "unread", "refused"]


def test_a_rule_with_a_battery_stands_on_the_clients_it_is_asked_for(local: Callable[..., Library]) -> None:
    """Whether their program has the instrument is read from client_fact; the rule itself need not read it."""
    text = RULE.replace("MORE", "").replace("client_fact as f", "(select 'X' as client_id, 9 as week) as f")
    for battery, wanted in (("", False), ('battery = ["phq9"]\n', True)):
        library = local(rules__more_intensity__late_weeks=text.replace("reviewed =", f"{battery}reviewed ="))
        below = {relation.name for relation in library.order("late_weeks")}
        assert ("facts/client_fact" in below) is wanted


def test_what_is_asked_of_one_client_needs_no_clinic_of_its_own(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def counted(clinic: Any, cursor: Any, group: list[Any]) -> Any:
        sizes.append(len(group))
        return begin(clinic, cursor, group)

    monkeypatch.setattr("caseboard.library.examples.check.begin", counted)
    outcome = check_examples(library, ["client/goals"])
    assert (outcome.failures, sizes) == ([], [outcome.examples])
    assert outcome.examples > 2


def test_battery_decides_not_used(local: Callable[..., Library]) -> None:
    more = (
        '\n[[examples]]\nname = "no such instrument"\nas_of = 2026-03-15\nbattery = ["gad7"]\n'
        'expect = { state = "not_used", evidence = "null" }\n'
    )
    text = RULE.replace("MORE", more).replace('source = "A test."', 'source = "A test."\nbattery = ["phq9"]')
    outcome = check_examples(local(rules__more_intensity__late_weeks=text), ["late_weeks"])
    assert not outcome.failures
    assert outcome.examples == 2


@pytest.mark.parametrize(
    "name", ["panes/board", "flag", "rules/safety/suicidal_ideation", "client/why", "order_tested"]
)
def test_a_compiled_script_gives_the_same_rows(sample: Clinic, name: str) -> None:
    import duckdb

    from caseboard.library.script import compiled

    given = {"client_id": "C0001"} if name == "client/why" else {}
    expected = sample.run(name, parameters=given)
    script = compiled(sample, name, None, given)
    with duckdb.connect() as shell:
        for statement in duckdb.extract_statements(script):
            rows = shell.execute(statement).fetchall()
    assert rows == expected.rows


def test_an_unreadable_example_is_a_sentence(local: Callable[..., Library]) -> None:
    bad = '\n[[examples]]\nname = "odd"\nattendance = ["yesterday attended"]\nexpect = { state = "met" }\n'
    library = local(rules__more_intensity__late_weeks=RULE.replace("MORE", bad))
    outcome = check_examples(library, ["late_weeks"])
    assert "does not begin with a date" in outcome.text()
    worse = bad.replace("attendance", "atendance")
    with pytest.raises(CaseboardError, match=r"unknown key 'atendance' \(did you mean attendance"):
        check_examples(local(rules__more_intensity__late_weeks=RULE.replace("MORE", worse)), ["late_weeks"])


WRONG_SHAPES = (
    """daily_logs = ["2026-03-01 triggers=don't"]""",
    'attendance = [""]',
    'attendance = "2026-03-01 attended"',
    'client = "x"',
    'episode = { started_on = "2026-01-05" }',
    'goals = [{ goal_id = "G1", set_on = "2026-01-05" }]',
    'data_through = { goal_ratings = "2026-03-01" }',
    'replay = ["x"]',
    "battery = [[1]]",
    'as_of = "2026-03-15"',
    'expect = ["missing"]',
)


def test_an_example_of_a_wrong_shape_fails_alone(local: Callable[..., Library]) -> None:
    bad = "".join(
        f'\n[[examples]]\nname = "odd {number}"\n{wrong}\n'
        + ("" if wrong.startswith("expect") else 'expect = { state = "met" }\n')
        for number, wrong in enumerate(WRONG_SHAPES)
    )
    library = local(rules__more_intensity__late_weeks=RULE.replace("MORE", bad))
    outcome = check_examples(library, ["late_weeks"])
    said = [failure.partition("': ")[0] for failure in sorted(outcome.failures)]
    odd = [f"rules/more_intensity/late_weeks: 'odd {number}" for number in range(len(WRONG_SHAPES))]
    assert said == sorted(odd), outcome.failures
    assert outcome.examples == len(odd) + 1


def test_a_rule_is_named_as_sql_names_it(local: Callable[..., Library]) -> None:
    library = local(**{"rules__more_intensity__late-weeks": RULE.replace("MORE", "")})
    with pytest.raises(RequestError, match=r"late-weeks\.sql .* letters, digits and _"):
        library.check()


def test_scores_of_another_definition_are_not_read(
    sample_db: Path, tmp_path: Path, caseboard: Callable[..., tuple[int, str, str]]
) -> None:
    own = tmp_path / "it's own.duckdb"
    own.write_bytes(sample_db.read_bytes())
    queries = tmp_path / "our queries"
    folder = queries / "measures"
    folder.mkdir(parents=True)
    text = (bundled("queries") / "measures" / "phq9.toml").read_text(encoding="utf-8")
    assert "max_missing = 2" in text
    (folder / "phq9.toml").write_text(text.replace("max_missing = 2", "max_missing = 0"), encoding="utf-8")
    common = ("--db", own, "--queries", queries)
    code, _, err = caseboard("run", "panes/board", *common)
    assert code == 3
    assert "definition of phq9 has changed" in err
    file = tmp_path / "ours.sql"
    file.write_text("select fs.score from form_scores as fs", encoding="utf-8")
    for words in (("run", "known/form_scores"), ("run", file), ("show", "form_scores", "--compiled")):
        assert (words, caseboard(*words, *common)[:2]) == (words, (3, ""))
    assert caseboard("run", "clients", *common)[0] == 0, "which reads no score"
    program, *words = shlex.split(err.rpartition("with: ")[2])
    assert program == "caseboard"
    assert caseboard(*words)[0] == 0, "what is printed can be pasted"
    assert caseboard("run", "panes/board", *common)[0] == 0
    with Engine(own).writing() as cursor:  # a measure of the clinic's own whose file was taken out
        cursor.execute("insert into clinic.measure_versions values ('gone', 'x', '2026-03-15')")
    strict = Clinic(Library.load(local=queries), own).run("known/form_scores").records()
    assert not [r for r in strict if r["measure"] == "phq9" and r["prorated"]]
    code, _, err = caseboard("run", "known/form_scores", "--db", own)
    assert code == 3, "by the library alone, which has another definition"
    _, *words = shlex.split(err.rpartition("with: ")[2])
    assert caseboard(*words)[0] == 0, "what is printed can be pasted here too"
    assert caseboard("run", "known/form_scores", "--db", own)[0] == 0


def test_a_clinic_edits_the_ladder_in_its_own_folder(
    library: Library, local: Callable[..., Library], sample_db: Path
) -> None:
    text = library.get("level").path.read_text(encoding="utf-8")
    changed = text.replace("'IOP', 3.0, 9.0, 9.0, 'outpatient'", "'Day program', 3.0, 9.0, 9.0, 'aftercare'")
    assert changed != text
    own = local(concepts__level=changed)
    with Clinic(own, str(sample_db)).asking() as asking:
        rows = asking.run("open_client").records()
        intensive = [row for row in rows if row["level"] == "intensive_outpatient"]
        assert intensive
        assert {(row["level_title"], row["next_level"]) for row in intensive} == {
            ("Day program", "aftercare")
        }
