"""Exports and new records for tests: where they are, and what a record holds."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from data import database
from services.takeout import clinic, loading
from tests import made, postgres
from tests.conftest import TEMPLATES, Templates

AUDIT = ("audit", "audit_head")


def silent(words: str, part: float) -> None:
    """Nobody is watching."""


@contextmanager
def named(url: str) -> Iterator[None]:
    """Meanwhile DATABASE_URL names this record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        yield
        database.engine().dispose()


@contextmanager
def new_record(request: pytest.FixtureRequest, engine: str, folder: Path) -> Iterator[str]:
    """The URL of a migrated record with nothing in it, on this engine."""
    templates: Templates = request.getfixturevalue(TEMPLATES[engine])
    if engine == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(templates.empty.removeprefix("sqlite:///"), folder / "new.db")
        yield f"sqlite:///{folder / 'new.db'}"
    else:
        with postgres.fresh(request.getfixturevalue("postgres_url"), templates.empty) as url:
            yield url


def export(folder: Path) -> Path:
    """An export of the record that DATABASE_URL names."""
    clinic.export(folder, silent)
    return folder


def load(folder: Path) -> None:
    loading.load(folder, silent)


def differing(before: dict[str, list[Any]]) -> dict[str, tuple[int, list[Any]]]:
    """The tables that do not hold what they held: how many rows, and a few that are new."""
    after = held()
    return {
        name: (len(after[name]) - len(rows), [row for row in after[name] if row not in rows][:3])
        for name, rows in before.items()
        if after[name] != rows
    }


def held() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the audit trail, which goes on."""
    return {name: rows for name, rows in made.everything().items() if name not in AUDIT}
