"""``mesa verdict show`` and ``replay``: every file of a case with its verdict, and whether it can be given again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backoffice.bootstrap import read
from backoffice.casework import intake, request
from backoffice.domain.applicant import Applicant
from backoffice.domain.work import Outcome
from backoffice.records.queries import queue
from backoffice.settings import ROOT
from tests.casework.terminal import mesa, one_line
from tests.casework.world import ACME, World

#: A workbook as a system of an applicant saves it; against the example's set nothing in it is right.
WORKBOOK = ROOT / "backoffice" / "rehearsal" / "evidence" / "caso_a_ronda_1.xls"


pytestmark = pytest.mark.usefixtures("addressed")


def received(world: World, folio: str, content: bytes) -> None:
    """One more file of a case, evaluated."""
    intake.receive(world.house, folio, "evidencias.xls", content)
    world.work()


def really_evaluated(world: World, data: bytes = WORKBOOK.read_bytes()) -> str:
    """A case whose file was read by the real reader, as the commands read it."""
    real = World(replace(world.house, read=read), world.clock, world.bells, world.entrances)
    folio = real.case().folio
    received(real, folio, data)
    return folio


def test_every_file_of_a_case_is_shown_and_which_verdict_the_decision_names(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    folio = world.case().folio
    received(world, folio, b"right")
    received(world, folio, b"uma")
    world.decided(folio, Outcome.CORRECTIONS)
    world.work()
    received(world, folio, b"broken")
    received(world, folio, b"right")

    assert mesa("verdict", "show", folio) == 0

    said = one_line(capsys.readouterr().out)
    assert f"{folio} Nóminas Ñandú, S.A. de C.V. En análisis · ronda 2" in said
    assert (
        "ronda 1, envío 1 · Reemplazado · sin inconsistencias · su resultado ya no cuenta: llegó otro archivo" in said
    )
    assert (
        "ronda 1, envío 2 · Evaluado · con inconsistencias · Con correcciones por ana (se refiere a este resultado)"
        in said
    )
    assert "ronda 2, envío 1 · Devuelto · el archivo no se pudo leer" in said
    assert "▸ ronda 2, envío 2 · Evaluado · sin inconsistencias evidencias.xls · archivo 27042f4e6eca" in said
    assert said.count("▸") == 1


def test_the_same_for_machines(world: World, shown: Any) -> None:
    folio = world.case().folio
    received(world, folio, b"right")
    received(world, folio, b"uma")
    decision = world.decided(folio, Outcome.CORRECTIONS)

    said = shown("verdict", "show", folio)

    first, second = said["submissions"]
    assert (first["state"], first["superseded"], first["verdict"]["result"]) == ("superseded", True, "consistent")
    assert (second["state"], second["superseded"], second["verdict"]["result"]) == ("evaluated", False, "inconsistent")
    assert first["decision"] is None
    assert second["decision"]["verdict_sha256"] == decision.verdict_sha256 == second["verdict"]["sha256"]
    assert said["shown"]["document"]["verdict"] == "inconsistent"


def test_a_file_is_chosen_by_its_round_and_its_number(world: World, shown: Any) -> None:
    folio = world.case().folio
    received(world, folio, b"right")
    received(world, folio, b"uma")
    world.decided(folio, Outcome.CORRECTIONS)
    world.work()
    received(world, folio, b"right")

    chosen = [
        shown("verdict", "show", folio, *words)["shown"]
        for words in ((), ("--round", "1"), ("--round", "1", "--submission", "1"), ("--submission", "1"))
    ]

    assert [(one["round"], one["submission"]) for one in chosen] == [(2, 1), (1, 2), (1, 1), (2, 1)]
    assert [one["document"]["verdict"] for one in chosen] == ["consistent", "inconsistent", "consistent", "consistent"]


@pytest.mark.parametrize("words", [("--round", "7"), ("--round", "1", "--submission", "9"), ("--submission", "-1")])
def test_a_file_that_was_never_sent_is_refused(
    world: World, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    folio = world.case().folio
    received(world, folio, b"right")

    assert mesa("verdict", "show", folio, *words) == 2

    assert capsys.readouterr().err == (
        f"El caso {folio} no tiene ese envío. Míralos con «./mesa verdict show {folio}».\n"
    )


def test_a_case_without_files_is_told(world: World, capsys: pytest.CaptureFixture[str], shown: Any) -> None:
    folio = world.case().folio

    assert mesa("verdict", "show", folio) == 0

    assert "Todavía no llega ningún archivo de evidencias." in capsys.readouterr().out
    assert (shown("verdict", "show", folio)["submissions"], shown("verdict", "show", folio)["shown"]) == ([], None)


def test_a_later_wrong_file_never_shows_the_pass_of_the_one_before(
    world: World, capsys: pytest.CaptureFixture[str], shown: Any
) -> None:
    folio = world.case().folio
    received(world, folio, b"right")
    intake.receive(world.house, folio, "evidencias.xls", b"uma")

    def everywhere() -> tuple[Any, ...]:
        (row,) = shown("cases")
        waiting = world.reading(queue)
        mesa("verdict", "show", folio)
        return (
            row["verdict"],
            [one.result for one in waiting],
            [one.cause for one in waiting],
            capsys.readouterr().out.splitlines()[-1],
        )

    before = everywhere()
    world.work()
    after = everywhere()

    assert before == (None, [], [], "Este envío no tiene resultado. El de otro envío no lo sustituye.")
    assert after[:3] == ("inconsistent", ["inconsistent"], ["UMA por UMI: 1 de 1 renglón."])
    assert shown("verdict", "show", folio)["shown"]["document"]["verdict"] == "inconsistent"


def test_a_stored_text_that_is_no_verdict_any_more_is_told(
    world: World, capsys: pytest.CaptureFixture[str], shown: Any
) -> None:
    folio = world.case().folio
    received(world, folio, b"right")
    for document in ("nonsense", "{}", "[]"):
        world.sql("UPDATE verdicts SET document = :document", document=document)

        assert mesa("verdict", "show", folio) == 0

        assert capsys.readouterr().out.splitlines()[-1].startswith("El resultado guardado no se entiende.")
    assert shown("verdict", "show", folio)["shown"]["document"] == []


def test_hostile_names_are_shown_as_they_are(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    case = request.register(world.house, Applicant(ACME.nrp, ACME.rfc, "Nóminas [bold]Ñandú[/bold]", ACME.email))
    world.work()
    intake.receive(world.house, case.folio, "[red]e.xls", b"right")

    mesa("verdict", "show", case.folio)

    said = capsys.readouterr().out
    assert "Nóminas [bold]Ñandú[/bold]" in said
    assert "[red]e.xls" in said


def test_a_verdict_that_is_the_same_ends_with_zero(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = really_evaluated(world)

    assert mesa("verdict", "replay", folio) == 0

    assert one_line(capsys.readouterr().out) == (
        f"{folio} · ronda 1, envío 1 · con inconsistencias ✓ igual, byte por byte"
    )


def test_a_verdict_that_differs_ends_with_one_and_says_what(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = really_evaluated(world)
    world.sql('UPDATE verdicts SET document = replace(document, \'"severity":"error"\', \'"severity":"note"\')')

    assert mesa("verdict", "replay", folio) == 1

    said = one_line(capsys.readouterr().out)
    assert "✗ cambia El resultado guardado no tiene su huella: fue modificado después de darse." in said
    assert "(Cambia su gravedad o su causa.)" in said


def test_a_verdict_that_cannot_be_given_again_ends_with_two(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    folio = really_evaluated(world)
    blob = world.view(folio).current.submissions[0].submission.blob
    assert world.house.blobs.folder is not None
    (world.house.blobs.folder / blob).unlink()

    assert mesa("verdict", "replay", folio) == 2

    said = one_line(capsys.readouterr().out)
    assert "! no se puede repetir El archivo guardado" in said
    assert "Recupéralo de un respaldo." in said


def test_all_verdicts_are_given_again_with_a_bar_and_a_summary(
    world: World, capsys: pytest.CaptureFixture[str], shown: Any
) -> None:
    folio = really_evaluated(world)
    intake.receive(world.house, folio, "2.xls", b"no workbook")
    World(replace(world.house, read=read), world.clock, world.bells, world.entrances).work()

    assert mesa("verdict", "replay", "--all") == 0

    said = capsys.readouterr()
    assert "Iguales, byte por byte │ 2" in one_line(said.out).replace("  ", " ")
    assert "✓" not in said.out
    assert "2/2" in said.err
    assert [(one["submission"], one["state"], one["outcome"]) for one in shown("verdict", "replay", "--all")] == [
        (1, "superseded", "equal"),
        (2, "refused", "equal"),
    ]


@pytest.mark.parametrize("words", [(), ("2600000018", "--all")])
def test_one_case_or_all_must_be_named(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert mesa("verdict", "replay", *words) == 2

    assert capsys.readouterr().err == "Indica un FOLIO, o --all para todos los casos.\n"


def test_an_empty_house_has_nothing_to_give_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("verdict", "replay", "--all") == 0

    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "No hay resultados guardados todavía.\n")


@pytest.mark.parametrize("words", [("show", "0501423523"), ("replay", "0501423523"), ("replay", "' OR 1=1 --")])
def test_an_unknown_folio_is_one_sentence(capsys: pytest.CaptureFixture[str], words: tuple[str, str]) -> None:
    assert mesa("verdict", *words) == 2

    assert capsys.readouterr().err.startswith("No existe un caso con el folio")


def test_the_report_of_a_stored_verdict_is_written_as_a_page_or_a_pdf(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folio = really_evaluated(world)

    assert mesa("verdict", "report", folio, "--out", str(tmp_path / "informe.html")) == 0
    assert mesa("verdict", "report", folio, "--out", str(tmp_path / "informe.pdf")) == 0

    assert folio in (tmp_path / "informe.html").read_text()
    assert (tmp_path / "informe.pdf").read_bytes().startswith(b"%PDF-")


def test_a_report_is_refused_where_there_is_nothing_to_explain(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folio = world.case().folio

    assert mesa("verdict", "report", folio, "--out", str(tmp_path / "informe.html")) == 2
    assert mesa("verdict", "report", folio, "--out", str(tmp_path / "informe.txt")) == 2

    assert "todavía no tiene envíos" in one_line(capsys.readouterr().err)
    assert not list(tmp_path.glob("informe*"))
