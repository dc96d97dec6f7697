"""The explained report: a page and a PDF."""
