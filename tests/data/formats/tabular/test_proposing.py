"""What a table is taken for, and what is asked before it is read."""

import pytest

from data.formats import tabular
from data.formats.tabular import questions, said
from tests.tables_made import OURS, grid


def propose(*lines: str) -> tabular.Proposal:
    return tabular.propose(grid(*lines), OURS)


def fields(*lines: str) -> dict[str, str]:
    return dict(propose(*lines).mapping.fields)


def asked(proposal: tabular.Proposal) -> list[str]:
    return [question.id for question in proposal.questions]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Id | BIRTHDATE | FIRST | LAST | GENDER", "patients"),
        ("MRN | Patient Name", "patients"),
        ("SEQN | DPQ010 | DPQ020", "assessments"),
        ("patient id | date | PHQ-9 total", "assessments"),
        ("patient id | date | questionnaire | score", "assessments"),
        ("mrn | date | bp", "vitals"),
        ("USUBJID | VSTESTCD | VSORRES | VSORRESU | VSDTC", "vitals"),
        ("DATE | PATIENT | CODE | VALUE | UNITS", "observations"),
        ("patient | appointment date | chair | status", "appointments"),
        ("USUBJID | AETERM | AESEV | AESTDTC", "side_effects"),
        ("patient id | event | severity | date", "side_effects"),
        ("mrn | medication | start date | stop date", "medicines"),
        ("name | phone | submitted at | source | message", "inquiries"),
    ],
)
def test_the_headings_tell_what_the_rows_are(head, kind):
    assert propose(head).mapping.kind == kind


@pytest.mark.parametrize("head", ["a | b", "SEQN | RIDAGEYR", "name | birth date | weight"])
def test_where_they_do_not_it_is_asked(head):
    proposal = propose(head)
    assert proposal.mapping.kind is None
    assert asked(proposal) == ["kind"]
    assert len(proposal.questions[0].choices) == 8


def test_a_new_kind_means_new_columns():
    table = grid("name | birth date | weight", "Ann Lee | 1980-02-29 | 70")
    proposal = tabular.answered(table, tabular.propose(table, OURS), "kind", "patients")
    assert proposal.mapping.fields == (("name", "full_name"), ("birth date", "birth_date"))
    assert proposal.unknown == ("weight",)
    assert proposal.mapping.system == OURS
    assert proposal.questions == ()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("DPQ010", "phq9.1"),
        ("phq9_1", "phq9.1"),
        ("PHQ-9 item 3", "phq9.3"),
        ("PHQ9 Q9", "phq9.9"),
        ("PHQ-9", "phq9.total"),
        ("phq9 total score", "phq9.total"),
        ("PHQ-8 total", "phq8.total"),
        ("GAD7_7", "gad7.7"),
        ("AUDIT-C total", "audit_c.total"),
        ("audit_3", "audit.3"),
        ("HAMDTL17", "hamd17.total"),
        ("CADSS-6", "cadss6.total"),
        ("bdi.pre", "bdi.total@pre"),
        ("bdi.2m", "bdi.total@2m"),
        ("PHQ-9 total week 4", "phq9.total@week4"),
        ("madrs_baseline", "madrs.total@baseline"),
    ],
)
def test_a_heading_of_a_questionnaire(heading, field):
    assert fields(f"{heading} | date")[heading] == field


@pytest.mark.parametrize(
    "heading", ["PHQ-2", "BDI-II", "PHQ-9 item 10", "phq9 comment", "D1", "A3"]
)
def test_what_is_no_questionnaire_of_ours_is_not_guessed(heading):
    proposal = propose(f"{heading} | date | madrs")
    assert heading in proposal.unknown


def test_lettered_columns_are_a_questionnaire_only_when_all_are_there():
    depression = " | ".join(f"D{n}" for n in range(1, 10))
    anxiety = " | ".join(f"A{n}" for n in range(1, 8))
    both = fields(f"{depression} | {anxiety}")
    assert (both["D1"], both["D9"], both["A7"]) == ("phq9.1", "phq9.9", "gad7.7")
    assert propose(f"{depression} | D10").mapping.fields == ()


def test_the_ninth_of_nine_numbered_columns_is_no_total():
    head = " | ".join(f"phq_{n}" for n in range(1, 10))
    assert fields(head)["phq_9"] == "phq9.9"
    assert fields("phq_9 | date")["phq_9"] == "phq9.total"


def test_dates_of_visits_belong_to_the_totals_of_those_visits():
    found = fields("subject | bdi.pre | date.pre | bdi.2m | bdi.2m date")
    assert (found["date.pre"], found["bdi.2m date"]) == ("date@pre", "date@2m")


