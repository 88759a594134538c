"""Which function judges which rule. R03b is judged by how the others stand, in standing.py."""

from collections.abc import Mapping

from services.clinical.eligibility import body, course, earlier, mind
from services.clinical.eligibility.judging import Judge, on_any_yes, on_choice, on_yes

JUDGES: Mapping[str, Judge] = {
    "R01": earlier.two_failed,
    "R02": earlier.one_only,
    "R03": earlier.nothing_tried,
    "R04": earlier.begun_recently,
    "R05": earlier.acute,
    "R06": on_yes,
    "R07": on_yes,
    "R08": on_yes,
    "R09": on_yes,
    "R10": on_yes,
    "R11": body.raised_pressure,
    "R12": body.high_pressure,
    "R13": body.recent_heart_attack,
    "R14": on_any_yes,
    "R15": on_yes,
    "R16": body.pregnancy,
    "R17": on_yes,
    "R18": body.no_contraception,
    "R19": on_yes,
    "R20": mind.alcohol_screen,
    "R21": mind.heavy_drinking,
    "R22": mind.substances,
    "R23": on_choice,
    "R24": on_choice,
    "R25": mind.high_risk,
    "R26": mind.past_risk,
    "R27": course.undocumented,
    "R28": body.age,
    "R29": on_choice,
    "R30": course.interacting,
    "R31": body.another_illness,
    "R32": course.practical,
    "R33": course.baseline,
}
