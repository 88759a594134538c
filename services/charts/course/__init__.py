"""One patient's course: the picture, its conclusion in words, and its twin as a table."""

from services.charts.course.days import table
from services.charts.course.picture import course
from services.charts.course.sentence import sentence

__all__ = ["course", "sentence", "table"]
