"""*¿Y si…?*: a row with other inputs, and which single input gives what was sent. Figures by hand."""

from dataclasses import replace

import pytest

from backoffice.domain.errors import BadInput, MissingOfficialValue
from backoffice.domain.explained.what_explains import needed, which_changes
from backoffice.domain.explained.what_if import what_if, which_mistakes
from backoffice.domain.findings import Section
from backoffice.domain.test_set import TestRow
from backoffice.official import parameters
from tests.checks.example import example_set

#: By type, the row of the example that has it: 25 % on an SDI of 524.65; 3,000.00 a month; a factor of 26.0528.
PERCENTAGE, FIXED, FACTOR = ("samples", 3), ("assessment", 2), ("assessment", 1)
#: A whole bimester before the reform of absences: 2,450.00 a month; 4,900.00, or 4,337.70 with seven days less of 61.
ABSENT = {
    "discount_value": "2450.00",
    "period_start": "2025-05-01",
    "period_end": "2025-06-30",
    "absences": "2025-05-05..2025-05-11",
}


def row_of(place: tuple[Section, int], **differing: str) -> TestRow:
    """A row of the example with other inputs."""
    row = example_set().row(*place)
    return replace(row, case={**row.case, **differing})


@pytest.mark.parametrize(
    ("place", "changes", "withholding"),
    [
        (FACTOR, {}, "1,291.66"),
        (FACTOR, {"umi": "117.31"}, "1,503.08"),
        (FACTOR, {"umi": "2023"}, "1,234.13"),  # 26.0528 × 96.32 × 2 ÷ 61 × 15
        (FACTOR, {"umi": " "}, "1,291.66"),
        (FACTOR, {"discount_type": "2"}, "12.81"),
        (FACTOR, {"discount_type": "1"}, "2,050.29"),
        (FACTOR, {"discount_value": "26.05"}, "1,291.52"),
        (PERCENTAGE, {"sdi": "500.00"}, "1,875.00"),
        (PERCENTAGE, {"umi": "1.00"}, "1,967.44"),
        (FIXED, {"first_payroll": "yes"}, "1,490.41"),
        (FIXED, {"period_start": "2026-08-16", "period_end": "2026-08-31"}, "1,548.39"),
        (FIXED, {**ABSENT, "absences": "2025-05-05..2025-05-11"}, "4,337.70"),
        (FIXED, {**ABSENT, "absences": ""}, "4,900.00"),
        (FIXED, {"zone": "border", "daily_wage": "400.00", "sdi": "420.00"}, "1,260.00"),  # 20 % of 420.00 × 15
    ],
)
def test_other_inputs_give_other_withholdings(
    place: tuple[Section, int], changes: dict[str, str], withholding: str
) -> None:
    found = what_if(row_of(place), changes, "", "0.00", parameters())

    assert found.withholding == withholding


def test_it_says_whether_that_is_what_was_expected_or_what_came() -> None:
    row = row_of(FACTOR)

    assert what_if(row, {}, "", "1,503.08", parameters()).equals == "expected"
    assert what_if(row, {"umi": "117.31"}, "", "1,503.08", parameters()).equals == "found"
    assert what_if(row, {}, "uma_for_umi", "1,503.08", parameters()).equals == "found"
    assert what_if(row, {}, "", "1,291.66", parameters()).equals == "expected+found"
    assert what_if(row, {"umi": "1.00"}, "", "1,503.08", parameters()).equals == ""


def test_the_steps_show_the_unit_that_was_tried_and_that_it_is_no_official_one() -> None:
    found = what_if(row_of(FACTOR), {"umi": "117.31"}, "", "1,503.08", parameters())

    assert [step.right for step in found.steps.steps if step.label == "Valor UMI"] == ["117.31"]
    assert found.steps.sources[0].endswith(": valor de prueba")


