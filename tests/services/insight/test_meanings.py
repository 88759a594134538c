"""Every id that a figure names has its words, and docs/definitions.md prints them all."""

from pathlib import Path

import pytest

from data.demo.house import TARGETS
from data.reference.kpis import kpis
from services.insight import meanings

PAGE = Path(__file__).resolve().parents[3] / "docs" / "definitions.md"


def test_the_page_of_definitions_is_what_the_reference_files_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == meanings.page(), (
        "docs/definitions.md is out of date: put what services.insight.meanings.page() returns "
        "in the file."
    )


def test_no_id_stands_in_two_books() -> None:
    ids = [each for book in meanings.books() for each in book.meanings]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("book", meanings.books(), ids=lambda book: book.name)
def test_every_meaning_has_words_and_a_source(book: meanings.Book) -> None:
    assert book.meanings
    for each in book.meanings.values():
        assert each.words.endswith(".")
        assert each.source


def test_the_demonstration_aims_at_figures_there_are() -> None:
    assert set(TARGETS) <= set(kpis().figures)
