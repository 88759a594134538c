"""Side effects brought in: unknown is never no, in the copies too."""

import json
import re
from uuid import UUID

import pytest
import sqlalchemy as sa

from data.tables import Patient
from data.tables.vocabulary import Role
from services.access import User
from services.importing.plans import File
from services.takeout import patient as patients
from tests import clinic, made
from tests.services.importing.files import preview, table, take_in

pytestmark = pytest.mark.usefixtures("empty_clinic")

NOT_SAID = "The file does not say whether it was serious."


@pytest.fixture
def doctor() -> User:
    return made.user(Role.PRACTITIONER)


@pytest.fixture
def empty_clinic(record: str) -> None:
    made.site()
    take_in(table("mrn,last name,birth date", "K-1,Okafor,1984-05-03", name="people.csv"))


def okafor() -> UUID:
    found: UUID = clinic.one(sa.select(Patient.id))
    return found


def seriousness(copy: bytes) -> dict[str, str | None]:
    """What a copy says, by the words of the effect."""
    found = [each["resource"] for each in json.loads(copy)["entry"]]
    return {
        each["event"]["text"]: each.get("seriousness", {}).get("coding", [{}])[0].get("code")
        for each in found
        if each["resourceType"] == "AdverseEvent"
    }


def test_a_copy_says_no_only_where_the_file_did(doctor: User) -> None:
    plan = take_in(
        table("mrn,event,date", "K-1,Headache,2026-03-02", name="unsaid.csv"),
        table(
            "mrn,event,date,serious",
            "K-1,Nausea,2026-03-02,no",
            "K-1,Chest pain,2026-03-02,yes",
            "K-1,Dizziness,2026-03-02,",
            name="said.csv",
        ),
    )
    assert [NOT_SAID in line.why for line in plan.lines] == [False, False, True]
    copy = patients.as_fhir(doctor, okafor(), clinic.ZONE)
    assert seriousness(copy) == {
        "Headache": None,
        "Nausea": "non-serious",
        "Chest pain": "serious",
        "Dizziness": None,
    }
    page = patients.as_page(doctor, okafor(), clinic.ZONE).decode()
    section = page.split("<h2>Side effects")[1].split("<h2>")[0]
    heads = re.findall(r'<th scope="col">(.*?)</th>', section)
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in section.split("<tr>")[2:]]
    told = {row[heads.index("Term")]: row[heads.index("Serious")] for row in rows}
    assert (told["Headache"], told["Nausea"]) == ("not recorded", "no")
    assert preview(File("copy.json", copy)).adds == 0
