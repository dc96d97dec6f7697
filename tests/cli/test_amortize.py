"""``mesa amortize`` as a person calls it."""

import csv

import pytest

HEADER = (
    "row,discount_type,discount_value,period_start,period_end,sdi,daily_wage,zone,absences,starts_on,ends_on,"
    "first_payroll,wage_available,changed_on,changed_value,sdi_changed_on,changed_sdi"
)
GOOD = "1,2,3000.00,2026-09-01,2026-09-15,,,,,,,yes,,,,,"


@pytest.fixture
def amortize(tmp_path, mesa):
    def run(text, encoding="utf-8"):
        cases, out = tmp_path / "cases.csv", tmp_path / "result.csv"
        cases.write_bytes(text.encode(encoding))
        done = mesa("amortize", cases, "--out", out)
        rows = list(csv.DictReader(out.read_text("utf-8").splitlines())) if out.exists() else None
        return done, rows

    return run


def test_the_result_is_the_table_with_the_amounts(amortize):
    done, rows = amortize(f"{HEADER}\n{GOOD}\n")

    assert done.status == 0
    assert rows[0]["row"] == "1"
    assert [rows[0][name] for name in ("days", "amortization", "insurance", "withholding", "capped_by", "error")] == [
        "15", "1475.41", "15.00", "1490.41", "", "",
    ]  # fmt: skip


def test_a_bad_row_gets_its_error_and_the_others_are_computed(amortize):
    done, rows = amortize(f"{HEADER}\n{GOOD}\n2,9,x,,,,,,,,,,,,,,\n3\n{GOOD}\n")

    assert done.status == 0
    assert [row["withholding"] for row in rows] == ["1490.41", "", "", "1490.41"]
    assert rows[1]["error"] == "discount_type debe ser uno de: 1, 2, 3; dice «9»."
    assert rows[2]["error"]


@pytest.mark.parametrize("extra", [",", ",,,", ",500.00"])
def test_a_row_with_more_cells_than_columns_may_be_shifted_and_gets_an_error(amortize, extra):
    done, rows = amortize(f"{HEADER}\n{GOOD}{extra}\n{GOOD}\n")

    assert done.status == 0
    assert "2 filas; 1 con error." in done.stderr
    assert [row["error"] for row in rows] == ["La fila tiene más celdas que columnas.", ""]
    assert [(row["days"], row["withholding"], row["capped_by"]) for row in rows] == [
        ("", "", ""),
        ("15", "1490.41", ""),
    ]


def test_a_column_without_a_name_may_stand_empty_and_nothing_in_it_is_dropped_silently(amortize):
    _, rows = amortize(f"{HEADER},\n{GOOD},\n{GOOD},500.00\n{GOOD}\n")

    assert [(row["withholding"], row["error"]) for row in rows] == [
        ("1490.41", ""), ("", "La fila tiene más celdas que columnas."), ("1490.41", ""),
    ]  # fmt: skip


def test_columns_in_another_order_with_a_mark_of_excel_are_understood(amortize):
    names, values = HEADER.split(","), GOOD.split(",")
    done, rows = amortize("\ufeff" + ",".join(reversed(names)) + "\r\n" + ",".join(reversed(values)) + "\r\n")

    assert (done.status, rows[0]["withholding"]) == (0, "1490.41")


def test_no_rows_give_a_header(amortize):
    done, rows = amortize(HEADER + "\n")

    assert (done.status, rows) == (0, [])


@pytest.mark.parametrize(
    ("text", "encoding", "sentence"),
    [
        (HEADER.replace(",zone", "") + "\n", "utf-8", "le falta la columna zone"),
        (
            HEADER.replace(",zone,absences", "") + "\n",
            "utf-8",
            "le faltan las columnas zone, absences. Agrégalas, aunque queden vacías.",
        ),
        ("", "utf-8", "le faltan las columnas row, discount_type, discount_value,"),
        (HEADER + "\n1,año\n", "latin-1", "no es una tabla CSV en UTF-8"),
    ],
)
def test_what_is_no_table_of_cases_is_refused_in_one_sentence(amortize, text, encoding, sentence):
    done, rows = amortize(text, encoding)

    assert (done.status, rows) == (2, None)
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_named(tmp_path, mesa):
    done = mesa("amortize", tmp_path / "nothing.csv", "--out", tmp_path / "out.csv")

    assert done.status == 2
    assert "nothing.csv" in done.stderr


def test_a_result_that_cannot_be_written_is_said(tmp_path, mesa):
    cases = tmp_path / "cases.csv"
    cases.write_text(f"{HEADER}\n{GOOD}\n")

    done = mesa("amortize", cases, "--out", tmp_path / "missing" / "out.csv")

    assert done.status == 2
    assert "No se puede escribir" in done.stderr


def test_words_that_are_no_command_are_answered_in_spanish(mesa):
    done = mesa("amortiza")

    assert done.status == 2
    assert "amortiza" in done.stderr
    assert "Traceback" not in done.stderr
