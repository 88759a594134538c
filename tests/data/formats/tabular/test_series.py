"""Numbered columns of a questionnaire: counted from 1, from 0, or asked about."""

import pytest

from data.formats import tabular
from tests.tables_made import OURS, ZONE, grid, read


def head(begin: str, numbers: range) -> str:
    return "mrn | date | " + " | ".join(f"{begin}{number}" for number in numbers)


def propose(line: str) -> tabular.Proposal:
    return tabular.propose(grid(line), OURS)


@pytest.mark.parametrize("begin", ["phq9_", "PHQ-9 item ", "phq9q", "phq_", "D"])
def test_nine_columns_from_0_are_the_nine_questions_of_a_phq9(begin):
    file = read(head(begin, range(9)), "1 | 2026-11-03 | " + " | ".join("000000003"))
    (record,) = file.assessments
    assert record.instrument == "phq9"
    assert record.answers == (0, 0, 0, 0, 0, 0, 0, 0, 3)
    said = "The questions are numbered from 0: “{0}0” is question 1, “{0}1” question 2, and so on."
    assert said.format(begin) in file.said


def test_columns_from_1_say_nothing_of_it():
    proposal = propose(head("phq9_", range(1, 10)))
    assert dict(proposal.mapping.fields)["phq9_9"] == "phq9.9"
    assert not any("numbered from 0" in sentence for sentence in proposal.said)
    assert proposal.doubts == ()


@pytest.mark.parametrize("numbers", [range(8), range(10), range(1)])
def test_columns_from_0_that_are_not_as_many_as_the_questions_are_asked_about(numbers):
    proposal = propose(head("phq9_", numbers))
    assert not any(field.startswith("phq9.") for _, field in proposal.mapping.fields)
    (doubt,) = proposal.doubts
    assert doubt.startswith(f"The columns “phq9_0” to “phq9_{numbers[-1]}” are numbered from 0, ")
    assert doubt.endswith("so none is read. Number them from 1.")


def test_what_somebody_says_of_each_column_settles_it():
    table = grid(head("phq9_", range(8)))
    said = tuple((f"phq9_{number}", f"phq9.{number + 1}") for number in range(8))
    mapping = tabular.Mapping("assessments", (("mrn", "mrn"), ("date", "date"), *said))
    assert tabular.examine(table, mapping).doubts == ()


def test_a_mapping_that_passes_over_question_0_is_doubted():
    table = grid(head("phq9_", range(9)))
    said = tuple((f"phq9_{number}", f"phq9.{number}") for number in range(1, 9))
    mapping = tabular.Mapping("assessments", (("mrn", "mrn"), ("date", "date"), *said))
    (doubt,) = tabular.examine(table, mapping).doubts
    assert "so “phq9_0” is question 1, and here they are taken otherwise" in doubt


def test_questions_that_name_no_questionnaire_are_counted_from_0_too():
    table = grid(head("q", range(9)), "1 | 2026-11-03 | " + " | ".join("000000003"))
    proposal = tabular.propose(table, OURS)
    (question,) = proposal.questions
    assert question.id == "instrument"
    assert ("phq9", "PHQ-9") in question.choices
    proposal = tabular.answered(table, proposal, "instrument", "phq9")
    (record,) = tabular.read(table, proposal.mapping, ZONE).assessments
    assert record.answers == (0, 0, 0, 0, 0, 0, 0, 0, 3)


@pytest.mark.parametrize("heading", ["QIDS16", "QIDS-SR16", "qids_sr_16", "AUDIT-10"])
def test_a_number_that_is_part_of_the_name_is_no_question(heading):
    (field,) = [field for _, field in propose(f"mrn | date | {heading}").mapping.fields[2:]]
    assert field.endswith(".total")


def test_beside_its_sisters_that_number_is_a_question():
    for begin, count in (("qids", 16), ("audit_", 10)):
        fields = dict(propose(head(begin, range(1, count + 1))).mapping.fields)
        assert [fields[f"{begin}{n}"].rpartition(".")[2] for n in range(1, count + 1)] == [
            str(n) for n in range(1, count + 1)
        ]
    assert dict(propose("mrn | qids_12 | qids_16").mapping.fields)["qids_16"] == "qids_sr16.16"


def test_a_lone_number_that_may_be_the_total_or_a_question_is_asked_about():
    proposal = propose("mrn | date | MADRS10")
    assert "MADRS10" in proposal.unknown
    assert proposal.doubts == (
        "The column “MADRS10” may be the total of the MADRS or its question 10, so it is not read. "
        "Name it “MADRS total” or “MADRS item 10”.",
    )
    assert propose("mrn | date | PHQ9_9 | madrs_item_10 | audit_3").doubts == ()
    assert propose("mrn | date | bp | MADRS10").doubts == ()
