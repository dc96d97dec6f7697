"""Letters in trouble at the desk: shown, sent again, taken for delivered; hostile words stay words."""

from backoffice.casework import sending, troubled_letters
from backoffice.desk.letters_panel import LettersPanel
from backoffice.mail.delivery import DeliveryRefused
from tests.casework.test_letters import answering, raising, ready
from tests.casework.test_troubled_letters import bounce_of
from tests.casework.world import World
from tests.desk.at_the_desk import press, screen
from tests.desk.hostile import EVERYTHING


def refused(world: World, words: str = "550 no such user") -> str:
    """The folio of a case whose first letter was refused."""
    case, row_id = ready(world)
    sending.send(answering(world, raising(DeliveryRefused(words))), row_id)
    return case.folio


def test_without_trouble_the_panel_says_what_would_appear(world: World) -> None:
    assert "Ninguna carta espera a nadie" in screen(LettersPanel(world.house, "ana"))


def test_a_refused_letter_is_shown_with_its_reason_and_sent_again(world: World) -> None:
    folio = refused(world)
    panel = LettersPanel(world.house, "ana")
    cells = panel.table.rows[0]["cells"]
    panel.why.value = "Ya corrigieron su buzón."

    press(panel, "Enviar otra vez")
    world.work()

    assert [cells[0]["text"], cells[3]["text"]] == [folio, "No se entregó"]
    assert cells[1]["small"] == "550 no such user"
    assert panel.table.rows == []
    assert "La carta va en camino otra vez." in screen(panel)
    assert world.view(folio).current.round.deadline is not None


def test_an_act_without_a_reason_is_a_sentence_and_changes_nothing(world: World) -> None:
    refused(world)
    panel = LettersPanel(world.house, "ana")

    press(panel, "Dar por entregada")

    assert "Escribe cómo sabes que llegó" in screen(panel)
    assert len(panel.table.rows) == 1


def test_a_letter_that_somebody_else_settled_meanwhile_is_said(world: World) -> None:
    case = world.case()
    troubled_letters.came_back(world.house, bounce_of(world, case.folio))
    panel = LettersPanel(world.house, "ana")
    letter_id = world.view(case.folio).letters[0].id
    troubled_letters.taken_for_delivered(world.house, letter_id, "olga", "Contestaron.")
    panel.why.value = "Contestaron."

    press(panel, "Dar por entregada")

    assert "Esa carta no espera a nadie" in screen(panel)


def test_hostile_words_of_a_server_are_inert(world: World) -> None:
    refused(world, EVERYTHING + "A" * 1_000_000)

    panel = LettersPanel(world.house, "ana")

    assert len(panel.table.rows[0]["cells"][1]["small"]) <= 300
    assert "\u202e" not in panel.table.rows[0]["cells"][1]["small"]
