"""Bring files in: read, show what would happen, and on confirmation do it in one transaction.

Preview and import make the same plan; the import makes it again inside its transaction, so that
whatever changed meanwhile is seen.
"""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.formats.errors import NotReadable
from data.formats.records import ReadFile
from services import facts
from services.access import Action, User
from services.acting import acting
from services.importing import alarms, reading
from services.importing.alike import is_subject
from services.importing.bookings import Bookings
from services.importing.ledger import Ledger
from services.importing.planning import meet, plan
from services.importing.plans import File, FilePlan, Plan, Progress, silent
from services.importing.storing import store, store_people
from services.refusals import BadInput, NotFound

Act = Callable[..., tuple[FilePlan, ...]]
"""`preview` or `take_in`."""


def preview(
    user: User | None,
    files: Sequence[File],
    zone: ZoneInfo,
    *,
    mrn: str | None = None,
    progress: Progress = silent,
) -> tuple[FilePlan, ...]:
    """What would be added, what is already there, what cannot be taken and why. Nothing is stored.

    `zone` is the clinic's, for times that do not say theirs; `mrn` names the patient for
    entries whose file names nobody. Raises NotFound where no patient has that MRN.
    """
    with acting(user, Action.PREVIEW_FILES) as session:
        ledger = _ledger(session, mrn)
        plans = _plans(files, ledger, zone, progress)
        return tuple(plan.shown for plan in plans)


def take_in(
    user: User | None,
    files: Sequence[File],
    zone: ZoneInfo,
    *,
    mrn: str | None = None,
    progress: Progress = silent,
) -> tuple[FilePlan, ...]:
    """Import all files in one transaction; a second time nothing is added."""
    with acting(user, Action.IMPORT_FILES) as session:
        ledger = _ledger(session, mrn)
        plans = _plans(files, ledger, zone, progress)
        store_people(session, plans)
        for file, made in zip(files, plans, strict=True):
            if made.shown.refused is None:
                store(session, user, made, reading.kind(file), progress)
                alarms.open_work(session, user, made)
        facts.refresh_all(session, {patient_id for plan in plans for patient_id in plan.touched})
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
    """Raises BadInput where an MRN would give one patient the entries of several."""
    people = len(ledger.given_to_default)
    if people > 1:
        raise BadInput(
            [
                f"These files name {people} different people who are not here, and one MRN was "
                "given for them all. Bring in the files of one person at a time. Nothing was read."
            ]
        )


def _plans(files: Sequence[File], ledger: Ledger, zone: ZoneInfo, progress: Progress) -> list[Plan]:
    """Everybody is met before anything said of them is looked at, and first where they are named:
    a list of visits may know people by number only."""
    found = [_read(file, zone) for file in files]
    met = {
        at: meet(files[at], read, ledger)
        for at, read in sorted(enumerate(found), key=lambda each: _names_nobody(each[1]))
        if isinstance(read, ReadFile)
    }
    bookings = Bookings(ledger)
    plans = [
        plan(met[at], bookings, zone, progress) if at in met else _refused(files[at], read)
        for at, read in enumerate(found)
    ]
    _one_person(ledger)
    return plans


def _read(file: File, zone: ZoneInfo) -> ReadFile | NotReadable:
    try:
        return reading.read(file, zone)
    except NotReadable as unreadable:
        return unreadable


def _names_nobody(read: ReadFile | NotReadable) -> bool:
    return isinstance(read, NotReadable) or all(map(is_subject, read.patients))


def _refused(file: File, why: object) -> Plan:
    return Plan(FilePlan(file.name, file.digest, refused=str(why)))
