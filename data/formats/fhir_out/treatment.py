"""Episodes of treatment, their visits and what was given."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from data.formats.fhir_out.effects import label
from data.formats.fhir_out.pieces import (
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    coding,
    concept,
    id_of,
    in_words,
    instant,
    joined,
    known,
    made,
    named,
    narrative,
    note,
    period,
    quantity,
    reference,
    said,
    text,
)
from data.reference.stages import stages

STAGES = {
    "inquiry": "waitlist",
    "referred": "waitlist",
    "screening": "waitlist",
    "review": "waitlist",
    "deferred": "waitlist",
    "eligible": "planned",
    "consented": "planned",
    "scheduled": "planned",
    "declined": "cancelled",
    "completed": "finished",
    "discontinued": "finished",
    "lost": "finished",
}
"""A stage in FHIR's words; those in which doses are given are active."""
BOOKINGS = {"booked": "booked", "attended": "fulfilled", "no_show": "noshow"}
"""All others are cancellations."""
BY_CLINIC = ("clinic_cancelled", "held_clinical")
DRUGS = {"ketamine": "Ketamine (racemic)", "esketamine": "Esketamine"}
ROUTES = {"iv": "Intravenous", "nasal": "Nasal"}


def resources(told: Told) -> Iterator[Resource]:
    """Episodes, bookings, sessions, doses and medicines given against effects."""
    routes = {row["id"]: row["route"] for row in told.of("episode")}
    sessions = {row["id"]: row for row in told.of("session")}
    for row in told.of("episode"):
        yield _episode(told, row)
    for row in told.of("appointment"):
        yield _appointment(told, row)
    for row in sessions.values():
        yield _encounter(told, row)
    for row in told.of("administration"):
        route = routes.get(sessions[row["session_id"]]["episode_id"])
        yield _dose(told, row, ROUTES.get(route or ""))
    for row in told.of("medicine_given"):
        yield _medicine(told, row)


def _episode(told: Told, row: Row) -> Resource:
    steps = [step for step in told.of("stage_event") if step["episode_id"] == row["id"]]
    stage = str(steps[-1]["to_stage"]) if steps else ""
    closed = "finished" if row["closed_at"] else "active"
    changes = [each for each in told.of("practitioner_change") if each["episode_id"] == row["id"]]
    return made(
        "EpisodeOfCare",
        str(row["id"]),
        row,
        text=narrative(
            said("Stage", stage),
            *(_step(step) for step in steps),
            *(
                f"{instant(each['happened_at'])}: taken over by "
                f"{told.team.get(each['to_id'], 'somebody not known')}"
                for each in changes
            ),
        ),
        status=STAGES.get(stage, "active") if steps else closed,
        statusHistory=list(_history(steps, row)),
        type=[concept(ROUTES.get(row["route"] or "", "Route not decided"))],
        patient=told.subject,
        period=period(row["opened_at"], row["closed_at"]),
        careManager=told.member(row["practitioner_id"]),
    )


def _step(step: Row) -> str:
    words = [str(step["to_stage"]), stages().reason_words(step["reason"]), step["note"]]
    return f"{instant(step['happened_at'])}: {joined(words)}"


def _history(steps: Sequence[Row], row: Row) -> Iterator[Resource]:
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        end = after["happened_at"] if after else row["closed_at"]
        ended = end if end and end >= step["happened_at"] else None
        status = STAGES.get(str(step["to_stage"]), "active")
        yield {"status": status, "period": period(step["happened_at"], ended)}


def _appointment(told: Told, row: Row) -> Resource:
    status = BOOKINGS.get(str(row["status"]), "cancelled")
    changes = [each for each in told.of("appointment_event") if each["appointment_id"] == row["id"]]
    reason = joined([str(row["status"]).replace("_", " "), *(each["reason"] for each in changes)])
    by = "prov" if str(row["status"]) in BY_CLINIC else "pat"
    code = coding(f"{TERMINOLOGY}/appointment-cancellation-reason", by)
    return made(
        "Appointment",
        str(row["id"]),
        row,
        text=narrative(*(_change(each) for each in changes)),
        status=status,
        cancelationReason=concept(reason, code) if status == "cancelled" else None,
        start=instant(row["starts_at"]),
        end=instant(row["ends_at"]),
        created=instant(row["booked_at"]),
        participant=[{"actor": told.subject, "status": "accepted"}],
    )


def _change(row: Row) -> str:
    asked = said("asked for by", row["asked_by"])
    return f"{instant(row['happened_at'])}: {joined([str(row['to_status']), asked, row['reason']])}"


def _encounter(told: Told, row: Row) -> Resource:
    noted = (
        "chair_in",
        "first_dose_at",
        "ready_at",
        "chair_out",
        "discharge_signed_at",
        "exception",
    )
    return made(
        "Encounter",
        str(row["id"]),
        row,
        text=narrative(
            f"Session {row['number']} on {in_words(row['local_date'])}",
            *(said(name.replace("_", " ").capitalize(), row[name]) for name in noted),
        ),
        status="finished" if row["closed_at"] else "in-progress",
        **{"class": coding(f"{TERMINOLOGY}/v3-ActCode", "AMB", "ambulatory")},
        subject=told.subject,
        episodeOfCare=[reference(row["episode_id"])],
        appointment=[reference(row["appointment_id"])],
        period=period(row["chair_in"] or row["first_dose_at"], row["chair_out"]),
    )


def _dose(told: Told, row: Row, route: str | None) -> Resource:
    weight = row["weight_kg"]
    relative = f"{row['mg'] / weight:.2f} mg/kg at {weight:g} kg" if weight else None
    minutes = row["minutes"]
    end = row["happened_at"] + timedelta(minutes=minutes) if minutes else None
    when = (
        {"effectivePeriod": period(row["happened_at"], end)}
        if end
        else {"effectiveDateTime": instant(row["happened_at"])}
    )
    stopped = text(row["stopped_why"])
    return made(
        "MedicationAdministration",
        id_of("administration", row),
        row,
        status="stopped" if stopped else "completed",
        statusReason=[concept(stopped)] if stopped else [],
        medicationCodeableConcept=concept(DRUGS[str(row["drug"])]),
        subject=told.subject,
        context=reference(row["session_id"]),
        **when,
        performer=[{"actor": who}] if (who := told.member(row["recorded_by"])) else [],
        dosage=known(
            {
                "text": joined([f"{row['mg']:g} mg", relative]),
                "route": concept(route),
                "dose": quantity(row["mg"], "mg"),
            }
        ),
    )


def _medicine(told: Told, row: Row) -> Resource:
    return made(
        "MedicationAdministration",
        id_of("medicine_given", row),
        row,
        status="completed",
        medicationCodeableConcept=named(row["name"]),
        subject=told.subject,
        context=reference(row["session_id"]),
        effectiveDateTime=instant(row["happened_at"]),
        reasonCode=[concept(label(row["against"]))],
        dosage=known({"text": text(row["dose"])}),
        note=note(said("It worked", row["worked"])),
    )
