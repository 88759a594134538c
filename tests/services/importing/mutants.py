"""Files broken at random, the same for the same seed: what a real disk and a real editor do."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

from services.importing.plans import File

EXAMPLES = Path(__file__).resolve().parents[3] / "data" / "examples" / "fhir"
TABLE = '''mrn,last name,first name,birth date,date,systolic,diastolic,pulse,note
K-1,Okafor,Ada,1984-05-03,2026-03-02 09:30,128,82,71,"said ""well"""
K-2,Reed,Tom,1980-12-31,2026-03-02 10:30,131,80,66,
K-3,Lund,Eva,1990-01-01,2026-03-03,117,74,,"two
lines"
'''
JUNK = (
    *(b"\x00", b"\xff\xfe", b'"', b"{", b"]", b",", b"\r\n"),
    *(b"NaN", b"\xef\xbb\xbf", b"99999999", b"=1+1"),
)


def sound() -> list[tuple[str, bytes]]:
    """Files of every format that is read, as they should be."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TABLE.splitlines()[:3]:
        sheet.append(line.split(","))
    written = io.BytesIO()
    book.save(written)
    fhir = [(path.name, path.read_bytes()) for path in sorted(EXAMPLES.glob("*.json"))]
    lines = b"\n".join(b'{"resourceType": "Patient", "id": "p%d"}' % at for at in range(5))
    return [
        *fhir,
        ("lines.ndjson", lines),
        ("table.csv", TABLE.encode()),
        ("table-16.csv", TABLE.encode("utf-16")),
        ("book.xlsx", written.getvalue()),
    ]


def mutants(seed: int, count: int) -> Iterator[File]:
    """Broken files: each has one to four wounds."""
    dice, files = random.Random(seed), sound()
    for at in range(count):
        name, content = dice.choice(files)
        for _ in range(dice.randint(1, 4)):
            content = _wounded(dice, content)
        yield File(f"{at}-{name}", content)


def _wounded(dice: random.Random, content: bytes) -> bytes:
    place = dice.randrange(len(content) + 1)
    length = dice.choice((1, 1, 2, 8, 100, 1000))
    match dice.randrange(5):
        case 0:
            return content[:place]
        case 1:
            return content[:place] + content[place + length :]
        case 2:
            return content[:place] + dice.choice(JUNK) + content[place:]
        case 3:
            return content[:place] + content[max(0, place - length) :]
        case _:
            return content[:place] + dice.randbytes(min(length, 8)) + content[place + 1 :]
