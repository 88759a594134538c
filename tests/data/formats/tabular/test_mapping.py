"""What a table was said to mean, kept for the next one of its kind."""

import json

import pytest

from data.formats.errors import NotReadable
from data.formats.tabular import Mapping, from_json, to_json

WHOLE = Mapping(
    kind="vitals",
    fields=(("When", "date"), ("BP sys", "sbp"), ("Weight", "weight")),
    date_order="mdy",
    weight_unit="lb",
    decimal=",",
    instrument=None,
    system="urn:clinic:chart",
)


@pytest.mark.parametrize("mapping", [WHOLE, Mapping(None)])
def test_a_mapping_survives_being_kept_as_json(mapping):
    assert from_json(json.loads(json.dumps(to_json(mapping)))) == mapping


@pytest.mark.parametrize(
    "kept",
    [
        None,
        [],
        {},
        {"kind": 3},
        {"kind": "vitals", "date_order": "ydm"},
        {"kind": "x", "fields": [["a"]]},
    ],
)
def test_what_is_no_mapping_any_more_is_refused_in_a_sentence(kept):
    with pytest.raises(NotReadable, match=r"no longer fits this program"):
        from_json(kept)


def test_a_table_is_long_when_a_row_holds_one_value_of_several_kinds():
    assert Mapping("observations", (("CODE", "code"), ("VALUE", "value"))).is_long
    assert not WHOLE.is_long
    assert not Mapping("appointments", (("v", "value"),)).is_long
