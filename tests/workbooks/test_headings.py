"""Headings over two or three rows: columns are named by what stands over them together, and nothing else is."""

import pytest

from backoffice.workbooks.formats.grid import Grid, Value
from backoffice.workbooks.meaning.amortizations import Table, tables
from backoffice.workbooks.meaning.answers import remarks_on

NSS = "03149512340"
SAMPLES = ["a) Muestras del cálculo de retenciones"]
ASSESSMENT = ["b) Evaluación para el cálculo de retenciones"]
STEPS = ("bimester_days", "unit_value", "daily_amount", "days", "amortization", "insurance", "withholding")
DATA = [1, NSS, 61, 100.81, 98.3607, 15, 1475.41, 15, 1490.41]


def read(*rows: list[Value]) -> list[Table]:
    """The tables of a sheet."""
    return tables(Grid("2. Amortizaciones", rows=[list(row) for row in rows]))


def answers(table: Table) -> dict[str, str]:
    """The answers of the first row, by step."""
    return {step: answer.shown for step, answer in table.rows[0].answers.items()}


def missing(*rows: list[Value]) -> list[str | None]:
    """What reading says is missing."""
    codes = {"section_missing", "column_missing"}
    return [finding.found for finding in remarks_on(read(*rows)) if finding.code in codes]


@pytest.mark.parametrize(
    "heading",
    [
        [["No.", "NSS", "Días del", "Valor", "Descuento", "Días con", None, "Seguro de", "Retención"],
         [None, None, "bimestre", "UMI", "diario", "retención", "Amortización", "daños", "total"]],
        [["No.", "NSS", "Días del", "Valor", "Descuento", "Días con", "Amortización", "Seguro de", "Retención"],
         ["", " ", "bimestre", "UMI", "diario", "retención", "", "daños", "total"]],
        [["Trabajador", None, "Cálculo", None, None, None, None, None, "Retención"],
         ["No.", "NSS", "Días del", "Valor", "Descuento", "Días con", "Importe de", "Seguro de", "total"],
         [None, None, "bimestre", "UMI", "diario", "retención", "amortización", "daños", None]],
        [["Trabajador", None, None, None, None, None, "Retención", None, None],
         ["No.", "NSS", "Días del", "Valor de", "Importe", "Días a", "Amorti-", "Seguro de", "Total a"],
         [None, None, "bimestre", "la UMI", "diario", "retener", "Amortización", "daños", "retener"]],
    ],
    ids=["cut in two", "merged upright", "group above two rows", "cut in many ways"],
)  # fmt: skip
def test_a_heading_over_several_rows_is_read_as_one(heading: list[list[Value]]) -> None:
    (table,) = read(SAMPLES, *heading, DATA)

    assert (table.section, table.header.repeated) == ("samples", [])
    assert answers(table) == dict(
        zip(STEPS, ["61", "100.81", "98.3607", "15", "1475.41", "15", "1490.41"], strict=True)
    )


def test_a_group_heading_names_the_columns_below_its_empty_cells_too() -> None:
    (table,) = read(
        SAMPLES,
        ["Trabajador", None, "Crédito", None, "Descuento", None, "Días", None, "Amortización", "Seguro", "Total"],
        ["No.", "NSS", "número", "tipo", "valor", "diario", "del bimestre", "con retención", None, None, None],
        [1, NSS, "0912345678", "2", 3000, 98.3607, 61, 15, 1475.41, 15, 1490.41],
    )

    assert table.header.columns == {
        "number": 0, "nss": 1, "credit_number": 2, "discount_type": 3, "discount_value": 4, "daily_amount": 5,
        "bimester_days": 6, "days": 7, "amortization": 8, "insurance": 9, "withholding": 10,
    }  # fmt: skip
    assert (table.rows[0].credit_number, table.rows[0].given["discount_value"]) == ("0912345678", "3000")


