"""A name in a select that a column of its tables has too: read again there, it is the column, silently."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from caseboard.library import Library
from caseboard.library.text import bare

# In `order by` the name in the select comes first: the weight that is shown, 1 where none was given.
MEANT = {("client/goals", "weight")}
NAMED = re.compile(r" as (\w+)(?:,|$)", re.MULTILINE)
BARE = re.compile(r"(?<![\w.])[a-z_]\w*(?![\w.(])")
READ_IN = ("select_list", "where_clause", "group_expressions", "having", "qualify", "modifiers")
Node = dict[str, Any]


class Shadowed:
    """The columns of the library's relations, as their own text lists them."""

    def __init__(self, library: Library) -> None:
        self.library, self.shell, self.known = library, duckdb.connect(), dict[str, set[str]]()

    def node(self, sql: str) -> Node:
        body = re.sub(r"\Acreate macro \w+\(.*?\) as table\b", "", bare(sql).strip(), flags=re.DOTALL)
        row = self.shell.execute("select json_serialize_sql($1::varchar)", [body]).fetchone()
        statements = json.loads(row[0] if row else "{}").get("statements") or [{"node": {}}]
        return dict(statements[0]["node"])  # a macro that is no table reads none

    def columns(self, name: str) -> set[str]:
        if name not in self.known:
            self.known[name] = set()
            if relation := self.library.relation(name):
                self.known[name] = self.given(node := self.node(relation.sql), self.defined(node, {}))
        return self.known[name]

    def defined(self, node: Node, names: dict[str, set[str]]) -> dict[str, set[str]]:
        for item in (node.get("cte_map") or {}).get("map") or []:
            inner = item["value"].get("query_node") or item["value"]["query"]["node"]
            names = names | {item["key"]: self.given(inner, self.defined(inner, names))}
        return names

    def given(self, node: Node, names: dict[str, set[str]]) -> set[str]:
        first = node.get("left") or (node.get("children") or [None])[0] or node.get("child")
        if first:
            return self.given(first, self.defined(first, names))
        return {e["alias"] or (e.get("column_names") or [""])[-1] for e in node.get("select_list", ())}

    def of_tables(self, table: Node, names: dict[str, set[str]]) -> set[str]:
        if table.get("type") == "JOIN":
            return self.of_tables(table["left"], names) | self.of_tables(table["right"], names)
        name = table.get("table_name", "")
        return names[name] if name in names else self.columns(name)

    def read(self, part: Any, names: dict[str, set[str]]) -> Iterator[str]:
        for node in _nodes(part):
            names_here = self.defined(node, names)
            if node.get("type") == "SELECT_NODE":
                read = {name for where in READ_IN for name in _bare_names(node.get(where))}
                made = {e["alias"] for e in node["select_list"]}
                if read & made:
                    yield from read & made & self.of_tables(node["from_table"], names_here)


def _nodes(part: Any) -> Iterator[Node]:
    waiting = [part]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            yield inner
            waiting.extend(v for v in inner.values() if v and isinstance(v, dict | list))
        elif isinstance(inner, list):
            waiting.extend(inner)


def _reads_again(sql: str) -> bool:
    """Whether a name that the text gives stands somewhere without its table: most texts need no parsing."""
    code = bare(sql)
    return not set(NAMED.findall(code)).isdisjoint(BARE.findall(NAMED.sub("", code)))


def _bare_names(part: Any) -> Iterator[str]:
    found = (n["column_names"] for n in _nodes(part) if n.get("class") == "COLUMN_REF")
    yield from (names[0] for names in found if len(names) == 1)


def test_no_name_in_a_select_is_read_as_a_column_of_the_same_name(library: Library) -> None:
    shadowed = Shadowed(library)
    found = set()
    for query in (q for q in library if _reads_again(q.sql)):
        node = shadowed.node(query.sql)
        found |= {(query.name, name) for name in shadowed.read(node, shadowed.defined(node, {}))}
    assert found == MEANT
    node = shadowed.node("select coalesce(g.weight, 1) as weight, weight * 2 as twice from goals as g")
    assert list(shadowed.read(node, {})) == ["weight"]
