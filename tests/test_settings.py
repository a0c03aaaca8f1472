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
    settings.remember("theme", 'odd "theme"\n')
    assert settings.remembered("names_hidden") is False
    assert settings.remembered("theme") == 'odd "theme"\n'
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "caseboard"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "state.toml").write_text("broken = ")
    assert settings.remembered("theme") is None


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
