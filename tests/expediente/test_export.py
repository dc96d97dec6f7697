"""What an export holds: everything that a decision rests on, the same bytes for the same state, and what is wanting."""

import hashlib
import random
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from backoffice.casework import intake, request, troubled_letters
from backoffice.casework.expediente import expediente
from backoffice.domain.errors import CaseNotFound
from backoffice.domain.work import Outcome
from backoffice.records.audit import AuditEvent, verify
from tests.casework.test_troubled_letters import bounce_of
from tests.casework.world import ACME, World
from tests.expediente.archives import exported


def test_every_part_of_the_case_has_its_file(world: World, corrected: str) -> None:
    found = exported(world, corrected)

    assert found.made.flaws == ()
    assert [name for name in found.names if not name.startswith("reglas/")] == [
        "caso.json",
        "ronda-1/ronda.json",
        "ronda-1/set/respuestas.json",
        "ronda-1/set/paquete-enviado.zip",
        "ronda-1/envio-1/original.xls",
        "ronda-1/envio-1/envio.json",
        "ronda-1/envio-1/resultado.json",
        "ronda-1/envio-1/repeticion.json",
        "ronda-1/envio-1/reglas.json",
        "ronda-1/envio-1/revision.json",
        "ronda-1/envio-1/informe.pdf",
        "ronda-2/ronda.json",
        "ronda-2/set/paquete-enviado.zip",
        "ronda-2/envio-1/original.bin",
        "ronda-2/envio-1/envio.json",
        "ronda-2/envio-1/resultado.json",
        "ronda-2/envio-1/repeticion.json",
        "ronda-2/envio-1/reglas.json",
        "ronda-2/envio-1/revision.json",
        "ronda-2/envio-1/informe.pdf",
        "cartas/001-test_set_issued.eml",
        "cartas/002-evidence_received.eml",
        "cartas/003-corrections_requested.eml",
        "cartas/004-evidence_received.eml",
        "cartas/cartas.json",
        "bitacora/eventos.jsonl",
        "bitacora/cadena.json",
        "expediente.pdf",
        "LEEME.txt",
        "comprobar.py",
        "SHA256SUMS",
    ]
    assert sum(name.startswith("reglas/") for name in found.names) == 17
    assert found.read("expediente.pdf") == found.made.pdf
    assert found.made.pdf.startswith(b"%PDF-1.7")


def test_originals_and_verdicts_are_there_byte_for_byte(world: World, corrected: str) -> None:
    found = exported(world, corrected)

    assert found.read("ronda-1/envio-1/original.xls") == b"uma: one"
    sent = found.json("ronda-1/envio-1/envio.json")
    assert (sent["size"], sent["file_name"]) == (8, "año 1 .XLS")
    assert sent["sha256"] == "d03fe2369f5b7edfe730f83be34a028891fcb28ad0d9089d8a9899b1e0819d25"
    exact = found.read("ronda-1/envio-1/resultado.json")
    assert hashlib.sha256(exact).hexdigest() == sent["verdict"]["sha256"]
    assert found.json("ronda-1/envio-1/repeticion.json") == {"outcome": "equal", "why": None, "change": None}


def test_the_decision_says_who_when_why_and_on_which_verdict(world: World, corrected: str) -> None:
    found = exported(world, corrected)

    review = found.json("ronda-1/envio-1/revision.json")
    (opinion,) = review["opinions"]
    assert opinion == {
        "turn": 1,
        "analyst": "ana",
        "outcome": "corrections",
        "reasons": "Falta la pantalla 2.",
        "chosen": None,
        "set_aside": [],
        "verdict_sha256": found.json("ronda-1/envio-1/envio.json")["verdict"]["sha256"],
        "decided_at": "2026-11-23T18:00:00.000000+00:00",
        "stands": True,
        "second_because": None,
    }
    assert review["deadline_said"] == "5 días hábiles desde el 23/nov/2026; no cuentan sábados ni domingos"
    assert found.json("ronda-1/ronda.json")["deadline_said"].startswith(
        "45 días hábiles desde el 23/nov/2026; no cuentan"
    )


