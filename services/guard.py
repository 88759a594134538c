"""The guard before the server: whom it answers, and with which headers.

Streamlit by itself opens a socket for any origin (asking a host outside for its own address
first, which freezes the server where that host cannot be reached), gives a download to whoever
knows its address, shows its metrics and sends no security headers. The guard is plain ASGI
around it. It reads no request body, logs nothing, and refuses in sentences.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import settings
from services import headers, visitors

LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?")
HEALTH = "/_stcore/health"
HIDDEN = re.compile(r"/_stcore/(metrics|agent|script-health-check)")
# Streamlit's own fonts lie under /static/media/ and belong to everybody.
PRIVATE = re.compile(r"((?<!/static)/media|/_stcore/upload_file)/.+", re.DOTALL)


class Guard:
    """Stands before `app`, whose one HTML page is the file `page`.

    `addresses` names the media and upload addresses that one binary message of the socket gives
    to the person receiving it.
    """

    def __init__(
        self, app: ASGIApp, *, page: Path, addresses: Callable[[bytes], Iterable[str]]
    ) -> None:
        self._app = app
        self._addresses = addresses
        self._origins = by_host(settings.origins())
        self._scripts = headers.inline_script_hashes(page.read_text(encoding="utf-8"))
        self._given = visitors.Given()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        answer = self._refusal(request) or self._app
        await answer(scope, receive, self._watched(request, send))

    def _refusal(self, request: HTTPConnection) -> PlainTextResponse | None:
        """The answer to a request that goes no further, or None for one that may pass."""
        is_socket, path = request.scope["type"] == "websocket", request.scope["path"]
        if path == HEALTH and not is_socket:
            return None  # a load balancer asks by address, not by name
        origin = self._origin(request)
        if origin is None:
            return PlainTextResponse("This server does not answer to that name.", 403)
        if is_socket and request.headers.get("origin") != origin:
            return PlainTextResponse("Only a page of this server may open a connection.", 403)
        if HIDDEN.search(path):
            return PlainTextResponse("There is nothing at this address.", 404)
        private = PRIVATE.search(path)
        if private and not self._given.belongs(visitors.token(request), private[0]):
            return PlainTextResponse(
                "This address was given to another visitor, or too long ago. "
                "Open the page again and use the button there.",
                401,
            )
        return None

    def _origin(self, request: HTTPConnection) -> str | None:
        """Our own origin under the name that was asked for; None for a name that is not ours."""
        host = request.headers.get("host", "").lower()
        if LOOPBACK.fullmatch(host):
            encrypted = request.scope["scheme"] in ("https", "wss")
            return f"{'https' if encrypted else 'http'}://{host}"
        return self._origins.get(host)

    def _watched(self, request: HTTPConnection, send: Send) -> Send:
        """Pass on what the app sends, with our headers, and note which addresses it gives out."""
        receiver = visitors.token(request)

        async def watched(message: Message) -> None:
            if message["type"].endswith("http.response.start"):
                self._dress(request, MutableHeaders(scope=message))
            elif receiver and message.get("bytes"):
                for address in filter(PRIVATE.fullmatch, self._addresses(message["bytes"])):
                    self._given.note(receiver, address)
            await send(message)

        return watched

    def _dress(self, request: HTTPConnection, answer: MutableHeaders) -> None:
        """Add the security headers, the visitor's cookie and, over https, what holds there."""
        origin = self._origin(request)
        answer.update(headers.FIXED)
        answer["Content-Security-Policy"] = headers.content_policy(self._scripts, origin)
        if PRIVATE.search(request.scope["path"]):
            answer["Cache-Control"] = "no-store"
        visitors.welcome(request, answer)
        if origin and origin.startswith("https://"):
            headers.secure(answer)


def by_host(origins: Iterable[str]) -> dict[str, str]:
    """Origins by their host, such as clinic.example: https://clinic.example."""
    hosts = {}
    for origin in origins:
        scheme, _, host = origin.lower().rstrip("/").partition("://")
        if scheme not in ("http", "https") or not host or "/" in host:
            raise ValueError(f"An origin reads https://clinic.example, not {origin}.")
        hosts[host] = f"{scheme}://{host}"
    return hosts
