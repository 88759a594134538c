"""The tables, one file per noun. Importing this package registers them all."""

from data.tables.appointment import Appointment, AppointmentEvent
from data.tables.assessment import Assessment
from data.tables.audit import Audit, AuditHead, RowHistory
from data.tables.base import Editable, Entry, Record
from data.tables.batch import ImportBatch, ImportMapping, ImportRow
from data.tables.episode import (
    Authorisation,
    BenefitReview,
    Consent,
    Episode,
    Hold,
    Outreach,
    PractitionerChange,
    Referral,
    StageEvent,
)
from data.tables.fact import EpisodeFact, PatientFact, SessionFact
from data.tables.insight_fact import EffectFact, OutcomeFact, ScoreFact, VisitFact
from data.tables.member import Member
from data.tables.organisation import Chair, OrganisationMeta, Site, SiteClosure, Target
from data.tables.patient import (
    Allergy,
    ConcurrentCare,
    Condition,
    Medication,
    Patient,
    PatientIdentifier,
)
from data.tables.policy import PolicyVersion
from data.tables.safety import RiskAssessment, SafetyPlan, WorkItem, WorkItemEvent
from data.tables.screening import Decision, Draft, Screening, TreatmentTrial
from data.tables.session import (
    Administration,
    DosingSession,
    MedicineGiven,
    ObservationScale,
    RemsForm,
    Vital,
)
from data.tables.side_effect import SideEffect

__all__ = [
    "Administration",
    "Allergy",
    "Appointment",
    "AppointmentEvent",
    "Assessment",
    "Audit",
    "AuditHead",
    "Authorisation",
    "BenefitReview",
    "Chair",
    "ConcurrentCare",
    "Condition",
    "Consent",
    "Decision",
    "DosingSession",
    "Draft",
    "Editable",
    "EffectFact",
    "Entry",
    "Episode",
    "EpisodeFact",
    "Hold",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Medication",
    "MedicineGiven",
    "Member",
    "ObservationScale",
    "OrganisationMeta",
    "OutcomeFact",
    "Outreach",
    "Patient",
    "PatientFact",
    "PatientIdentifier",
    "PolicyVersion",
    "PractitionerChange",
    "Record",
    "Referral",
    "RemsForm",
    "RiskAssessment",
    "RowHistory",
    "SafetyPlan",
    "ScoreFact",
    "Screening",
    "SessionFact",
    "SideEffect",
    "Site",
    "SiteClosure",
    "StageEvent",
    "Target",
    "TreatmentTrial",
    "VisitFact",
    "Vital",
    "WorkItem",
    "WorkItemEvent",
]
