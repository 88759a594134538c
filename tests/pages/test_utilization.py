"""The utilization page as each person meets it, and what it says where there is little to say."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.queries.insight import chairs as chair_queries
from data.tables import Appointment, OrganisationMeta, Patient, PatientFact
from data.tables.base import now
from data.tables.vocabulary import Role
from services import demo
from tests import clinic, made
from tests.pages.opening import errors, everything, show

UTILIZATION = "pages/insight/utilization.py"
TILES = [
    *("Chair use, actual", "No-show", "Inquiry to first dose", "Third next available"),
    *("Induction completed", "REMS on time"),
]

on_sqlite = pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Figures are kept by the version of the record, which copies of one record share."""
    st.cache_data.clear()


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@on_sqlite
def test_a_clinician_sees_every_figure_with_what_it_is_of(demo_record: str) -> None:
    app = show(clinic.DOCTOR, UTILIZATION, period="all")
    assert errors(app) == []
    assert list(metrics(app)) == TILES
    assert all(metric.delta for metric in app.metric)
    told = everything(app)
    for words in ("visits given", "chair-hours available", "clinic days", "How each is counted"):
        assert words in told
    figures = next(t.value for t in app.dataframe if "Figure" in t.value)
    assert len(figures) == 19
    assert figures["Value"].ne("").all()
    assert "number" not in figures
    assert len(app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")) == 9


@on_sqlite
def test_the_table_and_the_tiles_say_the_same(demo_record: str) -> None:
    app = show(clinic.OWNER, UTILIZATION, period="12m")
    figures = next(t.value for t in app.dataframe if "Figure" in t.value)
    values = dict(zip(figures["Figure"], figures["Value"], strict=True))
    shown = metrics(app)
    for tile, figure in (
        ("No-show", "No-show"),
        ("REMS on time", "REMS forms on time"),
        ("Induction completed", "Induction completed"),
        ("Chair use, actual", "Chair use, actual"),
    ):
        assert shown[tile] == values[figure]


@on_sqlite
@pytest.mark.parametrize("by", ["route", "practitioner", "site", "chair", "month", "week"])
def test_it_can_be_compared_by(demo_record: str, by: str) -> None:
    app = show(clinic.NURSE, UTILIZATION, period="12m", by=by)
    assert errors(app) == []
    assert app.session_state["utilization_by"] == by
    assert [t for t in app.dataframe if by.capitalize() in t.value]


@on_sqlite
@pytest.mark.parametrize("by", ["route", "practitioner", "month", "week"])
def test_a_manager_is_sent_no_name_and_no_small_count(demo_record: str, by: str) -> None:
    app = show(clinic.MANAGER, UTILIZATION, period="all", by=by)
    assert errors(app) == []
    assert app.session_state["utilization_by"] == ("route" if by == "week" else by)
    told = everything(app)
    families = clinic.rows(sa.select(Patient.family).where(sa.func.length(Patient.family) > 4))
    team = "Lindqvist Delgado Whitfield Raman Becker Achterberg Varga Osei"
    assert [name for (name,) in families if name in told and name not in team] == []
    assert "hidden" in told


@on_sqlite
@pytest.mark.parametrize("initials", [clinic.DESK, clinic.ADMINISTRATOR])
def test_those_who_see_no_numbers_are_refused(demo_record: str, initials: str) -> None:
    app = show(initials, UTILIZATION, period="all")
    (said,) = errors(app)
    assert said.startswith("Your account may not")
    assert len(app.metric) == 0


@on_sqlite
def test_a_number_opens_to_its_people(demo_record: str) -> None:
    app = show(clinic.DOCTOR, UTILIZATION, period="all", open="fate-no_show")
    (rows,) = [table.value for table in app.dataframe if "Patient" in table.value]
    told = everything(app)
    assert f"**{len(rows)} of " in told
    assert "cancelled late by the patient" in told
    assert set(rows["Status"]) == {"no show"}
    assert app.query_params["open"] == "fate-no_show"


@on_sqlite
def test_for_a_manager_it_opens_to_counts_alone(demo_record: str) -> None:
    app = show(clinic.MANAGER, UTILIZATION, period="all", open="fate-no_show")
    assert errors(app) == []
    assert [table for table in app.dataframe if "Patient" in table.value] == []
    assert "Names are for the care team" in everything(app)


@on_sqlite
@pytest.mark.parametrize("number", ["nonsense", "chair-x", "cell-9-9", "' OR 1=1 --"])
def test_a_number_there_is_not_is_a_sentence(demo_record: str, number: str) -> None:
    app = show(clinic.DOCTOR, UTILIZATION, period="all", open=number)
    (said,) = errors(app)
    assert said.endswith(".")


@on_sqlite
def test_words_in_the_address_that_mean_nothing_are_passed_over(demo_record: str) -> None:
    app = show(
        clinic.DOCTOR,
        UTILIZATION,
        period="yesterday",
        route=["x", "iv"],
        site="-1",
        by="<b>",
        line="9",
        **{"with": "nobody"},
    )
    assert errors(app) == []
    assert app.session_state["utilization_by"] == "route"
    assert app.session_state["utilization_line"] == "weekday"


@on_sqlite
def test_a_filter_that_matches_nobody_is_a_sentence(demo_record: str) -> None:
    made.sql("DELETE FROM visit_fact WHERE route = 'iv'")
    made.sql("DELETE FROM episode_fact WHERE route = 'iv'")
    app = show(clinic.DOCTOR, UTILIZATION, period="3m", route="iv")
    assert errors(app) == []
    told = everything(app)
    assert metrics(app)["No-show"] == "not known"
    assert "No visit of this period and filter can be counted." in told
    assert "No session of this period and filter has noted times." in told


@on_sqlite
def test_without_opening_hours_chair_use_is_not_known(demo_record: str) -> None:
    made.sql("UPDATE site SET opening_hours = '{}'")
    app = show(clinic.DOCTOR, UTILIZATION, period="all")
    assert errors(app) == []
    assert metrics(app)["Chair use, actual"] == "not known"
    assert metrics(app)["Third next available"] == "not known"
    told = everything(app)
    assert "Without opening hours: Cedar Lane." in told
    assert metrics(app)["No-show"].endswith("%")


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_an_empty_clinic_has_sentences_and_no_number(record: str) -> None:
    made.put(OrganisationMeta(name="Empty", demonstration=True, anchor_day=demo.today()))
    made.site()
    email = next(each for each in demo.demo.VIEW_AS if each.startswith("mara"))
    made.member(Role.PRACTITIONER, name="ML", initials="ML", email=email)
    app = show(clinic.DOCTOR, UTILIZATION, period="all")
    assert errors(app) == []
    assert metrics(app) == dict.fromkeys(TILES, "not known")


@on_sqlite
def test_what_is_dated_ahead_is_not_counted_yet(demo_record: str) -> None:
    before = show(clinic.DOCTOR, UTILIZATION, period="all")
    patient, episode = clinic.rows(
        sa.select(PatientFact.patient_id, PatientFact.episode_id).where(
            PatientFact.episode_id.is_not(None)
        )
    )[0]
    starts = now() + timedelta(days=3)
    clinic.keep(
        Appointment(
            episode_id=episode,
            patient_id=patient,
            site_id=1,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            status="no_show",
            holds=False,
        )
    )
    assert metrics(show(clinic.DOCTOR, UTILIZATION, period="all")) == metrics(before)


@on_sqlite
def test_another_row_of_the_heat_table_asks_for_nothing_else_again(
    demo_record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for query in ("used", "used_by_hour", "stays", "overruns", "overlaps"):
        own = getattr(chair_queries, query)

        def noted(*given: object, query: str = query, own: Any = own) -> Any:
            asked.append(query)
            return own(*given)

        monkeypatch.setattr(chair_queries, query, noted)
    app = show(clinic.OWNER, UTILIZATION, period="12m")
    assert set(asked) == {"used", "used_by_hour", "stays", "overruns", "overlaps"}
    asked.clear()
    next(each for each in app.button_group if each.label == "Rows").set_value("chair").run()
    assert errors(app) == []
    assert set(asked) == {"used_by_hour"}
