"""Pages by name, for links: whole paths, whichever script Streamlit was started with."""

from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent

CASELOAD = PAGES / "care" / "patients.py"
PATIENT = PAGES / "care" / "patient.py"
INTAKE = PAGES / "care" / "intake.py"
OUTCOMES = PAGES / "insight" / "outcomes.py"
SIDE_EFFECTS = PAGES / "insight" / "side_effects.py"
UTILIZATION = PAGES / "insight" / "utilization.py"
REPORTS = PAGES / "insight" / "reports.py"
EXCHANGE = PAGES / "team" / "exchange.py"
PROFILE = PAGES / "account" / "profile.py"
