"""Prior treatments: which trials count as adequate and failed, and the sentence that says why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference.treatments import treatments
from services.clinical import trials
from services.clinical.trials import Trial, TrialCount, Verdict

RULES = treatments()
TODAY = date(2026, 11, 26)
SERTRALINE = Trial(
    "drug",
    "Sertraline",
    dose="200 mg",
    started_on=date(2026, 1, 1),
    ended_on=date(2026, 3, 31),
    weeks_adequate=8,
    percent_improved=20,
    stop_reason="too_little_benefit",
)
UNDATED = replace(SERTRALINE, started_on=None, ended_on=None)


def count(*told: Trial, began: date | None = None, asked: bool = False) -> TrialCount:
    return trials.count(told, RULES, TODAY, episode_began=began, asked=asked)


def line(told: Trial, began: date | None = None) -> trials.Line:
    (found,) = count(told, began=began).lines
    return found


def numbers(found: TrialCount) -> tuple[int, int]:
    return found.failed, found.unclear


def day(text: str) -> date:
    return date.fromisoformat(text)


# Weeks, improvement, dose


@pytest.mark.parametrize(("weeks", "failed"), [(0, 0), (5, 0), (6, 1), (7, 1)])
def test_six_weeks_at_an_adequate_dose_are_enough(weeks: int, failed: int) -> None:
    found = count(replace(SERTRALINE, weeks_adequate=weeks))
    assert (numbers(found), found.adequate) == ((failed, 0), failed)


@pytest.mark.parametrize(("weeks", "failed"), [(3, 0), (4, 1), (5, 1)])
def test_a_clinic_may_ask_for_four_weeks(weeks: int, failed: int) -> None:
    cuts = RULES.adequate
    rules = replace(RULES, adequate=replace(cuts, weeks=replace(cuts.weeks, value=4)))
    found = trials.count([replace(SERTRALINE, weeks_adequate=weeks)], rules, TODAY)
    assert found.failed == failed


@pytest.mark.parametrize(
    ("percent", "failed", "worked"),
    [(-100, 1, 0), (0, 1, 0), (49, 1, 0), (50, 0, 1), (51, 0, 1), (100, 0, 1)],
)
def test_half_better_is_a_response_and_no_failed_trial(
    percent: int, failed: int, worked: int
) -> None:
    found = count(replace(SERTRALINE, percent_improved=percent))
    assert (found.adequate, found.failed, found.worked) == (1, failed, worked)


@pytest.mark.parametrize(
    ("dose", "failed"),
    [
        ("49 mg", 0),
        ("50 mg", 1),
        ("51 mg a day", 1),
        ("25 mg daily", 0),
        ("25mg/day", 0),
        ("37.5 MG once daily", 0),
        ("100 mg twice a day", 1),
        ("as much as she could bear", 1),
    ],
)
def test_below_the_least_dose_does_not_count_and_what_cannot_be_read_is_the_clinicians_word(
    dose: str, failed: int
) -> None:
    assert numbers(count(replace(SERTRALINE, dose=dose))) == (failed, 0)


@pytest.mark.parametrize(("dose", "failed"), [("5 mg/24 h", 0), ("6 mg in 24 hours", 1)])
def test_a_patch_is_read_by_its_24_hours(dose: str, failed: int) -> None:
    assert count(replace(SERTRALINE, name="Emsam", dose=dose)).failed == failed


def test_without_a_least_dose_on_the_list_adequacy_is_what_the_clinician_says() -> None:
    for dose in (None, "10 mg"):
        assert numbers(count(replace(SERTRALINE, name="Amitriptyline", dose=dose))) == (1, 0)


# Sentences


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Sertraline 200 mg, 8 weeks at an adequate dose, 20 % better: counts."),
        (
            {"percent_improved": 0, "weeks_adequate": 6},
            "Sertraline 200 mg, 6 weeks at an adequate dose, not better: counts.",
        ),
        (
            {"percent_improved": -10},
            "Sertraline 200 mg, 8 weeks at an adequate dose, 10 % worse: counts.",
        ),
        (
            {"percent_improved": 60},
            "Sertraline 200 mg, 8 weeks at an adequate dose, 60 % better: "
            "it worked, so it is no failed trial.",
        ),
        (
            {"weeks_adequate": 1},
            "Sertraline 200 mg, 1 week at an adequate dose, 20 % better: "
            "shorter than 6 weeks, so it does not count.",
        ),
        (
            {"dose": "25 mg"},
            "Sertraline 25 mg, 8 weeks, 20 % better: "
            "below the least adequate dose of 50 mg a day, so it does not count.",
        ),
        (
            {"weeks_adequate": None},
            "Sertraline 200 mg, 20 % better: "
            "weeks at an adequate dose are not known, so it cannot count yet.",
        ),
        (
            {"weeks_adequate": None, "ended_on": date(2026, 1, 20)},
            "Sertraline 200 mg, at most 2 weeks at an adequate dose, 20 % better: "
            "shorter than 6 weeks, so it does not count.",
        ),
        (
            {"percent_improved": None},
            "Sertraline 200 mg, 8 weeks at an adequate dose: "
            "the improvement is not known, so it cannot count yet.",
        ),
        (
            {"dose": None},
            "Sertraline, 8 weeks at an adequate dose, 20 % better: "
            "the highest dose is not known, so it cannot count yet.",
        ),
        (
            {"name": "Tianeptine"},
            "Tianeptine 200 mg, 8 weeks at an adequate dose, 20 % better: "
            "its class is not known, so it cannot count yet.",
        ),
        (
            {"weeks_adequate": -1},
            "Sertraline 200 mg: Weeks cannot be fewer than 0. "
            "It cannot count until this is put right.",
        ),
    ],
)
def test_each_line_says_in_one_sentence_whether_it_counts_and_why(change, words: str) -> None:
    assert line(replace(SERTRALINE, **change)).words == words


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        ("weeks_adequate", "weeks at an adequate dose are not known"),
        ("percent_improved", "the improvement is not known"),
        ("dose", "the highest dose is not known"),
    ],
)
def test_what_is_not_known_is_unclear_never_nothing(field: str, missing: str) -> None:
    told = replace(SERTRALINE, **{field: None})
    assert numbers(count(told)) == (0, 1)
    assert (line(told).verdict, line(told).missing) == (Verdict.UNCLEAR, (missing,))


def test_all_that_is_missing_is_named() -> None:
    told = Trial("drug", "Sertraline")
    assert line(told).words == (
        "Sertraline: weeks at an adequate dose are not known and the highest dose is not known "
        "and the improvement is not known, so it cannot count yet."
    )


@pytest.mark.parametrize(
    "change",
    [
        {"weeks_adequate": None, "percent_improved": 50},
        {"weeks_adequate": 5, "percent_improved": None},
        {"dose": "25 mg", "percent_improved": None},
        {"weeks_adequate": None, "percent_improved": None, "ended_on": date(2026, 2, 10)},
    ],
)
def test_what_surely_cannot_count_is_not_unclear(change) -> None:
    assert numbers(count(replace(SERTRALINE, **change))) == (0, 0)


def test_a_free_name_counts_by_the_class_that_was_told() -> None:
    told = replace(SERTRALINE, name="Tianeptine", dose="37.5 mg")
    assert numbers(count(replace(told, treatment_class="other_antidepressant"))) == (1, 0)
    assert numbers(count(replace(told, treatment_class="other_augmenter"))) == (0, 0)
    assert numbers(count(told)) == (0, 1)


def test_the_list_knows_the_class_better_than_what_was_told() -> None:
    assert count(replace(SERTRALINE, name="Lithium", treatment_class="ssri")).failed == 0


# Intolerance


@pytest.mark.parametrize("reason", ["side_effects", "side effects"])
def test_intolerance_is_not_inadequate_response(reason: str) -> None:
    told = replace(SERTRALINE, weeks_adequate=2, percent_improved=None, stop_reason=reason)
    assert numbers(count(told)) == (0, 0)
    assert line(told).words == (
        "Sertraline 200 mg, 2 weeks at an adequate dose, stopped for side effects: "
        "intolerance is not inadequate response, so it does not count."
    )


@pytest.mark.parametrize(("weeks", "failed"), [(5, 0), (6, 1), (7, 1)])
def test_a_trial_that_had_lasted_counts_though_side_effects_ended_it(
    weeks: int, failed: int
) -> None:
    told = replace(SERTRALINE, weeks_adequate=weeks, stop_reason="side_effects")
    assert count(told).failed == failed


def test_why_a_long_trial_stopped_for_side_effects_counts_is_said() -> None:
    assert line(replace(SERTRALINE, stop_reason="side_effects")).words.endswith(
        "stopped for side effects: it had lasted at least 6 weeks by then, so it counts."
    )


# Augmenters, neurostimulation, psychotherapy


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("drug", "Lithium", "an augmenter is no trial of its own, so it does not count."),
        ("drug", "Synthroid", "an augmenter is no trial of its own, so it does not count."),
        ("drug", "Abilify", "an augmenter is no trial of its own, so it does not count."),
        ("drug", "Spravato", "not an antidepressant tried before ketamine, so it does not count."),
        (
            "neurostimulation",
            "ECT",
            "neurostimulation is no trial of an antidepressant, so it does not count.",
        ),
        (
            "neurostimulation",
            "Vagus nerve stimulation",
            "neurostimulation is no trial of an antidepressant, so it does not count.",
        ),
        (
            "psychotherapy",
            "CBT",
            "counts as psychotherapy tried, not as a trial of an antidepressant.",
        ),
        (
            "psychotherapy",
            "Talking to a counsellor",
            "counts as psychotherapy tried, not as a trial of an antidepressant.",
        ),
    ],
)
def test_what_is_no_antidepressant_is_shown_and_never_counted(
    kind: str, name: str, words: str
) -> None:
    told = replace(SERTRALINE, kind=kind, name=name, dose=None)
    for each in (told, replace(told, weeks_adequate=None, percent_improved=None)):
        found = count(each)
        assert (numbers(found), found.adequate, found.worked) == ((0, 0), 0, 0)
        assert found.psychotherapy is (kind == "psychotherapy")
        assert line(each).verdict is Verdict.DOES_NOT_COUNT
        assert line(each).words.endswith(words)


def test_the_antidepressant_beneath_an_augmenter_counts_by_its_own_weeks() -> None:
    lithium = replace(SERTRALINE, name="Lithium", dose="900 mg", started_on=day("2026-02-01"))
    assert numbers(count(SERTRALINE, replace(lithium, weeks_adequate=7))) == (1, 0)


def test_an_augmenter_at_fault_is_put_right_but_could_not_count_anyway() -> None:
    found = count(replace(SERTRALINE, name="Lithium", weeks_adequate=-1))
    assert numbers(found) == (0, 0)
    assert found.lines[0].words == "Lithium 200 mg: Weeks cannot be fewer than 0."


# Entries of one medicine

FIRST = replace(SERTRALINE, dose="100 mg", ended_on=day("2026-02-01"), weeks_adequate=4)


@pytest.mark.parametrize(
    ("started", "failed"),
    [("2026-02-01", 1), ("2026-02-02", 1), ("2026-02-03", 0)],
)
def test_entries_without_a_day_between_are_one_trial(started: str, failed: int) -> None:
    found = count(FIRST, replace(SERTRALINE, started_on=day(started), weeks_adequate=4))
    assert numbers(found) == (failed, 0)
    assert len(found.lines) == 2 - failed


def test_one_trial_of_two_entries_has_their_weeks_and_their_best_and_says_so() -> None:
    second = replace(
        SERTRALINE,
        name="Zoloft",
        dose="200 mg",
        started_on=day("2026-02-02"),
        weeks_adequate=4,
        percent_improved=30,
    )
    (found,) = count(FIRST, second).lines
    assert found.entries == (FIRST, second)
    assert found.words == (
        "Zoloft 200 mg, one trial told in 2 entries without a gap, "
        "8 weeks at an adequate dose, 30 % better: counts."
    )
    worked = count(FIRST, replace(second, percent_improved=50))
    assert (worked.failed, worked.adequate, worked.worked) == (0, 1, 1)


def test_weeks_at_too_low_a_dose_add_nothing() -> None:
    second = replace(SERTRALINE, started_on=day("2026-02-02"), weeks_adequate=4)
    assert numbers(count(replace(FIRST, dose="25 mg"), second)) == (0, 0)
    assert numbers(count(replace(FIRST, dose="25 mg"), replace(second, weeks_adequate=6))) == (1, 0)


def test_weeks_of_entries_that_overlap_are_not_added_up() -> None:
    second = replace(SERTRALINE, started_on=day("2026-01-31"), weeks_adequate=4)
    found = count(FIRST, second)
    assert numbers(found) == (0, 1)
    assert found.lines[0].missing == ("weeks of overlapping entries may be the same weeks",)


def test_entries_that_overlap_last_no_longer_than_all_of_them_together() -> None:
    assert numbers(count(*[replace(FIRST, weeks_adequate=None)] * 2)) == (0, 0)  # 32 days
    assert numbers(count(*[replace(SERTRALINE, weeks_adequate=None)] * 2)) == (0, 1)  # 90 days


def test_an_entry_within_a_longer_one_does_not_part_what_follows() -> None:
    within = replace(FIRST, started_on=day("2026-01-10"), ended_on=day("2026-02-10"))
    after = replace(FIRST, started_on=day("2026-03-01"), ended_on=day("2026-04-30"))
    assert len(count(SERTRALINE, within, after).lines) == 1


def test_the_same_trial_told_twice_is_one() -> None:
    found = count(SERTRALINE, SERTRALINE)
    assert numbers(found) == (1, 0)
    assert len(found.lines) == 1


def test_the_same_medicine_again_counts_once() -> None:
    again = replace(SERTRALINE, started_on=day("2026-05-01"), ended_on=day("2026-08-01"))
    found = count(SERTRALINE, again)
    assert (numbers(found), found.adequate) == ((1, 0), 1)
    assert [each.verdict for each in found.lines] == [Verdict.COUNTS, Verdict.DOES_NOT_COUNT]
    assert found.lines[1].words.endswith(
        "this medicine is counted already, so it does not count again."
    )


def test_a_second_trial_of_a_counted_medicine_that_is_unclear_could_add_nothing() -> None:
    assert numbers(count(SERTRALINE, replace(UNDATED, weeks_adequate=None))) == (1, 0)


def test_different_medicines_count_each() -> None:
    assert count(SERTRALINE, replace(SERTRALINE, name="Lexapro")).failed == 2


def test_undated_entries_of_one_medicine_are_unclear_where_it_matters() -> None:
    short = replace(UNDATED, weeks_adequate=4)
    assert numbers(count(short)) == (0, 0)
    assert numbers(count(short, replace(short, weeks_adequate=1))) == (0, 0)
    assert numbers(count(short, short)) == (0, 1)
    assert numbers(count(SERTRALINE, replace(UNDATED, percent_improved=60))) == (0, 1)
    assert numbers(count(SERTRALINE, replace(UNDATED, percent_improved=40))) == (1, 0)


# The current episode


@pytest.mark.parametrize(
    ("began", "verdict"),
    [
        ("2025-12-31", Verdict.COUNTS),
        ("2026-01-01", Verdict.COUNTS),
        ("2026-01-15", Verdict.COUNTS),  # 14 of 56 days may lie before it
        ("2026-01-16", Verdict.UNCLEAR),
        ("2026-02-18", Verdict.UNCLEAR),
        ("2026-02-19", Verdict.DOES_NOT_COUNT),  # 41 days of it at most
        ("2026-03-31", Verdict.DOES_NOT_COUNT),
        ("2026-04-01", Verdict.EARLIER_EPISODE),
    ],
)
def test_only_weeks_within_the_current_episode_count(began: str, verdict: Verdict) -> None:
    found = line(SERTRALINE, day(began))
    assert found.verdict is verdict
    assert numbers(count(SERTRALINE, began=day(began))) == (
        verdict is Verdict.COUNTS,
        verdict is Verdict.UNCLEAR,
    )


def test_a_trial_of_an_earlier_episode_is_shown_as_that() -> None:
    assert line(SERTRALINE, day("2026-06-01")).words == (
        "Sertraline 200 mg: ended before this episode began, so it does not count."
    )
    therapy = replace(SERTRALINE, kind="psychotherapy", name="CBT")
    assert count(therapy).psychotherapy is True
    assert count(therapy, began=day("2026-06-01")).psychotherapy is False


def test_without_a_start_it_may_be_of_an_earlier_episode() -> None:
    told = replace(SERTRALINE, started_on=None)
    assert numbers(count(told)) == (1, 0)
    assert line(told, day("2025-06-01")).missing == (
        "whether it began before this episode is not known",
    )


def test_how_much_of_a_trial_lies_in_the_episode_is_said() -> None:
    assert line(SERTRALINE, day("2026-02-19")).words == (
        "Sertraline 200 mg, 8 weeks at an adequate dose, at most 5 of them in this episode, "
        "20 % better: shorter than 6 weeks, so it does not count."
    )


# What is taken now


@pytest.mark.parametrize(
    ("ended", "reason", "current"),
    [
        (None, None, True),
        (None, "still_taking", True),
        (None, "still taking", True),
        (None, "no_benefit", False),
        (None, "moved away", False),
        ("2026-11-26", None, False),
    ],
)
def test_current_is_what_has_no_end_and_no_reason_for_one(
    ended: str | None, reason: str | None, current: bool
) -> None:
    told = replace(SERTRALINE, ended_on=ended and day(ended), stop_reason=reason)
    assert count(told).current_since == (told.started_on if current else None)


def test_the_newest_change_dates_the_current_treatment() -> None:
    raised = replace(SERTRALINE, started_on=day("2026-04-01"), ended_on=None, stop_reason=None)
    therapy = replace(raised, kind="psychotherapy", name="CBT", started_on=day("2026-11-01"))
    assert count(SERTRALINE, raised).current_since == day("2026-04-01")
    assert count(SERTRALINE, raised, therapy).current_since == day("2026-11-01")


def test_a_current_treatment_without_a_start_is_not_passed_over() -> None:
    known = replace(SERTRALINE, ended_on=None, stop_reason="still_taking")
    found = count(known, replace(known, name="Bupropion", started_on=None))
    assert (found.current_since, found.current_undated) == (known.started_on, 1)


def test_a_start_in_the_future_is_no_current_treatment() -> None:
    ahead = replace(
        SERTRALINE, started_on=TODAY + timedelta(1), ended_on=None, stop_reason="still_taking"
    )
    found = count(ahead)
    assert (found.current_since, found.current_undated, found.unclear) == (None, 0, 1)


def test_a_current_treatment_that_is_too_young_does_not_count_yet() -> None:
    told = replace(
        SERTRALINE,
        started_on=day("2026-11-01"),
        ended_on=None,
        weeks_adequate=3,
        stop_reason="still_taking",
    )
    assert line(told).words == (
        "Sertraline 200 mg, 3 weeks at an adequate dose, 20 % better: "
        "shorter than 6 weeks so far, so it does not count yet."
    )


# What the screening rules read


def test_not_asked_is_not_nothing_tried() -> None:
    assert set(trials.answers(count()).values()) == {None}
    assert count().words == "Prior treatments are not known."
    assert trials.answers(count(asked=True)) == {
        "adequate_trials_count": 0,
        "adequate_trials_all": 0,
        "psychotherapy_tried": False,
        "current_treatment_start": None,
        "current_treatments_undated": 0,
        "trials_unclear": 0,
    }


def test_the_answers_are_those_of_the_count() -> None:
    found = count(
        SERTRALINE,
        replace(SERTRALINE, name="Lexapro", percent_improved=60),
        replace(SERTRALINE, name="Remeron", weeks_adequate=None),
        Trial("psychotherapy", "CBT", started_on=day("2026-10-01")),
    )
    assert trials.answers(found) == {
        "adequate_trials_count": 1,
        "adequate_trials_all": 2,
        "psychotherapy_tried": True,
        "current_treatment_start": "2026-10-01",
        "current_treatments_undated": 0,
        "trials_unclear": 1,
    }
    assert found.words == (
        "1 failed adequate trial; 1 more could count once what is missing is known."
    )
    assert count(asked=True).words == "0 failed adequate trials."


# Faults


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"name": " "}, [("name", "The treatment has no name.")]),
        ({"name": "x" * 200}, []),
        ({"name": "x" * 201}, [("name", "The name is longer than 200 characters.")]),
        ({"dose": "200"}, [("dose", "The dose needs its unit, such as mg.")]),
        ({"dose": "25 µg"}, []),
        ({"dose": "full"}, []),
        ({"started_on": TODAY, "ended_on": None, "weeks_adequate": 0}, []),
        (
            {"started_on": TODAY + timedelta(1), "ended_on": None},
            [("started_on", "The start lies in the future.")],
        ),
        ({"ended_on": TODAY + timedelta(1)}, [("ended_on", "The end lies in the future.")]),
        ({"ended_on": date(2025, 12, 31)}, [("ended_on", "The end lies before the start.")]),
        ({"ended_on": date(2026, 1, 1), "weeks_adequate": 0}, []),
        (
            {"stop_reason": "still taking"},
            [("ended_on", "A treatment that is still taken has no end.")],
        ),
        ({"weeks_adequate": -1}, [("weeks_adequate", "Weeks cannot be fewer than 0.")]),
        ({"ended_on": date(2026, 2, 25)}, []),  # 56 days, both included
        (
            {"ended_on": date(2026, 2, 24)},
            [("weeks_adequate", "More weeks than there are from the start to the end.")],
        ),
        (
            {"started_on": date(2026, 10, 3), "ended_on": None},
            [("weeks_adequate", "More weeks than there are from the start to today.")],
        ),
        ({"started_on": None, "weeks_adequate": 500}, []),
        ({"percent_improved": -100}, []),
        ({"percent_improved": 100}, []),
        (
            {"percent_improved": -101},
            [("percent_improved", "Improvement goes from -100 (worse) to 100 percent.")],
        ),
        (
            {"percent_improved": 101},
            [("percent_improved", "Improvement goes from -100 (worse) to 100 percent.")],
        ),
    ],
)
def test_each_fault_is_a_sentence_beside_its_field(change, faults) -> None:
    told = replace(SERTRALINE, **change)
    found = trials.faults(told, TODAY)
    assert [(fault.field, fault.words) for fault in found] == faults
    if found:
        assert numbers(count(told)) == (0, 1)


# Properties

FIELDS = ("dose", "started_on", "ended_on", "weeks_adequate", "percent_improved")


@st.composite
def told_trials(draw: st.DrawFn) -> Trial:
    """A trial of which everything is known and nothing is wrong."""
    days = draw(st.integers(1, 200))
    start = day("2025-12-01") + timedelta(draw(st.integers(0, 150)))
    kind, name = draw(
        st.sampled_from(
            [
                ("drug", "Sertraline"),
                ("drug", "Zoloft"),
                ("drug", "Amitriptyline"),
                ("drug", "Lithium"),
                ("psychotherapy", "CBT"),
            ]
        )
    )
    return Trial(
        kind,
        name,
        dose=draw(st.sampled_from(["25 mg", "50 mg", "200 mg", "the most she could take"])),
        started_on=start,
        ended_on=start + timedelta(days - 1),
        weeks_adequate=draw(st.integers(0, days // 7)),
        percent_improved=draw(st.sampled_from([-20, 0, 49, 50, 80])),
        stop_reason=draw(st.sampled_from(["no_benefit", "side_effects", "other"])),
    )


def hidden(told: Trial, fields: set[str]) -> Trial:
    return replace(told, **dict.fromkeys(fields))


forgotten = st.sets(st.sampled_from(FIELDS))
histories = st.lists(st.tuples(told_trials(), forgotten, forgotten), max_size=4)
episodes = st.none() | st.dates(day("2025-11-01"), day("2026-06-01"))


@given(histories, episodes)
def test_knowing_more_stays_within_what_was_said_before(history, began: date | None) -> None:
    nearly = count(*(hidden(told, less & more) for told, less, more in history), began=began)
    little = count(*(hidden(told, less) for told, less, _ in history), began=began)
    for known in (nearly, count(*(told for told, _, _ in history), began=began)):
        assert little.failed <= known.failed
        assert known.failed + known.unclear <= little.failed + little.unclear


@given(histories, episodes, st.randoms())
def test_the_order_of_entries_says_nothing_and_none_is_dropped(history, began, random) -> None:
    told = [hidden(trial, less) for trial, less, _ in history]
    shuffled = random.sample(told, len(told))
    found = count(*told, began=began)
    assert found == count(*shuffled, began=began)
    shown = [entry for each in found.lines for entry in each.entries]
    assert sorted(map(repr, shown)) == sorted(map(repr, told))


@given(histories, episodes)
def test_counts_agree_with_the_lines(history, began: date | None) -> None:
    found = count(*(hidden(told, less) for told, less, _ in history), began=began)
    verdicts = [each.verdict for each in found.lines]
    assert found.failed == verdicts.count(Verdict.COUNTS)
    assert found.unclear <= verdicts.count(Verdict.UNCLEAR)
    assert found.worked <= found.adequate
    for each in found.lines:
        assert each.words.endswith(".")
        assert bool(each.missing) is (each.verdict is Verdict.UNCLEAR)
