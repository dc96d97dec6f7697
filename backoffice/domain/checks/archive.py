"""Which file of the applicant's archive is which notice of the set. Names may change, contents may not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from backoffice.domain.evidence import NoticeFile
from backoffice.domain.notices import SEAL, NoticeUnreadable, canonical, differences, parse
from backoffice.domain.test_set import TestSet


class Role(StrEnum):
    """What a file of the archive turned out to be."""

    GIVEN = "given"  # a notice of the set, exactly as the service gave it
    ALTERED = "altered"  # of this set by its own words, yet equal to no notice of it
    FOREIGN = "foreign"  # a notice of another set
    UNREADABLE = "unreadable"  # no JSON
    OTHER = "other"  # JSON, but no notice of a test set


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file, its role, the set's notice it is or should be, and where it differs: ``(path, right, found)``."""

    name: str
    role: Role
    original: str | None = None
    changed: tuple[tuple[str, Any, Any], ...] = ()


def recognise(files: Iterable[NoticeFile], test_set: TestSet) -> tuple[ArchiveFile, ...]:
    """Every file with its role, in the archive's order."""
    documents = {name: parse(text) for name, text in test_set.notices.items()}
    spelled = {canonical(document): name for name, document in documents.items()}
    return tuple(_recognise(file, test_set.id, documents, spelled) for file in files if not is_furniture(file.name))


def is_furniture(name: str) -> bool:
    """Folders, and what macOS and Windows leave in archives."""
    hidden = base(name).startswith("._") or "__MACOSX/" in name
    return hidden or name.endswith("/") or base(name) in {".DS_Store", "Thumbs.db", "desktop.ini"}


def base(name: str) -> str:
    """The file's name without folders, whichever way the slashes lean."""
    return PurePosixPath(name.replace("\\", "/")).name


def _recognise(
    file: NoticeFile, set_id: str, documents: Mapping[str, dict[str, Any]], spelled: Mapping[bytes, str]
) -> ArchiveFile:
    try:
        document = parse(file.text)
        original = spelled.get(canonical(document))
    except NoticeUnreadable:
        return ArchiveFile(file.name, Role.UNREADABLE)
    if original is not None:
        return ArchiveFile(file.name, Role.GIVEN, original)
    if "set" in document and document["set"] != set_id:
        return ArchiveFile(file.name, Role.FOREIGN)
    original = _nearest(file.name, document, documents)
    if original is None:
        return ArchiveFile(file.name, Role.ALTERED if "set" in document else Role.OTHER)
    changed = tuple(differences(documents[original], document)) or ((SEAL, None, None),)
    return ArchiveFile(file.name, Role.ALTERED, original, changed)


def _nearest(name: str, document: Mapping[str, Any], documents: Mapping[str, dict[str, Any]]) -> str | None:
    """The notice that a changed file must once have been: same seal, else same query, else same file name."""
    for original, given in documents.items():
        if any(document.get(key) == given.get(key) is not None for key in (SEAL, "consulta")):
            return original
    return next((original for original in documents if base(original) == base(name) and "avisos" in document), None)
