"""Dated official values: units, wages, caps and rules, each with its source, its unit and how firm it is."""

from backoffice.domain.parameters.loading import load
from backoffice.domain.parameters.tables import Parameters, Table, Value

__all__ = ["Parameters", "Table", "Value", "load"]
