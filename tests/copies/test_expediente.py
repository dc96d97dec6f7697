"""An export tells of copies, with the proof; amounts of a set in play stay where they are."""

import subprocess

import pytest

from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.copies.making import Book, right, sent
from tests.expediente.archives import exported


def text_of(pdf: bytes) -> str:
    """What a page says, on one line."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\u200b", "").split())


COPIES = "ronda-1/envio-1/copias.json"


def test_a_copy_is_in_the_export_of_both_cases_and_its_amounts_only_once_both_rounds_are_over(world: World) -> None:
    victim = sent(world, 1, Book())
    taken = {number: right(victim, number) for number in (3, 7, 11)}
    taker = sent(world, 2, Book(amounts=taken))

    open_, theirs = exported(world, taker.case.folio), exported(world, victim.case.folio)
    for one in (victim, taker):
        world.decided(one.case.folio, Outcome.CORRECTIONS, "Faltan pantallas.")
        world.work()
    closed = exported(world, taker.case.folio)

    (sign,) = open_.json(COPIES)
    assert (sign["kind"], sign["grade"], sign["taken_from_the_other"]) == ("amounts", "strong", True)
    assert (sign["other"]["folio"], sign["other"]["round"], sign["other"]["file"]) == (victim.case.folio, 1, 1)
    assert sign["proof"]["rows"] == [[3, 3], [7, 7], [11, 11]]
    assert theirs.json(COPIES)[0]["taken_from_the_other"] is False
    (known,) = closed.json(COPIES)
    assert [f"{centavos / 100:.2f}" for _, _, centavos in known["proof"]["rows"]] == list(taken.values())
    assert open_.made.flaws == theirs.made.flaws == closed.made.flaws == ()


@pytest.mark.poppler
def test_the_page_says_it_in_words_and_that_it_is_no_reason_by_itself(world: World) -> None:
    victim = sent(world, 1, Book())
    taker = sent(world, 2, Book(amounts={number: right(victim, number) for number in (3, 7, 11)}))
    alone = sent(world, 3, Book())

    page = text_of(exported(world, taker.case.folio).made.pdf)

    assert f"Indicio fuerte. Cantidades de otro set de pruebas: caso {victim.case.folio}" in page
    assert "Un indicio no es motivo de rechazo por sí solo." in page
    assert "sin indicios" in text_of(exported(world, alone.case.folio).made.pdf)
