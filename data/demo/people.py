"""One invented patient: who it is, and the hidden traits from which readings and scores follow."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from data.demo.clock import days, local_day, minutes
from data.demo.dice import Dice
from data.demo.ledger import Ledger
from data.demo.medicines import ALLERGIES, ANTIDEPRESSANTS, MEDICINES
from data.demo.names import AREA_CODES, FAMILY, LANGUAGES, MEN, WOMEN
from data.tables import Allergy, Medication, Patient
from data.tables.search import digits_reversed, fold
from data.tables.vocabulary import Sex

FIRST_MRN = 10230
YOUNGEST = 19
"""Years, at the first contact."""
TALK_TO = ("Spouse", "Mother", "Father", "Sister", "Brother", "Grown-up child", "A friend")


@dataclass(frozen=True)
class Taken:
    """A medicine taken outside, begun so many days before the clinic knew of the patient."""

    name: str
    interacts: str | None
    days: int


@dataclass(frozen=True)
class Person:
    """What stays the same about a patient. Pressures are at rest, in mmHg."""

    id: UUID
    site_id: int
    mrn: str
    family: str
    given: str
    born: date
    sex: Sex | None
    weight_kg: float
    sbp: int
    dbp: int
    reacts: float
    """Usual systolic rise at 40 minutes, mmHg."""
    audit: tuple[int, int, int]
    """AUDIT-C answers."""
    since: datetime
    """First known to the clinic."""
    preferred: str | None = None
    language: str = "en"
    allergies: tuple[str | None, ...] = (None,)
    medicines: tuple[Taken, ...] = ()
    """By name."""
    talk_to: str | None = None

    def age(self, on: date) -> int:
        """Completed years."""
        before = (on.month, on.day) < (self.born.month, self.born.day)
        return on.year - self.born.year - before

    def started(self, taken: Taken) -> date:
        return local_day(self.since) - days(taken.days)

    @property
    def interacting(self) -> list[str]:
        """Medicines of a class that screening asks about, with that class."""
        return [f"{each.name} ({each.interacts})" for each in self.medicines if each.interacts]

    @property
    def antidepressants(self) -> list[Taken]:
        return [each for each in self.medicines if each.name in ANTIDEPRESSANTS]


def invent(dice: Dice, number: int, site_id: int, since: datetime, today: date) -> Person:
    """The patient with this running number, as a Person; not known to the clinic before then."""
    woman = dice.chance(0.6)
    sbp = dice.near(123, 10, 98, 146)
    medicines = {dice.weighted(MEDICINES) for _ in range(dice.between(0, 3))}
    return Person(
        id=dice.key(since),
        site_id=site_id,
        mrn=f"CL-{FIRST_MRN + number}",
        family=dice.pick(FAMILY),
        given=dice.pick(WOMEN if woman else MEN),
        born=min(
            today - days(dice.near(41 * 365, 13 * 365, 19 * 365, 84 * 365)),
            local_day(since) - days(YOUNGEST * 365),
        ),
        sex=None if dice.chance(0.02) else Sex.FEMALE if woman else Sex.MALE,
        weight_kg=dice.near(74 if woman else 88, 15, 44, 160),
        sbp=sbp,
        dbp=dice.near(16 + sbp / 2, 6, 54, 92),
        reacts=dice.near(17, 9, 2, 44),
        audit=_drinks(dice),
        since=since,
        language=dice.weighted(LANGUAGES),
        allergies=(dice.weighted(ALLERGIES),),
        medicines=tuple(Taken(*each, dice.between(60, 1500)) for each in sorted(medicines)),
        talk_to=dice.pick(TALK_TO) if dice.chance(0.25) else None,
    )


def _drinks(dice: Dice) -> tuple[int, int, int]:
    if dice.chance(0.45):
        return (0, 0, 0)
    often, much = dice.between(1, 3), dice.near(0.4, 0.7, 0, 3)
    return (often, much, min(often, dice.near(0.3, 0.6, 0, 3)))


def write(ledger: Ledger, dice: Dice, person: Person, desk: UUID) -> None:
    """The patient's own rows: who, allergies, medicines."""
    phone = f"({dice.pick(AREA_CODES)}) 555-01{dice.between(0, 99):02d}"
    given, family = fold(person.given), fold(person.family)
    mailbox = f"{given}.{family}".replace("'", "").replace(" ", "-")
    ledger.edit(
        Patient,
        person.since,
        desk,
        id=person.id,
        mrn=person.mrn,
        family=person.family,
        given=person.given,
        preferred_name=person.preferred,
        birth_date=person.born,
        sex_clinical=person.sex,
        phone=phone,
        email=f"{mailbox}@example.org" if dice.chance(0.7) else None,
        language=person.language,
        message_ok=dice.chance(0.8),
        text_ok=dice.chance(0.65),
        talk_to=person.talk_to,
        site_id=person.site_id,
        search_family=family,
        search_given=given,
        phone_reversed=digits_reversed(phone),
        merged_into=None,
        withdrawn=False,
    )
    asked = person.since + minutes(dice.between(5, 30))
    for substance in person.allergies:
        ledger.enter(Allergy, dice, asked, desk, patient_id=person.id, substance=substance)
    for taken in person.medicines:
        ledger.enter(
            Medication,
            dice,
            asked,
            desk,
            patient_id=person.id,
            name=taken.name,
            interacts=taken.interacts,
            started_on=person.started(taken),
            stopped_on=None,
        )


def like(person: Person, **known: object) -> Person:
    """The same person with some things known from a story."""
    return replace(person, **known)  # type: ignore[arg-type]
