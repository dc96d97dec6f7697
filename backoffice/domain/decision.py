"""What an analyst's decision needs. The verdict is advice; a person decides, and says why where they differ."""

from datetime import timedelta

from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.work import Outcome

#: How long a claim holds without activity.
CLAIM = timedelta(minutes=15)
#: What the trail calls it when a person looked at the pictures.
PICTURES_SEEN = "pictures_seen"
LONGEST_REASONS = 10_000
LONGEST_NOTE = 1_000


def readable(words: str) -> str:
    """What a person wrote, without what cannot be read or kept: control characters, halves of characters."""
    return "".join(c for c in words if c.isprintable() or c == "\n").strip()


def note(words: str, missing: str) -> str:
    """A short reason that must be there, as one line. Raises ``BadInput``: *missing*, or that it is too long."""
    said = " ".join(readable(words).split())
    if not said:
        raise BadInput(missing)
    if len(said) > LONGEST_NOTE:
        raise BadInput(f"El motivo es demasiado largo: resúmelo en {LONGEST_NOTE:,} caracteres.")
    return said


def refuse_unfounded(outcome: Outcome, result: str | None, reasons: str, *, chosen: bool = False) -> None:
    """*result* is that of the verdict, ``None`` where there is none; *chosen*: the letter gives reasons of the
    catalogue, which ground corrections as well as own words do. Raises where the decision lacks its ground.
    """
    if len(reasons) > LONGEST_REASONS:
        raise BadInput("Los motivos son demasiado largos: resúmelos en 10,000 caracteres.")
    if outcome == Outcome.APPROVE and result is None:
        raise WrongState("No se puede aprobar un archivo que no se pudo evaluar: pide correcciones o uno nuevo.")
    agrees = (outcome == Outcome.APPROVE) == (result == "consistent")
    grounded = bool(reasons) or (chosen and outcome == Outcome.CORRECTIONS)
    if not grounded and (result is None or not agrees):
        raise BadInput("Tu resolución difiere del resultado de la evaluación: escribe el motivo.")
