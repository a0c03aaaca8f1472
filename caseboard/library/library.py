"""The files of `queries/`, with a clinic's own folder laid over, in the order they stand on one another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseboard.errors import RequestError
from caseboard.library.measure_sql import RELATIONS, reference_sql
from caseboard.library.own_files import own_files, refuse_misplaced, visible
from caseboard.library.parameters import changed, check_value, resolve
from caseboard.library.query import RULE_KINDS, Built, Own, Parameter, Query
from caseboard.library.rules import MADE, outcome_relations, relations
from caseboard.library.text import RESERVED, called, near, relations_read, variables_read
from caseboard.settings import bundled

if TYPE_CHECKING:
    from caseboard.library.measures import Measure

Relation = Query | Own | Built
ROOMS = (
    "known", "concepts", "facts", "rules", "process", "panes", "client", "audit", "quality", "evaluation",
)  # fmt: skip
_BESIDE = ("audit/", "quality/", "evaluation/")  # rooms on which no board stands
OF_OUTCOMES = ("outcome_day", "outcome_info")
_SAYS_RULE = re.compile(rf'^[ \t]*kind[ \t]*=[ \t]*["\'](?:{"|".join(RULE_KINDS)})["\']', re.MULTILINE)
_INSTRUMENTS = ("drug_screen", "daily_log", "survey", "core_measure", "goals", "supports", "craving")
_INPUT_COLUMNS = {
    "form_to_score": "client_id varchar, measure varchar, given_on date",
    "replay_row": "client_id varchar, on_day date, week integer, level varchar",
    "signal_row": "client_id varchar, on_day date, signal varchar, side varchar, score double, is_on boolean",
}


def _input(name: str, columns: str) -> Built:
    typed = ", ".join(f"null::{kind} as {column}" for column, kind in map(str.split, columns.split(", ")))
    return Built(name, f"select {typed} where false")


# Tables that the program fills before it asks; for everybody else they are empty.
INPUTS = {name: _input(name, columns) for name, columns in _INPUT_COLUMNS.items()}


class Library:
    """Query files by name and by stem. Make one with `Library.load`."""

    def __init__(self, queries: dict[str, Query], folder: Path, local: Path | None) -> None:
        self.folder = folder
        self.local = local
        self._orders: dict[tuple[Relation, ...], list[Relation]] = {}
        self._below: dict[Relation, dict[str, Relation]] = {}  # of what was checked, what it stands on
        self._queries = queries
        self._by_stem: dict[str, Query] = {}
        for query in queries.values():
            other = self._by_stem.setdefault(query.stem, query)
            if other is query:
                continue
            # No SQL reads a saved query, so it may be called like the view that it shows.
            if (query.kind == "query") == (other.kind == "query"):
                raise RequestError(f"{query.path} and {other.path} have the same name; rename one of them.")
            if other.kind == "query":
                self._by_stem[query.stem] = query

    @classmethod
    def load(cls, local: Path | None = None) -> Library:
        """The bundled library, with the files of `local` laid over it.

        Raises RequestError when two files share a name, or one has a name that is taken.
        """
        base = bundled("queries")
        found: dict[str, Query] = {}
        folders = (base,) if local is None else (local, base)
        for root in reversed(folders):
            for room in ROOMS:
                there = root / room
                for path in sorted(there.rglob("*.sql")) if root is base else own_files(there, ".sql"):
                    name = path.relative_to(root).with_suffix("").as_posix()
                    found[name] = Query(name, path, root is not base, folders)
        if local is not None:
            refuse_misplaced(local, ROOMS)
            _refuse_taken(found.values())
        return cls(found, base, local)

    def __iter__(self) -> Iterator[Query]:
        return iter(self._queries.values())

    def get(self, name: str) -> Query:
        """The query of that name (`panes/board`) or stem (`board`). Raises RequestError with near ones."""
        wanted = name.removesuffix(".sql").removeprefix("queries/")
        query = self._queries.get(wanted) or self._by_stem.get(wanted)
        if query is not None:
            return query
        if self.measure_file(wanted):
            raise RequestError(f"'{wanted}' is a measure, not a query; caseboard show {wanted} prints it.")
        raise RequestError(f"There is no query '{name}'{self._near(wanted)}; caseboard list shows them all.")

    def _near(self, wanted: str) -> str:
        hint = near(wanted, self._queries)
        return hint or near(wanted, self._by_stem)

    @cached_property
    def rules(self) -> list[Query]:
        """Every rule file, by kind and name. One that stands elsewhere, or under another kind, is refused: it
        would be a rule that nobody applies, or that moves another pane.
        """
        found = [q for q in self if q.name.startswith(("rules/", "process/"))]
        for query in found:
            named = [kind for kind in RULE_KINDS if kind in query.name.split("/")[:-1]]
            _of_kind(query, " ".join([*named, "rules"]), named or RULE_KINDS)
        for query in self:
            told = query.local and query not in found and _SAYS_RULE.search(query.text)
            if told and query.is_rule:  # what does not say so may be broken: it is told when it is asked for
                raise RequestError(
                    f"{query.path} is a rule ({query.kind}) and stands outside of rules/ and process/, where "
                    "nobody looks for one; move it."
                )
        return found

    @cached_property
    def replaced(self) -> list[str]:
        """The names of the files that a local one replaces by another text, right or wrong, in order; of a
        measure `measures/phq9`.
        """
        found = {query.name: query.path for query in self if query.local}
        if self.local is not None:
            found |= {f"measures/{path.stem}": path for path in (self.local / "measures").glob("*.toml")}
        bundled = {name: self.folder / f"{name}{path.suffix}" for name, path in found.items()}
        return sorted(
            name for name, path in bundled.items() if path.is_file() and _lines(path) != _lines(found[name])
        )

    @property
    def replaced_on_board(self) -> list[str]:
        """Those of `replaced` on which the board or a client's page may stand."""
        return [name for name in self.replaced if not name.startswith(_BESIDE)]

    def replaced_below(self, relation: Relation) -> list[str]:
        """Those of `replaced` that the relation stands on; itself too."""
        order = self.order(relation)
        names = {file.name for file in map(file_of, order) if file is not None}
        measured = any(each.name in RELATIONS for each in order)
        return [
            name for name in self.replaced if name in names or (measured and name.startswith("measures/"))
        ]

    @cached_property
    def checks(self) -> list[Query]:
        """Every check on the data, by name: a row of it is something that somebody should look at."""
        return self._all("check", "quality/")

    @cached_property
    def outcomes(self) -> list[Query]:
        """Every file that says what happened after a day of the replay, by name."""
        return self._all("outcome", "evaluation/outcomes/")

    def _all(self, kind: str, room: str) -> list[Query]:
        """The files of a kind, by name. In its room stands no other: it would be passed over."""
        for query in self:
            if query.name.startswith(room):
                _of_kind(query, f"{kind}s", (kind,))
        return sorted((q for q in self if q.kind == kind), key=lambda query: query.name)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The survey measures by id, read from their TOML files."""
        from caseboard.library.measures import load_measures

        local = self.local / "measures" if self.local else None
        return {m.measure: m for m in load_measures(self.folder / "measures", local)}

    @cached_property
    def instruments(self) -> set[str]:
        """What `instrument_used` can name: every measure, and what stands for several or is no form."""
        return {*self.measures, *_INSTRUMENTS}

    @cached_property
    def suggestions(self) -> set[str]:
        """What a rule can suggest: the words in `suggestion_word`, the clinic's own where it has its own."""
        return set(re.findall(r"'(\w+)'", self.get("suggestion_word").sql))

    def measure_file(self, name: str) -> Path | None:
        """The TOML file of a measure, by its id."""
        paths = (root / "measures" / f"{name}.toml" for root in (self.local, self.folder) if root)
        return next((path for path in paths if path.is_file()), None)

    @cached_property
    def _built(self) -> dict[str, Built]:
        return {relation.name: relation for relation in relations(self.rules)}

    @cached_property
    def _of_outcomes(self) -> dict[str, Built]:
        return {relation.name: relation for relation in outcome_relations(self.outcomes)}

    @cached_property
    def _reference(self) -> dict[str, Built]:
        texts = reference_sql(self.measures.values())
        return {name: Built(name, sql, kind="reference") for name, sql in texts.items()}

    def relation(self, stem: str) -> Relation | None:
        """The library-made relation or the file that SQL calls `stem`: `flag` is never `panes/flag`."""
        if stem in INPUTS:
            return INPUTS[stem]
        if stem in RELATIONS:
            return self._reference[stem]
        if stem in MADE:  # only then, since the header of every rule is read
            return self._built[stem]
        if stem in OF_OUTCOMES:  # and here that of every file
            return self._of_outcomes[stem]
        rule = self._by_stem.get(stem.removeprefix("own_"))
        if rule is not None and rule.stem != stem and rule.is_rule:
            return Own(rule)
        return self._by_stem.get(stem)

    def order(self, *wanted: Relation | str) -> list[Relation]:
        """What `wanted` stands on and itself, each after what it reads. Below a clinic's own file stands
        all of known/, so that no name in it, however written, reaches the table of that name: every version.

        Raises RequestError when files read one another in a circle, or one breaks a rule of the library.
        """
        asked = tuple(self._named(item) if isinstance(item, str) else item for item in wanted)
        if asked in self._orders:
            return self._orders[asked]
        order: dict[str, Relation] = {}
        for relation in asked:
            below = self._standing(relation, [])
            if not relation.name.startswith("known/") and any(map(_is_local, below.values())):
                for known in [query for query in self if query.name.startswith("known/")]:
                    order.update(self._standing(known, []))
            order.update(below)
        self.same_parameters([*order.values(), *self._sharing(asked)])
        for relation in order.values():
            if (file := file_of(relation)) is not None and file.local and not file.alone:
                _refuse_unread(file, [file_of(below) for below in self._below[relation].values()])
        self._orders[asked] = list(order.values())
        return self._orders[asked]

    def stands_on(self, relation: Relation, name: str) -> bool:
        """True where the relation reads the file `name`, itself or through another."""
        return name in self._standing(relation, [])

    def _standing(self, relation: Relation, path: list[Relation]) -> dict[str, Relation]:
        """What a relation stands on and itself last, by name. `path` is what led to it."""
        if relation in self._below:
            return self._below[relation]
        if relation in path:
            circle = [*path[path.index(relation) :], relation]
            files = dict.fromkeys(str(file.path) for file in map(file_of, circle) if file is not None)
            raise RequestError(
                f"These queries read one another in a circle: {' -> '.join(map(stem_of, circle))}; "
                f"break it in {', '.join(files)}."
            )
        if (file := file_of(relation)) is not None:
            self._check(file)
        order: dict[str, Relation] = {}
        for name in sorted(self.needs(relation)):
            needed = self.relation(name)
            if needed is not None and needed is not relation:
                order.update(self._standing(needed, [*path, relation]))
        order[relation.name] = relation
        self._below[relation] = order
        return order

    def _sharing(self, asked: Iterable[Relation]) -> list[Query]:
        """The files that declare a parameter of the clinic's own files that are asked, below them or not."""
        files = [file_of(relation) for relation in asked]
        own = [file for file in files if file is not None and file.local and not file.alone]
        marks = [f"[parameters.{name}]" for file in own for name in file.parameters]
        return [query for query in self if any(mark in query.text for mark in marks)] if marks else []

    def _check(self, file: Query) -> None:
        file.check()
        for parameter in file.parameters.values():
            try:
                check_value(parameter, parameter.default)
            except RequestError as error:
                raise file.error(parameter.name, f"of its default: {str(error)[:-1]}") from None
        for word in file.battery:
            if word not in self.instruments:
                hint = near(word, self.instruments) or f"; it is a measure, or {', '.join(_INSTRUMENTS)}"
                raise file.error("battery", f"unknown instrument '{word}'{hint}")
        for word in file.suggests:
            if word not in self.suggestions:
                hint = near(word, self.suggestions) or "; concepts/suggestion_word has those that are known"
                raise file.error("suggests", f"unknown suggestion '{word}'{hint}")
        asked_alone = file.name not in self._queries or file.kind in ("query", "check")
        if not asked_alone and (not file.stem.isidentifier() or file.stem.lower() in RESERVED):
            raise RequestError(
                f"{file.path} is named as SQL cannot name it; use letters, digits and _, no digit first, and "
                "no word of SQL itself."
            )
        if file.name in self._queries and (place := self._function_of_sql(file)):
            raise RequestError(
                f"{file.path} is named like a function of SQL, {file.stem}(), which {place} uses; give it "
                "another name."
            )
        if (
            file.kind != "macro"
            and file.stem in file.reads
            and self.relation(file.stem) is file
            and file.stem in relations_read(file.code)
        ):
            raise RequestError(
                f"{file.path} reads itself in a circle: {file.stem} is its own name; read another relation."
            )

    def _function_of_sql(self, file: Query) -> str:
        """A bundled file that calls a function named like a clinic's own file, where that is new; else empty.
        It would stand on the file, and a macro would take the function's place.
        """
        if not file.local or (self.folder / f"{file.name}.sql").is_file():
            return ""
        name = file.stem.lower()
        return next((query.name for query in self if not query.local and called(query.code, name)), "")

    def _named(self, stem: str) -> Relation:
        relation = self.relation(stem)
        if relation is None:
            raise RequestError(f"There is no relation '{stem}' in the library.")
        return relation

    def needs(self, relation: Relation) -> set[str]:
        """The names that a relation reads, the hidden ones of a rule included."""
        if isinstance(relation, Built):
            return set(relation.needs)
        if isinstance(relation, Own):
            return relation.query.reads
        if relation.is_rule:
            return {f"own_{relation.stem}", *(["client_fact"] if relation.battery else [])}
        return relation.reads

    def parameters(self, relations: list[Relation]) -> dict[str, Parameter]:
        """The parameters that these relations declare, by name."""
        found: dict[str, Parameter] = {}
        for relation in relations:
            if (file := file_of(relation)) is not None:
                for name, parameter in file.parameters.items():
                    if name not in found or parameter.bundled is not None:
                        found[name] = parameter
        return found

    def changed(self, names: Iterable[str], config: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        """The thresholds below these queries whose value, of a clinic's `config`, is not the library's: name
        to value and the library's default.
        """
        found: dict[str, tuple[Any, Any]] = {}
        for name in names:
            declared = self.parameters(self.order(self.get(name)))
            found |= changed(declared, resolve(name, declared, config, {}))
        return found

    def check_examples_files(self) -> None:
        """Raise RequestError where a file of examples is that of no query, or its ending is not read."""
        for root in filter(None, (self.folder, self.local)):
            for room in ROOMS:
                own_files(root / room, ".toml")  # refuses an ending that is not read
            for path in sorted(path for path in visible(root) if path.suffix == ".toml"):
                place = path.relative_to(root)
                name = place.as_posix().removesuffix(".toml").removesuffix(".examples")
                asked = path.name.endswith(".examples.toml")
                if (asked and name not in self._queries) or (not asked and place.parts[0] in ROOMS):
                    raise RequestError(
                        f"{path} is the examples file of no query{near(name, self._queries)}; it is named "
                        "like the query, with .examples.toml for .sql."
                    )

    def check(self) -> None:
        """Read every file and raise RequestError at the first that breaks a rule of the library."""
        self.order(*self, *MADE, *INPUTS, *OF_OUTCOMES)

    def same_parameters(self, relations: Iterable[Relation]) -> None:
        """Raise RequestError where two files declare one parameter with another type or default."""
        seen: dict[str, tuple[Parameter, Query]] = {}
        for relation in relations:
            if (file := file_of(relation)) is None:
                continue
            for name, parameter in file.parameters.items():
                other, place = seen.setdefault(name, (parameter, file))
                if (other.type, other.default) != (parameter.type, parameter.default):
                    raise RequestError(
                        f"The parameter '{name}' is {_declared(other)} in {place.path} and "
                        f"{_declared(parameter)} in {file.path}; make them the same."
                    )


def stem_of(relation: Relation) -> str:
    """The name that SQL uses for a relation."""
    return relation.stem if isinstance(relation, Query) else relation.name


def file_of(relation: Relation) -> Query | None:
    """The file that a relation stands in; None for one that the library makes."""
    if isinstance(relation, Own):
        return relation.query
    return relation if isinstance(relation, Query) else None


def _declared(parameter: Parameter) -> str:
    return f"{parameter.type} " + (
        "without a default" if parameter.required else f"with default {parameter.default}"
    )


def _lines(path: Path) -> list[bytes] | None:
    try:
        return path.read_bytes().splitlines()
    except OSError:
        return None


def _refuse_taken(files: Collection[Query]) -> None:
    """Raise RequestError for a clinic's own file with a name by which SQL reads what the library makes: it
    would not be read, and nothing would say so. No SQL reads a saved query or a check, whatever its name.
    """
    taken = dict.fromkeys((*INPUTS, *RELATIONS, *MADE, *OF_OUTCOMES), "what caseboard makes itself")
    for file in files:
        if file.name.startswith(("rules/", "process/")):
            taken[f"own_{file.stem}"] = f"what the rule {file.stem} answers"
    for file in files:
        name = file.stem.lower()
        free = name not in taken and (name == file.stem or name in RESERVED)
        if free or not file.local or file.kind in ("query", "check"):
            continue
        if name in taken:
            raise RequestError(
                f"{file.path} is not read: {name} is the name of {taken[name]}; give it another name."
            )
        raise RequestError(  # to DuckDB it may be that of another file; no file could read it
            f"{file.path} has a name with capitals; use small letters, {name}{file.path.suffix}."
        )


def _refuse_unread(file: Query, files: Iterable[Query | None]) -> None:
    """Raise RequestError for a parameter of a clinic's own file that none of `files`, it and what it stands
    on, reads: to change it would change nothing, and a list of thresholds would show it.
    """
    for name in sorted(file.parameters.keys() - variables_read(file.sql).keys()):
        if not any(name in variables_read(other.sql) for other in files if other is not None):
            raise file.error(
                name, f"nothing reads the parameter '{name}'; write getvariable('{name}') or take it out"
            )


def _is_local(relation: Relation) -> bool:
    file = file_of(relation)
    return file is not None and file.local


def _of_kind(query: Query, what: str, kinds: Collection[str]) -> None:
    if query.kind not in kinds:
        raise RequestError(
            f"{query.path} stands among the {what} and is none; give it a header with a kind of "
            f"{', '.join(kinds)}, or move it."
        )
