"""The closed lists of words that columns may hold."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in the clinic. An account holds a set of them."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class Sex(StrEnum):
    """Sex for clinical use, on which cuts such as AUDIT-C's depend. Unknown is an empty field."""

    FEMALE = "female"
    MALE = "male"


class Route(StrEnum):
    """How the medicine is given; with it come the medicine, its schedule and its rules."""

    IV = "iv"
    NASAL = "nasal"


class Drug(StrEnum):
    """Racemic ketamine and esketamine: their milligrams are never added or compared."""

    KETAMINE = "ketamine"
    ESKETAMINE = "esketamine"


class Stage(StrEnum):
    """Treatment stages, in the order a patient passes them."""

    INQUIRY = "inquiry"
    REFERRED = "referred"
    SCREENING = "screening"
    ELIGIBLE = "eligible"
    REVIEW = "review"
    DEFERRED = "deferred"
    DECLINED = "declined"
    CONSENTED = "consented"
    SCHEDULED = "scheduled"
    INDUCTION = "induction"
    CONTINUATION = "continuation"
    MAINTENANCE = "maintenance"
    COMPLETED = "completed"
    DISCONTINUED = "discontinued"
    LOST = "lost"


class Disposition(StrEnum):
    """What the screening rules say of a patient, worst last."""

    ELIGIBLE = "eligible"
    INCOMPLETE = "incomplete"
    REVIEW = "review"
    DEFER = "defer"
    NOT_RECOMMENDED = "not_recommended"


class ConsentKind(StrEnum):
    """What a patient signed: IV ketamine is off-label; Spravato needs REMS enrolment."""

    OFF_LABEL = "off_label"
    REMS = "rems"
    RELEASE = "release"


class CareKind(StrEnum):
    """The parts of the comprehensive plan beside ketamine, in the clinic's own words."""

    PSYCHOTHERAPY = "psychotherapy"
    ANTIDEPRESSANT = "antidepressant"
    LIFESTYLE = "lifestyle"


class Verdict(StrEnum):
    """What the benefit review at the end of induction came to."""

    CONTINUE = "continue"
    EXTEND = "extend"
    STOP = "stop"


class RiskLevel(StrEnum):
    """What a clinician's risk assessment came to."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Contact(StrEnum):
    """How somebody tried to reach a patient."""

    PHONE = "phone"
    MESSAGE = "message"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


class Reached(StrEnum):
    """What came of it. Only the first counts as contact."""

    SPOKE = "spoke"
    LEFT_WORD = "left_word"
    NO_ANSWER = "no_answer"


class ItemStatus(StrEnum):
    """Whether a work item still waits for somebody."""

    OPEN = "open"
    CLEARED = "cleared"


class ItemStep(StrEnum):
    """What became of a work item, step by step."""

    RAISED = "raised"
    RAISED_AGAIN = "raised_again"
    CLEARED = "cleared"


class AppointmentStatus(StrEnum):
    """Where a booking stands. A hold by the clinic is never counted against the patient."""

    BOOKED = "booked"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    LATE_CANCEL = "late_cancel"
    CANCELLED = "cancelled"
    CLINIC_CANCELLED = "clinic_cancelled"
    HELD_CLINICAL = "held_clinical"


class Moment(StrEnum):
    """When in a session a reading was taken."""

    PRE = "pre"
    FORTY = "40"
    LEAVING = "leaving"
    EXTRA = "extra"


class Position(StrEnum):
    """How the patient was when a reading was taken."""

    SUPINE = "supine"
    SITTING = "sitting"
    STANDING = "standing"


class Topic(StrEnum):
    """The chains of the audit trail. Views have their own, so reading never waits for writing."""

    SCHEDULE = "schedule"
    CLINICAL = "clinical"
    OUTCOMES = "outcomes"
    PEOPLE = "people"
    VIEWS = "views"


class RowOutcome(StrEnum):
    """What became of one row of an imported file."""

    ADDED = "added"
    PRESENT = "present"
    LEFT_OUT = "left_out"
