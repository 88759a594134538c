"""Files brought in: previewed, taken in whole or not at all, and never twice."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data.tables import (
    Assessment,
    Audit,
    ImportBatch,
    ImportRow,
    Patient,
    PatientFact,
    PatientIdentifier,
)
from data.tables.base import now
from data.tables.vocabulary import Role, RowOutcome
from services import imports
from services.access import SYSTEM, User
from services.importing.plans import File, FilePlan, Line
from services.refusals import BadInput, NotAllowed, NotFound, Unavailable
from tests import clinic, fhir_made, made

WRITTEN = (Patient, PatientIdentifier, Assessment, ImportBatch, ImportRow, PatientFact)
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples" / "fhir"
MR = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]}
ADDED, PRESENT, LEFT_OUT = RowOutcome.ADDED, RowOutcome.PRESENT, RowOutcome.LEFT_OUT
Resource = dict[str, Any]


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def file(*resources: Resource, name: str = "made.json") -> File:
    document = resources[0] if len(resources) == 1 else fhir_made.bundle(*resources)
    return File(name, json.dumps(document).encode())


def examples() -> list[File]:
    return [File(path.name, path.read_bytes()) for path in sorted(EXAMPLES.glob("*.json"))]


def preview(files: Sequence[File], **more: Any) -> tuple[FilePlan, ...]:
    return imports.preview(SYSTEM, files, clinic.ZONE, **more)


def take_in(files: Sequence[File], **more: Any) -> tuple[FilePlan, ...]:
    return imports.take_in(SYSTEM, files, clinic.ZONE, **more)


def one_line(*resources: Resource, **more: Any) -> Line:
    """The only questionnaire of a file, taken in."""
    (plan,) = take_in([file(*resources)], **more)
    (line,) = plan.lines
    return line


def identified(value: str, system: str = "urn:test", **more: Any) -> Resource:
    return {"system": system, "value": value} | more


def held() -> dict[str, int]:
    return {table.__name__: clinic.count(table) for table in WRITTEN}


def test_the_examples_are_shown_with_their_mismatch(doctor: User) -> None:
    gad7, phq9 = preview(examples())
    assert [line.reading for line in phq9.lines] == ["15 (9 of 9)", "8 (9 of 9)"]
    assert [line.severity for line in phq9.lines] == ["moderately severe", "mild"]
    assert [line.item9 for line in phq9.lines] == ["1", "0"]
    assert [line.mismatch for line in phq9.lines] == ["source said 17", ""]
    (line,) = gad7.lines
    assert (line.what, line.reading, line.item9) == ("GAD-7", "12 (7 of 7)", "")
    assert (line.person, line.mismatch, line.outcome) == ("Okonkwo, Daniel", "", ADDED)
    assert (phq9.adds, gad7.adds) == (3, 2)


def test_a_preview_writes_nothing(doctor: User) -> None:
    before = held()
    preview(examples())
    assert held() == before
    assert clinic.audited("import_files") == 0


def test_what_was_shown_is_what_is_taken_in(doctor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_MRN_SYSTEM", "urn:example:lakeside-clinic:mrn")
    shown = preview(examples())
    assert take_in(examples()) == shown
    people = clinic.rows(sa.select(Patient.family, Patient.mrn).order_by(Patient.family))
    assert [tuple(row) for row in people] == [("Halloran", "EX-1001"), ("Okonkwo", "EX-1002")]
    scores = clinic.rows(
        sa.select(Assessment.instrument, Assessment.total, Assessment.recorded_total).order_by(
            Assessment.happened_at
        )
    )
    assert [tuple(row) for row in scores] == [("phq9", 15, 17), ("gad7", 12, 12), ("phq9", 8, 8)]


def test_the_facts_know_at_once_what_came_in(doctor: User) -> None:
    take_in(examples())
    select = sa.select(PatientFact).join(Patient, Patient.id == PatientFact.patient_id)
    fact = clinic.one(select.where(Patient.family == "Halloran"))
    assert (fact.stage, fact.phq9_last, fact.item9_last, fact.spark) == (None, 8, 0, [15, 8])


@pytest.mark.parametrize("order", [1, -1])
def test_a_second_time_nothing_is_added(doctor: User, order: int) -> None:
    take_in(examples())
    before = {name: n for name, n in held().items() if not name.startswith("Import")}
    again = take_in(examples()[::order])
    assert [plan.adds for plan in again] == [0, 0]
    outcomes = {each.outcome for plan in again for each in (*plan.people, *plan.lines)}
    assert outcomes == {PRESENT}
    assert {name: n for name, n in held().items() if not name.startswith("Import")} == before


def test_the_same_content_in_another_order_within_the_file_adds_nothing(doctor: User) -> None:
    parts = [
        fhir_made.patient(identifier=[identified("1")]),
        fhir_made.response(fhir_made.items([1] * 9)),
        fhir_made.response(fhir_made.items([2] * 9), id="r2", authored="2026-03-09T09:30:00Z"),
    ]
    assert take_in([file(*parts)])[0].adds == 3
    turned = file(*reversed(parts), name="turned.json")
    assert take_in([turned])[0].adds == 0


def test_a_person_without_any_identifier_is_known_by_their_file(doctor: User) -> None:
    alone = file(fhir_made.patient(), fhir_made.response(fhir_made.items([1] * 9)))
    assert [take_in([alone])[0].adds for _ in range(2)] == [2, 0]


def test_two_files_with_the_same_person_add_them_once(doctor: User) -> None:
    person = fhir_made.patient(identifier=[identified("1")])
    later = fhir_made.response(fhir_made.items([2] * 9), authored="2026-03-09T09:30:00Z")
    first, second = take_in(
        [
            file(person, fhir_made.response(fhir_made.items([1] * 9)), name="first.json"),
            file(person, later, name="second.json"),
        ]
    )
    assert (first.adds, second.adds) == (2, 1)
    assert second.people[0].outcome is PRESENT
    assert clinic.one(sa.select(PatientFact)).spark == [9, 18]


def test_a_later_filling_in_on_the_same_day_with_the_same_answers_is_another_one(
    doctor: User,
) -> None:
    parts = [
        fhir_made.patient(identifier=[identified("1")]),
        fhir_made.response(fhir_made.items([1] * 9)),
        fhir_made.response(fhir_made.items([1] * 9), id="r2", authored="2026-03-02T18:00:00Z"),
    ]
    assert take_in([file(*parts)])[0].adds == 3


def test_a_total_alone_comes_in_as_one_and_leaves_item_9_unknown(doctor: User) -> None:
    line = one_line(fhir_made.patient(), fhir_made.observation("44261-6", 21))
    assert (line.reading, line.severity, line.item9) == ("21 (total only)", "severe", "unknown")
    row = clinic.one(sa.select(Assessment))
    assert (row.total, row.recorded_total, row.answers, row.item9) == (21, 21, None, None)
    assert clinic.one(sa.select(PatientFact)).item9_last is None


def test_a_missing_answer_is_kept_as_missing(doctor: User) -> None:
    line = one_line(fhir_made.patient(), fhir_made.response(fhir_made.items([3] * 8 + [None])))
    assert (line.reading, line.severity, line.item9) == ("incomplete, 8 of 9", "", "unknown")
    row = clinic.one(sa.select(Assessment))
    assert (row.total, row.item9, row.answers) == (None, None, [3] * 8 + [None])


def test_a_total_that_nobody_can_reach_stays_out_with_the_reason(doctor: User) -> None:
    line = one_line(fhir_made.patient(), fhir_made.observation("44261-6", 28))
    assert (line.outcome, line.reading) == (LEFT_OUT, "no answers")
    assert "0 to 27" in line.why
    assert clinic.count(Assessment) == 0


def test_a_questionnaire_of_the_future_stays_out(doctor: User) -> None:
    ahead = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    given = fhir_made.response(fhir_made.items([1] * 9), authored=ahead)
    line = one_line(fhir_made.patient(), given)
    assert (line.outcome, line.why) == (LEFT_OUT, "It is dated in the future.")


def test_a_day_without_a_time_is_the_clinic_s_and_stays_a_day(doctor: User) -> None:
    given = fhir_made.response(fhir_made.items([1] * 9), authored="2026-03-02")
    line = one_line(fhir_made.patient(), given)
    # It is kept as the clinic's midnight, and shown as the day that it says.
    assert line.at == date(2026, 3, 2)
    assert clinic.one(sa.select(Assessment.happened_at)) == clinic.local("2026-03-02 00:00")
    assert "only the date" in line.why
    assert clinic.one(sa.select(Assessment.note)) == line.why


def test_a_reference_means_nothing_in_another_file(doctor: User) -> None:
    """Patient/ann of one file is not Patient/ann of the next."""
    given = fhir_made.response(fhir_made.items([1] * 9))
    first, second = take_in([file(fhir_made.patient()), file(given, name="other.json")])
    assert first.adds == 1
    (line,) = second.lines
    assert (line.person, line.outcome) == ("needs a patient", LEFT_OUT)
    assert line.why.startswith("It needs a patient: ")
    assert line.reading == "9 (9 of 9)"


def test_an_identifier_that_is_known_here_says_whose_it_is(doctor: User) -> None:
    subject = {"identifier": identified("77")}
    given = file(fhir_made.response(fhir_made.items([1] * 9), subject=subject), name="score.json")
    assert preview([given])[0].lines[0].person == "needs a patient"
    take_in([file(fhir_made.patient(identifier=[identified("77")]))])
    (line,) = take_in([given])[0].lines
    assert (line.person, line.outcome) == ("Invented, Ann Mary", ADDED)


def test_an_mrn_given_by_hand_says_whose_a_nameless_questionnaire_is(doctor: User) -> None:
    clinic.keep(clinic.patient("Okafor", "Ada", mrn="A1"))
    given = fhir_made.response(fhir_made.items([1] * 9))
    del given["subject"]
    (line,) = preview([file(given)])[0].lines
    assert (line.person, line.outcome) == ("needs a patient", LEFT_OUT)
    line = one_line(given, mrn="A1")
    assert (line.person, line.outcome) == ("Okafor, Ada", ADDED)
    assert clinic.one(sa.select(PatientFact)).phq9_last == 9


def test_an_mrn_given_by_hand_does_not_take_over_who_is_named(doctor: User) -> None:
    clinic.keep(clinic.patient("Okafor", "Ada", mrn="A1"))
    given = fhir_made.response(fhir_made.items([1] * 9))
    line = one_line(fhir_made.patient(identifier=[identified("1")]), given, mrn="A1")
    assert line.person == "Invented, Ann Mary"


def test_an_mrn_given_by_hand_does_not_get_the_scores_of_a_person_who_stays_out(
    doctor: User,
) -> None:
    clinic.keep(clinic.patient("Okafor", "Ada", mrn="A1"))
    unborn = fhir_made.patient(birthDate="2999-01-01")
    line = one_line(unborn, fhir_made.response(fhir_made.items([1] * 9)), mrn="A1")
    assert (line.person, line.outcome) == ("needs a patient", LEFT_OUT)


def test_one_mrn_does_not_take_in_several_people_s_questionnaires(doctor: User) -> None:
    clinic.keep(clinic.patient("Okafor", "Ada", mrn="A1"))
    two = [
        file(
            fhir_made.response(fhir_made.items([1] * 9), subject={"reference": f"Patient/{who}"}),
            name=who,
        )
        for who in ("zoe", "yan")
    ]
    for act in (preview, take_in):
        with pytest.raises(BadInput, match=r"^These files name 2 different people .*was read\.$"):
            act(two, mrn="A1")
    assert clinic.count(Assessment) == 0


def test_an_mrn_given_by_hand_is_not_put_over_an_identifier_that_is_unknown_here(
    doctor: User,
) -> None:
    clinic.keep(clinic.patient("Okafor", "Ada", mrn="A1"))
    subject = {"identifier": identified("77")}
    line = one_line(fhir_made.response(fhir_made.items([1] * 9), subject=subject), mrn="A1")
    assert (line.person, line.outcome) == ("needs a patient", LEFT_OUT)


def test_an_unknown_mrn_is_refused_and_nothing_is_read(doctor: User) -> None:
    for act in (preview, take_in):
        with pytest.raises(NotFound, match=r"^No patient has the MRN .* Nothing was read\.$"):
            act(examples(), mrn="nobody's")
    assert clinic.count(Patient) == 0


NAMES = {
    "HTML": "<script>alert(1)</script>",
    "a formula": "=HYPERLINK(1)",
    "bidi marks": "\u202eevil\u2066",
    "SQL": "Robert'); DROP TABLE patient;--",
    "accents and scripts": "Łukasz 陳 محمد 🙂",
    "exactly as long as may be": "x" * 200,
    "control characters": "A\x01\tB",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_is_kept_as_it_came(doctor: User, name: str) -> None:
    named = fhir_made.patient(name=[{"family": name, "given": ["Ann"]}])
    (plan,) = take_in([file(named)])
    assert plan.people[0].words == f"{name}, Ann, born 1980-02-29"
    assert clinic.one(sa.select(Patient.family)) == name


IMPOSSIBLE: dict[str, tuple[Resource, str]] = {
    "ten thousand letters": (
        {"name": [{"family": "x" * 10_000}]},
        "A name is longer than 200 characters.",
    ),
    "born tomorrow week": (
        {"birthDate": (now() + timedelta(days=8)).date().isoformat()},
        "The birth date is in the future.",
    ),
    "born too long ago": ({"birthDate": "1899-12-31"}, "The birth date is before 1900."),
}


@pytest.mark.parametrize(("elements", "why"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_a_person_who_cannot_be_stays_out_with_a_sentence_and_so_do_their_scores(
    doctor: User, elements: Resource, why: str
) -> None:
    given = fhir_made.response(fhir_made.items([1] * 9))
    (plan,) = take_in([file(fhir_made.patient(**elements), given)])
    assert (plan.people[0].outcome, plan.people[0].why) == (LEFT_OUT, why)
    assert plan.lines[0].outcome is LEFT_OUT
    assert (clinic.count(Patient), clinic.count(Assessment)) == (0, 0)


def test_identifiers_of_two_people_are_a_contradiction(doctor: User) -> None:
    people = [
        fhir_made.patient(identifier=[identified(n)], name=[{"family": f"Twin {n}"}]) for n in "12"
    ]
    take_in([file(person, name=person["name"][0]["family"]) for person in people])
    both = fhir_made.patient(identifier=[identified("1"), identified("2")])
    (plan,) = take_in([file(both, fhir_made.response(fhir_made.items([1] * 9)))])
    assert plan.people[0].why == "Its identifiers belong to different people here."
    assert (plan.people[0].outcome, plan.lines[0].outcome) == (LEFT_OUT, LEFT_OUT)
    assert clinic.count(Assessment) == 0


def test_an_identifier_with_another_birth_date_is_a_contradiction(doctor: User) -> None:
    take_in([file(fhir_made.patient(identifier=[identified("1")]))])
    other = fhir_made.patient(identifier=[identified("1")], birthDate="1999-01-01")
    (plan,) = take_in([file(other, fhir_made.response(fhir_made.items([1] * 9)))])
    assert plan.people[0].why == "Its identifier is somebody's here who was born on another day."
    assert (clinic.count(Patient), clinic.count(Assessment)) == (1, 0)


def test_a_person_who_is_here_under_another_name_is_shown_so(doctor: User) -> None:
    take_in([file(fhir_made.patient(identifier=[identified("1")]))])
    married = fhir_made.patient(
        identifier=[identified("1")], name=[{"family": "Wed", "given": ["Ann"]}]
    )
    (plan,) = take_in([file(married)])
    assert (plan.people[0].outcome, plan.people[0].why) == (PRESENT, "Here under another name.")
    assert clinic.one(sa.select(Patient.family)) == "Invented"


@pytest.mark.parametrize(
    ("born", "outcome"), [("1980-02-29", PRESENT), ("1999-01-01", LEFT_OUT), (None, LEFT_OUT)]
)
def test_an_mrn_that_does_not_say_whose_it_is_means_somebody_only_with_the_same_birth_date(
    doctor: User, born: str | None, outcome: RowOutcome
) -> None:
    take_in([file(fhir_made.patient(identifier=[unsaid("777")]))])
    numbered = fhir_made.patient(
        identifier=[unsaid("777")],
        name=[{"family": "Somebody", "given": ["Else"]}],
        birthDate=born,
    )
    (plan,) = take_in([file(numbered, fhir_made.response(fhir_made.items([1] * 9)))])
    assert plan.people[0].outcome is outcome
    assert clinic.count(Patient) == 1
    assert clinic.count(Assessment) == (outcome is PRESENT)


def unsaid(mrn: str) -> Resource:
    """A record number without a system."""
    return {"type": MR, "value": mrn}


def test_an_mrn_of_another_house_is_nobody_s_mrn_here(doctor: User) -> None:
    theirs = fhir_made.patient(identifier=[identified("777", "urn:house-b", type=MR)])
    take_in([file(theirs)])
    assert clinic.one(sa.select(Patient.mrn)) is None
    table = b"mrn,last name,first name,date,phq9 total\n777,Reed,Tom,2026-03-01,22\n"
    (plan,) = take_in([File("ours.csv", table)])
    assert (plan.people[0].outcome, clinic.count(Patient)) == (ADDED, 2)
    reed = clinic.one(sa.select(Patient.id).where(Patient.mrn == "777"))
    assert clinic.one(sa.select(Assessment.patient_id)) == reed


def test_a_failure_in_the_middle_leaves_nothing(doctor: User) -> None:
    before = held()
    for table in ("import_batch", "patient_identifier", "assessment", "import_row", "patient_fact"):
        with (
            clinic.failing(f"INSERT INTO {table} "),
            pytest.raises(Unavailable, match="nothing was"),
        ):
            take_in(examples())
        assert held() == before, table
    assert clinic.audited("import_files") == 0


def test_a_file_that_is_none_writes_nothing_and_the_others_come_in(doctor: User) -> None:
    broken = File("broken.json", b'{"resourceType": "Patient"')
    refused, *others = take_in([broken, *examples()])
    assert refused.refused is not None
    assert refused.refused.endswith(".")
    assert (refused.people, refused.lines, refused.adds) == ((), (), 0)
    assert [plan.adds for plan in others] == [2, 3]
    assert clinic.count(ImportBatch) == 2


def test_every_part_of_a_file_is_on_record_with_what_became_of_it(doctor: User) -> None:
    nobody_s = fhir_made.response(fhir_made.items([1] * 9), subject={"reference": "Patient/zoe"})
    whole = file(fhir_made.patient(), nobody_s, fhir_made.observation("44261-6", 21))
    imports.take_in(doctor, [whole], clinic.ZONE)
    batch = clinic.one(sa.select(ImportBatch))
    assert (batch.digest, batch.by, batch.counts["added"]) == (whole.digest, doctor.id, 2)
    rows = clinic.rows(sa.select(ImportRow.source, ImportRow.outcome, ImportRow.table_name))
    assert sorted(tuple(row) for row in rows) == [
        ("Identifier", ADDED, "patient_identifier"),
        ("Observation/o1 phq9", ADDED, "assessment"),
        ("Patient Patient/ann", ADDED, "patient"),
        ("QuestionnaireResponse/r1 phq9", LEFT_OUT, None),
    ]
    score = clinic.one(sa.select(Assessment))
    assert (score.batch_id, score.recorded_by) == (batch.id, doctor.id)


def test_an_import_is_one_audit_row_with_digests_and_counts_but_no_names(doctor: User) -> None:
    files = examples()
    take_in(files)
    body = clinic.one(sa.select(Audit.body).where(Audit.action == "import_files"))
    assert all(file.digest in body for file in files)
    for word in ("Halloran", "Okonkwo", "EX-1001", "example-phq9"):
        assert word not in body


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER])
def test_who_may_not_bring_files_in_sees_not_even_a_preview(doctor: User, role: Role) -> None:
    user = made.user(role)
    with pytest.raises(NotAllowed, match="may not see what a file would bring in"):
        imports.preview(user, examples(), clinic.ZONE)
    with pytest.raises(NotAllowed, match="may not bring files in"):
        imports.take_in(user, examples(), clinic.ZONE)
    assert clinic.count(Patient) == 0


def test_an_administrator_may_bring_files_in(doctor: User) -> None:
    imports.take_in(made.user(Role.ADMINISTRATOR), examples(), clinic.ZONE)
    assert clinic.count(Patient) == 2
