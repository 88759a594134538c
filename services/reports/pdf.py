"""A template and what it says, made into a PDF by the press."""

import json
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.refusals import Unavailable

ROOT = Path(__file__).resolve().parents[2]
SPEC = "$spec"
"""Names a picture among the values, which the press draws."""

LONGEST = 120
"""Seconds. Twenty pages take three."""

ONE = threading.Lock()
"""One report at a time, for each takes 300 MB while it is made."""


def made(template: str, said: dict[str, Any], when: datetime) -> bytes:
    """The template of this name, filled with `said`. The same again gives the same bytes.

    Raises Unavailable where it could not be made.
    """
    order = {"template": template, "said": said, "when": int(when.timestamp())}
    command = [sys.executable, "-m", "services.reports.press"]
    try:
        with ONE:
            done = subprocess.run(
                command,
                input=json.dumps(order, default=str).encode(),
                capture_output=True,
                cwd=ROOT,
                timeout=LONGEST,
                check=True,
            )
    except (subprocess.SubprocessError, OSError) as failed:
        # What it says of itself may hold words of the record, so it is told to nobody.
        raise Unavailable(
            "The report could not be made, and nothing was taken out. "
            "Tell whoever runs the server when you tried."
        ) from failed
    return done.stdout


def drawing(spec: dict[str, Any]) -> dict[str, Any]:
    """A picture among the values, as Vega-Lite; the template gets it as SVG."""
    return {SPEC: spec}


def moment(when: datetime, zone: ZoneInfo) -> str:
    """ "26 Nov 2026, 10:42 (America/Los_Angeles)"."""
    local = when.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M} ({zone.key})"