def test_a_group_reaches_over_a_word_that_alone_says_another_thing_only_where_that_names_more() -> None:
    heading: list[list[Value]] = [
        ["No.", "NSS", "Días", None, "Total"],
        [None, None, "bimestre", "retención", None],
    ]
    own: list[list[Value]] = [
        ["No.", "NSS", "Días con", None],
        [None, None, "retención", "Retención"],
    ]

    assert read(SAMPLES, *heading, DATA)[0].header.columns == {
        "number": 0, "nss": 1, "bimester_days": 2, "days": 3, "withholding": 4,
    }  # fmt: skip
    assert read(SAMPLES, *own, DATA)[0].header.columns == {"number": 0, "nss": 1, "days": 2, "withholding": 3}


def test_a_section_whose_only_amount_is_headed_over_two_rows_is_no_missing_section() -> None:
    rows: list[list[Value]] = [ASSESSMENT, ["No.", "NSS", "Importe"], [None, None, "a retener"], [1, NSS, 1490.41]]

    (table,) = read(*rows)

    assert (table.section, answers(table)) == ("assessment", {"withholding": "1490.41"})
    assert missing(*rows) == ["«a) Muestras del cálculo de retenciones»"]


def test_two_sections_with_headings_over_two_rows_keep_their_rows_apart() -> None:
    heading: list[list[Value]] = [["No.", "NSS", "Descuento", "Retención"], [None, None, "diario", "total"]]

    found = read(SAMPLES, *heading, [1, NSS, 98.36, 10], ASSESSMENT, *heading, [1, NSS, 98.36, 20])

    assert [(table.section, [row.row for row in table.rows]) for table in found] == [
        ("samples", [4]),
        ("assessment", [8]),
    ]


@pytest.mark.parametrize(
    "above",
    [
        ["Totales", None, None, None],
        [None, None, "Días con", None],
        ["Captura tus resultados", None, "Descuento", "Seguro de"],
        ["Set de pruebas: TS-2026-0001"],
        [None, None, "Amortización", "Amortización"],
    ],
)
def test_words_above_a_heading_that_is_complete_by_itself_change_nothing(above: list[Value]) -> None:
    (table,) = read(SAMPLES, above, ["No.", "NSS", "Amortización", "Retención"], [1, NSS, 5, 6])

    assert (table.header.depth, table.header.repeated) == (1, [])
    assert answers(table) == {"amortization": "5", "withholding": "6"}


@pytest.mark.parametrize(
    "below",
    [["", "", "MXN", "en pesos"], [1, NSS, "No aplica", "Total"], ["Ejemplo", "texto", "diario", "No aplica"]],
)
def test_a_row_below_a_heading_is_no_part_of_it(below: list[Value]) -> None:
    (table,) = read(SAMPLES, ["No.", "NSS", "Amortización", "Retención"], below, [2, "11223344556", 5, 6])

    assert (table.header.row, table.header.depth) == (2, 1)
    assert table.rows[-1].nss == "11223344556"


@pytest.mark.parametrize(
    "between",
    [[], [1, "11223344556", 2, 3], ["2026"], [None, None, 5.5]],
    ids=["an empty row", "a worker", "a year", "a number"],
)
def test_what_is_not_words_stands_between_a_heading_and_another(between: list[Value]) -> None:
    assert read(SAMPLES, ["No.", "NSS", "Descuento", "Importe"], between, [None, None, "diario", "a retener"]) == []


def test_a_title_is_no_part_of_the_headings_below_it() -> None:
    rows: list[list[Value]] = [["a) Muestras, cálculo, días"], ["No.", "NSS", "Retención", "retenidos"], [1, NSS, 6, 7]]

    assert read(*rows)[0].header.columns == {"number": 0, "nss": 1, "withholding": 2}


def test_a_thousand_rows_of_words_are_looked_at_in_a_moment() -> None:
    words: list[list[Value]] = [["Diario", "Importe", "NSS"] * 300] * 1_000

    assert read(*words) == []
