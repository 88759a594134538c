"""Recent answers of a file that speak of suicide: they open the work that an answer here would."""

from sqlmodel import Session

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
        (Alarm(rule, whose, ledger.name(whose), row["id"]), row["happened_at"])
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


def open_work(session: Session, user: User | None, plan: Plan) -> None:
    """After the rows are stored."""
    for alarm in plan.shown.alarms:
        risk.open_for(session, user, alarm.patient_id, alarm.rule, alarm.assessment_id)
