"""The rules of the house that no linter keeps, read from the files themselves."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.widgets import places

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("pages", "services", "data")
MAY_IMPORT = {
    "data": {"data"},
    "services": {"services", "data"},
    "pages": {"pages", "services", "data"},
}
DRAWS = ("dashboard.py", "pages/")

# What makes a database, rather than reads it for somebody.
SELECTS = ("data/queries/", "data/demo/", "data/migrations/", "tests/")

LONGEST = 400
"""Lines. A file that grows past a comfortable read holds two nouns."""

NOT_SOURCE = {
    ".git",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "local",
}


def source() -> Iterator[str]:
    """Every file of the checkout that is not made by running it."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NOT_SOURCE)
        yield from (Path(folder, name).relative_to(ROOT).as_posix() for name in sorted(files))


SOURCE = list(source())
PYTHON = [name for name in SOURCE if name.endswith(".py")]


def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def imports(name: str) -> Iterator[str]:
    """Every module and every name that a file imports, dotted."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_down(layer: str) -> None:
    ours = {*LAYERS, "dashboard", "deploy", "manage", "tests"}
    files = [name for name in PYTHON if name.startswith(f"{layer}/")]
    upward = [
        (name, imported)
        for name in files
        for imported in imports(name)
        if imported.split(".")[0] in ours - MAY_IMPORT[layer]
    ]
    assert files
    assert upward == []


def test_only_the_dashboard_and_its_pages_draw() -> None:
    drawing = {
        name for name in PYTHON if any(used.split(".")[0] == "streamlit" for used in imports(name))
    }

    assert "pages/frame.py" in drawing
    # The tests speak Streamlit's protocol and run its pages; they draw nothing.
    assert [name for name in drawing if not name.startswith((*DRAWS, "tests/"))] == []


def test_only_the_frame_lies_directly_in_pages() -> None:
    # Streamlit opens scripts lying there by their address, past the menu and past every right.
    found = [path.name for path in (ROOT / "pages").glob("*.py")]

    assert found == ["frame.py"]


def test_every_page_is_on_the_menu() -> None:
    scripts = {
        ROOT / name
        for name in PYTHON
        if name.startswith("pages/") and not name.startswith(("pages/widgets/", "pages/frame.py"))
    }
    frame = (ROOT / "pages" / "frame.py").read_text(encoding="utf-8")
    on_the_menu = {getattr(places, word) for word in re.findall(r"Entry\(\s*places\.(\w+)", frame)}

    assert scripts == on_the_menu


def test_every_page_asks_for_a_right() -> None:
    frame = tree("pages/frame.py")
    entries = [
        node
        for node in ast.walk(frame)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Entry"
    ]

    assert entries
    for entry in entries:
        assert isinstance(entry.args[-1], ast.Tuple)
        assert entry.args[-1].elts, ast.unparse(entry)


def test_no_page_takes_the_day_of_the_server() -> None:
    # It is another than the clinic's for some hours of every day, and Streamlit's "today" is its.
    taken = [
        name
        for name in PYTHON
        if name.startswith("pages/") and '"today"' in (ROOT / name).read_text(encoding="utf-8")
    ]

    assert taken == []


def test_there_is_one_door_to_the_database() -> None:
    # A module that has data.database may use it for other things, but not for a transaction.
    behind = {
        name
        for name in PYTHON
        if not name.startswith("tests/") and name != "data/database.py" and opens(name)
    }

    assert behind == {"services/acting.py"}


def opens(name: str) -> bool:
    """Whether a file takes a transaction or a session of its own."""
    called = {ast.unparse(node.func) for node in ast.walk(tree(name)) if isinstance(node, ast.Call)}
    return "data.database.transaction" in imports(name) or bool(
        called & {"database.transaction", "transaction", "Session", "sqlmodel.Session"}
    )


def test_only_queries_select() -> None:
    selecting = {name for name in PYTHON if not name.startswith(SELECTS) and selects(name)}

    assert selecting == set()


def selects(name: str) -> bool:
    """Whether a file asks the database for rows: by select(), by read_sql() or in plain SQL."""
    nodes = list(ast.walk(tree(name)))
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return (
        bool(called & {"sa.select", "session.get", "session.query", "session.scalars"})
        or bool({"sqlalchemy.select", "sqlmodel.select"} & set(imports(name)))
        or any("read_sql" in each for each in called)
        or any(re.match(r"\s*SELECT .* FROM ", text, re.DOTALL) for text in texts)
    )


def test_nothing_names_a_place_on_one_machine() -> None:
    # Homes and build folders; system paths such as /dev and /usr/bin are the same everywhere.
    place = re.compile(rb"(?<![\w.:/])/(?:work|home|root|Users|tmp|var/tmp)/\w")
    found = [
        name
        for name in SOURCE
        if not name.startswith("data/examples/") and place.search((ROOT / name).read_bytes())
    ]

    assert found == []


def test_no_file_is_longer_than_a_comfortable_read() -> None:
    lists = ("data/migrations/versions/", "tests/")
    long = {
        name: count
        for name in PYTHON
        if not name.startswith(lists)
        and (count := len((ROOT / name).read_text(encoding="utf-8").splitlines())) > LONGEST
    }

    assert long == {}
