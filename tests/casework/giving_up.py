"""Work that ends badly each time, until it is given up."""

from dataclasses import replace

from backoffice.casework import evaluation, intake, issue, request, sending
from backoffice.casework.house import House
from backoffice.domain.evidence import Evidence
from backoffice.domain.work import WorkKind
from backoffice.mail.delivery import DeliveryRefused
from backoffice.records.cases import Case
from tests.casework.world import ACME, World, read_words


def answering(world: World, trouble: Exception) -> House:
    """A house whose mail server always ends so."""

    def end(message: bytes, to: str) -> str:
        raise trouble

    return replace(world.house, deliver=end)


def refused(world: World) -> Case:
    """A case whose first letter the mail server refused."""
    case = request.register(world.house, ACME)
    issue.run(world.house, world.bells.rung.pop()[1])
    sending.send(answering(world, DeliveryRefused("550 no such user")), world.bells.rung.pop()[1])
    return case


def quarantined(world: World) -> Case:
    """A case whose file made its evaluation fail each time."""
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"crash")
    row_id = world.bells.only(WorkKind.EVALUATE)
    world.bells.rung.clear()
    for _ in range(4):
        evaluation.run(world.house, row_id)
        world.clock.forward(seconds=11)
    return case


def mended(world: World) -> World:
    """The same world after the reader was mended."""

    def read(data: bytes) -> Evidence:
        return read_words(b"right")

    return World(replace(world.house, read=read), world.clock, world.bells, world.entrances)
