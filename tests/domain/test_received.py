"""Notices as an applicant has them: what they say of each credit, and what is no notice."""

import json
from datetime import date

import pytest

from backoffice.domain.errors import BadInput
from backoffice.domain.test_set.received import Credit, notice_set
from backoffice.official import parameters

TYPES = parameters().catalogues["notice_types"]

NOTICE = {
    "folioAviso": "1", "tipoAviso": "01", "nss": "11111111111", "nssUnificado": "22222222222", "rfc": "R", "curp": "C",
    "numCredito": "9900000001", "tipoCredito": "001", "tipoDescuento": "3", "facDescuento": "20.5000",
    "monDescuento": "0.00", "estatusCredito": "001", "fechaNotLinea": "2026-01-10",
}  # fmt: skip
ANSWER = {"nrp": "Z9900000001", "consulta": "22222222222", "set": "SP-1", "avisos": [NOTICE], "sello": "x"}


def files(*answers: dict[str, object]) -> dict[str, str]:
    return {f"{number}.json": json.dumps(answer) for number, answer in enumerate(answers)}


def test_a_notice_says_who_what_and_since_when() -> None:
    found = notice_set(files(ANSWER), TYPES)

    assert found.id == "SP-1"
    assert found.latest == date(2026, 1, 10)
    assert found.credits == (
        Credit(
            worker="22222222222", notice_nss="11111111111", rfc="R", curp="C", number="9900000001", discount_type="3",
            discount_value="20.5000", received_on=date(2026, 1, 10),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "field", "written", "value"),
    [("1", "facDescuento", "17.5000", "17.5"), ("1", "facDescuento", "20.0000", "20"),
     ("2", "monDescuento", "3000", "3000.00"), ("3", "facDescuento", "26.05280", "26.0528")],
)  # fmt: skip
def test_values_are_spelled_as_in_the_cases(kind, field, written, value) -> None:
    notice = {**NOTICE, "tipoDescuento": kind, field: written}

    (credit,) = notice_set(files({**ANSWER, "avisos": [notice]}), TYPES).credits

    assert credit.discount_value == value


def test_modification_and_suspension_are_told_apart_by_the_catalogue() -> None:
    later = {**NOTICE, "tipoAviso": "05", "facDescuento": "30.0000", "fechaNotLinea": "2026-02-10"}
    last = {**NOTICE, "tipoAviso": "10", "fechaNotLinea": "2026-03-10"}

    (credit,) = notice_set(files({**ANSWER, "avisos": [last, later, NOTICE]}), TYPES).credits

    assert (credit.discount_value, credit.changed_value) == ("20.5000", "30.0000")
    assert (credit.modified_on, credit.suspended_on) == (date(2026, 2, 10), date(2026, 3, 10))
    assert credit.clear


def test_two_withholdings_of_one_credit_are_not_clear() -> None:
    again = {**NOTICE, "fechaNotLinea": "2026-02-10"}

    (credit,) = notice_set(files({**ANSWER, "avisos": [again, NOTICE]}), TYPES).credits

    assert not credit.clear


def test_a_copy_of_a_file_counts_once() -> None:
    assert list(notice_set(files(ANSWER, dict(reversed(ANSWER.items()))), TYPES).texts) == ["0.json"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([{**ANSWER, "set": "SP-2", "consulta": "3"}, ANSWER], "son de sets distintos (SP-1, SP-2)"),
        ([{**ANSWER, "avisos": []}], "no traen ningún aviso"),
        ([ANSWER, {**ANSWER, "avisos": []}], "0.json y 1.json son del mismo trabajador y no dicen lo mismo"),
        ([{"a": 1}], "0.json no es un aviso del servicio: le falta «nrp»"),
        ([{**ANSWER, "avisos": "x"}], "0.json no es como lo da el servicio: revisa «avisos»"),
        ([{**ANSWER, "avisos": [7]}], "revisa «avisos»"),
        ([{**ANSWER, "set": 7}], "revisa «set»"),
        ([{**ANSWER, "set": "SP\x1b[31m"}], "revisa «set»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "tipoAviso": "99"}]}], "revisa «tipoAviso»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "tipoDescuento": "4"}]}], "revisa «tipoDescuento»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "facDescuento": "mucho"}]}], "revisa «facDescuento»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "facDescuento": "NaN"}]}], "revisa «facDescuento»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "facDescuento": "-1"}]}], "revisa «facDescuento»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "facDescuento": "1e999999999"}]}], "revisa «facDescuento»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "fechaNotLinea": "ayer"}]}], "revisa «fechaNotLinea»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "fechaNotLinea": "9999-12-31"}]}], "revisa «fechaNotLinea»"),
        ([{**ANSWER, "avisos": [{**NOTICE, "numCredito": None}]}], "revisa «numCredito»"),
    ],
)
def test_what_is_no_answer_of_the_service_is_one_sentence(answers, sentence) -> None:
    with pytest.raises(BadInput) as refusal:
        notice_set(files(*answers), TYPES)

    assert sentence in str(refusal.value)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "7", '{"a": NaN}', "[" * 100_000])
def test_what_is_no_json_object_is_one_sentence(text) -> None:
    with pytest.raises(BadInput, match=r"a\.json no se puede leer como JSON"):
        notice_set({"a.json": text}, TYPES)
