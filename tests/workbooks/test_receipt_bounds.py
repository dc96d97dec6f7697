"""How much of a receipt is looked at, how long it takes, and what of it leaves the reading process."""

import json

import pytest

from backoffice.domain.evidence import SchemaError
from backoffice.workbooks import transcript
from backoffice.workbooks.isolation.readers import Readers
from backoffice.workbooks.receipt_transcript import cfdi_from_json, cfdi_to_json
from tests.timing import best
from tests.workbooks.making.evidence import CFDI, embedding
from tests.workbooks.making.receipts import CURP, PAYROLL_END, attributes, cfdi_of, changed, faults, told, with_receipt
from tests.workbooks.making.sample import ANSWERS, TEST_SET


def as_long(size: int) -> str:
    """The ordinary receipt, with line ends until it is as long."""
    return changed(PAYROLL_END, "\n" * (size - len(CFDI)) + PAYROLL_END)


@pytest.mark.parametrize(
    ("more", "most"),
    [
        ("<a/>" * 1_850, 80),
        ("<nomina12:Nomina a='' b='' c=''/>" * 440, 120),
        ("<a/>" * 900 + f"<nomina12:Nomina {attributes(900)}/>", 80),
        ("\n" * 900_000 + "<nomina12:Nomina a='' b='' c=''/>" * 440, 100),
        ("<nomina12:Nomina>" * 240 + "</nomina12:Nomina>" * 240, 25),
    ],
    ids=["siblings", "complements", "attributes", "lines", "depth"],
)  # fmt: skip
def test_a_receipt_made_to_be_slow_takes_the_time_of_some_ordinary_ones_as_long(more: str, most: int) -> None:
    slow = changed(PAYROLL_END, more + PAYROLL_END)
    ordinary = as_long(len(slow))

    assert cfdi_of(slow).schema_error_count > 0
    assert best(lambda: cfdi_of(slow)) <= most * best(lambda: cfdi_of(ordinary))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('Total="6009.59"', f'Total="{"1" * 900_000}"'),
        ('Total="6009.59"', f'Total="1.{"1" * 900_000}"'),
        (CURP, f'Curp="{"A" * 900_000}" '),
        ('Nombre="TALLERES FICTICIOS"', f'Nombre="{"a b " * 225_000}"'),
        ('ClaveProdServ="84111505"', f'ClaveProdServ="{"8" * 900_000}"'),
    ],
)
def test_a_long_value_is_a_fault_like_another(old: str, new: str) -> None:
    slow = changed(old, new)
    ordinary = as_long(len(slow))

    (fault,) = faults(slow)

    assert len(fault.found) == 100
    assert best(lambda: faults(slow)) <= 22 * best(lambda: faults(ordinary))


@pytest.mark.parametrize(
    ("more", "most"), [("<a/>" * 2_000, 2), (f"<a {attributes(60_000)}/>", 40)], ids=["nodes", "attributes"]
)  # fmt: skip
def test_too_many_nodes_or_attributes_are_refused(more: str, most: int) -> None:
    slow = changed(PAYROLL_END, more + PAYROLL_END).encode()
    ordinary = as_long(len(slow))

    assert told(slow) == [("cfdi_too_many_nodes", None)]
    assert best(lambda: told(slow)) <= most * best(lambda: cfdi_of(ordinary))


def test_a_reader_that_is_asked_before_anything_is_warm_knows_the_schemas_too() -> None:
    pool = Readers()

    answer = pool.ask("evidence", embedding(TEST_SET, ANSWERS, {}))
    pool.close()

    assert answer["evidence"]["cfdi"]["schema_errors"] == []


def test_faults_and_totals_survive_the_way_out_of_the_reading_process() -> None:
    wrong = changed('TipoContrato="01"', 'TipoContrato="«ñ»"')

    evidence = with_receipt(wrong.encode())

    assert evidence.cfdi == cfdi_of(wrong)
    assert evidence.cfdi is not None
    assert evidence.cfdi.schema_errors == (
        SchemaError(17, "nomina12:Receptor", "TipoContrato", "not_in_catalogue", "c_TipoContrato", "«ñ»"),
    )
    assert transcript.from_json(json.loads(json.dumps(transcript.to_json(evidence)))) == evidence


@pytest.mark.parametrize(
    "wrong",
    [
        {"total": "NaN"},
        {"totals": {"SubTotal": "Infinity"}},
        {"totals": {"SubTotal": "mil"}},
        {"deductions": [{"type": "009", "key": "", "concept": "", "amount": "sNaN"}]},
        {"schema_error_count": "muchos"},
        {"schema_errors": [{"line": "x", "element": "", "attribute": "", "reason": ""}]},
        {"totals": None},
    ],
)
def test_a_receipt_that_no_honest_reader_tells_is_no_receipt(wrong: dict[str, object]) -> None:
    honest = cfdi_to_json(cfdi_of(CFDI)) or {}

    with pytest.raises((ValueError, ArithmeticError, TypeError, AttributeError)):
        cfdi_from_json({**honest, **wrong})
