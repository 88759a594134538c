"""The page of side effects as a doctor, a manager and the front desk meet it."""

from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from data.demo import VIEW_AS
from data.tables import EffectFact, OrganisationMeta, Patient, SessionFact
from data.tables.vocabulary import Drug, Role
from services import demo
from tests import clinic, made
from tests.pages.opening import errors, everything, show

PAGE = "pages/insight/side_effects.py"


def page(initials: str, **address: str) -> AppTest:
    return show(initials, PAGE, **address)


def said(app: AppTest) -> str:
    return "\n".join(mark.value for mark in [*app.main.markdown, *app.main.info])


def pictures(app: AppTest) -> list[Any]:
    return list(app.main.get("vega_lite_chart"))


def shown(app: AppTest) -> list[str]:
    return [dialog.proto.dialog.title for dialog in app.get("dialog")]


on_the_demo = pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)


@on_the_demo
def test_a_doctor_sees_what_is_counted_and_its_denominators(demo_record: str) -> None:
    app = page(clinic.DOCTOR, period="all")
    given = sa.select(
        sa.func.count(sa.distinct(sa.column("patient_id"))), sa.func.count()
    ).select_from(SessionFact)
    ((patients, sessions),) = clinic.rows(
        given.where(sa.column("dosed"), sa.column("drug") == Drug.ESKETAMINE.value)
    )
    assert f"**{patients} patients dosed, {sessions} sessions**" in said(app)
    assert len(pictures(app)) == 7
    assert app.title[0].value == "Side effects"
    assert "Spravato" in said(app)


@on_the_demo
def test_routes_and_denominators_are_chosen_and_kept_in_the_address(demo_record: str) -> None:
    app = page(clinic.DOCTOR, period="all", per="sessions", of="iv")
    assert "IV ketamine" in said(app)
    assert "Published rates are per patient over a course" in said(app)
    assert app.query_params["per"] == "sessions"
    assert app.query_params["of"] == "iv"
    # A route of the filter decides, and then there is nothing to choose.
    routed = page(clinic.DOCTOR, period="all", route="nasal", of="iv")
    assert "Spravato. **" in said(routed)
    assert "Medicine" not in [group.label for group in routed.main.get("button_group")]


@on_the_demo
@pytest.mark.parametrize("number", ["term-nausea", "any-sessions", "rise-systolic-0"])
def test_a_number_of_the_address_opens(demo_record: str, number: str) -> None:
    app = page(clinic.DOCTOR, period="all", open=number)
    (title,) = shown(app)
    count = int(title.split()[0].replace(",", ""))
    listed = [each.value for each in app.dataframe if "Patient" in each.value][-1]
    assert len(listed) == count
    assert app.query_params["open"] == number


@on_the_demo
def test_serious_events_name_the_patient_and_the_report(demo_record: str) -> None:
    app = page(clinic.DOCTOR, period="all")
    serious = sa.select(sa.func.count()).select_from(EffectFact).where(sa.column("serious"))
    (table,) = [each.value for each in app.dataframe if "Why serious" in each.value]
    assert len(table) == clinic.one(serious)
    assert list(table) == [
        *("Date", "Patient", "Session", "What happened", "Why serious", "Report"),
    ]
    assert table["Report"].str.match("Reported|Not yet").all()


@on_the_demo
def test_a_manager_sees_counts_and_no_name(demo_record: str) -> None:
    for address in ({}, {"open": "term-nausea"}, {"per": "sessions", "of": "iv"}):
        told = everything(page(clinic.MANAGER, period="all", **address))
        assert "hidden" in told
        for (family,) in clinic.rows(
            sa.select(Patient.family).where(sa.func.length(Patient.family) > 4)
        ):
            assert family not in told


@on_the_demo
def test_the_front_desk_is_refused_with_a_sentence(demo_record: str) -> None:
    app = page(clinic.DESK)
    (error,) = errors(app)
    assert error.startswith("Your account may not see numbers")
    assert not pictures(app)


@on_the_demo
def test_junk_in_the_address_is_passed_over(demo_record: str) -> None:
    junk = {
        "period": "'; DROP",
        "per": "<b>",
        "of": "\u202e",
        "route": "x",
        "with": "0",
        "site": "-1",
    }
    app = page(clinic.DOCTOR, **junk)
    assert errors(app) == []
    assert "Spravato" in said(app)
    wrong = page(clinic.DOCTOR, open="term-nausea-g7")
    assert "names no number of this page" in "".join(errors(wrong))


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_an_empty_clinic_says_so(record: str) -> None:
    made.put(OrganisationMeta(id=1, name="Empty", demonstration=True, anchor_day=demo.today()))
    made.site()
    for initials, role in (("ML", Role.PRACTITIONER), ("PR", Role.MANAGER)):
        first = {"ML": "mara", "PR": "priya"}[initials]
        email = next(each for each in VIEW_AS if each.startswith(first))
        made.member(role, initials=initials, name=initials, email=email)
    for initials in ("ML", "PR"):
        app = page(initials)
        assert errors(app) == []
        assert "Nobody was given a dose" in said(app)
        assert "No serious event is recorded" in said(app)
        assert not pictures(app)
