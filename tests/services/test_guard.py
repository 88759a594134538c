"""The guard before a real server, started both ways, spoken to without a browser."""

import socket
import time
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from services import guard, headers, visitors
from tests.served import COMMANDS, served
from tests.visitor import Visitor, deferred_address, downloads, run, upload_address

FRAME = """
import streamlit as st
st.download_button("Direct", "somebody's scores", "scores.csv")
st.download_button("Deferred", lambda: b"made when asked for", "late.csv")
st.file_uploader("File")
st.text("long " * 200_000)
st.text(st.query_params.get("say", ""))
"""
CLINIC = "https://clinic.example"


@pytest.fixture(scope="module", params=COMMANDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp(request.param)
    with served(FRAME, folder, request.param, CLINIC_ORIGINS=CLINIC) as address:
        yield address


@pytest.fixture
def ada(server: str) -> Iterator[Visitor]:
    with Visitor(server) as visitor:
        yield visitor


@pytest.fixture
def omar(server: str) -> Iterator[Visitor]:
    with Visitor(server) as visitor:
        yield visitor


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "http://127.0.0.1",
        "https://127.0.0.1:{port}",
        "http://localhost:{port}",
        "http://127.0.0.1:{port}.evil.example",
        CLINIC,
    ],
)
def test_a_socket_from_another_origin_is_refused_at_once(ada: Visitor, origin: str | None) -> None:
    named = origin and origin.replace("{port}", str(ada.http.base_url.port))
    began = time.monotonic()
    with pytest.raises(InvalidStatus) as refused, ada.socket(named):
        pass
    assert time.monotonic() - began < 2  # Streamlit looks outside first, for 2 s where none answers
    answer = refused.value.response
    assert answer.status_code == 403
    assert answer.body == b"Only a page of this server may open a connection."
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_page_itself_may_open_its_socket(ada: Visitor) -> None:
    assert set(downloads(ada.visit())) >= {"Direct", "Deferred"}


@pytest.mark.parametrize("path", ["/", "/_stcore/host-config", "/media/a.csv", "/static/x.js"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1:80a", ""])
def test_a_name_that_is_not_ours_is_refused(server: str, path: str, host: str) -> None:
    answer = httpx.get(server + path, headers={"Host": host})
    assert (answer.status_code, answer.text) == (403, "This server does not answer to that name.")
    assert "evil" not in str(answer.headers)


def test_a_load_balancer_may_ask_for_health_by_any_name(server: str) -> None:
    assert httpx.get(f"{server}/_stcore/health", headers={"Host": "10.0.0.7"}).text == "ok"


def test_a_download_opens_for_the_visitor_it_was_given_to(ada: Visitor) -> None:
    answer = ada.http.get(downloads(ada.visit())["Direct"])
    assert (answer.status_code, answer.text) == (200, "somebody's scores")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_download_address_is_worth_nothing_to_anybody_else(
    ada: Visitor, omar: Visitor, server: str, method: str
) -> None:
    address = downloads(ada.visit())["Direct"]
    invented = {"Cookie": f"{visitors.COOKIE}={'x' * 43}"}
    answers = [
        omar.http.request(method, address),
        httpx.request(method, server + address),
        httpx.request(method, server + address, headers={"Cookie": f"{visitors.COOKIE}="}),
        httpx.request(method, server + address, headers=invented),
    ]
    assert [answer.status_code for answer in answers] == [401] * 4
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_saying_an_address_does_not_open_it(ada: Visitor, omar: Visitor) -> None:
    with ada.socket() as page:
        address = deferred_address(page, run(page), "Deferred")
        heard = [message.delta.new_element.text.body for message in omar.visit(f"say={address}")]
        assert address in heard
        assert omar.http.get(address).status_code == 401
        assert ada.http.get(address).text == "made when asked for"


def test_tabs_and_new_connections_of_one_visitor_share_his_addresses(ada: Visitor) -> None:
    with ada.socket() as first, ada.socket() as second:
        address = downloads(run(first))["Direct"]
        run(second)
    ada.visit()
    assert ada.http.get(address).status_code == 200


def test_an_upload_needs_the_cookie_of_whom_its_address_was_given_to(
    ada: Visitor, omar: Visitor
) -> None:
    with ada.socket() as page:
        run(page)
        address = upload_address(page)
        assert omar.upload(address, b"x") == 401
        for method in ("POST", "DELETE", "OPTIONS"):
            assert omar.http.request(method, address).status_code == 401
        assert ada.upload(f"{address}0", b"x") == 401
        assert ada.upload(address, b"x" * 3_000_000) == 204


@pytest.mark.parametrize("door", ["metrics", "agent", "agent/mcp", "script-health-check"])
def test_the_doors_for_programs_are_not_there(server: str, door: str) -> None:
    for path in (f"/_stcore/{door}", f"//_stcore/{door}", f"/%5fstcore/{door}/"):
        assert httpx.get(server + path).status_code == 404
        assert httpx.post(server + path).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/_stcore/metrics", 404), ("/media/a.csv", 401)]
)
def test_every_answer_carries_the_security_headers(server: str, path: str, status: int) -> None:
    answer = httpx.get(server + path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in headers.FIXED} == headers.FIXED
    policy = answer.headers["Content-Security-Policy"]
    assert f"connect-src 'self' {server.replace('http', 'ws')};" in policy
    assert "Strict-Transport-Security" not in answer.headers


def test_a_visitor_keeps_one_cookie_that_no_script_can_read(server: str) -> None:
    with httpx.Client(base_url=server) as browser:
        given = browser.get("/").headers["Set-Cookie"]
        assert given.startswith(f"{visitors.COOKIE}=")
        assert given.endswith("; Path=/; HttpOnly; SameSite=Strict")
        assert "Set-Cookie" not in browser.get("/").headers


def test_over_https_cookies_are_secure_and_the_browser_is_held_to_it(server: str) -> None:
    named = {"Host": "clinic.example"}
    for path in ("/", "/_stcore/health"):
        answer = httpx.get(server + path, headers=named)
        assert answer.headers["Set-Cookie"].endswith("; Secure")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "connect-src 'self' wss://clinic.example;" in str(answer.headers)


@pytest.mark.parametrize(("origin", "opens"), [(CLINIC, True), ("http://clinic.example", False)])
def test_behind_a_proxy_only_the_origin_that_is_listed_may_connect(
    server: str, origin: str, opens: bool
) -> None:
    there = socket.create_connection(("127.0.0.1", httpx.URL(server).port))
    try:
        with connect("ws://clinic.example/_stcore/stream", sock=there, origin=origin):
            opened = True
    except InvalidStatus as refused:
        opened = refused.response.status_code != 403
    assert opened is opens


@pytest.mark.parametrize("origin", ["clinic.example", "https://", "https://a/b", "ftp://a"])
def test_an_origin_that_is_none_is_named_at_the_start(origin: str) -> None:
    with pytest.raises(ValueError, match=r"An origin reads https://clinic\.example, not"):
        guard.by_host([origin])
