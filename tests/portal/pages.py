"""A case brought from state to state, for tests and pictures that look at its pages."""

from collections.abc import Iterator

from backoffice.casework import certification, intake, request, review
from backoffice.domain.work import Outcome
from backoffice.records.queries import all_cases
from tests.casework.world import ACME, World


def states(world: World) -> Iterator[str]:
    """Bring the world's case from state to state; yields the name of each while it stands there."""
    yield "inicio"
    case = request.register(world.house, ACME)
    yield "solicitada"
    world.work()
    yield "en-espera"
    intake.receive(world.house, case.folio, "evidencias.xls", b"uma: wrong unit")
    yield "en-analisis"
    world.work()
    review.claim(world.house, world.task(case.folio).id, "ana")
    yield "en-revision"
    world.decided(case.folio, Outcome.CORRECTIONS)
    world.work()
    yield "correcciones"
    intake.receive(world.house, case.folio, "evidencias.xls", b"damaged")
    world.work()
    yield "archivo-devuelto"
    intake.receive(world.house, case.folio, "evidencias.xls", b"right")
    world.work()
    world.decided(case.folio, Outcome.APPROVE)
    world.work()
    yield "aprobada"
    certification.accept(world.house, case.folio)
    yield "vigente"
    certification.cancel(world.house, case.folio)
    world.work()
    yield "cancelada"


def folio_of(world: World) -> str:
    """The folio of the world's only case, however it was asked for."""
    return world.reading(all_cases)[0].folio


def decided(world: World, outcome: Outcome, reasons: str = "") -> None:
    """An analyst decides that case, and the letters go out."""
    world.decided(folio_of(world), outcome, reasons)
    world.work()
