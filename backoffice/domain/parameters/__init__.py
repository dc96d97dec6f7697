"""Dated official values: units, wages, caps and rules, each with its source, its unit and how firm it is."""

from backoffice.domain.parameters.loading import load
from backoffice.domain.parameters.tables import Catalogue, Entry, Parameters, Rule, Table, Value

__all__ = ["Catalogue", "Entry", "Parameters", "Rule", "Table", "Value", "load"]
