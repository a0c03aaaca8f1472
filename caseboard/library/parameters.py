"""The values of parameters: given, the clinic's own or the default, and of the type that was declared."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from caseboard.errors import RequestError
from caseboard.library.query import Parameter
from caseboard.library.text import near

_FEW = 8  # names in one sentence
_BOOLEANS = ("true", "t", "yes", "y", "1", "false", "f", "no", "n", "0")  # to DuckDB
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_WHOLE = re.compile(r"[+-]?[0-9]+")  # DuckDB would round, and take true for 1


def resolve(
    name: str, declared: dict[str, Parameter], config: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The value of every declared parameter: given, else the clinic's, else the default.

    Raises RequestError for a name that nothing declares, or a missing value.
    """
    for key in given:
        if key not in declared:
            raise RequestError(f"{name} has no parameter '{key}'{near(key, declared) or _taken(declared)}.")
    values: dict[str, Any] = {}
    for key, parameter in declared.items():
        value = given[key] if key in given else config.get(key, parameter.default)
        # An empty id would find no row, which reads as nothing to say.
        if parameter.required and (value is None or (value == "" and parameter.type == "VARCHAR")):
            raise RequestError(f"{name} needs a value: -p {key}=... ({parameter.help or parameter.type}).")
        values[key] = value
    return values


def _taken(declared: dict[str, Parameter]) -> str:
    """What a query takes: whose rows and what must be given by name, and thresholds if they are few."""
    asked = sorted(name for name, parameter in declared.items() if parameter.scope or parameter.required)
    others = sorted(set(declared) - set(asked))
    if len(others) > _FEW:
        others = [f"{len(others)} thresholds (caseboard list parameters shows them)"]
    return f"; it has {', '.join([*asked, *others]) or 'none'}"


def changed(declared: dict[str, Parameter], values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The thresholds whose value is not the library's: name to value and the library's default."""
    return {
        name: (values[name], parameter.usual)
        for name, parameter in declared.items()
        if parameter.usual is not None and not parameter.scope and not _same(values[name], parameter.usual)
    }


def _same(one: Any, other: Any) -> bool:
    try:
        return float(one) == float(other)
    except (TypeError, ValueError):
        return str(one).strip().lower() == str(other).lower()


def check_value(parameter: Parameter, value: Any) -> None:
    """Raise RequestError for what DuckDB would read as another number, or as a threshold that nothing
    reaches: a number above `at_most`, or below zero where the default lies above (no days or count does).
    """
    kind = parameter.type.removesuffix("[]")
    items, defaults = (_items(found, parameter.type) for found in (value, parameter.default))
    if not all(_is(kind, str(item).strip()) for item in items):
        raise wrong_type(parameter, value)
    if kind not in ("INTEGER", "DOUBLE"):
        return
    own, default = (min(map(float, found), default=0) for found in (items, defaults))
    if own < 0 < default:
        raise RequestError(f"The parameter {parameter.name} cannot be below 0, as '{value}' is.")
    if parameter.at_most is not None and any(float(item) > parameter.at_most for item in items):
        raise RequestError(
            f"The parameter {parameter.name} cannot be above {parameter.at_most:g}, as '{value}' is"
            f"{'; a share of 80% is 0.8' if parameter.at_most == 1 else ''}."
        )


def wrong_type(parameter: Parameter, value: Any) -> RequestError:
    """The sentence for a value that is not of the parameter's type."""
    return RequestError(
        f"The parameter {parameter.name} should be {_article(parameter.type)}, not '{value}'."
    )


def _items(value: Any, kind: str) -> list[Any]:
    """The items of a list, as DuckDB reads it; else the value itself, if there is one."""
    if value is None or not kind.endswith("[]"):
        return [] if value is None else [value]
    inside = str(value).strip().removeprefix("[").removesuffix("]")
    return inside.split(",") if inside.strip() else []


def _is(kind: str, said: str) -> bool:
    if kind == "INTEGER":
        return _WHOLE.fullmatch(said) is not None
    if kind == "DOUBLE":
        try:
            return math.isfinite(float(said))
        except ValueError:
            return False
    if kind == "BOOLEAN":
        return said.lower() in _BOOLEANS
    return kind != "DATE" or _is_day(said)


def _is_day(said: str) -> bool:
    parts = _DAY.fullmatch(said)
    try:
        return parts is not None and bool(date(*map(int, parts.groups())))
    except ValueError:
        return False


def _article(kind: str) -> str:
    return {"INTEGER": "a whole number", "DOUBLE": "a number", "DATE": "a date (YYYY-MM-DD)",
            "BOOLEAN": "true or false", "INTEGER[]": "a list of whole numbers such as [1, 2]",
            "DOUBLE[]": "a list of numbers such as [1.5, 2]",
            "VARCHAR[]": "a list of texts such as [a, b]"}.get(kind, kind)  # fmt: skip
