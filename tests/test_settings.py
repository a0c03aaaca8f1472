"""What is configured and what the app remembers."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from caseboard import settings
from caseboard.errors import DatabaseError, RequestError


def test_preferences_are_kept_beside_one_another() -> None:
    assert settings.remembered("names_hidden") is None
    settings.remember("names_hidden", False)
    odd_name = 'odd "theme"\n\x7f\x01\\ \u2028 \U0001f319'
    settings.remember("theme", odd_name)
    assert settings.remembered("names_hidden") is False
    assert settings.remembered("theme") == odd_name
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "caseboard"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for odd in ("broken = ", "theme = 3"):
        (folder / "state.toml").write_text(odd)
        assert settings.remembered("theme") is None
        settings.remember("names_hidden", True)
        assert (folder / "state.toml").read_text() == "# Kept by caseboard.\nnames_hidden = true\n"
    (folder / "state.toml").unlink()
    (folder / "state.toml").mkdir()
    settings.remember("theme", "lost, and nobody is stopped by it")


def test_paths_of_the_config_are_relative_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    config.write_text('database = "clinic.duckdb"\nqueries = "ours"\n')
    with pytest.raises(RequestError, match="ours does not exist"):
        settings.load()
    (tmp_path / "ours").mkdir()
    found = settings.load()
    assert found.database == str(tmp_path / "clinic.duckdb")
    assert found.queries == tmp_path / "ours"
    assert settings.load(database="other").database == "other"
    for given in ("ducklake:postgres://host//clinic", "./clinic.duckdb"):
        assert settings.load(database=given).database == given
    monkeypatch.setenv("CASEBOARD_DB", "from-environment")
    assert settings.load().database == "from-environment"
    config.write_text('database = "md:clinic"\n')
    monkeypatch.delenv("CASEBOARD_DB")
    assert settings.load().database == "md:clinic"


def test_the_style_of_charts(tmp_path, monkeypatch):
    config = tmp_path / "config.toml"
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    config.write_text("")
    assert settings.load().chart_style == "braille"
    for style in ("braille", "block", "ascii"):
        config.write_text(f'[chart]\nstyle = "{style}"\n')
        assert settings.load().chart_style == style
    for wrong in ('style = "curly"', "style = 3", 'colour = "red"'):
        config.write_text(f"[chart]\n{wrong}\n")
        with pytest.raises(RequestError, match="style, which is one of braille, block, ascii"):
            settings.load()


def test_a_config_that_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOARD_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(RequestError, match=r"none\.toml does not exist"):
        settings.load()


def test_a_tilde_is_the_home_wherever_a_path_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "config.toml").write_text("")
    monkeypatch.setenv("CASEBOARD_CONFIG", "~/config.toml")
    assert settings.load(database="~/x.duckdb").database == str(tmp_path / "x.duckdb")
    monkeypatch.setenv("CASEBOARD_DB", "~/y.duckdb")
    assert settings.load().database == str(tmp_path / "y.duckdb")
    assert settings.load(database="md:~/x").database == "md:~/x"


def test_a_database_that_would_be_gone_is_refused() -> None:
    with pytest.raises(DatabaseError, match="is gone with the command; name a file"):
        settings.load(":memory:")


def test_a_home_that_nobody_has_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "~nosuchuser/x"
    sentence = "home folder that ~nosuchuser/x names is not known; write the whole path"
    with pytest.raises(RequestError, match=sentence):
        settings.load(database=odd)
    with pytest.raises(RequestError, match=sentence):
        settings.load(queries=odd)
    config = tmp_path / "config.toml"
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    for key in ("database", "queries"):
        config.write_text(f'{key} = "{odd}"\n')
        with pytest.raises(RequestError, match=sentence):
            settings.load()
    monkeypatch.setenv("CASEBOARD_CONFIG", odd)
    with pytest.raises(RequestError, match=sentence):
        settings.load()


def test_a_config_from_an_editor_of_windows_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    config.write_bytes(b'\xef\xbb\xbfdatabase = "md:clinic"\r\ntheme = "nord"\r\n')
    assert (settings.load().database, settings.load().theme) == ("md:clinic", "nord")
    for strange in ("x = " + "[" * 5000, "x = " + "9" * 5000):
        config.write_text(strange)
        with pytest.raises(RequestError, match=r"config\.toml is not valid TOML"):
            settings.load()
    config.write_bytes(b"\xff\xfe")
    with pytest.raises(RequestError, match=r"config\.toml is not UTF-8; save it as UTF-8"):
        settings.load()


def test_a_config_that_is_no_file_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clinic's thresholds would silently be the library's, for as long as a disk is not mounted."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings.load().config_file is None
    config = tmp_path / "caseboard" / "config.toml"
    config.parent.mkdir()
    config.symlink_to(tmp_path / "unmounted" / "config.toml")
    with pytest.raises(RequestError, match=r"config\.toml cannot be read"):
        settings.load()
    config.unlink()
    config.mkdir()
    with pytest.raises(RequestError, match=r"config\.toml cannot be read"):
        settings.load()


def test_every_setting_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    config.write_text(
        'database = "c.duckdb"\nqueries = "."\ntheme = "nord"\nascii = false\n'
        '[parameters]\na = 1\n[chart]\nstyle = "block"\n[keys]\nquit = "x"\n'
    )
    (tmp_path / "given").mkdir()
    asked = settings.load(queries=str(tmp_path / "given"))
    assert asked == settings.Settings(
        str(tmp_path / "c.duckdb"), tmp_path / "given", {"a": 1}, "nord", "block", {"quit": "x"}, False,
        config, f" --queries {tmp_path / 'given'}",
    )  # fmt: skip
    monkeypatch.setenv("CASEBOARD_QUERIES", str(tmp_path / "given"))
    assert (settings.load().queries, settings.load().opened_by) == (tmp_path / "given", "")
    for wrong, sentence in (
        (
            "databse = 'x'",
            r"unknown setting 'databse'; the settings are database, queries, parameters, theme",
        ),
        ("database = 3", r"'database' in .*config\.toml should be a text\."),
        ("queries = true", r"'queries' in .* should be a text"),
        ("theme = 3", r"'theme' in .* should be a text"),
        ("parameters = 3", r"'parameters' in .* should be a table"),
        ("keys = 'q'", r"'keys' in .* should be a table"),
        ("ascii = 1", r"'ascii' in .* should be true or false"),
    ):
        config.write_text(wrong)
        with pytest.raises(RequestError, match=sentence):
            settings.load()


@pytest.mark.parametrize(
    ("database", "queries", "shown"),
    [
        ("md:clinic?motherduck_token=secret", None, " --db ..."),
        ("ducklake:postgres:password=secret", "our queries", " --db ... --queries 'our queries'"),
        ("quack:secret", None, " --db ..."),
        ("my clinic.duckdb", None, " --db 'my clinic.duckdb'"),
        (None, "ours", " --queries ours"),
        (None, None, ""),
    ],
)
def test_an_address_is_not_put_on_a_screen(
    database: str | None, queries: str | None, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hold a password."""
    monkeypatch.chdir(tmp_path)
    if queries:
        (tmp_path / queries).mkdir()
    assert settings.load(database, queries).opened_by == shown


def test_the_users_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for kind, variable in (("config", "XDG_CONFIG_HOME"), ("cache", "XDG_CACHE_HOME")):
        monkeypatch.setenv(variable, str(tmp_path / "own"))
        assert settings.user_folder(kind) == tmp_path / "own" / "caseboard"
        for none in ("", "not/absolute"):
            monkeypatch.setenv(variable, none)
            assert settings.user_folder(kind) == tmp_path / f".{kind}" / "caseboard"


def test_the_bundled_files_are_a_checkouts_own_or_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder called queries beside an installed package is somebody else's."""
    monkeypatch.setattr(settings, "PACKAGE", tmp_path / "caseboard")
    find, own = settings.bundled.__wrapped__, tmp_path / "queries"
    own.mkdir()
    with pytest.raises(RequestError, match="folder queries is missing from this installation"):
        find("queries")
    packaged = tmp_path / "caseboard" / "_bundled" / "queries"
    packaged.mkdir(parents=True)
    assert find("queries") == packaged
    (tmp_path / "pyproject.toml").touch()
    assert find("queries") == own
