"""A clinic's own screening rules: shown, signed, in force from their day on, never changed."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.reference.screening import shipped
from data.tables import PolicyVersion
from data.tables.vocabulary import Disposition, Role
from deploy import policies as command
from services import policies
from services.access import User
from services.acting import user_of
from services.intake import judging
from services.refusals import BadInput, Conflict
from tests import clinic, made
from tests.services.intake.answered import WELL, save, screened, well
from tests.services.stages.at_stage import TODAY

RULES = Path(policies.__file__).parents[1] / "data" / "reference" / "screening" / "rules.toml"


def body(version: str = "main-street-1", days: int = 0, weeks: int = 8) -> dict[str, Any]:
    """The shipped rules with another least time for a treatment under way."""
    read = tomllib.loads(RULES.read_text(encoding="utf-8"))
    read |= {"version": version, "effective_from": TODAY + timedelta(days=days)}
    rule = next(each for each in read["rule"] if each["id"] == "R04")
    rule["thresholds"]["weeks"] = weeks
    for case in rule["results"].values():
        case["basis"] = "clinic"
    return read


MARA = "Dr Mara Lindqvist"


@pytest.fixture(autouse=True)
def mara(record: str) -> User:
    """Who may prescribe here, and so answer for a version."""
    made.site()
    email = "mara@clinic.example"
    return user_of(made.member(Role.PRACTITIONER, name=MARA, email=email, may_prescribe=True))


def in_force() -> str:
    with Session(database.engine()) as session:
        return policies.screening(session, TODAY).version


def test_without_a_version_of_its_own_the_shipped_rules_judge() -> None:
    assert in_force() == shipped().version


def test_every_change_is_shown_with_before_and_after() -> None:
    lines = policies.differences(body(), clinic.ZONE)
    assert "R04, weeks: 6 becomes 8" in lines
    assert f"version: {shipped().version} becomes main-street-1" in lines
    assert all(line.startswith(("version", "effective", "R04")) for line in lines)


def test_a_signed_version_judges_from_its_day_on_and_is_never_changed() -> None:
    policies.load(body("later", days=3), MARA)
    assert in_force() == shipped().version
    policies.load(body(), MARA)
    assert in_force() == "main-street-1"
    with pytest.raises(Conflict, match="here already"):
        policies.load(body(weeks=10), MARA)
    assert clinic.count(PolicyVersion) == 2


@pytest.mark.parametrize("name", ["", "  ", "xyz", "Mara", "Rosa Nurse", "Dr Gone", "x" * 201])
def test_only_who_may_prescribe_here_signs_and_the_refusal_says_who_that_is(name: str) -> None:
    made.member(Role.PRACTITIONER, name="Rosa Nurse")
    made.member(Role.PRACTITIONER, name="Dr Gone", may_prescribe=True, revoked_at=made.NOON)
    made.member(Role.STAFF, name="Credential Only", may_prescribe=True)
    with pytest.raises(BadInput, match=r"may prescribe here.*: Dr Mara Lindqvist\. Nothing"):
        policies.load(body(), name)
    assert clinic.count(PolicyVersion) == 0


@pytest.mark.parametrize("name", [MARA, " dr mara  LINDQVIST ", "Mara@clinic.example"])
def test_the_prescriber_is_named_or_given_by_email_and_kept_by_name(name: str) -> None:
    assert policies.load(body(), name).signed_by == MARA
    assert clinic.one(sa.select(PolicyVersion)).signed_by == MARA


def test_of_two_prescribers_of_one_name_the_email_says_who(mara: User) -> None:
    email = "other@clinic.example"
    made.member(Role.PRACTITIONER, name=MARA, email=email, may_prescribe=True)
    with pytest.raises(BadInput, match="Two prescribers are called so: give the email"):
        policies.load(body(), MARA)
    assert policies.load(body(), email).signed_by == MARA


def test_where_nobody_may_prescribe_nothing_can_be_signed(mara: User) -> None:
    made.sql("UPDATE member SET may_prescribe = NOT may_prescribe")
    with pytest.raises(BadInput, match="Nobody here may prescribe"):
        policies.load(body(), MARA)


def test_a_bad_version_is_refused_whole_with_every_fault() -> None:
    bad = body(weeks=99) | {"version": 3}
    with pytest.raises(BadInput) as refused:
        policies.load(bad, MARA)
    assert len(refused.value.faults) == 3
    assert clinic.count(PolicyVersion) == 0


def test_the_command_shows_first_and_loads_once_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = RULES.read_text(encoding="utf-8")
    changed = changed.replace(f'version = "{shipped().version}"', 'version = "own-1"', 1)
    path = tmp_path / "own.toml"
    path.write_text(changed, encoding="utf-8")
    command.load(path, None)
    assert "--signed-by" in capsys.readouterr().out
    assert clinic.count(PolicyVersion) == 0
    command.load(path, MARA)
    assert "Version own-1, signed by Dr Mara Lindqvist" in capsys.readouterr().out
    for content in ("version = ", "\x00"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(BadInput, match="no TOML"):
            command.load(path, MARA)
    with pytest.raises(BadInput, match="There is no file"):
        command.load(tmp_path / "gone.toml", None)


def test_an_open_screening_is_seen_under_both_versions_side_by_side(mara: User) -> None:
    doctor = mara
    it = screened(doctor)
    well(doctor, it)
    save(doctor, it, "heart", WELL["heart"] | {"screening_bp": [[134, 86], [136, 86]]})
    own = body()
    rule = next(each for each in own["rule"] if each["id"] == "R11")
    rule["thresholds"] |= {"systolic": 130}
    for case in rule["results"].values():
        case["basis"] = "clinic"
    shown = judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE)
    assert shown.before is None
    policies.load(own, MARA)
    shown = judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE)
    assert shown.before is not None
    assert shown.before.disposition is Disposition.ELIGIBLE
    assert shown.result.disposition is Disposition.REVIEW
    assert (shown.before.policy_version, shown.result.policy_version) == (
        shipped().version,
        "main-street-1",
    )
