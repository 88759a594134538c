"""The operator's commands as typer runs them: inside this process, against the test's record."""

from collections.abc import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs one command of manage.py; gives its exit code and what it said."""
    from deploy.commands import app

    return lambda *arguments: CliRunner().invoke(app, [str(each) for each in arguments])
