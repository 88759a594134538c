"""The whole clinic as files: every row of the record, what it means, and how to prove it whole."""

from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data import migrate
from data.formats.whole import dictionary, sheet
from data.formats.whole import manifest as manifests
from data.formats.whole.manifest import Manifest, Written
from data.queries import organisation, whole
from data.tables.base import now
from services.access import SYSTEM, Action
from services.acting import acting
from services.refusals import Conflict, Refusal

Progress = Callable[[str, float], None]
"""Hears what is being done and how much of it is done, 0 to 1."""

DICTIONARY = "dictionary.csv"
README = "README.md"
OFTEN = 20_000
"""Rows between two words of progress."""


def export(folder: Path, progress: Progress) -> Manifest:
    """Write everything into a folder that is new or empty, as of one instant.

    The manifest is written last: a folder without it is no export. Raises Conflict where the
    folder holds something, Refusal where the record is of another schema or the disk refuses.
    """
    if migrate.state() is not migrate.Schema.CURRENT:
        raise Refusal(
            "The record's schema is not this program's, so nothing was written. "
            "Run `python3 manage.py migrate` first."
        )
    try:
        _make(folder)
        with acting(SYSTEM, Action.EXPORT_CLINIC, about="every table") as session:
            made = _written(session, folder, progress)
    except OSError as error:
        raise Refusal(
            f"The export could not be written: {error.strerror}. Empty the folder and try again."
        ) from None
    progress(f"{len(made.files)} files", 1.0)
    return made


def _make(folder: Path) -> None:
    """The folder, for its owner alone where it is new."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(
            f"{folder} is there and not an empty folder, and an export never mixes with anything. "
            "Nothing was written: name a new folder."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _written(session: Session, folder: Path, progress: Progress) -> Manifest:
    models = whole.models()
    counts = {model: whole.count(session, whole.table_of(model)) for model in models}
    total, done = sum(counts.values()), 0
    files: dict[str, Written] = {}

    def keep(name: str, rows: int) -> None:
        files[name] = Written(rows, sheet.digest(folder / name))

    for model in models:
        table = whole.table_of(model)
        rows = _counted(whole.rows(session, table), table, done, total, progress)
        keep(file_of(table), sheet.write(folder / file_of(table), list(table.columns), rows))
        done += counts[model]
    with sheet.new(folder / DICTIONARY) as file:
        described = dictionary.write(file, models)
    keep(DICTIONARY, described)
    meta = organisation.meta(session)
    made = Manifest(
        schema=migrate.head(),
        made_at=now().isoformat(timespec="seconds"),
        clinic=meta.name if meta else "",
        files=files,
    )
    with sheet.new(folder / README) as file:
        file.write(_readme(made))
    keep(README, 0)
    with sheet.new(folder / manifests.NAME) as file:
        file.write(made.text())
    return made


def file_of(table: sa.Table) -> str:
    """The name of a table's file."""
    return f"{table.name}.csv"


def _counted(
    rows: Iterator[Any], table: sa.Table, before: int, total: int, progress: Progress
) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if number % OFTEN == 0:
            progress(table.name, min(0.99, (before + number) / max(total, 1)))
        yield row


def _readme(made: Manifest) -> str:
    words = (Path(__file__).parent / "readme.md").read_text(encoding="utf-8")
    return Template(words).substitute(
        clinic=made.clinic or "A clinic", made_at=made.made_at, schema=made.schema
    )
