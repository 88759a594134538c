"""The demonstration: an invented clinic, the same for the same size, seed and day.

Nobody in it exists. The generator knows no database; `load` puts its rows into one.
"""

from data.demo.aside import fact_references_aside
from data.demo.clinic import batches
from data.demo.crew import CrewLost
from data.demo.house import CLINIC
from data.demo.judged import Answers, Judged
from data.demo.load import load
from data.demo.shape import Size
from data.demo.team import VIEW_AS

__all__ = [
    "CLINIC",
    "VIEW_AS",
    "Answers",
    "CrewLost",
    "Judged",
    "Size",
    "batches",
    "fact_references_aside",
    "load",
]
