"""One workbook in a process of its own: confined, one request, one answer, gone. No state outlives a file.

Request: one JSON line ``{"ask", "name", "size"}`` and *size* bytes. Answer: eight hexadecimal digits of length and
JSON: ``{"evidence"}``, ``{"gallery"}``, ``{"traces"}``, ``{"attempts"}`` or ``{"refused", "found", "format"}``.
"""

import gc
import json
import os
from base64 import b64encode
from dataclasses import asdict
from typing import Any

from backoffice.workbooks import limits
from backoffice.workbooks.isolation.confinement import confine
from backoffice.workbooks.refusals import READING_FAILED, EvidenceRefused

HEADER_LIMIT = 4096


def serve(channel: int, held: int) -> None:
    """Confine this process, read its one request from *channel* and answer it. *held* stays open to its end."""
    confine(channel, held)
    gc.disable()  # a process of one file ends before rubbish matters; its memory is bounded anyway
    header = read_header(channel)
    data = read_exactly(channel, header["size"])
    reply(channel, answer(header["ask"], data, header["name"]))


def read_header(channel: int) -> dict[str, Any]:
    """The JSON line of a request; ``EOFError`` where none comes."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(channel, 1)
        if not byte or len(line) > HEADER_LIMIT:
            raise EOFError
        line += byte
    header: dict[str, Any] = json.loads(line)
    return header


def read_exactly(channel: int, size: int) -> bytes:
    """*size* bytes; ``EOFError`` where the channel ends before."""
    data = bytearray()
    while len(data) < size:
        piece = os.read(channel, min(size - len(data), limits.MEGABYTE))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def reply(channel: int, answered: dict[str, Any]) -> None:
    """Write the answer, whole; one that is too large for our parent becomes a refusal."""
    body = json.dumps(answered, ensure_ascii=True).encode("ascii")
    if len(body) > limits.ANSWER_BYTES:
        body = json.dumps({"refused": "expands_too_much", "found": None, "format": None}).encode("ascii")
    left = memoryview(b"%08x" % len(body) + body)
    while left:
        left = left[os.write(channel, left) :]


def answer(ask: str, data: bytes, name: str) -> dict[str, Any]:
    """The answer to one request. What no opener has foreseen is a failure of ours, and says where."""
    try:
        return {ask: ASKED[ask](data, name)}
    except EvidenceRefused as refusal:
        return {"refused": refusal.code, "found": refusal.found, "format": refusal.format}
    except MemoryError:
        return {"refused": "expands_too_much", "found": None, "format": None}
    except BaseException as ours:  # noqa: BLE001 — panics of Rust libraries are no Exception; nothing may escape
        return {"refused": READING_FAILED, "found": place_of(ours), "format": None}


def place_of(problem: BaseException) -> str:
    """What went wrong in our own code and where, without a word of the workbook's: ``TypeError, receipt.py:55``."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"  # noqa: PTH119
    return f"{type(problem).__name__}, {place}"


def evidence(data: bytes, name: str) -> dict[str, Any]:
    """The whole evidence as JSON."""
    from backoffice.workbooks.evidence import evidence_of  # noqa: PLC0415 — loaded by the fork server's warm-up
    from backoffice.workbooks.transcript import to_json  # noqa: PLC0415

    return to_json(evidence_of(data, name))


def gallery(data: bytes, _: str) -> dict[str, Any]:
    """The true format, and every picture with its thumbnail in base64; '' for one that cannot be shown."""
    from backoffice.workbooks.contents.pixels import described, thumbnail  # noqa: PLC0415
    from backoffice.workbooks.opening import open_workbook  # noqa: PLC0415

    opened = open_workbook(data, lambda _: False)  # no cell is looked at
    made: dict[str, str] = {}
    found = []
    for raw in opened.pictures:
        picture = described(raw.sheet, raw.data, raw.format)
        if picture.sha256 not in made and len(made) < limits.THUMBNAILS:
            made[picture.sha256] = b64encode(thumbnail(picture, raw.data)).decode("ascii")
        found.append({**asdict(picture), "thumbnail": made.get(picture.sha256, "")})
    return {"format": opened.format, "pictures": found}


def traces(data: bytes, _: str) -> dict[str, Any]:
    """What may tell where the workbook comes from."""
    from backoffice.workbooks.traces import traces as traces_of  # noqa: PLC0415 — only who looks for copies asks

    return traces_of(data)


def attempts(_: bytes, folder: str) -> dict[str, str]:
    """What this process can still do of what it should not: name → ``refused`` or ``done``."""
    from backoffice.workbooks.isolation.attempts import tried  # noqa: PLC0415 — seldom asked

    return tried(folder)


ASKED = {"evidence": evidence, "gallery": gallery, "traces": traces, "attempts": attempts}
