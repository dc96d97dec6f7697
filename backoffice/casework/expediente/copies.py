"""What a file has in common with other companies': every sign with its proof, and the same on the printed page.

An amount that is the right answer of a set still in play stays where it is: the rows are told, not what stands in them.
"""

from collections.abc import Mapping
from typing import Any

from backoffice.casework.expediente.gathering import Gathering
from backoffice.domain.copies.grades import GRADE_LABELS, KIND_LABELS, Grade, Kind
from backoffice.domain.copies.sentences import amounts_said, chance_said, common_said, picture_said
from backoffice.domain.explained.spanish import counted, moment_said, said
from backoffice.records.case_view import SubmissionView
from backoffice.records.expediente import Sign

#: More signs than these are counted on the page; the archive has them all.
MOST = 12
ORDER = tuple(Grade)
NONE = "Se comparó con los archivos de otras empresas: sin indicios."
NO_REASON = "Un indicio no es motivo de rechazo por sí solo."


def signs_of(gathering: Gathering, file: SubmissionView) -> list[dict[str, Any]]:
    """The signs about a file for its ``copias.json``, gravest first."""
    return [
        {
            "kind": one.flag.kind,
            "grade": one.flag.grade,
            "taken_from_the_other": one.taken,
            "found_at": one.flag.found_at,
            "other": {
                "folio": one.folio,
                "company": one.company,
                "round": one.round_number,
                "file": one.file_number,
                "sha256": one.sha256,
                "received_at": one.received_at,
            },
            "amounts_included": not one.in_play,
            "proof": _proof(one),
        }
        for one in _ordered(gathering, file)
    ]


def said_on_paper(gathering: Gathering, file: SubmissionView) -> list[list[str]]:
    """The same in words, as facts of the file; nothing where nobody has compared it."""
    found = _ordered(gathering, file)
    if not found:
        compared = file.submission.id in gathering.kept.compared
        return [["Copias", NONE]] if compared else []
    lines = [["Copias", _line(gathering, one)] for one in found[:MOST]]
    left = len(found) - MOST
    more = f"{counted(left, 'indicio', 'indicios')} más en copias.json. " if left > 0 else ""
    return [*lines, ["", f"{more}{NO_REASON}"]]


def _ordered(gathering: Gathering, file: SubmissionView) -> list[Sign]:
    found = gathering.kept.copies.get(file.submission.id, ())
    return sorted(found, key=lambda one: (ORDER.index(one.flag.grade), one.received_at, one.flag.kind))


def _proof(one: Sign) -> Mapping[str, Any]:
    if Kind(one.flag.kind) is not Kind.AMOUNTS or not one.in_play:
        return one.flag.proof
    return {**one.flag.proof, "rows": [row[:2] for row in one.flag.proof["rows"]]}


def _line(gathering: Gathering, one: Sign) -> str:
    when = moment_said(one.received_at, gathering.house.settings.zone)
    other = f"caso {one.folio}, {said(one.company, 80)}, ronda {one.round_number}, archivo {one.file_number}, {when}"
    kind = KIND_LABELS[Kind(one.flag.kind)]
    return f"{GRADE_LABELS[one.flag.grade]}. {kind}: {other}. {_sentence(one)}"


def _sentence(one: Sign) -> str:
    kind, proof = Kind(one.flag.kind), one.flag.proof
    if kind is Kind.AMOUNTS:
        return f"{amounts_said(one.taken)} {chance_said(proof['expected'], proof['sets'])}"
    if kind is Kind.PICTURE:
        return picture_said(min(each["changed"] for each in proof["pictures"]), one.round_number, one.flag.grade)
    return f"{said(proof['said'], 160)}. {common_said(proof['companies'])}"
