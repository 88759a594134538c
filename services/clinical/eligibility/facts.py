"""What is known of a patient, what is open, and what nobody asks of this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

ABSENT = "absent"
"""Asked for, and not there: known, unlike a gap."""


class Gap(StrEnum):
    """Why an answer is not known. Neither is ever taken for no."""

    NOT_ASKED = "not asked"
    UNKNOWN = "unknown"
    TOO_OLD = "too old, ask again"
    TOO_FEW = "one reading, two are needed"


class Pressure(NamedTuple):
    """The mean of seated readings, mmHg."""

    systolic: float
    diastolic: float

    def __str__(self) -> str:
        return "/".join(f"{round(value, 1):g}" for value in self)


class Open(Exception):
    """A rule asked for answers that are not known. Raised and caught within this package."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(", ".join(ids))
        self.ids = ids


class DoesNotApply(Exception):
    """A rule asked for what this patient is not asked. Raised and caught within this package."""


@dataclass(frozen=True)
class Facts:
    """Known answers by question, and the gaps among the questions that this patient is asked."""

    known: Mapping[str, Any]
    gaps: Mapping[str, Gap]
    on: date
    """The day of the screening, by the clinic's calendar."""

    def get(self, id: str) -> Any:
        """The answer, or None where it is not known."""
        return self.known.get(id)

    def need(self, *ids: str) -> None:
        """Ends a rule that cannot be decided without these answers."""
        absent = [id for id in ids if id not in self.known]
        if gaps := [id for id in absent if id in self.gaps]:
            raise Open(gaps)
        if absent:
            raise DoesNotApply