def test_each_finding_names_its_rule_with_standing_and_source(world: World, corrected: str) -> None:
    rules = exported(world, corrected).json("ronda-1/envio-1/reglas.json")

    (rule,) = [one for one in rules if one["finding"] == "withholding_differs"]
    assert (rule["tab"], rule["standing"]) == (2, "S")
    assert any(
        source["document"].startswith("Guía de usuario") for check in rule["checks"] for source in check["sources"]
    )
    codes = {one["code"] for check in rule["checks"] for one in check["rules"]}
    assert {"daily_method", "factor_times_umi"} <= codes


def test_letters_carry_their_state_and_the_servers_receipt(world: World, corrected: str) -> None:
    found = exported(world, corrected)

    first, *_ = found.json("cartas/cartas.json")
    assert (first["file"], first["state"], first["recipient"]) == (
        "cartas/001-test_set_issued.eml", "sent", "tramites@nandu.example",
    )  # fmt: skip
    assert first["receipt"].startswith("250 ")
    assert first["masked"] is False
    assert first["stored_sha256"] == hashlib.sha256(found.read(first["file"])).hexdigest()


def test_the_same_state_gives_the_same_bytes(world: World, corrected: str) -> None:
    first = exported(world, corrected)
    world.clock.forward(hours=3)

    second = exported(world, corrected)

    assert first.data == second.data


def test_an_export_is_told_to_the_audit_trail(world: World, corrected: str) -> None:
    found = exported(world, corrected)

    newest = world.reading(lambda session: session.query(AuditEvent).order_by(AuditEvent.sequence.desc()).first())
    assert newest is not None
    assert (newest.act, newest.actor, newest.case_id) == ("export_case", "analyst:ana", None)
    assert newest.details == {
        "folio": corrected,
        "flaws": 0,
        "sums": hashlib.sha256(found.read("SHA256SUMS")).hexdigest(),
    }
    assert world.reading(verify).broken_at is None


def test_its_own_program_finds_everything_in_order_and_any_change(world: World, corrected: str, tmp_path: Path) -> None:
    exported(world, corrected).zip.extractall(tmp_path)
    check = [sys.executable, "-I", str(tmp_path / "comprobar.py")]

    whole = subprocess.run(check, capture_output=True, text=True, check=False)
    events = tmp_path / "bitacora" / "eventos.jsonl"
    events.write_text(events.read_text("utf-8").replace('"analyst:ana"', '"analyst:eva"'), "utf-8")
    (tmp_path / "ronda-1" / "envio-1" / "original.xls").unlink()
    changed = subprocess.run(check, capture_output=True, text=True, check=False)

    assert (whole.returncode, whole.stdout) == (0, "Todo coincide.\n")
    assert changed.returncode == 1
    assert "ronda-1/envio-1/original.xls: falta" in changed.stdout
    assert "bitacora/eventos.jsonl: su huella no es la de la lista" in changed.stdout
    assert "su huella no es la de lo que dice" in changed.stdout


def test_the_sums_are_those_of_sha256sum(world: World, corrected: str, tmp_path: Path) -> None:
    exported(world, corrected).zip.extractall(tmp_path)

    done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=False)

    assert done.returncode == 0


def test_a_missing_file_is_named_and_the_rest_is_exported(world: World, corrected: str) -> None:
    folder = world.house.blobs.folder
    assert folder is not None
    view = world.view(corrected)
    (folder / view.rounds[0].submissions[0].submission.blob).unlink()
    (folder / (view.letters[0].message or "")).write_bytes(b"otra cosa")

    found = exported(world, corrected)

    assert [one.what for one in found.made.flaws] == [
        "Ronda 1, envío 1: el archivo original",
        "Carta 1: el mensaje como se guardó",
    ]
    assert all(
        one.why.endswith("ya no está completo en el almacén. Recupéralo de un respaldo.") for one in found.made.flaws
    )
    assert "ronda-1/envio-1/original.xls" not in found.names
    assert "cartas/001-test_set_issued.eml" not in found.names
    assert found.json("cartas/cartas.json")[0]["file"] is None
    assert found.json("ronda-1/envio-1/repeticion.json")["outcome"] == "cannot"
    assert "LO QUE FALTA O NO COINCIDE\n– Ronda 1, envío 1: el archivo original. " in found.read("LEEME.txt").decode()


