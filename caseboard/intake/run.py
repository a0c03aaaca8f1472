"""An import from its source to the clinic's file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from caseboard.errors import OlderDatabaseError, RequestError
from caseboard.files import read_text
from caseboard.intake import rejects as rejecting
from caseboard.intake import score
from caseboard.intake.check import READ_MEASURES, Checked, check_table
from caseboard.intake.contract import contract
from caseboard.intake.date_order import doubt
from caseboard.intake.delta import LATER
from caseboard.intake.find import Found, SourceFile, find, stem_of
from caseboard.intake.load import Load
from caseboard.intake.maps import Map, find_map, read_map, snake
from caseboard.intake.parts import Parts, arrange, run_selects
from caseboard.intake.report import Report, TableReport
from caseboard.intake.stage import BROKEN, Hints, Raw, stage_file, write_records
from caseboard.library import Library, Query, making
from caseboard.library.measure_sql import reference_sql
from caseboard.library.text import bare, relations_read
from caseboard.quoting import identifier
from caseboard.settings import bundled
from caseboard.store import Cursor, Engine, Staging, staging

Progress = Callable[[str, float], None]
Source = Path | str | Sequence[Path | str]


def import_extracts(
    source: Source,
    engine: Engine,
    library: Library,
    *,
    map: str | Path | None = None,
    dry_run: bool = False,
    rejects: Path | None = None,
    retry: Path | None = None,
    complete: tuple[date, date] | None = None,
    loaded_at: datetime | None = None,
    progress: Progress | None = None,
) -> Report:
    """Load extracts into the clinic's file, which is made where it is missing.

    `source` is a folder, a file or several (none where only `retry` is wanted). `rejects` is written with
    the rows turned away; `retry` is such a file, tried again. `complete` is a period, both days included,
    for which the source is whole. `loaded_at` is local time, default now. `progress` is told what is being
    done and how much of the whole is, from 0 to 1.

    Raises RequestError or DatabaseError; then nothing was changed.
    """
    if complete is not None and complete[0] > complete[1]:
        raise RequestError(
            f"The period {complete[0]}..{complete[1]} ends before it begins; name the earlier day first."
        )
    if complete is not None and not source:  # it would close whatever was not turned away
        raise RequestError(
            "A rejects file is no whole extract: name the extract as well, or leave --complete out."
        )
    tell = progress or (lambda stage, share: None)
    map_ = _map(map, library)
    found = _find(source, map_)
    report = Report(unknown_files=found.unknown, dry_run=dry_run)
    with rejecting.writer(rejects) as write, staging() as place:
        checked, sources = _stage(place, found, retry, map_, library, report, tell)
        place.release()
        at = loaded_at or datetime.now().replace(microsecond=0)
        load = Load(
            engine, library, place, checked, sources, report, at, complete,
            source=_words(source, retry), found=found,
        )  # fmt: skip
        load.run(write, tell)
    report.rejects = str(rejects) if rejects else None
    tell("done", 1.0)
    return report


def upgrade(engine: Engine, library: Library) -> Report:
    """Bring an existing file to the newest schema, and score the forms whose measures changed.

    Raises DatabaseError.
    """
    report = Report()
    older = _is_older(engine)
    with engine.writing() as cursor:
        if older:
            report.upgraded()
        changed = score.outdated(cursor, library)
        if changed:
            with cursor.transaction():
                forms = score.rescore(cursor, library, None, changed, datetime.now().replace(microsecond=0))
            report.notes.append(f"Forms scored again: {forms:,} ({', '.join(sorted(changed))})")
            report.written = True
    return report


def _is_older(engine: Engine) -> bool:
    try:
        with engine.reading():
            return False
    except OlderDatabaseError:
        return True


def _words(source: Source, retry: Path | None) -> str:
    named = [source] if isinstance(source, (str, Path)) else list(source)
    return ", ".join(str(entry) for entry in [*named, *([retry] if retry else [])])


def _map(name: str | Path | None, library: Library) -> Map:
    if name is None:
        return Map()
    folders = [library.local / "maps"] if library.local else []
    return read_map(find_map(name, [*folders, bundled("queries") / "maps"]))


def _find(source: Source, map_: Map) -> Found:
    names = [*contract().tables, *map_.files]
    read = {snake(name) for name in names}
    for path in map_.selects.values():
        read |= relations_read(bare(read_text(path)))
    found = find(source, [] if map_.selects else names, read, map_.ignore)
    found.files = [file for file in found.files if file.stem.lower() not in map_.ignore]
    found.unknown = [name for name in found.unknown if stem_of(name).lower() not in map_.ignore]
    return found


def _stage(
    place: Staging,
    found: Found,
    retry: Path | None,
    map_: Map,
    library: Library,
    report: Report,
    tell: Progress,
) -> tuple[list[Checked], list[Raw]]:
    """The checked tables, and the files that only a map's SELECTs read."""
    cursor = place.cursor
    # first: the later row of a key wins, and these are the older
    raws = _read_rejects(place, retry, report)
    raws += _read_files(place, found, map_, len(raws), tell)
    report.notes += [raw.note for raw in raws if raw.note]
    if idle := map_.idle(file.stem for file in found.files):
        report.notes.append(f"{map_.path} has settings for {', '.join(idle)}, and no such file was given")
    if found.files and (lacking := map_.lacking(file.stem for file in found.files)):
        report.notes.append(f"{map_.path} makes {', '.join(lacking)}, and no such file was given")
    cursor.execute("set search_path = 'staging.main,memory.main'")
    place.lock_down()
    parts = arrange(raws, map_)
    if map_.selects or READ_MEASURES & parts.by_table.keys():
        for name, sql in reference_sql(library.measures.values()).items():
            cursor.execute(f"create table {name} as {sql}")
    report.unknown_columns = parts.unknown_columns
    report.notes += parts.notes
    if map_.selects and found.files:
        tell("mapping", 0.4)
        run_selects(cursor, map_, parts, _macros(library, cursor))
        report.unknown_files += parts.unread
    return _check(cursor, parts, raws, map_, report, tell), parts.sources


