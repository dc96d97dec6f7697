"""The four acts that are signed in the portal, as a table: path, state of the case, words."""

from dataclasses import dataclass

from backoffice.domain.errors import BadInput, WrongState
from backoffice.domain.signing import DOCUMENTS, DocumentKind, Purpose
from backoffice.domain.workflow import STATE_LABELS, State
from backoffice.records.cases import Case

#: A company without a case, or whose case is over, may ask.
OVER = (State.EXPIRED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class SignedAct:
    """One of them. ``states``: where the case must stand (``None``: there is none, or it is over).

    ``title`` heads the page; ``statement_title`` what is shown before the last *Continuar*; ``terms_first``: the terms
    have a page of their own before the e.firma.
    """

    slug: str
    purpose: Purpose
    states: tuple[State, ...] | None
    title: str
    statement_title: str
    terms_first: bool
    step: int = 2
    #: Where the case may stand while the page of the signed act says what is so.
    afterwards: tuple[State, ...] = ()

    @property
    def documents(self) -> tuple[DocumentKind, ...]:
        """What its signature leaves."""
        return DOCUMENTS[self.purpose]


ACTS = {
    act.slug: act
    for act in (
        SignedAct(
            "solicitud",
            Purpose.REQUEST,
            None,
            "Solicitud de Certificación",
            "Solicitud del Trámite",
            True,
            1,
            (State.REQUESTED, State.AWAITING_EVIDENCE),
        ),
        SignedAct(
            "evidencias",
            Purpose.EVIDENCE,
            (State.AWAITING_EVIDENCE, State.IN_ANALYSIS),
            "Envío de evidencias",
            "Envío de evidencias",
            False,
        ),
        SignedAct(
            "aprobacion",
            Purpose.ACCEPTANCE,
            (State.APPROVED,),
            "Aprobación de Certificación",
            "Términos y Condiciones de la Aprobación de Certificación",
            True,
            afterwards=(State.CERTIFIED,),
        ),
        SignedAct(
            "cancelacion",
            Purpose.CANCELLATION,
            (State.REQUESTED, State.AWAITING_EVIDENCE, State.IN_ANALYSIS, State.APPROVED, State.CERTIFIED),
            "Cancelación",
            "Términos y Condiciones de la Cancelación",
            False,
            afterwards=(State.CANCELLED,),
        ),
    )
}


def act_of(slug: str) -> SignedAct:
    """The act of that path. Raises ``BadInput``."""
    if slug not in ACTS:
        raise BadInput("Esa página no existe. Vuelve a la página de tu trámite.")
    return ACTS[slug]


def require(act: SignedAct, case: Case | None) -> None:
    """Refuse an act that the case does not allow now, and say where the case stands."""
    if act.states is None:
        if case is None or case.state in OVER:
            return
        raise WrongState(f"Ya tienes un trámite con el folio {case.folio}, en estatus «{STATE_LABELS[case.state]}».")
    if case is None:
        raise WrongState("Todavía no tienes un trámite. Empieza con tu solicitud de certificación.")
    if case.state not in act.states:
        raise WrongState(
            f"Tu trámite con el folio {case.folio} está en estatus «{STATE_LABELS[case.state]}»: ahora no es posible "
            f"hacer esto. Mira en su página qué sigue."
        )
