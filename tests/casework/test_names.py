"""Folios and applicants: what is no folio, and what a company must say of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.domain.applicant import Applicant, applicant
from backoffice.domain.errors import BadInput
from backoffice.domain.folio import folio, is_folio

GOOD = {"nrp": "A01-12345-10 5", "rfc": "eku9003173c9", "name": "  Nóminas   Ñandú ", "email": " a@nandu.example "}


def test_folios_are_ten_digits_with_their_check() -> None:
    assert folio(2026, 1) == "2600000018"
    assert folio(2026, 9_999_999) == "2699999997"


@given(st.integers(2024, 2099), st.integers(1, 9_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_makes_no_other_folio(year: int, number: int, place: int, off: int) -> None:
    right = folio(year, number)
    wrong = right[:place] + str((int(right[place]) + off) % 10) + right[place + 1 :]

    assert is_folio(right)
    assert not is_folio(wrong)


@pytest.mark.parametrize("text", ["", "260000001", "26000000180", "26OOOOOO18", "２６００００００１８", "-600000018"])
def test_what_is_no_folio(text: str) -> None:
    assert not is_folio(text)


def test_an_applicant_is_put_in_one_spelling() -> None:
    assert applicant(**GOOD) == Applicant("A0112345105", "EKU9003173C9", "Nóminas Ñandú", "a@nandu.example")


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("nrp", "A011234510", "NRP"),
        ("nrp", "A0112345105X", "NRP"),
        ("rfc", "EKU900317", "RFC"),
        ("rfc", "", "RFC"),
        ("name", "   ", "nombre"),
        ("name", "x" * 251, "nombre"),
        ("name", "Nóminas\u202egnp", "nombre"),
        ("email", "nandu.example", "correo"),
        ("email", "a@b", "correo"),
        ("email", "a@nandu.example\r\nBcc: x@y.mx", "correo"),
        ("email", "Ana <a@nandu.example>", "correo"),
        ("email", "a" * 250 + "@b.mx", "correo"),
    ],
)
def test_what_an_applicant_cannot_be_called_is_named(field: str, value: str, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        applicant(**{**GOOD, field: value})


def test_a_line_break_in_a_name_becomes_a_space() -> None:
    assert applicant(**{**GOOD, "name": "Nóminas\r\nSubject: x"}).name == "Nóminas Subject: x"
