"""Reading an evidence workbook, safely: the bytes go to a limited child process, ``domain.evidence`` comes back."""

import atexit
import os
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backoffice.domain.copies.traces import Traces
from backoffice.domain.copies.traces import from_json as traces_from_json
from backoffice.domain.evidence import Evidence, Picture
from backoffice.workbooks import transcript
from backoffice.workbooks.isolation.readers import Readers
from backoffice.workbooks.limits import WORKBOOK_BYTES
from backoffice.workbooks.refusals import EvidenceRefused

_readers = Readers()
atexit.register(_readers.close)
os.register_at_fork(after_in_child=_readers.forget)


def read(data: bytes, name: str = "") -> Evidence:
    """What the workbook says. ``EvidenceRefused`` where no cells can be read safely.

    *name* is the file's name, only for a remark where it tells another format than the content.
    """
    answer = _ask("evidence", data, name)
    with sensible():
        return transcript.from_json(answer)


def facts(data: bytes, name: str = "") -> dict[str, Any]:
    """The contract of ``mesa read --json``, refusals included."""
    try:
        return transcript.facts(read(data, name))
    except EvidenceRefused as refusal:
        return transcript.refused_facts(refusal.format, refusal.finding)


@dataclass(frozen=True, slots=True)
class Gallery:
    """A workbook's true format and its pictures, each with a PNG bounded in pixels; b'' where it cannot be shown."""

    format: str
    pictures: tuple[tuple[Picture, bytes], ...]


def gallery(data: bytes) -> Gallery:
    """What there is to look at. ``EvidenceRefused`` where the workbook cannot be read safely."""
    found = _ask("gallery", data, "")
    with sensible():
        shown = [(entry, b64decode(entry.pop("thumbnail"))) for entry in found["pictures"]]
        return Gallery(found["format"], tuple((Picture(**entry), thumbnail) for entry, thumbnail in shown))


def traces(data: bytes) -> Traces:
    """What may tell where a workbook comes from. ``EvidenceRefused`` where it cannot be read safely."""
    found = _ask("traces", data, "")
    with sensible():
        return traces_from_json(found, [b64decode(one.pop("levels")) for one in found["pictures"]])


@contextmanager
def sensible() -> Iterator[None]:
    """Whoever took a reader over may answer anything: what makes no sense is refused."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as nonsense:
        raise EvidenceRefused("damaged") from nonsense


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


def warm_up(*, thorough: bool = False) -> None:
    """Start the process from which readers are forked, so that the first reading finds it ready.

    *thorough*, for whoever will read many: it loads all they may need, and a first one that comes at once waits for it.
    """
    _readers.warm(thorough=thorough)


def _ask(ask: str, data: bytes, name: str) -> Any:
    """The child's answer; a refusal is raised here as it was there."""
    if not data:
        raise EvidenceRefused("empty", file_format="empty")
    if len(data) > WORKBOOK_BYTES:
        raise EvidenceRefused("too_large")
    answer = _readers.ask(ask, data, name)
    with sensible():
        if "refused" in answer:
            raise EvidenceRefused(answer["refused"], answer["found"], answer["format"])
        return answer[ask]
