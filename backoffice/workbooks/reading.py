"""Reading an evidence workbook, safely: the bytes go to a limited child process, ``domain.evidence`` comes back."""

import atexit
from base64 import b64decode
from pathlib import Path
from typing import Any

from backoffice.domain.evidence import Evidence, Picture
from backoffice.workbooks import transcript
from backoffice.workbooks.limits import WORKBOOK_BYTES
from backoffice.workbooks.process import Children
from backoffice.workbooks.refusals import EvidenceRefused

_children = Children()
atexit.register(_children.close)


def read(data: bytes, name: str = "") -> Evidence:
    """What the workbook says. ``EvidenceRefused`` where no cells can be read safely.

    *name* is the file's name, only for a remark where it tells another format than the content.
    """
    return transcript.from_json(_ask("evidence", data, name))


def facts(data: bytes, name: str = "") -> dict[str, Any]:
    """The contract of ``mesa read --json``, refusals included."""
    try:
        return transcript.facts(read(data, name))
    except EvidenceRefused as refusal:
        return transcript.refused_facts(refusal.format, refusal.finding)


def pictures(data: bytes) -> list[tuple[Picture, bytes]]:
    """Every picture of the workbook with a thumbnail (PNG, bounded in pixels); b'' where it cannot be shown."""
    found: list[dict[str, Any]] = _ask("pictures", data, "")
    return [(Picture(**entry), b64decode(thumbnail)) for entry in found for thumbnail in [entry.pop("thumbnail")]]


def file_bytes(path: Path) -> bytes:
    """The bytes of a file, one more than the limit at most; ``EvidenceRefused`` where there is no such file."""
    try:
        if not path.exists():
            raise EvidenceRefused("not_found", found=str(path))
        if not path.is_file():
            raise EvidenceRefused("not_a_file", found=str(path))
        with path.open("rb") as file:
            return file.read(WORKBOOK_BYTES + 1)
    except (OSError, ValueError) as problem:
        raise EvidenceRefused("not_a_file", found=str(path)) from problem


def warm_up() -> None:
    """Start a child now, so that the first reading finds it ready."""
    _children.warm()


def _ask(ask: str, data: bytes, name: str) -> Any:
    """The child's answer; a refusal is raised here as it was there."""
    if not data:
        raise EvidenceRefused("empty", file_format="empty")
    if len(data) > WORKBOOK_BYTES:
        raise EvidenceRefused("too_large")
    answer = _children.ask(ask, data, name)
    if "refused" in answer:
        raise EvidenceRefused(answer["refused"], answer["found"], answer["format"])
    return answer[ask]
