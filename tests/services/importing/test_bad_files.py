"""Whatever file is chosen: a sentence or a right import, never a traceback or half a write."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from data.reference.columns import columns
from data.tables.vocabulary import RowOutcome
from services.importing.plans import File, FilePlan
from tests import made
from tests.services.importing.files import preview, table, take_in
from tests.services.importing.mutants import EXAMPLES, mutants

pytestmark = pytest.mark.usefixtures("empty_clinic")

NAMES = ("file.json", "file.ndjson", "file.csv", "file.xlsx")


@pytest.fixture
def empty_clinic(record: str) -> None:
    made.site()


def held() -> dict[str, list[tuple[Any, ...]]]:
    """Everything but the audit trail, which says of every look that it was looked."""
    return {name: rows for name, rows in made.everything().items() if "audit" not in name}


def is_sound(plan: FilePlan) -> None:
    """Refused in a sentence, or every part is added, there already, or left out with a reason."""
    if plan.refused is not None:
        assert plan.refused.endswith((".", "?"))
        assert "Traceback" not in plan.refused
        assert not plan.adds
    for part in (*plan.people, *plan.lines):
        assert part.outcome is not RowOutcome.LEFT_OUT or part.why


def test_everything_naughty_in_every_slot(shared_data: Path) -> None:
    before = held()
    files = [path for path in sorted((shared_data / "naughty").rglob("*")) if path.is_file()]
    assert len(files) > 40
    for path in files:
        for name in NAMES:
            is_sound(preview(File(name, path.read_bytes())))
    assert held() == before


@pytest.mark.parametrize("name", ["n_*", "i_*"])
def test_what_is_no_json_is_refused_as_fhir(shared_data: Path, name: str) -> None:
    for path in sorted((shared_data / "naughty" / "json").glob(name)):
        plan = take_in(File("file.json", path.read_bytes()))
        assert plan.refused or not plan.adds, path.name


def test_naughty_words_come_back_as_they_were_written(shared_data: Path) -> None:
    words = json.loads((shared_data / "naughty" / "blns_half.json").read_text())
    for at, word in enumerate(words[:120]):
        cell = '"' + word.replace('"', '""') + '"'
        plan = preview(table("mrn,last name", f"N-{at},{cell}", name="names.csv"))
        is_sound(plan)
        for person in plan.people:
            assert word.strip() in person.words or person.why or word in columns().unsaid_signs


def test_three_hundred_broken_files_are_read_or_refused_and_nothing_is_half_written() -> None:
    before = held()
    for file in mutants(seed=26, count=300):
        is_sound(preview(file))
    assert held() == before


def test_a_file_refused_in_the_middle_leaves_the_others_whole() -> None:
    whole = next(iter(sorted(EXAMPLES.glob("*.json")))).read_bytes()
    broken = File("broken.json", whole[:200])
    good = File("good.json", whole)
    refused = take_in(good, broken)
    assert refused.refused
    assert preview(good).adds == 0


def test_what_fails_while_it_is_stored_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from services import facts

    before = held()

    def fail(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(facts, "refresh_all", fail)
    with pytest.raises(RuntimeError):
        take_in(table("mrn,last name,event,date", "K-1,Okafor,Nausea,2026-03-02"))
    assert held() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "is a picture"),
        (b"a,a\n1,2\n", "stands over columns A and B"),
        (b"mrn,last name\nK-1,Oka\0for\n", "NUL characters"),
        (b"x" * (51 * 1024 * 1024), "50 MB"),
    ],
)
def test_a_table_that_is_none_is_refused_with_what_is_wrong(content: bytes, words: str) -> None:
    plan = preview(File("table.csv", content))
    assert plan.refused
    assert words in plan.refused


def test_a_workbook_that_unpacks_to_a_gigabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(1024):
            sheet.write(b"<" * (1 << 20))
    plan = preview(File("bomb.xlsx", path.read_bytes()))
    assert plan.refused
