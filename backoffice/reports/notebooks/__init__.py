"""A notebook run from top to bottom, in a limited child process, as one page that asks nothing of the outside."""

from backoffice.reports.notebooks.catalogue import Notebook, chosen, notebooks
from backoffice.reports.notebooks.page import whole
from backoffice.reports.notebooks.running import LIMITS, Limits, Ran, run

__all__ = ["LIMITS", "Limits", "Notebook", "Ran", "chosen", "notebooks", "run", "whole"]
