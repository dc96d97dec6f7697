"""The archive of tab 1: its members and the texts of its notices, in memory and within limits, whatever its format."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from backoffice.domain.evidence import NoticeFile
from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import compressed, streamed, zips
from backoffice.workbooks.contents.admission import KINDS, admitted, applicants_own, normal_name
from backoffice.workbooks.contents.entries import Entry, Members, Unreadable
from backoffice.workbooks.contents.texts import decoded
from backoffice.workbooks.limits import ARCHIVE_ENTRIES, ARCHIVE_INFLATED, NOTICE_BYTES, NOTICES_BYTES
from backoffice.workbooks.remarks import readable, remark
from backoffice.workbooks.sniff import kind_of

#: Characters of a member's name that are passed on.
NAME_LENGTH = 200
#: Why nothing of an archive is read.
WHOLE = frozenset({"archive_too_many", "archive_expands", "archive_encrypted"})


@dataclass(slots=True)
class Archive:
    """What an archive holds, as far as it may be read."""

    members: list[str] = field(default_factory=list)
    notices: list[NoticeFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    others: dict[str, bytes] = field(default_factory=dict)

    def tell(self, code: str, found: str | None = None) -> None:
        """Remark on a member, or once on the whole archive."""
        if found is not None or not self.has_told(code):
            self.findings.append(remark(code, found=found))

    def has_told(self, *codes: str) -> bool:
        """One of *codes* was remarked on."""
        return any(finding.code in codes for finding in self.findings)


def read(data: bytes, name: str = "", wanted: str = ".json") -> Archive:
    """Open an archive of one of ``KINDS``. Members that may not be read are remarked on and the others read.

    *name* is the file's; *wanted* is the suffix of the members that are read.
    """
    archive = Archive()
    try:
        members = opened(data, name)
        entries = applicants_own(listed(members, archive))
        archive.members = [shown(entry.name) for entry in entries[:ARCHIVE_ENTRIES]]
        if not archive.has_told(*WHOLE):
            read_members(members, entries, archive, wanted)
    except Unreadable as problem:
        archive.tell(problem.code, problem.found)
    except MemoryError:  # a format may ask for more room than there is before it holds anything
        archive.tell("archive_expands")
    return archive


def opened(data: bytes, name: str) -> Members:
    """The members, by the kind of the content. ``Unreadable`` where not even their list can be had."""
    kind = kind_of(data)
    if kind == "zip":
        return zips.opened(data)
    if kind in compressed.STREAMS:
        return compressed.opened(data, kind, name)
    return streamed.opened(data, kind)


def listed(members: Members, archive: Archive) -> list[Entry]:
    """Members up to a limit or the damage, which is remarked on."""
    entries: list[Entry] = []
    try:
        for entry in within_limits(members.entries()):
            entries.append(entry)
    except Unreadable as problem:
        archive.tell(problem.code, problem.found)
    if any(entry.encrypted for entry in entries):
        archive.findings = [remark("archive_encrypted")]  # whatever else went wrong went wrong because of it
    return entries


def within_limits(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Entries, the one beyond a limit too; then ``Unreadable``, and nothing more is inflated."""
    size = 0
    for count, entry in enumerate(entries, 1):
        yield entry
        size += entry.size
        if count > ARCHIVE_ENTRIES:
            raise Unreadable("archive_too_many")
        if size > ARCHIVE_INFLATED:
            raise Unreadable("archive_expands")


def read_members(members: Members, entries: list[Entry], archive: Archive, wanted: str) -> None:
    """Inflate the members asked for, within the limit as really inflated."""
    kept, problems = admitted(entries)
    for code, name in problems:
        archive.tell(code, name)
    chosen = [entry for entry in kept if normal_name(entry).endswith(wanted)]
    if not chosen and not archive.findings:
        archive.tell("archive_without_json")
    left = ARCHIVE_INFLATED
    for entry in chosen:
        most = min(left, NOTICE_BYTES)
        content = content_of(members, entry, most + 1, archive)
        if len(content) > most:
            archive.tell("archive_expands")
            return
        left -= len(content)


def content_of(members: Members, entry: Entry, limit: int, archive: Archive) -> bytes:
    """The content of a member, kept where it is a text; b'' where it could not be had."""
    if entry.size > NOTICE_BYTES:
        archive.tell("notice_too_large", entry.name)
        return b""
    try:
        content = members.content(entry, limit)
    except Unreadable as problem:
        archive.tell(problem.code, problem.found)
        return b""
    if len(content) < limit:
        keep(entry.name, content, archive)
    return content


def keep(name: str, content: bytes, archive: Archive) -> None:
    """A member as text, or the remark that it is none."""
    if kind_of(content) in KINDS:
        archive.tell("archive_nested", name)
        return
    if sum(map(len, archive.others.values())) + len(content) > NOTICES_BYTES:
        archive.tell("notices_too_large")
        return
    archive.others[name] = content
    text = decoded(content)
    if text is None:
        archive.tell("notice_not_text", name)
    else:
        archive.notices.append(NoticeFile(shown(name), text))


def shown(name: str) -> str:
    """A member's name as it is passed on: with its folders, cut, without what turns the text around."""
    return readable(name, NAME_LENGTH) or ""
