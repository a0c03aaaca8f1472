"""Measure files: what they hold, what is refused, what a change of definition is."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseboard.errors import RequestError
from caseboard.library.measure_sql import RELATIONS, reference_sql
from caseboard.library.measures import (
    Measure,
    definition_hash,
    load_measures,
    read_measure,
)
from tests.queries.bare import MEASURES

SMALL = """\
measure = "small"
title = "Small"
core = true
better = "lower"
recall_days = 7
interval_days = 7
licence = "free"
citation = "Nobody 2026"
reviewed = 2026-11-23
assumed = []

[items]
count = 4
min = 0
max = 3

[[scales]]
scale = "total"
title = "Total"
items = [1, 2, 3, 4]
method = "sum"
max_missing = 1
prorate = true
min = 0
max = 12
cutoff = 6
cutoff_source = "Nobody 2026"
reliability = 0.8
sd = 3
reliable_change = 4
reliable_change_source = "Nobody 2026"
important_change = 2
bands = [
    { label = "low", low = 0, high = 5 },
    { label = "high", low = 6, high = 12 },
]

[[critical]]
item = 4
at_least = 2
"""


def read(folder: Path, text: str, name: str = "small") -> Measure:
    """The measure that a text makes."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return read_measure(path)


def shipped() -> dict[str, Measure]:
    return {m.measure: m for m in load_measures(MEASURES)}


def test_the_shipped_measures() -> None:
    """Their numbers: test_golden_measures.py."""
    measures = shipped()
    assert [name for name, m in measures.items() if m.core] == [
        *("gad7", "isi", "k10", "ors", "pcl5", "phq9", "who5"),
    ]
    assert {m.source for m in measures.values()} == {"survey", "daily_logs.craving"}
    assert all(m.reviewed >= dt.date(2026, 11, 23) for m in measures.values())


def test_a_local_file_takes_the_place_of_the_one_of_its_name(tmp_path: Path) -> None:
    text = (MEASURES / "phq9.toml").read_text(encoding="utf-8")
    (tmp_path / "phq9.toml").write_text(text.replace("cutoff = 10", "cutoff = 12"), "utf-8")
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    measures = {m.measure: m for m in load_measures(MEASURES, tmp_path)}
    assert measures["phq9"].scales[0].cutoff == 12
    assert measures["phq9"].path == tmp_path / "phq9.toml"
    assert len(measures) == len(shipped()) + 1
    assert len(load_measures(MEASURES, tmp_path / "nowhere")) == len(shipped())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"no folder of measures at .*nowhere"):
        load_measures(tmp_path / "nowhere")


def change(old: str, new: str) -> Callable[[str], str]:
    def apply(text: str) -> str:
        assert text.count(old) == 1, old
        return text.replace(old, new)

    return apply


