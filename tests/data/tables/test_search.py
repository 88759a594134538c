"""Names and telephone numbers as they are searched for."""

import pytest

from data.tables.search import digits_reversed, fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("José María", "jose maria"),
        ("O’Neill-Łukasz", "o'neill-lukasz"),
        ("  van   der Berg ", "van der berg"),
        ("STRASSE", "straße"),
        ("Sørensen", "Sorensen"),
        ("ﬁne", "fine"),
        ("Nguyễn", "nguyen"),
    ],
)
def test_two_ways_to_write_a_name_fold_to_the_same(written, typed):
    assert fold(written) == fold(typed)


def test_folding_what_is_folded_changes_nothing():
    assert fold(fold("Đặng ÆTHELSTAN")) == fold("Đặng ÆTHELSTAN")


def test_a_telephone_number_is_its_digits_last_one_first():
    assert digits_reversed("+1 (559) 555-0142") == "24105559551"


def test_a_telephone_number_without_digits_is_empty():
    assert digits_reversed("none") == ""
