"""Substance use said twice, as days in one number for the board and in rows for one client, is said alike."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caseboard.library import Clinic

DATES = [date(2025, 6, 1), date(2025, 11, 9), date(2026, 3, 15)]


@pytest.fixture(scope="module")
def clinic(sample: Clinic) -> Clinic:
    return sample


WEEKS = [date(2026, 3, 15) - timedelta(days=42 * step) for step in range(9)]


@pytest.mark.parametrize("day", WEEKS, ids=str)
def test_a_return_to_use_is_one_on_the_board_and_on_the_clients_page(clinic: Clinic, day: date) -> None:
    window = day - timedelta(days=7)
    with clinic.asking(day) as asking:
        answers = asking.run("return_to_use").records()
        met = {(row["client_id"], row["since"]) for row in answers if row["state"] == "met"}
        states = {row["client_id"]: row["state"] for row in answers}
        returns = {
            (row["client_id"], row["on_day"])
            for row in asking.run("use_returned").records()
            if row["on_day"] > window and states[row["client_id"]] != "missing"
        }
    assert met == returns


def test_somebody_returned_to_use(clinic: Clinic) -> None:
    with clinic.asking(DATES[-1]) as asking:
        assert asking.run("use_returned").records() != []
        assert "met" in {row["state"] for row in asking.run("return_to_use").records()}


@pytest.mark.parametrize("day", DATES, ids=str)
def test_the_letters_of_one_client_add_up(clinic: Clinic, day: date) -> None:
    """What is counted is the word; a weekly word has a letter for each week of the admission."""
    with clinic.asking(day) as asking:
        people = {row["client_id"]: row["week"] for row in asking.run("open_client").records()}
        weekly = {row["client_id"]: row["word"] for row in asking.run("screen_week_word").records()}
        told = {
            client: asking.run("client/substance_use", {"client_id": client}).records()[0]
            for client in sorted(people)[:8]
        }
    assert {client: len(word) for client, word in weekly.items()} == people
    for client in sorted(people)[:8]:
        row = told[client]
        counted = ("negative", "positive", "not_collected", "pending", "unreadable")
        assert sum(row[name] for name in counted) == row["due"] == len(row["word"])
        assert row["weekly_word"] == weekly[client]
        assert row["longest_abstinence"] <= row["negative"]
        assert (
            row["disagreements_logged"] <= row["disagreements"] <= row["positive"] + row["for_cause_positive"]
        )
        if row["percent_negative_observed"] is not None:
            assert row["percent_negative_missing_as_positive"] <= row["percent_negative_observed"]
