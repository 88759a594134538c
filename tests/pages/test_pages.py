"""The pages as each of the six people meets them: what is shown, and what is nowhere in it."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from data import reference
from data.tables import Patient, PatientFact
from data.tables.vocabulary import Stage
from pages.widgets import caseload_table
from services import exports
from tests import clinic
from tests.pages.opening import Open, errors, everything, show

PATIENTS, PATIENT = "pages/care/patients.py", "pages/care/patient.py"
INTAKE = "pages/care/intake.py"
OUTCOMES = "pages/insight/outcomes.py"
SIDE_EFFECTS = "pages/insight/side_effects.py"
UTILIZATION, REPORTS = "pages/insight/utilization.py", "pages/insight/reports.py"
EXCHANGE, PROFILE = "pages/team/exchange.py", "pages/account/profile.py"
INSIGHT = {OUTCOMES, SIDE_EFFECTS, UTILIZATION, REPORTS}
ALL = {PATIENTS, PATIENT, INTAKE, *INSIGHT, EXCHANGE, PROFILE}
MAY_OPEN = {
    clinic.DOCTOR: ALL,
    clinic.NURSE: ALL,
    clinic.DESK: {PATIENTS, PATIENT, INTAKE, PROFILE},
    clinic.MANAGER: {PATIENTS, *INSIGHT, PROFILE},
    clinic.ADMINISTRATOR: {EXCHANGE, PROFILE},
    clinic.OWNER: ALL,
}
ON_THE_MENU = {
    PATIENTS: "Patients",
    INTAKE: "Intake",
    OUTCOMES: "Outcomes",
    SIDE_EFFECTS: "Side effects",
    UTILIZATION: "Utilization",
    REPORTS: "Reports",
    EXCHANGE: "Exchange",
    PROFILE: "Profile",
}
NOT_FOR_THE_DESK = (
    *("PHQ", "GAD", "Item 9", "item9", "Up 5", "No score", "baseline", "mmHg", "MOAA"),
    *("Blood pressure", "lorazepam", "Lorazepam", "Penicillin", "attention", " mg"),
)

pytestmark = pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)


@pytest.fixture
def page(demo_record: str) -> Open:
    """Opens a page as somebody, with words in the address."""
    return show


def menu(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.sidebar.get("page_link")]


def okafor() -> str:
    return str(clinic.named("Okafor"))


@pytest.mark.parametrize("initials", clinic.SIX)
def test_each_person_sees_their_own_menu(page: Open, initials: str) -> None:
    expected = [words for path, words in ON_THE_MENU.items() if path in MAY_OPEN[initials]]
    assert menu(page(initials)) == expected


@pytest.mark.parametrize("initials", clinic.SIX)
def test_every_page_a_person_has_runs_and_every_other_is_a_sentence(
    page: Open, initials: str
) -> None:
    ada = okafor()
    for path in sorted(MAY_OPEN[initials]):
        app = page(initials, path, id=ada)
        # Ada's item 9 is 2, and nobody has assessed the risk: whoever sees scores sees that first.
        assert [error for error in errors(app) if "Assess risk now" not in error] == []
        assert len(app.title) == 1, path
    for path in sorted(ALL - MAY_OPEN[initials]):
        refused = clinic.audited("refused")
        app = page(initials, path, id=ada)
        (said,) = errors(app)
        assert said.startswith("Your account may not"), path
        assert len(app.title) == 0
        assert clinic.audited("refused") > refused


@pytest.mark.parametrize("initials", clinic.SIX)
def test_every_page_says_that_its_people_are_invented(page: Open, initials: str) -> None:
    assert "Demonstration data" in "".join(mark.value for mark in page(initials).sidebar.markdown)


def test_the_caseload_opens_on_a_clinician_s_own_patients(page: Open) -> None:
    app = page(clinic.DOCTOR)
    rows = app.dataframe[0].value
    doctor = clinic.user(clinic.DOCTOR)
    assert set(rows["with"]) == {doctor.name.split()[-1]}
    select = sa.select(PatientFact.patient_id).where(PatientFact.practitioner_id == doctor.id)
    assert 0 < len(rows) < len(clinic.rows(select))
    assert app.title[0].value == "Patients"
    assert {"Induction", "Maintenance"} & set(rows["stage"])


def test_a_clinician_without_patients_sees_everybody_s(page: Open) -> None:
    rows = page(clinic.NURSE).dataframe[0].value
    assert len(set(rows["with"])) > 1
    assert "Okafor, Ada" in set(rows["patient"])


def test_scores_flags_and_the_course_are_on_a_clinician_s_screen(page: Open) -> None:
    rows = page(clinic.NURSE).dataframe[0].value.set_index("patient")
    ada = rows.loc["Okafor, Ada"]
    assert (ada["phq9"], str(ada["item9"])) == (17, "2")
    assert list(ada["course"])[-3:] == [9, 12, 17]
    assert list(ada["flags"])[:2] == ["Item 9", "Up 5+"]


def test_the_front_desk_s_caseload_has_no_score_anywhere(page: Open) -> None:
    app = page(clinic.DESK)
    rows = app.dataframe[0].value
    assert list(rows["patient"])
    assert set(caseload_table.FRONT_DESK) <= set(rows.columns)
    assert {"phq9", "change", "item9", "course", "scored"}.isdisjoint(rows.columns)
    told = everything(app)
    assert "On hold" in told
    for word in NOT_FOR_THE_DESK:
        assert word not in told, word
    assert "PHQ" in everything(page(clinic.NURSE))


def test_no_address_gets_a_score_order_or_flag_onto_the_front_desk_s_screen(page: Open) -> None:
    bare = page(clinic.DESK)
    asked = page(clinic.DESK, flag=["item9", "rising", "unscored"], order="score")
    assert list(asked.dataframe[0].value["patient"]) == list(bare.dataframe[0].value["patient"])
    assert asked.session_state["order"] == bare.session_state["order"]


def test_a_manager_sees_numbers_and_no_name(page: Open) -> None:
    app = page(clinic.MANAGER)
    (table,) = [element.value for element in app.dataframe]
    assert set(table.columns) <= {"Stage", "IV ketamine", "Spravato", "Route not decided", "All"}
    told = everything(app)
    for (family,) in clinic.rows(
        sa.select(Patient.family).where(sa.func.length(Patient.family) > 4)
    ):
        assert family not in told
    assert not app.get("text_input")


def test_the_filters_of_the_address_are_applied(page: Open) -> None:
    app = page(clinic.NURSE, stage=["induction", "review"], route="iv", order="name")
    rows = app.dataframe[0].value
    assert set(rows["stage"]) <= {"Induction", "Review"}
    assert set(rows["route"]) == {"IV ketamine"}
    assert list(rows["patient"]) == sorted(rows["patient"])
    assert app.session_state["order"] == "name"


def test_words_in_the_address_that_mean_nothing_are_passed_over(page: Open) -> None:
    nonsense = {
        "stage": ["nonsense", "'; DROP TABLE patient", "induction"],
        "with": "00000000-0000-0000-0000-000000000000",
        "route": "<script>",
        "site": "99999999999999999999",
        "flag": "\u202e",
        "order": "0",
        "id": "x",
        "foreign": "1",
    }
    app = page(clinic.NURSE, **nonsense)
    assert set(app.dataframe[0].value["stage"]) == {"Induction"}
    assert errors(app) == []


def test_a_click_that_still_carries_the_old_address_undoes_nothing(page: Open) -> None:
    app = page(clinic.NURSE, stage="induction", order="name")
    before = dict(app.query_params)
    app.selectbox(key="route").set_value("iv").run()
    app.query_params.clear()
    app.query_params.update(before)
    app.selectbox(key="order").set_value("next").run()
    assert set(app.dataframe[0].value["route"]) == {"IV ketamine"}
    assert app.query_params["route"] == "iv"


def test_a_search_finds_and_never_stands_in_the_address(page: Open) -> None:
    app = page(clinic.DOCTOR)
    app.text_input(key="typed").set_value("okafor").run()
    assert list(app.dataframe[0].value["patient"]) == ["Okafor, Ada"]
    assert "okafor" not in str(app.query_params).lower()


@pytest.mark.parametrize("typed", ["nobody is called so", "x" * 10_000, "' OR 1=1 --", "\0"])
def test_a_search_that_finds_nobody_says_so(page: Open, typed: str) -> None:
    app = page(clinic.DOCTOR)
    app.text_input(key="typed").set_value(typed).run()
    assert not app.exception
    if app.dataframe:
        assert typed == "\0"
    else:
        assert [note.value for note in app.info] == ["No patients match."]


def test_filters_can_be_cleared(page: Open) -> None:
    app = page(clinic.DOCTOR)
    app.text_input(key="typed").set_value("nobody is called so").run()
    (clear,) = [button for button in app.button if button.label == "Clear filters"]
    clear.click().run()
    assert not app.exception
    assert len(app.dataframe[0].value)


def test_the_copies_have_the_headings_of_the_screen(page: Open) -> None:
    for columns, clinical in ((caseload_table.CLINICAL, True), (caseload_table.FRONT_DESK, False)):
        names = [
            name
            for name in exports.HEADINGS
            if name in columns and not (clinical and name in exports.FRONT_DESK_ONLY)
        ]
        assert names == list(columns)


def test_a_patient_is_opened_by_the_address(page: Open) -> None:
    app = page(clinic.DOCTOR, PATIENT, id=okafor())
    assert app.title[0].value == "Okafor, Ada"
    told = everything(app)
    for words in ("Continuation", "Spravato", "Allergy: Penicillin", "Interacts: Lorazepam"):
        assert words in told
    assert [tab.label.split()[0] for tab in app.tabs] == [
        *("Sessions", "Side", "Assessments", "Readings"),
        *("Screening", "Care", "Stages", "Course"),
    ]
    assert "17 (9 of 9)" in told
    assert len(app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({}, "This address names no patient."),
        ({"id": "junk"}, "This address names no patient."),
        ({"id": "../../etc/passwd"}, "This address names no patient."),
        ({"id": "' OR 1=1 --"}, "This address names no patient."),
        ({"id": str(uuid4())}, "There is no such patient."),
    ],
)
@pytest.mark.parametrize("initials", [clinic.DOCTOR, clinic.DESK])
def test_an_address_that_names_nobody_gets_a_sentence(
    page: Open, initials: str, address: dict[str, str], said: str
) -> None:
    (told,) = errors(page(initials, PATIENT, **address))
    assert told.startswith(said)
    assert "Patients" in told


def test_foreign_words_in_a_patient_s_address_do_no_harm(page: Open) -> None:
    app = page(clinic.DOCTOR, PATIENT, id=okafor(), stage="lost", order="x", embed_options="y")
    assert app.title[0].value == "Okafor, Ada"
    assert errors(app) == []


def test_the_front_desk_s_patient_page_has_nothing_of_the_chart(page: Open) -> None:
    app = page(clinic.DESK, PATIENT, id=okafor())
    assert app.title[0].value == "Okafor, Ada"
    assert (len(app.dataframe), len(app.tabs)) == (0, 0)
    told = everything(app)
    assert "Continuation" in told
    assert "Phone" in told
    for word in NOT_FOR_THE_DESK:
        assert word not in told, word


def test_somebody_without_an_episode_has_a_page(page: Open) -> None:
    person = clinic.patient("Newcomer", "Nell")
    clinic.keep(person)
    for initials in (clinic.DOCTOR, clinic.DESK):
        app = page(initials, PATIENT, id=str(person.id))
        assert errors(app) == []
        assert "No episode" in everything(app)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", r"\<script\>alert\(1\)\</script\>"),
        ("\u202etfel", r"\[U\+202E\]tfel"),
        ("*b* `c` $d$ :red[e]", r"\*b\* \`c\` \$d\$ \:red\[e\]"),
        ("[x](http://y.example)", r"\[x\]\(http\://y\.example\)"),
    ],
)
def test_a_name_is_shown_as_it_was_written_and_never_as_markup(
    page: Open, name: str, shown: str
) -> None:
    person = clinic.patient(name, "")
    clinic.keep(person, *clinic.episode(person.id, Stage.INDUCTION))
    app = page(clinic.DOCTOR, PATIENT, id=str(person.id))
    assert app.title[0].value == shown
    listed = page(clinic.NURSE, order="name", stage="induction").dataframe[0].value["patient"]
    assert "\u202e" not in "".join(listed)


@pytest.mark.parametrize("initials", [clinic.DOCTOR, clinic.DESK])
def test_a_questionnaire_opens_with_its_wording_and_nothing_to_save_yet(
    page: Open, initials: str
) -> None:
    """What happens in the form is tested in a browser: a run of AppTest closes the dialog."""
    app = page(initials, PATIENT, id=okafor())
    next(button for button in app.button if button.label == "Add score").click().run()
    assert not app.exception
    told = everything(app)
    for item in reference.instrument("phq9").items:
        assert (item.wording or "")[:40] in told
    assert "0 of 9 answered." in told
    assert [button.disabled for button in app.button if button.label == "Save"] == [True]
    keys = [button.key for button in app.button if button.key and button.key.startswith("key-")]
    assert keys == [f"key-{n}" for n in range(4)]


def test_another_person_chosen_sees_their_own_pages(page: Open) -> None:
    app = page(clinic.DOCTOR)
    app.selectbox(key="view_as").set_value(clinic.DESK).run()
    assert not app.exception
    assert menu(app) == ["Patients", "Intake", "Profile"]
    assert "phq9" not in app.dataframe[0].value


def test_a_profile_says_what_one_may_do(page: Open) -> None:
    told = everything(page(clinic.MANAGER, PROFILE))
    assert "see numbers without names" in told
    assert "enter a questionnaire" not in told
