"""The picture of a course as a finished specification, for the page and for print."""

from typing import Any

from altair.utils.schemapi import debug_mode

from data import reference
from services.charts.course.picture import course
from services.charts.theme import Palette
from services.course_frames import Course


def specification(drawn: Course, palette: Palette) -> dict[str, Any]:
    """Vega-Lite of the course; it takes longer than all else on its page, so keep it."""
    with debug_mode(False):  # altair checks every part of its own making otherwise
        picture = course(
            drawn.scores,
            drawn.doses,
            drawn.holds,
            drawn.effects,
            today=drawn.drawn_to,
            ended=drawn.drawn_to < drawn.today,
            instrument=reference.instrument("phq9"),
            palette=palette,
            baseline=drawn.baseline,
        )
        made: dict[str, Any] = picture.to_dict(validate=False)
    return made
