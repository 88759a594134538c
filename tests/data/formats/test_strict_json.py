"""What is not plain, whole, unambiguous JSON gets a sentence."""

from decimal import Decimal

import pytest

from data.formats import strict_json
from data.formats.errors import NotReadable

REFUSED = {
    "empty": (b"", "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "is empty"),
    "cut off": (b'{"a": [1, 2', "line 1, column 12"),
    "a trailing comma": (b'{"a": 1,\n}', "goes wrong at line 2"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": ('{"a": 1}'.encode("utf-16-le"), "UTF-16"),
    "another encoding": ('{"a": "é"}'.encode("latin-1"), "not in UTF-8"),
    "not a number": (b'{"a": NaN}', "NaN or Infinity"),
    "infinity": (b'{"a": -Infinity}', "NaN or Infinity"),
    "a key twice": (b'{"a": {"b": 1, "b": 2}}', "same field twice"),
    "deep": (b"[" * 100_000, "nests its contents"),
    "a long integer": (b'{"a": ' + b"9" * 5_000 + b"}", "number too long"),
    "a long fraction": (b'{"a": 0.' + b"9" * 5_000 + b"}", "number too long"),
    "a vast exponent": (b'{"a": 1e99999999999999999999}', "number too long"),
    "a NUL character": (b'{"a": "x\\u0000"}', "NUL"),
    "a first half": (b'{"a": "\\ud83d!"}', "halves of characters"),
    "a second half": (b'{"a": "\\\\\\uDE00"}', "halves of characters"),
    "halves the wrong way round": (b'["\\ude00\\ud83d"]', "halves of characters"),
    "a broken line": (b'{"a": 1}\n\n{"a": }\n{"a": 3}', "^Line 3 of this file"),
    "a last line cut off": (b'{"a": 1}\n{"a": ', "^Line 2 of this file"),
    "a first line cut off": (b'{"a": 1, "b\n{"a": 2}\n{"a": 3}', "^Line 1 of this file"),
    "a line of something else": (b'{"a": 1}\nend of file', "^Line 2 of this file"),
    "a key twice in a line": (b'{"a": 1}\n{"b": 1, "b": 2}', "same field twice"),
    "one document after another": (b'{\n"a": 1\n}\n{\n"a": 2\n}', "at line 4, column 1"),
    "XML": (b"  <Patient/>", "XML"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "a workbook": (b"PK\x03\x04...", "Excel"),
    "compressed": (b"\x1f\x8b\x08...", "compressed"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_each_kind_of_wrong_file_gets_its_own_sentence(content: bytes, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        strict_json.load(content)


def test_more_than_50_megabytes_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_BYTES", 10)
    assert strict_json.load(b"[1, 2, 34]") == {1: [1, 2, 34]}
    with pytest.raises(NotReadable, match="50 MB"):
        strict_json.load(b"[1, 2, 345]")


def test_one_value_a_line_is_read_line_by_line() -> None:
    assert strict_json.load(b'{"a": 1}\r\n\r\n{"a": 2}\n') == {1: {"a": 1}, 3: {"a": 2}}


def test_a_line_separator_within_a_text_ends_no_line() -> None:
    content = '{"a": "x\u2028y"}\n{"a": 2}'.encode()
    assert strict_json.load(content) == {1: {"a": "x\u2028y"}, 2: {"a": 2}}


def test_one_document_over_several_lines_is_one_document() -> None:
    assert strict_json.load(b'{"a":\n{"b": 1}}') == {1: {"a": {"b": 1}}}


def test_a_byte_order_mark_is_no_obstacle() -> None:
    assert strict_json.load('\ufeff{"name": "Zoë"}'.encode()) == {1: {"name": "Zoë"}}


def test_a_fraction_keeps_its_exact_value() -> None:
    assert strict_json.load(b'{"a": 0.1}') == {1: {"a": Decimal("0.1")}}


def test_a_backslash_before_u0000_is_plain_text() -> None:
    assert strict_json.load(rb'["\\u0000"]') == {1: ["\\u0000"]}


def test_two_halves_are_one_character() -> None:
    assert strict_json.load(rb'["\ud83d\ude00\uD83D\uDE00", "\\ud83d"]') == {1: ["😀😀", "\\ud83d"]}


def test_the_sentence_never_quotes_the_file() -> None:
    with pytest.raises(NotReadable) as refused:
        strict_json.load(b'{"name": "Ann Invented" "x"}')
    assert "Ann" not in str(refused.value)
