"""`manage.py score`: results as CSV on standard output, the summary beside it."""

from collections.abc import Sequence
from pathlib import Path

import typer

from data.formats import sheets
from data.formats.errors import NotReadable
from data.formats.strict_json import MAX_BYTES
from services import surveys
from services.refusals import BadInput


def run(path: Path, instrument: str | None, group: str | None, sizes: Sequence[str]) -> None:
    """Score every row; nothing is stored, and no database is opened."""
    if not path.is_file():
        raise BadInput([f"There is no file {path}. Nothing was read."])
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    try:
        grid = sheets.read(content)[0]
        found = surveys.score(grid, instrument=instrument, group=group, sizes=_sizes(sizes))
    except NotReadable as unreadable:
        raise BadInput([str(unreadable)]) from None
    typer.echo(found.results.to_csv(index=False), nl=False)
    for line in found.summary:
        typer.echo(line, err=True)


def _sizes(told: Sequence[str]) -> dict[str, int]:
    sizes = {}
    for each in told:
        name, _, number = each.rpartition("=")
        if not name or not number.isdecimal():
            raise BadInput(["A size is a name and a whole number, as in --size 'placebo=225'."])
        sizes[name] = int(number)
    return sizes
