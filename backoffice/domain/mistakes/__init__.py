"""The mistakes that payroll software really makes: each one choice of the calculation made otherwise."""

from backoffice.domain.mistakes.catalogue import CATALOGUE, Mistake, rule_broken
from backoffice.domain.mistakes.sentences import Wording
from backoffice.domain.mistakes.wording import sentence, wording

__all__ = ["CATALOGUE", "Mistake", "Wording", "rule_broken", "sentence", "wording"]
