"""The table of stages as docs/stages.md shows it: a diagram and two tables."""

from data.reference.stages import By, Stages, Step, stages
from data.tables.vocabulary import Stage
from services.caseload import stage_words

WHO = {
    By.DESK: "front desk or practitioner",
    By.CLINICIAN: "practitioner",
    By.DECISION: "a prescriber's signed decision",
    By.PAPER: "the consent, when it is recorded",
    By.BOOKING: "a booking or its cancellation",
    By.DOSE: "the dose, when it is recorded",
    By.REVIEW: "the signed benefit review",
}
BEFORE = "the stage before"


def document() -> str:
    """Everything below the introduction of docs/stages.md, in Markdown."""
    table = stages()
    return "\n".join([_diagram(table), "", *_stages(table), "", *_steps(table), ""])


def _diagram(table: Stages) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    for step in table.steps.values():
        target = step.target.value if step.target else "before"
        if step.begins:
            lines.append(f"    [*] --> {target}: {step.words}")
        lines += [f"    {source.value} --> {target}: {step.words}" for source in step.sources]
    lines += [f"    {row.stage.value} --> [*]" for row in table.rows.values() if row.closes]
    return "\n".join([*lines, f"    before: {BEFORE}", "```"])


def _stages(table: Stages) -> list[str]:
    lines = ["| stage | kept moving by | waits for | expected days |", "|---|---|---|---|"]
    for row in table.rows.values():
        days = "" if row.expected_days is None else str(row.expected_days)
        waits = "ends the episode" if row.closes else row.waits_for
        lines.append(f"| {stage_words(row.stage)} | {row.owner} | {waits} | {days} |")
    return lines


def _steps(table: Stages) -> list[str]:
    lines = ["| step | from | to | made by | needs | a reason |", "|---|---|---|---|---|---|"]
    for step in table.steps.values():
        needed = "; ".join(need.replace("_", " ") for need in step.needs)
        reasons = ", ".join(table.reasons[step.reasons].values()) if step.reasons else ""
        lines.append(
            f"| {step.words} | {_sources(step)} | {_target(step)} | {WHO[step.by]} "
            f"| {needed} | {reasons} |"
        )
    return lines


def _sources(step: Step) -> str:
    new = ["a new episode"] if step.begins else []
    return ", ".join([*new, *map(_lower, step.sources)])


def _target(step: Step) -> str:
    return _lower(step.target) if step.target else BEFORE


def _lower(stage: Stage) -> str:
    return stage_words(stage).lower()
