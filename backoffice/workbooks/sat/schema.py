"""A receipt against SAT's schemas of CFDI 4.0 and payroll 1.2: where it breaks them. Its seal is not asked for."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import NamedTuple

from lxml import etree

from backoffice.domain.evidence import SchemaError
from backoffice.workbooks.formats.safe_xml import local
from backoffice.workbooks.sat import files
from backoffice.workbooks.sat.files import CFDI, PAYROLL, SCHEMAS
from backoffice.workbooks.sat.violations import Place, path_of, told, violation

XS = "http://www.w3.org/2001/XMLSchema"
IMPORTS = "".join(f'<import namespace="{space}" schemaLocation="{SCHEMAS[space]}"/>' for space in SCHEMAS)
BOTH = f'<schema xmlns="{XS}">{IMPORTS}</schema>'

#: What an unsealed receipt need not say, as the schema would have it.
SEAL = {"Sello": "0", "NoCertificado": "0" * 20, "Certificado": "0"}
#: The stamp is told as such, and an addendum is the parties' own business; no schema of ours knows either.
LEFT_OUT = {("Complemento", "TimbreFiscalDigital"), ("Comprobante", "Addenda")}
#: Another version is told as such.
VERSIONS = {CFDI: "4.0", PAYROLL: "1.2"}


class Schemas(NamedTuple):
    """The compiled schema; the catalogues too large for it, by name; the name of the type that each place asks for."""

    compiled: etree.XMLSchema
    catalogues: Mapping[str, files.Catalogue]
    types: Mapping[Place, str]


class Shipped(etree.Resolver):  # type: ignore[misc]  # lxml comes without types
    """Hands out the files of the library, and nothing else in the world."""

    def __init__(self) -> None:
        self.catalogues: dict[str, files.Catalogue] = {}

    def resolve(self, address: str, public_id: str, context: object) -> object:
        """SAT's file of *address*; the large catalogues are taken out of it and kept aside."""
        with files.mapped(address) as whole:
            content, large = files.without_large_catalogues(whole)
        self.catalogues |= {name: files.Catalogue(address, *place) for name, place in large.items()}
        return self.resolve_string(content, context, base_url=address)


@cache
def schemas() -> Schemas:
    """SAT's schemas, compiled once a process. ``FileNotFoundError`` where the library that ships them is missing."""
    types = {place: name for address in SCHEMAS.values() for place, name in declared(files.content(address))}
    shipped = Shipped()
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(shipped)
    return Schemas(etree.XMLSchema(etree.fromstring(BOTH, parser)), shipped.catalogues, types)


def declared(schema: bytes) -> Iterator[tuple[Place, str]]:
    """The attributes that a schema declares with a named type, ``c_TipoContrato`` for ``catNomina:c_TipoContrato``."""
    root = etree.fromstring(schema)
    space = root.get("targetNamespace", "")
    for attribute in root.iter(f"{{{XS}}}attribute"):
        element = next(attribute.iterancestors(f"{{{XS}}}element"))
        if kind := attribute.get("type"):
            yield Place(space, element.get("name", ""), attribute.get("name", "")), kind.rpartition(":")[2]


def violations(receipt: etree._Element) -> list[SchemaError]:
    """Where a CFDI 4.0 breaks the schemas, in the order of its lines; of one attribute the first fault alone."""
    unsealed = prepared(receipt)
    parts = [*taken_apart(unsealed), unsealed]
    return sorted((error for part in parts for error in violations_in(part)), key=lambda error: error.line)


def violations_in(part: etree._Element) -> list[SchemaError]:
    """Where a receipt without its complements, or one complement, breaks the schemas."""
    known = schemas()
    known.compiled.validate(part)
    found: dict[tuple[str, str], SchemaError] = {}
    for entry in known.compiled.error_log:
        error = violation(entry, known.types)
        found.setdefault((path_of(entry), error.attribute), error)
    return [*found.values(), *unlisted(part, known)]


def prepared(receipt: etree._Element) -> etree._Element:
    """A copy that says what a sealed one would, without what is judged elsewhere."""
    copy = deepcopy(receipt)
    for element in list(copy.iter(etree.Element)):
        parent = element.getparent()
        if parent is not None and (local(parent), local(element)) in LEFT_OUT:
            parent.remove(element)
        elif said := element.get("Version", "").strip():
            element.set("Version", VERSIONS.get(etree.QName(element).namespace or "", said))
    for name, value in SEAL.items():
        copy.set(name, value)
    return copy


def taken_apart(receipt: etree._Element) -> list[etree._Element]:
    """The payroll complements, taken out of where they belong: libxml2 looks at nothing that follows a node which is
    out of place, and that is no reason to tell the faults of a payroll a round later."""
    payrolls = receipt.findall(f"{{{CFDI}}}Complemento/{{{PAYROLL}}}Nomina")
    for payroll in payrolls:
        payroll.getparent().remove(payroll)
    return list(payrolls)


def unlisted(part: etree._Element, known: Schemas) -> Iterator[SchemaError]:
    """Values that are not in their catalogue, for the catalogues that are not compiled."""
    for element in part.iter(etree.Element):
        name = etree.QName(element)
        for attribute, value in element.attrib.items():
            place = Place(name.namespace or "", name.localname, str(attribute))
            catalogue = known.types.get(place, "")
            if catalogue in known.catalogues and not files.holds(known.catalogues[catalogue], str(value)):
                path, line = part.getroottree().getpath(element), element.sourceline or 0
                yield told(place, path, line=line, reason="not_in_catalogue", asked=catalogue, found=str(value))
