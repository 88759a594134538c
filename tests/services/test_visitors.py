"""Who gets a cookie, and how many addresses are remembered for how many people."""

import pytest
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from services import visitors


def asked(path: str = "/", **headers: str) -> HTTPConnection:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "http", "path": path, "headers": raw})


def welcomed(request: HTTPConnection, content_type: str = "text/html; charset=utf-8") -> bool:
    answer = MutableHeaders({"content-type": content_type})
    visitors.welcome(request, answer)
    return "set-cookie" in answer


def test_a_newcomer_gets_his_cookie_with_the_page_or_with_what_the_page_asks_first() -> None:
    assert welcomed(asked("/"))
    assert welcomed(asked("/_stcore/host-config"), "application/json")
    assert not welcomed(asked("/static/js/index.js"), "text/javascript")


def test_two_newcomers_get_two_cookies() -> None:
    first, second = MutableHeaders({"content-type": "text/html"}), MutableHeaders()
    visitors.welcome(asked(), first)
    visitors.welcome(asked(visitors.HOST_CONFIG), second)
    assert first["set-cookie"] != second["set-cookie"]


def test_a_cookie_that_we_did_not_write_is_replaced() -> None:
    assert not welcomed(asked(cookie=f"{visitors.COOKIE}={'a-_9' * 10}abc"))
    for value in ("", "short", "x" * 44, "ö" * 43):
        assert welcomed(asked(cookie=f"{visitors.COOKIE}={value}")), value


def test_a_link_on_another_site_does_not_cost_the_open_tabs_their_addresses() -> None:
    assert not welcomed(asked("/", sec_fetch_site="cross-site"))
    assert welcomed(asked("/", sec_fetch_site="none"))


def test_the_newest_addresses_of_a_visitor_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "MOST_ADDRESSES", 2)
    given = visitors.Given()
    for address in ("/media/1", "/media/2", "/media/1", "/media/3"):
        given.note("ada", address)
    kept = [
        address for address in ("/media/1", "/media/2", "/media/3") if given.belongs("ada", address)
    ]
    assert kept == ["/media/1", "/media/3"]


def test_the_visitors_who_came_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "MOST_VISITORS", 2)
    given = visitors.Given()
    for visitor in ("ada", "omar", "ada", "nina"):
        given.note(visitor, "/media/1")
    kept = [visitor for visitor in ("ada", "omar", "nina") if given.belongs(visitor, "/media/1")]
    assert kept == ["ada", "nina"]
    assert not given.belongs(None, "/media/1")
