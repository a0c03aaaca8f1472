"""One stay that was entered under several ids is one admission, in whatever order its rows are read."""

from __future__ import annotations

import random

import duckdb
import pytest

from tests.queries.bare import sql_of

CLIENTS = 200


@pytest.mark.parametrize("seed", range(6))
def test_it_is_one_admission(seed: int) -> None:
    drawn = random.Random(seed)
    rows = [
        f"('C{client:03}', 'E{client:03}-{copy}', date '2026-01-01', date '2026-03-01', 'completed')"
        for client in range(CLIENTS)
        for copy in range(drawn.choice([1, 2, 3]))
    ]
    drawn.shuffle(rows)
    with duckdb.connect() as connection:
        connection.execute("create macro as_of() as date '2026-03-15'")
        connection.execute("set variable days_between_episodes = 14")
        connection.execute(
            "create table episodes as select * from (values "
            + ", ".join(rows)
            + ") as e (client_id, episode_id, started_on, ended_on, end_reason)"
        )
        found = connection.execute(
            f"select client_id, admission_number from ({sql_of('admission')}) order by all"
        ).fetchall()
    assert found == [(f"C{client:03}", 1) for client in range(CLIENTS)]
