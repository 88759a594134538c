"""The screenings that are open in the demonstration, judged as they stand."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from data.tables import Episode, EpisodeFact, Screening
from data.tables.vocabulary import Disposition, Stage
from services.intake import judging
from services.intake.filled import asked, left
from services.intake.judging import Screened
from services.intake.queue import Filters, show
from tests import clinic

pytestmark = pytest.mark.usefixtures("looked_at")
WORST = list(Disposition)


def open_in(stage: Stage) -> list[tuple[UUID, Screened]]:
    """Episodes that stand there, with their screening by today's rules."""
    doctor = clinic.user(clinic.DOCTOR)
    found = clinic.rows(
        sa.select(Episode.id, Episode.patient_id)
        .join(EpisodeFact, EpisodeFact.episode_id == Episode.id)
        .where(EpisodeFact.stage == stage)
    )
    assert found
    return [(id, judging.show(doctor, patient, id, clinic.ZONE)) for id, patient in found]


def test_what_was_sent_to_review_is_judged_today_as_it_was_then() -> None:
    for episode_id, screened in open_in(Stage.REVIEW):
        kept: Screening = clinic.one(sa.select(Screening).where(Screening.episode_id == episode_id))
        result = screened.result
        assert (result.disposition, result.escalate, list(result.missing)) == (
            *(kept.disposition, kept.escalate, kept.missing),
        )
        assert [finding.row() for finding in result.fired] == kept.findings
        assert screened.answers == kept.answers
        assert all(section.handed_over for section in screened.sections if section.version)


def test_a_screening_that_is_filled_in_lacks_what_its_sections_lack() -> None:
    complete = 0
    for _, screened in open_in(Stage.SCREENING):
        result = screened.result
        sections = [each.section for each in screened.sections]
        on_form = {question.id for each in sections for question in asked(each)}
        open_ones = [
            question.id
            for each in sections
            for question in left(each, screened.answers, screened.route)
        ]
        assert [id for id in result.missing if id in on_form] == open_ones
        worst = max((each.result for each in result.fired), key=WORST.index, default=None)
        if worst in (None, Disposition.ELIGIBLE):
            expected = Disposition.INCOMPLETE if result.missing else Disposition.ELIGIBLE
            assert result.disposition is expected
        complete += not result.missing
    assert 0 < complete < len(open_in(Stage.SCREENING))


def test_acute_risk_named_at_intake_waits_and_the_others_were_assessed() -> None:
    acute = [each for _, each in open_in(Stage.SCREENING) if each.result.escalate]
    named = [each for each in acute if each.answers["indication"] == "acute_suicidality"]
    assert len(named) == 1
    assert [each.assessed for each in acute] == [each not in named for each in acute]


def test_the_queue_says_of_each_screening_what_it_lacks_and_of_some_who_called() -> None:
    stages = (Stage.INQUIRY, Stage.REFERRED, Stage.SCREENING, Stage.REVIEW)
    queue = show(clinic.user(clinic.DESK), Filters(stages), clinic.ZONE)
    waits = {line.waits_for for line in queue.lines if line.stage == "Screening"}
    assert "a decision" in waits
    assert any(words.endswith("more") for words in waits)
    assert {bool(line.last) for line in queue.lines} == {True, False}
