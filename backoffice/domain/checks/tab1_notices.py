"""Tab 1: the archive with the notices that the service returned, each present once and unaltered."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from backoffice.domain.checks.archive import ArchiveFile, Role, base, is_furniture
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.wording import Kind, clean, gathered, listed
from backoffice.domain.findings import Finding, Severity, Standing

TAB = 1
_ERROR = partial(Kind, severity=Severity.ERROR)
_OUR_SPELLING = partial(Kind, standing=Standing.PROPOSED)

ARCHIVE_MISSING = _ERROR(
    "archive_missing",
    sentence="La pestaña 1 no trae el archivo comprimido con los avisos. Inserta en ella un .zip con los archivos "
    ".json tal como los devolvió el servicio.",
)
ARCHIVE_WITHOUT_NOTICES = _ERROR(
    "archive_without_notices",
    sentence="El archivo comprimido de la pestaña 1 no contiene avisos (.json). Vuelve a armarlo con los archivos que "
    "devolvió el servicio.",
)
NOTICE_MISSING = _ERROR(
    "notice_missing",
    sentence="Falta el aviso «{expected}» en el archivo de la pestaña 1. Inclúyelo tal como lo devolvió el servicio.",
)
NOTICES_MISSING = _ERROR(
    "notices_missing",
    sentence="Faltan {count} avisos de tu set en el archivo de la pestaña 1, entre ellos {places}. Inclúyelos todos.",
)
NOTICE_REPEATED = _OUR_SPELLING(
    "notice_repeated",
    Severity.WARNING,
    "El aviso «{name}» está {found} veces en el archivo de la pestaña 1; basta con una.",
)
NOTICE_ALTERED = _OUR_SPELLING(
    "notice_altered",
    Severity.ERROR,
    "El aviso «{name}» no es el que entregó el servicio: {where}. Así su sello no es válido; inclúyelo sin "
    "modificarlo.",
)
NOTICE_FOREIGN = _OUR_SPELLING(
    "notice_of_another_set",
    Severity.ERROR,
    "El aviso «{found}» es de otro set de pruebas. Usa los avisos del set que te enviamos para esta ronda.",
)
NOTICES_FOREIGN = _OUR_SPELLING(
    "notices_of_another_set",
    Severity.ERROR,
    "{count} avisos son de otro set de pruebas ({places}). Usa los avisos del set que te enviamos para esta ronda.",
)
NOTICE_UNREADABLE = _OUR_SPELLING(
    "notice_unreadable",
    Severity.WARNING,
    "El archivo «{found}» de la pestaña 1 no se puede leer como JSON. Inclúyelo tal como lo devolvió el servicio.",
)
NOTICES_UNREADABLE = _OUR_SPELLING(
    "notices_unreadable",
    Severity.WARNING,
    "{count} archivos .json de la pestaña 1 no se pueden leer como JSON ({places}).",
)
FILES_EXTRA = _OUR_SPELLING(
    "files_extra",
    Severity.NOTE,
    "El archivo de la pestaña 1 trae además {files}: no es un aviso de tu set y no lo tomamos en cuenta.",
)


def the_archive_of_notices_is_there(matter: Matter) -> Iterator[Finding]:
    """Tab 1 carries an archive with the ``.json`` files that the service returned."""
    if matter.archive or matter.reading_failed(TAB):
        return
    kind = ARCHIVE_WITHOUT_NOTICES if _members(matter) else ARCHIVE_MISSING
    yield kind.finding(tab=TAB)


def every_notice_is_present_once(matter: Matter) -> Iterator[Finding]:
    """Each notice that the service gave for this set is in the archive, once."""
    if not matter.archive:
        return
    present = {file.original for file in matter.archive}
    missing = [base(name) for name in matter.test_set.notices if name not in present]
    yield from gathered((NOTICE_MISSING.finding(tab=TAB, expected=name) for name in missing), NOTICES_MISSING)
    given = Counter(file.original for file in matter.archive if file.role is Role.GIVEN and file.original)
    for name, times in given.items():
        if times > 1:
            yield NOTICE_REPEATED.finding(tab=TAB, words={"name": base(name)}, expected="1", found=str(times))


def every_notice_is_as_the_service_gave_it(matter: Matter) -> Iterator[Finding]:
    """No notice of this set was edited: its canonical form, seal included, is the one the service gave."""
    for file in _of(matter, Role.ALTERED):
        first = file.changed[0] if file.changed else None
        places = {"expected": _value(first[1]), "found": _value(first[2])} if first else {}
        words = {"name": clean(base(file.name)), "where": _where(file)}
        yield NOTICE_ALTERED.finding(tab=TAB, words=words, **places)


def no_notice_is_of_another_set(matter: Matter) -> Iterator[Finding]:
    """Every notice in the archive was given for this test set, not for an earlier one or another applicant's."""
    yield from gathered(_named(matter, Role.FOREIGN, NOTICE_FOREIGN), NOTICES_FOREIGN)


def every_json_file_is_readable(matter: Matter) -> Iterator[Finding]:
    """Every ``.json`` file of the archive is JSON."""
    yield from gathered(_named(matter, Role.UNREADABLE, NOTICE_UNREADABLE), NOTICES_UNREADABLE)


def nothing_else_is_in_the_archive(matter: Matter) -> Iterator[Finding]:
    """The archive carries notices alone."""
    if not matter.archive and matter.reading_failed(TAB):
        return
    told = {file.name for file in matter.archive}
    extra = [file.name for file in _of(matter, Role.OTHER)]
    extra += [name for name in _members(matter) if name not in told and not is_furniture(name)]
    if extra:
        files = listed([f"«{clean(base(name))}»" for name in extra])
        yield FILES_EXTRA.finding(tab=TAB, words={"files": files}, found=clean(base(extra[0])))


def _of(matter: Matter, role: Role) -> Iterator[ArchiveFile]:
    return (file for file in matter.archive if file.role is role)


def _named(matter: Matter, role: Role, kind: Kind) -> Iterator[Finding]:
    return (kind.finding(tab=TAB, found=clean(base(file.name))) for file in _of(matter, role))


def _members(matter: Matter) -> list[str]:
    sheet = matter.evidence.tabs.get(TAB)
    return [name for file in matter.evidence.embedded if file.sheet == sheet for name in file.members]


def _where(file: ArchiveFile) -> str:
    paths = [clean(path, 40) for path, _, _ in file.changed]
    return f"cambia {listed(paths, 3)}" if paths else "no es ninguno de los de tu set"


def _value(value: Any) -> str | None:
    return None if value is None else clean(str(value))
