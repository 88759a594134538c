"""Who may do what: the table walked cell by cell, and the sentences of a refusal."""

from pathlib import Path

import pytest

from data.tables.vocabulary import Role
from services import access
from services.access import SYSTEM, Action, User
from services.refusals import NotAllowed

ROLES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"

PRACTITIONER, MANAGER, STAFF, ADMINISTRATOR = Role

# The policy a second time, by action: who changes it says so in both places.
MAY: dict[Action, set[Role]] = {
    Action.VIEW_SELF: {PRACTITIONER, MANAGER, STAFF, ADMINISTRATOR},
    Action.VIEW_NUMBERS: {PRACTITIONER, MANAGER},
    Action.VIEW_CASELOAD: {PRACTITIONER, STAFF},
    Action.VIEW_PATIENT: {PRACTITIONER, STAFF},
    Action.VIEW_CLINICAL: {PRACTITIONER},
    Action.ENTER_ASSESSMENT: {PRACTITIONER, STAFF},
    Action.ADD_INQUIRY: {PRACTITIONER, STAFF},
    Action.EDIT_PERSON: {PRACTITIONER, STAFF},
    Action.MOVE_STAGE: {PRACTITIONER, STAFF},
    Action.MOVE_TREATMENT: {PRACTITIONER},
    Action.ENTER_SCREENING: {PRACTITIONER, STAFF},
    Action.DECIDE_SCREENING: {PRACTITIONER},
    Action.RECORD_PAPERS: {PRACTITIONER, STAFF},
    Action.ASSESS_RISK: {PRACTITIONER},
    Action.EXPORT_CASELOAD: {PRACTITIONER, STAFF},
    Action.EXPORT_PATIENT: {PRACTITIONER},
    Action.EXPORT_NUMBERS: {PRACTITIONER, MANAGER},
    Action.PREVIEW_FILES: {PRACTITIONER, ADMINISTRATOR},
    Action.IMPORT_FILES: {PRACTITIONER, ADMINISTRATOR},
    Action.UNDO_IMPORT: {PRACTITIONER, ADMINISTRATOR},
    Action.LOAD_POLICY: set(),
    Action.OPEN_RECORD: set(),
    Action.LOAD_DEMO: set(),
    Action.EXPORT_CLINIC: set(),
    Action.LOAD_CLINIC: set(),
    Action.REPAIR: set(),
    Action.CHECK: set(),
}
SYSTEM_MAY = {
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


PRESCRIBES = {Action.DECIDE_SCREENING}
"""What wants the credential as well as the role."""


def somebody(*roles: Role, **credentials: bool) -> User:
    return User(id=None, name="Ivy Invented", roles=frozenset(roles), **credentials)


def is_refused(user: User | None, action: Action) -> bool:
    try:
        access.check(user, action)
    except NotAllowed:
        return True
    return False


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role, action: Action) -> None:
    allowed = role in MAY[action]

    assert access.can(somebody(role, may_prescribe=True), action) is allowed
    without = allowed and action not in PRESCRIBES
    assert access.can(somebody(role, may_monitor=True), action) is without
    assert is_refused(somebody(role), action) is not without


@pytest.mark.parametrize("action", Action)
def test_nobody_signed_in_and_nobody_without_a_role_may_do_anything(action: Action) -> None:
    for user in (None, somebody()):
        assert not access.can(user, action)
        assert is_refused(user, action)


@pytest.mark.parametrize("action", Action)
def test_the_operators_commands_may_do_what_the_table_says(action: Action) -> None:
    assert access.can(SYSTEM, action) is (action in SYSTEM_MAY)
    assert is_refused(SYSTEM, action) is (action not in SYSTEM_MAY)


def test_who_only_calls_himself_the_system_may_do_nothing() -> None:
    assert access.granted(User(id=None, name="System")) == frozenset()


def test_rights_are_the_union_of_roles() -> None:
    both = somebody(Role.MANAGER, Role.ADMINISTRATOR)

    assert access.granted(both) == access.GRANTS[Role.MANAGER] | access.GRANTS[Role.ADMINISTRATOR]


def test_a_credential_alone_gives_no_right() -> None:
    credentials = {"may_prescribe": True, "may_monitor": True}

    assert access.granted(User(id=None, name="Ivy Invented", **credentials)) == frozenset()


def test_every_role_and_every_action_has_its_place() -> None:
    assert set(access.GRANTS) == set(Role)
    granted = access.SYSTEM_GRANTS.union(*access.GRANTS.values())
    assert granted == set(Action)
    assert set(access.CHANGES) | access.EACH_TIME <= set(Action)
    assert not access.EACH_TIME & set(access.CHANGES)


def test_a_refusal_says_what_was_refused_and_who_may() -> None:
    with pytest.raises(NotAllowed) as refused:
        access.check(somebody(Role.STAFF), Action.IMPORT_FILES)

    assert str(refused.value) == (
        "Your account may not bring files in. That is for: practitioner, administrator. "
        "If this is a mistake, ask an administrator."
    )


def test_a_refusal_says_which_credential_is_wanted() -> None:
    with pytest.raises(NotAllowed, match="only somebody who may prescribe"):
        access.check(somebody(Role.PRACTITIONER), Action.DECIDE_SCREENING)


def test_a_refusal_of_what_no_role_may_do_says_so() -> None:
    with pytest.raises(NotAllowed, match="Only the operator's commands do that"):
        access.check(somebody(*Role), Action.LOAD_DEMO)


def test_nobody_is_asked_to_sign_in() -> None:
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        access.check(None, Action.VIEW_SELF)


def test_the_page_of_roles_says_what_the_program_does() -> None:
    page = ROLES_PAGE.read_text(encoding="utf-8")

    assert page.endswith("\n\n" + access.roles_table()), (
        "docs/roles.md is out of date: put what services.access.roles_table() returns in the "
        "place of its table."
    )
