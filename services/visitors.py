"""Who a visitor is, signed in or not, and which addresses were given to him."""

import re
import secrets
from collections import OrderedDict
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

COOKIE = "clinic_visitor"
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)  # 256 bits, as secrets.token_urlsafe(32) writes them

# The page asks for this just before it opens its socket, always from its own origin: the last
# chance to know the visitor when the page itself came out of the browser's cache.
HOST_CONFIG = "/_stcore/host-config"

# Some fifty people work at once and a page gives each a handful of addresses, so nobody at work
# loses one; if every place were taken it would be about 50 MB.
MOST_VISITORS = 500
MOST_ADDRESSES = 500


class Given:
    """Which visitor was given which addresses; the newest are remembered."""

    def __init__(self) -> None:
        self._visitors: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()

    def note(self, visitor: str, address: str) -> None:
        addresses = self._visitors.setdefault(visitor, OrderedDict())
        addresses[address] = None
        keep_newest(addresses, address, MOST_ADDRESSES)
        keep_newest(self._visitors, visitor, MOST_VISITORS)

    def belongs(self, visitor: str | None, address: str) -> bool:
        return visitor is not None and address in self._visitors.get(visitor, ())


def keep_newest(entries: OrderedDict[str, Any], newest: str, most: int) -> None:
    entries.move_to_end(newest)
    if len(entries) > most:
        entries.popitem(last=False)


def token(request: HTTPConnection) -> str | None:
    """The visitor's token from his cookie; None for a newcomer and for a made-up cookie."""
    value = request.cookies.get(COOKIE, "")
    return value if TOKEN.fullmatch(value) else None


def welcome(request: HTTPConnection, answer: MutableHeaders) -> None:
    """Give a newcomer his cookie with the page, or with what the page asks first.

    The cookie stays at home when a link on another site leads here, so that such a visitor only
    seems new: a second cookie would take the addresses from the tabs he has open.
    """
    if token(request) or request.headers.get("sec-fetch-site") == "cross-site":
        return
    is_page = answer.get("content-type", "").startswith("text/html")
    if is_page or request.scope["path"] == HOST_CONFIG:
        value = f"{COOKIE}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Strict"
        answer.append("Set-Cookie", value)
