"""The other commands of manage.py: what they say and how they end."""

import pytest

from data.demo import Size
from data.tables import Patient, PatientFact
from deploy.commands import DemoSize
from tests import clinic, made
from tests.deploy.conftest import Run


def test_check_says_that_the_audit_trail_holds(demo_record: str, run: Run) -> None:
    said = run("check")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.endswith("The audit trail holds.\n")


def test_check_names_the_row_that_was_changed_and_ends_with_1(demo_record: str, run: Run) -> None:
    if demo_record.startswith("sqlite"):
        made.sql("DROP TRIGGER guard_audit_update")
    else:
        made.sql("DROP TRIGGER guard_audit ON audit")
    made.sql("UPDATE audit SET body = replace(body, 'load_demo', 'load_dema')")
    said = run("check")
    assert said.exit_code == 1
    assert said.stderr.startswith("Chain people ")
    assert said.stderr.endswith(" was changed.\n")
    assert "holds" not in said.stdout


def test_demo_refuses_a_database_that_holds_something(record: str, run: Run) -> None:
    clinic.keep(clinic.patient())
    refused = run("demo")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("This database already holds something")
    assert refused.stderr.count("\n") == 1
    assert clinic.count(Patient) == 1


def test_demo_refuses_a_demonstration_that_is_there(demo_record: str, run: Run) -> None:
    people = clinic.count(Patient)
    assert run("demo", "--size", "small").exit_code == 1
    assert clinic.count(Patient) == people


def test_demo_fills_an_empty_database_and_the_same_seed_invents_the_same(
    record: str, run: Run
) -> None:
    done = run("demo", "--seed", "7")
    assert done.exit_code == 0
    assert "100%" in done.stdout
    assert clinic.count(PatientFact) == clinic.count(Patient) > 60


def test_rebuild_facts_says_so(demo_record: str, run: Run) -> None:
    assert run("rebuild-facts").stdout == "The facts are computed again.\n"
    assert clinic.count(PatientFact) == clinic.count(Patient)


def test_every_size_that_can_be_invented_is_offered() -> None:
    assert [size.value for size in DemoSize] == [size.value for size in Size]


@pytest.mark.parametrize("size", ["huge", ""])
def test_a_size_that_is_not_offered_is_refused(record: str, run: Run, size: str) -> None:
    refused = run("demo", "--size", size)
    assert refused.exit_code == 2
    assert clinic.count(Patient) == 0
