"""The course templates."""

import pytest

from data.reference.protocols import protocols
from data.tables.vocabulary import Drug, Route, Stage


def test_the_words_of_a_template_are_words_of_the_record():
    for protocol in protocols().values():
        assert Route(protocol.route)
        assert Drug(protocol.drug)
        assert [Stage(phase.stage) for phase in protocol.phases]
        assert protocol.source
        assert protocol.checked_by


def test_gaps_lie_in_order():
    for protocol in protocols().values():
        for phase in protocol.phases:
            for cadence in phase.cadences:
                assert 0 < cadence.min_gap_days <= cadence.target_gap_days <= cadence.max_gap_days


@pytest.mark.parametrize(
    ("protocol", "number", "stage"),
    [
        ("IV-STD-6", 1, "induction"),
        ("IV-STD-6", 6, "induction"),
        ("IV-STD-6", 7, "continuation"),
        ("IV-STD-6", 11, "maintenance"),
        ("SPR-TRD", 8, "induction"),
        ("SPR-TRD", 9, "continuation"),
        ("SPR-TRD", 12, "continuation"),
        ("SPR-TRD", 13, "maintenance"),
        ("SPR-MDSI", 9, "induction"),
    ],
)
def test_a_dose_belongs_to_the_phase_its_number_falls_in(protocol, number, stage):
    assert protocols()[protocol].phase_of(number).stage == stage


def test_racemic_ketamine_is_dosed_by_weight_and_spravato_in_whole_devices():
    infusion, spray = protocols()["IV-STD-6"], protocols()["SPR-TRD"]
    assert (infusion.dose.usual_mg_per_kg, infusion.dose.minutes) == (0.5, 40)
    assert (infusion.planned_minutes, spray.planned_minutes) == (120, 150)
    assert spray.dose.device_mg is not None
    assert all(mg % spray.dose.device_mg == 0 for mg in spray.dose.later_mg)
    assert spray.dose.first_mg == (56,)
    assert infusion.dose.first_mg == ()
