"""What letters say: golden texts, what each must contain, and the corrections letter in its variants."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from backoffice import official
from backoffice.domain.errors import BadInput
from backoffice.domain.findings import Finding, Severity
from backoffice.domain.letters import Cause, tabs_without_findings
from backoffice.mail.rendering import render
from backoffice.mail.samples import (
    ANSWER,
    FIRST,
    LONGER,
    SECOND,
    cancellation_confirmed,
    corrections_requested,
    samples,
    step,
)

GOLDEN = Path(__file__).parent / "golden"
#: An invitation is about no case and always leads to the portal.
OF_A_CASE = tuple(letter for letter in samples() if letter.folio)


def without_portal(letter):
    """The same where the desk has no portal, and so no test service."""
    fewer = {"service": None} if hasattr(letter, "service") else {}
    return replace(letter, portal_url=None, **fewer)


WITHOUT_PORTAL = tuple(without_portal(letter) for letter in OF_A_CASE)


def told(letter):
    """Subject and text, as the golden files have them."""
    rendered = render(letter)
    return f"{rendered.subject}\n\n{rendered.text}"


@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.template)
def test_a_letter_reads_as_the_text_that_was_reviewed(letter):
    assert told(letter) == (GOLDEN / f"{letter.template}.txt").read_text("utf-8")


@pytest.mark.parametrize("letter", WITHOUT_PORTAL, ids=lambda letter: letter.template)
def test_without_a_portal_a_letter_reads_as_the_text_that_was_reviewed(letter):
    assert told(letter) == (GOLDEN / "without_portal" / f"{letter.template}.txt").read_text("utf-8")


@pytest.mark.parametrize("letter", OF_A_CASE, ids=lambda letter: letter.template)
def test_every_letter_says_folio_date_company_and_whom_to_ask_in_both_parts(letter):
    rendered = render(letter)

    assert rendered.subject.startswith("Folio 0501423523: ")
    for part in (rendered.text, rendered.html):
        assert "Folio 0501423523" in part
        assert "Nóminas del Bajío, S.A. de C.V." in part
        assert "ayuda@mesa.example" in part
        assert "https://mesa.example" in part


@pytest.mark.parametrize("letter", [*samples(), *WITHOUT_PORTAL], ids=lambda letter: letter.template)
def test_the_text_says_all_that_the_html_says(letter):
    rendered = render(letter)
    text = " ".join(rendered.text.split()).casefold()

    shown = " ".join(html.fromstring(rendered.html).xpath("//*[@role='article']//text()")).casefold()

    words = re.findall(r"\d[\w/,.]*\d|\b[ab]-\d+|\w{7,}", shown)
    assert len(words) > 15
    assert [word for word in words if word not in text] == []


def test_the_deadlines_of_the_samples_are_true():
    calendar = official.calendar()

    assert calendar.deadline(date(2026, 9, 8), 45) == FIRST
    assert calendar.deadline(date(2026, 11, 23), 10) == SECOND
    assert calendar.deadline(date(2026, 10, 20), 5) == ANSWER
    assert replace(calendar.deadline(date(2026, 9, 8), 50), extended=5) == LONGER
    assert calendar.days_left(date(2026, 11, 4), FIRST.due) == 5


@pytest.mark.parametrize("letter", WITHOUT_PORTAL, ids=lambda letter: letter.template)
def test_without_a_portal_a_letter_names_none_and_has_no_button(letter):
    rendered = render(letter)

    for part in (rendered.subject, rendered.text, rendered.html):
        assert "portal" not in part.casefold()
        assert "mesa.example/" not in part
        assert "e.firma" not in part
    assert "href" not in rendered.html


ASKING = {"test_set_issued", "deadline_reminder", "evidence_refused", "corrections_requested"}


@pytest.mark.parametrize(
    "letter", [one for one in WITHOUT_PORTAL if one.template in ASKING], ids=lambda letter: letter.template
)
def test_a_letter_that_asks_for_a_workbook_says_in_which_format_and_where_to_send_it(letter):
    text = " ".join(render(letter).text.split())

    assert (
        ".xls (recomendado) o .xlsx, de no más de 5 MB y sin contraseña, y envíalo a quien administra tu "
        "certificación: ayuda@mesa.example."
    ) in text


def test_a_letter_that_is_printed_by_a_program_shows_the_user_of_its_service_and_not_the_password():
    first, second = (repr(letter) for letter in samples() if hasattr(letter, "service"))

    assert "user='pruebas-0501423523-1'" in first
    assert "user='pruebas-0501423523-2'" in second
    assert "7KQ2M9XTRV4HCB83NWPE" not in first
    assert "D5RWJ8HTKX3M6PQB2VNC" not in second


def test_giving_up_a_request_is_told_apart_from_ending_a_certification():
    rendered = render(replace(cancellation_confirmed(), was_certified=False))

    assert "cancelación de tu solicitud" in rendered.subject
    assert "Ya no hay plazos que corran" in rendered.text
    assert "deja de estar certificado" not in rendered.text


def test_one_of_two_causes_that_fit_the_same_rows_is_not_called_sure():
    letter = replace(
        corrections_requested(),
        causes=(Cause(sentence="Divide entre 30.", rows=("a-2",)), Cause(sentence="Es media quincena.", rows=("a-2",))),
    )

    text = " ".join(render(letter).text.split())

    assert text.startswith("Encontramos 2 causas posibles en un renglón y 3 sin causa identificada;")
    assert "no podemos saber cuál de ellas es" in text
    assert "CAUSA 1: Divide entre 30." in text
    assert "CAUSA 2: Es media quincena." in text


def test_two_causes_that_act_at_once_do_not_compete():
    letter = replace(
        corrections_requested(),
        causes=(
            Cause(
                sentence="Divide entre 30.", rows=("a-2", "a-5"), mistake="month_30", together=("insurance_missing",)
            ),
            Cause(sentence="Omite el seguro.", rows=("a-2", "b-3", "b-8"), mistake="insurance_missing"),
        ),
    )

    text = " ".join(render(letter).text.split())

    assert text.startswith("Encontramos 2 causas en 4 renglones;")
    assert "Hay renglones en los que dos causas actúan a la vez: corrige las dos." in text
    assert "no podemos saber" not in text


def test_the_headline_counts_the_rows_that_the_cause_explains_and_a_row_with_wrong_steps_alone_is_told_as_such():
    of_a_6 = step("daily_amount", "samples", 6, "45907133421", ("Y12", "156.420101", "175.551734"))
    letter = replace(corrections_requested(), findings=(*corrections_requested().findings, of_a_6))

    text = " ".join(render(letter).text.split())

    assert text.startswith("Encontramos una causa en 4 renglones;")
    assert "Pasos distintos, retención correcta: a-6. Corrige los pasos que mostramos abajo." in text
    assert "Renglón a-6 · NSS 4590 71 3342 1 - Descuento diario (celda Y12): esperado 156.420101;" in text
    assert "Sin causa identificada" not in text


def test_the_withholding_of_a_row_without_a_readable_answer_is_not_called_right():
    of_a_6 = step("daily_amount", "samples", 6, "45907133421", ("Y12", "156.420101", "175.551734"))
    unread = Finding(
        code="answer_unreadable", severity=Severity.ERROR, tab=2, message="En a-6 no hay número.", section="samples",
        number=6, expected="964.85", found="x",
    )  # fmt: skip

    rendered = render(replace(corrections_requested(), findings=(of_a_6, unread), causes=()))

    assert "retención correcta" not in rendered.text


def test_a_row_that_no_cause_explains_is_named_as_such():
    letter = replace(corrections_requested(), causes=(Cause(sentence="Usa la UMA.", rows=("a-2", "a-5")),))

    assert "Sin causa identificada: b-3, b-8." in render(letter).text


def test_notes_are_not_asked_to_be_corrected():
    note = Finding(code="rounding", severity=Severity.NOTE, tab=2, message="Diferencia de redondeo.")
    letter = replace(corrections_requested(), findings=(*corrections_requested().findings, note))

    assert "redondeo" not in render(letter).text


def test_a_corrections_letter_that_asks_for_nothing_is_refused():
    note = Finding(code="rounding", severity=Severity.NOTE, tab=2, message="Diferencia de redondeo.")

    with pytest.raises(BadInput, match="debe decir qué corregir"):
        replace(corrections_requested(), findings=(note,), causes=())


def test_the_analyst_s_words_alone_make_a_letter():
    letter = replace(corrections_requested(), findings=(), causes=(), right_tabs=(), remarks=("Falta la pantalla 2.",))

    text = " ".join(render(letter).text.split())

    assert text.startswith("Encontramos un punto por corregir;")
    assert "COMENTARIOS DE LA REVISIÓN - Falta la pantalla 2." in text
    assert "Lo que ya está bien" not in text


def test_thirty_rows_with_seven_steps_show_where_each_begins_and_its_result_in_a_letter_that_no_reader_clips():
    names = ("bimester_days", "unit_value", "daily_amount", "days", "amortization", "insurance", "withholding")
    findings = tuple(
        step(name, "samples", number, "45907133421", (f"W{number}", "1234567.89", "7654321.98"))
        for number in range(1, 31)
        for name in names
    )

    rendered = render(replace(corrections_requested(), findings=findings))

    assert "De cada renglón mostramos el primer paso que difiere y el resultado." in " ".join(rendered.text.split())
    assert rendered.text.count("Días del bimestre (celda") == 30
    assert rendered.text.count("Retención total (celda") == 30
    assert "Seguro de daños" not in rendered.text
    assert len(rendered.html.encode()) < 100_000


def test_three_hundred_rows_and_as_many_points_are_counted_not_listed():
    rows = tuple(step("withholding", "assessment", n, "45907133421", ("W1", "1.00", "2.00")) for n in range(300))
    points = tuple(
        Finding(code="notice_missing", severity=Severity.ERROR, tab=1, message="Falta un aviso. " * 30)
        for _ in range(300)
    )

    rendered = render(replace(corrections_requested(), findings=rows + points))

    assert "Hay 250 renglones más con diferencias." in rendered.text
    assert "Hay 240 puntos más por corregir." in rendered.text
    assert len(rendered.html.encode()) < 100_000


def test_tabs_with_nothing_but_notes_need_no_redoing():
    note = Finding(code="x", severity=Severity.NOTE, tab=1, message="x")
    error = Finding(code="x", severity=Severity.ERROR, tab=2, message="x")
    warning = Finding(code="x", severity=Severity.WARNING, tab=3, message="x")

    assert tabs_without_findings([note, error, warning]) == (1, 4)
    assert tabs_without_findings([]) == (1, 2, 4)
    assert tabs_without_findings([Finding(code="x", severity=Severity.ERROR, message="x")]) == ()
