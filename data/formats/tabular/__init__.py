"""Tables to records. `propose` says what a table seems to be, `read` takes it in as confirmed."""

from data.formats.tabular.mapping import Mapping, from_json, to_json
from data.formats.tabular.proposing import Proposal, answered, examine, propose
from data.formats.tabular.questionnaires import RowAnswers
from data.formats.tabular.questions import Question
from data.formats.tabular.reading import answers, read

__all__ = [
    "Mapping",
    "Proposal",
    "Question",
    "RowAnswers",
    "answered",
    "answers",
    "examine",
    "from_json",
    "propose",
    "read",
    "to_json",
]
