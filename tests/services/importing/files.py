"""Tables as files, and what becomes of them."""

from collections.abc import Sequence
from typing import Any

from services import imports
from services.access import SYSTEM
from services.importing.plans import File, FilePlan
from tests import clinic

SHARED = {
    "effects": "safety/cdisc_ae_20_subjects.csv",
    "readings": "vitals/cdisc_vs_20_subjects.csv",
    "people": "synthea_csv/patients.csv",
    "observations": "synthea_csv/observations.csv",
}


def table(*lines: str, name: str = "made.csv", **said: Any) -> File:
    """A CSV of these lines, the head first."""
    return File(name, "\n".join(lines).encode(), **said)


def take_in(*files: File) -> FilePlan:
    """The last file's plan, after all were taken in."""
    return imports.take_in(SYSTEM, files, clinic.ZONE)[-1]


def preview(*files: File) -> FilePlan:
    """The last file's plan."""
    return imports.preview(SYSTEM, files, clinic.ZONE)[-1]


def outcomes(plan: FilePlan) -> list[str]:
    """What becomes of each entry."""
    return [line.outcome.value for line in plan.lines]


def reasons(plans: Sequence[FilePlan]) -> list[str]:
    """Why things stay out."""
    return [why for plan in plans for _, _, why in plan.faults()]