def test_the_official_values_stay_as_they_are() -> None:
    what_if(row_of(FACTOR), {"umi": "117.31"}, "", "1,503.08", parameters())

    assert what_if(row_of(FACTOR), {}, "", "1,503.08", parameters()).withholding == "1,291.66"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"umi": "mucho"}, "", "Valor UMI: escribe un importe en pesos, como 100.81, o un año, como 2023"),
        ({"umi": "-100.81"}, "", "Valor UMI: escribe un importe"),
        ({"umi": "100.815"}, "", "Valor UMI: escribe un importe"),
        ({"umi": "9" * 1_000_000}, "", "Valor UMI: escribe un importe"),
        ({"discount_value": "veinte"}, "", "«Valor del descuento» debe ser un número decimal"),
        ({"period_start": "2026-13-01"}, "", "«Inicio del periodo»"),
        ({"absences": "x" * 201}, "", "Ausencias: el texto es demasiado largo."),
        ({"sello": "x"}, "", "«sello» no es un dato que se pueda cambiar."),
        ({}, "rows_swapped", "no cambia el cálculo de un renglón"),
    ],
)
def test_what_cannot_be_understood_is_a_sentence(changes: dict[str, str], code: str, words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        what_if(row_of(FACTOR), changes, code, "0.00", parameters())

    assert words in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_a_year_without_a_published_unit_is_named() -> None:
    with pytest.raises(MissingOfficialValue, match="1950-07-01"):
        what_if(row_of(FACTOR), {"umi": "1950"}, "", "0.00", parameters())


@pytest.mark.parametrize(
    ("place", "differing", "found", "changes"),
    [
        (FACTOR, {}, "1,234.13", ["Valor UMI: 96.32"]),
        (FACTOR, {}, "2,050.29", ["Tipo de descuento: Porcentaje"]),
        (FACTOR, {}, "12.81", ["Tipo de descuento: Cuota fija"]),
        (PERCENTAGE, {}, "1,875.00", ["SDI: el salario diario"]),
        (FIXED, {}, "1,490.41", ["Primera nómina del bimestre: sí"]),
        (("assessment", 4), {}, "1,475.41", ["Último día de retención: hasta el fin del periodo"]),
        (FIXED, ABSENT, "4,900.00", ["Ausencias: sin las ausencias"]),
        (FIXED, {"daily_wage": "400.00", "sdi": "420.00"}, "1,260.00", ["Zona: Frontera norte"]),
        (FIXED, {"wage_available": "1000.00"}, "1,475.41", ["Salario disponible: sin el límite del salario disponible"]),
        (FIXED, {"changed_on": "2026-09-06", "changed_value": "2000.00"}, "983.61", ["Valor del descuento: sólo el nuevo"]),
        (FIXED, {}, "1,475.41", []),
        (FIXED, {}, "77.77", []),
        (FIXED, {}, "<img src=x>", []),
    ],
)  # fmt: skip
def test_the_one_input_that_gives_what_came_is_named(
    place: tuple[Section, int], differing: dict[str, str], found: str, changes: list[str]
) -> None:
    assert which_changes(row_of(place, **differing), found, parameters()) == changes


@pytest.mark.parametrize(
    ("place", "found", "said"),
    [
        (PERCENTAGE, "1,875.00", "SDI: 500.00"),
        (PERCENTAGE, "1,875.01", ""),  # no SDI of two decimals gives it: a centavo of SDI is almost four here
        (FIXED, "1,500.00", "Valor del descuento: 3,050.00"),
        (FACTOR, "1,291.52", "Valor del descuento: 26.0500"),
        (FACTOR, "1,291.66", ""),
        (("assessment", 4), "1,475.41", ""),  # nothing is withheld: no value changes that
        (FIXED, "no aplica", ""),
        (FIXED, "9" * 40 + ".00", ""),
    ],
)
def test_what_the_sdi_or_the_value_would_have_to_be(place: tuple[Section, int], found: str, said: str) -> None:
    assert needed(row_of(place), found, parameters()) == said


def test_the_mistakes_that_give_what_came_are_named() -> None:
    names = {"uma_for_umi": "UMA por UMI", "month_30": "Mes de 30 días", "rows_swapped": "Renglones cruzados"}

    assert which_mistakes(row_of(FACTOR), "1,503.08", names, parameters()) == ["UMA por UMI"]
