"""What was decided and signed: referrals, screenings, reviews, consents, pauses."""

from collections.abc import Iterator

from data.formats.fhir_out.pieces import (
    LOINC,
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    coding,
    concept,
    id_of,
    instant,
    joined,
    known,
    made,
    narrative,
    note,
    period,
    said,
    text,
)

CONSENTS = {
    "off_label": "Consent to off-label treatment",
    "rems": "REMS enrolment",
    "release": "Release of information",
}


def resources(told: Told) -> Iterator[Resource]:
    """In the order in which a patient meets them."""
    decisions = {row["screening_id"]: row for row in told.of("decision")}
    for row in told.of("referral"):
        yield _referral(told, row)
    for row in told.of("screening"):
        yield _screening(told, row, decisions.get(row["id"]))
    for row in told.of("consent"):
        yield _consent(told, row)
    for row in told.of("hold"):
        yield _hold(told, row)
    for row in told.of("benefit_review"):
        yield _review(told, row)


def _referral(told: Told, row: Row) -> Resource:
    return made(
        "ServiceRequest",
        id_of("referral", row),
        row,
        status="completed",
        intent="order",
        code=concept("Referral to this clinic"),
        subject=told.subject,
        authoredOn=instant(row["happened_at"]),
        requester=known({"display": text(row["referrer"])}),
        note=note(said("How they came", row["source"])),
    )


def _screening(told: Told, row: Row, decision: Row | None) -> Resource:
    answers = joined(said(str(name), value) for name, value in row["answers"].items())
    missing = ", ".join(map(str, row["missing"]))
    return made(
        "ClinicalImpression",
        id_of("screening", row),
        row,
        text=narrative(said("Answers", answers), said("Not answered", missing)),
        status="completed",
        description=f"Screening by policy {row['policy_version']}",
        subject=told.subject,
        effectiveDateTime=instant(row["happened_at"]),
        date=instant(row["recorded_at"]),
        assessor=told.member(decision["signed_by"]) if decision else None,
        summary=joined(
            [
                said("Rules", str(row["disposition"]).replace("_", " ")),
                said("Decided", str(decision["verdict"]).replace("_", " ")) if decision else None,
            ]
        ),
        finding=[
            {"itemCodeableConcept": concept(words)}
            for each in row["findings"]
            if (words := text(str(each.get("words") or each.get("rule") or "")))
        ],
        note=note(
            *(
                said(label, decision[name])
                for label, name in (
                    ("Why against the rules", "override_text"),
                    ("Reason", "reason"),
                    ("To be seen again on", "revisit_on"),
                    ("Decided at", "happened_at"),
                )
            )
        )
        if decision
        else [],
    )


def _consent(told: Told, row: Row) -> Resource:
    scope = coding(f"{TERMINOLOGY}/consentscope", "treatment", "Treatment")
    number = text(row["reference"])
    return made(
        "Consent",
        id_of("consent", row),
        row,
        identifier=[{"value": number}] if number else [],
        status="active",
        scope=concept(None, scope),
        category=[concept(None, coding(LOINC, "59284-0", "Consent Document"))],
        patient=told.subject,
        dateTime=instant(row["happened_at"]),
        policyRule=concept(CONSENTS[str(row["kind"])]),
        provision=known({"period": period(row["valid_from"], row["valid_to"])}),
    )


def _hold(told: Told, row: Row) -> Resource:
    return made(
        "Flag",
        id_of("hold", row),
        row,
        text=narrative(said("Expected to", row["expected_to"])),
        status="inactive" if row["ended_at"] else "active",
        code=concept(f"On hold: {row['reason']}"),
        subject=told.subject,
        period=period(row["happened_at"], row["ended_at"]),
        author=told.member(row["recorded_by"]),
    )


def _review(told: Told, row: Row) -> Resource:
    return made(
        "ClinicalImpression",
        id_of("benefit_review", row),
        row,
        status="completed",
        description="Benefit review at the end of induction",
        subject=told.subject,
        effectiveDateTime=instant(row["happened_at"]),
        date=instant(row["recorded_at"]),
        assessor=told.member(row["signed_by"]),
        summary=str(row["verdict"]),
        note=note(row["note"]),
    )
