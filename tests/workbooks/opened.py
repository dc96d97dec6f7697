"""What reading an archive comes to, in short."""

from backoffice.workbooks.contents import archive


def told(data: bytes, name: str = "") -> list[tuple[str, str | None]]:
    """Codes of the remarks on an archive, with what was found."""
    return [(finding.code, finding.found) for finding in archive.read(data, name).findings]


def names(data: bytes) -> list[str]:
    """Names of the notices that were read."""
    return [notice.name for notice in archive.read(data).notices]
