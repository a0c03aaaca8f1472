"""Reading SQL text without running it: comments, strings, the names it stands on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

_TOKEN = re.compile(
    r"""(?=[-/'$"`eE])(?:"""  # what one begins with: most signs are none
    r"""(?P<comment>--[^\n]*|/\*(?:[^/*]++|/\*.*?(?:\*/|\Z)|[/*])*?(?:\*/|\Z))"""  # one may hold another
    r"""|(?P<string>(?<![\w$])[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'"""
    r"""|(?<![\w$])\$(?P<tag>\w*)\$(?:.*?\$(?P=tag)\$|.*))"""
    r"""|(?P<quoted>"[^"]*"|`[^`]*`))""",  # one with a doubled sign reads as two
    re.DOTALL,
)
_QUOTED = re.compile('"[^"]*"|`[^`]*`')
_WORD = re.compile(r'"(?:[^"]|"")*"|`(?:[^`]|``)*`|[\w$]+|\S')
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"), " ")  # spaces to DuckDB that nobody sees, nor does \s
_VARIABLE = re.compile(r"\bgetvariable\b[\"`]?\s*\((?:\s*'([^']*)'\s*\))?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\w.])(?:(?:system\s*\.\s*)?main\s*\.\s*)?"
    r"(?:(?:current_(?:date|(?:local)?time\w*)|local(?:time|timestamp)"
    r"|(?:get_current_\w+|transaction_timestamp|now|today|uuidv7)(?=\s*\())\b"
    # of one argument it counts from the day of the machine
    r"|age\s*\((?:[^(),]|\((?:[^()]|\([^()]*\))*\))*\)(?!\s*as\b))"
    r"|(?<=\.)age\s*\(\s*\)",  # and of the one before the dot
    re.IGNORECASE,
)
_PAST = re.compile(  # the file's own tables, and what runs a text
    r"""(?<![\w.])(?:(["`]?clinic["`]?)\s*\.|(["`]?(?:query|query_table|json_execute_serialized_sql)["`]?)\s*\()""",
    re.IGNORECASE,
)
_MARKER = re.compile(r"(?<![\w$])\$\w+")  # to DuckDB 2 a variable, to 1.5 a value that nobody gave
_END = re.compile(r";\s*(?:--|/\*|\Z)")
# Words of SQL that no relation can be called by.
_RESERVED = """
    all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast
    check collate collation column concurrently constraint create cross default deferrable desc describe
    distinct do else end except false fetch for foreign freeze from full glob group having ilike in
    initially inner intersect into is isnull join lambda lateral leading left like limit natural not notnull
    null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary
    qualify references returning right select semi show similar some summarize symmetric table tablesample
    then to trailing true union unique unpack unpivot using variadic verbose when where window with
"""
RESERVED = frozenset(_RESERVED.split())
_BEFORE_A_RELATION = {
    "from", "join", "table", "pivot", "pivot_longer", "pivot_wider", "unpivot", "summarize", "describe",
}  # fmt: skip
_END_OF_RELATIONS = """
    where group having order limit offset qualify window union intersect except select values with
"""
_AFTER_RELATIONS = frozenset(_END_OF_RELATIONS.split())


def statement(sql: str) -> str:
    """`sql` without a closing semicolon and the comments after it."""
    kept = sql.rstrip()
    if not _END.search(kept):
        return kept
    masked = _TOKEN.sub(lambda m: (" " if m["comment"] is not None else "x") * len(m[0]), kept).rstrip()
    while masked.endswith(";"):
        masked = masked[:-1].rstrip()
        kept = kept[: len(masked)]
    return kept


def bare(sql: str) -> str:
    """`sql` with comments gone and the insides of strings emptied; line breaks stay."""

    def blank(match: re.Match[str]) -> str:
        breaks = "\n" * match[0].count("\n")
        if match["comment"] is not None:
            return " " + breaks
        return ("''" + breaks) if match["string"] is not None else match[0]

    return _TOKEN.sub(blank, sql).translate(_UNSEEN)


def unnamed(code: str) -> str:
    """The bare text without the insides of quoted names."""
    return _QUOTED.sub('""', code)


def statements(code: str) -> int:
    """How many statements the bare text holds."""
    return sum(1 for part in unnamed(code).split(";") if part.strip())


def relations_read(code: str) -> set[str]:
    """Relations that the bare text names, less the ones it defines in `with`."""
    return _relations(_WORD.findall(code.lower()))


def _relations(words: list[str]) -> set[str]:
    """The names in `_standing`, but for those of a database or a schema."""
    return {_name(words[at]) for at in _standing(words) if words[at + 1 : at + 2] != ["."]}


def _name(word: str) -> str:
    """A word without the signs that quote it."""
    return word.strip('"`')


def _standing(words: list[str]) -> Iterator[int]:
    """Where the words name relations, those that `with` defines left out."""
    wanted = listing = False  # a relation comes next; a comma is followed by another one
    inside: list[set[str]] = [set()]  # by parenthesis: what `with` has defined in it
    around: list[tuple[bool, str]] = []  # by parenthesis: `listing` before it, and the name that it defines
    for at, word in enumerate(words):
        if word == "(":
            defined, recursive = _defined(words, at)
            around.append((listing, defined))
            inside.append({defined} if recursive else set())
            listing = wanted
        elif word == ")" and around:
            inside.pop()
            listing, defined = around.pop()
            inside[-1].add(defined)
            wanted = False
        elif word == ",":
            wanted = listing
        elif word in _BEFORE_A_RELATION and words[at - 1 : at] != ["distinct"]:
            wanted, listing = True, listing or word == "from"
        elif word in _AFTER_RELATIONS and words[at + 1 : at + 2] != ["ordinality"]:
            wanted = listing = False
        elif wanted and (name := _name(word)) not in ("lateral", "main", ".", ":"):
            following = words[at + 1] if at + 1 < len(words) else ""
            own = following != "." and any(name in defined for defined in inside)
            if following != ":" and word not in RESERVED and not own:
                yield at
            wanted = following == ":"  # what stands before it is another name for the relation


def _defined(words: list[str], end: int) -> tuple[str, bool]:
    """What the parenthesis at `end` defines in `with`, or an empty text; if it may read itself."""
    while end and words[end - 1] in ("not", "materialized"):
        end -= 1
    if not end or words[end - 1] != "as":
        return "", False
    named = end - 2
    if words[named] == ")":  # the names of its columns
        while named and words[named] != "(":
            named -= 1
        named -= 1
    if named < 1 or words[named - 1] not in ("with", "recursive", ","):
        return "", False
    return _name(words[named]), "recursive" in words[:named]


def names_read(code: str) -> set[str]:
    """Relations and functions that the bare text names, less the ones it defines in `with`."""
    words = _WORD.findall(code.lower())
    return _relations(words) | _called(words)


def called(code: str, name: str) -> bool:
    """Whether the bare text calls a function of that name."""
    return name in code.lower() and name in _called(_WORD.findall(code.lower()))


def _called(words: list[str]) -> set[str]:
    """What stands before a parenthesis; behind `as`, but in a macro, it is an alias and names its columns."""
    never = (".",) if words[:1] == ["create"] else (".", "as")
    around = zip(["", *words], words, words[1:], strict=False)
    return {
        word for before, word, after in around if after == "(" and before not in never and word.isidentifier()
    }


def variables_read(sql: str) -> dict[str, int]:
    """The session variables that the text reads, with the line (from 1) of the first reading; "" where the
    name is not written out between simple quotes.
    """
    found: dict[str, int] = {}
    if not _VARIABLE.search(sql):
        return found

    def kept(match: re.Match[str]) -> str:
        argument = match["comment"] is None and sql[: match.start()].rstrip().endswith("(")
        return match[0] if argument or match["quoted"] else "\n" * match[0].count("\n")

    code = _TOKEN.sub(kept, sql)
    for match in _VARIABLE.finditer(code):
        found.setdefault(match[1] or "", code.count("\n", 0, match.start()) + 1)
    return found


def marker_read(code: str) -> tuple[str, int] | None:
    """The first `$name` of the bare text, with its line (from 1)."""
    found = _MARKER.search(unnamed(code))
    return (found[0], unnamed(code).count("\n", 0, found.start()) + 1) if found else None


def clock_read(code: str) -> tuple[str, int] | None:
    """What the bare text first takes the day of the machine from, with its line (from 1)."""
    found = _CLOCK.search(unnamed(code))
    return (found[0], unnamed(code).count("\n", 0, found.start()) + 1) if found else None


def past_read(code: str) -> tuple[str, int] | None:
    """What the bare text reads that may not be as known on the day, with its line (from 1): a table of the
    clinic's own file, or one that a text names.
    """
    found = _PAST.search(code)
    if found is None:
        return None
    name = _name((found[1] or found[2]).lower())
    return ("clinic." if name == "clinic" else f"{name}()", code.count("\n", 0, found.start()) + 1)


def near(name: str, known: Iterable[str]) -> str:
    """` (did you mean a, b?)` for the known names that look like `name`, or an empty text."""
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.55)
    return f" (did you mean {', '.join(close)}?)" if close else ""
