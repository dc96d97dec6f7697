"""A run of rules over what was kept: read once, believed only where it can be, and told where it is gone."""

from dataclasses import replace

import pytest

from backoffice.casework import readjudication
from backoffice.domain.errors import ServiceUnavailable
from backoffice.domain.evidence import Evidence
from backoffice.domain.verdict import ENGINE_VERSION
from backoffice.records import runs
from backoffice.records.submissions import Transcript
from tests.casework.other_rules import without_umi_of_2026
from tests.casework.running_rules import DEARER, again, counts, ended, started, told
from tests.casework.test_queries import sent
from tests.casework.world import World, read_words


def test_files_are_not_read_again_where_this_engine_has_read_them(world: World) -> None:
    sent(world, 1, b"right")
    sent(world, 2, b"broken")

    def never(data: bytes) -> Evidence:
        raise AssertionError(data)

    run = started(world, DEARER).run
    readjudication.run(replace(world.house, read=never), world.bells.rung.pop()[1])

    assert counts(world, run) == {"flipped": 1, "equal": 1}


@pytest.mark.parametrize("spoilt", ["of another engine", "gone", "nonsense", "of another form"])
def test_a_transcript_that_cannot_be_believed_is_made_again_from_the_file(world: World, spoilt: str) -> None:
    sent(world, 1, b"right")
    if spoilt == "of another engine":
        world.sql("UPDATE transcripts SET engine_version = '0'")
    contents = {"gone": "00/" + "0" * 64, "nonsense": world.house.blobs.put(b"nonsense")}
    contents["of another form"] = world.house.blobs.put(b"x\x9c\xab\xae\x05\x00\x01\x75\x00\xf9")  # {} compressed
    if spoilt in contents:
        world.sql("UPDATE transcripts SET blob = :blob", blob=contents[spoilt])
    read: list[bytes] = []

    def watched(data: bytes) -> Evidence:
        read.append(data)
        return read_words(data)

    run = started(world, DEARER).run
    readjudication.run(replace(world.house, read=watched), world.bells.rung.pop()[1])

    assert (read, counts(world, run)) == ([b"right"], {"flipped": 1})
    kept = world.reading(lambda session: session.query(Transcript).all())
    assert ENGINE_VERSION in [row.engine_version for row in kept]


def test_a_file_that_is_gone_is_told_and_the_others_are_compared(world: World) -> None:
    lost, kept = sent(world, 1, b"right"), sent(world, 2, b"right")
    world.sql("DELETE FROM transcripts")
    world.sql("UPDATE submissions SET blob = :blob WHERE file_name = '1.xls'", blob="00/" + "0" * 64)

    run = ended(world, DEARER)

    first, second = told(world, run)
    assert counts(world, run) == {"flipped": 1, "not_computed": 1}
    assert (first["folio"], second["folio"]) == (lost, kept)
    assert "ya no está completo en el almacén" in first["why"]


def test_a_set_that_the_rules_cannot_answer_is_told_by_its_row(world: World) -> None:
    sent(world, 1, b"right")

    run = ended(world, without_umi_of_2026())

    (one,) = told(world, run)
    assert counts(world, run) == {"not_computed": 1}
    assert one["why"].startswith("Con estas reglas no se calcula la fila a-2: La tabla «Unidad Mixta Infonavit (UMI)»")


def test_a_verdict_that_makes_the_program_stumble_spoils_no_other(world: World) -> None:
    sent(world, 1, b"right")
    sent(world, 2, b"right")
    world.sql("UPDATE verdicts SET document = '{}' WHERE submission_id = (SELECT id FROM submissions LIMIT 1)")

    run = ended(world, DEARER)

    assert counts(world, run) == {"flipped": 1, "not_computed": 1}
    assert "un error que no estaba previsto (KeyError)" in next(one["why"] for one in told(world, run) if "why" in one)


def test_a_store_that_does_not_answer_is_waited_for(world: World) -> None:
    sent(world, 1, b"right")
    world.sql("DELETE FROM transcripts")
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()

    def silent(data: bytes) -> Evidence:
        raise ServiceUnavailable("El almacén no responde.")

    for _ in range(5):
        readjudication.run(replace(world.house, read=silent), row_id)
        world.clock.forward(hours=1)
    readjudication.run(world.house, row_id)

    assert counts(world, run) == {"flipped": 1}


def test_workers_of_another_engine_compute_nothing_and_say_what_to_do(world: World) -> None:
    sent(world, 1, b"right")
    run = started(world, DEARER).run
    (_, row_id) = world.bells.rung.pop()
    world.sql("UPDATE rule_runs SET engine_version = '0'")

    for _ in range(4):
        readjudication.run(world.house, row_id)
        world.clock.forward(seconds=11)

    (gone,) = world.reading(lambda session: runs.given_up(session, run.id))
    assert gone.error == (
        f"WrongState: La comparación pide el motor 0 y los trabajadores tienen el {ENGINE_VERSION}. "
        "Reinícialos con «./mesa down» y «./mesa up»."
    )
    assert again(world, run).finished_at is not None
