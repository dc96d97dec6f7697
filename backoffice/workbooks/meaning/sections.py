"""The two sections of tab 2 by their titles."""

from backoffice.domain.findings import Section
from backoffice.workbooks.meaning.words import plain

LONGEST_TITLE = 90


def section_named(text: str) -> Section | None:
    """*a) Muestras del cálculo…* or *b) Evaluación para el cálculo…*, with or without the letter."""
    if len(text) > LONGEST_TITLE:
        return None
    words = plain(text)
    bare = words.removeprefix("seccion ")
    if "muestras" in words and ("calculo" in words or bare.startswith(("a ", "muestras"))):
        return "samples"
    if "evaluacion" in words and ("calculo" in words or bare.startswith(("b ", "evaluacion"))):
        return "assessment"
    return None