BANDS = SMALL[SMALL.index("bands") : SMALL.index("\n\n[[critical]]")]
WRONG: dict[str, tuple[str, str, str]] = {
    "not toml": ("core = true", "core = ", "is not valid TOML"),
    "another name": ('"small"', '"other"', "file's name is 'small.toml'"),
    "capitals": ('"small"', '"Small"', "small letters"),
    "field missing": ('licence = "free"\n', "", "'licence' is not there"),
    "field misspelt": (
        "core = true",
        "cores = true",
        "'core' is not there, and 'cores' is; correct its name",
    ),
    "field unknown": ("core = true", 'core = true\ncolour = "red"', "'colour' is not a field"),
    "empty text": ('"Small"', '" "', "'title' is ' '"),
    "title a number": ('"Small"', "3", "'title' is 3"),
    "control character": ('"Small"', '"Sm\\u001ball"', "cannot be printed"),
    "not a flag": ("core = true", 'core = "yes"', "true or false"),
    "better": ("lower", "down", "'better' is 'down'"),
    "interval of 0": ("interval_days = 7", "interval_days = 0", "whole number from 1"),
    "interval of a half": ("interval_days = 7", "interval_days = 7.5", "whole number from 1"),
    "interval true": ("interval_days = 7", "interval_days = true", "whole number from 1"),
    "date in quotes": ("2026-11-23", '"2026-11-23"', "write a date"),
    "date with time": ("2026-11-23", "2026-11-23T10:00:00", "write a date"),
    "assumed": ("assumed = []", "assumed = [1]", "list of texts"),
    "assumed as text": ("assumed = []", 'assumed = "all"', "list of texts"),
    "no items": ("[items]\ncount = 4\nmin = 0\nmax = 3\n", "", r"no \[items\]"),
    "items a number": ("[items]\ncount = 4\nmin = 0\nmax = 3\n", "items = 4\n", "write it as a table"),
    "items without min": ("min = 0\nmax = 3", "max = 3", "items: 'min' is not there"),
    "endless items": ("count = 4", "count = 99999", "number of items up to"),
    "items turned round": ("min = 0\nmax = 3", "min = 3\nmax = 0", "smaller"),
    "item that is not there": ("items = [1, 2, 3, 4]", "items = [1, 2, 3, 5]", "names item 5"),
    "item twice": ("items = [1, 2, 3, 4]", "items = [1, 2, 3, 3]", "twice"),
    "items as text": ("items = [1, 2, 3, 4]", 'items = ["1"]', "list of item numbers"),
    "items of a scale a number": ("items = [1, 2, 3, 4]", "items = 4", "list of item numbers"),
    "scale without items": ("items = [1, 2, 3, 4]", "items = []", "'items' is empty"),
    "reverse not there": ("max = 3\n", "max = 3\nreverse = [9]\n", "names item 9"),
    "exception not there": (
        "max = 3\n",
        "max = 3\nexceptions = { 9 = { min = 0, max = 1 } }\n",
        "'9'",
    ),
    "exception turned round": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { min = 1, max = 0 } }\n",
        "items exceptions 4",
    ),
    "exception without values": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [] } }\n",
        "two numbers",
    ),
    "exception with one value": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [1] } }\n",
        "two numbers",
    ),
    "exception out of order": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [0, 4, 2] } }\n",
        "from the smallest up",
    ),
    "exception with a value twice": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [0, 3, 3] } }\n",
        "from the smallest up",
    ),
    "exception out of reach": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [0, inf] } }\n",
        "write a list of numbers",
    ),
    "exception with no list": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = 3 } }\n",
        "write a list of numbers",
    ),
    "exception with words": (
        "max = 3\n",
        'max = 3\nexceptions = { 4 = { values = [0, "2"] } }\n',
        "write a list of numbers",
    ),
    "exception with values and min": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [0, 3], min = 0 } }\n",
        "items exceptions 4: 'min' is not a field",
    ),
    "given and items": ('method = "sum"', 'method = "given"', 'beside the method "given"'),
    "given and missing": (
        'items = [1, 2, 3, 4]\nmethod = "sum"',
        'method = "given"',
        "'max_missing' stands beside",
    ),
    "method": ('method = "sum"', 'method = "median"', "'method' is 'median'"),
    "all may be missing": ("max_missing = 1", "max_missing = 4", "4 of 4 items"),
    "fewer than none may be missing": ("max_missing = 1", "max_missing = -1", "whole number from 0"),
    "given and a factor": (
        'items = [1, 2, 3, 4]\nmethod = "sum"\nmax_missing = 1\nprorate = true',
        'method = "given"\nfactor = 2',
        "'factor' stands beside",
    ),
    "missing counts as 0": ("prorate = true", "prorate = false", "never counts as 0"),
    "required not in scale": ('method = "sum"', 'method = "sum"\nrequired = [9]', "names item 9"),
    "factor 0": ('method = "sum"', 'method = "sum"\nfactor = 0', "'factor' is 0"),
    "range of scale from": ("min = 0\nmax = 12", "min = 1\nmax = 12", "items give 0 to 12"),
    "range of an item by its values": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [-1, 6] } }\n",
        "its items give -1 to 15",
    ),
    "range of scale": ("min = 0\nmax = 12", "min = 0\nmax = 13", "items give 0 to 12"),
    "cut-off out of range": ("cutoff = 6", "cutoff = 13", "from 0 to 12"),
    "cut-off of men alone": ("cutoff = 6", "cutoff_male = 6", "one sex only"),
    "cut-off of women out of range": (
        "cutoff = 6",
        "cutoff_male = 6\ncutoff_female = 13",
        "'cutoff_female' is 13",
    ),
    "cut-off by sex without source": (
        'cutoff = 6\ncutoff_source = "Nobody 2026"\n',
        "cutoff_male = 6\ncutoff_female = 5\n",
        "cutoff_source",
    ),
    "cut-off without source": ('cutoff_source = "Nobody 2026"\n', "", "cutoff_source"),
    "reliability 0": ("reliability = 0.8", "reliability = 0", "between 0 and 1"),
    "reliability 1": ("reliability = 0.8", "reliability = 1", "between 0 and 1"),
    "sd 0": ("sd = 3", "sd = 0", "'sd' is 0"),
    "sd true": ("sd = 3", "sd = true", "write a number"),
    "sd not finite": ("sd = 3", "sd = nan", "'sd' is out of reach"),
    "sd enormous": ("sd = 3", "sd = 1" + "0" * 400, "'sd' is out of reach"),
    "sd as text": ("sd = 3", 'sd = "3"', "write a number"),
    "change without source": (
        'reliable_change_source = "Nobody 2026"\n',
        "",
        "'reliable_change_source' is not there",
    ),
    "scale field unknown": ("sd = 3", "sd = 3\nsdd = 3", "scales 1: 'sdd' is not a field"),
    "bands leave scores out": ("low = 6, high", "low = 8, high", "leave scores out"),
    "bands overlap": ("low = 6, high", "low = 5, high", "overlap"),
    "bands end early": ("high = 12", "high = 11", "from 'min' to 'max'"),
    "bands begin late": ("low = 0, high", "low = 1, high", "from 'min' to 'max'"),
    "bands as words": (BANDS, 'bands = ["low", "high"]', "'bands' is not a list of tables"),
    "bands a word": (BANDS, 'bands = "low"', "'bands' is not a list of tables"),
    "band turned round": (
        "low = 0, high = 5 },",
        "low = 0, high = -1 },\n    { label = 'mid', low = 0, high = 5 },",
        "ends before it begins",
    ),
    "band field unknown": ("low = 6, high", "lo = 1, low = 6, high", "bands 2: 'lo'"),
    "critical item not there": ("item = 4\n", "item = 5\n", "names item 5"),
    "critical value out of range": ("at_least = 2", "at_least = 4", "cannot be 4"),
    "critical item twice": (
        "at_least = 2",
        "at_least = 2\n\n[[critical]]\nitem = 4\nat_least = 1",
        "item 4 is there twice",
    ),
    "items and from": ("core = true", 'core = true\nfrom = "daily_logs.mood"', "'from'"),
    "from of a wrong form": ("core = true", 'core = true\nfrom = "mood"', "table.column"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    old, new, message = WRONG[name]
    with pytest.raises(RequestError, match=message) as refused:
        read(tmp_path, change(old, new)(SMALL))
    text = str(refused.value)
    assert text.startswith(str(tmp_path / "small.toml"))
    assert "\n" not in text
    assert text.endswith(".")
    assert ";" in text or "correct" in text  # says what to do


def test_a_scale_twice_or_none_is_refused(tmp_path: Path) -> None:
    start = SMALL.index("[[scales]]")
    end = SMALL.index("[[critical]]")
    with pytest.raises(RequestError, match=r"no \[\[scales\]\]"):
        read(tmp_path, SMALL[:start] + SMALL[end:])
    with pytest.raises(RequestError, match="'total' is there twice"):
        read(tmp_path, SMALL[:end] + SMALL[start:])


GIVEN = SMALL.replace(
    'items = [1, 2, 3, 4]\nmethod = "sum"\nmax_missing = 1\nprorate = true', 'method = "given"'
)
ITEMS = "[items]\ncount = 4\nmin = 0\nmax = 3\n\n"
CRITICAL = "[[critical]]\nitem = 4\nat_least = 2\n"


def test_a_score_that_is_given_needs_no_items(tmp_path: Path) -> None:
    with_items = read(tmp_path, GIVEN)
    assert [len(with_items.items), with_items.scales[0].items] == [4, ()]
    without = read(tmp_path, GIVEN.replace(ITEMS, "").replace(CRITICAL, ""))
    assert without.items == ()
    assert without.scales[0].cutoff == 6
    sql = reference_sql([without])
    assert duckdb.execute(sql["measure_item"]).fetchall() == []
    assert duckdb.execute(sql["measure_scale_item"]).fetchall() == []


def test_items_are_needed_where_one_is_critical_or_a_scale_is_made_of_them(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"no \[items\]"):
        read(tmp_path, GIVEN.replace(ITEMS, ""))
    scale = SMALL[SMALL.index("[[scales]]") : SMALL.index("[[critical]]")].replace('"total"', '"other"')
    with pytest.raises(RequestError, match=r"no \[items\]"):
        read(tmp_path, GIVEN.replace(ITEMS, "").replace(CRITICAL, "") + "\n" + scale)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_bytes(SMALL.encode().replace(b"Nobody", b"N\xff"))
    with pytest.raises(RequestError, match=r"small\.toml is not UTF-8; save it as UTF-8"):
        read_measure(path)


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_bytes(SMALL.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_measure(tmp_path / "small.toml") == read(tmp_path, SMALL)


LINES = SMALL.splitlines()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, len(LINES) - 1),
    line=st.one_of(
        st.text(max_size=30),
        st.sampled_from([a.split(" = ")[0] for a in LINES if " = " in a]).flatmap(
            lambda key: st.sampled_from(
                ["true", "-1", "1e9", "[]", "{}", "''", "[[1]]", "inf", "1979-05-27T07:32:00Z"]
            ).map(lambda value: f"{key} = {value}")
        ),
    ),
)
def test_any_line_gives_a_measure_or_a_sentence(tmp_path: Path, at: int, line: str) -> None:
    text = "\n".join([*LINES[:at], line, *LINES[at + 1 :]])
    try:
        measure = read(tmp_path, text)
    except RequestError as error:
        assert "\n" not in str(error)
    else:
        for sql in reference_sql([measure]).values():
            duckdb.execute(sql).fetchall()


