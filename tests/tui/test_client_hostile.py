"""Whatever the data of a client hold, the page holds its shape and no control character reaches a strip."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from caseboard.tui.client.course import View
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.page import heading, sections
from caseboard.tui.client.plain import client_page_text
from caseboard.tui.words import text_of
from tests.tui.client_fakes import FakeClientLibrary, PageApp, full, page_clinic
from tests.tui.golden import pinned, settled
from tests.tui.test_hostile import FORBIDDEN, HOSTILE, check

NARROW = (
    "facts", "flags", "consider", "criteria", "goals", "triggers", "supports", "decisions", "why",
)  # fmt: skip
KEYS = ("", "p", "4", "8", "i", "escape", "0")


class HostileLibrary(FakeClientLibrary):
    """Every title, source, file and name holds the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shout = text

    def get(self, name: str) -> Any:
        return replace(super().get(name), title=self.shout, source=self.shout, text=self.shout * 3)


def hostile(text: str) -> dict[str, list[dict[str, Any]]]:
    """A full page with the text in every column that holds one, and in every list of them."""

    def worse(value: Any) -> Any:
        if isinstance(value, str):
            return text
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return [text, text]
        return value

    tables = {
        name: [{key: worse(value) for key, value in row.items()} for row in rows]
        for name, rows in full().items()
    }
    for name in ("flags", "why"):  # kinds and states as usual too, so that every way of drawing is walked
        tables[name] += [{**row, "kind": usual["kind"], "state": usual["state"]}
                         for row, usual in zip(tables[name], full()[name], strict=True)]  # fmt: skip
    screens = full()["screens"]
    tables["screens"] += [{**row, "letter": usual.get("letter"), "result": usual.get("result")}
                          for row, usual in zip(tables["screens"], screens, strict=True)]  # fmt: skip
    tables["marks"] += [
        {**row, "kind": usual["kind"]} for row, usual in zip(tables["marks"], full()["marks"], strict=True)
    ]
    return tables


async def walk(tables: dict[str, list[dict[str, Any]]], size: tuple[int, int], text: str = "") -> None:
    pinned()
    clinic = page_clinic(tables)
    clinic.library = HostileLibrary(text)
    app = PageApp(clinic, text or "C001")
    async with app.run_test(size=size, notifications=True) as pilot:
        for key in KEYS:
            if key:
                await pilot.press(key)
            await settled(pilot)
            check(app, size)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_hostile_text_in_every_column(text):
    """Drawn without Textual, at two widths: every line fits, every section is drawn."""
    clinic = page_clinic(hostile(text))
    clinic.library = HostileLibrary(text)
    page = gather_client(clinic, text, None)
    for width, hidden in ((34, True), (78, False)):
        for section in sections(page, View(weeks=4), names_hidden=hidden, short=not hidden):
            lines = section.lines(width)  # not `drawn`: a section that cannot be drawn fails here
            for line in [heading(section, width), *lines]:
                for span in line:
                    assert "\x1b" not in span.text
    seen = client_page_text(clinic, text, names_hidden=True, width=100)
    assert all(not FORBIDDEN.search(line) and cell_len(line) <= 100 for line in seen.split("\n"))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_no_control_byte_reaches_a_strip(size):
    asyncio.run(walk(hostile("".join(HOSTILE)), size, "".join(HOSTILE)))


@pytest.mark.parametrize("letter", ["\U00033d43", "日", "\u0301", "\x1b", "\x9b"])
def test_any_letter_of_a_screen_takes_one_cell(letter):
    tables = full()
    for row in tables["screens"]:
        row["letter"] = letter
    page = gather_client(page_clinic(tables), "C001", None)
    found = next(one for one in sections(page, View(26), names_hidden=True) if one.key == "screens")
    for line in map(text_of, found.lines(50)):
        assert cell_len(line) <= 50
        assert not FORBIDDEN.search(line)


anything = st.one_of(
    st.none(), st.floats(), st.integers(), st.booleans(), st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.text(st.characters(), max_size=40),
    st.lists(st.one_of(st.none(), st.text(max_size=20), st.floats()), max_size=5),
)  # fmt: skip


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a page is large: to shrink one takes minutes
)
@given(st.data())
def test_any_value_in_any_column(data):
    """No section fails, no line is wider than it may be, plain text holds no control character."""
    tables = full()
    for name in data.draw(st.sets(st.sampled_from([*tables]), min_size=1, max_size=4)):
        for row in tables[name]:
            for column in data.draw(st.sets(st.sampled_from([*row]), max_size=3)):
                row[column] = data.draw(anything)
    clinic = page_clinic(tables)
    page = gather_client(clinic, "C001", None)
    weeks, width = data.draw(st.sampled_from((0, 4, 26))), data.draw(st.integers(24, 90))
    style = data.draw(st.sampled_from(("braille", "block", "ascii")))
    if page.is_open:
        for section in sections(page, View(weeks, 7, style), names_hidden=True):
            room = width if section.key in NARROW else max(width, 50)
            for line in section.lines(room):
                assert cell_len(text_of(line)) <= room, section.key
    seen = client_page_text(clinic, "C001", names_hidden=data.draw(st.booleans()), width=100)
    assert all(not FORBIDDEN.search(line) and cell_len(line) <= 100 for line in seen.split("\n"))
