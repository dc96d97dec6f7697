"""What a cell holds becomes an exact number, or is told not to be one."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from backoffice.domain.evidence import AnswerKind
from backoffice.workbooks.formats.grid import ErrorValue, Uncalculated, Value
from backoffice.workbooks.meaning.numbers import answer, digits, is_ambiguous


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1290.0, "1290"),
        (0.1 + 0.2, "0.3"),
        (1106.4516129032257, "1106.4516129032"),
        (1e-7, "0.0000001"),
        (15, "15"),
        (-12.5, "-12.5"),
    ],
)
def test_a_numeric_cell_is_the_shortest_decimal_without_noise(value: float, number: str) -> None:
    found = answer("A1", value)

    assert (found.kind, found.number, found.shown) == (AnswerKind.NUMBER, Decimal(number), number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1291.66", "1291.66"),
        ("$1,234.56", "1234.56"),
        (" $ 1,234,567.8 ", "1234567.8"),
        ("1.234,56", "1234.56"),
        ("0,5", "0.5"),
        ("1,490.41 M.N.", "1490.41"),
        ("MXN 15", "15"),
        ("15 días", "15"),
        ("(12.00)", "-12.00"),
        ("−3.5", "-3.5"),
        ("25%", "0.25"),
        ("1 490.41", "1490.41"),
        ("1 234 567,5", "1234567.5"),
        ("100 200.00", "100200.00"),
        ("1\u00a0490.41", "1490.41"),
        ("$1\u202f234\u2009567.80 MXN", "1234567.80"),
        ("$" + " " * 50 + "1,234.50", "1234.50"),
        ("30días", "30"),
        ("15 pesos.", "15"),
        ("MX$12.5", "12.5"),
        ("-$12.50", "-12.50"),
        ("($ 1,234.50) MXN", "-1234.50"),
        ("0,123", "0.123"),
        ("00,123", "0.123"),
        ("-0,123", "-0.123"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
    ],
)
def test_a_number_typed_as_text_is_understood(text: str, number: str) -> None:
    found = answer("A1", text)

    assert (found.kind, found.number) == (AnswerKind.TEXT_NUMBER, Decimal(number))


@pytest.mark.parametrize("text", ["No aplica", "NO APLICA.", "n/a", "N.A.", "—", "-"])
def test_no_aplica_is_understood(text: str) -> None:
    assert answer("A1", text).kind == AnswerKind.NOT_APPLICABLE


@pytest.mark.parametrize(
    "value",
    ["100 200", "1 234 567", "$ 100 200", "100 200.", "100 200 %", "100\n200.50", "100\t200.50", "100  200.50",
     "100" + "\n" * 50 + "200.50", "12 345,678", "31 30", "30 días 15 días", "30 15 días", "1 23 456", "0 123", "12 $ 5", "0,123,456", "()", "$", "1 234 56",
     "hola", "1.2.3", "12,34,56", "1e5", "١٢", "NaN", "inf", True, date(2026, 9, 1), datetime(2026, 9, 1, 12),  # noqa: DTZ001
     timedelta(hours=1), float("nan"), float("inf"), 1e300],
)  # fmt: skip
def test_what_is_no_number_is_unreadable(value: Value) -> None:
    found = answer("A1", value)

    assert (found.kind, found.number) == (AnswerKind.UNREADABLE, None)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1" * 400, "1" * 40),
        ("0" * 39 + "12", "0" * 39 + "1"),
        ("1,000,000,000.00", "1,000,000,000.00"),
        ("-1000000000", "-1000000000"),
        (1_000_000_000, "1000000000"),
        (-1e9, "-1000000000.0"),
        (10**400, "1" + "0" * 39),
    ],
)
def test_a_figure_that_no_withholding_has_is_no_answer(value: Value, shown: str) -> None:
    found = answer("A1", value)

    assert (found.kind, found.shown, found.number) == (AnswerKind.UNREADABLE, shown, None)


@pytest.mark.parametrize("value", ["999,999,999.99", 999_999_999.99])
def test_the_largest_figure_that_may_be_one_is_read(value: Value) -> None:
    assert answer("A1", value).number == Decimal("999999999.99")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, AnswerKind.EMPTY),
        ("  ", AnswerKind.EMPTY),
        (ErrorValue("#DIV/0!"), AnswerKind.ERROR),
        ("#N/A", AnswerKind.ERROR),
        (Uncalculated(), AnswerKind.NO_STORED_VALUE),
    ],
)
def test_empty_cells_errors_and_formulas_without_value_are_told_apart(value: Value, kind: AnswerKind) -> None:
    assert answer("A1", value).kind == kind


@pytest.mark.parametrize(
    "text", ["1,234", "$1,234 MXN", "(1,234)", "−1,234", "-1,234", "1.234", "12.345", "1,234 %", "100 200", "1 234 567"]
)
def test_a_lone_group_of_three_is_ambiguous_and_so_are_groups_after_spaces_without_decimals(text: str) -> None:
    assert is_ambiguous(text)


@pytest.mark.parametrize(
    "text", ["1,234.00", "0,123", "0.123", "1.2345", "1,234,567", "1 490.41", "31 30", "1234", "86.11"]
)
def test_what_can_be_read_in_one_way_only_is_not_ambiguous(text: str) -> None:
    assert not is_ambiguous(text)


@pytest.mark.parametrize(
    ("value", "found"),
    [("031-4951 2340", "03149512340"), (3149512340.0, "03149512340"), (3149512340, "03149512340"), ("hola", ""),
     (1.5, ""), (True, ""), (None, ""), ("123456789012", "")],
)  # fmt: skip
def test_an_nss_keeps_its_zeros_and_nothing_else_is_one(value: Value, found: str) -> None:
    assert digits(value, 11) == found
