"""Diagnosis: which mistakes of the catalogue explain the wrong answers of one submission."""

from backoffice.domain.causes import Cause, Diagnosis
from backoffice.domain.diagnosis.alternatives import Alternatives, alternatives
from backoffice.domain.diagnosis.explaining import diagnose, explain, truncated_rows
from backoffice.domain.diagnosis.power import Power, power
from backoffice.domain.diagnosis.proof import Proof, prove

__all__ = [
    "Alternatives",
    "Cause",
    "Diagnosis",
    "Power",
    "Proof",
    "alternatives",
    "diagnose",
    "explain",
    "power",
    "prove",
    "truncated_rows",
]