SCORING = {
    "an item": ("items = [1, 2, 3, 4]", "items = [1, 2, 3]", "max = 12", "max = 9"),
    "reverse": ("max = 3\n", "max = 3\nreverse = [2]\n"),
    "an item's range": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { min = 0, max = 4 } }\n",
        "max = 12",
        "max = 13",
    ),
    "an item's least": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { min = 1, max = 3 } }\n",
        "min = 0\nmax = 12",
        "min = 1\nmax = 12",
    ),
    "method": ('method = "sum"', 'method = "mean"', "max = 12", "max = 3"),
    "factor": ('method = "sum"', 'method = "sum"\nfactor = 2', "max = 12", "max = 24"),
    "missing": ("max_missing = 1", "max_missing = 2"),
    "required": ('method = "sum"', 'method = "sum"\nrequired = [4]'),
    "none missing": ("max_missing = 1\nprorate = true", "max_missing = 0\nprorate = false"),
    "name of a scale": ('scale = "total"', 'scale = "whole"'),
    "answers that an item offers": (
        "max = 3\n",
        "max = 3\nexceptions = { 4 = { values = [0, 3] } }\n",
    ),
}
# Bands and cut-offs stand in the way of some ranges, and do not matter here.
PLAIN = SMALL[: SMALL.index("cutoff = 6")] + 'reliable_change_source = "none published"\n'


