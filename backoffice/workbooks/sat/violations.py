"""What libxml2 says against a document, as ``SchemaError``: by its error codes; its English only lends names."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from backoffice.domain.evidence import SchemaError
from backoffice.workbooks.sat.files import PAYROLL

E = etree.ErrorTypes
#: libxml2's code → ours (the reasons of ``SchemaError``); any other is ``other``.
REASONS: dict[int, str] = {
    E.SCHEMAV_CVC_COMPLEX_TYPE_4: "attribute_missing",
    E.SCHEMAV_CVC_COMPLEX_TYPE_3_2_1: "attribute_unknown",
    E.SCHEMAV_CVC_COMPLEX_TYPE_3_2_2: "attribute_unknown",
    E.SCHEMAV_CVC_ENUMERATION_VALID: "not_in_catalogue",
    E.SCHEMAV_CVC_DATATYPE_VALID_1_2_1: "type",
    E.SCHEMAV_CVC_DATATYPE_VALID_1_2_2: "type",
    E.SCHEMAV_CVC_DATATYPE_VALID_1_2_3: "type",
    E.SCHEMAV_CVC_PATTERN_VALID: "pattern",
    E.SCHEMAV_CVC_LENGTH_VALID: "length",
    E.SCHEMAV_CVC_MINLENGTH_VALID: "too_short",
    E.SCHEMAV_CVC_MAXLENGTH_VALID: "too_long",
    E.SCHEMAV_CVC_MININCLUSIVE_VALID: "too_small",
    E.SCHEMAV_CVC_MAXINCLUSIVE_VALID: "too_large",
    E.SCHEMAV_CVC_FRACTIONDIGITS_VALID: "decimals",
    E.SCHEMAV_CVC_AU: "fixed",
    E.SCHEMAV_ELEMENT_CONTENT: "node_unexpected",
    E.SCHEMAV_CVC_ELT_1: "node_unexpected",
    E.SCHEMAV_CVC_COMPLEX_TYPE_2_1: "text",
    E.SCHEMAV_CVC_COMPLEX_TYPE_2_2: "text",
    E.SCHEMAV_CVC_COMPLEX_TYPE_2_3: "text",
}
#: The same code tells of a node too many and of one too few.
TOO_FEW = "Missing child element"
#: What is expected: the name of the declared type, or what the message ends with.
TYPED = {"not_in_catalogue", "type", "pattern"}
LIMITED = {"pattern", "length", "too_short", "too_long", "too_small", "too_large", "decimals", "fixed"}

ELEMENT = re.compile(r"Element '(?:\{([^}]*)\})?([^']*)'")
ATTRIBUTE = re.compile(r"attribute '(?:\{[^}]*\})?([^']*)'")
VALUE = re.compile(r"(?:value|:) '(.*?)' (?:has|is|does)\b", re.S)
#: libxml2 cuts its messages; of a very long value neither end nor limit is left.
CUT_VALUE = re.compile(r"(?:value|:) '(.*)", re.S)
LAST_QUOTED = re.compile(r"'([^']*)'[^']*\Z")
NAMES = re.compile(r"(?:\{[^}]*\})?(\w+)(?=[ ,)])")
POSITION = re.compile(r"\w(\[\d+\])\Z")
#: Texts are cut at this many characters.
LONGEST = 100


class Place(NamedTuple):
    """An attribute, by its element's namespace and name and its own name; '' for the element itself."""

    namespace: str
    element: str
    attribute: str


def violation(entry: etree._LogEntry, types: Mapping[Place, str]) -> SchemaError:
    """One entry of libxml2's log."""
    message = entry.message
    reason = REASONS.get(entry.type, "other")
    if reason == "node_unexpected" and TOO_FEW in message:
        reason = "node_missing"
    place = Place(first(ELEMENT, message), first(ELEMENT, message, 2), first(ATTRIBUTE, message))
    asked = expected(reason, message, types.get(place, ""))
    found = "" if reason == "attribute_unknown" else first(VALUE if VALUE.search(message) else CUT_VALUE, message)
    return told(place, path_of(entry), line=entry.line, reason=reason, asked=asked, found=found)


def path_of(entry: etree._LogEntry) -> str:
    """Where it is; '' where libxml2 cut a long path in the middle of a letter, which lxml cannot read."""
    try:
        return entry.path or ""
    except UnicodeDecodeError:
        return ""


def told(place: Place, path: str, *, line: int, reason: str, asked: str, found: str) -> SchemaError:
    """A violation with its texts cut; *path* tells which of several alike nodes it is."""
    prefix = "nomina12:" if place.namespace == PAYROLL else ""
    node = f"{prefix}{place.element[:LONGEST]}{first(POSITION, path)}"
    return SchemaError(line, node, place.attribute[:LONGEST], reason, asked[:LONGEST], found[:LONGEST])


def expected(reason: str, message: str, type_name: str) -> str:
    """What the schema asks for: a type's name, a limit, a pattern, or names of nodes."""
    if reason in TYPED and type_name:
        return type_name
    if reason in LIMITED:
        return first(LAST_QUOTED, message) if VALUE.search(message) else ""
    return ", ".join(NAMES.findall(message.partition("Expected is")[2].partition("(")[2])[:3])


def first(pattern: re.Pattern[str], text: str, group: int = 1) -> str:
    """A group of the first match; '' where there is none."""
    match = pattern.search(text)
    return (match.group(group) or "") if match else ""
