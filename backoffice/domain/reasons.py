"""Reasons that a letter with corrections gives: the catalogue that a reviewer chooses from. Pure.

Those of the diagnosis come chosen; each becomes a paragraph of the letter, in the catalogue's words or the reviewer's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backoffice.domain.errors import BadInput
from backoffice.domain.mistakes.sentences import WORDINGS
from backoffice.domain.verdict import Verdict

AMOUNTS, PICTURES, RECEIPT = 2, 3, 4
LONGEST_WORDS = 1_000
MOST_CHOSEN = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """One reason that the letter gives. ``words``: the reviewer's own sentence instead of the catalogue's."""

    code: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """An entry of the catalogue: its short name, and what the letter says where the diagnosis says nothing of it.

    ``tabs`` are those of the workbook (1-4) that it finds fault with.
    """

    code: str
    name: str
    sentence: str
    tabs: tuple[int, ...] = (AMOUNTS,)


#: What the eye of a person finds and no program says.
GENERAL = {
    reason.code: reason
    for reason in (
        Reason(
            "pictures_cannot_be_read",
            "Pantallas: no se leen",
            "Las pantallas de la pestaña 3 no se leen: tómalas de nuevo, de un tamaño en que se distingan el NSS y "
            "los importes.",
            (PICTURES,),
        ),
        Reason(
            "pictures_of_another_worker",
            "Pantallas: son de otro trabajador",
            "Las pantallas de la pestaña 3 no son del trabajador que indica el set: tómalas con el NSS que nombra "
            "cada lugar.",
            (PICTURES,),
        ),
        Reason(
            "pictures_do_not_show_the_system",
            "Pantallas: no muestran tu sistema",
            "Las pantallas de la pestaña 3 no muestran el sistema que se certifica: toma la consulta del servicio, el "
            "aviso en el expediente, el cálculo y el recibo en tu propio sistema.",
            (PICTURES,),
        ),
        Reason(
            "pictures_and_amounts_disagree",
            "Pantallas: sus importes no son los de la tabla",
            "Los importes que se ven en las pantallas no son los de la pestaña 2: los dos deben salir del mismo "
            "cálculo de tu sistema.",
            (AMOUNTS, PICTURES),
        ),
        Reason(
            "notice_not_in_the_file",
            "Avisos: no se ven en el expediente",
            "No se ve que tu sistema guarde el aviso en el expediente del trabajador: muéstralo en la pestaña 3.",
            (1, PICTURES),
        ),
        Reason(
            "receipt_of_another_worker",
            "CFDI: es de otro trabajador o periodo",
            "El CFDI de la pestaña 4 no es el de la fila que pide el set: genera el recibo de ese trabajador y de ese "
            "periodo.",
            (RECEIPT,),
        ),
        Reason(
            "whole_book_incomplete",
            "Libro: está incompleto",
            "El libro está incompleto: llena las cuatro pestañas con los resultados de tu sistema.",
            (1, AMOUNTS, PICTURES, RECEIPT),
        ),
    )
}


def catalogue() -> tuple[Reason, ...]:
    """All reasons, mistakes of the calculation first, in the catalogue's order."""
    mistakes = (Reason(code, wording.name, wording.sentence) for code, wording in WORDINGS.items())
    return (*mistakes, *GENERAL.values())


def preselected(verdict: Verdict | None) -> tuple[Chosen, ...]:
    """The reasons that the diagnosis gives, best first."""
    return tuple(Chosen(cause.mistake) for cause in verdict.diagnosis) if verdict else ()


def tabs_at_fault(chosen: Sequence[Chosen] | None) -> frozenset[int]:
    """The tabs that the chosen reasons find fault with."""
    known = {reason.code: reason.tabs for reason in catalogue()}
    return frozenset(tab for one in chosen or () for tab in known.get(one.code, ()))


def still_given(chosen: Sequence[Chosen], before: Verdict | None, now: Verdict | None) -> tuple[Chosen, ...]:
    """*chosen* without the causes that the verdict gave *before* and, some findings set aside, gives no more.

    What somebody put in own words stays.
    """
    gone = {one.code for one in preselected(before)} - {one.code for one in preselected(now)}
    return tuple(one for one in chosen if one.words or one.code not in gone)


def refuse_unknown(chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The reasons as they may be kept, each once. Raises ``BadInput`` naming what is wrong."""
    if len(chosen) > MOST_CHOSEN:
        raise BadInput(f"Elige {MOST_CHOSEN} motivos o menos: la carta tiene que poder leerse.")
    kept: dict[str, Chosen] = {}
    for one in chosen:
        if one.code not in WORDINGS and one.code not in GENERAL:
            raise BadInput(f"«{one.code}» no es un motivo del catálogo. Elige otro.")
        words = " ".join((one.words or "").split())
        if len(words) > LONGEST_WORDS:
            raise BadInput(f"La redacción de un motivo es demasiado larga: resúmela en {LONGEST_WORDS:,} caracteres.")
        kept[one.code] = Chosen(one.code, words or None)
    return tuple(kept.values())


def to_json(chosen: Sequence[Chosen] | None) -> list[Any] | None:
    """As a decision or a draft stores them."""
    return None if chosen is None else [[one.code, one.words] for one in chosen]


def from_json(data: Sequence[Any] | None) -> tuple[Chosen, ...] | None:
    """The inverse of ``to_json``."""
    return None if data is None else tuple(Chosen(code, words) for code, words in data)
