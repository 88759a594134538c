"""The people who work in the invented clinic."""

from data.demo.dice import Dice
from data.demo.names import FAMILY, WOMEN
from data.tables.vocabulary import Role

PRESCRIBE, MONITOR = "prescribe", "monitor"
PRACTITIONER = (Role.PRACTITIONER,)
# Name, initials, roles, credentials. The first six are offered by "view as".
TEAM = (
    ("Dr Mara Lindqvist", "ML", PRACTITIONER, (PRESCRIBE, MONITOR)),
    ("Rosa Delgado", "RD", PRACTITIONER, (MONITOR,)),
    ("Jonah Whitfield", "JW", (Role.STAFF,), ()),
    ("Priya Raman", "PR", (Role.MANAGER,), ()),
    ("Sam Becker", "SB", (Role.ADMINISTRATOR,), ()),
    (
        "Dr Helen Achterberg",
        "HA",
        (Role.PRACTITIONER, Role.MANAGER, Role.ADMINISTRATOR),
        (PRESCRIBE,),
    ),
    ("Dr Ilona Varga", "IV", PRACTITIONER, (PRESCRIBE, MONITOR)),
    ("Dr Kwame Osei", "KO", PRACTITIONER, (PRESCRIBE, MONITOR)),
    ("Thomas Iyer", "TI", PRACTITIONER, (MONITOR,)),
)
STAFFING: tuple[tuple[str, tuple[Role, ...], tuple[str, ...]], ...] = (
    ("Dr ", PRACTITIONER, (PRESCRIBE, MONITOR)),
    ("Dr ", PRACTITIONER, (PRESCRIBE, MONITOR)),
    ("Dr ", PRACTITIONER, (PRESCRIBE,)),
    ("", PRACTITIONER, (MONITOR,)),
    ("", PRACTITIONER, (MONITOR,)),
    ("", (Role.STAFF,), ()),
)
"""Title, roles and credentials of a site's people."""

SECOND_SITE = (
    ("Dr Beatriz Fontes", "BF", PRACTITIONER, (PRESCRIBE, MONITOR)),
    ("Dr Yusuf Karaca", "YK", PRACTITIONER, (PRESCRIBE, MONITOR)),
    ("Dr Naomi Feldt", "NF", PRACTITIONER, (PRESCRIBE,)),
    ("Lena Strand", "LS", PRACTITIONER, (MONITOR,)),
    ("Omar Haddad", "OH", PRACTITIONER, (MONITOR,)),
    ("Mei Tanaka", "MT", (Role.STAFF,), ()),
)


Person = tuple[str, str, tuple[Role, ...], tuple[str, ...]]


def team(site: int, dice: Dice) -> tuple[Person, ...]:
    """Who works at a site, counted from 1; from the third on, people drawn by lot."""
    if site <= 2:
        return (TEAM, SECOND_SITE)[site - 1]
    people: list[Person] = []
    for role, (title, roles, credentials) in enumerate(STAFFING):
        name = f"{title}{dice.pick(WOMEN)} {dice.pick(FAMILY)}-{site}{role}"
        people.append((name, f"{site}{role}", roles, credentials))
    return tuple(people)


def email(name: str) -> str:
    """Everybody's address is made from the name."""
    return f"{name.removeprefix('Dr ').lower().replace(' ', '.')}@cedarlane.example"


VIEW_AS: tuple[str, ...] = tuple(email(name) for name, *_ in TEAM[:6])
"""The people a visitor of the demonstration may look over the shoulder of, by e-mail."""
