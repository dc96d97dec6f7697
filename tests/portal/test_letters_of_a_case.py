"""The letters of a case in the portal: sent again, and read in any window."""

from backoffice.portal.certification.letters import unwrapped
from tests.portal.pages import folio_of
from tests.portal.pen import Pen


def test_a_letter_is_sent_again_three_times_a_day(pen: Pen) -> None:
    pen.request()
    pen.browser.world.work()
    page = pen.browser.get("/certificacion").text
    letter = page.split('formaction="/certificacion/cartas/')[1].split("/")[0]
    path = f"/certificacion/cartas/{letter}/reenviar"

    answers = []
    for _ in range(4):
        answers.append(pen.browser.post(path).status_code)
        pen.browser.world.work()

    assert answers == [303, 303, 303, 409]
    sent = [row for row in pen.browser.world.view(folio_of(pen.browser.world)).letters if row.receipt]
    assert len(sent) == 4
    assert len({row.message_id for row in sent}) == 1


def test_a_letter_is_shown_in_lines_that_fit_any_window() -> None:
    text = "1. Guarda el libro como .xls, de no más de 5 MB y sin contraseña, y envíalo\n   desde el portal.\n\nFolio: 1\nRonda: 2\n"

    assert unwrapped(text) == (
        "1. Guarda el libro como .xls, de no más de 5 MB y sin contraseña, y envíalo desde el portal.\n\nFolio: 1\nRonda: 2"
    )
