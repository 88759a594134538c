"""The instrument files: each is whole, without gaps, and names only what exists."""

import dataclasses
from datetime import date

import pytest

from data.reference import UnknownInstrument, instrument, instrument_ids

REQUIRED = (
    *("phq9", "phq8", "gad7", "audit", "audit_c", "wsas", "who5", "cssrs_screen", "madrs"),
    *("qids_sr16", "cadss", "cadss6", "moaas", "isi", "eq5d5l", "hamd17", "bdi"),
)


def test_there_is_a_file_for_every_instrument_and_no_other() -> None:
    assert set(instrument_ids()) == set(REQUIRED)


def test_an_unknown_instrument_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownInstrument) as refused:
        instrument("../phq9")
    assert str(refused.value) == "There is no instrument called '../phq9' here."
    assert isinstance(refused.value, KeyError)


def test_an_instrument_is_read_once_and_cannot_be_changed() -> None:
    phq9 = instrument("phq9")
    assert instrument("phq9") is phq9
    with pytest.raises(dataclasses.FrozenInstanceError):
        phq9.maximum = 28  # type: ignore[misc]
    assert phq9.symptoms is not None
    with pytest.raises(TypeError):
        phq9.symptoms.exceptions["9"] = 2  # type: ignore[index]


@pytest.mark.parametrize("id", REQUIRED)
def test_a_file_says_what_it_is_where_from_and_who_checked_it(id: str) -> None:
    found = instrument(id)
    words = [found.name, found.full_name, found.version, found.licence, found.checked_by]
    assert all(word.strip() for word in [*words, *found.source])
    assert found.source
    assert isinstance(found.effective_from, date)
    assert isinstance(found.reviewed_on, date)
    assert found.direction in {"lower_is_better", "higher_is_better", "none"}


@pytest.mark.parametrize("id", REQUIRED)
def test_every_item_has_our_label_its_own_id_and_a_range(id: str) -> None:
    items = instrument(id).items
    assert len({item.id for item in items}) == len(items) > 0
    assert all(item.label and item.minimum < item.maximum for item in items)


@pytest.mark.parametrize("id", REQUIRED)
def test_the_items_reach_exactly_the_range_of_the_total(id: str) -> None:
    found = instrument(id)
    if found.method in {"triage", "profile"}:
        assert (found.minimum, found.maximum) == (None, None)
        return
    highest = {item.id: item.maximum for item in found.items}
    counted = found.domains or [(item_id,) for item_id in highest]
    assert found.minimum == 0
    assert found.maximum == found.multiplier * sum(
        max(highest[item_id] for item_id in domain) for domain in counted
    )


@pytest.mark.parametrize("id", REQUIRED)
def test_bands_cover_the_range_without_gap_or_overlap(id: str) -> None:
    found = instrument(id)
    covered = [total for band in found.bands for total in range(band.low, band.high + 1)]
    assert len({band.id for band in found.bands}) == len(found.bands)
    if found.bands:
        assert found.maximum is not None
        assert covered == list(range(found.maximum + 1))


@pytest.mark.parametrize("id", REQUIRED)
def test_rules_name_only_items_that_exist(id: str) -> None:
    found = instrument(id)
    named = [
        *(item for level in found.levels for item in level.any_yes),
        *(item for domain in (*found.domains, *found.alternatives) for item in domain),
        *(item for skip in found.skips for item in (*skip.when, *skip.items)),
        *(item for each in found.presumptions for item in (*each.when, each.item)),
        *(flag.item for flag in found.item_flags),
        *((*found.symptoms.core, *found.symptoms.exceptions) if found.symptoms else ()),
    ]
    assert set(named) <= set(found.item_ids)


@pytest.mark.parametrize("id", REQUIRED)
def test_printed_answers_are_exactly_the_values_allowed(id: str) -> None:
    found = instrument(id)
    if found.options:
        for item in found.items:
            assert sorted(option.value for option in found.options) == list(item.allowed)


@pytest.mark.parametrize("id", REQUIRED)
def test_every_definition_has_an_id_of_its_own_and_a_source(id: str) -> None:
    found = instrument(id)
    defined = [*found.response, *found.remission, *found.meaningful_change]
    assert len({each.id for each in defined}) == len(defined)
    assert all(each.source for each in defined)


def test_both_remission_cuts_of_the_madrs_are_kept_apart() -> None:
    cuts = {each.id: each.at_most for each in instrument("madrs").remission}
    assert cuts == {"madrs_remission_le10": 10, "madrs_remission_le12": 12}
