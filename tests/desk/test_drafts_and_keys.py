"""What was written survives; the reasons of the letter are chosen; every act has its key."""

from email import message_from_bytes, policy

from backoffice.desk.workbench import Workbench
from tests.casework.world import World
from tests.desk.at_the_desk import choose, press, press_as, screen
from tests.desk.test_queue import sent


def opened(world: World) -> Workbench:
    """Ana's desk with the first case open."""
    desk = Workbench(world.house, "ana")
    choose(desk)
    return desk


def legend(desk: Workbench) -> dict[str, str]:
    """The keys that act now."""
    return dict(desk.keys.acts)


def test_what_was_written_is_there_again_after_the_kernel_restarts(world: World) -> None:
    sent(world, b"uma")
    before = opened(world)
    assert before.decision is not None
    before.decision.remarks.value = "Revisa la quincena 8."
    before.decision.reasons.add("Pantallas: no se leen")
    before.decision.reasons.drop("uma_for_umi")

    after = opened(world)

    assert after.decision is not None
    assert after.decision.remarks.value == "Revisa la quincena 8."
    assert [one.code for one in after.decision.reasons.chosen] == ["pictures_cannot_be_read"]
    assert "Recuperamos lo que habías escrito en este caso." in screen(after)


def test_a_draft_is_its_writer_s_alone_and_gone_once_it_is_decided(world: World) -> None:
    case = sent(world, b"uma")
    desk = opened(world)
    assert desk.decision is not None
    desk.decision.remarks.value = "Revisa la quincena 8."
    press(desk, "Devolver a la cola")
    other = press_as(world, "benito")
    shown = screen(other)
    press(other, "Devolver a la cola")

    again = press_as(world, "ana", "Pedir correcciones", "Confirmar: pedir correcciones")

    assert "Revisa la quincena 8." not in shown
    decision = world.view(case.folio).rounds[0].submissions[0].decision
    assert decision is not None
    assert decision.reasons == "Revisa la quincena 8."
    assert again.case is None
    with world.house.transaction() as work:
        assert work.session.connection().exec_driver_sql("SELECT count(*) FROM review_drafts").scalar() == 0


def test_the_reasons_of_the_diagnosis_come_chosen_and_the_letter_follows_the_choice(world: World) -> None:
    case = sent(world, b"uma")
    desk = opened(world)
    assert desk.decision is not None
    chosen = [one.code for one in desk.decision.reasons.chosen]
    desk.decision.reasons.add("Pantallas: no se leen")
    desk.decision.reasons.reword("uma_for_umi", "Tu sistema toma la UMA donde va la UMI.")
    press(desk, "Pedir correcciones")
    asked = desk.decision.letter.value

    press(desk, "Confirmar: pedir correcciones")
    world.work()

    assert chosen == ["uma_for_umi"]
    sent_text = letter_text(world, case.folio)
    for words in ("Tu sistema toma la UMA donde va la UMI.", "Las pantallas de la pestaña 3 no se leen"):
        assert words in asked
        assert words in sent_text
    assert "El cálculo usa la UMA (117.31)" not in sent_text


def test_a_word_that_is_no_reason_of_the_catalogue_adds_nothing(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    assert desk.decision is not None

    desk.decision.reasons.add("<img src=x onerror=alert(1)>")

    assert [one.code for one in desk.decision.reasons.chosen] == ["uma_for_umi"]


def test_a_case_is_decided_by_keys_alone(world: World) -> None:
    first, second = sent(world, b"uma", 1), sent(world, b"uma", 2)
    desk = Workbench(world.house, "ana")

    in_queue = legend(desk)
    desk.press("n")
    in_case = legend(desk)
    desk.press("c")
    asking = legend(desk)
    desk.press("n")

    assert set(in_queue) == {"n", "r", "/", "1 2 3 4 5 6 7 8 9", "↑ ↓ Enter", "Escape"}
    assert set(in_case) == {*"caidjkypfeoq", "1 2 3 4 5 6 7", "Escape"}
    assert set(asking) >= {"Enter", "n", "Escape"}
    assert world.view(first.folio).case.round_number == 2
    assert desk.case is not None
    assert desk.case.case.folio == second.folio


def test_a_key_that_does_nothing_here_does_nothing(world: World) -> None:
    case = sent(world, b"uma")
    desk = opened(world)

    for key in ("Enter", "Escape", "x", "n", "r"):
        desk.press(key)

    assert world.view(case.folio).case.state == "in_analysis"
    assert desk.case is not None


def test_escape_leaves_the_letter_and_a_second_enter_decides_nothing_twice(world: World) -> None:
    case = sent(world, b"uma")
    desk = opened(world)
    desk.press("c")
    desk.press("Escape")
    kept = world.view(case.folio).case.round_number
    desk.press("c")
    desk.press("Enter")
    desk.press("Enter")

    assert kept == 1
    assert world.view(case.folio).case.round_number == 2


def letter_text(world: World, folio: str) -> str:
    """The plain text of the case's newest letter, as it was sent."""
    row = world.view(folio).letters[-1]
    message = message_from_bytes(world.house.blobs.get(row.message or ""), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())
