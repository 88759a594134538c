"""What goes on beside the doses: the rest of the plan, the review, who looks after the patient."""

from data.demo.case import Case
from data.demo.chapter import Chapter
from data.demo.clock import days, minutes
from data.demo.plans import Outcome
from data.tables import BenefitReview, ConcurrentCare, PractitionerChange
from data.tables.vocabulary import CareKind, Stage, Verdict

# How often each part of the plan is kept up, by those who do well and by the others: the clinic
# tells its patients that the two go together.
KEEPS = {
    CareKind.PSYCHOTHERAPY: (0.72, 0.5),
    CareKind.ANTIDEPRESSANT: (0.84, 0.74),
    CareKind.LIFESTYLE: (0.7, 0.52),
}
NOT_ASKED = 0.06
REVIEWED = 0.88
HANDED_OVER = 0.05
WELL = (Outcome.REMISSION, Outcome.RESPONSE)


def tell(case: Case, chapter: Chapter) -> None:
    """Rows of the plan, the benefit review and a change of practitioner."""
    _care(case, chapter)
    _review(case, chapter)
    _handed_over(case, chapter)


def _care(case: Case, chapter: Chapter) -> None:
    screened = chapter.entered(Stage.SCREENING)
    if screened is None:
        return
    well = chapter.plan.outcome in WELL
    for order, (kind, (when_well, else_)) in enumerate(KEEPS.items()):
        kept = (
            None if case.more.chance(NOT_ASKED) else case.more.chance(when_well if well else else_)
        )
        case.enter(
            ConcurrentCare,
            screened.at + minutes(50 + order),
            case.prescriber,
            patient_id=case.person.id,
            kind=kind,
            kept=kept,
            since=screened.day - days(case.more.between(20, 400)) if kept else None,
        )


def _review(case: Case, chapter: Chapter) -> None:
    """The review at the end of induction, mostly within two weeks."""
    doses, whole = chapter.course.doses, chapter.plan.induction
    stopped = len(doses) == whole and chapter.plan.stage is Stage.DISCONTINUED
    if not chapter.plan.route or len(doses) < whole:
        return
    if not stopped and not case.more.chance(REVIEWED):
        return
    at = doses[whole - 1].slot.starts_at + minutes(200)
    late = case.more.chance(0.12)
    if late and not stopped and len(doses) > whole + 3:
        at += days(case.more.between(15, 20))
    case.enter(
        BenefitReview,
        at,
        case.prescriber,
        episode_id=case.episode_id,
        verdict=Verdict.STOP if stopped else Verdict.CONTINUE,
        note=None,
        signed_by=case.prescriber,
    )


def _handed_over(case: Case, chapter: Chapter) -> None:
    """Somebody else looked after the patient before, and handed over in mid-course."""
    doses = chapter.course.doses
    others = [each for each in case.place.prescribers if each != case.prescriber]
    if len(doses) < 4 or not others or not case.more.chance(HANDED_OVER):
        return
    case.enter(
        PractitionerChange,
        doses[len(doses) // 2].slot.starts_at - minutes(60),
        case.prescriber,
        episode_id=case.episode_id,
        from_id=case.more.pick(others),
        to_id=case.prescriber,
    )
