"""A clinic's own screening rules: shown, signed, in force from their day on, never changed."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from data import database
from data.reference.screening import shipped
from data.tables import PolicyVersion
from data.tables.vocabulary import Disposition, Role
from deploy import policies as command
from services import policies
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


def in_force() -> str:
    with Session(database.engine()) as session:
        return policies.screening(session, TODAY).version


@pytest.mark.usefixtures("record")
def test_without_a_version_of_its_own_the_shipped_rules_judge() -> None:
    made.site()
    assert in_force() == shipped().version


@pytest.mark.usefixtures("record")
def test_every_change_is_shown_with_before_and_after() -> None:
    made.site()
    lines = policies.differences(body(), clinic.ZONE)
    assert "R04, weeks: 6 becomes 8" in lines
    assert f"version: {shipped().version} becomes main-street-1" in lines
    assert all(line.startswith(("version", "effective", "R04")) for line in lines)


@pytest.mark.usefixtures("record")
def test_a_signed_version_judges_from_its_day_on_and_is_never_changed() -> None:
    made.site()
    policies.load(body("later", days=3), "Dr Mara Lindqvist")
    assert in_force() == shipped().version
    policies.load(body(), "Dr Mara Lindqvist")
    assert in_force() == "main-street-1"
    with pytest.raises(Conflict, match="here already"):
        policies.load(body(weeks=10), "Dr Mara Lindqvist")
    assert clinic.count(PolicyVersion) == 2


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_without_a_prescribers_name_nothing_is_loaded(name: str) -> None:
    with pytest.raises(BadInput, match="Name the prescriber"):
        policies.load(body(), name)
    assert clinic.count(PolicyVersion) == 0


@pytest.mark.usefixtures("record")
def test_a_bad_version_is_refused_whole_with_every_fault() -> None:
    bad = body(weeks=99) | {"version": 3}
    with pytest.raises(BadInput) as refused:
        policies.load(bad, "Dr Mara Lindqvist")
    assert len(refused.value.faults) == 3
    assert clinic.count(PolicyVersion) == 0


@pytest.mark.usefixtures("record")
def test_the_command_shows_first_and_loads_once_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made.site()
    changed = RULES.read_text(encoding="utf-8")
    changed = changed.replace(f'version = "{shipped().version}"', 'version = "own-1"', 1)
    path = tmp_path / "own.toml"
    path.write_text(changed, encoding="utf-8")
    command.load(path, None)
    assert "--signed-by" in capsys.readouterr().out
    assert clinic.count(PolicyVersion) == 0
    command.load(path, "Dr Mara Lindqvist")
    assert "Version own-1, signed by Dr Mara Lindqvist" in capsys.readouterr().out
    for content in ("version = ", "\x00"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(BadInput, match="no TOML"):
            command.load(path, "Dr Mara Lindqvist")
    with pytest.raises(BadInput, match="There is no file"):
        command.load(tmp_path / "gone.toml", None)


@pytest.mark.usefixtures("record")
def test_an_open_screening_is_seen_under_both_versions_side_by_side() -> None:
    made.site()
    doctor = user_of(made.member(Role.PRACTITIONER, may_prescribe=True))
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
    policies.load(own, "Dr Mara Lindqvist")
    shown = judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE)
    assert shown.before is not None
    assert shown.before.disposition is Disposition.ELIGIBLE
    assert shown.result.disposition is Disposition.REVIEW
    assert (shown.before.policy_version, shown.result.policy_version) == (
        shipped().version,
        "main-street-1",
    )
