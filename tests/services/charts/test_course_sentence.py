"""The conclusion in words, which is also what a screen reader says of the picture."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from services.charts.course import sentence

TODAY = date(2026, 11, 23)
Frames = dict[str, pd.DataFrame]


def concluded(frames: Frames) -> str:
    return sentence(frames["scores"], frames["holds"], frames["effects"], today=TODAY)


def scored(*totals: tuple[str, float | None]) -> list[tuple[Any, ...]]:
    return [(day, "phq9", total, 9 if total is not None else 8, 9, 0) for day, total in totals]


def test_a_fall_a_relapse_a_hold_and_a_severe_effect(course_of_ada: Frames) -> None:
    assert concluded(course_of_ada) == (
        "Item 9 is 2 today, 0 on 2 Nov. "
        "PHQ-9 fell 21 to 7 by 2 Nov; 17 today, up 10 from best. "
        "One hold, one grade 3 effect, one effect without a grade."
    )


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        (scored(), "No PHQ-9 yet."),
        (
            scored(("2026-11-02", None)),
            "No complete PHQ-9 yet; the last, on 2 Nov, incomplete: 8 of 9 answered.",
        ),
        (scored(("2026-09-28", 21)), "PHQ-9 21 on 28 Sep, the only complete score."),
        (scored(("2026-11-23", 0)), "PHQ-9 0 today, the only complete score."),
        (scored(("2026-09-28", 21), ("2026-11-23", 7)), "PHQ-9 fell 21 to 7 by today."),
        (scored(("2025-09-28", 21), ("2025-11-02", 7)), "PHQ-9 fell 21 to 7 by 2 Nov 2025."),
        (
            scored(("2026-09-28", 21), ("2026-11-02", 7), ("2026-11-09", 7)),
            "PHQ-9 fell 21 to 7 by 2 Nov; still 7 on 9 Nov.",
        ),
        (
            scored(("2026-09-28", 12), ("2026-11-02", 18), ("2026-11-09", 15)),
            "PHQ-9 rose 12 to 18 by 2 Nov; 15 on 9 Nov, down 3 from worst.",
        ),
        (
            scored(("2026-09-28", 12), ("2026-11-02", 12)),
            "PHQ-9 12 in all 2 scores since 28 Sep.",
        ),
        (
            scored(("2026-09-28", 21), ("2026-11-02", 7), ("2026-11-23", None)),
            "PHQ-9 fell 21 to 7 by 2 Nov; the last, today, incomplete: 8 of 9 answered.",
        ),
        (
            scored(("2026-09-28", 21), ("2026-10-05", None), ("2026-11-02", 7)),
            "PHQ-9 fell 21 to 7 by 2 Nov.",
        ),
    ],
)
def test_only_what_was_scored_is_concluded(
    frames: Callable[..., Frames], scores: list[tuple[Any, ...]], words: str
) -> None:
    assert concluded(frames(scores=scores)) == words


def test_scores_are_read_in_order_of_time(frames: Callable[..., Frames]) -> None:
    backwards = scored(("2026-11-02", 7), ("2026-09-28", 21))

    assert concluded(frames(scores=backwards)) == "PHQ-9 fell 21 to 7 by 2 Nov."


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ({"holds": [("2026-11-17", None, "BP")]}, "On hold since 17 Nov."),
        (
            {"holds": [("2026-10-05", "2026-10-09", "BP"), ("2026-11-17", None, "BP")]},
            "One hold, on hold since 17 Nov.",
        ),
        (
            {"effects": [("2026-11-02", "Nausea", grade) for grade in (1, 2, 3, 3, 4)]},
            "One grade 4 effect, two grade 3 effects.",
        ),
        (
            {"effects": [("2026-11-02", "Nausea", None)] * 10},
            "10 effects without a grade.",
        ),
    ],
)
def test_holds_and_severe_effects_are_counted(
    frames: Callable[..., Frames], events: dict[str, list[tuple[Any, ...]]], words: str
) -> None:
    assert concluded(frames(**events)) == f"No PHQ-9 yet. {words}"


def test_mild_effects_are_not_news(frames: Callable[..., Frames]) -> None:
    assert concluded(frames(effects=[("2026-11-02", "Nausea", 2)])) == "No PHQ-9 yet."
