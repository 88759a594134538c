"""While the record does not open, every page is one sentence."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import clinic

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"


def the_only_sentence() -> str:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=30).run()
    assert not app.exception
    assert not app.dataframe
    assert not app.sidebar.get("page_link")
    (error,) = app.error
    assert error.value.endswith(".")
    return str(error.value)


def test_a_record_of_real_people_stays_closed_without_sign_in(record: str) -> None:
    clinic.keep(clinic.patient("Okafor", "Ada"))
    assert the_only_sentence().startswith("This record is not marked as a demonstration")


@pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)
def test_a_demonstration_is_not_served_to_other_addresses(
    demo_record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_ORIGINS", "https://clinic.example")
    assert "opens only on this machine" in the_only_sentence()


def test_a_missing_file_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'gone.db'}")
    assert "python3 manage.py start" in the_only_sentence()
    assert not (tmp_path / "gone.db").exists()


def test_a_server_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert the_only_sentence().startswith("The record cannot be reached now.")


@pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)
def test_a_file_lost_between_two_clicks_is_noticed(demo_record: str) -> None:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=30).run()
    assert app.dataframe
    Path(demo_record.removeprefix("sqlite:///")).unlink()
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert not app.dataframe
