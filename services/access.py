"""Who may do what: the whole policy on one screen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from data.tables.vocabulary import Role, Topic
from services.refusals import NotAllowed


class Action(StrEnum):
    """What can be done here, in words that a refusal can say."""

    VIEW_SELF = "see who you are and what you may do"
    VIEW_NUMBERS = "see numbers without names"
    VIEW_CASELOAD = "see the caseload: names, stages, contacts and bookings"
    VIEW_PATIENT = "open a patient: who, contact, stage and bookings"
    VIEW_CLINICAL = "see scores, side effects, readings and screening"
    ENTER_ASSESSMENT = "enter a questionnaire"
    ADD_INQUIRY = "add an inquiry"
    EDIT_PERSON = "put a person's details right"
    MOVE_STAGE = "move somebody on before treatment, and note attempts to reach them"
    MOVE_TREATMENT = "move somebody on in treatment, put them on hold, or decline for the clinic"
    ENTER_SCREENING = "fill in a screening"
    DECIDE_SCREENING = "decide a screening"
    RECORD_PAPERS = "record consents, enrolments and authorisations"
    ASSESS_RISK = "record a risk assessment or a safety plan"
    EXPORT_CASELOAD = "take a copy of the caseload out"
    EXPORT_PATIENT = "take one patient's record out"
    EXPORT_NUMBERS = "take tables, pictures and reports of numbers out"
    PREVIEW_FILES = "see what a file would bring in"
    IMPORT_FILES = "bring files in"
    UNDO_IMPORT = "undo an import"
    LOAD_POLICY = "load a version of a policy"
    OPEN_RECORD = "open the record"
    LOAD_DEMO = "load the demonstration"
    EXPORT_CLINIC = "take the whole record out"
    LOAD_CLINIC = "load a whole record into an empty one"
    REPAIR = "compute the facts again"
    CHECK = "prove the audit trail"


GRANTS: dict[Role, frozenset[Action]] = {
    Role.PRACTITIONER: frozenset(
        {
            Action.VIEW_SELF,
            Action.VIEW_NUMBERS,
            Action.VIEW_CASELOAD,
            Action.VIEW_PATIENT,
            Action.VIEW_CLINICAL,
            Action.ENTER_ASSESSMENT,
            Action.ADD_INQUIRY,
            Action.EDIT_PERSON,
            Action.MOVE_STAGE,
            Action.MOVE_TREATMENT,
            Action.ENTER_SCREENING,
            Action.DECIDE_SCREENING,
            Action.RECORD_PAPERS,
            Action.ASSESS_RISK,
            Action.EXPORT_CASELOAD,
            Action.EXPORT_PATIENT,
            Action.EXPORT_NUMBERS,
            Action.PREVIEW_FILES,
            Action.IMPORT_FILES,
            Action.UNDO_IMPORT,
        }
    ),
    Role.MANAGER: frozenset({Action.VIEW_SELF, Action.VIEW_NUMBERS, Action.EXPORT_NUMBERS}),
    # Staff enter questionnaires and sections and hand them over; they never see them again.
    Role.STAFF: frozenset(
        {
            Action.VIEW_SELF,
            Action.VIEW_CASELOAD,
            Action.VIEW_PATIENT,
            Action.ENTER_ASSESSMENT,
            Action.ADD_INQUIRY,
            Action.EDIT_PERSON,
            Action.MOVE_STAGE,
            Action.ENTER_SCREENING,
            Action.RECORD_PAPERS,
            Action.EXPORT_CASELOAD,
        }
    ),
    # Who brings a file in holds it already; administrators see no charts.
    Role.ADMINISTRATOR: frozenset(
        {Action.VIEW_SELF, Action.PREVIEW_FILES, Action.IMPORT_FILES, Action.UNDO_IMPORT}
    ),
}

SYSTEM_GRANTS = frozenset(
    {
        Action.LOAD_POLICY,
        Action.OPEN_RECORD,
        Action.LOAD_DEMO,
        Action.EXPORT_CLINIC,
        Action.LOAD_CLINIC,
        Action.REPAIR,
        Action.CHECK,
        Action.PREVIEW_FILES,
        Action.IMPORT_FILES,
        Action.UNDO_IMPORT,
    }
)
"""What manage.py may do when nobody is signed in."""

CHANGES: dict[Action, Topic] = {
    Action.ENTER_ASSESSMENT: Topic.OUTCOMES,
    Action.ADD_INQUIRY: Topic.PEOPLE,
    Action.EDIT_PERSON: Topic.PEOPLE,
    Action.MOVE_STAGE: Topic.CLINICAL,
    Action.MOVE_TREATMENT: Topic.CLINICAL,
    Action.ENTER_SCREENING: Topic.CLINICAL,
    Action.DECIDE_SCREENING: Topic.CLINICAL,
    Action.RECORD_PAPERS: Topic.CLINICAL,
    Action.ASSESS_RISK: Topic.CLINICAL,
    Action.IMPORT_FILES: Topic.PEOPLE,
    Action.UNDO_IMPORT: Topic.PEOPLE,
    Action.LOAD_POLICY: Topic.CLINICAL,
    Action.LOAD_DEMO: Topic.PEOPLE,
    Action.LOAD_CLINIC: Topic.PEOPLE,
    Action.REPAIR: Topic.CLINICAL,
}
"""Actions that write, and the chain of the audit trail they belong to. All others only look."""

NEEDS: dict[Action, str] = {Action.DECIDE_SCREENING: "may_prescribe"}
"""Actions for which a role is not enough: the credential of the account that they want."""

CREDENTIALS = {"may_prescribe": "somebody who may prescribe"}

EACH_TIME = frozenset(
    {
        Action.EXPORT_CASELOAD,
        Action.EXPORT_PATIENT,
        Action.EXPORT_NUMBERS,
        Action.EXPORT_CLINIC,
    }
)
"""Looks that are written to the audit trail every time, not once a quarter hour."""


@dataclass(frozen=True)
class User:
    """A signed-in person. Rights are the union of the roles; credentials stand apart."""

    id: UUID | None
    name: str
    initials: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    may_prescribe: bool = False
    may_monitor: bool = False


SYSTEM = User(id=None, name="System")
"""The actor of manage.py, the demonstration and imports from the command line."""


def granted(user: User | None) -> frozenset[Action]:
    """Everything this person may do; nobody signed in may do nothing."""
    if user is None:
        return frozenset()
    if user is SYSTEM:
        return SYSTEM_GRANTS
    by_role = frozenset[Action]().union(*(GRANTS[role] for role in user.roles))
    return frozenset(each for each in by_role if getattr(user, NEEDS.get(each, ""), True))


def can(user: User | None, action: Action) -> bool:
    """Ask: may this person do this?"""
    return action in granted(user)


def check(user: User | None, action: Action) -> None:
    """Insist: raises NotAllowed, with a sentence, unless this person may do this."""
    if user is None:
        raise NotAllowed("Sign in first.")
    if not can(user, action):
        raise NotAllowed(
            f"Your account may not {action.value}. "
            f"{_who(action)} If this is a mistake, ask an administrator."
        )


def roles_table() -> str:
    """The policy as a Markdown table, action by role; docs/roles.md is written from it."""
    lines = [
        "| action | " + " | ".join(role.value for role in Role) + " | system |",
        "|---|" + "---|" * (len(Role) + 1),
    ]
    for action in Action:
        yes = "who may prescribe" if action in NEEDS else "yes"
        marks = [yes if action in GRANTS[role] else "" for role in Role]
        marks.append("yes" if action in SYSTEM_GRANTS else "")
        lines.append(f"| {action.value} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def _who(action: Action) -> str:
    roles = [role.value for role in Role if action in GRANTS[role]]
    if not roles:
        return "Only the operator's commands do that."
    also = f", and only {CREDENTIALS[NEEDS[action]]}" if action in NEEDS else ""
    return f"That is for: {_words(roles)}{also}."


def _words(words: Iterable[str]) -> str:
    return ", ".join(words)
