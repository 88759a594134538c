"""The page of reports, and the summary beside a patient's name."""

import pytest
from streamlit.testing.v1 import AppTest

from tests import clinic
from tests.pages.opening import Open, errors, everything, show

PATIENT, REPORTS = "pages/care/patient.py", "pages/insight/reports.py"

pytestmark = pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)


@pytest.fixture
def page(demo_record: str) -> Open:
    """Opens a page as somebody."""
    return show


def downloads(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run(timeout=90)
    assert not app.exception
    return app


def test_a_report_is_of_last_month_unless_another_is_chosen(page: Open) -> None:
    app = page(clinic.MANAGER, REPORTS)
    assert app.title[0].value == "Reports"
    assert errors(app) == []
    month = app.selectbox(key="report_span")
    assert month.value == month.options[0]
    assert "both routes" in everything(app)
    assert downloads(app) == []


def test_a_report_that_was_made_can_be_taken_until_something_else_is_chosen(page: Open) -> None:
    app = press(page(clinic.MANAGER, REPORTS), "Make report")
    (label,) = downloads(app)
    assert label.startswith("Download, ")
    assert "hides counts of 1 to 10" in everything(app)
    assert clinic.audited("export_numbers") == 1
    app.selectbox(key="insight_route").set_value("iv").run()
    assert downloads(app) == []
    assert clinic.audited("export_numbers") == 1


def test_a_report_is_not_offered_to_the_next_who_looks(page: Open) -> None:
    app = press(page(clinic.MANAGER, REPORTS), "Make report")
    app.selectbox(key="view_as").set_value(clinic.DOCTOR).run()
    assert downloads(app) == []


def test_a_clinician_s_copies_of_a_patient_are_made_only_when_asked_for(page: Open) -> None:
    app = page(clinic.DOCTOR, PATIENT, id=str(clinic.named("Okafor")))
    for words in ("Summary (PDF)", "Everything as FHIR", "Everything to read"):
        assert words in downloads(app)
    assert clinic.audited("export_patient") == 0


def test_the_front_desk_is_offered_no_copy(page: Open) -> None:
    assert downloads(page(clinic.DESK, PATIENT, id=str(clinic.named("Okafor")))) == []
