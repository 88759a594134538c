"""All 4 to the power of 9 complete PHQ-9 questionnaires, against an oracle that shares no code."""

from itertools import product

import numpy as np

from data.reference import instrument
from services.clinical.scoring import score

SEVERITIES = np.array(["minimal", "mild", "moderate", "moderately_severe", "severe"])


def test_every_pattern_of_answers_sums_bands_and_flags_rightly() -> None:
    patterns = np.array(list(product(range(4), repeat=9)), dtype=np.int8)
    totals = patterns.sum(axis=1)
    severities = SEVERITIES[np.digitize(totals, [5, 10, 15, 20])]
    item9 = patterns[:, 8] > 0
    symptoms = (patterns[:, :8] > 1).sum(axis=1) + item9
    core = patterns[:, :2].max(axis=1) > 1
    major = core & (symptoms > 4)
    other = core & (symptoms > 1) & ~major
    expected = zip(
        *(column.tolist() for column in (totals, severities, item9, major, other)), strict=True
    )

    phq9 = instrument("phq9")
    wrong = []
    for answers, facts in zip(patterns.tolist(), expected, strict=True):
        scored = score(phq9, answers)
        flags = scored.flags
        found = (
            scored.total,
            scored.severity,
            "item9" in flags,
            "major_depressive_syndrome" in flags,
            "other_depressive_syndrome" in flags,
        )
        if found != facts or len(flags) != sum(facts[2:]):
            wrong.append(answers)
    assert len(patterns) == 262_144
    assert wrong == []
