"""What an operator can type after `python3 manage.py`: each command is one thin call.

The work's own modules are imported inside the commands, so that each starts as fast as it can.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from manage import ROOT

app: typer.Typer = typer.Typer(
    help="The ketamine clinic's dashboard, from the operator's side.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def start(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where; else the next free one.")
    ] = 8501,
) -> None:
    """Open the dashboard; the first time, with a clinic of invented patients."""
    from deploy import server

    prepare_clinic()
    raise typer.Exit(server.run(port))


def prepare_clinic() -> None:
    """Bring the database to today's shape and, where it is empty, fill it with the demo clinic."""
    from services import demo, upgrading

    upgrading.upgrade()
    demo.load_first(tell)


@app.command()
def migrate() -> None:
    """Create the database's schema or bring it up to date; an older one is copied first."""
    from services import upgrading

    upgrading.upgrade()
    typer.echo("The record's schema is up to date.")


class DemoSize(StrEnum):
    """How many invented patients."""

    SMALL = "small"
    CLINIC = "clinic"
    GROUP = "group"
    NETWORK = "network"


@app.command("demo")
def load_demo(
    size: Annotated[
        DemoSize, typer.Option(help="60, 2,000, 20,000 or (PostgreSQL only) 200,000 patients.")
    ] = DemoSize.SMALL,
    seed: Annotated[int | None, typer.Option(help="Another number invents other people.")] = None,
    fresh: Annotated[bool, typer.Option(help="Keep the old demonstration beside it.")] = False,
) -> None:
    """Load a clinic of invented patients into an empty database."""
    from data import demo as invented
    from services import demo, upgrading

    chosen, number = invented.Size(size.value), demo.SEED if seed is None else seed
    with refusals():
        if fresh:
            kept = demo.fresh(chosen, day=demo.today(), seed=number, progress=tell)
            typer.echo(f"The old one is kept as {kept.name}.")
        else:
            upgrading.upgrade()
            demo.load(chosen, day=demo.today(), seed=number, progress=tell)


@app.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(help="FHIR files and tables, or folders.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would happen.")
    ] = False,
    mrn: Annotated[
        str | None, typer.Option("--patient", help="Whose are entries naming nobody? MRN.")
    ] = None,
    one_export: Annotated[
        bool, typer.Option("--one-export", help="The NDJSON files are parts of one export.")
    ] = False,
) -> None:
    """Bring FHIR files and tables in; every total is computed again."""
    from deploy import importing

    with refusals():
        importing.run(paths, dry_run, mrn, one_export)


policy: typer.Typer = typer.Typer(help="The clinic's own screening rules.", no_args_is_help=True)
app.add_typer(policy, name="policy")


@policy.command("load")
def load_policy(
    path: Annotated[Path, typer.Argument(help="A changed copy of the shipped rules (TOML).")],
    signed_by: Annotated[
        str | None, typer.Option(help="The prescriber who answers for it; without, only look.")
    ] = None,
) -> None:
    """Show what a version of the screening rules changes and, once signed, let it judge."""
    from deploy import policies

    with refusals():
        policies.load(path, signed_by)


@app.command("export")
def export_clinic(
    folder: Annotated[Path, typer.Argument(help="A new folder, or an empty one.")],
) -> None:
    """Write the whole record out, a CSV file a table, with what the columns mean."""
    from services.takeout import clinic

    with refusals():
        clinic.export(folder, tell)
        typer.echo(f"The whole record is in {folder}. It is not encrypted.")


@app.command("load")
def load_clinic(
    folder: Annotated[Path, typer.Argument(help="What `export` wrote.")],
) -> None:
    """Bring an exported record back into an empty database, and prove its audit trail."""
    from deploy import checking
    from services import upgrading
    from services.takeout import loading

    upgrading.upgrade()
    with refusals():
        loading.load(folder, tell)
        raise typer.Exit(checking.run())


@app.command()
def score(
    path: Annotated[Path, typer.Argument(help="A CSV or Excel file.")],
    instrument: Annotated[
        str | None, typer.Option(help="Of columns that name none: phq9, gad7, ...")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Events: the column that tells groups apart.")
    ] = None,
    size: Annotated[
        list[str] | None, typer.Option(help="Events: how many were in a group, 'placebo=225'.")
    ] = None,
) -> None:
    """Score a survey or count events, row by row, and store nothing."""
    from deploy import scoring

    with refusals():
        scoring.run(path, instrument, by, size or [])


@app.command()
def check() -> None:
    """Prove the audit trail and the SQLite build."""
    from deploy import checking

    with refusals():
        raise typer.Exit(checking.run())


@app.command()
def rebuild_facts() -> None:
    """Compute again what lists and pictures show, from the events."""
    from services import facts

    with refusals():
        facts.repair()
    typer.echo("The facts are computed again.")


@app.command()
def picture() -> None:
    """Take the pictures in README and docs anew, from a demonstration of their own."""
    from deploy import pictures

    pictures.take()


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal is a sentence on the terminal too."""
    from services.refusals import Refusal

    try:
        yield
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None


def tell(words: str, part: float) -> None:
    """One line of progress that overwrites itself."""
    typer.echo(f"\r{part:4.0%}  {words:<40}", nl=part >= 1)


@app.command("test", context_settings={"ignore_unknown_options": True})
def run_tests(
    arguments: Annotated[list[str] | None, typer.Argument(help="Handed on to pytest.")] = None,
) -> None:
    """Run every test: on SQLite, on a real PostgreSQL and in a real browser."""
    from deploy import browsers

    pytest = [sys.executable, "-m", "pytest", "-n", "logical", "--dist", "loadgroup"]
    environment = browsers.environment()
    raise typer.Exit(subprocess.call([*pytest, *(arguments or [])], cwd=ROOT, env=environment))
