"""The app in a browser on this machine: textual-serve, kept to the loopback address and to one visitor's key.

Whoever can open the page reads clients' data, so the page asks for a key that is made anew at each start, the
socket takes only what comes from that page, and the browser is told to load nothing from anywhere else.
"""

from __future__ import annotations

import hmac
import logging
import os
import secrets
import shlex
import socket
import sys
from collections.abc import Sequence
from typing import Any

from caseboard.errors import RequestError
from caseboard.textsafe import clean

HOST = "127.0.0.1"
COOKIE = "caseboard_key"
MISSING = (
    "caseboard serve needs textual-serve, which is not installed; "
    "install it with: pip install 'caseboard[serve]'"
)
OUTSIDE = (
    "The page loads nothing from outside this machine: textual-serve's page would ask fonts.googleapis.com "
    "for a font, and the policy that is sent with it (Content-Security-Policy) forbids that."
)
# textual-serve's page has no title, so a tab would show the key; and it takes no key press before a click,
# not even for the button that is all there is once the app has ended.
HEAD = """<title>caseboard</title><script>
new MutationObserver((changes) => {
    if (!changes.some((one) => one.target === document.body)) return;
    const now = document.body.classList;
    if (!now.contains("-first-byte")) return;
    document.querySelector(now.contains("-closed") ? ".closed-dialog button" : "textarea").focus();
}).observe(document, { attributes: true, attributeFilter: ["class"], subtree: true });
</script>"""
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; connect-src 'self' {socket}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def command(arguments: Sequence[str]) -> str:
    """The command that the server starts for each visitor."""
    return shlex.join([sys.executable, "-m", "caseboard", "board", *arguments])


def serve(arguments: Sequence[str], port: int) -> None:
    """Serve until interrupted. Raises RequestError where textual-serve is missing or the port is taken."""
    try:
        import textual_serve.server  # type: ignore[import-not-found,unused-ignore] # noqa: F401
    except ModuleNotFoundError:
        raise RequestError(MISSING) from None
    from aiohttp import web  # type: ignore[import-not-found,unused-ignore]

    try:
        listening = socket.create_server((HOST, port))  # before the address is told: a script may ask at once
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise RequestError(f"Port {port} cannot be used ({why}); choose another with --port.") from None
    local = server(command(arguments), port, secrets.token_urlsafe(24))
    local.initialize_logging()
    web.run_app(local._make_app(), sock=listening, print=None)


def server(run: str, port: int, key: str) -> Any:
    """textual-serve's server with a door: the key, the page's own address, and the policy."""
    from aiohttp import web  # type: ignore[import-not-found,unused-ignore]
    from textual_serve.server import Server  # type: ignore[import-not-found,unused-ignore]

    address = HOST if port == 80 else f"{HOST}:{port}"  # as browsers write it
    visits: list[Any] = []  # requests that are being answered

    @web.middleware  # type: ignore[untyped-decorator,unused-ignore]
    async def door(request: Any, handler: Any) -> Any:
        if request.headers.get("Host") != address:  # textual-serve knows its page by no other name
            raise web.HTTPForbidden(text=f"This page is only for this machine: http://{address}.")
        if request.headers.get("Origin", f"http://{address}") != f"http://{address}":
            raise web.HTTPForbidden(text="Another page may not read this one.")
        given = request.query.get("key") or request.cookies.get(COOKIE, "")
        if not hmac.compare_digest(given.encode(), key.encode()):
            raise web.HTTPForbidden(text="Open the address that caseboard serve printed; it holds the key.")
        visits.append(request)
        try:
            response = await handler(request)
        finally:
            visits.remove(request)
        if not response.prepared:
            if request.path == "/":
                response.text = response.text.replace("<head>", f"<head>{HEAD}", 1)
            response.headers["Content-Security-Policy"] = POLICY.format(socket=f"ws://{address}")
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cache-Control"] = "no-store"
            response.set_cookie(COOKIE, key, httponly=True, samesite="Strict")
        return response

    class Local(Server):  # type: ignore[misc,unused-ignore]
        """Says where it is, in our words."""

        async def _make_app(self) -> Any:
            app = await super()._make_app()
            app.middlewares.append(door)
            return app

        def initialize_logging(self) -> None:
            """Nothing of every request, for the address holds the key; of what goes wrong one line."""
            told = logging.StreamHandler()
            told.format = lambda record: clean(record.getMessage())  # type: ignore[method-assign]
            logging.basicConfig(level="WARNING", handlers=[told])

        async def on_shutdown(self, app: Any) -> None:
            """Hang up, so that the app behind each page ends: aiohttp waits a minute for an open one."""
            for request in visits:
                if request.transport is not None:
                    request.transport.close()

        async def on_startup(self, app: Any) -> None:
            say = [f"caseboard is at http://{address}/?key={key}", OUTSIDE, "Ctrl+C ends it."]
            print("\n".join(say), file=sys.stderr, flush=True)

    return Local(run, host=HOST, port=port, title="caseboard", public_url=f"http://{address}")
