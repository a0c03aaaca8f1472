"""Survey measures: read from TOML files and checked.

A measure file holds numbers and sources, never the wording of an item. What a field means stands
in queries/README.md. Every refusal is a RequestError with one sentence: the file, what is wrong,
and what to do.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from caseboard.errors import RequestError
from caseboard.files import toml_file
from caseboard.library.measure_fields import FieldTable
from caseboard.library.own_files import own_files

_COLUMN = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_MOST_ITEMS = 1000
_WITHIN = ("cutoff", "cutoff_male", "cutoff_female")
_ABOVE_ZERO = ("sd", "reliable_change", "important_change")


@dataclass(frozen=True)
class Item:
    """One item of a form: its number, its range, and the value from which it is critical.

    `allowed`: the only values it takes, where not every one of its range is an answer.
    """

    item: int
    min_value: float
    max_value: float
    reverse: bool = False
    critical_at: float | None = None
    allowed: tuple[float, ...] = ()


@dataclass(frozen=True)
class Band:
    """A named range of scores, both ends included; rank 0 is the best band of its scale."""

    label: str
    low: float
    high: float
    rank: int


@dataclass(frozen=True)
class Scale:
    """One score of a measure: the items it is made of, how, and how it is read.

    A scale of the method 'given' has no items: its score comes with the extract, never from answers.
    """

    scale: str
    title: str
    items: tuple[int, ...]
    method: str
    factor: float
    max_missing: int
    required_items: tuple[int, ...]
    prorate: bool
    better: str
    min_value: float
    max_value: float
    cutoff: float | None
    cutoff_male: float | None
    cutoff_female: float | None
    cutoff_source: str | None
    reliability: float | None
    sd: float | None
    reliable_change: float | None
    reliable_change_source: str
    important_change: float | None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One measure file. `source` is 'survey', or the table.column its scores are read from."""

    measure: str
    title: str
    core: bool
    better: str
    recall_days: int
    interval_days: int
    reviewed: dt.date
    licence: str
    citation: str
    source: str
    loinc: Mapping[str, str]
    assumed: tuple[str, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    path: Path = field(compare=False)


def load_measures(folder: Path, local: Path | None = None) -> list[Measure]:
    """Read every `*.toml` of a folder of measures, sorted by measure.

    A file of `local`, which need not exist, takes the place of the file of the same name.
    Raises RequestError where a folder is missing or a file is wrong.
    """
    if not folder.is_dir():
        raise RequestError(
            f"There is no folder of measures at {folder}; reinstall caseboard or name another one."
        )
    paths = {path.name: path for path in folder.glob("*.toml")}
    if local is not None:
        paths.update({path.name: path for path in own_files(local, ".toml") if path.parent == local})
    return [read_measure(paths[name]) for name in sorted(paths)]


def read_measure(path: Path) -> Measure:
    """Read and check one measure file; raises RequestError with one sentence where it is wrong."""
    return _measure(path, FieldTable(path, "", toml_file(path)))


def definition_hash(measure: Measure) -> str:
    """A hash of what affects scoring, and nothing else: items, and how scales are made of them."""
    import hashlib
    import json

    content = {
        "source": measure.source,
        "items": sorted(
            [i.item, i.min_value, i.max_value, i.reverse, *([list(i.allowed)] if i.allowed else [])]
            for i in measure.items
        ),
        "scales": sorted(
            [s.scale, s.method, s.factor, s.max_missing, sorted(s.items), sorted(s.required_items)]
            for s in measure.scales
        ),
    }
    text = json.dumps([measure.measure, content], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _measure(path: Path, t: FieldTable) -> Measure:
    name = t.word("measure")
    if name != path.stem:
        t.wrong(f"'measure' is {name!r} and the file's name is {path.name!r}", "make them the same")
    source = t.optional_text("from") or "survey"
    if source != "survey" and not _COLUMN.fullmatch(source):
        t.wrong(f"'from' is {source!r}", 'write "table.column", or leave it out for a survey')
    better = t.choice("better", ["lower", "higher"])
    loinc = t.table("loinc")
    critical = _critical(t)
    items = _items(t, critical) if source == "survey" and _has_items(t, critical) else ()
    if source != "survey" and ("items" in t.raw or critical):
        t.wrong("it has items and 'from'", "take one of the two out")
    scales = tuple(_scale(s, items, better, source) for s in t.tables("scales"))
    if not scales:
        t.wrong("there is no [[scales]]", "add one, such as total")
    names = [s.scale for s in scales]
    for n in names:
        if names.count(n) > 1:
            t.wrong(f"the scale {n!r} is there twice", "give each scale its own name")
    measure = Measure(
        measure=name,
        title=t.text("title"),
        core=t.flag("core"),
        better=better,
        recall_days=t.whole("recall_days", 1),
        interval_days=t.whole("interval_days", 1),
        reviewed=t.date("reviewed"),
        licence=t.text("licence"),
        citation=t.text("citation"),
        source=source,
        loinc={key: loinc.text(key) for key in list(loinc.raw)},
        assumed=t.texts("assumed"),
        items=items,
        scales=scales,
        path=path,
    )
    t.done()
    return measure


def _critical(t: FieldTable) -> dict[int, float]:
    critical: dict[int, float] = {}
    for c in t.tables("critical"):
        item = c.whole("item", 1)
        if item in critical:
            c.wrong(f"item {item} is there twice", "keep one of them")
        critical[item] = c.number("at_least")
        c.done()
    return critical


def _has_items(t: FieldTable, critical: Mapping[int, float]) -> bool:
    """False for a survey of which only scores are taken: no scale is made of items."""
    scales = t.raw.get("scales")
    given = isinstance(scales, list) and all(
        isinstance(s, dict) and s.get("method") == "given" for s in scales
    )
    return "items" in t.raw or bool(critical) or not (scales and given)


def _items(t: FieldTable, critical: Mapping[int, float]) -> tuple[Item, ...]:
    if "items" not in t.raw:
        t.wrong("there is no [items]", "add it with count, min and max")
    table = t.table("items")
    count = table.whole("count", 1)
    if count > _MOST_ITEMS:
        table.wrong(f"'count' is {count}", f"write a number of items up to {_MOST_ITEMS}")
    numbers = set(range(1, count + 1))
    low, high = _range(table)
    reverse = set(table.wholes("reverse", numbers, required=False))
    exceptions = table.table("exceptions")
    ranges = dict.fromkeys(numbers, (low, high))
    allowed: dict[int, tuple[float, ...]] = {}
    for key in list(exceptions.raw):
        own = exceptions.table(key)
        if not (key.isascii() and key.isdecimal() and int(key) in numbers):
            own.wrong(f"there is no item {key!r}", f"name an item from 1 to {count}")
        if "values" in own.raw:
            allowed[int(key)] = own.numbers("values")
            ranges[int(key)] = (allowed[int(key)][0], allowed[int(key)][-1])
        else:
            ranges[int(key)] = _range(own)
        own.done()
    table.done()
    for item, at in critical.items():
        if item not in numbers:
            t.wrong(f"[[critical]] names item {item}", f"name an item from 1 to {count}")
        if not ranges[item][0] <= at <= ranges[item][1]:
            t.wrong(f"item {item} cannot be {at:g} ('at_least')", "write a value in its range")
    return tuple(
        Item(item, *ranges[item], item in reverse, critical.get(item), allowed.get(item, ()))
        for item in sorted(numbers)
    )


def _range(t: FieldTable) -> tuple[float, float]:
    low, high = t.number("min"), t.number("max")
    if low >= high:
        t.wrong(f"'min' is {low:g} and 'max' is {high:g}", "make min the smaller one")
    return low, high


class _Scoring(TypedDict):
    """The fields of a Scale that say how it is made of its items."""

    items: tuple[int, ...]
    method: str
    required_items: tuple[int, ...]
    max_missing: int
    prorate: bool
    factor: float


def _scoring(t: FieldTable, numbers: set[int], source: str) -> _Scoring:
    survey = source == "survey"
    method = t.choice("method", ["sum", "mean", "given"] if survey else ["value"])
    if method == "given":
        for key in ("items", "required", "max_missing", "prorate", "factor"):
            if key in t.raw:
                t.wrong(f"'{key}' stands beside the method \"given\"", "take one of the two out")
        return _Scoring(items=(), method=method, required_items=(), max_missing=0, prorate=False, factor=1.0)
    own = t.wholes("items", numbers, required=survey)
    if survey and not own:
        t.wrong("'items' is empty", "name the items of the scale")
    required = t.wholes("required", set(own), required=False)
    max_missing = t.whole("max_missing", 0, None if survey else 0)
    if survey and max_missing >= len(own):
        t.wrong(f"'max_missing' is {max_missing} of {len(own)} items", "leave at least one item")
    prorate = t.flag("prorate") if survey else False
    if max_missing > 0 and not prorate:
        t.wrong(
            "items may be missing and 'prorate' is false",
            "write prorate = true or max_missing = 0, since a missing item never counts as 0",
        )
    factor = t.optional_number("factor")
    factor = 1.0 if factor is None else factor
    if factor <= 0:
        t.wrong(f"'factor' is {factor:g}", "write a number above 0")
    return _Scoring(
        items=own, method=method, required_items=required,
        max_missing=max_missing, prorate=prorate, factor=factor,
    )  # fmt: skip


def _scale(t: FieldTable, items: tuple[Item, ...], better: str, source: str) -> Scale:
    by_number = {item.item: item for item in items}
    name = t.word("scale")
    scoring = _scoring(t, set(by_number), source)
    low, high = _range(t)
    if scoring["items"]:
        items = tuple(by_number[i] for i in scoring["items"])
        _check_range(t, items, scoring["method"], scoring["factor"], (low, high))
    better = t.choice("better", ["lower", "higher"], default=better)
    numbers = {key: t.optional_number(key) for key in _WITHIN + _ABOVE_ZERO}
    for key in _WITHIN:
        value = numbers[key]
        if value is not None and not low <= value <= high:
            t.wrong(f"'{key}' is {value:g}", f"write a score from {low:g} to {high:g}")
    if (numbers["cutoff_male"] is None) != (numbers["cutoff_female"] is None):
        t.wrong("it has a cut-off for one sex only", "write 'cutoff_male' and 'cutoff_female', or 'cutoff'")
    for key in _ABOVE_ZERO:
        value = numbers[key]
        if value is not None and value <= 0:
            t.wrong(f"'{key}' is {value:g}", "write a number above 0")
    reliability = t.optional_number("reliability")
    if reliability is not None and not 0 < reliability < 1:
        t.wrong(f"'reliability' is {reliability:g}", "write a number between 0 and 1")
    cutoff_source = t.optional_text("cutoff_source")
    if cutoff_source is None and any(numbers[key] is not None for key in _WITHIN):
        t.wrong("it has a cut-off without 'cutoff_source'", "say where the number comes from")
    scale = Scale(
        scale=name,
        title=t.text("title"),
        better=better,
        min_value=low,
        max_value=high,
        cutoff_source=cutoff_source,
        reliability=reliability,
        reliable_change_source=t.text("reliable_change_source"),
        bands=_bands(t, better, low, high),
        **numbers,
        **scoring,
    )
    t.done()
    return scale


def _check_range(
    t: FieldTable, items: Sequence[Item], method: str, factor: float, stated: tuple[float, float]
) -> None:
    """Refuse a range that its items cannot give: a sign of a wrong item, range or factor."""
    share = factor / len(items) if method == "mean" else factor
    low = sum(i.min_value for i in items) * share
    high = sum(i.max_value for i in items) * share
    if not (math.isclose(low, stated[0], abs_tol=1e-9) and math.isclose(high, stated[1])):
        t.wrong(
            f"'min' and 'max' are {stated[0]:g} and {stated[1]:g}, and its items give {low:g} to {high:g}",
            "correct the one that is wrong",
        )


def _bands(t: FieldTable, better: str, low: float, high: float) -> tuple[Band, ...]:
    bands: list[tuple[str, float, float]] = []
    for b in t.tables("bands"):
        bands.append((b.text("label"), b.number("low"), b.number("high")))
        b.done()
    if not bands:
        return ()
    if bands[0][1] != low or bands[-1][2] != high:
        t.wrong("the bands do not reach from 'min' to 'max'", "begin at min and end at max")
    for label, start, end in bands:
        if start > end:
            t.wrong(f"the band {label!r} ends before it begins", "correct its low or high")
    for (first, _, end), (second, start, _) in itertools.pairwise(bands):
        if not end < start <= end + 1:
            t.wrong(
                f"the bands {first!r} and {second!r} overlap, or leave scores out",
                "list bands upwards, each beginning just above the one before",
            )
    last = len(bands) - 1
    return tuple(
        Band(label, start, end, n if better == "lower" else last - n)
        for n, (label, start, end) in enumerate(bands)
    )
