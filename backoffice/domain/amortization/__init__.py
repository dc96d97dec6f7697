"""The withholding (*retención*) of a housing credit: one vectorised calculation whose columns are its explanation."""

from backoffice.domain.amortization.cases import Cases
from backoffice.domain.amortization.method import RIGHT, Method
from backoffice.domain.amortization.reading import read_cases
from backoffice.domain.amortization.withholding import Withholdings, withhold

__all__ = ["RIGHT", "Cases", "Method", "Withholdings", "read_cases", "withhold"]
