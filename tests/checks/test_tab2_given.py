"""Tab 2: given cells that were changed are told, and what is only written otherwise is not."""

from dataclasses import replace

import pytest

from backoffice.domain.checks.given_columns import COLUMNS
from backoffice.domain.evidence import AnswerRow, Evidence
from backoffice.domain.findings import Finding
from backoffice.domain.test_set import TestSet
from backoffice.workbooks.template.columns import GIVEN
from tests.checks.example import codes, example_set, faultless, verdict_on

#: What the example's first sample says in its given cells.
AS_ISSUED = {
    "name": "Trabajador 1", "rfc": "XAXX010101000", "curp": "AAAA010101HDFAAA01", "discount_type": "2",
    "discount_value": "3000.00", "frequency": "fortnight", "period_start": "2026-09-01", "period_end": "2026-09-15",
    "paid_on": "2026-09-15", "hired_on": "", "left_on": "", "daily_wage": "500.00", "sdi": "524.65", "changed_sdi": "",
    "sdi_changed_on": "", "zone": "general", "absences": "", "wage_available": "", "first_payroll": "yes",
}  # fmt: skip


def with_given(rows: dict[int, dict[str, str | None]], section: str = "samples") -> Evidence:
    """Faultless evidence, some rows of which have given cells: those of a-1 but for what is told."""

    def of(row: AnswerRow) -> AnswerRow:
        if row.section != section or row.number not in rows:
            return row
        issued = next(r for r in example_set().rows if (r.section, r.number) == (section, row.number))
        its_own = {name: issued.case.get(name) or getattr(issued, name, "") for name in AS_ISSUED}
        told = {**its_own, **rows[row.number]}
        return replace(row, given={name: text for name, text in told.items() if text is not None})

    evidence = faultless()
    return replace(evidence, rows=tuple(of(row) for row in evidence.rows))


def told(evidence: Evidence, test_set: TestSet | None = None) -> list[Finding]:
    """The findings about given cells."""
    found = verdict_on(evidence, test_set).findings
    return [finding for finding in found if finding.code.startswith("given_")]


def test_the_given_cells_as_they_were_issued_are_right() -> None:
    verdict = verdict_on(with_given({1: {}, 2: {}, 3: {}}))

    assert (verdict.result, codes(verdict)) == ("consistent", [])
    assert next(row.given for row in with_given({1: {}}).rows) == AS_ISSUED


@pytest.mark.parametrize(
    ("column", "found", "sentence"),
    [
        ("sdi", "530", "Fila a-1: «SDI» dice 524.65 en tu set y encontramos 530.00."),
        ("daily_wage", "500.01", "Fila a-1: «Salario diario» dice 500.00 en tu set y encontramos 500.01."),
        ("discount_value", "3001", "Fila a-1: «Valor del descuento» dice 3000 en tu set y encontramos 3001."),
        ("discount_type", "3", "«Tipo de descuento» dice 2 Cuota fija en tu set y encontramos 3 Factor de descuento."),
        ("frequency", "month", "Fila a-1: «Frecuencia» dice Quincenal en tu set y encontramos Mensual."),
        ("period_end", "2026-09-16", "«Fin del periodo» dice 15/sep/2026 en tu set y encontramos 16/sep/2026."),
        ("left_on", "2026-09-12", "Fila a-1: «Baja» dice «No aplica» en tu set y encontramos 12/sep/2026."),
        ("zone", "border", "Fila a-1: «Zona» dice General en tu set y encontramos Frontera norte."),
        ("first_payroll", "no", "«Primera nómina del bimestre» dice Sí en tu set y encontramos No."),
        ("wage_available", "12345.6", "«Salario disponible» dice «No aplica» en tu set y encontramos 12345.60."),
        ("absences", "2026-09-02..2026-09-03", "encontramos 2/sep/2026 a 3/sep/2026."),
        ("name", "Otra Persona", "Fila a-1: «Nombre» dice Trabajador 1 en tu set y encontramos Otra Persona."),
        ("sdi", "", "Fila a-1: «SDI» dice 524.65 en tu set y encontramos «No aplica»."),
    ],
)
def test_a_changed_value_is_told_with_its_column_and_both_values(column, found, sentence) -> None:
    (finding,) = told(with_given({1: {column: found}}))

    assert finding.message.endswith(f"{sentence} Deja los datos del set como te los dimos.")
    assert (finding.severity, finding.standing, finding.tab, finding.cell) == ("warning", "P", 2, "A11")
    assert (finding.section, finding.number, finding.nss) == ("samples", 1, "10108500014")
    assert finding.expected
    assert finding.found


