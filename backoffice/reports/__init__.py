"""The explained report as one web page and as one PDF. What it says is ``domain.explained``'s."""

from backoffice.reports.paper import pdf
from backoffice.reports.web import html

__all__ = ["html", "pdf"]
