"""The archive of tab 1: its members and the texts of its notices, in memory and within limits."""

import lzma
import stat
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from backoffice.domain.evidence import NoticeFile
from backoffice.domain.findings import Finding
from backoffice.workbooks.limits import ARCHIVE_ENTRIES, ARCHIVE_INFLATED, NOTICE_BYTES
from backoffice.workbooks.remarks import remark

BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
ENCRYPTED = 0x1
NESTED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
#: What operating systems add by themselves.
LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(slots=True)
class Archive:
    """What an archive holds, as far as it may be read."""

    members: list[str] = field(default_factory=list)
    notices: list[NoticeFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    others: dict[str, bytes] = field(default_factory=dict)


def read(data: bytes, wanted: str = ".json") -> Archive:
    """Open a zip archive. Members that may not be read are remarked on and the others read."""
    archive = Archive()
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not is_litter(entry.filename)]
            archive.members = [entry.filename for entry in entries if not entry.is_dir()][:ARCHIVE_ENTRIES]
            refused = whole_problem(entries)
            if refused:
                archive.findings.append(remark(refused))
                return archive
            read_members(package, readable_entries(entries, archive), archive, wanted)
    except BROKEN:
        archive.findings.append(remark("archive_damaged"))
    return archive


def is_litter(name: str) -> bool:
    """A file of the operating system, not of the applicant."""
    lower = name.casefold()
    return (
        lower.startswith(LITTER[0]) or lower.rpartition("/")[2] in LITTER or lower.rpartition("/")[2].startswith("._")
    )


def whole_problem(entries: list[ZipInfo]) -> str | None:
    """Why none of it may be read."""
    if len(entries) > ARCHIVE_ENTRIES:
        return "archive_too_many"
    if sum(entry.file_size for entry in entries) > ARCHIVE_INFLATED:
        return "archive_expands"
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        return "archive_encrypted"
    return None


def readable_entries(entries: list[ZipInfo], archive: Archive) -> list[ZipInfo]:
    """Entries with an honest name, once each; the others are remarked on."""
    kept: dict[str, ZipInfo] = {}
    for entry in entries:
        if entry.is_dir():
            continue
        problem = entry_problem(entry)
        if problem is None and normal_name(entry) in kept:
            problem = "archive_duplicate"
        if problem:
            archive.findings.append(remark(problem, found=entry.filename))
        else:
            kept[normal_name(entry)] = entry
    return list(kept.values())


def normal_name(entry: ZipInfo) -> str:
    """The name as any system would compare it."""
    return entry.filename.replace("\\", "/").casefold()


def entry_problem(entry: ZipInfo) -> str | None:
    """Why one member is not read."""
    name = normal_name(entry)
    if name.startswith("/") or ".." in name.split("/") or ":" in name:
        return "archive_forbidden_name"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "archive_link"
    return "archive_nested" if name.endswith(NESTED) else None


def read_members(package: ZipFile, entries: list[ZipInfo], archive: Archive, wanted: str) -> None:
    """Inflate the members asked for, within the limit as really inflated."""
    left = ARCHIVE_INFLATED
    chosen = [entry for entry in entries if normal_name(entry).endswith(wanted)]
    if not chosen and not archive.findings:
        archive.findings.append(remark("archive_without_json"))
    for entry in chosen:
        if entry.file_size > NOTICE_BYTES:
            archive.findings.append(remark("notice_too_large", found=entry.filename))
            continue
        with package.open(entry) as member:
            content = member.read(min(left, NOTICE_BYTES) + 1)
        left -= len(content)
        if left < 0:
            archive.findings.append(remark("archive_expands"))
            return
        keep(entry.filename, content, archive)


def keep(name: str, content: bytes, archive: Archive) -> None:
    """A member as text, or the remark that it is none."""
    archive.others[name] = content
    text = decoded(content)
    if text is None:
        archive.findings.append(remark("notice_not_text", found=name))
    else:
        archive.notices.append(NoticeFile(name, text))


def decoded(content: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or Windows-1252; ``None`` for bytes that are no text."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"), (b"", "cp1252")):
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if "\0" in text else text
    return None
