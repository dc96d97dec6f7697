"""The story end to end: real PostgreSQL, Valkey and SMTP, real worker processes, real files."""

from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from backoffice.casework import review
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.work import WorkKind
from backoffice.domain.workflow import State
from backoffice.records.cases import Case
from backoffice.records.queries import queue
from backoffice.records.signatures import DocumentRow, Signature
from backoffice.rehearsal.outcome import outcomes
from backoffice.rehearsal.standing import Pending, Standing
from backoffice.rehearsal.story import evidence
from backoffice.rehearsal.waiting import Patience
from tests.conftest import Mailbox
from tests.rehearsal.conftest import CutOff, Stage, Told
from tests.workers.conftest import DRAMATIQ
from tests.workers.test_processes import lapse_leases

ENDS = [
    ("A", "Certificación cancelada", "Ronda 1: sin inconsistencias"),
    ("B", "Aprobada, pendiente de firma", "Ronda 1: 19 errores; UMA por UMI\nRonda 2: sin inconsistencias"),
    ("C", "En espera de documentos", "Ronda 1: el archivo no se pudo leer"),
    ("D", "En análisis", "Ronda 1: 40 errores; Seguro en cada nómina; Mes de 30.4 días"),
]
COURSES = {
    "A": "solicitud → set de pruebas → evidencias → aprobación → aceptación → cancelación",
    "B": "solicitud → set de pruebas → evidencias → correcciones → set de pruebas → evidencias → aprobación",
    "C": "solicitud → set de pruebas → evidencias → archivo devuelto",
    "D": "solicitud → set de pruebas → evidencias",
}
LETTERS = {
    "A": ["set de pruebas", "acuse", "aprobación", "vigente", "cancelación"],
    "B": ["set de pruebas", "acuse", "correcciones", "acuse", "aprobación"],
    "C": ["set de pruebas", "acuse", "archivo devuelto"],
    "D": ["set de pruebas", "acuse"],
}


def test_the_story_brings_every_case_to_its_end(told: Told) -> None:
    found = told.outcomes

    assert [(one.letter, one.state, one.findings) for one in found] == ENDS
    assert {one.letter: one.course for one in found} == COURSES
    assert {one.letter: one.letters.splitlines() for one in found} == LETTERS
    assert [one.letter for one in found if one.waits] == ["D"]
    assert "Traceback" not in told.stage.crew.log()


def test_its_letters_arrive_and_the_one_with_corrections_names_the_cause_and_brings_a_new_set(told: Told) -> None:
    to_b = [letter for letter in told.letters if letter["Delivered-To"] == "b@tesoreria.example"]
    folio = told.outcomes[1].folio

    assert Counter(letter["Delivered-To"] for letter in told.letters) == {
        "a@quetzal.example": 6, "b@tesoreria.example": 6, "c@rayaycuenta.example": 4, "d@puerto.example": 3,
    }  # fmt: skip
    (corrections,) = (letter for letter in to_b if "corrige" in letter["Subject"])
    text = corrections.get_body(("plain",))
    assert text is not None
    assert "El cálculo usa la UMA" in text.get_content()
    assert [one.get_filename() for one in corrections.iter_attachments()] == [f"set-de-pruebas-{folio}-ronda-2.zip"]


def test_every_act_of_a_company_is_signed_and_leaves_its_documents(told: Told) -> None:
    with told.stage.house.transaction() as work:
        query = select(DocumentRow).join(Case, col(Case.id) == col(DocumentRow.case_id))
        papers = list(work.session.execute(query.where(col(Case.folio) == told.outcomes[0].folio)).scalars())
        signed = Counter(one.purpose for one in work.session.execute(select(Signature)).scalars())

    assert sorted(one.kind for one in papers) == ["approval", "cancellation", "request", "responsiva"]
    assert signed == {"request": 4, "evidence": 5, "acceptance": 1, "cancellation": 1}


def test_a_damaged_file_is_kept_and_its_case_waits_for_another_in_the_same_round(told: Told) -> None:
    view = told.stage.view("C")

    (sent,) = view.current.submissions
    assert told.stage.house.blobs.get(sent.submission.blob) == evidence("caso_c_ronda_1.xls")
    assert (view.case.state, view.case.round_number, sent.submission.state) == ("awaiting_evidence", 1, "refused")


def test_a_second_telling_changes_nothing_and_leaves_alone_what_people_decided(told: Told) -> None:
    review.claim(told.stage.house, waiting(told), "Ana")
    review.release(told.stage.house, waiting(told), "Ana")
    events = told.stage.events()
    told.stage.said.clear()

    told.stage.tell()

    assert told.stage.said == []
    assert told.stage.events() == events


def waiting(told: Told) -> UUID:
    """The task of the case that is left to the newcomer."""
    with told.stage.house.transaction() as work:
        (row,) = queue(work.session)
    return row.task_id


def test_a_story_killed_in_the_middle_goes_on_where_it_was(stage: Stage, mailbox: Mailbox) -> None:
    with stage.crew.process(*DRAMATIQ), pytest.raises(CutOff):
        stage.tell(until="el analista pide correcciones")
    lapse_leases(stage.house)

    with stage.crew.process(*DRAMATIQ), stage.crew.process("workers.clock"):
        stage.tell()

    assert [(one.letter, one.state, one.findings) for one in outcomes(stage.house)] == ENDS
    assert len({letter["Message-ID"] for letter in mailbox.letters()}) == 19
    with stage.house.transaction() as work:
        assert [row.company for row in queue(work.session)] == ["Sueldos del Puerto de Ensayo, S.A. de C.V."]


def test_workers_that_are_silent_are_named_with_their_log(stage: Stage) -> None:
    with pytest.raises(ServiceUnavailable) as silence:
        stage.tell(limit=0.3)

    assert str(silence.value).startswith("Los trabajadores no avanzan desde hace 0 segundos: falta emitir un set")
    assert f"{stage.crew.folder}/workers.log" in str(silence.value)
    assert stage.events() == [2, 2, 2, 2]


def test_a_mail_server_that_takes_nothing_is_named(tmp_path: Path) -> None:
    at = Standing("2600000018", State.REQUESTED, 1, 0, None, (Pending(WorkKind.SEND_LETTER, "DeliveryDeferred: 451"),))
    times = iter([0.0, 30.0, 61.0])
    patience = Patience(tmp_path, limit=60, tick=lambda: next(times), pause=lambda _: None)

    patience.look({"A": at})
    patience.look({"A": at})
    with pytest.raises(ServiceUnavailable) as silence:
        patience.look({"A": at})

    assert "El servidor de correo no acepta nada desde hace 60 segundos: falta enviar una carta (caso A)." in str(
        silence.value
    )


def test_waiting_begins_anew_whenever_something_moves(tmp_path: Path) -> None:
    times = iter([0.0, 59.0, 118.0])
    patience = Patience(tmp_path, limit=60, tick=lambda: next(times), pause=lambda _: None)

    for round_ in (1, 2, 3):
        waiting = (Pending(WorkKind.EVALUATE),)
        patience.look({"A": Standing("2600000018", State.IN_ANALYSIS, round_, 1, None, waiting)})
