"""The policy in force: what the product ships, or the clinic's own newer version."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import members
from data.queries import policy as queries
from data.reference.screening import Policy, PolicyRefused, policy_of, shipped
from data.tables import PolicyVersion
from data.tables.base import now
from data.tables.search import fold
from services.access import SYSTEM, Action, can
from services.acting import acting, user_of
from services.refusals import BadInput, Conflict

SCREENING = "screening"


def screening(session: Session, on: date) -> Policy:
    """The rules that judge a screening on a day of the clinic's calendar."""
    body = queries.in_force(session, SCREENING, on)
    return policy_of(body) if body else shipped()


def differences(body: Mapping[str, Any], zone: ZoneInfo) -> list[str]:
    """What a version changes against the one in force: a line each, with before and after."""
    policy = _policy(body)
    with acting(SYSTEM, Action.OPEN_RECORD) as session:
        before = screening(session, now().astimezone(zone).date())
    return list(_changes(_flat(before), _flat(policy)))


def load(body: Mapping[str, Any], signed_by: str) -> PolicyVersion:
    """Keep a version of the screening rules with the prescriber who answers for it, who is given
    by name or by email.

    Raises BadInput with every fault of the body, or where that is nobody who may prescribe here,
    and Conflict where that version is here already.
    """
    policy = _policy(body)
    with acting(SYSTEM, Action.LOAD_POLICY) as session:
        signer = _signer(session, signed_by)
        if queries.by_version(session, SCREENING, policy.version) is not None:
            raise Conflict(
                f"Version {policy.version} is here already, and versions are never changed. "
                "Give the changed one a version of its own."
            )
        version = PolicyVersion(
            kind=SCREENING,
            version=policy.version,
            body=_as_json(body),
            effective_from=policy.effective_from,
            signed_by=signer,
        )
        session.add(version)
    return version


def _signer(session: Session, said: str) -> str:
    """The name of the prescriber who is meant."""
    prescribers = [
        member
        for member in members.active(session)
        if can(user_of(member), Action.DECIDE_SCREENING)
    ]
    if not prescribers:
        raise BadInput(["Nobody here may prescribe, so nobody can sign. Nothing was loaded."])
    meant = [each for each in prescribers if fold(said) in (fold(each.name), fold(each.email))]
    if len(meant) > 1:
        raise BadInput(
            [
                "Two prescribers are called so: give the email of the one who signs. "
                "Nothing was loaded."
            ]
        )
    if not meant:
        names = ", ".join(each.name for each in prescribers)
        raise BadInput([f"Name one of those who may prescribe here: {names}. Nothing was loaded."])
    return meant[0].name


def _policy(body: Mapping[str, Any]) -> Policy:
    try:
        return policy_of(body)
    except PolicyRefused as refused:
        raise BadInput([*refused.faults, "Nothing was loaded."]) from None


def _as_json(value: Any) -> Any:
    """Dates as ISO text, which `policy_of` reads as well."""
    if isinstance(value, Mapping):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _flat(policy: Policy) -> dict[str, Any]:
    """Every part that a clinic may change, by its name."""
    found: dict[str, Any] = {
        "version": policy.version,
        "effective from": policy.effective_from.isoformat(),
        "checked by": policy.checked_by,
        **{f"escalation, {name}": each for name, each in vars(policy.escalation).items()},
    }
    for rule in policy.rules.values():
        found |= {f"{rule.id}, {name}": each for name, each in rule.thresholds.items()}
        found |= {f"{rule.id}, rationale": rule.rationale, f"{rule.id}, passes": rule.passes}
        for name, case in rule.cases.items():
            told = (case.disposition.value, case.basis.value, case.words)
            parts = zip(("result", "basis", "words"), told, strict=True)
            found |= {f"{rule.id} {name}, {part}": each for part, each in parts}
    return found


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, value in after.items():
        if before.get(name) != value:
            yield f"{name}: {before.get(name, 'nothing')} becomes {value}"
