"""SQL expressions that turn a text into a value of the contract's type, or into null where it is none."""

from __future__ import annotations

from caseboard.intake.contract import Column, contract
from caseboard.quoting import literal

BLANKS = " \t\u00a0"
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")
# %y before %Y, which takes 26 for the year 26. Where the year comes first, two digits could be a day.
_PARTS = {
    "mdy": ("%m{0}%d{0}%y", "%m{0}%d{0}%Y"),
    "dmy": ("%d{0}%m{0}%y", "%d{0}%m{0}%Y"),
    "ymd": ("%Y{0}%m{0}%d",),
}
_DAYS = {order: [one.format(mark) for one in parts for mark in "/-."] for order, parts in _PARTS.items()}
_TIMES = (" %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M", "T%H:%M:%S")
# DuckDB reads past what stands behind a time, and so 01:30 PM as half past one at night.
_CLOCK = "[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"
_ISO_DAY = "try_cast(left({x}, 10) as date)"


def trimmed(raw: str) -> str:
    """The text without blanks around it; null where nothing is left."""
    return f"nullif(trim({raw}, '{BLANKS}'), '')"


def as_text(value: str, kind: str) -> str:
    """SQL for a value of DuckDB's type `kind` as a text. Codes and ids are compared as texts, and a program
    that has empty cells in a column of whole numbers writes it as one of decimals: 1.0 is 1. A text in JSON
    is what stands between its quotes; a list is what the contract writes with semicolons, such as triggers.
    """
    if kind == "VARCHAR[]":
        return f"array_to_string({value}, ';')"
    if kind == "JSON":
        listed = f"array_to_string({value} ->> '$[*]', ';')"
        return f"case json_type({value}) when 'ARRAY' then {listed} else {value} ->> '$' end"
    shown = f"cast({value} as varchar)"
    decimal = kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL")
    return f"regexp_replace({shown}, '[.]0+$', '')" if decimal else shown


def value(column: Column, raw: str, order: str | None) -> str:
    """The typed value of the SQL expression `raw`, null where it is no such value.

    `order` is the order of dates that a map gives. `raw` is already trimmed, but for free text.
    """
    kind = column.type
    if kind == "text":
        return raw
    if kind == "word":
        return f"lower({raw})"
    if kind == "boolean":
        return _boolean(raw)
    if kind in ("integer", "number"):
        number = f"case when not {_joined(raw)} then try_cast({raw} as double) end"
        if kind == "number":
            return f"case when isfinite({number}) then {number} end"
        return (
            f"case when {number} = floor({number}) and abs({number}) <= 2147483647 "
            f"then cast({number} as integer) end"
        )
    moment = _moment(raw, order)
    low, high = contract().earliest, contract().latest
    return f"case when {moment} >= '{low}' and {moment} < date '{high}' + 1 then cast({moment} as {kind}) end"


def _moment(raw: str, order: str | None) -> str:
    """ISO 8601 (a day, or a day and a time without zone), else the map's order."""
    day = _ISO_DAY.format(x=raw)
    iso = (
        f"case when cast({day} as varchar) is distinct from left({raw}, 10) then null "
        f"when length({raw}) = 10 then cast({day} as timestamp) "
        f"when regexp_full_match(substr({raw}, 11), '{_CLOCK}') then try_cast({raw} as timestamp) end"
    )
    if order is None:
        return f"({iso})"
    return f"coalesce({iso}, {in_order(raw, order)})"


def in_order(raw: str, order: str) -> str:
    """The day, or the moment, that `raw` is where its parts stand in this order; else null."""
    formats = [day + time for time in ("", *_TIMES) for day in _DAYS[order]]
    listed = ", ".join(literal(form) for form in formats)
    return f"try_strptime({raw}, [{listed}])"


def _joined(raw: str) -> str:
    """DuckDB reads 1_0 as 10."""
    return f"contains({raw}, '_')"


def _zoned(raw: str) -> str:
    return f"regexp_matches(substr({raw}, 11), '[zZ+-]|[A-Za-z]{{3}}')"


def _halved(raw: str) -> str:
    return f"regexp_matches(substr({raw}, 11), '[0-9] *[aApP]\\.?[mM]')"


