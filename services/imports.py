"""Bring files in: read, show what would happen, and on confirmation do it in one transaction.

Preview and import make the same plan; the import makes it again inside its transaction, so that
whatever changed meanwhile is seen.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.formats import fhir
from data.tables import ImportBatch, ImportRow
from services import facts
from services.access import Action, User
from services.acting import acting
from services.ledger import Ledger
from services.planning import plan_file
from services.plans import File, FilePlan, Plan
from services.refusals import BadInput, NotFound


def preview(
    user: User | None, files: Sequence[File], zone: ZoneInfo, *, mrn: str | None = None
) -> tuple[FilePlan, ...]:
    """What would be added, what is already there, what cannot be taken and why. Nothing is stored.

    `zone` is the clinic's, for times that do not say theirs; `mrn` names the patient for
    questionnaires whose file names nobody. Raises NotFound where no patient has that MRN.
    """
    with acting(user, Action.PREVIEW_FILES) as session:
        ledger = _ledger(session, mrn)
        plans = [_plan(file, ledger, zone) for file in files]
        _one_person(ledger)
        return tuple(plan.shown for plan in plans)


def take_in(
    user: User | None, files: Sequence[File], zone: ZoneInfo, *, mrn: str | None = None
) -> tuple[FilePlan, ...]:
    """Import all files in one transaction; a second time nothing is added."""
    with acting(user, Action.IMPORT_FILES) as session:
        ledger = _ledger(session, mrn)
        plans = [_plan(file, ledger, zone) for file in files]
        _one_person(ledger)
        for plan in plans:
            if plan.shown.refused is None:
                _store(session, user, plan)
        for patient_id in {patient_id for plan in plans for patient_id in plan.touched}:
            facts.refresh(session, patient_id)
        session.info["detail"] = {
            "files": [{"sha256": plan.shown.digest, "added": plan.shown.adds} for plan in plans]
        }
    return tuple(plan.shown for plan in plans)


def _ledger(session: Session, mrn: str | None) -> Ledger:
    ledger = Ledger(session)
    if mrn:
        bearer = ledger.bearer(mrn) if mrn.isprintable() else None
        if bearer is None:
            raise NotFound("No patient has the MRN given for them. Nothing was read.")
        ledger.default = bearer[0]
    return ledger


def _one_person(ledger: Ledger) -> None:
    """Raises BadInput where an MRN would give one patient the questionnaires of several."""
    people = len(ledger.given_to_default)
    if people > 1:
        raise BadInput(
            [
                f"These files name {people} different people who are not here, and one MRN was "
                "given for them all. Bring in the files of one person at a time. Nothing was read."
            ]
        )


def _plan(file: File, ledger: Ledger, zone: ZoneInfo) -> Plan:
    try:
        return plan_file(file, fhir.read(file.content, zone), ledger)
    except fhir.NotReadable as unreadable:
        return Plan(FilePlan(file.name, file.digest, refused=str(unreadable)))


def _store(session: Session, user: User | None, plan: Plan) -> None:
    """Write one file's rows, each knowing its batch."""
    batch = ImportBatch(
        digest=plan.shown.digest,
        kind="fhir",
        by=user.id if user else None,
        counts={"added": plan.shown.adds, "left_out": len(plan.shown.left_out)},
    )
    session.add(batch)
    session.add_all(plan.patients)
    session.flush()
    assert batch.id is not None, "the database numbers batches"
    for row in (*plan.identifiers, *plan.assessments):
        session.add(row)
    for assessment in plan.assessments:
        assessment.batch_id = batch.id
        assessment.recorded_by = user.id if user else None
    for source, outcome, why, stored in plan.outcomes:
        session.add(
            ImportRow(
                batch_id=batch.id,
                source=source,
                outcome=outcome,
                reason=why or None,
                table_name=str(stored.__tablename__) if stored else None,
                row_id=str(stored.id) if stored else None,
            )
        )
