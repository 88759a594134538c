"""What counts as an answer, what may be left blank, and what is refused."""

import math

import pytest

from data.reference import instrument
from services.clinical.scoring import AnswerRefused, reading, score


@pytest.mark.parametrize("answer", [-1, 4, 7, 9, 1.0, math.nan, True, False, "1", "", [1], 10**30])
def test_a_value_that_is_no_answer_is_refused_by_name(answer: object) -> None:
    answers = [0, 0, 0, answer, 0, 0, 0, 0, 0]
    with pytest.raises(AnswerRefused) as refused:
        score(instrument("phq9"), answers)  # type: ignore[arg-type]
    assert str(refused.value) == "PHQ-9 item 4 takes a whole number from 0 to 3."


@pytest.mark.parametrize("answer", [2, -1, "si", 1.0])
def test_a_yes_or_no_takes_only_yes_and_no(answer: object) -> None:
    with pytest.raises(AnswerRefused, match="C-SSRS Screener item q2 takes"):
        score(instrument("cssrs_screen"), {"q2": answer})  # type: ignore[dict-item]


@pytest.mark.parametrize("item", [8, 9])
def test_the_last_audit_items_have_no_odd_answers(item: int) -> None:
    answers = [0] * 10
    answers[item] = 1
    with pytest.raises(AnswerRefused, match=f"AUDIT item {item + 1} takes .* in steps of 2"):
        score(instrument("audit"), answers)


@pytest.mark.parametrize("number", [0, 8, 10])
def test_a_wrong_number_of_answers_is_refused(number: int) -> None:
    with pytest.raises(AnswerRefused, match=f"PHQ-9 has 9 items, but {number} came"):
        score(instrument("phq9"), [0] * number)


def test_answers_by_item_score_like_answers_in_order() -> None:
    answers = [3, 2, 1, 0, 1, 2, 3, 0, 1]
    by_item: dict[str, int | None] = {str(n): value for n, value in enumerate(answers, start=1)}
    backwards = dict(reversed(by_item.items()))
    assert score(instrument("phq9"), backwards) == score(instrument("phq9"), answers)
    del by_item["9"]
    assert score(instrument("phq9"), by_item).missing == ("9",)


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(AnswerRefused, match="PHQ-9 has no item called '10'"):
        score(instrument("phq9"), {"10": 0})


def test_scoring_leaves_the_answers_as_they_were() -> None:
    answers: dict[str, int | None] = {"q2": True}
    score(instrument("cssrs_screen"), answers)
    assert answers == {"q2": True}
    assert type(answers["q2"]) is bool


def test_audit_c_has_no_items_to_skip() -> None:
    assert score(instrument("audit_c"), [0, None, None]).missing == ("2", "3")


@pytest.mark.parametrize(
    ("answers", "total", "missing"),
    [
        ([0, *[None] * 7, 0, 0], 0, ()),
        ([0, *[None] * 7, 2, 4], 6, ()),
        ([1, 0, 0, *[None] * 5, 0, 0], 1, ()),
        ([1, 0, 1, *[None] * 5, 0, 0], None, ("4", "5", "6", "7", "8")),
        ([1, 0, None, *[None] * 5, 0, 0], None, ("3", "4", "5", "6", "7", "8")),
        ([None, *[None] * 7, 0, 0], None, ("1", "2", "3", "4", "5", "6", "7", "8")),
        ([0, *[None] * 7, 0, None], None, ("10",)),
    ],
)
def test_audit_leaves_blank_only_what_the_form_says_to_skip(
    answers: list[int | None], total: int | None, missing: tuple[str, ...]
) -> None:
    scored = score(instrument("audit"), answers)
    assert (scored.total, scored.missing, scored.severity) == (total, missing, None)


def test_an_answer_given_although_it_could_be_skipped_counts() -> None:
    scored = score(instrument("audit"), [0, 1, *[None] * 6, 0, 0])
    assert (scored.total, reading(scored)) == (1, "1 (4 of 4)")


@pytest.mark.parametrize(("instrument_id", "item"), [("wsas", "2"), ("phq9", "9"), ("phq9", "10")])
def test_an_item_that_always_applies_cannot_be_set_aside(instrument_id: str, item: str) -> None:
    chosen = instrument(instrument_id)
    with pytest.raises(AnswerRefused, match=f"{chosen.name} has no item {item} that may not apply"):
        score(chosen, [0] * len(chosen.items), not_applicable=[item])
