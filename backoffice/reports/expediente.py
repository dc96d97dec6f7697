"""The printed page of an exported case: the same values give the same bytes, and texts from outside stay texts."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from backoffice.reports.paper import fonts
from backoffice.reports.plain import plain


def expediente_pdf(page: Mapping[str, Any]) -> bytes:
    """The whole document. *page* is what ``casework.expediente.paper`` says."""
    inputs = {"page": json.dumps(plain(page), ensure_ascii=False)}
    compiler = typst.Compiler(_template(), font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


@cache
def _template() -> bytes:
    return (files("backoffice.reports") / "templates" / "expediente.typ").read_bytes()
