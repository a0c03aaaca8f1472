"""Whatever the data hold, the screen holds its shape and no control character reaches a strip."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from caseboard.tui import plain
from caseboard.tui.app import CaseboardApp
from caseboard.tui.widgets.lines import Lines
from caseboard.tui.words import PANES, Span
from tests.tui.fakes import (
    BEFORE,
    CRITERION_COLUMNS,
    FLAG_COLUMNS,
    FakeClinic,
    client,
    clients,
    criteria_of,
    flag,
)
from tests.tui.golden import pinned, settled, strips, text_of

HOSTILE = (
    "[/] [@click=app.bell]x[/]", "[sys:LOCK=SAFE]", "\x1b]0;owned\x07\x1b[2J\x1b[31m", "\x9b31m\x90q\x9c\x85",
    "\u202eevil\u2066x\u2069\u200f\u061c", "a\x00b\nc\rd\te", "x" * 10_000, "日本語" * 50,
    "e\u0301" * 40 + "\u0301" * 90,
    "👨‍👩‍👧‍👦⚠️🏳️‍🌈", "\ud800", "\u2028\u2029\ufeff\u200b", "", " ", "$primary {name} %s", "\\[b]", "a [link=http://e]b[/link]",
)  # fmt: skip
FORBIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ud800-\udfff]"
)
TEXTS = (
    "client_id", "name", "clinician", "program", "level", "pane", "safety", "strength", "measure",
    "screen_word", "on_leave", "last_decision",
)  # fmt: skip
NUMBERS = (
    "week", "score", "score_change", "score_series", "hours_attended", "hours_prescribed", "craving",
    "criteria_met",
)  # fmt: skip
LISTS = ("reasons", "suggests", "blocked_by", "missing")
KEYS = ("", "p", "i", "escape", "question_mark")


def hostile_clinic(text: str, *, pane: str = "needs_more_intensity", extra: Any = None) -> FakeClinic:
    """A clinic with a text in every text column, and beside it a client as usual."""
    more: dict[str, Any] = dict.fromkeys(TEXTS, text) | {column: [text, text] for column in LISTS}
    row = client("X", "Y Z", pane) | more | {"pane": pane}
    if extra is not None:
        row |= extra
    row["flags"] = [
        {**flag(text, text, kind, text), "suggests": [text]} for kind in ("safety", "process", text)
    ]  # fmt: skip
    row["criteria"] = [{**found, "rule": text, "evidence": text} for found in criteria_of(text, "mn?-m")]
    row["criteria"].append({**row["criteria"][0], "state": text})
    clinic = FakeClinic([row, *clients()[1:]])
    clinic.library.text = text * 3
    query = clinic.library.get
    clinic.library.get = lambda name: replace(query(name), title=text, source=text, name=text or "x")  # type: ignore[method-assign]
    return clinic


def check(app: CaseboardApp, size: tuple[int, int]) -> None:
    lines = strips(app)
    assert len(lines) == size[1]
    for line in lines:
        text = "".join(segment.text for segment in line)
        assert not FORBIDDEN.search(text), ascii(FORBIDDEN.findall(text))
        assert cell_len(text) == size[0]
        for segment in line:
            meta = segment.style.meta if segment.style else {}
            assert "@click" not in str(meta) or "app.bell" not in str(meta)
            assert not (segment.style and segment.style.link)


async def walk(clinic: FakeClinic, size: tuple[int, int]) -> None:
    pinned()
    app = CaseboardApp(lambda: clinic)
    async with app.run_test(size=size, notifications=True) as pilot:
        for key in KEYS:
            if key:
                await pilot.press(key)
            await settled(pilot)
            check(app, size)
        app.say(clinic.clients[0]["name"])
        await settled(pilot)
        check(app, size)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_hostile_text_in_every_column(text):
    asyncio.run(walk(hostile_clinic(text), (120, 40)))


@pytest.mark.parametrize("pane", PANES)
def test_hostile_text_in_every_pane(pane):
    asyncio.run(walk(hostile_clinic("".join(HOSTILE), pane=pane), (80, 24)))


def layout_of(clinic: FakeClinic) -> list[str]:
    """The board's frame: everything of the rows that no text reaches."""
    found: list[str] = []

    async def main() -> None:
        pinned()
        app = CaseboardApp(lambda: clinic)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            found.extend("".join(segment.text for segment in line) for line in strips(app))

    asyncio.run(main())
    return found


