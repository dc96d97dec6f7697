"""Tab 1: the archive with the service's notices, and what is wrong with embedded objects."""

from backoffice.domain.evidence import EmbeddedFile, NoticeFile
from backoffice.domain.findings import Finding
from backoffice.workbooks.contents import archive
from backoffice.workbooks.contents.admission import KINDS
from backoffice.workbooks.contents.embedded import Embedded
from backoffice.workbooks.meaning.kinds import called
from backoffice.workbooks.opening import Opened
from backoffice.workbooks.remarks import readable, remark

ARCHIVES = frozenset(KINDS)


def read_archives(opened: Opened, places: dict[int, str]) -> tuple[list[NoticeFile], list[EmbeddedFile], list[Finding]]:
    """Notices of the archives of tab 1 (of another sheet where tab 1 has none), all embedded files, and remarks."""
    notices: list[NoticeFile] = []
    findings: list[Finding] = []
    members: dict[int, list[str]] = {}
    for index, file in chosen_archives(opened.embedded, places.get(1)):
        findings += place_remarks(file, places)
        opened_archive = read_file(file)
        members[index] = opened_archive.members
        notices += opened_archive.notices
        findings += opened_archive.findings
    orphans_read = any(not opened.embedded[index].sheet for index in members)
    findings += object_remarks(opened, places, read_any=bool(members), orphans_read=orphans_read)
    files = [
        EmbeddedFile(file.sheet, readable(file.name) or "", file.kind, tuple(members.get(index, ())))
        for index, file in enumerate(opened.embedded)
        if file.problem != "only_icon"
    ]
    return notices, files, findings


def chosen_archives(files: list[Embedded], sheet: str | None) -> list[tuple[int, Embedded]]:
    """Archives and bare notices of *sheet*; where it has none, those of other sheets."""
    whole = [(i, f) for i, f in enumerate(files) if f.data and not f.problem]
    useful = [(i, f) for i, f in whole if f.kind in ARCHIVES or is_notice(f)]
    here = [(i, f) for i, f in useful if f.sheet == sheet]
    return here or [(i, f) for i, f in useful if f.kind in ARCHIVES]


def is_notice(file: Embedded) -> bool:
    """A ``.json`` file embedded by itself."""
    return file.kind == "text" and (file.name.casefold().endswith(".json") or file.data.lstrip()[:1] == b"{")


def read_file(file: Embedded) -> archive.Archive:
    """The notices of one embedded file."""
    if file.kind in ARCHIVES:
        result = archive.read(file.data, file.name)
        if result.notices and file.kind != "zip":
            result.tell("archive_not_zip_read", KINDS[file.kind])
        return result
    result = archive.Archive()
    archive.keep(file.name or "aviso.json", file.data, result)
    result.tell("notice_not_in_archive", file.name)
    return result


def place_remarks(file: Embedded, places: dict[int, str]) -> list[Finding]:
    """An archive that does not stand in tab 1, or in no sheet at all."""
    if not file.sheet:
        return [remark("object_without_place")]
    return [remark("object_elsewhere", sheet=file.sheet)] if file.sheet != places.get(1, file.sheet) else []


def problem_remark(file: Embedded, tab: int | None) -> Finding:
    """What is wrong with one embedded object; no sheet is named where it has none."""
    if not file.sheet and file.problem == "object_unreadable":
        return remark("object_without_place_unreadable")
    return remark(file.problem or "object_unreadable", sheet=file.sheet, tab=tab)


def object_remarks(
    opened: Opened, places: dict[int, str], *, read_any: bool, orphans_read: bool = False
) -> list[Finding]:
    """What is wrong with embedded objects, and tab 1 without any.

    Where an archive without a sheet was read, the icon in tab 1 that leads nowhere is most likely its own.
    """
    tab_of = {name: tab for tab, name in places.items()}
    found = [
        problem_remark(file, tab_of.get(file.sheet))
        for file in opened.embedded
        if file.problem and (file.problem != "only_icon" or (tab_of.get(file.sheet) == 1 and not orphans_read))
    ]
    if 1 not in places or read_any:
        return found
    here = [file for file in opened.embedded if file.sheet == places[1]]
    if any(file.problem for file in here):
        return found
    if here:
        return [*found, remark("object_not_archive", found=called(here[0].kind))]
    lost = places[1] in opened.drawn or any(picture.sheet == places[1] for picture in opened.pictures)
    return [*found, remark("only_icon" if lost else "no_object")]
