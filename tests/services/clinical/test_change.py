"""Response, remission, relapse and the rest, each at its edge."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from data import reference
from data.reference.outcomes import outcomes
from services.clinical import change
from services.clinical.change import Point
from services.statistics.proportions import wilson

PHQ9, MADRS, WHO5 = (outcomes().measures[name] for name in ("phq9", "madrs", "who5"))
RULES = outcomes()


@pytest.mark.parametrize(
    ("baseline", "total", "met"),
    [(20, 11, False), (20, 10, True), (20, 9, True), (15, 8, False), (15, 7, True), (11, 5, True)],
)
def test_exactly_half_is_a_response(baseline: int, total: int, met: bool) -> None:
    assert change.responded(PHQ9, baseline, total) is met


def test_half_of_nothing_is_no_response() -> None:
    assert change.responded(PHQ9, 0, 0) is None


@pytest.mark.parametrize(("total", "met"), [(3, True), (4, True), (5, False)])
def test_remission_is_at_most_four(total: int, met: bool) -> None:
    assert change.remitted(PHQ9, total) is met


def test_madrs_states_which_remission_it_means() -> None:
    assert MADRS.remission is not None
    assert MADRS.remission.id == "madrs_remission_le10"
    assert [change.remitted(MADRS, total) for total in (10, 11, 12)] == [True, False, False]


@pytest.mark.parametrize(
    ("baseline", "entered"), [(None, None), (0, False), (9, False), (10, True)]
)
def test_a_baseline_below_ten_is_no_entry(baseline: int | None, entered: bool | None) -> None:
    assert change.is_entry(PHQ9, baseline) is entered


@pytest.mark.parametrize(("total", "verdict"), [(13, 1), (14, 1), (15, 0), (25, 0), (26, -1)])
def test_six_points_are_a_reliable_change(total: int, verdict: int) -> None:
    assert change.reliable(PHQ9, 20, total) == verdict


def test_who5_is_better_when_higher() -> None:
    assert [change.reliable(WHO5, 40, total) for total in (50, 49, 31, 30)] == [1, 0, 0, -1]
    assert change.responded(WHO5, 40, 80) is None


@pytest.mark.parametrize(
    ("baseline", "totals", "worse"),
    [
        (15, [20], True),
        (15, [19], False),
        (None, [19], False),
        (15, [8, 14], True),
        (15, [8, 13], False),
        (15, [14, 8], False),
        (15, [], None),
    ],
)
def test_deterioration_is_five_above_baseline_or_six_above_the_best_before(
    baseline: int | None, totals: list[int], worse: bool | None
) -> None:
    assert change.worse(RULES, baseline, totals) is worse


def trend(*points: tuple[int, int], baseline: int | None = 20, attempts: tuple[int, ...] = ()):
    return change.trend(PHQ9, RULES, baseline, [Point(*p) for p in points], attempts)


def test_response_and_remission_are_dated_at_the_first_score_that_meets_them() -> None:
    found = trend((3, 15), (7, 10), (10, 12), (14, 4), (21, 3))
    assert (found.response_days, found.remission_days) == (7, 14)


def test_without_a_valid_baseline_nothing_is_claimed() -> None:
    assert trend((7, 2), baseline=None) == change.Trend(worse=False)
    assert trend((7, 2), baseline=9) == change.Trend(worse=False)


@pytest.mark.parametrize(
    ("points", "sustained"),
    [
        (((7, 10), (21, 9)), None),
        (((7, 10), (35, 9)), True),
        (((7, 10), (35, 11)), False),
        (((7, 10), (20, 11), (35, 9)), False),
        (((7, 10), (60, 9)), True),
        (((7, 11),), None),
    ],
)
def test_sustained_needs_a_score_28_days_on_and_none_that_fails(
    points: tuple[tuple[int, int], ...], sustained: bool | None
) -> None:
    assert trend(*points).sustained is sustained


@pytest.mark.parametrize(
    ("points", "relapse"),
    [
        (((7, 8), (14, 12), (21, 13)), 21),
        (((7, 8), (14, 12), (20, 13)), None),
        (((7, 8), (14, 12), (17, 13), (21, 14)), 21),
        (((7, 8), (14, 12), (17, 10), (21, 14)), None),  # 10 is half of 20: still a response
        (((7, 8), (14, 12), (17, 9), (21, 14), (28, 15)), 28),
        (((14, 12), (21, 13)), None),  # never responded
    ],
)
def test_a_relapse_is_a_row_of_bad_scores_that_spans_seven_days(
    points: tuple[tuple[int, int], ...], relapse: int | None
) -> None:
    assert trend(*points).relapse_days == relapse


def test_a_suicide_attempt_after_response_is_a_relapse() -> None:
    assert trend((7, 8), (14, 6), attempts=(3, 12)).relapse_days == 12
    assert trend((7, 8), (14, 12), (21, 13), attempts=(30,)).relapse_days == 21
    assert trend((7, 12), attempts=(12,)).relapse_days is None


def test_remission_is_lost_by_the_same_rule_from_remission_on() -> None:
    found = trend((7, 9), (14, 11), (21, 12), (28, 3), (35, 12), (42, 13))
    assert (found.relapse_days, found.remission_lost_days) == (21, 42)


def hamd17(shared_data: Path) -> dict[str, dict[str, list[dict[str, str]]]]:
    arms: defaultdict[str, defaultdict[str, list[dict[str, str]]]]
    arms = defaultdict(lambda: defaultdict(list))
    with (shared_data / "longitudinal" / "antidepressant_hamd17_half.csv").open() as file:
        for row in csv.DictReader(file):
            arms[row["THERAPY"]][row["PATIENT"]].append(row)
    return arms


def test_a_published_trial_has_the_responders_it_has(shared_data: Path) -> None:
    expected = json.loads((shared_data / "expected_summary.json").read_text())["hamd17_trial"]
    half = outcomes().measures["phq9"]  # 50 percent, as for HAM-D17
    cut = reference.instrument("hamd17").remission[0].at_most
    for arm, patients in hamd17(shared_data).items():
        told = expected["arms"][arm]
        last = {
            patient: max(rows, key=lambda row: int(row["VISIT"]))
            for patient, rows in patients.items()
        }
        responders = sum(
            bool(change.responded(half, int(row["BASVAL"]), int(row["HAMDTL17"])))
            for row in last.values()
        )
        assert len(last) == told["n"]
        assert responders == told["responders_last_observation"]
        assert (
            sum(int(r["HAMDTL17"]) <= cut for r in last.values())
            == (told["remitters_le7_last_observation"])
        )
        assert wilson(responders, len(last)) == pytest.approx(told["responders_wilson95"], abs=1e-6)
        complete = [row for row in last.values() if row["VISIT"] == "7"]
        assert len(complete) == told["completers_visit7"]
        assert told["responders_completers"] == sum(
            bool(change.responded(half, int(row["BASVAL"]), int(row["HAMDTL17"])))
            for row in complete
        )


def test_published_means_by_visit_are_the_ones_published(shared_data: Path) -> None:
    expected = json.loads((shared_data / "expected_summary.json").read_text())["hamd17_trial"]
    seen = 0
    for arm, patients in hamd17(shared_data).items():
        for visit in "4567":
            rows = [row for of in patients.values() for row in of if row["VISIT"] == visit]
            found = change.summary(
                [int(row["HAMDTL17"]) for row in rows], [int(row["BASVAL"]) for row in rows]
            )
            told = expected["by_visit"][f"{arm}|{visit}"]
            assert found.n == told["n"]
            for name in ("mean", "sd", "mean_change"):
                assert getattr(found, name) == pytest.approx(told[name], abs=1e-5)
            seen += 1
        assert change.summary(
            [int(of[0]["BASVAL"]) for of in patients.values()], [None] * len(patients)
        ).mean == (pytest.approx(expected["arms"][arm]["baseline_mean"], abs=1e-5))
    assert seen == len(expected["by_visit"])


def test_a_blank_is_nobody_s_score(shared_data: Path) -> None:
    expected = json.loads((shared_data / "expected_summary.json").read_text())["btheb"]
    with (shared_data / "longitudinal" / "btheb_bdi_half.csv").open() as file:
        rows = list(csv.DictReader(file))
    times = [name for name in rows[0] if name.startswith("bdi.")]

    def totals(arm: str | None, time: str) -> list[int]:
        return [
            int(float(row[time]))
            for row in rows
            if row[time] not in ("", "NA") and arm in (None, row["treatment"])
        ]

    for time in times:
        for arm, told in [(None, expected), *expected["by_arm"].items()]:
            found = change.summary(totals(arm, time), [None] * len(totals(arm, time)))
            assert found.n == told[time]["n"]
            assert found.mean == pytest.approx(told[time]["mean"], abs=1e-5)
    complete = [row for row in rows if all(row[time] not in ("", "NA") for time in times)]
    assert len(complete) == expected["complete_cases"]
