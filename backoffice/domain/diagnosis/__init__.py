"""Diagnosis: which mistakes of the catalogue explain the wrong answers of one submission."""

from backoffice.domain.causes import Cause, Diagnosis
from backoffice.domain.diagnosis.alternatives import Alternatives, alternatives
from backoffice.domain.diagnosis.explaining import diagnose, explain

__all__ = ["Alternatives", "Cause", "Diagnosis", "alternatives", "diagnose", "explain"]
