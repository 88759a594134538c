"""Item 9, the syndromes of the PHQ-9, and cuts that depend on sex."""

import pytest

from data.reference import instrument
from data.tables.vocabulary import Sex
from services.clinical.scoring import score
from tests.services.clinical.questionnaires import adding_up_to


@pytest.mark.parametrize(
    ("item9", "flag"),
    [(None, "item9_unknown"), (0, None), (1, "item9"), (2, "item9"), (3, "item9")],
)
def test_item_nine_is_a_number_or_unknown(item9: int | None, flag: str | None) -> None:
    raised = score(instrument("phq9"), [0] * 8 + [item9]).flags
    assert raised == ({flag} if flag else set())


def test_item_nine_is_flagged_while_other_items_are_open() -> None:
    assert score(instrument("phq9"), [None] * 8 + [1]).flags == {"item9"}


@pytest.mark.parametrize(
    ("answers", "syndrome"),
    [
        ([2, 0, 0, 0, 0, 0, 0, 0, 0], None),
        ([2, 1, 2, 0, 0, 0, 0, 0, 0], "other_depressive_syndrome"),
        ([2, 0, 0, 0, 0, 0, 0, 0, 1], "other_depressive_syndrome"),
        ([0, 3, 2, 2, 2, 1, 1, 1, 0], "other_depressive_syndrome"),
        ([0, 3, 2, 2, 2, 1, 1, 1, 1], "major_depressive_syndrome"),
        ([2, 0, 2, 2, 2, 2, 0, 0, 0], "major_depressive_syndrome"),
        ([1, 1, 3, 3, 3, 3, 3, 3, 3], None),
        ([3, 3, 3, 3, 3, 3, 3, 3, None], None),
    ],
)
def test_a_syndrome_needs_its_count_a_core_symptom_and_every_answer(
    answers: list[int | None], syndrome: str | None
) -> None:
    syndromes = score(instrument("phq9"), answers).flags - {"item9", "item9_unknown"}
    assert syndromes == ({syndrome} if syndrome else set())


@pytest.mark.parametrize(
    ("total", "sexes"),
    [
        (2, []),
        (3, [Sex.FEMALE, None, "other"]),
        (4, [Sex.FEMALE, None, "other", Sex.MALE]),
    ],
)
def test_audit_c_cuts_by_sex_and_an_unknown_sex_takes_the_lower(
    total: int, sexes: list[str | None]
) -> None:
    answers = adding_up_to(total, 3, 4)
    every: list[str | None] = [Sex.FEMALE, None, "other", Sex.MALE]
    positive = [
        s for s in every if "positive" in score(instrument("audit_c"), answers, sex=s).flags
    ]
    assert positive == sexes


@pytest.mark.parametrize(
    ("total", "flags"), [(7, set()), (8, {"at_or_above_8"}), (9, {"at_or_above_8"})]
)
def test_audit_is_flagged_from_eight(total: int, flags: set[str]) -> None:
    scored = score(instrument("audit"), [*adding_up_to(total, 8, 4), 0, 0])
    assert (scored.total, scored.flags) == (total, flags)
