"""The content policy against the page that Streamlit really has."""

import base64
import hashlib
import importlib.util
from pathlib import Path

from starlette.datastructures import MutableHeaders

from services import headers


def streamlit_page() -> str:
    found = importlib.util.find_spec("streamlit")
    assert found is not None
    assert found.origin is not None
    page = Path(found.origin).parent / "static" / "index.html"
    return page.read_text(encoding="utf-8")


def test_the_inline_script_of_the_installed_page_may_run_and_no_other() -> None:
    page = streamlit_page()
    script = page.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert headers.inline_script_hashes(page) == f"'sha256-{digest}'"
    assert "window.prerenderReady" in script


def test_the_policy_names_nothing_outside_and_no_unsafe_script() -> None:
    policy = headers.content_policy("'sha256-x'", "https://clinic.example")
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert directives["script-src"] == "'self' 'sha256-x'"
    assert directives["connect-src"] == "'self' wss://clinic.example"
    assert directives["default-src"] == directives["frame-src"] == "'none'"
    assert {name for name, sources in directives.items() if "'unsafe" in sources} == {"style-src"}
    assert {name for name, sources in directives.items() if "://" in sources} == {"connect-src"}


def test_each_cookie_becomes_secure_once() -> None:
    answer = MutableHeaders(raw=[(b"set-cookie", b"a=1; Path=/"), (b"set-cookie", b"b=2; Secure")])
    headers.secure(answer)
    assert answer.getlist("set-cookie") == ["a=1; Path=/; Secure", "b=2; Secure"]
