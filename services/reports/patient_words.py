"""What the summary of one patient says, cut so that it fits one page; what is cut is counted."""

from typing import Any

import pandas as pd

from services.cautions import Cautions
from services.consents import Consent, Standing
from services.insight.ground import day
from services.patients import Summary

Fact = tuple[str, str]

SESSIONS, EFFECTS, INSTRUMENTS = 5, 6, 5
LONGEST = 170
"""Characters of one fact: about two lines."""

UNKNOWN = "not recorded"


def short(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and how much of it is not here."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rstrip()} … ({len(text) - longest} more characters in the record)"


def who(head: Summary) -> str:
    """Names, age, sex, birth date and number."""
    said = [
        f"called {short(head.preferred_name, 40)}" if head.preferred_name else "",
        f"born {day(head.born)}" if head.born else "birth date unknown",
        f"{head.age} years" if head.age is not None else "",
        head.sex or "sex not recorded",
        f"MRN {short(head.mrn, 40)}" if head.mrn else "no MRN",
    ]
    return ", ".join(filter(None, said))


def standing(head: Summary) -> list[Fact]:
    """Where they stand, and what to mind."""
    since = f", day {head.days:,}" if head.days is not None else ""
    doses = f", {head.doses:,} given" if head.doses else ", no dose yet"
    next_visit = (
        f"{day(head.next_visits[0].date())}, {head.next_visits[0]:%H:%M}"
        if head.next_visits
        else "none booked"
    )
    rows = [
        ("Stage", f"{head.stage}{since}"),
        ("Route", f"{head.route}{doses}" if head.route else "not decided"),
        *([("On hold", head.hold)] if head.hold else []),
        ("Practitioner", head.practitioner or UNKNOWN),
        ("Next visit", next_visit),
        *([] if head.cautions is None else _minded(head.cautions)),
        ("Consent", "; ".join(map(_consent, head.consents)) or "none signed, and none needed yet"),
    ]
    return [(label, short(said)) for label, said in rows]


def _minded(cautions: Cautions) -> list[Fact]:
    return [
        ("Item 9", _item9(cautions)),
        ("Allergies", _allergies(cautions)),
        ("Interacting medicines", _medicines(cautions)),
    ]


def _item9(cautions: Cautions) -> str:
    found = cautions.item9
    if found is None:
        return "never asked"
    known = f"{found.value} on {day(found.on)}" if found.on else "never known"
    return f"unknown now, {known}" if found.unknown_now else known


def _allergies(cautions: Cautions) -> str:
    if cautions.allergies is None:
        return "not asked"
    asked = (
        f"asked {day(cautions.allergies_asked)}" if cautions.allergies_asked else "not said when"
    )
    return (short(", ".join(cautions.allergies), 120) or "none known") + f", {asked}"


def _medicines(cautions: Cautions) -> str:
    if cautions.medicines is None:
        return "not asked"
    named = ", ".join(f"{each.name} ({each.interacts})" for each in cautions.interacting())
    asked = (
        f"asked {day(cautions.medicines_asked)}" if cautions.medicines_asked else "not said when"
    )
    return (short(named, 120) or "none of those told of") + f", {asked}"


def _consent(consent: Consent) -> str:
    if consent.standing is Standing.MISSING:
        return f"{consent.words} missing"
    if consent.standing is Standing.NOT_YET:
        begins = day(consent.valid_from) if consent.valid_from else "a day unknown"
        return f"{consent.words} only from {begins}"
    until = f" (to {day(consent.valid_to)})" if consent.valid_to else ""
    return f"{consent.words} {consent.standing.value}{until}"


def scores(found: pd.DataFrame) -> dict[str, Any]:
    """The newest of each instrument; how many instruments are not here."""
    newest = found.drop_duplicates("instrument", keep="first")
    rows = [
        [
            row["instrument"],
            row["reading"],
            row["band"] or "–",
            row["item9"] or "–",
            day(row["date"].date()),
        ]
        for row in newest.head(INSTRUMENTS).to_dict("records")
    ]
    return {
        "heads": ["Newest score", "Total", "Band", "Item 9", "Date"],
        "rows": rows,
        "sides": ["left"] * 5,
        "more": _more(len(newest) - INSTRUMENTS, "more instrument"),
    }


def sessions(found: pd.DataFrame) -> dict[str, Any]:
    """The last five, newest first."""
    rows = [
        [
            day(row["date"]),
            _known(row["number"]),
            short(row["dose"], 40),
            row["phq9"] or UNKNOWN,
            f"{row['pre'] or '?'}, {row['highest'] or '?'}",
            _known(row["spo2"], " %"),
            short(row["effects"], 80),
            short(row["exception"], 60),
        ]
        for row in found.head(SESSIONS).to_dict("records")
    ]
    return {
        "heads": [
            *("Session", "No.", "Dose", "PHQ-9 before", "BP before, highest", "Lowest SpO₂"),
            *("Side effects, grade", "Exception"),
        ],
        "rows": rows,
        "sides": ["left"] * 8,
        "more": _more(len(found) - SESSIONS, "earlier session"),
    }


def effects(found: pd.DataFrame) -> dict[str, Any]:
    """By effect: how often, the worst grade known and when last; serious ones first."""
    kinds = [_effect(str(name), rows) for name, rows in found.groupby("effect", sort=False)]
    kinds.sort(key=lambda kind: kind[0])
    return {
        "heads": ["Side effect", "Times", "Worst grade", "Last", "Serious"],
        "rows": [row for _, row in kinds[:EFFECTS]],
        "sides": ["left", "right", "left", "left", "left"],
        "more": _more(len(kinds) - EFFECTS, "more kind"),
    }


def _effect(name: str, rows: pd.DataFrame) -> tuple[tuple[int, int], list[str]]:
    grades = pd.to_numeric(rows["grade"], errors="coerce")
    known = "not given" if grades.isna().all() else f"{grades.max():g}"
    ungraded = int(grades.isna().sum())
    if ungraded and known != "not given":
        known += f", {ungraded:,} not graded"
    serious = int((rows["serious"] == "serious").sum())
    row = [
        *(short(name, 40), f"{len(rows):,}", known, day(rows["date"].max())),
        f"{serious:,} serious" if serious else "–",
    ]
    return (-serious, -len(rows)), row


def _known(value: Any, unit: str = "") -> str:
    return "?" if pd.isna(value) else f"{value}{unit}"


def _more(count: int, words: str) -> str:
    return "" if count <= 0 else f"and {count:,} {words}{'' if count == 1 else 's'} in the record"
