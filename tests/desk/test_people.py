"""Whoever reviews sees at once that a file carries a real person's data, and later that it was erased."""

from dataclasses import replace

import pytest

from backoffice.casework import intake, privacy
from backoffice.desk.case import OpenCase, open_case
from backoffice.desk.file_facts import known_of
from backoffice.desk.page import page
from backoffice.desk.tabs import Tabs
from backoffice.domain.work import Outcome
from tests.casework.world import World, read_words
from tests.domain.test_privacy import RFC, receipt


@pytest.fixture
def opened(world: World) -> OpenCase:
    """A case whose file has somebody's sealed receipt."""
    settings = world.house.settings.model_copy(update={"supervisors": "Olga"})
    world.house = replace(
        world.house, settings=settings, read=lambda data: replace(read_words(data), cfdi=receipt(receiver_rfc=RFC))
    )
    folio = world.case().folio
    intake.receive(world.house, folio, "evidencias.xls", b"right")
    world.work()
    return open_case(world.house, folio, world.task(folio).id)


def test_the_head_of_the_case_warns_without_the_identifier(opened: OpenCase) -> None:
    shown = page("case_head", case=opened, holder="sin asignar")

    assert "Datos personales: CFDI sellado con RFC que no es del set: parece de una persona real" in shown
    assert RFC not in shown


def test_a_purged_file_is_said_to_be_and_none_of_its_tabs_breaks(world: World, opened: OpenCase) -> None:
    Tabs(opened).open("CFDI")
    world.decided(opened.folio, Outcome.CORRECTIONS, "No mandes recibos reales.")
    privacy.purge(world.house, opened.folio, "Es de una persona real", "Olga")
    after = open_case(world.house, opened.folio, opened.task.id)

    tabs = Tabs(after)
    tabs.open("CFDI")

    assert tabs.content.value == ""
    assert "fue purgado" in tabs.message.widget.value
    facts = dict(known_of(world.house, after.company, after.submission))
    assert facts["Contenido"] == "purgado el 23/nov/2026, 12:00: Es de una persona real"
    assert "purgado el 23/nov/2026" in page("case_head", case=after, holder="sin asignar")


def test_a_file_with_nobodys_data_says_nothing(world: World) -> None:
    folio = world.case().folio
    intake.receive(world.house, folio, "evidencias.xls", b"right")
    world.work()

    assert open_case(world.house, folio, world.task(folio).id).people == ""
