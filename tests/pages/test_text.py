"""Words that people typed are shown as they are, and are heard so."""

import pytest

from pages.widgets.text import counted, plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("PHQ-9", "PHQ-9"),
        ("phq9_item_9", "phq9_item_9"),
        ("2026-11-03", "2026-11-03"),
        ("- a list", r"\- a list"),
        ("a -- b", r"a \-\- b"),
        ("<-", r"\<\-"),
        ("_not this_", r"\_not this\_"),
        ("a __nor this__", r"a \_\_nor this\_\_"),
        ("**bold** [link](x)", r"\*\*bold\*\* \[link\]\(x\)"),
        (":red[no]", r"\:red\[no\]"),
    ],
)
def test_markup_is_escaped_and_a_word_with_a_hyphen_is_left_alone(typed: str, shown: str) -> None:
    assert plain(typed) == shown


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (2000, "2,000 people")]
)
def test_what_is_counted_has_its_noun(number: int, words: str) -> None:
    assert counted(number, "person", "people") == words
