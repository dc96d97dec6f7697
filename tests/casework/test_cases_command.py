"""``mesa cases``, ``retry``, ``cancel`` and ``status``: whose deadline runs, what waits, and two lines a case."""

import json
from typing import Any

import pytest

from backoffice.casework import certification, intake, request
from backoffice.cli import main
from backoffice.cli.given_up_words import LETTERS, why
from backoffice.domain.applicant import Applicant
from backoffice.domain.work import Outcome, WorkKind, WorkState
from backoffice.records.given_up import GivenUpRow
from backoffice.settings import ROOT
from tests.casework.giving_up import quarantined, refused
from tests.casework.world import ACME, World
from tests.conftest import Mailbox

LONG = Applicant(
    "B0112345105", "BBB010101AAA", "Sistemas de Nómina y Recursos Humanos del Bajío, S.A. de C.V.", "b@b.mx"
)


@pytest.fixture(autouse=True)
def addressed(world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use this test's database, on a terminal of 80 columns; the queue is down."""
    monkeypatch.setenv("MESA_VAR", str(world.house.settings.var))
    monkeypatch.setenv("MESA_DATABASE_URL", world.house.addresses.database_url)
    monkeypatch.setenv("MESA_QUEUE_URL", "redis://127.0.0.1:1")
    monkeypatch.setenv("MESA_SMTP_URL", mailbox.url)
    monkeypatch.setenv("MESA_BLOBS_URL", world.house.addresses.blobs_url)
    monkeypatch.setenv("COLUMNS", "80")


def mesa(*words: str) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


@pytest.fixture
def listed(capsys: pytest.CaptureFixture[str]) -> Any:
    """The cases as JSON says them."""

    def cases() -> Any:
        capsys.readouterr()
        assert mesa("cases", "--json") == 0
        return json.loads(capsys.readouterr().out)

    return cases


def running(row: dict[str, object]) -> tuple[object, object, object]:
    """Where a case stands, and whose deadline runs."""
    return row["state"], row["deadline"], row["deadline_of"]


def test_the_deadline_is_that_of_whoever_must_act(world: World, listed: Any) -> None:
    case = request.register(world.house, ACME)
    seen = [running(*listed())]
    world.work()
    seen.append(running(*listed()))
    intake.receive(world.house, case.folio, "e.xls", b"right")
    seen.append(running(*listed()))
    world.work()
    seen.append(running(*listed()))
    world.decided(case.folio, Outcome.APPROVE)
    seen.append(running(*listed()))
    certification.accept(world.house, case.folio)
    seen.append(running(*listed()))
    certification.cancel(world.house, case.folio)
    seen.append(running(*listed()))

    assert seen == [
        ("requested", None, None),
        ("awaiting_evidence", "2027-01-27", "applicant"),
        ("in_analysis", "2026-11-30", "institute"),
        ("in_analysis", "2026-11-30", "institute"),
        ("approved", None, None),
        ("certified", None, None),
        ("cancelled", None, None),
    ]


def test_a_new_round_has_its_own_deadline_and_a_returned_file_leaves_it(world: World, listed: Any) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"uma")
    world.work()
    world.decided(case.folio, Outcome.CORRECTIONS)
    announced = running(*listed())
    world.work()
    intake.receive(world.house, case.folio, "e.xls", b"broken")
    world.work()

    assert announced == ("awaiting_evidence", None, None)
    assert running(*listed()) == ("awaiting_evidence", "2026-12-07", "applicant")


