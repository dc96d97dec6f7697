"""What each round leaves in the archive: its set, its deadline, and every file with what was found and decided."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from backoffice import reports
from backoffice.casework import replay
from backoffice.casework.expediente.copies import signs_of
from backoffice.casework.expediente.exact import exact
from backoffice.casework.expediente.gathering import Flaw, Gathering, Made
from backoffice.casework.expediente.reviews import reviewed, said_deadline
from backoffice.casework.expediente.rules import behind, texts_of
from backoffice.casework.reporting import explained_of
from backoffice.domain.work import SubmissionState
from backoffice.records.case_view import RoundView, SubmissionView
from backoffice.records.privacy import PersonalData

#: The suffixes that a stored file may keep; any other is called ``.bin``.
SUFFIXES = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv", ".pdf", ".zip"})


def files(gathering: Gathering) -> Iterator[Made]:
    """Round by round, oldest first."""
    for view in gathering.kept.view.rounds:
        yield from _round(gathering, view)
        for file in view.submissions:
            yield from _submission(gathering, view, file)


def folder(view: RoundView, file: SubmissionView | None = None) -> str:
    """``ronda-1`` or ``ronda-1/envio-2``."""
    place = f"ronda-{view.round.number}"
    return f"{place}/envio-{file.submission.number}" if file else place


def _round(gathering: Gathering, view: RoundView) -> Iterator[Made]:
    """Its facts and its set. The answers of a set that is still in play stay where they are; its seed always does."""
    yield f"{folder(view)}/ronda.json", exact(_facts(gathering, view))
    if view.test_set is None:
        return
    if view.round.closed_at is not None:
        yield f"{folder(view)}/set/respuestas.json", view.test_set.answers.encode()
    bundle = gathering.blob(view.test_set.bundle, f"Ronda {view.round.number}: el set como se envió")
    if bundle is not None:
        yield f"{folder(view)}/set/paquete-enviado.zip", bundle


def _facts(gathering: Gathering, view: RoundView) -> dict[str, Any]:
    one, test_set = view.round, view.test_set
    calls = gathering.kept.calls.get(one.id)
    return {
        "number": one.number,
        "kind": one.kind,
        "rehearsal": one.rehearsal,
        "opened_at": one.opened_at,
        "closed_at": one.closed_at,
        "deadline": one.deadline_explained,
        "deadline_said": said_deadline(one.deadline_explained),
        "test_set": {
            "id": test_set.set_id,
            "on": one.set_on,
            "rules_version": test_set.rules_version,
            "issued_at": test_set.issued_at,
            "answers_included": one.closed_at is not None,
        }
        if test_set
        else None,
        "calls_of_the_test_service": {"by_status": dict(calls.by_status), "first": calls.first, "last": calls.last}
        if calls
        else None,
    }


def _submission(gathering: Gathering, view: RoundView, file: SubmissionView) -> Iterator[Made]:
    place, what = folder(view, file), f"Ronda {view.round.number}, envío {file.submission.number}"
    original = gathering.blob(file.submission.blob, f"{what}: el archivo original")
    if original is not None:
        yield f"{place}/original{suffix(file.submission.file_name)}", original
    yield f"{place}/envio.json", exact(_sent(file))
    if file.verdict is not None:
        yield f"{place}/resultado.json", file.verdict.document.encode()
        yield from _replayed(gathering, file, place, what)
        with gathering.forgiving(f"{what}: las reglas de sus hallazgos"):
            found = json.loads(file.verdict.document)["findings"]
            yield f"{place}/reglas.json", exact(behind(found, texts_of(gathering, file.verdict.rules_version)))
    signs = signs_of(gathering, file)
    if signs:
        yield f"{place}/copias.json", exact(signs)
    if file.task is not None:
        yield f"{place}/revision.json", exact(reviewed(gathering, file.task, file.opinions))
    if file.verdict is not None or file.submission.state == SubmissionState.QUARANTINED:
        with gathering.forgiving(f"{what}: el informe explicado"):
            yield f"{place}/informe.pdf", reports.pdf(explained_of(gathering.house, file.submission.id))


def _sent(file: SubmissionView) -> dict[str, Any]:
    """The file as it came; its name is the applicant's, here and nowhere else."""
    one, verdict = file.submission, file.verdict
    return {
        "number": one.number,
        "file_name": one.file_name,
        "size": one.size,
        "sha256": one.sha256,
        "received_at": one.received_at,
        "state": one.state,
        **({"personal_data": _people(file.people)} if file.people else {}),
        "verdict": {
            "result": verdict.result,
            "sha256": verdict.sha256,
            "rules_version": verdict.rules_version,
            "engine_version": verdict.engine_version,
            "given_at": verdict.given_at,
        }
        if verdict
        else None,
    }


def _people(known: PersonalData) -> dict[str, Any]:
    """What it carries of real people, by kind, and that its content was erased (*purgado*)."""
    return {"kinds": known.kinds, "purged_at": known.purged_at, "by": known.purged_by, "reason": known.reason}


def _replayed(gathering: Gathering, file: SubmissionView, place: str, what: str) -> Iterator[Made]:
    """The verdict given again from the file itself."""
    found = replay.untold(gathering.house, file.submission.id)
    gathering.replays[file.submission.id] = found
    said = {
        "outcome": found.outcome,
        "why": found.why or None,
        "change": found.change.to_json() if found.change else None,
    }
    yield f"{place}/repeticion.json", exact(said)
    if found.outcome is replay.Outcome.DIFFERS:
        gathering.flaws.append(Flaw(f"{what}: el resultado no se repite igual", found.why))


def suffix(file_name: str) -> str:
    """The suffix of a stored file: one of a few, whatever its sender called it."""
    given = PurePosixPath(file_name.replace("\\", "/").lower()).suffix
    return given if given in SUFFIXES else ".bin"
