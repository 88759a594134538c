"""The tables, one file per noun. Importing this package registers them all."""

from data.tables.appointment import Appointment, AppointmentEvent
from data.tables.assessment import Assessment
from data.tables.audit import Audit, AuditHead, RowHistory
from data.tables.base import Editable, Entry, Record
from data.tables.batch import ImportBatch, ImportRow
from data.tables.episode import Consent, Episode, Hold, Referral, StageEvent
from data.tables.fact import EpisodeFact, PatientFact, SessionFact
from data.tables.member import Member
from data.tables.organisation import Chair, OrganisationMeta, Site
from data.tables.patient import Allergy, Medication, Patient, PatientIdentifier
from data.tables.screening import Decision, Screening, TreatmentTrial
from data.tables.session import Administration, DosingSession, ObservationScale, Vital
from data.tables.side_effect import SideEffect

__all__ = [
    "Administration",
    "Allergy",
    "Appointment",
    "AppointmentEvent",
    "Assessment",
    "Audit",
    "AuditHead",
    "Chair",
    "Consent",
    "Decision",
    "DosingSession",
    "Editable",
    "Entry",
    "Episode",
    "EpisodeFact",
    "Hold",
    "ImportBatch",
    "ImportRow",
    "Medication",
    "Member",
    "ObservationScale",
    "OrganisationMeta",
    "Patient",
    "PatientFact",
    "PatientIdentifier",
    "Record",
    "Referral",
    "RowHistory",
    "Screening",
    "SessionFact",
    "SideEffect",
    "Site",
    "StageEvent",
    "TreatmentTrial",
    "Vital",
]