def _check(
    cursor: Cursor, parts: Parts, raws: list[Raw], map_: Map, report: Report, tell: Progress
) -> list[Checked]:
    """Every table of the parts after its checks; the report has a line for each."""
    unread = _count_unread(cursor, parts.sources, report)
    checked = []
    rows = sum(part.rows for group in parts.by_table.values() for part in group) or 1
    done = 0
    with cursor.transaction():
        for name, group in parts.by_table.items():
            tell(f"checking {name}", 0.4 + 0.3 * done / rows)
            one = check_table(cursor, contract().tables[name], group, map_)
            done += one.rows
            if one.good < one.rows:
                report.notes += [said for part in group for said in doubt(cursor, one.table, part)]
            labels = dict.fromkeys(part.label for part in group)
            files = [raw for raw in raws if raw.label in labels]
            hashes = ",".join(raw.sha256 for raw in files if raw.sha256)
            report.tables[name] = TableReport(name, ", ".join(labels), hashes)
            extracts = [raw for raw in files if raw.table is None]
            mapped = name in map_.selects
            one.present = mapped or (bool(extracts) and all(raw.columns for raw in extracts))
            one.unread = unread if mapped else 0
            checked.append(one)
    return checked


def _read_rejects(place: Staging, retry: Path | None, report: Report) -> list[Raw]:
    """The rows of a rejects file, to be tried again; the report says how many of them cannot be."""
    groups = rejecting.read_rejects(retry) if retry is not None else []
    for group in groups:
        if group.table not in contract().tables and not all(record.broken for record in group.records):
            raise RequestError(
                f"{retry} has rows of a table '{group.table}', and no extract has one; mend its column "
                "'table'."
            )
    whys = [record.broken for group in groups for record in group.records if record.broken]
    if unread := sum(LATER not in why for why in whys):
        report.notes.append(
            f"{retry} holds lines that could not be read ({unread}); nothing tells their columns, so mend "
            "them in the extract and load that again"
        )
    raws = []
    for number, group in enumerate(groups):
        report.told |= {(group.table, group.file, *place): value for place, value in group.told.items()}
        rows, broken = write_records(place.cursor, number, group.names, group.records, place.folder)
        stem = stem_of(group.file)
        raws.append(Raw(number, group.file, stem, group.names, rows, broken=broken, table=group.table))
    return raws


def _read_files(place: Staging, found: Found, map_: Map, first: int, tell: Progress) -> list[Raw]:
    """The source's files, numbered from `first`."""
    whole = sum(file.path.stat().st_size for file in found.files) or 1
    done = 0
    raws = []
    for number, file in enumerate(found.files, first):
        tell(f"reading {file.label}", 0.4 * done / whole)
        raws.append(stage_file(place.cursor, number, file, _hints(file, map_), place.folder))
        done += file.path.stat().st_size
    return raws


def _hints(file: SourceFile, map_: Map) -> Hints:
    name = map_.table_of(file.stem)
    columns = {one.name: one.name for one in contract().tables[name].columns} if name else {}
    columns |= map_.columns.get(name, {}) if name else {}
    timed = [n for n, ours in columns.items() if name and _is_timed(name, ours)]
    encoding = map_.setting(file.stem, "encoding")
    return Hints(encoding, map_.setting(file.stem, "delimiter"), frozenset(columns), frozenset(timed))


def _is_timed(table: str, column: str) -> bool:
    return contract().tables[table].column(column).type == "timestamp"


def _macros(library: Library, cursor: Cursor) -> list[str]:
    """The statements that make the library's plain macros: those that read no relation and
    no parameter."""
    statements: dict[str, str] = {}
    for query in library:
        if query.kind != "macro" or query.parameters:
            continue
        order = library.order(query)
        if all(isinstance(item, Query) and item.kind == "macro" for item in order):
            for item in order:
                assert isinstance(item, Query)
                statements.setdefault(item.stem, making.statement(item, cursor))
    return list(statements.values())


def _count_unread(cursor: Cursor, sources: Sequence[Raw], report: Report) -> int:
    """How many lines of a map's source files could not be read; in the report each file has its own."""
    total = 0
    for raw in sources:
        if not raw.broken:
            continue
        count = cursor.count(f"select count(*) from {raw.name} where {identifier(BROKEN)} is not null")
        if count:
            counts = report.tables.setdefault(raw.label, TableReport(raw.label, raw.label, raw.sha256))
            counts.read += count
            counts.turned_away += count
        total += count
    return total
