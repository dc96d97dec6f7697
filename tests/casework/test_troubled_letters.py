"""Letters that wait for a person: shown, sent again, or taken for delivered; and those that came back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest

from backoffice.casework import sending, troubled_letters
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput, WrongState
from backoffice.mail.delivery import DeliveryRefused, DeliveryUncertain
from backoffice.records.bounces import TroubledLetter, troubled
from tests.casework.test_letters import answering, letter, raising, ready
from tests.casework.world import World
from tests.conftest import Mailbox
from tests.letters.test_bounce import ID, report


def waiting(world: World) -> list[TroubledLetter]:
    """The letters that wait for a person now."""
    return world.reading(troubled)


def bounce_of(world: World, folio: str, **words: str) -> bytes:
    """The report that the case's first letter came back."""
    return report(**words).replace(ID.encode(), (world.view(folio).letters[0].message_id or "").encode())


def asking(world: World, *letters: str) -> House:
    """The house, where a person sends those letters again."""
    settings = world.house.settings.model_copy(update={"ask_before_resending": ",".join(letters)})
    world.house = replace(world.house, settings=settings)
    return world.house


def test_a_letter_of_the_setting_is_shown_as_soon_as_its_fate_is_unknown(world: World) -> None:
    asking(world, "test_set_issued")
    case, row_id = ready(world)

    sending.send(answering(world, raising(DeliveryUncertain("La conexión se perdió."))), row_id)

    assert [(one.folio, one.state) for one in waiting(world)] == [(case.folio, "uncertain")]
    assert letter(world, case).attempts == 1


def test_so_is_one_whose_sender_was_killed(world: World, mailbox: Mailbox) -> None:
    asking(world, "test_set_issued")
    case, row_id = ready(world)

    def killed() -> str:
        raise SystemExit

    with pytest.raises(SystemExit):
        sending.send(answering(world, killed), row_id)
    world.clock.forward(seconds=121)
    sending.send(world.house, row_id)

    assert letter(world, case).letter_state == "uncertain"
    assert mailbox.letters() == []


def test_a_letter_that_somebody_knows_to_have_arrived_starts_its_clock(world: World) -> None:
    case, row_id = ready(world)
    sending.send(answering(world, raising(DeliveryRefused("550"))), row_id)

    troubled_letters.taken_for_delivered(world.house, row_id, "ana", "La empresa llamó: la tiene.")

    assert waiting(world) == []
    assert letter(world, case).letter_state == "sent"
    assert world.view(case.folio).current.round.deadline is not None
    acts = [event.act for event in world.view(case.folio).events]
    assert acts[-2:] == ["deadline_set", "letter_taken"]


def test_a_letter_is_sent_again_word_for_word(world: World, mailbox: Mailbox) -> None:
    case, row_id = ready(world)
    before = letter(world, case)
    sending.send(answering(world, raising(DeliveryRefused("550"))), row_id)

    troubled_letters.send_again(world.house, row_id, "ana", "Ya corrigieron su buzón.")
    world.work()

    (arrived,) = mailbox.letters()
    assert arrived["Message-ID"] == before.message_id
    assert waiting(world) == []
    assert world.view(case.folio).current.round.deadline is not None


def test_doing_either_twice_is_refused_and_harms_nobody(world: World, mailbox: Mailbox) -> None:
    _, row_id = ready(world)
    sending.send(answering(world, raising(DeliveryRefused("550"))), row_id)
    troubled_letters.send_again(world.house, row_id, "ana", "Otra vez.")

    for act in (troubled_letters.send_again, troubled_letters.taken_for_delivered):
        with pytest.raises(WrongState, match="no espera a nadie"):
            act(world.house, row_id, "ana", "Otra vez.")
    world.work()

    assert len(mailbox.letters()) == 1


def test_both_need_a_reason_and_a_letter_that_is_there(world: World) -> None:
    _, row_id = ready(world)
    sending.send(answering(world, raising(DeliveryRefused("550"))), row_id)

    with pytest.raises(BadInput, match="por qué se envía otra vez"):
        troubled_letters.send_again(world.house, row_id, "ana", " ")
    with pytest.raises(BadInput, match="cómo sabes que llegó"):
        troubled_letters.taken_for_delivered(world.house, row_id, "ana", "")
    with pytest.raises(BadInput, match="Esa carta no existe"):
        troubled_letters.send_again(world.house, uuid4(), "ana", "Otra vez.")


