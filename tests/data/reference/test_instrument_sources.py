"""What the instrument files borrow and vouch for: wording, codes, and what nobody checked yet."""

from typing import Any

import pytest

from data.reference import Instrument, instrument, instrument_ids

MAY_SHIP_WORDING = {"phq9", "gad7", "who5"}
CODED = {"phq9", "phq8", "gad7", "audit_c", "cssrs_screen"}


@pytest.mark.parametrize("id", instrument_ids())
def test_wording_ships_only_where_it_may_and_then_whole(id: str) -> None:
    found = instrument(id)
    worded = [item.wording is not None for item in (*found.items, *found.unscored)]
    if id in MAY_SHIP_WORDING:
        assert all(worded)
        assert found.stem
        assert found.options
        assert found.attribution
    else:
        assert not any(worded)
        assert found.stem is None


def test_the_attribution_of_the_phq_is_kept() -> None:
    line = (
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, "
        "with an educational grant from Pfizer Inc."
    )
    assert instrument("phq9").attribution == line
    assert instrument("gad7").attribution == line


def test_who5_carries_its_licence_notice() -> None:
    notice = instrument("who5").notice
    assert notice is not None
    assert "CC BY-NC-SA 3.0 IGO" in notice


def test_the_lowest_answer_of_the_gad7_is_not_at_all() -> None:
    assert {option.value: option.words for option in instrument("gad7").options}[0] == "Not at all"


def test_loinc_codes_are_there_only_where_they_were_verified() -> None:
    coded = {id for id in instrument_ids() if any(codes(instrument(id)))}
    assert coded == CODED
    assert instrument("phq9").loinc.total == "44261-6"
    assert instrument("gad7").loinc.total == "70274-6"
    assert instrument("audit_c").loinc.total == "75626-2"
    assert instrument("cssrs_screen").loinc.level == "93374-7"


@pytest.mark.parametrize("id", instrument_ids())
def test_every_loinc_code_has_a_right_check_digit(id: str) -> None:
    for code in filter(None, codes(instrument(id))):
        number, digit = code.split("-")
        assert check_digit(number) == int(digit), code


@pytest.mark.parametrize("id", instrument_ids())
def test_what_is_unverified_is_named_and_exists(id: str) -> None:
    found = instrument(id)
    for name in found.unverified:
        assert value_named(found, name), name


@pytest.mark.parametrize("id", instrument_ids())
def test_what_rests_on_general_knowledge_is_named_unverified(id: str) -> None:
    found = instrument(id)
    lists = {
        "response": found.response,
        "remission": found.remission,
        "meaningful_change": found.meaningful_change,
    }
    resting = {
        f"{name}.{each.id}"
        for name, defined in lists.items()
        for each in defined
        if each.source.startswith("general knowledge")
    }
    assert resting == {name for name in found.unverified if "." in name}


def codes(found: Instrument) -> list[str | None]:
    """Codes of observations; answer codes (LA...) are of another kind."""
    whole = [found.loinc.total, found.loinc.panel, found.loinc.level]
    return [*whole, *(item.loinc for item in (*found.items, *found.unscored))]


def check_digit(number: str) -> int:
    """LOINC's own, which is Luhn's."""
    doubled = int("".join(reversed(number))[::2][::-1]) * 2
    rest = "".join(reversed(number))[1::2]
    return -sum(int(digit) for digit in f"{doubled}{rest}") % 10


def value_named(found: Instrument, name: str) -> Any:
    """The value behind "bands" or "response.some_id"."""
    field, _, id = name.partition(".")
    value = getattr(found, field)
    return value if not id else next((each for each in value if each.id == id), None)
