"""The definitions of `definitions.toml`."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Definitions:
    """Numbers that more than one page rests on."""

    baseline_max_age_days: int
    phq9_rise: int
    spark_points: int
    score_before_session_days: int
    episode_picture_days_before: int


@functools.cache
def definitions() -> Definitions:
    """Read once; the file is part of the program."""
    with (Path(__file__).parent / "definitions.toml").open("rb") as file:
        read = tomllib.load(file)
    return Definitions(
        baseline_max_age_days=read["baseline"]["max_age_days"],
        phq9_rise=read["rise"]["phq9_points"],
        spark_points=read["spark"]["points"],
        score_before_session_days=read["score_before_session"]["days"],
        episode_picture_days_before=read["episode_picture"]["days_before"],
    )
