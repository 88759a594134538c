"""What a session leaves on paper: medicines given against effects, reports, the REMS form."""

from datetime import datetime
from uuid import UUID

from data.demo.case import Case
from data.demo.clock import days, local_day, minutes, office_day
from data.demo.course import Visit
from data.demo.doses import Effect
from data.tables import MedicineGiven, RemsForm
from data.tables.vocabulary import Route

GIVEN = {
    "nausea": ("Ondansetron", "4 mg"),
    "vomiting": ("Ondansetron", "8 mg"),
    "headache": ("Paracetamol", "1000 mg"),
    "bp_increased": ("Labetalol", "100 mg"),
    "anxiety": ("Lorazepam", "0.5 mg"),
}
OFTEN = {1: 0.15, 2: 0.6, 3: 0.95}
LATEST_DAY = 7


def medicine(case: Case, visit: Visit, seen: Effect, dosed_at: datetime, session: UUID) -> None:
    """What was given against an effect; whether it worked is mostly said."""
    if seen.term not in GIVEN or not case.more.chance(OFTEN.get(seen.grade or 0, 0.0)):
        return
    name, dose = GIVEN[seen.term]
    case.enter(
        MedicineGiven,
        dosed_at + minutes(seen.onset_min + case.more.between(3, 15)),
        visit.slot.monitor_id,
        session_id=session,
        name=name,
        dose=dose,
        against=seen.term,
        worked=None if case.more.chance(0.12) else case.more.chance(0.78),
    )


def reported(case: Case, seen: Effect, at: datetime) -> datetime | None:
    """When a serious event was reported, mostly within a day."""
    if not seen.serious or case.more.chance(0.2):
        return None
    told = at + minutes(case.more.between(3, 30) * 60)
    return told if local_day(told) < case.today else None


def rems_form(case: Case, visit: Visit, session: UUID) -> None:
    """The form of a Spravato session: mostly in time, some late, the newest not sent yet."""
    if case.plan.route is not Route.NASAL:
        return
    more, on = case.more, visit.slot.day
    took = more.between(8, 12) if more.chance(0.05) else more.between(0, 6)
    sent = office_day(on + days(took))
    done = max(sent, on) <= case.today - days(1) and not more.chance(0.01)
    case.ledger.edit(
        RemsForm,
        visit.slot.starts_at,
        visit.slot.monitor_id,
        session_id=session,
        due_on=on + days(LATEST_DAY),
        submitted_on=max(sent, on) if done else None,
        confirmation=f"R{more.between(1000000, 9999999)}" if done else None,
    )
