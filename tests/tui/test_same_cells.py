"""What is on screen is what `caseboard run` gives for the same query, cell for cell, on the sample clinic."""

from __future__ import annotations

import io

import pytest

from caseboard import formats, textsafe
from caseboard.library import Clinic
from caseboard.tui import layout, words
from caseboard.tui.client import findings, plan
from caseboard.tui.client.course import measured, points
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import QUERIES
from caseboard.tui.gather import gather
from caseboard.tui.grid import grid_of, sheet_of
from caseboard.tui.snapshot import Row
from caseboard.tui.words import PANES

CLIENTS = ("C0136",)


@pytest.fixture
def clinic(sample: Clinic) -> Clinic:
    return sample


@pytest.fixture(scope="module")
def asked(sample):
    """What `caseboard run client/NAME` gives: of all clients, then of the one."""
    return lambda name: sample.run(f"client/{name}", parameters={"client_id": CLIENTS[0]})


@pytest.fixture(scope="module")
def page(sample):
    return gather_client(sample, CLIENTS[0], None)


def flat(lines) -> str:
    return " ".join(" ".join(words.text_of(line) for line in lines).split())


def split(line, columns) -> list[str]:
    """The texts of a line in its columns, one cell between two; no name of the sample is wide."""
    text, cells = words.text_of(line), []
    for column in columns:
        head, text = text[: column.width], text[column.width + 1 :]
        cells.append(head.strip())
    assert not text
    return cells


def test_the_board_cell_for_cell(clinic):
    """Every pane, every row in its order, every cell by the same words as the command line's row."""
    result, seen = clinic.run("panes/board"), gather(clinic, None)
    index = {column: at for at, column in enumerate(result.columns)}
    shown = [(pane, seen.rows[row]) for pane, rows in enumerate(seen.panes) for row in rows]
    assert [row for _, row in shown] == list(result.rows)
    columns = layout.columns(400, names_hidden=False, snapshot=seen)
    for (pane, values), row in zip(shown, (Row(index, row) for row in result.rows), strict=True):
        assert PANES[pane] == row["pane"]
        line = layout.cells(seen, Row(seen.index, values), pane, columns, names_hidden=False)
        cell = dict(zip((c.key for c in columns), split(line, columns), strict=True))
        assert cell["client"] == textsafe.fit(row["name"], 24).strip()
        assert cell["week"] == words.number(row["week"], 0)
        score = words.number(row["score"])
        known = row["score"] is not None
        assert cell["score"] == (f"{score} {words.change(row['score_change'])}" if known else score)
        assert cell["hours"] == words.of(row["hours_attended"], row["hours_prescribed"])
        assert cell["screens"] == (row["screen_word"] or "none")[-8:]
        assert cell["craving"] == layout.craving(row, wide=True)


@pytest.mark.parametrize("name", QUERIES)
def test_a_table_of_the_page_is_the_command_lines(asked, page, name):
    """The rows behind the page, and as a grid of the query's own page, are those that are printed as CSV."""
    result = asked(name)
    assert [tuple(value for _, value in row.items()) for row in page.rows(name)] == list(result.rows)
    grid = grid_of(sheet_of(result, names_hidden=False))
    assert list(grid.names) == list(result.columns)
    printed = io.StringIO()
    formats.write(result, "table", printed)
    table = printed.getvalue()
    for row in range(grid.count):
        for text in grid.texts:
            assert text[row].strip()[:20] in table


def test_each_score_is_drawn(page):
    drawn = [
        (one.measure, one.scale, point.day, point.value)
        for one in measured(page)
        for point in points(one.rows)
    ]
    rows = page.rows("score_history")
    assert sorted(drawn) == sorted(
        (row["measure"], row["scale"], row["given_on"], row["score"]) for row in rows
    )


def test_each_goal_trigger_and_support_is_drawn(page):
    drawn = flat(plan.goals(page, 400))
    for row in page.rows("goals"):
        assert textsafe.clean(row["title"]) in drawn
        assert words.day(row["latest_rated_on"], page.as_of) in drawn or row["latest_rated_on"] is None
    drawn = flat(plan.triggers(page, 400))
    for row in page.rows("triggers"):
        name = textsafe.fit(words.label(row["trigger"]), 24).strip()
        assert f"{name} {words.number(row['days'], 0)} d" in " ".join(drawn.split())
    drawn = flat(plan.supports(page, 400))
    for row in page.rows("supports"):
        title = textsafe.clean(row["title"]) or words.label(row["kind"])
        assert title in drawn or words.lower_first(title) in drawn


def test_each_rule_is_drawn_with_its_value_and_its_threshold(page):
    drawn = [flat(findings.rule_lines(page, row, 400)) for row in page.rows("why")]
    assert flat(findings.why(page, 400)).count(": ") >= len(drawn)
    for row, text in zip(page.rows("why"), drawn, strict=True):
        assert f"{textsafe.clean(row['title'])}: {findings.rule_mark(page, row)[2]}" in text
        if row["state"] == "not_used":
            assert "threshold" not in text, "nothing is held against what is not used"
            continue
        assert textsafe.clean(row["evidence"]) in text
        if row["value"] is not None:
            assert f"value {words.number(row['value'], 2)}" in text
        if row["threshold"] is not None:
            assert f"threshold {words.number(row['threshold'], 2)}" in text


def test_a_criterion_says_why_it_is_not_met_wherever_it_is_told(page):
    """Its value is one part of several: `not met, value 50, threshold 50` says nothing of the provider."""
    rows = [row for row in page.rows("why") if row["kind"] == "step_down" and row["state"] != "not_used"]
    assert any(row["value"] == row["threshold"] and row["state"] == "not_met" for row in rows)
    for row in rows:
        assert textsafe.clean(row["evidence"]) in flat(findings.rule_lines(page, row, 400))
