"""Opens a page of the demonstration as somebody, and tells what the browser was sent."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


def show(initials: str, path: str = "", **address: str | list[str]) -> AppTest:
    """The page after its first run, with these words in its address."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.session_state["view_as"] = initials
    app.query_params.update(address)
    app.run()
    if path:
        app.switch_page(str(ROOT / path))
        app.query_params.clear()
        app.query_params.update(address)
        app.run()
    assert not app.exception
    return app


def everything(app: AppTest) -> str:
    """Whatever the browser was sent, dialogs too: words, labels, options and every cell."""
    parts = [element.value.to_csv() for element in app.dataframe]
    for place in app._tree.children.values():
        parts += [str(element.proto) for element in place]
    return "\n".join(parts)


def errors(app: AppTest) -> list[str]:
    return [error.value for error in app.error]