def test_a_changed_value_is_no_reason_to_reject_by_itself() -> None:
    assert verdict_on(with_given({1: {"sdi": "530"}})).result == "consistent"


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("sdi", "524.650"),
        ("discount_value", "3000"),
        ("daily_wage", "500"),
        ("name", "TRABAJADOR  1"),
        ("rfc", "xaxx-010101-000"),
        ("left_on", None),
        ("wage_available", None),
    ],
)
def test_what_is_only_written_otherwise_is_equal(column, written) -> None:
    assert told(with_given({1: {column: written}, 2: {}})) == []


def test_a_cell_that_was_emptied_is_told_where_the_others_of_its_column_are_there() -> None:
    (finding,) = told(with_given({1: {"sdi": None}, 2: {}}))

    assert finding.message.startswith("Fila a-1: «SDI» dice 524.65 en tu set y encontramos la celda vacía o ilegible.")


def test_a_column_that_was_not_found_gives_nothing() -> None:
    assert told(with_given({1: {"sdi": None}, 2: {"sdi": None}})) == []


def test_rows_without_given_cells_give_nothing() -> None:
    assert told(faultless()) == []


def test_absent_days_are_the_same_days_in_any_order_and_any_pieces() -> None:
    asked = example_set()
    case = {**asked.rows[0].case, "absences": "2026-09-02..2026-09-04;2026-09-08"}
    asked = replace(asked, rows=(replace(asked.rows[0], case=case), *asked.rows[1:]))
    pieces = {"absences": "2026-09-08;2026-09-03..2026-09-04;2026-09-02;2026-09-03"}

    assert told(with_given({1: pieces}), asked) == []
    (finding,) = told(with_given({1: {"absences": "2026-09-02..2026-09-05;2026-09-08"}}), asked)
    assert (finding.expected, finding.found) == (
        "2/sep/2026 a 4/sep/2026; 8/sep/2026",
        "2/sep/2026 a 5/sep/2026; 8/sep/2026",
    )


def test_in_b_type_and_value_are_not_compared() -> None:
    noted = {"discount_type": "1", "discount_value": "99", "sdi": "600.00"}

    (finding,) = told(with_given({1: noted}, "assessment"))

    assert (finding.number, finding.expected, finding.found) == (1, "524.65", "600.00")


def test_beyond_five_they_are_told_together() -> None:
    wrong = {"sdi": "1", "daily_wage": "1", "zone": "border"}

    (finding,) = told(with_given({1: wrong, 2: wrong, 3: wrong}))

    assert finding.code == "given_values_changed"
    assert finding.message == (
        "En la pestaña 2 hay 9 datos que no son los de tu set (a-1 Salario diario, a-1 SDI, a-1 Zona, "
        "a-2 Salario diario, a-2 SDI y 4 más). Déjalos como te los dimos."
    )


def test_texts_of_an_applicant_come_out_on_one_line_and_short() -> None:
    (finding,) = told(with_given({1: {"name": "\x1b[31mAna\n\u202eLucía" + "x" * 500}}))

    assert "\x1b" not in finding.message
    assert "\n" not in finding.message
    assert len(finding.found or "") <= 60


@pytest.mark.parametrize("text", ["NaN", "sNaN", "1e999999999", "Infinity", "quinientos", "2026-13-45"])
def test_values_that_no_cell_gives_are_still_no_trouble(text) -> None:
    hostile = dict.fromkeys(COLUMNS, text)

    assert len(told(with_given({1: hostile}))) == 1


def test_rows_that_only_their_order_tells_apart_are_not_compared() -> None:
    evidence = with_given({2: {"sdi": "1"}, 3: {"sdi": "2"}}, "assessment")
    nameless = tuple(replace(row, number=None) for row in evidence.rows)

    assert told(replace(evidence, rows=nameless)) == []


def test_the_columns_are_titled_as_in_the_template() -> None:
    titles = [column.title for column in GIVEN if column.title not in {"No.", "NSS", "Crédito"}]

    assert sorted(column.title for column in COLUMNS.values()) == sorted(titles)
