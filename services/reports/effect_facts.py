"""The side effects of one route in a few lines: how many were dosed, and how many had any."""

from services.access import User
from services.insight.ground import Ground
from services.reports.outcome_facts import count, rate
from services.side_effects.overview import overview


def facts(user: User | None, ground: Ground) -> list[tuple[str, str]]:
    """Label and words, as the page says them."""
    found = overview(user, ground)
    return [
        ("Patients dosed", count(found.patients.n)),
        ("Patients with a side effect", rate(found.patients)),
        ("Sessions with a dose", count(found.sessions.n)),
        ("Sessions with a side effect", rate(found.sessions)),
        ("Told between sessions", f"{count(found.between)}, counted for patients only"),
        ("After no dose", f"{count(found.unplaced)}, left out"),
        ("Serious events", f"{count(found.serious)}; not yet reported: {count(found.unreported)}"),
    ]
