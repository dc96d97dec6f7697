"""SAT's files: nothing else in the world is asked, and what is taken out of them is still asked for."""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from backoffice.workbooks.formats.safe_xml import parse
from backoffice.workbooks.sat import files, schema
from tests.workbooks.making.evidence import CFDI
from tests.workbooks.making.receipts import PAYROLL_END, changed, faults


@pytest.mark.parametrize(
    ("old", "new", "catalogue"),
    [
        ('LugarExpedicion="06300"', 'LugarExpedicion="{}"', "c_CodigoPostal"),
        ('ClaveProdServ="84111505"', 'ClaveProdServ="{}"', "c_ClaveProdServ"),
        ('ClaveUnidad="ACT"', 'ClaveUnidad="{}"', "c_ClaveUnidad"),
    ],
)
@pytest.mark.parametrize("value", ["", "0630", "collapse", "xs", "06300 06301", 'a"b', "06300é", "<", "9" * 5_000])
def test_the_large_catalogues_are_asked_for_too(old: str, new: str, catalogue: str, value: str) -> None:
    escaped = value.replace("<", "&lt;").replace('"', "&quot;")

    found = faults(changed(old, new.format(escaped)))

    assert [(fault.attribute, fault.reason, fault.expected, fault.found) for fault in found] == [
        (old.partition("=")[0], "not_in_catalogue", catalogue, value[:100])
    ]


def test_white_space_around_a_value_is_no_fault() -> None:
    assert faults(changed('ClaveProdServ="84111505"', 'ClaveProdServ=" 84111505&#10;"')) == []


@pytest.mark.parametrize("value", ["00000", "06300", "00001", "99999"])
def test_what_is_cut_out_of_the_schema_is_told_as_the_whole_schema_would(value: str) -> None:
    text = changed('LugarExpedicion="06300"', f'LugarExpedicion="{value}"')
    receipt = schema.prepared(parse(text.encode()))
    receipt.remove(receipt.find("{*}Complemento"))

    whole = whole_schema().validate(receipt)

    assert (faults(text) == []) is whole is (value != "00001")


@pytest.mark.parametrize("name", ["c_CodigoPostal", "c_ClaveProdServ", "c_ClaveUnidad"])
def test_a_value_is_found_wherever_it_stands_in_its_catalogue_sorted_or_not(name: str) -> None:
    catalogue = schema.schemas().catalogues[name]
    text = files.content(catalogue.address)[catalogue.start : catalogue.end].decode()
    values = [piece.partition('"')[0] for piece in text.split('value="')[1:]]
    some = [*values[:3], *values[::501], *values[-3:]]

    assert len(values) > 2_000
    assert [value for value in some if not files.holds(catalogue, value)] == []
    assert [value for value in some if files.holds(catalogue, f"{value}0X")] == []


@cache
def whole_schema() -> etree.XMLSchema:
    """SAT's schema of CFDI 4.0 with all its catalogues compiled, straight from the library's files."""
    return etree.XMLSchema(etree.parse(path_of(files.SCHEMAS[files.CFDI])))


def path_of(address: str) -> str:
    """Where the library keeps a file of SAT's."""
    found = files.find_spec(files.LIBRARY)
    assert found is not None
    assert found.submodule_search_locations is not None
    return f"{found.submodule_search_locations[0]}/transform/schemas/{address.removeprefix('http://')}"


def test_a_catalogue_that_is_written_in_another_way_stays_in_the_schema() -> None:
    written = files.content("http://www.sat.gob.mx/sitio_internet/cfd/catalogos/catCFDI.xsd")
    otherwise = written.replace(b'<xs:enumeration value="', b'<xs:enumeration  value="')

    assert files.without_large_catalogues(otherwise) == (otherwise, {})
    kept, large = files.without_large_catalogues(written)
    assert set(large) == {"c_CodigoPostal", "c_ClaveProdServ", "c_ClaveUnidad", "c_Colonia"}
    assert len(kept) < 100_000
    assert b'<xs:simpleType name="c_Moneda">' in kept


def test_schemas_that_a_document_names_are_never_asked(tmp_path: Path) -> None:
    own = tmp_path / "propio.xsd"
    own.write_text(
        '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:otro"><s:element name="Cosa"/></s:schema>'
    )
    place = f"urn:otro file://{own} http://www.sat.gob.mx/cfd/4 http://127.0.0.1:9/cfdv40.xsd"
    named = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{place}" Version="4.0"'

    text = changed('\n Version="4.0"', f"\n {named}").replace(PAYROLL_END, '<o:Cosa xmlns:o="urn:otro"/>' + PAYROLL_END)

    assert [fault.element for fault in faults(text)] == ["Cosa"]


@pytest.mark.parametrize(
    "address",
    [
        "http://www.sat.gob.mx/sitio_internet/cfd/4/otro.xsd",
        "http://www.sat.gob.mx/sitio_internet/cfd/../../../../../../../../etc/passwd",
        "http://www.sat.gob.mx/otro.xsd",
        "file:///etc/passwd",
        "/etc/passwd",
    ],
)
def test_no_file_but_sats_is_handed_out(address: str) -> None:
    with pytest.raises(FileNotFoundError):
        files.content(address)


def test_without_the_library_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LIBRARY", "no_hay_tal_biblioteca")
    schema.schemas.cache_clear()

    with pytest.raises(FileNotFoundError, match="cfdv40"):
        faults(CFDI)

    monkeypatch.undo()
    assert faults(CFDI) == []
