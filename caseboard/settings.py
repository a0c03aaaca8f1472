"""Where things are: flag > environment > config file > the bundled sample clinic.

The config file is TOML, `caseboard/config.toml` in the user's config folder. caseboard reads it and never
rewrites it. What the app itself remembers (names hidden or shown, the theme) is in `state.toml` beside it.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from caseboard.errors import DatabaseError, RequestError
from caseboard.files import expanded, toml_file

PACKAGE = Path(__file__).resolve().parent


@cache
def bundled(name: str) -> Path:
    """The folder `queries` or `sample_data`: a checkout's own first, else the copy in the package.

    Raises RequestError when neither is there.
    """
    checkout = PACKAGE.parent
    for folder in (checkout / name, PACKAGE / "_bundled" / name):
        if folder.is_dir() and (folder.parent != checkout or (checkout / "pyproject.toml").is_file()):
            return folder
    raise RequestError(f"The folder {name} is missing from this installation; install caseboard again.")


def user_folder(kind: str) -> Path:
    """The user's `config` or `cache` folder for caseboard (not created here)."""
    variable, default = {
        "config": ("XDG_CONFIG_HOME", ".config"),
        "cache": ("XDG_CACHE_HOME", ".cache"),
    }[kind]
    base = os.environ.get(variable, "")
    root = Path(base) if Path(base).is_absolute() else expanded(f"~/{default}")
    return root / "caseboard"


@dataclass(frozen=True)
class Settings:
    """What the user configured. `database` is None when the bundled sample is meant; `opened_by` are the
    options of the command line that chose database and queries, for a shell.
    """

    database: str | None
    queries: Path | None
    parameters: dict[str, Any]
    theme: str | None
    chart_style: str
    keys: dict[str, Any]
    ascii: bool | None
    config_file: Path | None
    opened_by: str


def load(database: str | None = None, queries: str | None = None) -> Settings:
    """Settings from flags, environment and config file, in that order.

    Raises RequestError when the config file cannot be read or holds something unexpected; DatabaseError for
    a database that would be gone with the command.
    """
    named = os.environ.get("CASEBOARD_CONFIG")
    path = expanded(named) if named else user_folder("config") / "config.toml"
    if named and not path.is_file():
        raise RequestError(f"The config file {path} does not exist; make it, or mend CASEBOARD_CONFIG.")
    config = read_config(path)
    chosen_queries = (
        queries or os.environ.get("CASEBOARD_QUERIES") or _from_config_folder(path, config.get("queries"))
    )
    folder = expanded(chosen_queries) if chosen_queries else None
    if folder is not None and not folder.is_dir():
        raise RequestError(
            f"The folder of local queries {folder} does not exist; make it, or name another with --queries, "
            f"CASEBOARD_QUERIES or 'queries' in {path}."
        )
    chosen = _home_expanded(database or os.environ.get("CASEBOARD_DB")) or _from_config_folder(
        path, config.get("database")
    )
    if chosen == ":memory:":
        raise DatabaseError("What is put into :memory: is gone with the command; name a file with --db FILE.")
    return Settings(
        database=chosen,
        queries=folder,
        parameters=dict(config.get("parameters", {})),
        theme=config.get("theme"),
        chart_style=_chart_style(path, config.get("chart", {})),
        keys=dict(config.get("keys", {})),
        ascii=config.get("ascii"),
        config_file=path if config else None,
        opened_by=_opened_by(database, queries),
    )


def _chart_style(path: Path, chart: dict[str, Any]) -> str:
    """How charts are drawn: `[chart]` with `style`, where a font has no braille or only ASCII."""
    styles = ("braille", "block", "ascii")
    style = chart.get("style", styles[0])
    if set(chart) - {"style"} or style not in styles:
        raise RequestError(f"[chart] in {path} holds only style, which is one of {', '.join(styles)}.")
    return str(style)


def _opened_by(database: str | None, queries: str | None) -> str:
    """An address is left out, for it may hold a password, and this stands on a screen."""
    shown = "..." if database and is_address(database) else shlex.quote(database or "")
    return (f" --db {shown}" if database else "") + (f" --queries {shlex.quote(queries)}" if queries else "")


def is_address(target: str) -> bool:
    """True for a database that is no file but an address, such as `md:clinic`."""
    return target.startswith(("ducklake:", "md:", "quack:"))


def _home_expanded(value: str | None) -> str | None:
    return str(expanded(value)) if value and value.startswith("~") else value


def _from_config_folder(config: Path, value: str | None) -> str | None:
    """A path of the config file is relative to the file; an address stays."""
    if not value or is_address(value):
        return value
    return str(config.parent / expanded(value))


def read_config(path: Path) -> dict[str, Any]:
    """The config file as a dictionary; empty when there is none. A link to nothing is not none.

    Raises RequestError when it is not TOML, has an unknown key or a value of the wrong kind.
    """
    if not (path.exists() or path.is_symlink()):
        return {}
    config = toml_file(path)
    kinds = {
        "database": str, "queries": str, "parameters": dict, "theme": str, "chart": dict, "keys": dict,
        "ascii": bool,
    }  # fmt: skip
    for key, value in config.items():
        if key not in kinds:
            raise RequestError(f"{path} has an unknown setting '{key}'; the settings are {', '.join(kinds)}.")
        if not isinstance(value, kinds[key]):
            raise RequestError(f"'{key}' in {path} should be {_kind_word(kinds[key])}.")
    return config


def remembered(name: str) -> bool | str | None:
    """A preference that the app keeps (`names_hidden`, `theme`); None when nothing was kept yet."""
    path = user_folder("config") / "state.toml"
    try:
        value = toml_file(path).get(name) if path.is_file() else None
    except RequestError:
        return None
    return value if isinstance(value, bool | str) else None


def remember(name: str, value: object) -> None:
    """Keep a preference. A folder that cannot be written to loses it silently: it is a comfort."""
    import json

    path = user_folder("config") / "state.toml"
    try:
        kept = toml_file(path) if path.is_file() else {}
    except RequestError:
        kept = {}
    kept[name] = value
    # As JSON writes a text TOML reads it, but for DEL, and for escapes of two halves.
    lines = [
        f"{key} = {json.dumps(item, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for key, item in kept.items()
        if isinstance(item, bool | str)
    ]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text("\n".join(["# Kept by caseboard.", *lines, ""]), encoding="utf-8")
    except OSError:
        return


def _kind_word(kind: type) -> str:
    return {dict: "a table", bool: "true or false"}.get(kind, "a text")
