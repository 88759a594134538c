"""The outcomes page as each person meets it, and what it says where there is little to say."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from data.tables import OrganisationMeta, Patient
from data.tables.base import now
from services import demo
from tests import clinic, made
from tests.pages.opening import errors, everything, show

OUTCOMES = "pages/insight/outcomes.py"

pytestmark = pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_a_clinician_sees_response_and_remission_with_their_intervals(demo_record: str) -> None:
    app = show(clinic.DOCTOR, OUTCOMES, period="all")
    shares = metrics(app)
    assert list(shares) == ["Response at end of induction", "Remission at end of induction"]
    assert all(share.endswith("%") for share in shares.values())
    assert all("interval" in metric.delta for metric in app.metric)
    told = everything(app)
    for words in ("courses dosed", "still in induction", "PHQ-9 on the day", "item 9 of 1 or more"):
        assert words in told
    assert len(app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")) == 8


@pytest.mark.parametrize("by", ["route", "baseline", "trials", "age", "plan", "practitioner"])
def test_it_can_be_compared_by(demo_record: str, by: str) -> None:
    app = show(clinic.NURSE, OUTCOMES, period="all", by=by)
    assert errors(app) == []
    assert app.session_state["outcomes_by"] == by


@pytest.mark.parametrize("by", ["all", "route", "plan", "practitioner"])
def test_a_manager_is_sent_no_name_and_no_small_count(demo_record: str, by: str) -> None:
    app = show(clinic.MANAGER, OUTCOMES, period="all", by=by)
    assert errors(app) == []
    told = everything(app)
    families = clinic.rows(sa.select(Patient.family).where(sa.func.length(Patient.family) > 4))
    # Team members' own names may be on the screen.
    team = "Lindqvist Delgado Whitfield Raman Becker Achterberg Varga Osei"
    assert [name for (name,) in families if name in told and name not in team] == []
    assert "hidden" in told


def test_a_number_opens_to_its_people_and_its_address_names_nobody(demo_record: str) -> None:
    app = show(clinic.DOCTOR, OUTCOMES, period="all", open="response-yes")
    (rows,) = [table.value for table in app.dataframe if "Patient" in table.value]
    assert len(rows) > 5
    told = everything(app)
    assert f"**{len(rows)} of " in told
    assert "not in response" in told
    assert app.query_params["open"] == "response-yes"


def test_for_a_manager_it_opens_to_counts_alone(demo_record: str) -> None:
    app = show(clinic.MANAGER, OUTCOMES, period="all", open="response-yes")
    assert errors(app) == []
    assert [table for table in app.dataframe if "Patient" in table.value] == []
    assert "Names are for the care team" in everything(app)


@pytest.mark.parametrize(
    "number",
    ["nonsense", "week-0-response", "by-practitioner-x-response", "' OR 1=1 --", "week-99-x"],
)
def test_a_number_there_is_not_is_a_sentence(demo_record: str, number: str) -> None:
    app = show(clinic.DOCTOR, OUTCOMES, period="all", open=number)
    if number != "week-0-response":  # a week without anybody
        assert len(errors(app)) == 1
        assert errors(app)[0].endswith(".")


def test_words_in_the_address_that_mean_nothing_are_passed_over(demo_record: str) -> None:
    app = show(
        clinic.DOCTOR,
        OUTCOMES,
        period="x",
        route="<b>",
        site="²",
        by="0",
        utm="1",
        **{"with": "zz"},
    )
    assert errors(app) == []
    assert app.query_params["period"] == "12m"


def test_the_front_desk_is_refused(demo_record: str) -> None:
    (said,) = errors(show(clinic.DESK, OUTCOMES))
    assert said.startswith("Your account may not see numbers without names")


def test_a_filter_that_matches_nobody_says_so(demo_record: str) -> None:
    nobody = clinic.user(clinic.OWNER).id
    made.put(
        made.Episode(
            patient_id=clinic.named("Okafor"),
            site_id=1,
            practitioner_id=nobody,
            opened_at=now() - timedelta(days=3),
        )
    )
    clinic.keep()
    app = show(clinic.DOCTOR, OUTCOMES, **{"with": str(nobody)})
    assert [note.value for note in app.info] == [
        "No course of this filter has had its first dose in this period."
    ]


def test_a_clinic_without_patients_has_a_page(
    demo_record: str, tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data import database, migrate

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    migrate.upgrade()
    made.put(OrganisationMeta(id=1, name="Empty", demonstration=True, anchor_day=demo.today()))
    made.site()
    for initials, roles in (("ML", ["practitioner"]), ("PR", ["manager"])):
        email = next(
            e for e in demo.demo.VIEW_AS if e.startswith({"ML": "mara", "PR": "priya"}[initials])
        )
        made.member(name=initials, initials=initials, email=email, roles=roles)
    try:
        for initials in ("ML", "PR"):
            app = show(initials, OUTCOMES)
            assert errors(app) == []
            assert "No course of this filter" in everything(app)
    finally:
        database.engine().dispose()
