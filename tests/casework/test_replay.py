"""A verdict is given again from the file, the set and the rules of then, and compared byte for byte."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from backoffice import official
from backoffice.casework import adjudication, intake, rules
from backoffice.casework.replay import Outcome, Replayed, replay
from backoffice.domain.errors import BadParameters, ServiceUnavailable
from backoffice.domain.evidence import Evidence
from backoffice.domain.parameters import load
from backoffice.domain.test_set.recomputed import recomputed
from backoffice.domain.verdict import ENGINE_VERSION
from backoffice.records.audit import verify
from backoffice.records.cases import Case
from backoffice.records.rules import RulesVersion
from backoffice.records.submissions import Transcript, VerdictRow
from backoffice.records.verdicts import every
from tests.casework.other_rules import with_umi
from tests.casework.world import World, read_words
from tests.checks.example import example_set, faultless, with_answers


def judged(world: World, content: bytes = b"uma") -> Case:
    """A case whose file was evaluated."""
    case = world.case()
    intake.receive(world.house, case.folio, "e.xls", content)
    world.work()
    return case


def only(world: World) -> UUID:
    """The one submission that has a verdict."""
    (submission,) = world.reading(every)
    return submission


def replayed(world: World) -> Replayed:
    """The one verdict given again."""
    return replay(world.house, only(world), "command")


def file_of(world: World, case: Case) -> Path:
    """Where the bytes of the newest file are."""
    blob = world.view(case.folio).current.submissions[-1].submission.blob
    folder = world.house.blobs.folder
    assert folder is not None
    return folder / blob


def issued_by(world: World, texts: dict[str, str], *, keeps_texts: bool = True) -> World:
    """The same world with sets that were made by other rules, whose texts were kept then."""
    theirs = load(texts)
    if keeps_texts:
        with world.house.transaction() as work:
            rules.keep(work, theirs.version, texts)
    made = recomputed(example_set(), theirs)
    return World(replace(world.house, generate=lambda *_: made), world.clock, world.bells, world.entrances)


@pytest.mark.parametrize("content", [b"right", b"uma", b"broken"])
def test_a_verdict_given_again_is_the_same_byte_for_byte(world: World, content: bytes) -> None:
    case = judged(world, content)
    before = world.view(case.folio).current.submissions[0].verdict

    found = replayed(world)

    after = world.view(case.folio).current.submissions[0].verdict
    assert (found.outcome, found.why, found.change) == (Outcome.EQUAL, "", None)
    assert before is not None
    assert after is not None
    assert (after.document, after.sha256, after.given_at) == (before.document, before.sha256, before.given_at)


def test_every_replay_is_told_to_the_audit_trail_and_changes_nothing_else(world: World) -> None:
    case = judged(world)
    before = world.view(case.folio)

    replayed(world)
    replayed(world)

    after = world.view(case.folio)
    told = after.events[len(before.events) :]
    assert [(event.act, event.actor, event.details["outcome"], event.details["submission"]) for event in told] == [
        ("replay", "command", "equal", 1),
        ("replay", "command", "equal", 1),
    ]
    assert (after.case, after.letters, after.work) == (before.case, before.letters, before.work)
    assert world.reading(verify).broken_at is None


def test_the_file_itself_is_read_again_and_no_transcript_is_believed(world: World) -> None:
    judged(world)
    read: list[bytes] = []

    def watched(data: bytes) -> Evidence:
        read.append(data)
        return read_words(data)

    replay(replace(world.house, read=watched), only(world), "command")

    assert read == [b"uma"]


def test_a_missing_file_is_told(world: World) -> None:
    case = judged(world)
    file_of(world, case).unlink()

    found = replayed(world)

    assert found.outcome is Outcome.CANNOT
    assert found.why.startswith("El archivo guardado ")
    assert found.why.endswith("ya no está completo en el almacén. Recupéralo de un respaldo.")


def test_a_changed_file_is_told_and_not_judged(world: World) -> None:
    case = judged(world)
    file_of(world, case).write_bytes(b"right")

    found = replayed(world)

    assert (found.outcome, found.change) == (Outcome.CANNOT, None)
    assert "ya no está completo en el almacén" in found.why


def test_a_row_that_points_to_another_file_is_told(world: World) -> None:
    judged(world)
    world.sql("UPDATE submissions SET blob = :blob", blob=world.house.blobs.put(b"right"))

    assert replayed(world).outcome is Outcome.CANNOT


def test_a_stored_verdict_that_was_changed_is_found_out(world: World) -> None:
    judged(world)
    world.sql("UPDATE verdicts SET document = replace(document, '1503.08', '1291.66')")

    found = replayed(world)

    assert found.outcome is Outcome.DIFFERS
    assert found.why == (
        "El resultado guardado no tiene su huella: fue modificado después de darse. El que se calcula ahora sí la tiene."
    )
    assert found.change is not None
    assert ("1291.66", "1503.08") in [(old.found, new.found) for old, new in found.change.altered]


def test_a_stored_verdict_that_is_no_verdict_any_more_is_found_out(world: World) -> None:
    judged(world)
    world.sql("UPDATE verdicts SET document = 'nonsense'")

    found = replayed(world)

    assert (found.outcome, found.change) == (Outcome.DIFFERS, None)
    assert "fue modificado después de darse" in found.why


def test_another_verdict_with_its_own_digest_differs_and_the_findings_are_told(world: World) -> None:
    judged(world)
    world.sql(
        "UPDATE verdicts SET result = 'consistent', document = :text, sha256 = encode(sha256(convert_to(:text, 'UTF8')), 'hex')",
        text=document_of(world, verdict="consistent", findings=[], diagnosis=[]),
    )

    found = replayed(world)

    assert found.outcome is Outcome.DIFFERS
    assert found.why.startswith("No es el mismo texto: Aparece")
    assert found.why.endswith("Cambia la causa probable.")
    assert found.change is not None
    assert found.change.flips
    assert "withholding_differs" in [finding.code for finding in found.change.added]


def test_a_verdict_of_another_engine_is_not_repeated_and_what_this_one_says_is_told(world: World) -> None:
    judged(world)
    world.sql(
        "UPDATE verdicts SET engine_version = '0', document = :text, sha256 = encode(sha256(convert_to(:text, 'UTF8')), 'hex')",
        text=document_of(world, engine_version="0"),
    )

    found = replayed(world)

    assert found.outcome is Outcome.CANNOT
    assert found.why == (
        f"Se dio con la versión 0 del motor; esta es la {ENGINE_VERSION}: no se repite byte por byte. "
        "Con esta: dice lo mismo."
    )


def test_a_set_is_judged_by_the_rules_it_was_made_by_and_its_verdict_is_given_again_by_them(world: World) -> None:
    then = issued_by(world, with_umi("120.00"))

    case = judged(then, b"right")  # right by the UMI in force, which is not that of the set

    verdict = then.view(case.folio).current.submissions[0].verdict
    assert verdict is not None
    assert verdict.rules_version == load(with_umi("120.00")).version
    assert verdict.rules_version != official.parameters().version
    assert json.loads(verdict.document)["diagnosis"][0]["mistake"] == "stale_umi"
    assert replayed(then).outcome is Outcome.EQUAL


def test_rules_that_nobody_kept_cannot_be_had_again_and_that_is_told(world: World) -> None:
    judged(world)
    world.sql("UPDATE verdicts SET rules_version = '0123456789ab'")

    found = replayed(world)

    assert (found.outcome, found.why) == (
        Outcome.CANNOT,
        "Las reglas 0123456789ab no están guardadas: esta mesa todavía no las conservaba.",
    )


def test_a_set_whose_rules_were_never_kept_is_judged_by_those_in_force_and_says_so(world: World) -> None:
    then = issued_by(world, with_umi("120.00"), keeps_texts=False)

    case = judged(then)

    verdict = then.view(case.folio).current.submissions[0].verdict
    assert verdict is not None
    assert verdict.rules_version == official.parameters().version
    assert replayed(then).outcome is Outcome.EQUAL


def test_an_error_that_nobody_foresaw_is_told_as_a_sentence(world: World) -> None:
    judged(world)
    world.sql("UPDATE test_sets SET answers = '{}'")

    found = replayed(world)

    assert (found.outcome, found.why) == (
        Outcome.CANNOT,
        "No se pudo dar de nuevo por un error que no estaba previsto (KeyError). Avisa a quien mantiene la mesa.",
    )


def test_a_store_that_does_not_answer_ends_the_replay_and_is_no_verdict_on_the_verdict(world: World) -> None:
    case = judged(world)

    def silent(data: bytes) -> Evidence:
        raise ServiceUnavailable("El almacén no responde.")

    with pytest.raises(ServiceUnavailable):
        replay(replace(world.house, read=silent), only(world), "command")
    assert "replay" not in [event.act for event in world.view(case.folio).events]


def test_the_rules_in_use_are_kept_once_with_the_moment_of_their_first_use(world: World) -> None:
    first = judged(world)
    world.clock.forward(days=1)
    intake.receive(world.house, first.folio, "2.xls", b"right")
    world.work()

    (row,) = world.reading(lambda session: session.query(RulesVersion).all())
    assert row.version == official.parameters().version
    assert row.first_used_at.isoformat() == "2026-11-23T18:00:00+00:00"


@pytest.mark.parametrize("texts", [dict(official.texts()), with_umi("120.00")], ids=["in force", "others"])
def test_kept_rules_come_back_as_the_parameters_that_their_version_names(world: World, texts: dict[str, str]) -> None:
    version = load(texts).version
    with world.house.transaction() as work:
        rules.keep(work, version, texts)
        rules.keep(work, version, texts)

    row = world.reading(lambda session: session.get_one(RulesVersion, version))

    assert load(row.texts).version == version
    assert world.reading(lambda session: rules.of_version(session, version)).version == version


def test_kept_rules_that_were_changed_are_refused(world: World) -> None:
    version = load(with_umi("120.00")).version
    with world.house.transaction() as work:
        rules.keep(work, version, with_umi("121.00"))

    with pytest.raises(BadParameters, match="ya no dan esa versión: fueron modificadas"):
        world.reading(lambda session: rules.of_version(session, version))


def test_what_reading_saw_is_kept_exactly_beside_the_verdict(world: World) -> None:
    judged(world)

    (row,) = world.reading(lambda session: session.query(Transcript).all())

    assert row.engine_version == ENGINE_VERSION
    assert adjudication.unpacked(world.house.blobs.get(row.blob)) == read_words(b"uma")


def test_a_file_that_could_not_be_read_has_no_transcript(world: World) -> None:
    judged(world, b"broken")

    assert world.reading(lambda session: session.query(Transcript).all()) == []


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(format="xlsx"),
        faultless(),
        with_answers({("assessment", 1, "withholding"): "0.30"}),
        replace(faultless(), test_set_id="\ud800 half a character \x00"),
    ],
    ids=["empty", "faultless", "exact decimals", "hostile"],
)
def test_a_transcript_comes_back_as_it_was(evidence: Evidence) -> None:
    assert adjudication.unpacked(adjudication.packed(evidence)) == evidence


def document_of(world: World, **other: object) -> str:
    """The stored verdict with other words, in its canonical form."""
    stored = world.reading(lambda session: session.query(VerdictRow).one().document)
    return json.dumps({**json.loads(stored), **other}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