def test_a_letter_that_came_back_waits_for_a_person_once_and_the_clock_stays(world: World) -> None:
    case = world.case()
    came = bounce_of(world, case.folio)

    for _ in range(2):
        troubled_letters.came_back(world.house, came)

    (one,) = waiting(world)
    assert (one.folio, one.state, one.why) == (case.folio, "bounced", "5.1.1 smtp; 550 5.1.1 No existe")
    assert world.view(case.folio).current.round.deadline is not None
    assert [event.act for event in world.view(case.folio).events].count("letter_bounced") == 1


def test_the_same_report_by_another_road_is_the_same(world: World) -> None:
    case = world.case()
    came = bounce_of(world, case.folio)

    troubled_letters.came_back(world.house, came)
    troubled_letters.came_back(world.house, b"Received: from another.example\n" + came)

    assert len(waiting(world)) == 1


def test_reports_that_come_at_once_are_kept_once(world: World) -> None:
    case = world.case()
    came = bounce_of(world, case.folio)

    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda _: troubled_letters.came_back(world.house, came), range(8)))

    assert {row.letter for row in rows} == {"test_set_issued"}
    assert len(waiting(world)) == 1
    assert [event.act for event in world.view(case.folio).events].count("letter_bounced") == 1


def test_one_that_comes_back_again_after_somebody_sent_it_again_waits_again(world: World) -> None:
    case = world.case()
    troubled_letters.came_back(world.house, bounce_of(world, case.folio))
    world.clock.forward(hours=1)
    troubled_letters.send_again(world.house, waiting(world)[0].letter_id, "ana", "Corrigieron su buzón.")
    world.work()

    troubled_letters.came_back(world.house, b"Message-ID: <2@mail.example>\n" + bounce_of(world, case.folio))

    (one,) = waiting(world)
    assert (one.state, one.letter_id) == ("bounced", world.view(case.folio).letters[-1].id)


def test_the_desk_is_told_of_a_letter_that_came_back(world: World, mailbox: Mailbox) -> None:
    settings = world.house.settings.model_copy(update={"desk_email": "mesa@instituto.example"})
    world.house = replace(world.house, settings=settings)
    case = world.case()

    troubled_letters.came_back(world.house, bounce_of(world, case.folio))
    world.work()

    told = mailbox.letters()[-1]
    assert told["To"] == "mesa@instituto.example"
    assert told["Subject"] == f"Caso {case.folio}: una carta no llegó o no se sabe si llegó; mírala hoy"


def test_a_letter_to_the_desk_that_is_refused_begets_no_other(world: World) -> None:
    settings = world.house.settings.model_copy(update={"desk_email": "mesa@instituto.example"})
    world.house = replace(world.house, settings=settings)
    _, row_id = ready(world)
    refused = answering(world, raising(DeliveryRefused("550")))
    sending.send(refused, row_id)

    while world.bells.rung:
        sending.send(refused, world.bells.rung.pop()[1])

    assert sorted(one.letter for one in waiting(world)) == ["desk_undelivered", "test_set_issued"]


def test_a_delay_is_no_return(world: World) -> None:
    case = world.case()

    troubled_letters.came_back(world.house, bounce_of(world, case.folio, action="delayed"))

    assert waiting(world) == []


def test_a_letter_that_came_back_is_sent_again_and_settled(world: World, mailbox: Mailbox) -> None:
    case = world.case()
    troubled_letters.came_back(world.house, bounce_of(world, case.folio))

    troubled_letters.send_again(world.house, waiting(world)[0].letter_id, "ana", "Corrigieron su buzón.")
    world.work()

    assert waiting(world) == []
    assert len({message["Message-ID"] for message in mailbox.letters()}) == 1
    assert len(mailbox.letters()) == 2
    assert [event.act for event in world.view(case.folio).events].count("deadline_set") == 1


def test_a_report_about_a_foreign_letter_is_refused(world: World) -> None:
    with pytest.raises(BadInput, match="una carta que esta mesa no envió"):
        troubled_letters.came_back(world.house, report())
