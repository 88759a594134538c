"""The screening form, section by section: left and come back to, saved as it is answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import drafts as queries
from data.reference.screening import Section, form
from data.tables import Draft
from data.tables.base import now
from services import work
from services.access import Action, User, can
from services.acting import acting
from services.clinical.eligibility import checking
from services.intake import papers
from services.intake.filled import AFTER, OPEN, Answers, Filled, asked, is_acute, is_before, read
from services.refusals import BadInput, Conflict, NotAllowed, NotFound, Refusal
from services.stages import moving, plans

AGAIN = (
    "This patient is screened again since this page was opened, so its answers are from before. "
    "Nothing was saved: ask again."
)


class Stale(Conflict):
    """Somebody saved the section meanwhile; `theirs` is what stands, and nothing of it is lost."""

    def __init__(self, theirs: Filled) -> None:
        by = theirs.by or "Somebody else"
        super().__init__(f"{by} saved this section meanwhile. Yours is kept beside theirs.")
        self.theirs = theirs


def sections(user: User | None, patient_id: UUID, episode_id: UUID) -> tuple[Filled, ...]:
    """All sections in the order of the form."""
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        return read(session, episode_id, clinical=can(user, Action.VIEW_CLINICAL))


def save(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    section_id: str,
    answers: Answers,
    zone: ZoneInfo,
    *,
    version: int,
    begun_at: datetime | None,
) -> Filled:
    """Keep a section over the version that was on the screen, and of the screening that was; the
    same answers change nothing.

    Raises BadInput with every fault, Stale where another version stands by now, Conflict where the
    patient is screened again since, NotAllowed. Acute risk is work whatever is refused.
    """
    section = _section(section_id)
    try:
        return _save(user, patient_id, episode_id, section, answers, zone, (version, begun_at))
    except Refusal:
        with acting(user, Action.ENTER_SCREENING, patient_id) as session:
            before = _of(session, episode_id, section, clinical=True).answers
            _raise_risk(session, user, patient_id, episode_id, answers, before)
        raise


def _save(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    section: Section,
    answers: Answers,
    zone: ZoneInfo,
    over: tuple[int, datetime | None],
) -> Filled:
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        clinical = can(user, Action.VIEW_CLINICAL)
        draft, is_old = _to_change(session, user, episode_id, section)
        kept = {id: answer for id, answer in answers.items() if _is_given(id, answer)}
        stands = _of(session, episode_id, section, clinical=clinical)
        version, begun_at = over
        if begun_at != stands.begun_at:
            raise Conflict(AGAIN)
        if draft is not None and stands.answers == kept:
            return stands
        if version != (draft.version if draft else 0):
            raise Stale(stands)
        _check(section, kept, now().astimezone(zone).date())
        _raise_risk(session, user, patient_id, episode_id, kept, stands.answers)
        if draft is None:
            by = user.id if user else None
            draft = Draft(episode_id=episode_id, section=section.id, answers=kept, updated_by=by)
            session.add(draft)
        else:
            draft.answers, draft.updated_at = kept, now()
        if is_old:
            draft.handed_over_at = draft.handed_over_by = None
        if clinical and draft.handed_over_at is None:
            draft.handed_over_at, draft.handed_over_by = now(), user.id if user else None
        session.flush()
        if section.id == plans.SECTION:  # the consent may have waited for it
            papers.advance(session, user, episode_id, zone)
        return _of(session, episode_id, section, clinical=clinical)


def hand_over(
    user: User | None, patient_id: UUID, episode_id: UUID, section_id: str, *, version: int
) -> None:
    """Give a section to the clinicians; who may not see scores sees it no more from now on."""
    section = _section(section_id)
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        draft, is_old = _to_change(session, user, episode_id, section)
        if draft is None or is_old:
            raise BadInput(["Nothing is answered in this section yet."])
        if version != draft.version:
            raise Stale(_of(session, episode_id, section, clinical=False))
        draft.handed_over_at, draft.handed_over_by = now(), user.id if user else None


def _section(section_id: str) -> Section:
    found = next((each for each in form().sections if each.id == section_id), None)
    if found is None:
        raise NotFound("The screening form has no such section. Open the intake page again.")
    return found


def _to_change(
    session: Session, user: User | None, episode_id: UUID, section: Section
) -> tuple[Draft | None, bool]:
    """The section, and whether it is left from an earlier screening: then anybody begins anew."""
    here = moving.stand(session, episode_id)
    if here.stage not in (*OPEN, *AFTER):
        raise Conflict("This screening is not open any more. Open the intake page again.")
    draft = queries.section(session, episode_id, section.id)
    begun_at = queries.begun_at(session, episode_id)
    is_old = draft is not None and is_before(draft.updated_at, begun_at)
    handed_over = draft is not None and draft.handed_over_at is not None and not is_old
    if handed_over and not can(user, Action.VIEW_CLINICAL):
        raise NotAllowed("This section was handed over. A clinician goes on with it.")
    return draft, is_old


def _is_given(id: str, answer: Any) -> bool:
    """Whether it is an answer; none of several is one where the form offers it."""
    question = form().questions.get(id)
    return answer not in (None, "") and (answer != [] or bool(question and question.nothing))


def _check(section: Section, answers: Answers, today: date) -> None:
    known = {question.id for question in asked(section)}
    if not set(answers) <= known:
        raise BadInput(["An answer belongs to another section. Open the intake page again."])
    if faults := checking.faults(answers, today):
        raise BadInput([*faults.values(), "Nothing was saved."])


def _raise_risk(
    session: Session,
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    answers: Answers,
    before: Answers,
) -> None:
    """Acute risk that is answered now, and was not before, is somebody's work at once."""
    if is_acute(answers) and not is_acute(before):
        words = "acute suicidal ideation or behaviour named at intake"
        work.open_up(session, user, patient_id, "W01", f"screening {episode_id}", words)


def _of(session: Session, episode_id: UUID, section: Section, *, clinical: bool) -> Filled:
    found = read(session, episode_id, clinical=clinical)
    return next(each for each in found if each.section.id == section.id)