def test_a_verdict_that_was_changed_behind_everybodys_back_is_told(world: World, corrected: str) -> None:
    world.sql("UPDATE verdicts SET document = replace(document, '1503.08', '1503.09')")

    found = exported(world, corrected)

    assert [one.what for one in found.made.flaws] == ["Ronda 1, envío 1: el resultado no se repite igual"]
    assert found.made.flaws[0].why.startswith("El resultado guardado no tiene su huella: fue modificado")


def test_a_verdict_that_is_no_verdict_any_more_harms_no_other_part(world: World, corrected: str) -> None:
    world.sql("UPDATE verdicts SET document = '{]' WHERE result = 'inconsistent'")

    found = exported(world, corrected)

    assert found.read("ronda-1/envio-1/resultado.json") == b"{]"
    assert {one.what for one in found.made.flaws} == {
        "Ronda 1, envío 1: el resultado no se repite igual",
        "Ronda 1, envío 1: las reglas de sus hallazgos",
        "Ronda 1, envío 1: el informe explicado",
    }
    assert "ronda-2/envio-1/informe.pdf" in found.names


def test_a_broken_chain_is_told_where_it_breaks(world: World, corrected: str) -> None:
    whole = exported(world, corrected).json("bitacora/cadena.json")
    world.sql("ALTER TABLE audit_events DISABLE TRIGGER ALL")
    world.sql("UPDATE audit_events SET actor = 'analyst:eva' WHERE sequence = 4")

    broken = exported(world, corrected)

    assert whole["broken_at"] is None
    assert broken.json("bitacora/cadena.json") == {**whole, "broken_at": 4}
    assert [one.what for one in broken.made.flaws] == ["La cadena de la bitácora se rompe en el evento 4"]


def test_a_case_without_a_set_yet_is_exported_too(world: World) -> None:
    folio = request.register(world.house, ACME).folio

    found = exported(world, folio)

    assert found.made.flaws == ()
    assert [name for name in found.names if name.startswith("ronda")] == ["ronda-1/ronda.json"]


def test_a_second_opinion_is_told_with_its_reason(world: World) -> None:
    folio = world.case().folio
    intake.receive(world.house, folio, "e.xls", b"right")
    world.work()
    world.decided(folio, Outcome.APPROVE, analyst="nora")
    world.work()

    opinions = exported(world, folio).json("ronda-1/envio-1/revision.json")["opinions"]

    assert [(one["analyst"], one["stands"], one["second_because"]) for one in opinions] == [
        ("nora", False, "first_approval"),
        ("olga", True, None),
    ]


def test_an_unknown_folio_is_refused(world: World) -> None:
    with pytest.raises(CaseNotFound):
        expediente(world.house, "2600009999", "analyst:ana")


def test_a_letter_that_came_back_is_told_with_what_was_done_about_it(world: World, corrected: str) -> None:
    troubled_letters.came_back(world.house, bounce_of(world, corrected))

    first, second, *_ = exported(world, corrected).json("cartas/cartas.json")

    (bounce,) = first["bounces"]
    assert (bounce["status"], bounce["settled_by"]) == ("5.1.1", None)
    assert second["bounces"] == []


def test_one_file_at_a_time_is_in_memory(world: World) -> None:
    folio = world.case().folio
    for number in range(10):
        intake.receive(world.house, folio, "e.xls", random.Random(number).randbytes(4_900_000))
        world.work()
    tracemalloc.start()

    with expediente(world.house, folio, "analyst:ana") as made:
        size = sum(len(piece) for piece in made.chunks())
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert size > 49_000_000
    assert peak < 30_000_000
