"""*Improcedente* and *¿Y si…?* in an analyst's hands: the figures by hand, bad input a sentence."""

from backoffice.desk.case_panel import points_page
from backoffice.desk.workbench import Workbench
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.desk.at_the_desk import choose, press, screen
from tests.desk.test_queue import sent


def opened(world: World) -> Workbench:
    """Ana's desk with the first case open."""
    desk = Workbench(world.house, "ana")
    choose(desk)
    return desk


def set_row_aside(desk: Workbench, why: str) -> None:
    """Mark the chosen row *Improcedente*."""
    assert desk.case is not None
    desk.case.aside.why.value = why
    press(desk, "Improcedente")


def test_a_row_set_aside_leaves_diagnosis_and_letter_and_is_listed_with_its_reason(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    set_row_aside(desk, "El acuerdo de la empresa lo permite.")

    shown = screen(desk)

    assert "El cálculo usa la UMA (117.31)" not in shown
    assert "<s>Renglón b-1</s>" in shown
    assert "El acuerdo de la empresa lo permite." in shown
    assert desk.decision is not None
    assert desk.decision.reasons.chosen == ()


def test_a_row_set_aside_stays_in_the_table_struck_through_with_its_reason(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    set_row_aside(desk, "El acuerdo\u202e de la <b>empresa</b> lo permite.")

    assert desk.case is not None
    (row,) = desk.case.rows.rows
    assert row["key"] == "b-1"
    assert row["struck"] == "Improcedente: El acuerdo de la <b>empresa</b> lo permite."
    assert [cell["text"] for cell in row["cells"]][-2:] == ["+211.42", "improcedente"]
    assert "b-1 paso a paso" in screen(desk)


def test_it_counts_again_when_it_is_taken_back(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    set_row_aside(desk, "Me equivoqué.")

    press(desk, "Volver a contar")

    assert "El cálculo usa la UMA (117.31)" in screen(desk)


def test_without_a_reason_nothing_is_set_aside(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)

    set_row_aside(desk, "  ")

    assert "Escribe por qué no procede" in screen(desk)
    assert "El cálculo usa la UMA (117.31)" in screen(desk)


def test_what_was_written_for_the_letter_stays_when_something_is_set_aside(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    assert desk.decision is not None
    desk.decision.remarks.value = "Revisa también el manual."

    set_row_aside(desk, "No procede.")

    assert desk.decision is not None
    assert desk.decision.remarks.value == "Revisa también el manual."


def test_a_second_person_sees_nothing_set_aside(world: World) -> None:
    case = sent(world, b"uma")
    desk = opened(world)
    set_row_aside(desk, "No procede.")
    world.opinion(case.folio, Outcome.APPROVE)

    other = Workbench(world.house, "olga")
    choose(other)

    assert "El cálculo usa la UMA (117.31)" in screen(other)
    assert "No procede." not in screen(other)


def test_other_inputs_are_computed_and_compared(world: World) -> None:
    # b-1: factor 26.0528 × UMI 100.81 × 2 ÷ 61 × 15 days = 1,291.66; with UMA 117.31: 1,503.08.
    sent(world, b"uma")
    desk = opened(world)
    assert desk.case is not None
    press(desk, "¿Y si…?")
    panel = desk.case.what_if
    panel.ask()
    right = panel.answer.value
    panel.mistake.value = "uma_for_umi"
    panel.ask()
    mistaken = panel.answer.value
    panel.mistake.value = ""
    panel.fields["discount_value"].value = "10"
    panel.ask()

    assert "Retención total 1,291.66.</b> Es lo esperado." in right
    assert "Retención total 1,503.08.</b> Es lo recibido: esto lo explica." in mistaken
    assert "Retención total 495.79.</b> No es lo esperado ni lo recibido." in panel.answer.value


def test_a_field_that_is_nonsense_is_named_in_spanish(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    assert desk.case is not None
    press(desk, "¿Y si…?")
    desk.case.what_if.fields["period_end"].value = "<img src=x onerror=alert(1)>"

    desk.case.what_if.ask()

    said = desk.case.what_if.message.widget.value
    assert "«Fin del periodo» debe ser una fecha" in said
    assert "<img" not in said


def test_the_mistakes_that_give_what_came_are_named(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    assert desk.case is not None
    press(desk, "¿Y si…?")

    press(desk, "¿Qué explica lo recibido?")

    # 1,503.08 × 61 ÷ 30 ÷ 100.81 = 30.31706: the factor that would give the same.
    shown = screen(desk)
    assert "<dt>Error del catálogo</dt><dd>UMA por UMI</dd>" in shown
    assert "<dt>Otro dato</dt><dd>ninguno de los que probamos</dd>" in shown
    assert "<dt>O tendría que ser</dt><dd>Valor del descuento: 30.3171</dd>" in shown


def test_another_unit_is_tried_and_nonsense_in_its_field_is_a_sentence(world: World) -> None:
    sent(world, b"uma")
    desk = opened(world)
    assert desk.case is not None
    press(desk, "¿Y si…?")
    panel = desk.case.what_if
    panel.unit.value = "2023"
    panel.ask()
    tried = panel.answer.value
    panel.unit.value = "la de siempre"
    panel.ask()

    assert "Retención total 1,234.13.</b> No es lo esperado ni lo recibido." in tried
    assert "Valor UMI: escribe un importe en pesos" in panel.message.widget.value
    assert panel.answer.value == tried


def test_every_difference_shows_its_rule_its_standing_and_its_source(world: World) -> None:
    sent(world, b"uma")

    shown = screen(opened(world))

    assert 'class="rule"' in shown
    rule = shown.split('class="rule"')[1].split("</p>")[0]
    assert "UMI" in rule


def test_a_point_beside_the_rows_shows_how_firm_its_rule_is_and_where_it_stands() -> None:
    missing = Finding(code="cfdi_missing", severity=Severity.ERROR, message="Falta el CFDI.", tab=4)

    shown = points_page([missing])

    assert "verificado · Guía de usuario para solicitar la certificación, versión del 21 de marzo de 2024" in shown
    assert "CFDI de nómina sin sellar" in shown
