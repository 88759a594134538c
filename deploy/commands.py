"""What an operator can type after `python3 manage.py`: each command is one thin call.

The work's own modules are imported inside the commands, so that each starts as fast as it can.
"""

import subprocess
import sys
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
    from data import migrate
    from services import demo

    migrate.upgrade()
    demo.load_first(typer.echo)


@app.command("test", context_settings={"ignore_unknown_options": True})
def run_tests(
    arguments: Annotated[list[str] | None, typer.Argument(help="Handed on to pytest.")] = None,
) -> None:
    """Run every test: on SQLite, on a real PostgreSQL and in a real browser."""
    from deploy import browsers

    pytest = [sys.executable, "-m", "pytest", "-n", "logical", "--dist", "loadgroup"]
    environment = browsers.environment()
    raise typer.Exit(subprocess.call([*pytest, *(arguments or [])], cwd=ROOT, env=environment))
