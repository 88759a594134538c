"""The table beside the picture: the same facts for whoever does not see it."""

from collections.abc import Callable

import pandas as pd

from services.charts.course import table

Frames = dict[str, pd.DataFrame]


def day(frames: Frames, date: str) -> dict[str, str]:
    days = table(**frames).set_index("Date")
    return {str(column): str(words) for column, words in days.loc[date].items()}


def test_there_is_one_row_a_day_and_the_newest_is_first(course_of_ada: Frames) -> None:
    dates = table(**course_of_ada)["Date"]

    assert dates.is_unique
    assert dates.is_monotonic_decreasing
    assert dates.iloc[0] == pd.Timestamp("2026-11-26")
    assert len(dates) == 7


def test_a_total_says_what_it_is_made_of(course_of_ada: Frames) -> None:
    assert day(course_of_ada, "2026-11-23")["PHQ-9"] == "17 (9 of 9)"
    assert day(course_of_ada, "2026-11-23")["GAD-7"] == "12 (7 of 7)"


def test_an_incomplete_score_has_no_total_and_its_unknown_item_nine_no_number(
    course_of_ada: Frames,
) -> None:
    row = day(course_of_ada, "2026-10-08")

    assert row["PHQ-9"] == "incomplete, 8 of 9"
    assert row["Item 9"] == "unknown"


def test_a_dose_names_its_drug_session_and_state(course_of_ada: Frames) -> None:
    assert day(course_of_ada, "2026-10-01")["Dose"] == "Spravato 56 mg, session 1"
    assert day(course_of_ada, "2026-11-02")["Dose"] == "Spravato 84 mg, session 3, stopped early"
    assert day(course_of_ada, "2026-11-26")["Dose"] == "Spravato, booked"


def test_an_infusion_gives_its_dose_by_weight_where_the_weight_is_known(
    frames: Callable[..., Frames],
) -> None:
    weighed = ("2026-10-01", 1, "ketamine", 35, 0.5, "given", 12)
    unweighed = ("2026-10-04", 2, "ketamine", 35, None, "given", -4)
    course = frames(doses=[weighed, unweighed])

    assert day(course, "2026-10-01")["Dose"] == "IV ketamine 35 mg (0.50 mg/kg), session 1"
    assert day(course, "2026-10-04")["Dose"] == "IV ketamine 35 mg, session 2"
    assert day(course, "2026-10-04")["Peak systolic rise"] == "-4 mmHg"


def test_what_was_not_recorded_is_unknown_and_what_was_not_due_is_a_dash(
    course_of_ada: Frames,
) -> None:
    assert day(course_of_ada, "2026-11-02")["Peak systolic rise"] == "unknown"
    assert day(course_of_ada, "2026-11-23")["Peak systolic rise"] == "–"
    assert day(course_of_ada, "2026-11-26")["Side effects"] == "–"


def test_a_session_without_side_effects_says_that_none_are_recorded(
    frames: Callable[..., Frames],
) -> None:
    course = frames(doses=[("2026-10-01", 1, "esketamine", 56, None, "given", 12)])

    assert day(course, "2026-10-01")["Side effects"] == "none recorded"


def test_side_effects_give_their_grades_and_say_where_one_is_missing(
    course_of_ada: Frames,
) -> None:
    effects = day(course_of_ada, "2026-11-02")["Side effects"]

    assert effects == "Headache grade 3; Nausea, no grade yet"


def test_two_sets_of_answers_of_one_day_stand_in_the_order_they_were_given(
    frames: Callable[..., Frames],
) -> None:
    later, earlier = ("2026-10-01 14:00", 9), ("2026-10-01 08:00", 12)
    scores = [(at, "phq9", total, 9, 9, 0) for at, total in (later, earlier)]

    assert day(frames(scores=scores), "2026-10-01")["PHQ-9"] == "12 (9 of 9); 9 (9 of 9)"


def test_a_hold_is_on_its_first_day_and_on_every_row_within_it(
    frames: Callable[..., Frames],
) -> None:
    holds = [("2026-11-03 10:00", "2026-11-13 09:00", "BP 168/102")]
    scores = [(f"2026-11-{on}", "phq9", 9, 9, 9, 0) for on in ("02", "09", "13", "14")]
    course = frames(holds=holds, scores=scores)

    held = table(**course).set_index("Date")["Hold"]
    assert list(held[held != "–"].index.day) == [13, 9, 3]


def test_with_nothing_recorded_the_table_is_empty_but_keeps_its_columns(
    frames: Callable[..., Frames],
) -> None:
    days = table(**frames())

    assert days.empty
    assert list(days.columns) == [
        "Date", "PHQ-9", "Item 9", "GAD-7", "Dose", "Peak systolic rise", "Side effects", "Hold"
    ]  # fmt: skip