def _boolean(raw: str) -> str:
    yes, no = (", ".join(literal(w) for w in words) for words in (TRUE, FALSE))
    return f"case when lower({raw}) in ({yes}) then true when lower({raw}) in ({no}) then false end"


def is_named(column: Column) -> bool:
    """False for free text, which is kept with the blanks around it."""
    return column.key or column.name.endswith("_id") or column.type != "text"


def quick(column: Column, raw: str, own: bool) -> str:
    """The typed value of `raw`, a text that nobody trimmed or a value of the column's `own` type. It is not
    to be used where something is `doubtful`.
    """
    kind = column.type
    if kind in ("date", "timestamp"):
        return f"try_cast({raw} as {kind})"
    if kind == "number":
        return f"try_cast({raw} as double)"
    if kind == "integer":
        return f"try_cast(try_cast({raw} as double) as integer)"
    if kind == "boolean" and not own:
        return _boolean(raw)
    return f"lower({raw})" if kind == "word" else raw


def doubtful(column: Column, name: str, raw: str, own: bool) -> list[tuple[str, str]]:
    """When the `quick` value `name` of `raw` may be another than `value`, as pairs like those of `why_not`.

    Dates and times are sure in the form in which DuckDB writes them itself, which is ISO 8601.
    """
    kind = column.type
    if kind in ("text", "word"):
        blank = f"trim({raw}, '{BLANKS}')"
        found = [f"{blank} <> {raw} or {raw} = ''" if is_named(column) else f"{blank} = ''"]
    else:
        found = [f"{name} is null and {raw} is not null"]
    if kind in ("date", "timestamp"):
        found.append(f"{name} not between date '{contract().earliest}' and date '{contract().latest}'")
        if not own:
            found.append(f"not starts_with(cast({name} as varchar), {raw})")
    if kind in ("integer", "number") and not own:
        found.append(_joined(raw))
    if kind == "number":
        found.append(f"not isfinite({name})")
    if kind == "integer":
        found.append(f"{name} <> try_cast({raw} as double) or {name} < -2147483647")
    return [(condition, "") for condition in found]


def why_not(column: Column, name: str, raw: str, order: str | None) -> list[tuple[str, str]]:
    """For a text `raw` that is no value of its type, so that `name` is null: pairs of an SQL condition and
    the reason, first that holds.
    """
    failed = f"{name} is null and {raw} is not null"
    return [
        (failed if condition == "true" else f"{failed} and {condition}", reason)
        for condition, reason in _reasons(column, raw, order)
    ]


def _reasons(column: Column, raw: str, order: str | None) -> list[tuple[str, str]]:
    kind = column.type
    if kind == "boolean":
        return [("true", "not true, false, yes, no, 1 or 0")]
    if kind in ("integer", "number"):
        comma = f"regexp_full_match({raw}, '[+-]?[0-9.]*,[0-9]+')"
        return [
            (comma, "a number with a comma, for decimals or thousands; write 2.5 or 1250"),
            ("true", "not a whole number" if kind == "integer" else "not a number"),
        ]
    if kind not in ("date", "timestamp"):
        return []
    day = f"regexp_full_match(left({raw}, 10), '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
    rest = "a date as YYYY-MM-DD" if kind == "date" else "a time as YYYY-MM-DD HH:MM"
    reasons = [
        (f"{day} and {_zoned(raw)}", "a time with a zone; times are local to the clinic, without one"),
        (
            f"{day} and {_halved(raw)}",
            "a time with AM or PM; write it as 13:30, or the date in a map's order",
        ),
        (f"{day}", "an impossible date or time"),
    ]
    if order is None:
        numbers = f"regexp_full_match({raw}, '[0-9]{{1,4}}[./-][0-9]{{1,2}}[./-][0-9]{{1,4}}([ T].*)?')"
        reasons.append(
            (numbers, "the order of the date is not known: not YYYY-MM-DD, and no map gives a date_order")
        )
        reasons.append(("true", f"not {rest}"))
    else:
        reasons.append(("true", f"neither {rest} nor a possible date in the map's order ({order})"))
    return reasons