def test_numbered_readings_are_pairs():
    found = fields("SEQN | BPXPLS | BPXSY1 | BPXDI1 | BPXSY2 | BPXDI2")
    assert found["BPXPLS"] == "hr"
    assert (found["BPXSY2"], found["BPXDI2"]) == ("sbp@2", "dbp@2")


def test_of_two_columns_that_could_be_one_field_the_second_is_left_to_the_person():
    proposal = propose("mrn | date | weight kg | body weight kg")
    assert proposal.unknown == ("body weight kg",)


def test_what_every_row_has_to_say_and_no_column_does_is_named():
    assert propose("DPQ010 | DPQ020").lacking == ("Who it is", "Date")
    assert propose("mrn | date | bp").lacking == ()


def test_dates_that_all_read_both_ways_are_asked_about():
    table = grid("mrn | date | bp", "1 | 03/04/2026 | 120/80", "2 | 05/06/2026 | 120/80")
    proposal = tabular.propose(table, OURS)
    (question,) = proposal.questions
    assert (question.id, question.words) == ("date_order", questions.ORDER)
    assert [choice for choice, _ in question.choices] == ["dmy", "mdy"]

    settled = tabular.answered(table, proposal, "date_order", "mdy")
    assert settled.questions == ()
    assert settled.mapping.date_order == "mdy"


def test_one_date_that_reads_only_one_way_settles_the_others_and_is_said():
    proposal = propose("mrn | date | bp", "1 | 03/04/2026 | 120/80", "2 | 03/14/2026 | 120/80")
    assert proposal.mapping.date_order == "mdy"
    assert proposal.questions == ()
    assert "Row 2 of “date” has a date that allows no other order." in proposal.said
    assert any("month, day, year" in sentence for sentence in proposal.said)


def test_dates_that_settle_it_both_ways_are_asked_about():
    proposal = propose("mrn | date | bp", "1 | 13/04/2026 | 1/1", "2 | 04/13/2026 | 1/1")
    assert proposal.mapping.date_order is None
    assert [question.words for question in proposal.questions] == [questions.MIXED]


@pytest.mark.parametrize("cell", ["2026-04-03", "3 Apr 2026", "04/04/2026", ""])
def test_dates_that_read_one_way_ask_nothing(cell):
    assert propose("mrn | date | bp", f"1 | {cell} | 120/80").questions == ()


def test_a_weight_without_a_unit_is_asked_about():
    assert asked(propose("mrn | date | weight", "1 | 2026-04-03 | 70")) == ["weight_unit"]
    assert asked(propose("mrn | date | weight | bp", "1 | 2026-04-03 | | 120/80")) == []
    assert asked(propose("mrn | date | weight (lb)", "1 | 2026-04-03 | 170")) == []


def test_a_weight_in_a_row_of_its_own_is_asked_about_where_its_unit_is_blank():
    head = "PATIENT | DATE | CODE | VALUE | UNITS"
    assert asked(propose(head, "1 | 2026-04-03 | 29463-7 | 70 | ")) == ["weight_unit"]
    assert asked(propose(head, "1 | 2026-04-03 | 29463-7 | 70 | kg")) == []


def test_columns_that_name_no_questionnaire_are_asked_about():
    proposal = propose("mrn | date | " + " | ".join(f"q{n}" for n in range(1, 8)))
    (question,) = proposal.questions
    assert question.id == "instrument"
    assert {choice for choice, _ in question.choices} == {"gad7", "isi", "cssrs_screen"}


def test_a_decimal_comma_is_detected_and_said():
    proposal = propose("mrn | date | weight kg", "1 | 2026-04-03 | 70,5")
    assert proposal.mapping.decimal == ","
    assert said.COMMA in proposal.said
    assert propose("mrn | date | weight kg", "1 | 2026-04-03 | 70.5").mapping.decimal is None


def test_a_remembered_mapping_is_examined_against_the_file_at_hand():
    remembered = tabular.Mapping("vitals", (("mrn", "mrn"), ("when", "date"), ("bp", "bp")))
    table = grid("mrn | when | bp | note", "1 | 03/04/2026 | 120/80 | x")
    proposal = tabular.examine(table, remembered)
    assert proposal.unknown == ("note",)
    assert asked(proposal) == ["date_order"]


def test_numbers_of_patients_that_nobody_owns_are_said_to_mean_nothing_elsewhere():
    assert said.WITHIN in tabular.propose(grid("patient id | date | bp")).said
    assert said.WITHIN not in propose("patient id | date | bp").said
