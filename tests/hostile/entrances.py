"""What is done with strangers' bytes at each entrance, as the desk does it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from cryptography import x509

from backoffice.domain.checks import judge
from backoffice.domain.checks.archive import recognise
from backoffice.domain.evidence import Evidence, NoticeFile
from backoffice.domain.notices import NoticeUnreadable, canonical, parse
from backoffice.efirma.certificate import read_certificate
from backoffice.efirma.documents import likeness
from backoffice.efirma.documents.checking import check
from backoffice.efirma.signer import check_signer, verify_signature
from backoffice.efirma.trust import SAT_AUTHORITIES, TrustStore
from backoffice.mail import bounce
from backoffice.official import parameters
from backoffice.workbooks import reading, transcript
from backoffice.workbooks.contents import blankness, pixels
from backoffice.workbooks.contents.embedded import Embedded
from backoffice.workbooks.formats.opc import Package
from backoffice.workbooks.isolation import child
from backoffice.workbooks.meaning import notices
from backoffice.workbooks.meaning import receipt as receipts
from backoffice.workbooks.refusals import READING_FAILED
from backoffice.workbooks.sniff import kind_of
from backoffice.workbooks.traces import receipt_of
from tests.checks.example import example_set, faultless
from tests.hostile.seeds import sealed

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


class Escaped(Exception):
    """An entrance answered as it never should."""


def workbook(data: bytes) -> str:
    """The whole reading, in its limited process. One that died of the file was stopped by a limit, and that is told."""
    read = reading.read(data)
    return "read" if isinstance(read, Evidence) else "nothing"


def opening(data: bytes) -> str:
    """The same without a process, so that what happens inside can be seen."""
    answer = child.answer("evidence", data, "")
    if answer.get("refused") == READING_FAILED:
        raise Escaped(answer["found"])
    return str(answer.get("refused", "read"))


def package(data: bytes) -> str:
    """An embedded archive; what is a zip, as a workbook's package too."""
    kind = kind_of(data)
    found = notices.read_file(Embedded("1. JSON", "avisos.zip", kind, data)) if kind in notices.ARCHIVES else None
    if kind == "xlsx":
        sheets = Package(data).sheets
        return f"package of {'some' if sheets else 'no'} sheets"
    return f"{kind} {'with notices' if found and found.notices else 'without notices'}"


def picture(data: bytes) -> str:
    """Described, looked into for blankness, and shown."""
    described = pixels.described("3. Pantallas", data)
    blankness.is_blank(described, data)
    return f"{described.format} {'shown' if pixels.thumbnail(described, data) else 'not shown'}"


def receipt(data: bytes) -> str:
    """Read, judged by the schemas, and looked at for copies."""
    found, remarks = receipts.read("embedded", "4. CFDI", data)
    receipt_of(data)
    return "read" if found else remarks[0].code


def certificate(data: bytes) -> str:
    """Read, asked whether it may sign, and a signature compared with it."""
    found = read_certificate(data)
    try:
        verify_signature(found, b"texto", b"\0" * 256)
    finally:
        check_signer(found, rfc=found.rfc, at=NOW, trust=trust())
    return "signs"


def notice(data: bytes) -> str:
    """A file of the archive of tab 1, recognised and judged with all else right."""
    text = data.decode("utf-8", "replace")
    try:
        canonical(parse(text))
    except NoticeUnreadable:
        pass
    (file,) = recognise([NoticeFile("avisos/uno.json", text)], example_set()) or (None,)
    evidence = faultless()
    files = (*evidence.notice_files, NoticeFile("avisos/uno.json", text))
    verdict = judge(replace(evidence, notice_files=files), example_set(), "ab" * 32, parameters())
    json.dumps(verdict.to_json()).encode()
    return file.role.value if file else "furniture"


def transcript_of(data: bytes) -> str:
    """What a reader answers that somebody took over, and what was kept of it."""
    with reading.sensible():
        transcript.to_json(transcript.from_json(json.loads(data)))
    return "evidence"


def document(data: bytes) -> str:
    """A PDF that somebody wants verified."""
    list(likeness.sealed_parts(data))
    likeness.claimed_code(data)
    return f"{likeness.likeness(data, b'0' * 40)} {type(check(data, seal())).__name__}"


def bounced(data: bytes) -> str:
    """What a relay reports of a letter."""
    return "final" if bounce.parse(data).final else "late"


@cache
def trust() -> TrustStore:
    """The authorities of SAT."""
    return TrustStore.from_folders(SAT_AUTHORITIES)


@cache
def seal() -> x509.Certificate:
    """The certificate of the seal of the document that is damaged."""
    return sealed()[1]
