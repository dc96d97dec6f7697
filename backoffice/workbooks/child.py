"""The child process that touches strangers' bytes: limits on itself, then requests until its input ends.

Request: one JSON line ``{"ask", "name", "size"}`` and *size* bytes. Answer: eight hexadecimal digits of length and
JSON: ``{"evidence"}``, ``{"pictures"}`` or ``{"refused", "found", "format"}``, with ``"spent"`` where the process
wants to be replaced. It speaks over file descriptor 0, a socket; whatever libraries print goes nowhere.
"""

import json
import os
import resource
import select
import signal
from base64 import b64encode
from dataclasses import asdict
from typing import Any

from backoffice.workbooks import limits
from backoffice.workbooks.refusals import EvidenceRefused

CHANNEL = 0
POLL_SECONDS = 5.0
HEADER_LIMIT = 4096


def main() -> None:
    """Serve until the parent closes the channel or is gone."""
    parent = os.getppid()
    warm_up()
    limit_once()
    while wait_for_request(parent):
        header = read_header()
        if header is None:
            return
        data = read_exactly(header["size"])
        if data is None:
            return
        limit_request()
        reply(answer(header["ask"], data, header["name"]))
        signal.setitimer(signal.ITIMER_REAL, 0)


def limit_once() -> None:
    """Memory, files, core: for the whole life of the process."""
    for kind, value in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        lowered = within_hard_limit(kind, value)
        resource.setrlimit(kind, (lowered, lowered))


def within_hard_limit(kind: int, value: int) -> int:
    """*value*, or the hard limit that whoever started us has set below it."""
    _, hard = resource.getrlimit(kind)
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


def limit_request() -> None:
    """Processor and wall time from now on; running out of either ends the process by a signal."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = within_hard_limit(resource.RLIMIT_CPU, used + limits.CHILD_CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.CHILD_WALL_SECONDS)


def warm_up() -> None:
    """Load what the usual workbook needs, so that the first request does not pay for it."""
    from backoffice.workbooks import evidence, opening  # noqa: F401, PLC0415
    from backoffice.workbooks.formats import xls_cells  # noqa: F401, PLC0415


def wait_for_request(parent: int) -> bool:
    """True when bytes are there; False when the parent is gone, even if another process keeps the channel open."""
    while os.getppid() == parent:
        ready, _, _ = select.select([CHANNEL], [], [], POLL_SECONDS)
        if ready:
            return True
    return False


def read_header() -> dict[str, Any] | None:
    """The JSON line of a request; ``None`` at the end of the channel."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(CHANNEL, 1)
        if not byte or len(line) > HEADER_LIMIT:
            return None
        line += byte
    header: dict[str, Any] = json.loads(line)
    return header


def read_exactly(size: int) -> bytes | None:
    """*size* bytes; ``None`` where the channel ends before."""
    data = bytearray()
    while len(data) < size:
        piece = os.read(CHANNEL, min(size - len(data), limits.MEGABYTE))
        if not piece:
            return None
        data += piece
    return bytes(data)


def reply(answered: dict[str, Any]) -> None:
    """Write the answer, whole."""
    if most_memory() > limits.CHILD_RETIRES_AT:
        answered["spent"] = True
    body = json.dumps(answered, ensure_ascii=True).encode("ascii")
    left = memoryview(b"%08x" % len(body) + body)
    while left:
        left = left[os.write(CHANNEL, left) :]


def most_memory() -> int:
    """The most bytes that this process ever held. (``ru_maxrss`` would count what its parent held at the fork.)"""
    with open("/proc/self/status", "rb") as status:  # noqa: PTH123 — pathlib is not loaded here
        for line in status:
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def answer(ask: str, data: bytes, name: str) -> dict[str, Any]:
    """The answer to one request; whatever reading raises becomes a refusal."""
    try:
        return {"pictures": pictures(data)} if ask == "pictures" else {"evidence": evidence(data, name)}
    except EvidenceRefused as refusal:
        return {"refused": refusal.code, "found": refusal.found, "format": refusal.format}
    except MemoryError:
        return {"refused": "expands_too_much", "found": None, "format": None, "spent": True}
    except BaseException:  # noqa: BLE001 — panics of Rust libraries are no Exception; nothing may escape
        return {"refused": "damaged", "found": None, "format": None, "spent": True}


def evidence(data: bytes, name: str) -> dict[str, Any]:
    """The whole evidence as JSON."""
    from backoffice.workbooks.evidence import evidence_of  # noqa: PLC0415
    from backoffice.workbooks.transcript import to_json  # noqa: PLC0415

    return to_json(evidence_of(data, name))


def pictures(data: bytes) -> list[dict[str, Any]]:
    """Every picture with its thumbnail in base64, '' where it cannot be shown."""
    from backoffice.workbooks.contents.pixels import described, thumbnail  # noqa: PLC0415
    from backoffice.workbooks.opening import open_workbook  # noqa: PLC0415

    made: dict[str, str] = {}
    found = []
    for raw in open_workbook(data).pictures:
        picture = described(raw.sheet, raw.data, raw.format)
        if picture.sha256 not in made:
            made[picture.sha256] = b64encode(thumbnail(picture, raw.data)).decode("ascii")
        found.append({**asdict(picture), "thumbnail": made[picture.sha256]})
    return found
