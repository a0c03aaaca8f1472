"""Run the examples that query files carry, and say what differed; and that each file returns what it says.

Examples that share a date, parameters and feeds are built into one clinic, and each file is run there once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseboard.errors import CaseboardError
from caseboard.library import making
from caseboard.library.asking import Asking
from caseboard.library.clinic import Clinic
from caseboard.library.examples.differences import differences
from caseboard.library.examples.entry import Example, examples_of
from caseboard.library.examples.tiny_clinic import begin, client_of
from caseboard.library.examples.words import Bad
from caseboard.library.library import Library
from caseboard.library.query import Query
from caseboard.library.text import near
from caseboard.textsafe import clean

if TYPE_CHECKING:
    from caseboard.store import Cursor


@dataclass
class Outcome:
    """How many examples of how many files ran, and the sentences of those that failed."""

    examples: int = 0
    queries: int = 0
    failures: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The failures, then one line that counts: plain text, safe for a terminal whatever a file holds."""
        counted = f"{_counted(self.examples, 'example')} of {_counted(self.queries, 'file')}"
        held = "all hold" if self.examples else "nothing was tried"
        last = f"{counted}: {len(self.failures)} failed" if self.failures else f"{counted}: {held}"
        return "\n".join([*(clean(text, limit=None) for text in self.failures), last])


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def check_examples(
    library: Library,
    wanted: Sequence[str] = (),
    *,
    progress: Callable[[str, float], None] = lambda what, share: None,
) -> Outcome:
    """Run the examples of `wanted` (names, stems, folders of the library, or the clinic's own folder: the
    files that it has; default all files). `progress` is told the file that is tried, and the share of the
    files that are done.

    Raises RequestError when a name is unknown or a file is wrong; failed examples are in the Outcome.
    """
    library.check()
    library.check_examples_files()
    outcome, failed, done = Outcome(), dict[str, list[str]](), 0
    groups: dict[str, list[Example]] = {}
    for query in _chosen(library, wanted):
        examples = examples_of(query)
        outcome.examples += len(examples)
        outcome.queries += bool(examples)
        failed[query.name] = []
        for example in examples:
            try:
                example.check()
            except Bad as error:
                failed[query.name].append(_failure(example, str(error)))
            else:
                groups.setdefault(example.together, []).append(example)

    def tell(own: list[Example]) -> None:
        nonlocal done
        progress(f"Examples of {own[0].query.name}", done / outcome.examples)
        done += len(own)

    clinic = Clinic(library, ":memory:")
    with clinic.engine.writing(create=True) as cursor:
        for query in _chosen(library, wanted):
            try:
                _check_columns(clinic, cursor, query)
            except CaseboardError as error:
                failed[query.name].append(str(error))
        for group in groups.values():
            for example, text in _run(clinic, cursor, group, tell):
                failed[example.query.name].append(_failure(example, text))
    progress("Examples", 1.0)
    clinic.close()
    outcome.failures = [text for texts in failed.values() for text in texts]
    return outcome


def _failure(example: Example, text: str) -> str:
    return f"{example.query.name}: '{example.name}': {text}"


def _has_own_examples(query: Query, local: Path) -> bool:
    return query.examples_file is not None and local in query.examples_file.parents


def _chosen(library: Library, wanted: Sequence[str]) -> Iterator[Query]:
    if not wanted:
        yield from library
        return
    for name in wanted:
        if library.local is not None and Path(name).resolve() == library.local.resolve():
            yield from (query for query in library if query.local or _has_own_examples(query, library.local))
            continue
        folder = name.strip("/").removeprefix("queries/") + "/"
        inside = [query for query in library if query.name.startswith(folder)]
        yield from inside or [library.get(name)]


def _check_columns(clinic: Clinic, cursor: Cursor, query: Query) -> None:
    """Raise CaseboardError where a file returns no column that its header describes, or every outcome has."""
    described = query.header.get("columns", {})
    if query.kind == "macro" or not (described or query.kind == "outcome"):
        return
    for parameter in clinic.library.parameters(clinic.library.order(query)).values():
        cursor.set_variable(parameter.name, parameter.default, parameter.type)
    Asking(clinic, cursor, date.today(), {}).make(query)
    returned = [name for name, _ in making.described(query, cursor)]
    for name in described:
        if name not in returned:
            hint = near(name, returned) or f"; it returns {', '.join(returned)}"
            raise query.error(name, f"[columns] describes '{name}', which is no column of the query{hint}")


def _run(
    clinic: Clinic, cursor: Cursor, group: list[Example], tell: Callable[[list[Example]], None]
) -> Iterator[tuple[Example, str]]:
    """The examples of one clinic that fail, with what differed. What is not right among the others is tried
    alone, and only that counts."""
    asked: dict[tuple[str, str], list[Example]] = {}
    for example in sorted(group, key=lambda each: each.asked):
        asked.setdefault((example.asked, example.query.name), []).append(example)
    alone: list[Example] = []
    try:
        with _readable():
            asking = begin(clinic, cursor, group)
    except CaseboardError as error:
        if len(group) == 1:
            tell(group)
            yield group[0], str(error)
        elif len(asked) > 1:
            for own in asked.values():
                yield from _run(clinic, cursor, own, tell)
        else:
            tell(group)
            alone = group
    else:
        numbers = {id(example): number for number, example in enumerate(group, 1)}
        for own in asked.values():
            tell(own)
            for example, texts in _ask(asking, own, numbers):
                if not texts:
                    continue
                if len(group) == 1:
                    yield from ((example, text) for text in texts)
                else:
                    alone.append(example)
    for example in alone:
        yield from _run(clinic, cursor, [example], lambda own: None)


def _ask(asking: Asking, own: list[Example], numbers: dict[int, int]) -> Iterator[tuple[Example, list[str]]]:
    """The examples of one file, with what differed. What asks of one client is asked of each one's own."""
    given = own[0].entry.get("parameters", {})
    if given.get("client_id") == client_of(1):
        for example in own:
            client = client_of(numbers[id(example)])
            yield from _answered(asking, [example], {**given, "client_id": client}, numbers, whole=True)
    else:
        yield from _answered(asking, own, given, numbers, whole=len(numbers) == 1)


def _answered(
    asking: Asking, own: list[Example], given: dict[str, Any], numbers: dict[int, int], *, whole: bool
) -> Iterator[tuple[Example, list[str]]]:
    """The examples of one question. `whole`: rows that name no client are those of the example."""
    try:
        result = asking.run_relation(own[0].relation, given)
    except CaseboardError as error:
        yield from ((example, [str(error)]) for example in own)
        return
    for example in own:
        rows = result.rows
        if "client_id" in result.columns:
            place, client = result.columns.index("client_id"), client_of(numbers[id(example)])
            rows = [row for row in rows if row[place] == client]
        elif not whole and "call" not in example.entry:
            yield example, ["its rows are nobody's"]
            continue
        yield example, list(differences(example, result.columns, rows))


@contextmanager
def _readable() -> Iterator[None]:
    """What an example has in a shape that nobody foresaw is a fault of the example."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Bad(f"it cannot be read ({error})") from error
