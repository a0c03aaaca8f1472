"""An id that was merged, that nobody has, or of somebody who has left: the page and the reasons say which."""

from __future__ import annotations

import pytest

from caseboard import textsafe
from caseboard.errors import RequestError
from caseboard.library import Clinic
from caseboard.tui import words
from caseboard.tui.client import behind
from caseboard.tui.client.course import View
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.page import sections
from caseboard.tui.client.plain import client_page_text, page_text
from caseboard.tui.client.written import text_without
from caseboard.tui.gather import gather
from caseboard.tui.loader import Loader
from caseboard.tui.plain import why_text
from caseboard.tui.screens.query import QueryScreen
from tests.tui.client_fakes import PageApp, full, page_clinic
from tests.tui.fakes import result
from tests.tui.golden import shown

TEXTS = (client_page_text, why_text)


@pytest.fixture
def clinic(sample: Clinic) -> Clinic:
    return sample


@pytest.mark.parametrize("text", TEXTS)
def test_an_id_that_was_merged_leads_to_the_client_it_belongs_to(clinic, text):
    assert text(clinic, "X0115", names_hidden=True) == text(clinic, "C0115", names_hidden=True)


def test_an_id_that_was_merged_has_the_name_of_the_client_it_belongs_to(clinic):
    was, now = (
        clinic.run("client/identity", parameters={"client_id": one}).records()[0]
        for one in ("X0115", "C0115")
    )
    assert (was["merged_into"], now["merged_into"]) == ("C0115", None)
    assert was["name"] == now["name"] is not None


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("client_id", ["NOPE", "c0136", "\x1b[2JNOPE"])
def test_an_id_that_nobody_has_is_a_wrong_request(clinic, text, client_id):
    with pytest.raises(RequestError, match=r"There is no client .*(NOPE|c0136)") as told:
        text(clinic, client_id, names_hidden=True)
    assert "\x1b" not in str(told.value)


def test_a_client_who_has_left_is_told_of_as_before(clinic):
    left = next(
        str(row["client_id"])
        for row in clinic.run("clients").records()
        if not clinic.run("client/overview", parameters={"client_id": row["client_id"]}).rows
    )
    assert "has no open episode" in client_page_text(clinic, left, names_hidden=True)
    assert "is not on the board" in why_text(clinic, left, names_hidden=True)


def test_the_command_says_so_and_fails(caseboard, sample_db):
    for screen in ("client", "why"):
        code, out, err = caseboard("board", "--db", sample_db, "--plain", screen, "NOPE")
        assert (code, out) == (2, "")
        assert "There is no client NOPE" in err


def test_on_screen_an_id_that_nobody_has_is_a_sentence(clinic):
    assert "has no open episode" in shown(lambda: PageApp(clinic, "NOPE1"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Amara Rossi found by her son", "A.R. found by her son"), ("AMARA called", "A. called"),
        ("with amara  rossi", "with A.R."), ("Rossi's brother", "R.'s brother"), ("Amaranth", "Amaranth"),
    ],
)  # fmt: skip
def test_a_note_or_a_goal_does_not_name_the_client_while_names_are_hidden(text, said):
    tables = full()
    tables["marks"][-1].update(title="Crisis", detail=text)
    tables["goals"][0]["title"] = text
    tables["decisions"][0]["reason"] = text
    page = gather_client(page_clinic(tables), "C001", None)
    hidden, told = (page_text(page, names_hidden=names, width=200) for names in (True, False))
    assert told.count(textsafe.clean(text)) + told.count(" ".join(text.split())) >= 3
    assert hidden.count(said) == 3
    for section in sections(page, View(), names_hidden=True):
        drawn = " ".join(words.text_of(each) for each in section.drawn(200))
        assert said == text or " ".join(textsafe.clean(text).split()) not in " ".join(drawn.split())
        for one in behind.behind(page, section):
            lines = behind.behind_lines(page, one, 200, names_hidden=True)
            seen = "\n".join(words.text_of(each) for each in lines)
            assert said == text or textsafe.clean(text) not in seen


@pytest.mark.parametrize(
    ("query", "column"), [("marks", "detail"), ("goals", "title"), ("decisions", "reason")]
)
def test_a_saved_query_does_not_name_its_client_either(query, column):
    tables = full()
    tables[query][-1][column] = "Amara Rossi found by her son, Di Ode"
    found = page_clinic(tables)
    board, saved = gather(found, None), found.library.get(f"client/{query}")
    screen = QueryScreen(Loader(lambda: found), saved, board, {"client_id": "C001"})
    loaded = screen._run(found, 1)
    written = screen.sheet(loaded.whose, loaded.result, names_hidden=True)
    for seen in (str(loaded.hidden.texts), str(written.rows)):
        assert "A.R. found by her son, Di Ode" in seen
        assert "Rossi" not in seen
    assert "Amara Rossi found" in str(loaded.shown.texts)
    found.results["client/identity"] = result(
        ("client_id", "name"), [{"client_id": "C001", "name": "Di Ode"}]
    )
    loaded = screen._run(found, 2)
    assert "A.R. found by her son, D.O." in str(loaded.hidden.texts), (
        "the file has been replaced since the board"
    )


def test_a_name_that_is_a_word_is_left_where_it_is_one():
    assert text_without("will go in may", "May Will") == "will go in may"
    assert text_without("Li is well", "Li Wu") == "Li is well"
    assert text_without("Ana is well", "Ana Wu") == "A. is well"
    assert text_without("a (b", "( .*") == "a (b"
