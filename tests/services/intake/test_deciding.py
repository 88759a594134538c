"""The decision: what the rules say as answers come in, and what a prescriber signs on it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.queries import decisions as queries
from data.queries.columns import t
from data.tables import Decision, Episode, Screening, TreatmentTrial
from data.tables.base import now
from data.tables.vocabulary import ConsentKind, Disposition, RiskLevel, Role, Route, Stage
from services import risk
from services.access import User
from services.acting import user_of
from services.clinical.trials import Trial
from services.intake import deciding, filling, judging, prior
from services.intake.deciding import Signed
from services.intake.filled import merged
from services.intake.prior import Taken
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from services.risk import Found
from services.stages import moving
from tests import clinic, made
from tests.services.intake.answered import WELL, answer, save, score, screened, well
from tests.services.stages.at_stage import TODAY, Course

ELIGIBLE = Signed(Disposition.ELIGIBLE, "IV-STD-6")
DEFER = Signed(
    Disposition.DEFER, reason="Blood pressure first.", revisit_on=TODAY + timedelta(days=30)
)
DEFER_ANYWAY = replace(DEFER, why="They ask to wait.")
DECLINE = Signed(Disposition.NOT_RECOMMENDED, reason="Aneurysm.", offered="TMS at the partner.")


@pytest.fixture
def prescriber(record: str) -> User:
    made.site()
    return user_of(made.member(Role.PRACTITIONER, may_prescribe=True, name="Mara Prescriber"))


def sign(user: User, it: Course, signed: Signed, **more: Any) -> Stage:
    key = {"entry_key": uuid4()} | more
    return deciding.sign(user, it.patient_id, it.episode_id, signed, clinic.ZONE, **key)


def show(user: User, it: Course) -> judging.Screened:
    return judging.show(user, it.patient_id, it.episode_id, clinic.ZONE)


def assess(user: User, it: Course) -> None:
    found = Found(RiskLevel.LOW, "Passive thoughts, brother stays tonight.")
    risk.assess(user, it.patient_id, found, clinic.ZONE, entry_key=uuid4())


def test_the_result_grows_with_the_answers_until_nothing_is_missing(prescriber: User) -> None:
    it = screened(prescriber)
    missing = [len(show(prescriber, it).result.missing)]
    for section in WELL:
        answer(prescriber, it, section)
        missing.append(len(show(prescriber, it).result.missing))
    assert missing == sorted(missing, reverse=True)
    assert show(prescriber, it).result.disposition is Disposition.REVIEW, "asked, nothing tried"
    save(prescriber, it, "why_now", {"indication": "depression"})
    assert show(prescriber, it).result.disposition is Disposition.INCOMPLETE
    well(prescriber, it)
    found = show(prescriber, it)
    assert (found.result.disposition, found.result.missing) == (Disposition.ELIGIBLE, ())


def test_what_the_record_knows_is_not_asked(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it, item9=1)
    known = show(prescriber, it).answers
    years = TODAY.year - 1986 - ((TODAY.month, TODAY.day) < (3, 4))
    assert (known["age"], known["sex"]) == (years, "male")
    assert (known["phq9"], known["phq9_item9"], known["audit_c"]) == (17, 1, 0)
    assert known["phq9_on"] == TODAY.isoformat()
    assert known["cssrs_screen"] == "none"
    assert (known["adequate_trials_count"], known["adequate_trials_all"]) == (2, 2)
    assert known["interacting_medicines"] == []


def test_a_questionnaire_without_a_total_was_asked_for_and_none_at_all_was_not(
    prescriber: User,
) -> None:
    it = screened(prescriber)
    score(prescriber, it.patient_id, "phq9", [2] * 8 + [None])
    found = show(prescriber, it)
    assert found.answers["phq9"] == "absent"
    assert "phq9_item9" in found.result.missing
    assert "audit_c" in found.result.missing


def test_eligible_keeps_the_screening_the_decision_and_the_route_and_moves_on(
    prescriber: User,
) -> None:
    it, key = screened(prescriber), uuid4()
    well(prescriber, it)
    for _ in range(2):
        assert sign(prescriber, it, ELIGIBLE, entry_key=key) is Stage.ELIGIBLE
    episode = clinic.one(sa.select(Episode))
    assert (episode.route, episode.protocol_id) == (Route.IV, "IV-STD-6")
    assert episode.practitioner_id == prescriber.id
    screening = clinic.one(sa.select(Screening))
    assert screening.disposition is Disposition.ELIGIBLE
    assert screening.answers["screening_bp"] == [[122, 78], [118, 76]]
    assert [finding["rule"] for finding in screening.findings] == ["R01"]
    decision = clinic.one(sa.select(Decision))
    assert (decision.verdict, decision.override_text) == (Disposition.ELIGIBLE, None)
    assert decision.signed_by == prescriber.id


def test_spravato_is_judged_by_its_own_rules_once_it_is_chosen(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    assert sign(prescriber, it, replace(ELIGIBLE, protocol_id="SPR-TRD")) is Stage.ELIGIBLE
    assert clinic.one(sa.select(t.Episode.route)) is Route.NASAL


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"verdict": None}, "Choose what is decided"),
        ({"protocol_id": None}, "Choose the protocol"),
        ({"verdict": Disposition.INCOMPLETE}, "Incomplete is not a decision"),
        ({"verdict": Disposition.DEFER, "why": "x"}, "Give the reason"),
        ({"verdict": Disposition.DEFER, "why": "x", "revisit_on": TODAY}, "it lies ahead"),
        ({"verdict": Disposition.NOT_RECOMMENDED, "why": "x"}, "what is offered instead"),
        ({"verdict": Disposition.REVIEW}, "Write a sentence that says why"),
        ({"reason": "x" * 2001}, "longer than 2,000"),
    ],
)
def test_what_is_missing_of_a_decision_is_said_and_nothing_is_signed(
    prescriber: User, changed: dict[str, Any], sentence: str
) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    with pytest.raises(BadInput, match=sentence):
        sign(prescriber, it, replace(ELIGIBLE, **changed))
    assert clinic.count(Screening) == clinic.count(Decision) == 0
    assert clinic.one(sa.select(t.Episode.route)) is None


def test_nobody_is_eligible_with_something_missing_whatever_sentence_is_written(
    prescriber: User,
) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    save(prescriber, it, "mind", WELL["mind"] | {"psychosis": "unknown"})
    with pytest.raises(BadInput, match="while something required is missing: psychosis"):
        sign(prescriber, it, replace(ELIGIBLE, why="I know this patient."))


def test_against_the_rules_wants_a_sentence_and_is_listed_with_both_verdicts(
    prescriber: User,
) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    save(prescriber, it, "heart", WELL["heart"] | {"screening_bp": [[168, 102], [164, 98]]})
    assert show(prescriber, it).result.disposition is Disposition.DEFER
    with pytest.raises(BadInput, match="not what the rules say"):
        sign(prescriber, it, ELIGIBLE)
    why = "White coat: 128/80 over a week at home, log seen."
    assert sign(prescriber, it, replace(ELIGIBLE, why=why)) is Stage.ELIGIBLE
    (row,) = decided(it)
    assert (row["verdict"], row["rules_verdict"]) == (Disposition.ELIGIBLE, Disposition.DEFER)
    assert (row["override_text"], row["by"]) == (why, "Mara Prescriber")


def test_a_deferral_has_a_date_and_comes_back_with_what_was_answered(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    save(prescriber, it, "heart", WELL["heart"] | {"screening_bp": [[168, 102], [164, 98]]})
    assert sign(prescriber, it, DEFER) is Stage.DEFERRED
    assert decided(it)[0]["revisit_on"] == DEFER.revisit_on
    found = filling.sections(prescriber, it.patient_id, it.episode_id)
    assert merged(found)["screening_bp"] == [[168, 102], [164, 98]]


def test_a_newer_form_that_leaves_item_9_open_does_not_clear_what_waits(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it, item9=3)
    score(prescriber, it.patient_id, "phq9", [2] * 8 + [None])
    found = show(prescriber, it)
    assert not found.result.escalate
    assert found.at_risk
    with pytest.raises(BadInput, match="Assess risk first"):
        sign(prescriber, it, replace(DEFER, why="Other reasons."))


def test_nothing_is_signed_on_answers_that_were_not_on_the_screen(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    seen = show(prescriber, it).seen
    save(
        prescriber, it, "contraindications", WELL["contraindications"] | {"hypersensitivity": True}
    )
    with pytest.raises(BadInput, match="changed since you read"):
        sign(prescriber, it, replace(ELIGIBLE, why="Pressure treated.", seen=seen))


def test_a_consent_that_came_before_the_decision_is_enough(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    it.consent(kind=ConsentKind.OFF_LABEL)
    assert sign(prescriber, it, ELIGIBLE) is Stage.CONSENTED


def test_a_decision_signed_by_mistake_is_taken_back_with_what_came_with_it(
    prescriber: User,
) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    it.consent(kind=ConsentKind.OFF_LABEL)
    assert sign(prescriber, it, ELIGIBLE) is Stage.CONSENTED
    (row,) = decided(it)
    back = (prescriber, it.patient_id, it.episode_id, row["id"])
    with pytest.raises(BadInput, match="Say why"):
        deciding.take_back(*back, " ")
    assert deciding.take_back(*back, "Wrong patient.") is Stage.SCREENING
    assert decided(it) == []
    assert clinic.count(Decision) == 2, "the mistake stays on record"
    with pytest.raises(Conflict, match="signed since"):
        deciding.take_back(*back, "Wrong patient.")
    assert sign(prescriber, it, ELIGIBLE) is Stage.CONSENTED


def test_not_recommended_taken_back_opens_the_episode_again(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    save(prescriber, it, "heart", WELL["heart"] | {"aneurysmal_vascular_disease": True})
    sign(prescriber, it, DECLINE)
    (row,) = decided(it)
    deciding.take_back(prescriber, it.patient_id, it.episode_id, row["id"], "Wrong patient.")
    assert clinic.one(sa.select(t.Episode.closed_at)) is None
    assert clinic.one(sa.select(t.PatientFact.stage)) is Stage.SCREENING


def test_a_decision_that_somebody_went_on_from_stays(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    sign(prescriber, it, DEFER_ANYWAY)
    moving.move(
        *(prescriber, it.patient_id, it.episode_id, "screened_again", clinic.ZONE),
        entry_key=uuid4(),
    )
    (row,) = decided(it)
    with pytest.raises(Conflict, match="went on to screening"):
        deciding.take_back(prescriber, it.patient_id, it.episode_id, row["id"], "Oops")
    nurse = made.user(Role.PRACTITIONER)
    with pytest.raises(NotAllowed):
        deciding.take_back(nurse, it.patient_id, it.episode_id, row["id"], "Oops")


def test_until_the_first_dose_something_new_can_still_speak_against_it(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    sign(prescriber, it, ELIGIBLE)
    save(prescriber, it, "heart", WELL["heart"] | {"aneurysmal_vascular_disease": True})
    assert sign(prescriber, it, DECLINE) is Stage.DECLINED


@pytest.mark.parametrize(("days", "counts"), [(30, True), (31, False)])
def test_an_old_screen_of_risk_is_asked_again(prescriber: User, days: int, counts: bool) -> None:
    it = screened(prescriber)
    at = datetime.combine(TODAY - timedelta(days=days), time(12), clinic.ZONE)
    about = {"instrument": "cssrs_screen", "severity": "none", "complete": True}
    made.score(it.patient_id, None, at, **about)
    assert ("cssrs_screen" not in show(prescriber, it).result.missing) is counts


@pytest.mark.parametrize(
    ("asked", "interacts", "fires"),
    [
        (TODAY.isoformat(), "none", "none"),
        ("unknown", "none", None),
        (TODAY.isoformat(), "unknown", None),
    ],
)
def test_unknown_is_never_no_medicine_that_interacts(
    prescriber: User, asked: str, interacts: str, fires: str | None
) -> None:
    it = screened(prescriber)
    save(prescriber, it, "medicines", {"medicines_asked_on": asked})
    taken = Taken("Phenelzine 45 mg", interacts)
    prior.add_medicine(prescriber, it.patient_id, taken, clinic.ZONE, entry_key=uuid4())
    found = show(prescriber, it)
    assert ("interacting_medicines" in found.result.missing) is (fires is None)
    with pytest.raises(BadInput, match="Say whether it interacts"):
        prior.add_medicine(
            prescriber, it.patient_id, Taken("Something"), clinic.ZONE, entry_key=uuid4()
        )


def test_not_recommended_ends_the_episode_with_reason_and_offer(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    save(prescriber, it, "heart", WELL["heart"] | {"aneurysmal_vascular_disease": True})
    assert sign(prescriber, it, DECLINE) is Stage.DECLINED
    assert clinic.one(sa.select(t.Episode.closed_at)) is not None
    assert (decided(it)[0]["reason"], decided(it)[0]["offered"]) == (
        DECLINE.reason,
        DECLINE.offered,
    )


@pytest.mark.parametrize("how", ["item9", "cssrs", "form"])
def test_with_acute_risk_nobody_is_deferred_or_declined_before_it_is_assessed(
    prescriber: User, how: str
) -> None:
    it = screened(prescriber)
    well(prescriber, it, item9=3 if how == "item9" else 0, trials=0)
    if how == "cssrs":
        score(prescriber, it.patient_id, "cssrs_screen", [1, 1, 1, 1, 0, 0, None])
    if how == "form":
        save(prescriber, it, "why_now", WELL["why_now"] | {"indication": "acute_suicidality"})
    found = show(prescriber, it)
    assert found.result.escalate
    assert found.result.disposition is not Disposition.ELIGIBLE
    why = "Against or with the rules."
    for signed in (DEFER, DECLINE):
        with pytest.raises(BadInput, match="Assess risk first"):
            sign(prescriber, it, replace(signed, why=why))
    assess(prescriber, it)
    assert show(prescriber, it).assessed
    assert sign(prescriber, it, replace(DEFER, why=why)) is Stage.DEFERRED


def test_an_assessment_from_before_the_answer_is_not_enough(prescriber: User) -> None:
    it = screened(prescriber)
    assess(prescriber, it)
    well(prescriber, it, item9=2)
    assert not show(prescriber, it).assessed


def test_after_review_the_same_screening_is_decided_again(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    review = Signed(Disposition.REVIEW, why="Ask the cardiologist.")
    assert sign(prescriber, it, review) is Stage.REVIEW
    assert sign(prescriber, it, review) is Stage.REVIEW
    assert sign(prescriber, it, ELIGIBLE) is Stage.ELIGIBLE
    assert len(decided(it)) == 3


def test_a_second_course_of_the_same_route_is_not_opened(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    made.episode(it.patient_id, route=Route.IV)
    with pytest.raises(Conflict, match="Another course of the same route"):
        sign(prescriber, it, ELIGIBLE)
    assert sign(prescriber, it, replace(ELIGIBLE, protocol_id="SPR-TRD")) is Stage.ELIGIBLE


@pytest.mark.parametrize("roles", [(Role.STAFF,), (Role.PRACTITIONER,), (Role.MANAGER,)])
def test_who_may_not_prescribe_is_refused_by_the_door(
    prescriber: User, roles: tuple[Role, ...]
) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    with pytest.raises(NotAllowed):
        sign(made.user(*roles), it, ELIGIBLE)
    assert clinic.count(Decision) == 0


def test_the_front_desk_never_sees_the_result(prescriber: User) -> None:
    it = screened(prescriber)
    with pytest.raises(NotAllowed):
        show(made.user(Role.STAFF), it)


def test_a_treatment_under_way_defers_until_it_has_had_its_time(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    made.put(trial_under_way(it, TODAY - timedelta(days=10)))
    found = show(prescriber, it)
    assert found.answers["current_treatment_start"] == (TODAY - timedelta(days=10)).isoformat()
    assert found.result.disposition is Disposition.DEFER
    assert found.result.until == TODAY + timedelta(days=32)


def trial_under_way(it: Course, since: date) -> Any:
    about = {"patient_id": it.patient_id, "happened_at": now(), "kind": "drug"}
    return TreatmentTrial(name="Bupropion", dose="300 mg", started_on=since, **about)


def decided(it: Course) -> list[dict[str, Any]]:
    with Session(database.engine()) as session:
        return queries.of_episode(session, it.episode_id)


def test_an_earlier_route_judges_nothing_once_a_screening_is_open_again(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    sign(prescriber, it, ELIGIBLE)
    sign(prescriber, it, DEFER_ANYWAY)
    moving.move(
        prescriber, it.patient_id, it.episode_id, "screened_again", clinic.ZONE, entry_key=uuid4()
    )
    found = show(prescriber, it)
    assert found.route is None
    acute = {**found.answers, "indication": "acute_suicidality", "new_diagnosis": True}
    by_rules = judging.result(acute, found.policy, found.route, TODAY)
    assert by_rules.disposition is Disposition.REVIEW


def test_the_page_judges_by_the_route_of_the_protocol_that_is_chosen(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    save(prescriber, it, "why_now", WELL["why_now"] | {"indication": "acute_suicidality"})
    found = show(prescriber, it)
    route = Signed(Disposition.ELIGIBLE, "IV-STD-6").route
    by_iv = judging.by_route(found, route, clinic.ZONE)
    assert by_iv.disposition is not found.result.disposition
    assert judging.by_route(found, None, clinic.ZONE) is found.result


def test_a_decision_taken_back_takes_its_route_with_it(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    sign(prescriber, it, ELIGIBLE)
    number = clinic.one(sa.select(Decision.id))
    deciding.take_back(prescriber, it.patient_id, it.episode_id, number, "Another patient.")
    episode = clinic.one(sa.select(Episode))
    assert (episode.route, episode.protocol_id) == (None, None)


def test_nothing_is_signed_where_somebody_decided_since(prescriber: User) -> None:
    it = screened(prescriber)
    well(prescriber, it)
    seen = show(prescriber, it).seen
    sign(prescriber, it, ELIGIBLE)
    with pytest.raises(BadInput, match="changed since you read the result"):
        sign(prescriber, it, replace(DEFER_ANYWAY, seen=seen))


def test_the_front_desk_corrects_only_what_it_entered_itself(prescriber: User) -> None:
    one, other = screened(prescriber), screened(prescriber)
    well(prescriber, one)
    mine = t.TreatmentTrial.patient_id == one.patient_id
    told = clinic.rows(sa.select(TreatmentTrial.id).where(mine))
    desk = made.user(Role.STAFF)
    better = Trial("drug", "Sertraline", None, "25 mg", weeks_adequate=1, percent_improved=90)
    for whose, error in ((one, NotAllowed), (other, NotFound)):
        with pytest.raises(error):
            prior.add_trial(
                desk,
                whose.patient_id,
                better,
                clinic.ZONE,
                corrects=told[0][0],
                why="typo",
                entry_key=uuid4(),
            )
    assert show(prescriber, one).answers["adequate_trials_count"] == 2