@pytest.mark.parametrize("name", SCORING)
def test_a_change_of_scoring_changes_the_hash(name: str, tmp_path: Path) -> None:
    text = PLAIN
    pairs = SCORING[name]
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        text = change(old, new)(text)
    assert definition_hash(read(tmp_path, text)) != definition_hash(read(tmp_path, PLAIN))


def test_the_hash_is_that_of_the_clinics_own_files(tmp_path: Path) -> None:
    """A file says which definition made its scores: under another hash of the same one it is refused."""
    reverse = [read(tmp_path, change("max = 3\n", f"max = 3\nreverse = [{n}]\n")(SMALL)) for n in (2, 3)]
    hashes = [definition_hash(m)[:16] for m in (read(tmp_path, SMALL), *reverse)]
    assert hashes == ["c6d46a689a4cd709", "9078b9a7700d03c3", "eebc8f817b11e614"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Small"', 'title = "Smaller"'),
        ("core = true", "core = false"),
        ("interval_days = 7", "interval_days = 14"),
        ("cutoff = 6", "cutoff = 7"),
        ("reliable_change = 4", "reliable_change = 5"),
        ('label = "low"', 'label = "fine"'),
        ("at_least = 2", "at_least = 3"),
        ("items = [1, 2, 3, 4]", "items = [4, 3, 2, 1]"),
        ("min = 0\nmax = 3", "min = 0.0\nmax = 3.0"),
        ("2026-11-23", "2027-01-01"),
    ],
)
def test_what_does_not_score_leaves_the_hash(old: str, new: str, tmp_path: Path) -> None:
    changed = definition_hash(read(tmp_path, change(old, new)(SMALL)))
    assert changed == definition_hash(read(tmp_path, SMALL))


