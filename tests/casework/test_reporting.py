"""A submission explained from the records, wherever its case stands."""

import pytest

from backoffice.casework import evaluation, intake
from backoffice.casework.reporting import explained_of
from backoffice.domain.errors import WrongState
from backoffice.domain.explained import Explained
from backoffice.domain.work import SubmissionState
from backoffice.records.cases import Case
from tests.casework.world import World


def sent(world: World, content: bytes) -> Case:
    """A case with one file that was evaluated as far as it goes."""
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", content)
    world.work()
    return case


def newest(world: World, case: Case) -> Explained:
    """The explanation of its newest file."""
    return explained_of(world.house, world.view(case.folio).current.submissions[-1].submission.id)


def test_an_evaluated_file_is_explained_with_its_case_its_file_and_when(world: World) -> None:
    case = sent(world, b"uma")

    report = newest(world, case)

    verdict = world.view(case.folio).current.submissions[-1].verdict
    assert verdict is not None
    facts = dict(report.facts)
    assert report.heading == f"Caso {case.folio} · Nóminas Ñandú, S.A. de C.V."
    assert report.conclusion.strong == "El cálculo usa la UMA (117.31); corresponde la UMI (100.81)."
    assert (facts["Ronda"], facts["Archivo"], facts["Formato verdadero"]) == (
        "1",
        "evidencias.xls",
        "Excel 97-2003 (.xls)",
    )
    assert (facts["Recibido"], facts["Evaluado"]) == ("23/nov/2026, 12:00", "23/nov/2026, 12:00")
    assert facts["Huella del resultado (SHA-256)"] == verdict.sha256


def test_a_refused_file_is_explained_with_its_reason(world: World) -> None:
    case = sent(world, b"nonsense")

    report = newest(world, case)

    assert report.conclusion.strong == "El archivo no se pudo leer."
    assert dict(report.facts)["Formato verdadero"] == "no se pudo saber"


def test_a_file_in_quarantine_is_explained_and_not_read_again(world: World) -> None:
    case = sent(world, b"crash")
    for _ in range(3):
        world.clock.forward(hours=1)
        evaluation.run(world.house, world.view(case.folio).work[-1].id)

    report = newest(world, case)

    assert report.result == "No se pudo evaluar"
    assert dict(report.facts)["Se dejó de intentar"].startswith("23/nov/2026, ")


def test_a_file_that_is_gone_leaves_only_its_format_unknown(world: World) -> None:
    case = sent(world, b"uma")
    world.sql("UPDATE submissions SET blob = 'ev/00/' || repeat('0', 64)")

    report = newest(world, case)

    assert report.conclusion.strong.startswith("El cálculo usa la UMA")
    assert dict(report.facts)["Formato verdadero"] == "no se pudo saber"


def test_a_file_that_waits_for_its_evaluation_has_no_report_yet(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", b"uma")

    with pytest.raises(WrongState, match="todavía no tiene resultado"):
        newest(world, case)


def test_a_file_that_was_replaced_before_its_evaluation_never_has_one(world: World) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", b"uma")
    intake.receive(world.house, case.folio, "evidencias.xls", b"right")
    first = world.view(case.folio).current.submissions[0].submission
    assert first.state == SubmissionState.SUPERSEDED

    with pytest.raises(WrongState, match="llegó otro en su lugar"):
        explained_of(world.house, first.id)


def test_a_file_that_was_replaced_afterwards_keeps_its_report(world: World) -> None:
    case = sent(world, b"uma")
    intake.receive(world.house, case.folio, "evidencias.xls", b"right")
    first = world.view(case.folio).current.submissions[0].submission

    assert explained_of(world.house, first.id).conclusion.strong.startswith("El cálculo usa la UMA")
