"""*Revisa tu archivo antes de enviarlo*: what it tells, what it never tells, and how often it may be asked."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import openpyxl
import pytest
from httpx import Response

from backoffice import bootstrap
from backoffice.casework import certification, intake
from backoffice.casework.self_check import without_secrets
from backoffice.domain.evidence import Evidence
from backoffice.domain.findings import Section
from backoffice.domain.test_set import TestSet
from backoffice.domain.workflow import State
from backoffice.portal.self_check import Pace
from backoffice.records.queries import all_cases
from backoffice.rehearsal.making.filling import AMORTIZATIONS, answer_rows
from backoffice.workbooks import template
from backoffice.workbooks.refusals import EvidenceRefused
from backoffice.workbooks.template.columns import DISCOUNT_TYPES, GIVEN
from tests.casework.world import World
from tests.evaluate.applicant import Applicant
from tests.evaluate.reviewing import said, secret_amounts, touched, without_receipt_amounts
from tests.portal.browser import Browser
from tests.portal.pen import Pen


@pytest.fixture
def real(portal_world: World, acme: Browser) -> World:
    """The world with real sets and the real reader."""
    house = replace(portal_world.house, generate=bootstrap.generate, read=bootstrap.read)
    portal_world.house = acme.world.house = house
    acme.client.app.state.house = house  # type: ignore[attr-defined]
    return portal_world


@pytest.fixture
def test_set(real: World) -> TestSet:
    """The set of a case that waits for its evidence."""
    row = real.view(real.case().folio).current.test_set
    assert row is not None
    return row.test_set()


def checked(visitor: Browser, data: bytes, name: str = "evidencias.xlsx", word: str | None = None) -> Response:
    """*Revisar archivo*."""
    fields = {"csrf": visitor.csrf if word is None else word}
    answer: Response = visitor.client.post("/revision", data=fields, files={"archivo": (name, data)})
    return answer


def filled(test_set: TestSet, answers: Mapping[tuple[Section, int, str], object] | None = None) -> bytes:
    """The workbook as an applicant fills it in; *answers* stand in the place of right ones."""
    return Applicant(test_set, answers=answers or {}).workbook(template.write(test_set))


def test_a_faultless_workbook_has_nothing_to_correct_and_nothing_moves(acme: Browser, test_set: TestSet) -> None:
    events = len(acme.world.view(only_folio(acme)).events)

    answer = checked(acme, filled(test_set))

    assert answer.status_code == 200
    assert "No encontramos nada que corregir" in answer.text
    assert "Recalculamos 8 de 8 muestras de la sección a)." in answer.text
    assert "La sección b) no se compara aquí: sus respuestas son secretas." in answer.text
    view = acme.world.view(only_folio(acme))
    assert view.case.state == State.AWAITING_EVIDENCE
    assert view.current.submissions == ()
    assert len(view.events) == events


def only_folio(visitor: Browser) -> str:
    """The folio of the only case."""
    return visitor.world.reading(all_cases)[0].folio


def test_a_mistake_in_the_samples_is_named_and_shown_row_by_row(acme: Browser, test_set: TestSet) -> None:
    forgotten = {
        (row.section, row.number, step): float(row.expected["amortization"] or 0) if step == "withholding" else 0
        for row in test_set.section("samples")
        for step in ("insurance", "withholding")
    }

    page = checked(acme, filled(test_set, forgotten)).text

    assert "por corregir antes de enviar" in page
    assert "Causa probable:" in page
    first = test_set.section("samples")[0]
    assert f"{Decimal(first.expected['withholding'] or 0):,.2f}" in page


@pytest.mark.parametrize("typed", [7.5, "No aplica", None])
def test_no_secret_answer_is_in_the_page_whatever_stands_in_b(
    acme: Browser, test_set: TestSet, typed: float | str | None
) -> None:
    wrong: dict[tuple[Section, int, str], object] = {
        ("assessment", row.number, "withholding"): typed for row in test_set.section("assessment")
    }
    secret = secret_amounts(test_set)
    assert len(secret) > 10

    page = checked(acme, without_receipt_amounts(filled(test_set, wrong))).text

    assert not said(page) & secret


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 422, "El archivo está vacío."),
        (b"hola", 200, "El archivo no se pudo leer: así no se recibiría"),
        (b"PK\x03\x04" + b"\0" * 100, 200, "El archivo no se pudo leer: así no se recibiría"),
        (b"x" * (5 * 1024 * 1024 + 1), 413, "no deben ser mayores a 5 MB"),
        (b"x" * (7 * 1024 * 1024), 413, "no deben ser mayores a 5 MB"),
    ],
)
def test_what_is_no_workbook_is_told_so(
    acme: Browser, test_set: TestSet, data: bytes, status: int, sentence: str
) -> None:
    answer = checked(acme, data, "../<b>😀</b>.xls")

    assert answer.status_code == status
    assert sentence in answer.text
    assert "<b>😀" not in answer.text


def test_the_workbook_of_another_set_is_told_so(acme: Browser, real: World, test_set: TestSet) -> None:
    other = replace(test_set, id="T-9999999999")

    answer = checked(acme, template.write(other))

    assert answer.status_code == 422
    assert "El libro es del set T-9999999999 y tu set vigente es" in answer.text


def test_the_empty_template_sent_back_has_everything_to_correct(acme: Browser, test_set: TestSet) -> None:
    page = checked(acme, template.write(test_set)).text

    assert "por corregir antes de enviar" in page


def test_before_there_is_a_set_the_page_says_so(acme: Browser, real: World) -> None:
    assert "Todavía no tienes un set de pruebas con qué comparar." in acme.get("/revision").text
    assert checked(acme, b"hola").status_code == 409


def test_a_set_of_another_company_is_never_used(stranger: Browser, acme: Browser, test_set: TestSet) -> None:
    assert "Todavía no tienes un set de pruebas" in stranger.get("/revision").text


def test_while_the_evidence_is_in_analysis_another_file_may_be_looked_at(acme: Browser, test_set: TestSet) -> None:
    intake.receive(acme.world.house, only_folio(acme), "evidencias.xls", b"hola")

    assert checked(acme, filled(test_set)).status_code == 200


def test_a_seventh_check_within_a_minute_waits_and_others_do_not(acme: Browser, test_set: TestSet) -> None:
    answers = [checked(acme, b"hola").status_code for _ in range(7)]
    assert answers == [200] * 6 + [429]

    acme.world.clock.forward(seconds=61)

    assert checked(acme, b"hola").status_code == 200


def test_a_form_without_its_word_and_a_visitor_without_login_are_refused(
    acme: Browser, nobody: Browser, test_set: TestSet
) -> None:
    assert checked(acme, b"hola", word="0" * 64).status_code == 422
    assert checked(nobody, b"hola").headers["location"] == "/?volver=/tramites"
    assert nobody.get("/revision").headers["location"] == "/?volver=/revision"


def with_b_written_under_a(test_set: TestSet) -> bytes:
    """What somebody sends who wants b) answered: its rows under a), completed from the notices; b) says 7.50."""
    titles = [given.title for given in GIVEN]

    def change(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        held = list(answer_rows(sheet, test_set, "assessment"))
        for (target, _), (source, row) in zip(answer_rows(sheet, test_set, "samples"), held, strict=False):
            for column in range(1, len(GIVEN) + 1):
                sheet.cell(target, column).value = sheet.cell(source, column).value
            kind = DISCOUNT_TYPES[row.case["discount_type"]]
            sheet.cell(target, titles.index("Tipo de descuento") + 1).value = kind
            sheet.cell(target, titles.index("Valor del descuento") + 1).value = row.case["discount_value"]
            for column in range(len(GIVEN) + 1, len(GIVEN) + 8):
                sheet.cell(target, column).value = 1
        for source, _ in held:
            sheet.cell(source, len(GIVEN) + 1).value = 7.5

    return without_receipt_amounts(touched(test_set, change))


def test_rows_of_b_written_under_a_are_not_answered_either(acme: Browser, test_set: TestSet) -> None:
    answer = checked(acme, with_b_written_under_a(test_set))

    assert answer.status_code == 200
    assert "por corregir antes de enviar" in answer.text
    assert not said(answer.text) & secret_amounts(test_set)


def test_the_set_that_is_compared_has_no_answer_of_b_and_no_hint(test_set: TestSet) -> None:
    opened = without_secrets(test_set)

    assert {row.is_answered for row in opened.section("assessment")} == {False}
    assert {row.is_answered for row in opened.section("samples")} == {True}
    assert (opened.discriminates, opened.hardest, opened.smallest_gap) == ((), "", "")


def test_some_empty_cells_of_b_are_told_without_their_answers(acme: Browser, test_set: TestSet) -> None:
    answer = checked(acme, filled(test_set, {("assessment", number, "withholding"): None for number in (1, 3)}))

    assert answer.status_code == 200
    assert "2 puntos por corregir antes de enviar" in answer.text
    assert '<td data-name="Fila">b-1</td>' in answer.text


def test_a_deleted_row_of_b_is_told_without_its_answer(acme: Browser, test_set: TestSet) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[AMORTIZATIONS]
        sheet.delete_rows(list(answer_rows(sheet, test_set, "assessment"))[2][0])

    answer = checked(acme, touched(test_set, change))

    assert answer.status_code == 200
    assert '<td data-name="Fila">b-3</td>' in answer.text


def test_the_page_says_what_was_read(acme: Browser, test_set: TestSet) -> None:
    page = checked(acme, filled(test_set)).text

    assert "<dt>Formato:</dt><dd>Excel (.xlsx)</dd>" in page
    assert f"<dt>Avisos:</dt><dd>{len(test_set.notices)} archivos .json</dd>" in page
    assert f"<dt>Filas:</dt><dd>a) 8 · b) {len(test_set.section('assessment'))}</dd>" in page


def test_a_mistake_leads_to_its_place_in_the_manual(acme: Browser, test_set: TestSet) -> None:
    forgotten = {
        (row.section, row.number, step): float(row.expected["amortization"] or 0) if step == "withholding" else 0
        for row in test_set.section("samples")
        for step in ("insurance", "withholding")
    }

    page = checked(acme, filled(test_set, forgotten)).text

    assert '<a href="/manual/errores#error-insurance_missing">' in page
    assert 'id="error-insurance_missing"' in acme.get("/manual/errores").text


def test_once_the_case_is_over_the_page_says_where_it_stands(acme: Browser, test_set: TestSet) -> None:
    acme.world.sql("UPDATE cases SET state = 'approved'")
    assert "Tu trámite está «Aprobada, pendiente de firma» y no espera archivos" in acme.get("/revision").text

    certification.cancel(acme.world.house, only_folio(acme))

    assert "Tu trámite terminó: no hay un set con qué comparar." in acme.get("/revision").text
    assert checked(acme, b"hola").status_code == 409


def test_a_failure_of_our_reader_is_not_blamed_on_the_file(acme: Browser, test_set: TestSet) -> None:
    def fails(data: bytes) -> Evidence:
        raise EvidenceRefused("reading_failed")

    acme.client.app.state.house = replace(acme.world.house, read=fails)  # type: ignore[attr-defined]

    answer = checked(acme, filled(test_set))

    assert answer.status_code == 503
    assert "puede no ser culpa de tu archivo" in answer.text


def test_who_checks_too_often_is_told_when_to_come_back(acme: Browser, test_set: TestSet) -> None:
    answers = [checked(acme, b"hola") for _ in range(7)]

    assert "Revisaste 6 archivos en un minuto. Espera un minuto y vuelve a intentarlo." in answers[-1].text
    assert answers[-1].headers["retry-after"] == "60"


def test_one_account_has_one_reading_at_a_time_and_leaves_the_other_turns_alone() -> None:
    pace, one, other = Pace(), UUID(int=1), UUID(int=2)
    entered = threading.Event()

    def again() -> None:
        with pace.turn(one):
            entered.set()

    second = threading.Thread(target=again)
    with pace.turn(one):
        second.start()
        with pace.turn(other):
            assert not entered.wait(0.2)
    second.join(5)

    assert entered.is_set()


def test_the_workbook_of_another_set_is_not_even_received(real: World, acme: Browser, pen: Pen) -> None:
    pen.request()
    real.work()
    row = real.view(only_folio(acme)).current.test_set
    assert row is not None
    mine = row.test_set()

    sent = pen.send(template.write(replace(mine, id="T-9999999999")), "evidencias.xlsx")

    assert sent.status_code == 422
    assert "El libro es del set T-9999999999 y tu set vigente es" in sent.json()["error"]
    assert real.view(only_folio(acme)).current.submissions == ()
    assert pen.send(filled(mine), "evidencias.xlsx").status_code == 200
