"""XML from strangers: no entities, no network, no DOCTYPE, bounded depth (libxml2's 256)."""

from lxml import etree


class UnsafeXml(ValueError):
    """The document declares a DOCTYPE."""


def parse(data: bytes) -> etree._Element:
    """The root of *data*; ``UnsafeXml`` for a DOCTYPE, ``etree.XMLSyntaxError`` where it is not well formed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml("DOCTYPE")
    return root


def local(element: etree._Element) -> str:
    """The name without its namespace; '' for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; '' where absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def descendants(root: etree._Element, name: str) -> list[etree._Element]:
    """All elements below (and with) *root* of this local name, in document order."""
    return [element for element in root.iter() if local(element) == name]