def test_a_case_takes_two_lines_of_eighty_columns_and_more_only_for_more_words(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    case = request.register(world.house, LONG)
    world.work()
    intake.receive(world.house, case.folio, "e.xls", b"uma")
    world.work()

    assert mesa("cases") == 0
    first = capsys.readouterr().out.splitlines()
    assert first[:3] == [
        "2600000018  Sistemas de Nómina y Recursos Humanos del Bajío, S.A. de C.V.",
        "  En análisis · ronda 1 · hasta 30/nov/2026 (el instituto) · con inconsistencias",
        "",
    ]

    intake.receive(world.house, case.folio, "e.xls", b"broken")
    world.work()

    assert mesa("cases") == 0

    assert capsys.readouterr().out.splitlines() == [
        "2600000018  Sistemas de Nómina y Recursos Humanos del Bajío, S.A. de C.V.",
        "  En espera de documentos · ronda 1 · hasta 27/ene/2027 (la empresa) · archivo",
        "  devuelto",
        "",
        "1 caso.",
        "Trabajo detenido, a la espera de una persona: 0.",
    ]


def test_what_was_given_up_is_shown_with_its_reason_and_remedy(
    world: World, listed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(world)

    (row,) = listed()
    mesa("cases")
    shown = capsys.readouterr().out

    assert row["waiting"] == [
        {
            "kind": "send_letter",
            "letter": "test_set_issued",
            "state": "failed",
            "why": "550 no such user.",
            "since": "2026-11-23T18:00:00+00:00",
        }
    ]
    assert " ".join(shown.split()).endswith(
        "! Carta del set de pruebas: no se entregó. 550 no such user. Corrige la causa y da «./mesa retry 2600000018». "
        "1 caso. Trabajo detenido, a la espera de una persona: 1."
    )


def test_retry_says_what_is_tried_again_and_the_second_time_that_there_is_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    case = refused(world)

    assert (mesa("retry", case.folio), mesa("retry", case.folio)) == (0, 0)

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Folio 2600000018: se intenta de nuevo: Carta del set de pruebas.",
        "Mira el resultado con «./mesa cases».",
        "Folio 2600000018: no hay trabajo detenido. No se hizo nada.",
    ]


def test_retry_of_an_unknown_folio_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("retry", "0501423523") == 2

    assert capsys.readouterr().err.startswith("No existe un caso con el folio")


def test_status_counts_what_waits_where_the_database_answers(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quarantined(world)

    assert (mesa("status"), mesa("status", "--json")) == (1, 1)
    *_, counted, document = capsys.readouterr().out.splitlines()
    monkeypatch.setenv("MESA_DATABASE_URL", "postgresql://mesa:hidden@127.0.0.1:1/mesa")
    assert mesa("status") == 1

    assert counted == "Trabajo detenido, a la espera de una persona: 1. Míralo con «./mesa cases»."
    assert json.loads(document) == {"up": False, "parts": [], "waiting": 1, "letters": 0}
    assert capsys.readouterr().out == "La mesa no está en marcha. Arráncala con «./mesa up».\n"


def test_before_a_certification_its_cancellation_is_a_request_given_up(
    world: World, listed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    case = world.case()

    assert mesa("cancel", case.folio) == 0

    said = capsys.readouterr().out
    assert said == "Folio 2600000018: Solicitud desistida. La confirmación llega por correo.\n"
    assert [row["state_label"] for row in listed()] == ["Solicitud desistida"]


def test_after_a_certification_it_is_the_certification_that_ends(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", b"right")
    world.work()
    world.decided(case.folio, Outcome.APPROVE)
    certification.accept(world.house, case.folio)

    assert mesa("cancel", case.folio) == 0

    said = capsys.readouterr().out
    assert said == "Folio 2600000018: Certificación cancelada. La confirmación llega por correo.\n"


def test_every_letter_has_a_name_for_people() -> None:
    written = {folder.name for folder in (ROOT / "email_templates").iterdir() if (folder / "subject.txt").exists()}

    assert set(LETTERS) == written


def test_a_reason_from_outside_is_one_printable_line_and_not_endless() -> None:
    row = GivenUpRow(WorkKind.SEND_LETTER, None, WorkState.FAILED, "DeliveryRefused: \x1b[31m550 " + "x" * 500, None)

    assert why(row).startswith(" [31m550 xxx")
    assert len(why(row)) == 161
