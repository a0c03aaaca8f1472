"""The statistics of an evaluation, on planted signals and outcomes whose truth is known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from caseboard.evaluation.replay import _judged, sundays
from caseboard.library import Asking, Clinic, Library

D1, D2 = date(2026, 2, 1), date(2026, 2, 8)
HEADER = """/*
title = "Planted"
kind = "outcome"
say = "had it"
source = "A test."
judges = ["worse", "better"]
*/
"""
Planted = Callable[..., Any]


@contextmanager
def planted(
    folder: Path,
    outcome: str,
    replay: str,
    signals: str,
    *,
    clients: str = "",
) -> Iterator[Asking]:
    """An empty clinic in which `outcome` is an outcome, and two selects are what was replayed."""
    place = folder / "evaluation" / "outcomes"
    place.mkdir(parents=True, exist_ok=True)
    (place / "planted.sql").write_text(HEADER + outcome, encoding="utf-8")
    clinic = Clinic(Library.load(local=folder), ":memory:")
    with clinic.engine.writing(create=True) as cursor:
        if clients:
            cursor.execute(f"insert into clinic.clients by name {clients}")
        asking = Asking(clinic, cursor, date(2026, 6, 30), {})
        asking.empty("replay_row", "signal_row")
        cursor.execute(f"insert into temp.replay_row by name {replay}")
        cursor.execute(f"insert into temp.signal_row by name {signals}")
        yield asking
    clinic.close()


def figures(asking: Asking, **parameters: Any) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    rows = asking.run("figures", {"outcome": "planted", **parameters}).records()
    return {(row["signal"], row["subgroup"], row["member"], row["figure"]): row for row in rows}


def of_everybody(asking: Asking, signal: str, figure: str, **parameters: Any) -> dict[str, Any]:
    return figures(asking, **parameters)[signal, "everybody", "everybody", figure]


SIX = """
select * from (values
    ('A', date '2026-02-01', true, date '2026-02-20'),
    ('A', date '2026-02-08', true, date '2026-02-20'),
    ('B', date '2026-02-01', false, null),
    ('B', date '2026-02-08', true, date '2026-03-01'),
    ('C', date '2026-02-01', false, null), ('C', date '2026-02-08', false, null),
    ('D', date '2026-02-01', false, null), ('D', date '2026-02-08', false, null),
    ('E', date '2026-02-01', false, null), ('E', date '2026-02-08', false, null),
    ('F', date '2026-02-01', false, null), ('F', date '2026-02-08', null, null)
) as t (client_id, on_day, happened, happened_on)
"""
SIX_DAYS = """
select c.client_id, d.on_day, 5 as week, 'outpatient' as level
from (values ('A'), ('B'), ('C'), ('D'), ('E'), ('F')) as c (client_id)
cross join (values (date '2026-02-01'), (date '2026-02-08')) as d (on_day)
"""
SIX_SIGNALS = """
select *, 'worse' as side from (values
    ('A', date '2026-02-01', 'rule', null, true), ('A', date '2026-02-08', 'rule', null, true),
    ('C', date '2026-02-01', 'rule', null, true), ('D', date '2026-02-08', 'rule', null, true),
    ('A', date '2026-02-01', 'score', 5, null), ('A', date '2026-02-08', 'score', 5, null),
    ('B', date '2026-02-01', 'score', 1, null), ('B', date '2026-02-08', 'score', 2, null),
    ('C', date '2026-02-01', 'score', 2, null), ('C', date '2026-02-08', 'score', 2, null),
    ('D', date '2026-02-08', 'score', 1, null), ('E', date '2026-02-01', 'score', 2, null),
    ('F', date '2026-02-01', 'score', 1, null), ('F', date '2026-02-08', 'score', 9, null)
) as t (client_id, on_day, signal, score, is_on)
"""
SIX_BORN = """
select *, timestamp '2020-01-01' as known_from from (values
    ('A', 2002), ('B', 2001), ('C', 1992), ('D', 1991), ('E', 1971), ('F', null)
) as t (client_id, birth_year)
"""
SIX_AGES = {
    "A": "under 25", "B": "25 to 34", "C": "25 to 34", "D": "35 to 44", "E": "55 and over", "F": "not known",
}  # fmt: skip


def test_six_people_by_hand(tmp_path: Path) -> None:
    """11 weeks can be judged, 3 with the outcome; the rule is on in 4, 2 of them right."""
    with planted(tmp_path, SIX, SIX_DAYS, SIX_SIGNALS, clients=SIX_BORN) as asking:
        found = figures(asking, people_that_are_enough=0, rounds=20)
        groups = asking.run("person_group", {"by_group": True}).records()
        (often,) = asking.run("volume", {"rounds": 20}).records()
    assert [often[name] for name in ("signal", "people_on", "alerts")] == ["rule", 3, 3]
    assert often["share_flagged"] == pytest.approx(4 / 12), "of all weeks, judged or not"
    assert often["alerts_per_100"] == pytest.approx(100 * 3 / 12)
    ages = {row["client_id"]: row["member"] for row in groups if row["subgroup"] == "age"}
    assert ages == SIX_AGES
    by_hand = {
        "base_rate": 3 / 11,
        "share_flagged": 4 / 11,
        "alerts_per_100": 100 * 3 / 11,  # A and C on the first day, D on the second
        "sensitivity": 2 / 3,
        "specificity": 6 / 8,
        "ppv": 2 / 4,
        "npv": 6 / 7,
        "auc": (2 / 3 + 6 / 8) / 2,
        "lead_days": 19,  # A: from 1 to 20 February
    }
    for name, number in by_hand.items():
        row = found["rule", "everybody", "everybody", name]
        assert row["number"] == pytest.approx(number), name
    counts = ("people", "weeks", "people_happened", "people_on", "people_hit", "alerts", "alerts_hit")
    assert [row[name] for name in counts] == [6, 11, 2, 3, 1, 3, 1]
    # With the outcome 5, 5 and 2; without 0, 0, 1, 1, 1, 2, 2, 2: 8 + 8 + 5 and three ties of 24.
    assert found["score", "everybody", "everybody", "auc"]["number"] == pytest.approx(22.5 / 24)
    assert ("score", "everybody", "everybody", "ppv") not in found


def test_a_stretch_that_is_broken_begins_again(tmp_path: Path) -> None:
    days = "select 'A' as client_id, date '2026-02-01' + 7 * n::integer as on_day, 5 as week, '' as level "
    days += "from range(4) as r (n)"
    signals = "select client_id, on_day, 'rule' as signal, 'worse' as side, null::double as score, "
    signals += f"on_day <> date '2026-02-15' as is_on from ({days})"
    outcome = f"select client_id, on_day, true as happened, date '2026-03-01' as happened_on from ({days})"
    with planted(tmp_path, outcome, days, signals) as asking:
        found = of_everybody(asking, "rule", "lead_days", people_that_are_enough=0, rounds=1)
        stretches = asking.cursor.rows("select on_day, is_new, stretch_from from signal_day order by 1").rows
    assert found["alerts"] == 2
    assert found["number"] == 28  # of one outcome the earliest stretch
    assert [row[1] for row in stretches] == [True, False, False, True]
    assert stretches[1][2] == D1
    assert stretches[3][2] == date(2026, 2, 22)


def crowd(people: int, weeks: int = 6) -> str:
    return (
        "select 'P' || p.n as client_id, date '2026-02-01' + 7 * w.n::integer as on_day, 5 as week, "
        f"'outpatient' as level from range({people}) as p (n) cross join range({weeks}) as w (n)"
    )


def chance(salt: str, of: str = "client_id, ' ', on_day") -> str:
    """A number from 0 to 1 that nothing else tells."""
    return f"(md5_number_lower(concat('{salt}', {of})) % 1000 / 1000.0)"


def outcome_of(people: int, happens: str) -> str:
    return (
        f"select client_id, on_day, {happens} as happened, on_day + 14 as happened_on from ({crowd(people)})"
    )


def signals_of(people: int, **on: str) -> str:
    return " union all ".join(
        f"select client_id, on_day, '{name}' as signal, 'worse' as side, null::double as score, "
        f"{when} as is_on from ({crowd(people)})"
        for name, when in on.items()
    )


TRUTH = chance("truth") + " < 0.3"
COIN = chance("coin") + " < 0.3"
OFTEN = chance("often") + " < 0.7"
SIGN = f"case when {TRUTH} then {chance('hit')} < 0.8 else {chance('false')} < 0.2 end"


def test_a_useless_rule_comes_out_at_chance_and_a_good_one_as_it_was_planted(tmp_path: Path) -> None:
    with planted(
        tmp_path, outcome_of(400, TRUTH), crowd(400), signals_of(400, coin=COIN, sign=SIGN)
    ) as asking:
        coin = of_everybody(asking, "coin", "auc")
        assert coin["low"] < 0.5 < coin["high"]
        assert of_everybody(asking, "coin", "ppv")["number"] == pytest.approx(0.3, abs=0.05)
        good = of_everybody(asking, "sign", "auc")
        assert good["low"] > 0.75
        assert good["low"] < 0.8 < good["high"]
        sensitivity = of_everybody(asking, "sign", "sensitivity")
        assert sensitivity["low"] < 0.8 < sensitivity["high"]


def test_an_outcome_that_is_shifted_by_a_week_is_no_longer_foretold(tmp_path: Path) -> None:
    """A signal that looks into the outcome itself is perfect; a week beside it knows nothing."""
    leak = signals_of(300, leak=TRUTH)
    with planted(tmp_path, outcome_of(300, TRUTH), crowd(300), leak) as asking:
        assert of_everybody(asking, "leak", "auc")["number"] == 1
    shifted = chance("truth", "client_id, ' ', on_day + 7") + " < 0.3"
    with planted(tmp_path, outcome_of(300, shifted), crowd(300), leak) as asking:
        auc = of_everybody(asking, "leak", "auc")
    assert auc["low"] < 0.5 < auc["high"]


def test_intervals_shrink_with_people_and_not_with_their_weeks(tmp_path: Path) -> None:
    def width(people: int, always: bool = False) -> float:
        of = "client_id" if always else "client_id, ' ', on_day"
        happens = chance("truth", of) + " < 0.3"
        on = chance("coin", of) + " < 0.3"
        with planted(
            tmp_path, outcome_of(people, happens), crowd(people), signals_of(people, coin=on)
        ) as asking:
            row = of_everybody(asking, "coin", "ppv")
        return float(row["high"] - row["low"])

    few, many = width(100), width(900)
    assert few / many == pytest.approx(3, rel=0.35)  # nine times the people, a third of the width
    # Where every week of a person is the same, six weeks tell what one tells.
    assert width(100, always=True) > 1.8 * few


def test_where_every_draw_is_alike_there_is_no_interval(tmp_path: Path) -> None:
    """Twelve of twelve: whoever is drawn again, it is 100%, and that is no proof that it always is."""
    on = "cast(substr(client_id, 2) as integer) < 12"
    both = signals_of(40, rule=on, one="client_id = 'P0'")
    with planted(tmp_path, outcome_of(40, on), crowd(40), both) as asking:
        found = figures(asking)
        volume, rare = asking.run("volume").records()
    for name in ("sensitivity", "ppv", "auc"):
        row = found["rule", "everybody", "everybody", name]
        assert (row["number"], row["low"], row["high"]) == (1, None, None), name
    row = found["rule", "everybody", "everybody", "share_flagged"]
    assert row["low"] < row["number"] < row["high"]
    assert volume["share_low"] < volume["share_flagged"] < volume["share_high"]
    # One of forty is not drawn in 36% of the rounds: the signal is on in none of their weeks.
    assert (rare["share_low"], rare["share_flagged"], rare["alerts_low"]) == (0, 1 / 40, 0)
    with planted(tmp_path, outcome_of(40, on), crowd(40), signals_of(40, rule="true")) as asking:
        always = asking.run("volume").records()[0]
    assert (always["share_flagged"], always["share_low"], always["share_high"]) == (1, None, None)
    # Between equal draws too the quantile is interpolated: of a third its last digit may differ.
    third = "on_day < date '2026-02-15'"
    with planted(tmp_path, outcome_of(40, third), crowd(40), signals_of(40, rule=third)) as asking:
        base = of_everybody(asking, "rule", "base_rate", rounds=20)
        often = asking.run("volume", {"rounds": 20}).records()[0]
    assert (base["number"], base["low"], base["high"]) == (pytest.approx(1 / 3), None, None)
    assert (often["share_low"], often["share_high"], often["alerts_low"]) == (None, None, None)


def test_a_group_for_which_the_rule_is_worse_is_named(tmp_path: Path) -> None:
    people = 600
    clients = (
        "select 'P' || n as client_id, case when n % 3 = 0 then 'Spanish' else 'English' end as language, "
        f"'male' as sex, timestamp '2020-01-01' as known_from from range({people}) as r (n)"
    )
    number = "cast(substr(client_id, 2) as integer)"
    sign = f"case when {number} % 3 = 0 then {COIN} else {SIGN} end"
    with planted(
        tmp_path,
        outcome_of(people, TRUTH),
        crowd(people),
        signals_of(people, first_pane=sign),
        clients=clients,
    ) as asking:
        rows = asking.run("figures", {"outcome": "planted", "by_group": True}).records()
        larger = {"outcome": "planted", "by_group": True, "difference_worth_naming": 0.9}
        assert not any(row["is_worse"] for row in asking.run("figures", larger).records())
    judged = [one for one in _judged("planted", rows) if not one.of_everybody]
    assert {one.subgroup for one in judged} == {"language"}, "one sex and no age: nothing to compare"
    named = {(one.member, figure) for one in judged for figure in one.worse}
    assert named == {("Spanish", "ppv"), ("Spanish", "sensitivity"), ("Spanish", "auc")}


def test_a_group_in_which_a_sign_of_doing_well_is_followed_by_harm_is_named(tmp_path: Path) -> None:
    """`ready`, and then back at the level above: the more often, the worse off is a group."""
    people = 600
    clients = (
        "select 'P' || n as client_id, case when n % 3 = 0 then 'Spanish' else 'English' end as language, "
        f"timestamp '2020-01-01' as known_from from range({people}) as r (n)"
    )
    harmed = f"case when cast(substr(client_id, 2) as integer) % 3 = 0 and {COIN} then true else {TRUTH} end"
    signals = signals_of(people, ready=COIN).replace("'worse' as side", "'better' as side")
    with planted(tmp_path, outcome_of(people, harmed), crowd(people), signals, clients=clients) as asking:
        found = figures(asking, by_group=True)
    named = {key[2:] for key, row in found.items() if row["is_worse"]}
    assert named == {("Spanish", "ppv"), ("Spanish", "sensitivity"), ("Spanish", "auc")}


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 100, "b": 60, "c": 11}, {"a", "b", "c"}),
        ({"a": 100, "b": 60, "c": 10}, {"a"}),  # c alone could be worked out: b goes too
        ({"a": 100, "b": 9, "c": 10}, {"a"}),
        ({"a": 100, "b": 10}, set()),
        ({"a": 100, "b": 60, "c": 3, "d": 4}, {"a"}),  # c and d are few together too
    ],
)
def test_small_groups_are_not_shown(tmp_path: Path, sizes: dict[str, int], shown: set[str]) -> None:
    names = [name for name, size in sizes.items() for _ in range(size)]
    people = len(names)
    values = ", ".join(f"('P{number}', '{name}')" for number, name in enumerate(names))
    clients = (
        f"select *, timestamp '2020-01-01' as known_from from (values {values}) as t (client_id, language)"
    )
    with planted(
        tmp_path,
        outcome_of(people, "true"),
        crowd(people),
        signals_of(people, first_pane=f"on_day = date '2026-02-01' or {COIN}"),
        clients=clients,
    ) as asking:
        found = figures(asking, by_group=True, rounds=5)
    groups = {key[2:]: row for key, row in found.items() if key[1] == "language"}
    assert {name for name in sizes if groups[name, "ppv"]["number"] is not None} == shown
    for (name, _), row in groups.items():
        if name not in shown:
            told = ("people", "weeks", "number", "low", "high")
            told += ("difference", "difference_low", "difference_high")
            assert [row[of] for of in told] == [None] * 8
            assert row["withheld"] in ("small", "too few")
        cells = ("people_happened", "people_on", "people_hit", "alerts", "alerts_hit")
        assert [row[of] for of in cells] == [None] * 5, "no count of a group's cells is told"


def test_nobody_is_no_secret_and_hides_nothing(tmp_path: Path) -> None:
    """In b nobody is flagged: that is told, and no other group is left out for its sake."""
    names = ["a"] * 100 + ["b"] * 50 + ["c"] * 60
    values = ", ".join(f"('P{number}', '{name}')" for number, name in enumerate(names))
    number = "cast(substr(client_id, 2) as integer)"
    with planted(
        tmp_path,
        outcome_of(len(names), TRUTH),
        crowd(len(names)),
        signals_of(len(names), first_pane=f"{number} not between 100 and 149 and {COIN}"),
        clients="select *, timestamp '2020-01-01' as known_from "
        f"from (values {values}) as t (client_id, language)",
    ) as asking:
        found = figures(asking, by_group=True, rounds=5)
    withheld = {
        (member, figure): row["withheld"]
        for (_, subgroup, member, figure), row in found.items()
        if subgroup == "language" and row["withheld"]
    }
    assert withheld == {("b", "ppv"): "too few", ("b", "lead_days"): "too few"}
    assert found["first_pane", "language", "b", "sensitivity"]["number"] == 0


def test_a_figure_on_few_people_with_the_outcome_or_under_the_signal_is_not_shown(tmp_path: Path) -> None:
    for people, withheld in ((9, "too few"), (10, None)):
        few = f"cast(substr(client_id, 2) as integer) < {people}"
        with planted(
            tmp_path, outcome_of(50, few), crowd(50), signals_of(50, rule="true", few=few)
        ) as asking:
            found = figures(asking, rounds=5)
        for signal in ("rule", "few"):
            row = found[signal, "everybody", "everybody", "ppv"]
            assert row["withheld"] == withheld
            assert (row["number"] is None) == (withheld is not None)


def test_the_same_seed_gives_the_same_figures_and_another_seed_other_intervals(tmp_path: Path) -> None:
    def once(**parameters: Any) -> Any:
        with planted(tmp_path, outcome_of(80, TRUTH), crowd(80), signals_of(80, coin=COIN)) as asking:
            return figures(asking, **parameters)

    first = once()
    assert once() == first
    other = once(seed=8)
    key = ("coin", "everybody", "everybody", "ppv")
    assert other[key]["number"] == first[key]["number"]
    assert other[key]["low"] != first[key]["low"]


def test_the_figures_are_those_of_people_who_are_drawn_again(tmp_path: Path) -> None:
    """As many as there are, each with all of their weeks; counted here once more from who was drawn."""
    people = [f"P{number}" for number in range(50)]
    values = ", ".join(f"('{client}', '{'ab'[number % 2]}')" for number, client in enumerate(people))
    well = signals_of(50, ready=OFTEN).replace("'worse' as side", "'better' as side")
    points = f"({TRUTH})::integer + floor(3 * {chance('points')})"
    scored = f"select client_id, on_day, 'priority' as signal, 'worse' as side, {points} as score, "
    scored += f"null::boolean as is_on from ({crowd(50)})"
    with planted(
        tmp_path,
        outcome_of(50, TRUTH),
        crowd(50),
        f"{signals_of(50, first_pane=OFTEN)} union all {well} union all {scored}",
        clients="select *, timestamp '2020-01-01' as known_from "
        f"from (values {values}) as t (client_id, language)",
    ) as asking:
        found = figures(asking, rounds=30, by_group=True, smallest_cell=0)
        often = asking.run("volume", {"rounds": 30}).records()[0]
        drawn = asking.cursor.rows("select round, client_id, weight from resample").rows
        week = f"({OFTEN}, {TRUTH}, {points})"
        own = f"select client_id, list({week} order by on_day) from ({crowd(50)}) group by client_id"
        weeks: dict[str, list[tuple[bool, bool, float]]] = dict(asking.cursor.rows(own).rows)
    rounds = [{client: weight for at, client, weight in drawn if at == number} for number in range(31)]
    assert [sum(each.values()) for each in rounds] == [50] * 31

    def counted(clients: list[str]) -> dict[str, list[float]]:
        """Each figure in each round."""
        series: dict[str, list[float]] = defaultdict(list)
        for each in rounds:
            seen: list[tuple[bool, bool, float]] = []
            days: list[int] = []  # from the first week of a stretch to the outcome two weeks after its own
            times = 0
            for client in [one for one in clients for _ in range(each.get(one, 0))]:
                seen += weeks[client]
                length = 0
                for on, happened, _ in weeks[client]:
                    length = length + 1 if on else 0
                    times += length == 1
                    days += [7 + 7 * length] if on and happened else []
            every, on, happened = len(seen), sum(w[0] for w in seen), sum(w[1] for w in seen)
            hit, neither = (
                sum(w[:2] == (True, True) for w in seen),
                sum(w[:2] == (False, False) for w in seen),
            )
            below = sorted(w[2] for w in seen if not w[1])
            beaten = sum(bisect_left(below, w[2]) + bisect_right(below, w[2]) for w in seen if w[1])
            for name, number in (
                ("base_rate", happened / every), ("share_flagged", on / every), ("ppv", hit / on),
                ("sensitivity", hit / happened), ("specificity", neither / (every - happened)),
                ("npv", neither / (every - on)), ("lead_days", median(days)),
                ("alerts_per_100", 100 * times / every), ("auc", beaten / 2 / len(below) / happened),
            ):  # fmt: skip
                series[name].append(number)
        return series

    def middle(series: list[float]) -> list[float]:
        low, *_, high = quantiles(series[1:], n=40, method="inclusive")
        return [series[0], low, high]

    everybody, named = counted(people), set()
    for number, member in enumerate("ab"):
        group = counted(people[number::2])
        for name in everybody:
            signal = "priority" if name == "auc" else "first_pane"
            row = found[signal, "everybody", "everybody", name]
            assert [row[of] for of in ("number", "low", "high")] == pytest.approx(middle(everybody[name]))
            row, turned = (found[signal, "language", member, name] for signal in (signal, "ready"))
            assert [row[of] for of in ("number", "low", "high")] == pytest.approx(middle(group[name])), name
            more = [one - other for one, other in zip(group[name], everybody[name], strict=True)]
            names = ("difference", "difference_low", "difference_high")
            assert [row[of] for of in names] == pytest.approx(middle(more)), name
            if name in ("ppv", "sensitivity"):
                difference, low, high = middle(more)
                assert row["is_worse"] is (difference <= -0.02 and high < 0)
                assert turned["is_worse"] is (difference >= 0.02 and low > 0)
                named.add((difference <= -0.02, high < 0))
                named.add((difference >= 0.02, low > 0))
    assert (True, False) in named, "a difference that chance can make is among them"
    for name, low_high in (("share_flagged", "share"), ("alerts_per_100", "alerts")):
        names = (name, f"{low_high}_low", f"{low_high}_high")
        assert [often[of] for of in names] == pytest.approx(middle(everybody[name]))


def test_an_id_that_was_merged_is_one_person(tmp_path: Path) -> None:
    with planted(tmp_path, SIX.replace("'B'", "'A2'"), SIX_DAYS, SIX_SIGNALS) as asking:
        asking.cursor.execute(
            "insert into clinic.client_aliases by name select 'B' as old_id, 'A2' as client_id, "
            "date '2026-03-01' as merged_on, $1::timestamp as known_from",
            [datetime(2026, 3, 1, 9)],
        )
        row = of_everybody(asking, "rule", "auc", people_that_are_enough=0, rounds=1)
        names = asking.cursor.rows("select distinct client_id from replay_day order by 1").rows
    assert [name for (name,) in names] == ["A", "A2", "C", "D", "E", "F"]
    assert row["people"] == 6


def test_who_was_gone_on_the_day_itself_has_nothing_ahead(tmp_path: Path) -> None:
    """A discharge that was entered after its day: the client stood on the board of the evening before."""
    with planted(tmp_path, SIX, SIX_DAYS, SIX_SIGNALS) as asking:
        asking.cursor.execute(
            "insert into clinic.episodes by name select c.client_id as episode_id, c.client_id, "
            "'outpatient' as level, date '2026-01-05' as started_on, c.ended_on, 'lost_to_contact' as "
            "end_reason, timestamp '2026-02-12' as known_from "
            "from (values ('A', date '2026-02-07'), ('B', $1), ('C', date '2026-02-09')) as c (client_id, "
            "ended_on)",
            [D2],
        )
        days = asking.run("evaluation/stay_day").records()
    assert {(row["client_id"], row["on_day"]) for row in days} == {
        ("A", D1), ("B", D1), ("C", D1), ("C", D2)
    }  # fmt: skip


def test_weeks_end_on_sundays() -> None:
    assert sundays(date(2026, 1, 26), date(2026, 2, 8)) == [D1, D2]
    assert sundays(D1, D2) == [D1, D2]
    assert sundays(date(2026, 2, 2), date(2026, 2, 7)) == []