def test_prorating_without_missing_items_leaves_the_hash(tmp_path: Path) -> None:
    text = change("max_missing = 1", "max_missing = 0")(SMALL)
    other = change("prorate = true", "prorate = false")(text)
    assert definition_hash(read(tmp_path, text)) == definition_hash(read(tmp_path, other))


def test_hashes_differ_between_measures() -> None:
    hashes = {definition_hash(m) for m in shipped().values()}
    assert len(hashes) == len(shipped())


def test_relations_hold_what_the_files_hold(tmp_path: Path) -> None:
    text = change('title = "Small"', "title = \"O'Neill'); drop table x; --\"")(SMALL)
    sql = reference_sql([read(tmp_path, text)])
    assert list(sql) == list(RELATIONS)

    def rows(name: str) -> list[tuple[Any, ...]]:
        return duckdb.execute(sql[name]).fetchall()

    assert rows("measure") == [
        (
            *("small", "O'Neill'); drop table x; --", True, "lower", 7, 7),
            *(dt.date(2026, 11, 23), "free", "Nobody 2026", "survey"),
        )
    ]
    assert rows("measure_scale") == [
        (
            *("small", "total", "Total", "sum", 1.0, 1, [], True, "lower", 0.0, 12.0, 6.0),
            *(None, None, 4.0, "Nobody 2026", 2.0, 0.8, 3.0, "Nobody 2026"),
        )
    ]
    assert rows("measure_item")[3] == ("small", 4, 0.0, 3.0, False, 2.0, [])
    assert rows("measure_item")[0] == ("small", 1, 0.0, 3.0, False, None, [])
    assert rows("measure_scale_item") == [("small", "total", n) for n in (1, 2, 3, 4)]
    assert rows("measure_band") == [
        ("small", "total", "low", 0.0, 5.0, 0),
        ("small", "total", "high", 6.0, 12.0, 1),
    ]


def test_the_best_band_ranks_first_where_higher_is_better(tmp_path: Path) -> None:
    text = change('better = "lower"', 'better = "higher"')(SMALL)
    bands = read(tmp_path, text).scales[0].bands
    assert [(b.label, b.rank) for b in bands] == [("low", 1), ("high", 0)]


def test_the_numbers_of_a_relation_keep_their_types() -> None:
    kinds = {name: kind for columns in RELATIONS.values() for name, kind in columns.items()}
    whole = {name for name, kind in kinds.items() if kind == "integer"}
    assert whole == {"recall_days", "interval_days", "max_missing", "item", "rank"}


@pytest.mark.parametrize("name", RELATIONS)
def test_relations_have_the_same_columns_with_and_without_measures(name: str) -> None:
    for measures in (load_measures(MEASURES), []):
        sql = reference_sql(measures)[name]
        described = duckdb.execute(f"describe {sql}").fetchall()
        assert {row[0]: row[1].lower() for row in described} == RELATIONS[name]
        assert bool(duckdb.execute(sql).fetchall()) == bool(measures)


def test_importing_costs_next_to_nothing() -> None:
    # The module's own cost: the package around it may import more.
    code = (
        "import sys, types, caseboard\n"
        "package = types.ModuleType('caseboard.library')\n"
        "package.__path__ = ['caseboard/library']\n"
        "sys.modules['caseboard.library'] = package\n"
        "import caseboard.library.measures\n"
        "print(sorted({'tomllib', 'json', 'hashlib', 'duckdb', 'textual'} & set(sys.modules)))"
    )
    root = MEASURES.parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
