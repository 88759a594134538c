"""The screening rules as dated policy, and the questions they rest on."""

from data.reference.screening.clinics_own import PolicyRefused, policy_of
from data.reference.screening.form import Form, Kind, Question, Section, form
from data.reference.screening.policy import Basis, Case, Escalation, Policy, Rule
from data.reference.screening.policy_file import shipped

__all__ = [
    "Basis",
    "Case",
    "Escalation",
    "Form",
    "Kind",
    "Policy",
    "PolicyRefused",
    "Question",
    "Rule",
    "Section",
    "form",
    "policy_of",
    "shipped",
]
