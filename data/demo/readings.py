"""The rows of readings in one session: pressure, pulse, breathing, sedation, dissociation."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from data.demo.case import Case
from data.demo.clock import minutes
from data.demo.course import Visit
from data.demo.doses import Dose
from data.tables import ObservationScale, Vital
from data.tables.vocabulary import Moment

SETTLING = 0.12
"""Part of the rise that is left when a patient leaves."""


def dosed(case: Case, visit: Visit, session: UUID, dose: Dose, ready: datetime) -> None:
    """The readings around a dose, and what was observed twice."""
    arrived, by = visit.slot.starts_at, visit.slot.monitor_id
    first = arrived + minutes(dose.start_min)
    for moment, at, values in _course(case, dose, arrived, first, ready):
        _vital(case, visit, session, moment, at, **values)
    for moment, at, moaas, cadss6 in (
        (Moment.FORTY, first + minutes(42), dose.moaas, dose.cadss6),
        (Moment.LEAVING, ready - minutes(2), 5, 0),
    ):
        seen = {"session_id": session, "moment": moment, "moaas": moaas, "cadss6": cadss6}
        case.enter(ObservationScale, at, by, **seen)


def refused(case: Case, visit: Visit, session: UUID) -> None:
    """The two readings that kept a patient from the dose."""
    dice = case.dice
    for moment, after in ((Moment.PRE, 8), (Moment.EXTRA, 28)):
        _vital(
            case,
            visit,
            session,
            moment,
            visit.slot.starts_at + minutes(after),
            sbp=dice.between(161, 178),
            dbp=dice.between(92, 108),
            spo2=dice.between(95, 99),
            rr=dice.between(12, 18),
        )


def _course(
    case: Case, dose: Dose, arrived: datetime, first: datetime, ready: datetime
) -> Iterator[tuple[Moment, datetime, dict[str, int]]]:
    """Before, near 40 minutes and before leaving; one between where there was reason."""
    dice = case.dice

    def at_rise(part: float, spo2: int, rr: int) -> dict[str, int]:
        rise = dose.rise * part
        return {
            "sbp": dose.sbp + round(rise),
            "dbp": dose.dbp + round(rise * 0.55),
            "spo2": spo2,
            "rr": rr,
        }

    calm = dice.between(12, 17)
    yield Moment.PRE, arrived + minutes(6), at_rise(0, dice.between(96, 99), calm)
    watched = minutes(dice.between(37, 44))
    yield Moment.FORTY, first + watched, at_rise(1, dose.spo2, dose.rr)
    if dose.rise >= 30 or dose.spo2 < 92 or dice.chance(0.22):
        yield Moment.EXTRA, first + minutes(75), at_rise(0.45, dice.between(94, 98), calm)
    yield Moment.LEAVING, ready - minutes(3), at_rise(SETTLING, dice.between(96, 99), calm)


def _vital(
    case: Case, visit: Visit, session: UUID, moment: Moment, at: datetime, **values: Any
) -> None:
    case.enter(
        Vital,
        at,
        visit.slot.monitor_id,
        patient_id=case.person.id,
        session_id=session,
        moment=moment,
        hr=case.dice.near(80 if moment is Moment.FORTY else 74, 8, 50, 126),
        **values,
    )
