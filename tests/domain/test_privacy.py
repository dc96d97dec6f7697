"""A real person's identifiers on a sealed receipt: told by their kind, and only where they can be somebody's."""

from dataclasses import replace

import pytest

from backoffice.domain.evidence import Cfdi
from backoffice.domain.privacy import real_people
from tests.checks.example import example_set, faultless

#: Well formed, and nobody's in the example's set.
RFC, CURP, NSS = "GODE561231GR8", "GODE561231HDFRRN00", "43056912348"


def receipt(**other: object) -> Cfdi:
    """A sealed receipt of a worker of the set, with something else."""
    cfdi = faultless().cfdi
    assert cfdi is not None
    return replace(cfdi, sealed=True, **other)  # type: ignore[arg-type]


def test_a_sealed_receipt_of_a_worker_of_the_set_names_nobody_real() -> None:
    assert real_people(receipt(), example_set()) == ()


def test_each_kind_of_identifier_is_told() -> None:
    found = real_people(receipt(receiver_rfc=RFC, receiver_curp=CURP, nss=NSS), example_set())

    assert found == ("RFC", "CURP", "NSS")


def test_an_unsealed_receipt_is_left_alone() -> None:
    assert real_people(replace(receipt(receiver_rfc=RFC), sealed=False), example_set()) == ()


def test_no_receipt_names_nobody() -> None:
    assert real_people(None, example_set()) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"receiver_rfc": "XAXX010101000"},
        {"receiver_rfc": "EKU9003173C9"},
        {"receiver_rfc": "gode"},
        {"receiver_curp": "GODE561231HDFRRN01"},
        {"receiver_curp": "XEXX010101HNEXXXA4"},
        {"receiver_curp": "ñ" * 18},
        {"nss": "43056912347"},
        {"nss": "٤٣٠٥٦٩١٢٣٤٨"},
        {"nss": ""},
    ],
)
def test_what_cannot_be_a_persons_is_not_told(other: dict[str, str]) -> None:
    assert real_people(receipt(**other), example_set()) == ()


def test_small_letters_and_blanks_hide_nobody() -> None:
    assert real_people(receipt(receiver_rfc=f" {RFC.lower()} "), example_set()) == ("RFC",)
