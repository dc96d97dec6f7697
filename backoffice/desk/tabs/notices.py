"""The notices of tab 1: each that the set asks for, whether it came, and whether it is what the service sealed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.desk.seen import evidence
from backoffice.desk.signs import sign_of
from backoffice.domain.checks.archive import ArchiveFile, Role, base, is_furniture, recognise
from backoffice.domain.evidence import NoticeFile
from backoffice.domain.explained.spanish import counted, said
from backoffice.domain.notices import SEAL, NoticeUnreadable, canonical, parse, without_seal
from backoffice.domain.test_set import TestSet
from backoffice.efirma.service_seal import verify

TITLE = "Avisos"
#: A notice names so many fields that are not as the service gave them; so many other files are named.
MOST_FIELDS, MOST_OTHERS = 6, 20
#: What the archive holds beside the notices of the set.
OTHERS = {
    Role.GIVEN: "repetido",
    Role.ALTERED: "otra versión de un aviso del set",
    Role.FOREIGN: "de otro set de pruebas",
    Role.UNREADABLE: "no se puede leer como JSON",
    Role.OTHER: "no es un aviso",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was asked for, and what came of it. ``tone`` is ``ok`` or ``bad``.

    ``seal`` says whether the seal of what came is the service's, '' where nothing came; ``fields`` are those that
    differ, as place, what the service gave, what came; ``more`` counts those left out; ``digest`` is the start of the
    SHA-256 of the canonical form.
    """

    name: str
    tone: str
    said: str
    seal: str = ""
    digest: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()
    more: str = ""


def badge(case: OpenCase) -> str:
    """How many the set has, and a sign where something of tab 1 is to be looked at."""
    return f"{len(case.asked.notices)} {sign_of(case.verdict, 1)}".strip()


def shown(case: OpenCase) -> str:
    """The notices as a table. Raises what reading the file raises."""
    files = evidence(case).notice_files
    rows, others = judged(files, case.asked)
    missing = sum(row.tone != "ok" for row in rows)
    summary = f"{counted(len(rows), 'aviso', 'avisos')}, completos y como los entregó el servicio."
    if missing:
        summary = f"{counted(missing, 'aviso falta o cambió', 'avisos faltan o cambiaron')} de {len(rows)}."
    more = len(others) - MOST_OTHERS
    return page("tab_notices", rows=rows, summary=summary, others=others[:MOST_OTHERS], more=max(0, more))


def judged(files: Sequence[NoticeFile], asked: TestSet) -> tuple[list[Notice], list[tuple[str, str]]]:
    """Each notice of the set beside what came of it, and the other files by name and what they are.

    A file is the notice whose content it has, whatever its name: as the checks see it.
    """
    texts = [file.text for file in files if not is_furniture(file.name)]
    known = list(zip(recognise(files, asked), texts, strict=True))
    found: dict[str, tuple[ArchiveFile, str]] = {}
    others: list[ArchiveFile] = []
    for file, text in sorted(known, key=lambda pair: pair[0].role is not Role.GIVEN):
        if file.original is None or file.original in found:
            others.append(file)
        else:
            found[file.original] = file, text
    rows = [_notice(name, found.get(name), asked) for name in sorted(asked.notices)]
    return rows, [(said(base(one.name), 80), OTHERS[one.role]) for one in others]


def _notice(name: str, came: tuple[ArchiveFile, str] | None, asked: TestSet) -> Notice:
    if came is None:
        return Notice(base(name), "bad", "falta")
    file, text = came
    seal, digest = sealed_as(text, asked.service_public_key)
    called = "" if base(file.name) == base(name) else f", como «{said(base(file.name), 60)}»"
    if file.role is Role.GIVEN:
        return Notice(base(name), "ok", f"como lo entregó el servicio{called}", seal, digest)
    fields = tuple(_fields(file))
    left_out = len(fields) - MOST_FIELDS
    more = f"y {counted(left_out, 'dato', 'datos')} más" if left_out > 0 else ""
    return Notice(base(name), "bad", f"cambió{called}", seal, digest, fields[:MOST_FIELDS], more)


def sealed_as(text: str, public_key: str) -> tuple[str, str]:
    """Whether a document has the seal of the service whose key (base64) that is, in words; its digest in short."""
    try:
        document = parse(text)
        body = canonical(document)
        holds = verify(public_key, canonical(without_seal(document)), str(document.get(SEAL)))
    except NoticeUnreadable:
        return "no se puede leer", ""
    return ("válido" if holds else "no es válido"), sha256(body).hexdigest()[:12]


def _fields(file: ArchiveFile) -> Iterator[tuple[str, str, str]]:
    for place, right, found in file.changed:
        if place == SEAL:
            yield SEAL, "el del servicio", "otro"
        else:
            yield said(place, 60), _text(right), _text(found)


def _text(value: Any) -> str:
    return "no está" if value is None else said(json.dumps(value, ensure_ascii=False)[:400], 60)
