"""Which thresholds the examples of a file hold fast: what fails when a parameter is another number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from caseboard.library.asking import Asking
from caseboard.library.clinic import Clinic
from caseboard.library.examples import Example, examples_of
from caseboard.library.examples.differences import differences
from caseboard.library.examples.tiny_clinic import build, client_of

if TYPE_CHECKING:
    from caseboard.library.library import Library
    from caseboard.library.query import Parameter, Query
    from caseboard.store import Cursor


class Change(NamedTuple):
    """One parameter at another value."""

    name: str
    value: Any


def changes(parameter: Parameter) -> list[Change]:
    """A step up and a step down: 1, for a number below 2 or with decimals a tenth; none for a text."""
    default = parameter.default
    if parameter.type == "INTEGER" and isinstance(default, int):
        return [Change(parameter.name, default + 1), Change(parameter.name, default - 1)]
    if parameter.type == "DOUBLE" and isinstance(default, (int, float)):
        step = 1 if default >= 2 and float(default).is_integer() else 0.1
        return [Change(parameter.name, round(default + way * step, 9)) for way in (1, -1)]
    return []


def unnoticed(clinic: Clinic, cursor: Cursor, query: Query, wanted: Iterable[Change]) -> list[Change]:
    """Those of `wanted` under which every example of the file still holds. The clinic is filled anew."""
    left = list(wanted)
    for group in _groups(query):
        if not left:
            break
        build(clinic, cursor, group)
        asking = Asking(clinic, cursor, group[0].as_of, {})
        left = [change for change in left if not _fails(clinic, cursor, asking, group, change)]
    return left


def _groups(query: Query) -> list[list[Example]]:
    """Examples that may stand in one clinic and be asked at once, the largest lot first."""
    groups: dict[tuple[str, str], list[Example]] = {}
    for example in examples_of(query):
        groups.setdefault((example.together, example.asked), []).append(example)
    return sorted(groups.values(), key=len, reverse=True)


def _fails(clinic: Clinic, cursor: Cursor, asking: Asking, group: list[Example], change: Change) -> bool:
    given = group[0].entry.get("parameters", {})
    if change.name in given:
        return False
    relation = group[0].relation
    if change.name not in clinic.library.parameters(clinic.library.order(relation)):
        return False
    result = asking.run_relation(relation, {**given, change.name: change.value})
    if "client_id" not in result.columns and len(group) > 1:
        return any(_fails_alone(clinic, cursor, example, change) for example in group)
    return any(
        _differs(example, number, result.columns, result.rows) for number, example in enumerate(group, 1)
    )


def _fails_alone(clinic: Clinic, cursor: Cursor, example: Example, change: Change) -> bool:
    build(clinic, cursor, [example])
    return _fails(clinic, cursor, Asking(clinic, cursor, example.as_of, {}), [example], change)


def _differs(example: Example, number: int, columns: list[str], rows: list[tuple[Any, ...]]) -> bool:
    if "client_id" in columns:
        place = columns.index("client_id")
        rows = [row for row in rows if row[place] == client_of(number)]
    return any(True for _ in differences(example, columns, rows))


def declared(library: Library, top: Iterable[Query]) -> Iterator[tuple[Query, Parameter]]:
    """Every parameter of `top` and of what it stands on, with each file that declares it."""
    from caseboard.library.query import Query as File

    for relation in library.order(*top):
        if isinstance(relation, File):
            for parameter in relation.parameters.values():
                yield relation, parameter
