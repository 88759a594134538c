"""A whole clinic out and in again: the same rows, the same facts, the same chain."""

import csv
import hashlib
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from data import database, migrate
from data.formats.whole import manifest as manifests
from data.queries import whole
from data.tables import Audit, Chair, Patient, PatientIdentifier, Vital
from services import audit
from services.access import SYSTEM, Action
from services.acting import acting
from services.refusals import BadInput, Conflict, Refusal
from services.takeout import clinic as clinics
from tests import clinic, made
from tests.conftest import Templates
from tests.made import Clinic
from tests.random_clinic import examples
from tests.random_course import Course, Event, events
from tests.services.takeout import copies

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
SQLITE = pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_numbers = count()


def engine_of(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql"


def faults() -> list[str]:
    with Session(database.engine()) as session:
        return audit.faults(session)


# There and back


def test_the_demo_clinic_comes_back_the_same_and_goes_on(
    demo_record: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    clinic.keep(clinic.patient(' =1+1\\"\r\n,', "", mrn="", phone="\\N"))
    folder = copies.export(tmp_path / "out")
    before, chain = copies.held(), made.rows("audit")
    with (
        copies.new_record(request, engine_of(demo_record), tmp_path / "new") as url,
        copies.named(url),
    ):
        copies.load(folder)
        assert copies.differing(before) == {}
        assert [row for row in made.rows("audit") if row in chain] == chain
        assert len(made.rows("audit")) == len(chain) + 1
        assert faults() == []
        clinic.keep(clinic.patient("After", "Amy"))
        made.put(PatientIdentifier(patient_id=clinic.named("After"), system="urn:a", value="1"))
        made.put(Vital(patient_id=clinic.named("After"), sbp=120, happened_at=made.NOON))


def test_a_clinic_moves_from_one_database_to_the_other(
    demo_record: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    there = copies.export(tmp_path / "there")
    with (
        copies.new_record(request, OTHER[engine_of(demo_record)], tmp_path / "new") as url,
        copies.named(url),
    ):
        copies.load(there)
        back = copies.export(tmp_path / "back")
        assert faults() == []
    for table in map(whole.table_of, whole.models()):
        name = clinics.file_of(table)
        if table.name not in copies.AUDIT:
            assert (back / name).read_bytes() == (there / name).read_bytes(), name


@pytest.fixture
def two(record: str) -> Clinic:
    return made.clinic()


Told = list[tuple[list[Event], str, str]]
told = st.lists(st.tuples(events, texts, texts), min_size=1, max_size=3)


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
@examples(15)
@given(people=told)
def test_any_clinic_comes_back_the_same(
    two: Clinic, request: pytest.FixtureRequest, tmp_path: Path, people: Told
) -> None:
    there_and_back(request, "sqlite", tmp_path, people)


@pytest.mark.parametrize("record", ["postgresql"], indirect=True)
@examples(3)
@given(people=told)
def test_on_postgresql_too_any_clinic_comes_back_the_same(
    two: Clinic, request: pytest.FixtureRequest, tmp_path: Path, people: Told
) -> None:
    there_and_back(request, "postgresql", tmp_path, people)


def there_and_back(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path, people: Told
) -> None:
    """Entries cannot be deleted, so the clinic grows from example to example."""
    number = next(_numbers)
    for happenings, family, note in people:
        patient = made.patient(family=family, preferred_name=note, search_family=family)
        episode = made.episode(patient)
        with Session(database.engine()) as session:
            course = Course(session, patient, episode)
            for happen in happenings:
                happen(course)
            session.commit()
    clinic.keep()
    folder = copies.export(tmp_path / f"out-{number}")
    before = copies.held()
    with (
        copies.new_record(request, engine, tmp_path / f"new-{number}") as url,
        copies.named(url),
    ):
        copies.load(folder)
        assert copies.differing(before) == {}
        assert faults() == []


def test_entries_and_members_may_refer_to_rows_that_come_later(
    record: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    last = made.member()
    first = made.patient(id=UUID("00000000-0000-7000-8000-000000000001"), updated_by=last.id)
    late = made.patient(id=UUID("f0000000-0000-7000-8000-000000000002"))
    made.sql(f"UPDATE patient SET merged_into = {literal(late)} WHERE id = {literal(first)}")
    newer = made.score(late, 9, id=UUID("f0000000-0000-7000-8000-000000000003"))
    made.score(
        late, 7, id=UUID("00000000-0000-7000-8000-000000000004"), corrects=newer.id, why="typo"
    )
    folder = copies.export(tmp_path / "out")
    before = made.rows("patient"), made.rows("assessment")
    with (
        copies.new_record(request, engine_of(record), tmp_path / "new") as url,
        copies.named(url),
    ):
        copies.load(folder)
        assert (made.rows("patient"), made.rows("assessment")) == before


def literal(key: Any) -> str:
    hexadecimal = str(key).replace("-", "")
    sqlite = database.engine().dialect.name == "sqlite"
    return f"x'{hexadecimal}'" if sqlite else f"'{hexadecimal}'"


# What goes out


@SQLITE
def test_an_export_says_what_it_is(demo_record: str, tmp_path: Path) -> None:
    folder = copies.export(tmp_path / "out")
    said = json.loads((folder / "manifest.json").read_text())
    assert said["schema"] == migrate.head()
    assert said["clinic"] == "Cedar Lane Clinic"
    assert set(said["files"]) | {"manifest.json"} == {path.name for path in folder.iterdir()}
    for name, written in said["files"].items():
        content = (folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == written["sha256"]
        if name.endswith(".csv"):
            rows = list(csv.reader(content.decode().splitlines(keepends=True), strict=True))
            assert len(rows) == written["rows"] + 1
    for word in ("empty cell", "Formulas are not made harmless", said["made_at"], "backslash"):
        assert word in (folder / "README.md").read_text()
    assert folder.stat().st_mode & 0o077 == 0


@SQLITE
def test_the_dictionary_names_every_column_and_says_what_words_it_may_hold(
    demo_record: str, tmp_path: Path
) -> None:
    folder = copies.export(tmp_path / "out")
    with (folder / "dictionary.csv").open(newline="") as file:
        rows = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    for model in whole.models():
        table = whole.table_of(model)
        for column in table.columns:
            row = rows[table.name, column.name]
            assert row["nullable"] == ("yes" if column.nullable else "no")
            if row["type"] == "word":
                assert row["allowed"].split() == column.type.enums
        assert rows[table.name, ""]["meaning"], f"{table.name} says nothing of itself"
    assert rows["side_effect", "onset_min"]["meaning"] == "Minutes from the start of the dose."
    assert rows["vital", "happened_at"]["meaning"] == "The clinical time."
    assert rows["vital", "corrects"]["refers_to"] == "vital.id"
    assert rows["patient", "sex_clinical"]["meaning"].startswith("Sex for clinical use")


@SQLITE
def test_facts_stay_and_everything_else_goes(demo_record: str, tmp_path: Path) -> None:
    exported = {whole.table_of(model).name for model in whole.models()}
    stay = set(made.everything()) - exported
    assert stay == {
        *("patient_fact", "episode_fact", "session_fact", "visit_fact", "effect_fact"),
        *("score_fact", "outcome_fact", "alembic_version"),
    }


@SQLITE
def test_every_export_and_every_load_is_audited(demo_record: str, tmp_path: Path) -> None:
    for number in (1, 2):
        copies.export(tmp_path / str(number))
        assert clinic.audited("export_clinic") == number


@SQLITE
def test_an_export_holds_one_chunk_and_never_a_table(
    demo_record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "CHUNK", 10)
    with acting(SYSTEM, Action.EXPORT_CLINIC) as session:
        table = whole.table_of(Vital)
        with database.engine().connect() as other:
            total = other.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        rows = whole.rows(session, table)
        first = [next(rows) for _ in range(5)]
        assert total > 1000
        assert [row[table.c.keys().index("id")] for row in first] == [1, 2, 3, 4, 5]
        rows.close()


@SQLITE
def test_an_export_mixes_with_nothing(demo_record: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    for place in (folder, folder / "notes.txt"):
        with pytest.raises(Conflict, match="is there and not an empty folder"):
            copies.export(place)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    assert clinic.audited("export_clinic") == 0


@SQLITE
def test_a_disk_that_refuses_is_a_sentence(
    demo_record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.formats.whole.sheet.write", full)
    with pytest.raises(Refusal, match="could not be written: No space left on device"):
        copies.export(tmp_path / "out")
    assert not (tmp_path / "out" / "manifest.json").exists()


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_a_record_of_another_schema_is_not_exported(record: str, tmp_path: Path) -> None:
    made.sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(Refusal, match="migrate"):
        copies.export(tmp_path / "out")
    assert not (tmp_path / "out").exists()


# What does not come in


@pytest.fixture(scope="module")
def small(sqlite_templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a few rows, which no test changes."""
    folder = tmp_path_factory.mktemp("small")
    url = f"sqlite:///{folder / 'record.db'}"
    (folder / "record.db").write_bytes(
        Path(sqlite_templates.empty.removeprefix("sqlite:///")).read_bytes()
    )
    with copies.named(url):
        made.score(made.clinic().patients[0], 12)
        return copies.export(folder / "out")


@pytest.fixture
def damaged(small: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    folder = tmp_path / "damaged"
    folder.mkdir()
    for path in small.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def refused(folder: Path) -> list[str]:
    """Every fault; nothing is loaded."""
    before = made.everything()
    with pytest.raises(BadInput) as refusal:
        copies.load(folder)
    assert made.everything() == before
    *found, last = refusal.value.faults
    assert last == "Nothing was loaded."
    return found


def rewritten(folder: Path, name: str, content: bytes) -> None:
    """Change a file and the manifest with it, as somebody who knows how could."""
    (folder / name).write_bytes(content)
    manifest = folder / "manifest.json"
    said = json.loads(manifest.read_text())
    said["files"][name]["sha256"] = hashlib.sha256(content).hexdigest()
    manifest.write_text(json.dumps(said))


def manifest_with(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    path = folder / "manifest.json"
    said = json.loads(path.read_text())
    change(said)
    path.write_text(json.dumps(said))


def test_every_file_that_is_missing_or_changed_is_named(record: str, damaged: Path) -> None:
    (damaged / "vital.csv").unlink()
    with (damaged / "patient.csv").open("ab") as file:
        file.write(b" ")
    (damaged / "README.md").write_text("Something else.")
    assert set(refused(damaged)) == {
        "vital.csv is missing.",
        "patient.csv was changed since the export was made.",
        "README.md was changed since the export was made.",
    }


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_an_export_of_another_schema_is_refused(record: str, damaged: Path) -> None:
    manifest_with(damaged, lambda said: said.update(schema="0001"))
    assert refused(damaged)[0] == (
        f"This export is of schema 0001, and this program's is {migrate.head()}."
    )


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "content",
    [None, "", "[]", "{}", "nonsense", '{"format": "ketamine clinic export 1"}', "[" * 9999],
)
def test_a_folder_that_is_no_export_is_refused(
    record: str, tmp_path: Path, content: str | None
) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    if content is not None:
        (folder / "manifest.json").write_text(content)
    assert refused(folder) == [f"{folder} is not an export: it has no manifest.json that says so."]
    assert "is not an export" in refused(tmp_path / "nowhere")[0]


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_a_manifest_that_leaves_a_table_out_or_reaches_outside_is_refused(
    record: str, damaged: Path
) -> None:
    def change(said: dict[str, Any]) -> None:
        said["files"]["../patient.csv"] = said["files"].pop("patient.csv")

    manifest_with(damaged, change)
    assert refused(damaged) == [
        "The manifest names ../patient.csv, which is no file of this folder.",
        "The manifest does not name patient.csv.",
    ]


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_files_that_cannot_be_read_are_all_named(record: str, damaged: Path) -> None:
    scores = (damaged / "assessment.csv").read_bytes()
    rewritten(damaged, "assessment.csv", scores.replace(b"phq9,1,", b"phq9,1,twelve"))
    rewritten(damaged, "vital.csv", b"id\r\n")
    rewritten(damaged, "chair.csv", (damaged / "chair.csv").read_bytes().rsplit(b"\r\n", 2)[0])
    found = refused(damaged)
    assert (
        "vital.csv cannot be read: its first row does not name the columns of the table." in found
    )
    assert "chair.csv has 1 rows, and the manifest says 2." in found
    assert any(each.startswith("assessment.csv cannot be read: the cell") for each in found)
    assert len(found) == 3


def test_what_contradicts_itself_is_refused_by_the_database(record: str, damaged: Path) -> None:
    rewritten(damaged, "site.csv", (damaged / "site.csv").read_bytes().splitlines(True)[0])
    manifest_with(damaged, lambda said: said["files"]["site.csv"].update(rows=0))
    before = made.everything()
    with pytest.raises(Conflict, match=r"contradicts what is stored. Nothing was saved\.$"):
        copies.load(damaged)
    assert made.everything() == before


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_what_the_other_database_cannot_hold_is_a_sentence(
    record: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    made.patient(family="N\0")
    folder = copies.export(tmp_path / "out")
    with (
        copies.new_record(request, "postgresql", tmp_path) as url,
        copies.named(url),
        pytest.raises(Refusal, match="does not fit into this database"),
    ):
        copies.load(folder)


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
def test_a_file_that_changes_while_it_is_loaded_is_refused(
    record: str, damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (damaged / "patient.csv").write_bytes(b"nonsense")
    said = manifests.parsed((damaged / "manifest.json").read_text())
    monkeypatch.setattr("services.takeout.checked.manifest", lambda *_: said)
    with pytest.raises(Refusal, match="changed while it was read"):
        copies.load(damaged)
    assert clinic.count(Chair) == 0


def test_a_clinic_that_is_not_empty_is_left_as_it_is(record: str, small: Path) -> None:
    made.site()
    made.put(Chair(site_id=1, name="Mine"))
    before = made.everything()
    with pytest.raises(Conflict, match="already holds something"):
        copies.load(small)
    assert made.everything() == before


def test_an_audit_trail_is_never_written_over(record: str, small: Path) -> None:
    with acting(SYSTEM, Action.OPEN_RECORD):
        pass
    with pytest.raises(Conflict, match="if only an audit trail of looks"):
        copies.load(small)
    assert clinic.count(Audit) == 1
    assert clinic.count(Patient) == 0


def test_a_chain_that_was_tampered_with_comes_in_and_shows(record: str, damaged: Path) -> None:
    trail = (damaged / "audit.csv").read_bytes()
    assert b"every table" in trail
    rewritten(damaged, "audit.csv", trail.replace(b"every table", b"a few lines"))
    copies.load(damaged)
    assert faults() != []
