"""Recent answers of a file that speak of suicide: they open the work that an answer here would."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from data.formats.fhir.times import DATE_ONLY
from data.queries import risk as queries
from data.reference.signals import signals
from data.tables import Assessment
from data.tables.base import now
from services import risk
from services.access import User
from services.clinical.risk import of_assessment
from services.importing.ledger import Ledger
from services.importing.plans import Alarm, Plan


def found(ledger: Ledger, plan: Plan) -> tuple[Alarm, ...]:
    """Those of what the file adds for which nobody assessed the risk since."""
    since = now() - signals().recent
    alarms = [
        (Alarm(rule, whose, ledger.name(whose), row["id"]), _latest(row))
        for table, row in plan.rows
        if table is Assessment and row["happened_at"] >= since
        if (whose := row["patient_id"])
        and (rule := of_assessment(row["instrument"], row["item9"], row["severity"]))
    ]
    assessed = queries.last_assessed(ledger.session, {alarm.patient_id for alarm, _ in alarms})
    return tuple(
        alarm
        for alarm, at in alarms
        if alarm.patient_id not in assessed or assessed[alarm.patient_id] < at
    )


def _latest(row: dict[str, Any]) -> datetime:
    """When it may have been answered at the latest: of a day alone, at its end."""
    at: datetime = row["happened_at"]
    return at + timedelta(days=1) if DATE_ONLY in (row["note"] or "") else at


def open_work(session: Session, user: User | None, plan: Plan) -> None:
    """After the rows are stored."""
    for alarm in plan.shown.alarms:
        risk.open_for(session, user, alarm.patient_id, alarm.rule, alarm.assessment_id)