@pytest.mark.parametrize("text", HOSTILE[:8], ids=lambda text: ascii(text)[:20])
def test_hostile_names_change_nothing_around_them(text):
    """Only the client's own cell differs."""
    usual = clients()
    changed = clients()
    usual[0]["name"], changed[0]["name"] = "", text
    usual[0]["client_id"] = changed[0]["client_id"] = "id"
    for rows in (usual, changed):
        rows[0].pop("flags")
    before, after = layout_of(FakeClinic(usual)), layout_of(FakeClinic(changed))
    assert [line for line in before if "Self-harm" not in line] == [
        line for line in after if "Self-harm" not in line
    ]
    mine = [next(line for line in lines if "Self-harm" in line) for lines in (before, after)]
    assert mine[0][:4] == mine[1][:4]
    assert mine[0].endswith(mine[1][-40:]) or mine[0].split("Self-harm")[1] == mine[1].split("Self-harm")[1]


def test_an_error_is_made_harmless():
    clinic = FakeClinic()

    def fail(asking, name):
        raise ValueError("".join(HOSTILE))

    clinic.hold = fail
    asyncio.run(walk(clinic, (80, 24)))


values = st.one_of(
    st.none(), st.floats(), st.integers(), st.booleans(), st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.text(st.characters(), max_size=60),
    st.lists(st.one_of(st.none(), st.text(max_size=20), st.floats()), max_size=9),
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_plain_text_holds_anything(data):
    """Any value in any column: plain text has no control character, and the width holds."""
    row = client("X", "Y Z", "needs_more_intensity")
    for column in data.draw(st.sets(st.sampled_from([*row]), max_size=6)):
        if column not in ("criteria", "pane", "client_id"):
            row[column] = data.draw(values)
    row["pane"] = data.draw(st.sampled_from(PANES))
    row["flags"] = [
        {**flag("X", "rule", "safety", "e"), column: data.draw(values)}
        for column in data.draw(st.sets(st.sampled_from(FLAG_COLUMNS), max_size=2))
        if column != "client_id"
    ]
    row["criteria"] = [
        {**criteria_of("X", "mmmmm")[0], column: data.draw(values)}
        for column in data.draw(st.sets(st.sampled_from(CRITERION_COLUMNS), max_size=2))
        if column != "client_id"
    ]
    clinic = FakeClinic([row])
    seen = plain.clinic_text(clinic, names_hidden=data.draw(st.booleans()), width=100)
    assert all(not FORBIDDEN.search(line) and cell_len(line) <= 100 for line in seen.split("\n"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=300), st.dictionaries(st.sampled_from(NUMBERS), values))
def test_the_screen_holds_anything(text, extra):
    asyncio.run(walk(hostile_clinic(text, extra=extra), (120, 40)))


def test_the_last_door_is_the_strip():
    """A line that nobody cleaned is made harmless where it is drawn."""

    async def main() -> None:
        pinned()
        app = CaseboardApp(lambda: FakeClinic([]))
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            app.screen.query_one("#state", Lines).show(lambda width: [(Span(text),) for text in HOSTILE])
            await settled(pilot)
            check(app, (80, 24))

    asyncio.run(main())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_hostile_text_on_every_other_screen(size):
    """Changes, filter, sort, the copied note, the export's question, a query's grid."""
    clinic = hostile_clinic("".join(HOSTILE))
    clinic.others[BEFORE] = FakeClinic([])
    clinic.others[BEFORE].as_of = BEFORE
    clinic.others[BEFORE].refill()

    async def main() -> None:
        pinned()
        app = CaseboardApp(lambda: clinic, names_hidden=False)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(pilot)
            for keys in (("s",), ("s", "S"), ("f",), ("f",), ("y",), ("slash", "x"), ("enter",), ("escape",),
                         ("e",), ("escape",), ("a", *"-21", "enter"), ("w",), ("down",), ("p",),
                         ("escape",)):  # fmt: skip
                await pilot.press(*keys)
                await settled(pilot)
                check(app, size)
            app.screen.open_query(clinic.library.query("panes/board", "The [/] board"))
            await settled(pilot)
            for key in ("p", "l", "l", "l"):
                await pilot.press(key)
                await settled(pilot)
                check(app, size)
            assert not any(FORBIDDEN.search(line) for line in app.clipboard.split("\n"))

    asyncio.run(main())


def test_hostile_names_in_the_palette():
    clinic = hostile_clinic("".join(HOSTILE))

    async def main() -> None:
        pinned()
        app = CaseboardApp(lambda: clinic, names_hidden=False)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("ctrl+p")
            await settled(pilot)
            await pilot.press("x")
            for _ in range(200):  # the palette looks in a task of its own
                await asyncio.sleep(0.05)
                await settled(pilot)
                if "Client [/]" in text_of(app):
                    break
            assert "Client [/]" in text_of(app)
            check(app, (80, 24))

    asyncio.run(main())
