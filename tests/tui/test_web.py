"""caseboard serve: only this machine, only with the key, nothing from outside."""

from __future__ import annotations

import logging
import os
import shlex
import signal
import socket
import subprocess
import sys

import pytest

from caseboard import cli
from caseboard.errors import RequestError
from caseboard.tui import web
from tests.conftest import ROOT


def test_without_textual_serve_it_says_what_to_install(monkeypatch):
    for name in ("textual_serve", "textual_serve.server"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(RequestError, match=r"pip install 'caseboard\[serve\]'"):
        web.serve([], 8000)


def test_the_command_holds_any_path():
    parts = shlex.split(web.command(["--db", "a b'; rm -rf x.duckdb"]))
    assert parts[1:] == ["-m", "caseboard", "board", "--db", "a b'; rm -rf x.duckdb"]


def test_the_policy_lets_nothing_in_from_outside():
    policy = web.POLICY.format(socket="ws://127.0.0.1:8000")
    assert "default-src 'none'" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "*" not in policy
    assert web.HOST == "127.0.0.1"


def test_a_port_that_is_taken_is_a_sentence():
    with socket.socket() as taken:
        taken.bind((web.HOST, 0))
        taken.listen()
        with pytest.raises(RequestError, match=r"used \([^()]+\); choose another with --port"):
            web.serve([], taken.getsockname()[1])


@pytest.mark.parametrize(("port", "host"), [(80, "127.0.0.1"), (443, "127.0.0.1:443")])
def test_the_ports_that_stand_for_a_scheme(port, host):
    """A browser does not name port 80, and of 443 textual-serve would make https."""
    import asyncio

    from aiohttp.test_utils import make_mocked_request

    async def main():
        server = web.server("true", port, "k")
        app = await server._make_app()
        request = make_mocked_request("GET", "/?key=k", headers={"Host": host}, app=app)
        page = await app.middlewares[-1](request, server.handle_index)
        assert f'data-session-websocket-url="ws://{host}/ws"' in page.text

    asyncio.run(main())


def test_the_address_answers_as_soon_as_it_is_told(monkeypatch):
    """A script that reads the address asks at once."""
    answered = []

    def told(words, **_):
        with socket.create_connection((web.HOST, port), timeout=5):
            answered.append(words.splitlines()[0])
        signal.raise_signal(signal.SIGTERM)

    with socket.socket() as probe:
        probe.bind((web.HOST, 0))
        port = probe.getsockname()[1]
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(web, "print", told, raising=False)
    web.serve([], port)
    assert answered[0].startswith(f"caseboard is at http://{web.HOST}:{port}/?key=")


def test_what_goes_wrong_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    web.server("true", 8000, "k").initialize_logging()
    try:
        raise ValueError("of a malformed request")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request \x1b[31m")
    logging.getLogger("aiohttp.access").info("GET /?key=k")
    assert capsys.readouterr().err == "Error handling request ␛[31m\n"


async def serving():
    """A server with the key `k` at a free port: what runs it, and the port."""
    from aiohttp import web as aio

    with socket.socket() as probe:
        probe.bind((web.HOST, 0))
        port = probe.getsockname()[1]
    runner = aio.AppRunner(await web.server("true", port, "k")._make_app())
    await runner.setup()
    await aio.TCPSite(runner, web.HOST, port).start()
    return runner, port


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 403), ("/?key=wrong", {}, 403), ("/?key=k", {}, 200), ("/ws", {}, 403),
        ("/static/css/xterm.css", {}, 403),
        ("/?key=k", {"Origin": "http://evil.example"}, 403), ("/?key=k", {"Host": "evil.example"}, 403),
        ("/?key=k", {"Host": "localhost"}, 403),
        ("/ws?key=k", {"Origin": "null"}, 403), ("/static/css/xterm.css", {"Cookie": "caseboard_key=k"}, 200),
    ],
)  # fmt: skip
def test_the_door(path, headers, status):
    import asyncio

    from aiohttp import ClientSession

    async def main():
        runner, port = await serving()
        try:
            async with ClientSession() as session:
                named = {
                    key: f"{value}:{port}" if value == "localhost" else value
                    for key, value in headers.items()
                }
                response = await session.get(f"http://{web.HOST}:{port}{path}", headers=named)
                assert response.status == status
                if status == 200:
                    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
                    page = await response.text()
                    assert ("<title>caseboard</title>" in page) == (path == "/?key=k")
                    assert (".focus()" in page) == (path == "/?key=k")  # else a key needs a click first
        finally:
            await runner.cleanup()

    asyncio.run(main())


def test_a_wrong_setting_is_said_before_any_browser_is_there(monkeypatch, tmp_path, capsys):
    """In the browser nobody would be told: the page would wait for an app that never starts."""
    served = []
    monkeypatch.setattr(web, "serve", lambda *given: served.append(given))
    config = tmp_path / "config.toml"
    config.write_text('[keys]\n"board.sort" = "q"\n')
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    assert cli.run(["serve"]) == 2
    assert "is the key of 'app.leave' too" in capsys.readouterr().err
    assert served == []


def test_it_ends_at_once_though_a_page_is_open(monkeypatch):
    """aiohttp would wait a minute for a browser that stays."""
    import asyncio

    from aiohttp import ClientSession

    done = []

    class App:
        def __init__(self, command, **given):
            pass

        async def start(self, width, height):
            done.append("started")

        async def stop(self):
            done.append("ended")

    monkeypatch.setattr("textual_serve.server.AppService", App)

    async def main():
        runner, port = await serving()
        async with (
            ClientSession() as session,
            session.ws_connect(f"http://{web.HOST}:{port}/ws?key=k") as page,
        ):
            reading = asyncio.create_task(page.receive())
            while not done:
                await asyncio.sleep(0.01)
            async with asyncio.timeout(5):
                await runner.cleanup()
                await reading

    asyncio.run(main())  # ends what is still going on, as aiohttp does
    assert done[:2] == ["started", "ended"]


def test_an_app_whose_server_is_gone_ends(tmp_path):
    environment = dict(os.environ, TEXTUAL_DRIVER="textual.drivers.web_driver:WebDriver")
    environment |= {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "caseboard"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as app:  # fmt: skip
        assert app.stdout is not None
        seen = b""
        try:
            while b"quit" not in seen:
                seen += os.read(app.stdout.fileno(), 65536)
            app.communicate(timeout=30)  # closes its input
            assert app.returncode == 130
        finally:
            app.kill()
