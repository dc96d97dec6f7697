"""From the bytes of a receipt to its nodes, or why there are none to be read. What they say is ``receipt``'s part."""

import re

from lxml import etree

from backoffice.domain.findings import Finding
from backoffice.workbooks.formats.safe_xml import UnsafeXml, descendants, local, parse
from backoffice.workbooks.limits import CFDI_BYTES, CFDI_NODES
from backoffice.workbooks.remarks import remark
from backoffice.workbooks.sat.files import CFDI, PAYROLL

E = etree.ErrorTypes
#: libxml2's code → what is wrong there; where there is none, the line alone is told.
DAMAGES: dict[int, str] = {
    E.ERR_INVALID_ENCODING: "bytes que no son {encoding}",
    E.ERR_UNKNOWN_ENCODING: "la codificación {encoding}, que no se conoce",
    E.ERR_UNSUPPORTED_ENCODING: "la codificación {encoding}, que no se conoce",
    E.ERR_INVALID_CHAR: "un carácter que XML no admite",
    E.ERR_RESOURCE_LIMIT: "demasiados niveles",
    E.ERR_TAG_NOT_FINISHED: "falta el final",
    E.ERR_TAG_NAME_MISMATCH: "una etiqueta se cierra sin haberse abierto",
    E.ERR_DOCUMENT_END: "algo más después del final",
    E.ERR_RESERVED_XML_NAME: "la declaración XML no está al principio",
    E.ERR_ATTRIBUTE_REDEFINED: "un atributo repetido",
    E.ERR_UNDECLARED_ENTITY: "una entidad que no existe",
    E.NS_ERR_UNDEFINED_NAMESPACE: "un prefijo sin espacio de nombres",
}
ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
AS_UTF_8 = {"UTF-8", "UTF8", "ASCII", "US-ASCII"}
#: Namespaces of older receipts and complements, and the versions that carry them, the last one first.
OLDER = {
    "http://www.sat.gob.mx/cfd/3": ("3.3", "3.2", "3.0"),
    "http://www.sat.gob.mx/cfd/2": ("2.2", "2.0"),
    "http://www.sat.gob.mx/nomina": ("1.1", "1.0"),
}


def root_of(document: bytes) -> tuple[etree._Element | None, list[Finding]]:
    """The root of an XML document of bearable size, or the remark that tells why there is none."""
    if len(document) > CFDI_BYTES:
        return None, [remark("cfdi_too_large")]
    try:
        root = parse(document)
    except UnsafeXml:
        return None, [remark("cfdi_doctype")]
    except (etree.XMLSyntaxError, ValueError) as damage:
        return None, [damage_told(document, damage)]
    if sum(1 + len(element.attrib) for element in root.iter()) > CFDI_NODES:  # what we ask of them is not linear
        return None, [remark("cfdi_too_many_nodes")]
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    return root, [] if encoding.upper() in AS_UTF_8 else [remark("cfdi_encoding", found=encoding)]


def damage_told(document: bytes, damage: Exception) -> Finding:
    """Why a document does not parse: the line, and what is wrong there."""
    if b"<!DOCTYPE" in document.replace(b"\0", b""):
        return remark("cfdi_doctype")
    declared = ENCODING.search(document)
    if declared and declared.group(1).upper().startswith(b"UTF-16"):  # readable as bytes, so it cannot be what it says
        return remark("cfdi_damaged", found=f"línea 1: declara {declared.group(1).decode()} y no viene así")
    encoding = declared.group(1).decode() if declared else "UTF-16" if b"\0" in document[:4] else "UTF-8"
    why = DAMAGES.get(getattr(damage, "code", 0) or 0, "").format(encoding=encoding)
    line = f"línea {getattr(damage, 'lineno', None) or 1}"
    return remark("cfdi_damaged", found=f"{line}: {why}" if why else line)


def other_than_a_receipt(root: etree._Element) -> str | None:
    """What a document is instead of a payroll receipt; ``None`` where it is one, be it of an older version."""
    if local(root) != "Comprobante":
        return f"su raíz es «{local(root)[:40]}»"
    if not namespace(root):
        return "no tiene espacio de nombres"
    if namespace(root) not in {CFDI, *OLDER}:
        return f"su espacio de nombres es «{namespace(root)[:45]}»"
    if not payrolls(root):
        return "no trae el complemento de nómina"
    space = namespace(payrolls(root)[0])
    return None if space in {PAYROLL, *OLDER} else f"su nodo Nomina es de «{space[:45]}»"


def payrolls(root: etree._Element) -> list[etree._Element]:
    """The payroll complements: where they belong, else wherever they stand."""
    places = [child for child in root if local(child) == "Complemento"]
    return [node for place in places for node in place if local(node) == "Nomina"] or descendants(root, "Nomina")


def namespace(element: etree._Element) -> str:
    """Its namespace, '' for none."""
    return etree.QName(element).namespace or ""


def version_of(element: etree._Element) -> str:
    """What a receipt or complement says its version is; the last of its namespace where that is an older one."""
    said = str(element.get("Version", element.get("version", "")))[:20].strip()
    older = OLDER.get(namespace(element))
    return said if older is None or said in older else older[0]
