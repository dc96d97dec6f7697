"""The report as a PDF/A by Typst, with its own fonts only: the same report gives the same bytes on every machine.

The template reads the report as data; no text of an applicant's is ever part of the template.
"""

import json
from functools import cache
from importlib.resources import files

import typst

from backoffice.domain.explained import Explained
from backoffice.reports.plain import plain


def pdf(explained: Explained) -> bytes:
    """The whole document."""
    inputs = {"report": json.dumps(plain(explained), ensure_ascii=False)}
    compiler = typst.Compiler(_template(), font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"])  # archival, and readable aloud
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


@cache
def _template() -> bytes:
    return (files("backoffice.reports") / "templates" / "report.typ").read_bytes()


@cache
def fonts() -> typst.Fonts:
    """Those that come with the typesetter: a machine's own would change the bytes."""
    return typst.Fonts(include_system_fonts=False)
