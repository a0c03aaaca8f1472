"""caseboard serve: only this machine, only with the key, nothing from outside."""

from __future__ import annotations

import shlex
import socket
import sys

import pytest

from caseboard.errors import RequestError
from caseboard.tui import web


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
        with pytest.raises(RequestError, match="choose another with --port"):
            web.serve([], taken.getsockname()[1])


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
    from aiohttp import web as aio

    async def main():
        with socket.socket() as probe:
            probe.bind((web.HOST, 0))
            port = probe.getsockname()[1]
        runner = aio.AppRunner(await web.server("true", port, "k")._make_app())
        await runner.setup()
        await aio.TCPSite(runner, web.HOST, port).start()
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
        finally:
            await runner.cleanup()

    asyncio.run(main())
