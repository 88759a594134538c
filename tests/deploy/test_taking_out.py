"""`manage.py export` and `manage.py load`: what they say and how they end."""

from pathlib import Path

import pytest

from data.tables import Patient
from tests import clinic
from tests.deploy.conftest import Run


def test_a_clinic_is_exported_and_loaded(
    demo_record: str,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    tmp_path: Path,
) -> None:
    people = clinic.count(Patient)
    done = run("export", tmp_path / "out")
    assert done.exit_code == 0
    assert "100%" in done.stdout
    assert done.stdout.endswith(
        f"The whole record is in {tmp_path / 'out'}. It is not encrypted.\n"
    )
    again = run("export", tmp_path / "out")
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
    assert again.stderr.endswith("Nothing was written: name a new folder.\n")

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    loaded = run("load", tmp_path / "out")
    assert loaded.exit_code == 0
    assert "100%" in loaded.stdout
    assert loaded.stdout.endswith("The audit trail holds.\n")
    assert clinic.count(Patient) == people
    twice = run("load", tmp_path / "out")
    assert (twice.exit_code, twice.stderr.count("\n")) == (1, 1)
    assert twice.stderr.startswith("This database already holds something")


def test_what_is_no_export_is_a_sentence_and_makes_nobody(
    record: str, run: Run, tmp_path: Path
) -> None:
    refused = run("load", tmp_path)
    assert refused.exit_code == 1
    assert refused.stderr.endswith("that says so. Nothing was loaded.\n")
    assert clinic.count(Patient) == 0
