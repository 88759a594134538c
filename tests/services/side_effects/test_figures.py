"""What figures of side effects say: of nothing, of one, of marks beside patients only."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from data.queries.insight.doses import Column
from data.queries.insight.effects import Per
from data.reference.safety import safety
from data.reference.side_effects import side_effects
from data.tables import SideEffect, Vital
from data.tables.base import now
from data.tables.vocabulary import Moment, Role, Route
from services.access import User
from services.charts.theme import DARK, LIGHT
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.refusals import NotFound
from services.side_effects import (
    columns,
    medicines,
    opening,
    overview,
    pressure,
    published,
    serious,
    terms,
    timing,
)
from tests import clinic, made
from tests.services.side_effects.comparing import ground_of


def figures(user: User, ground: Ground) -> list[Figure]:
    return [
        *(terms.figure(user, ground, per) for per in Per),
        *(columns.figure(user, ground, column) for column in Column),
        timing.figure(user, ground),
        *(pressure.figure(user, ground, which) for which in safety().pressures),
        medicines.figure(user, ground),
        serious.figure(user, ground),
    ]


@pytest.fixture
def doctor(looked_at: str) -> User:
    return clinic.user(clinic.DOCTOR)


@pytest.mark.parametrize("route", Route)
def test_every_figure_has_a_twin_as_a_table_and_a_sentence(doctor: User, route: Route) -> None:
    ground = ground_of(doctor, route)
    for figure in figures(doctor, ground):
        assert figure.title
        assert set(figure.definitions) <= set(safety().definitions)
        assert not figure.table.empty or figure.caption
        if figure.picture is not None:
            assert figure.alt.endswith(".")
            for palette in (LIGHT, DARK):
                spec = figure.picture(palette=palette).to_dict()
                assert spec["title"]["text"] == figure.title
                assert len(spec["title"]["subtitle"]) <= 75
                opens = [each for each in spec["params"] if each["name"] == "open"]
                assert opens[0]["select"]["fields"] == ["number"]
                assert marks(spec) < 2000


def marks(spec: dict[str, Any]) -> int:
    sizes = {name: len(rows) for name, rows in spec["datasets"].items()}
    return sum(sizes[layer["data"]["name"]] for layer in spec["layer"] if "data" in layer)


def test_every_number_of_a_picture_opens(doctor: User) -> None:
    ground = ground_of(doctor, Route.NASAL)
    for figure in figures(doctor, ground):
        if figure.picture is None:
            continue
        spec = figure.picture(palette=LIGHT).to_dict()
        rows = [row for data in spec["datasets"].values() for row in data]
        numbers = {row["number"] for row in rows if "-" in str(row.get("number"))}
        assert numbers
        for number in numbers:
            found = opening.find(doctor, ground, number)
            assert found.rows is not None
            assert len(found.rows) == found.n


def test_every_row_of_a_table_opens(doctor: User) -> None:
    ground = ground_of(doctor, Route.NASAL)
    tables = [figure.table for figure in figures(doctor, ground)[:-1]]
    assert len(tables[0]) > terms.MOST, "some are too rare for the picture"
    for table in tables:
        for number in table["number"]:
            found = opening.find(doctor, ground, number)
            assert found.rows is not None
            assert len(found.rows) == found.n
    assert [opening.find(doctor, ground, number).n for number in tables[0]["number"]] == [
        int(each.split()[0].replace(",", "")) for each in tables[0]["Patients"]
    ]


@pytest.mark.parametrize(
    "number",
    [
        *("", "term", "term-", "term-nausea-g9", "term-no_such_effect", "number-9-nausea"),
        *("rise-systolic-3", "rise-systolic-900", "medicine-nothing", "times-nothing", "x" * 999),
        *("term-nausea'; DROP TABLE patient", "number-0-any-any", "dose-8-any", "peak-mean"),
    ],
)
def test_an_address_that_names_no_number_is_a_sentence(doctor: User, number: str) -> None:
    with pytest.raises(NotFound, match=r"Choose (one|another)"):
        opening.find(doctor, ground_of(doctor, Route.NASAL), number)


def test_published_rates_stand_beside_patients_of_their_route_only(doctor: User) -> None:
    ground = ground_of(doctor, Route.NASAL)
    own = published.marks(ground, Per.PATIENTS, ["nausea", "dissociation", "not_a_term"])
    assert set(own["source"]) == {"label_trd", "transform1"}
    assert set(own["shape"]) == {"tick", "diamond"}
    assert published.marks(ground, Per.SESSIONS, ["nausea"]).empty
    iv = published.marks(ground_of(doctor, Route.IV), Per.PATIENTS, ["nausea"])
    assert list(iv["source"]) == ["ketect"]
    said = terms.figure(doctor, ground, Per.PATIENTS).caption
    assert "n 346" in said
    assert "n 231" in said
    assert "n 346" not in terms.figure(doctor, ground, Per.SESSIONS).caption
    sources = {source.id: source for source in side_effects().sources}
    for studies in safety().published.values():
        for study in studies:
            assert study.words.endswith(f"n {sources[study.source].n}")


def test_grave_effects_come_last_and_the_commonest_first(doctor: User) -> None:
    rows = terms.terms(doctor, ground_of(doctor, Route.NASAL), Per.PATIENTS).rows
    grave = [row.grave for row in rows]
    assert grave == sorted(grave)
    for kind in (False, True):
        counts = [row.rate.k or 0 for row in rows if row.grave is kind]
        assert counts == sorted(counts, reverse=True)


def test_nothing_is_said_of_nobody(record: str) -> None:
    made.site()
    user = made.user(Role.PRACTITIONER)
    for route in Route:
        ground = ground_of(user, route)
        found = overview.overview(user, ground)
        assert overview.nobody(found)
        assert "Nobody was given a dose" in overview.sentence(found, "all time")
        for figure in figures(user, ground):
            assert figure.picture is None
            assert figure.caption


def test_one_patient_with_no_grade_and_no_reading(record: str) -> None:
    made.site()
    user = made.user(Role.PRACTITIONER)
    patient = made.patient()
    episode = made.episode(patient, route=Route.IV)
    visit = made.dosing(patient, episode, made.NOON)
    told = {"patient_id": patient, "happened_at": made.NOON + timedelta(minutes=5)}
    clinic.keep(
        SideEffect(term="nausea", session_id=visit, **told),
        SideEffect(term="nausea", serious=True, **told),
        SideEffect(
            term="nausea",
            patient_id=patient,
            happened_at=made.NOON - timedelta(days=3),
            serious=True,
        ),
        Vital(moment=Moment.FORTY, sbp=150, dbp=90, session_id=visit, **told),
    )
    ground = ground_of(user, Route.IV)
    found = overview.overview(user, ground)
    assert (found.patients.k, found.patients.n, found.between, found.unplaced) == (1, 1, 1, 1)
    assert "Left out: 1 effect without a dose before" in overview.sentence(found, "all time")
    (row,) = terms.terms(user, ground, Per.PATIENTS).rows
    assert row.grades == {1: 0, 2: 0, 3: 0, 0: 1}
    figure = terms.figure(user, ground, Per.PATIENTS)
    assert figure.picture is not None
    assert list(figure.table["Grade not given"]) == ["1"]
    assert list(figure.table["Patients"]) == ["1 of 1"]
    rises = pressure.figure(user, ground, "systolic")
    assert rises.picture is None
    assert "No session has a reading before" in rises.caption
    assert opening.find(user, ground, "rise-systolic-unread").n == 1
    # Serious events are listed with a dose before them or without.
    (now, before) = serious.figure(user, ground_all(user)).table["Session"]
    assert (now, before) == ("Between sessions", "Between sessions")


def ground_all(user: User) -> Ground:
    ground = ground_of(user, Route.IV)
    return replace(ground, view=replace(ground.view, route=None))


def test_a_report_is_due_a_day_after_and_then_late(doctor: User) -> None:
    ground = ground_of(doctor, Route.NASAL)
    noon = clinic.local(f"{ground.today} 12:00")
    assert serious.state(noon - timedelta(days=1), None, ground) == "Not yet: due today 12:00"
    assert serious.state(noon - timedelta(days=2), None, ground) == "Not yet: 1 day late"
    assert serious.state(noon, None, ground).startswith("Not yet: due ")
    assert serious.state(noon, noon, ground).startswith("Reported ")


def test_a_small_share_never_reads_as_nothing() -> None:
    assert terms.share_words(Rate(1, 1000)) == "<1 %"
    assert terms.share_words(Rate(0, 1000)) == "0 %"
    assert terms.share_words(Rate(1, 7)) == "1 of 7"
    assert terms.share_words(Rate(None, None)) == "hidden"


def test_what_lies_in_the_future_is_not_counted(record: str) -> None:
    made.site()
    user = made.user(Role.PRACTITIONER)
    patient = made.patient()
    episode = made.episode(patient, route=Route.NASAL)
    ahead = now() + timedelta(days=40)
    visit = made.dosing(patient, episode, ahead)
    clinic.keep(SideEffect(patient_id=patient, term="nausea", session_id=visit, happened_at=ahead))
    ground = ground_of(user, Route.NASAL)
    today = replace(ground, view=replace(ground.view, until=ground.today))
    assert overview.overview(user, ground).patients.k == 1
    assert overview.nobody(overview.overview(user, today))
    assert terms.terms(user, today, Per.PATIENTS).rows == ()


def test_serious_events_and_those_not_reported_are_said(doctor: User) -> None:
    ground = ground_all(doctor)
    table = serious.figure(doctor, ground).table
    assert "Patient" not in table
    per_route = [
        overview.overview(doctor, replace(ground, view=replace(ground.view, route=route)))
        for route in Route
    ]
    assert sum(found.serious or 0 for found in per_route) == len(table)
    late = table["Report"].str.startswith("Not yet").sum()
    assert sum(found.unreported or 0 for found in per_route) == late
    said = [overview.sentence(found, "all time") for found in per_route if found.serious]
    assert all("not yet reported: " in words for words in said)
