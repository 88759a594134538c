"""Prior treatments: which trials were adequate and failed, each with a sentence that says why.

Cuts, names and the rules of counting, with their sources, are in data/reference/treatments.toml.
"""

from services.clinical.trials.counting import TrialCount, answers, count
from services.clinical.trials.lines import Line, Verdict
from services.clinical.trials.trial import Fault, Trial, faults

__all__ = ["Fault", "Line", "Trial", "TrialCount", "Verdict", "answers", "count", "faults"]
