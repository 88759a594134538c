"""`manage.py policy`: show what a clinic's own screening rules change, and load them."""

import tomllib
from pathlib import Path

import typer

from services import clinic, policies
from services.refusals import BadInput

MOST_BYTES = 1_000_000


def load(path: Path, signed_by: str | None) -> None:
    """Show every change against the version in force; with a prescriber's name, keep it."""
    body = _read(path)
    for line in policies.differences(body, clinic.zone()):
        typer.echo(f"  {line}")
    if signed_by is None:
        typer.echo("Nothing was loaded: name the prescriber who signs it with --signed-by.")
        return
    loaded = policies.load(body, signed_by)
    typer.echo(
        f"Version {loaded.version}, signed by {loaded.signed_by}, judges screenings from "
        f"{loaded.effective_from.isoformat()} on. Earlier screenings keep the version they have."
    )


def _read(path: Path) -> dict[str, object]:
    if not path.is_file():
        raise BadInput([f"There is no file {path}."])
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(["This file is too large to be a policy. Nothing was loaded."])
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput([f"This is no TOML file: {error}. Nothing was loaded."]) from None
