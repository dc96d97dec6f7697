"""A file with a real person's data: told to whoever reviews, erased on order; its digest and verdict stay."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from backoffice.bootstrap import open_house
from backoffice.casework import intake, privacy, request
from backoffice.casework.backup import back_up, restore
from backoffice.casework.expediente import expediente
from backoffice.domain.errors import BadInput, ServiceUnavailable, StoredFilePurged, WrongState
from backoffice.domain.evidence import Evidence
from backoffice.domain.work import Outcome
from backoffice.records import audit
from backoffice.records.blobs import Blobs
from backoffice.records.privacy import PersonalData
from tests.casework.terminal import mesa, one_line
from tests.casework.world import World, read_words
from tests.domain.test_privacy import CURP, RFC, receipt
from tests.portal.browser import OTHER

SENT = b"right: with somebody's receipt"
REASON = "Trae el recibo de una persona real"


def read_somebodys(data: bytes) -> Evidence:
    """As the words say, with somebody's sealed receipt."""
    return replace(read_words(data), cfdi=receipt(receiver_rfc=RFC, receiver_curp=CURP))


@pytest.fixture
def world(world: World) -> World:
    """The world of the stages, where Olga supervises and receipts are somebody's."""
    settings = world.house.settings.model_copy(update={"supervisors": "Olga"})
    world.house = replace(world.house, settings=settings, read=read_somebodys)
    return world


@pytest.fixture
def reviewed(world: World) -> str:
    """The folio of a case whose file went back for corrections."""
    folio = waiting(world)
    world.decided(folio, Outcome.CORRECTIONS, "No mandes recibos de personas reales.")
    world.work()
    return folio


def waiting(world: World) -> str:
    """The folio of a case whose file waits for a person."""
    folio = world.case().folio
    intake.receive(world.house, folio, "evidencias.xls", SENT)
    world.work()
    return folio


def known(world: World, folio: str) -> PersonalData:
    """What is known of the case's first file."""
    people = world.view(folio).rounds[0].submissions[0].people
    assert people is not None
    return people


def test_a_sealed_receipt_of_a_real_person_is_noticed_by_kind_alone(world: World) -> None:
    people = known(world, waiting(world))

    assert (people.kinds, people.purged_at) == (["RFC", "CURP"], None)


def test_the_content_goes_and_digest_verdict_and_event_stay(world: World, reviewed: str) -> None:
    submission = world.view(reviewed).rounds[0].submissions[0].submission

    done = privacy.purge(world.house, reviewed, REASON, "Olga", round_number=1)

    with pytest.raises(StoredFilePurged, match="fue purgado"):
        world.house.blobs.get(submission.blob)
    after = world.view(reviewed).rounds[0].submissions[0]
    assert (done.again, done.order.erased_at) == (False, world.clock.now)
    assert after.submission.sha256 == submission.sha256
    assert after.verdict is not None
    (event,) = (event for event in world.view(reviewed).events if event.act == "purge")
    assert (event.actor, event.details["reason"]) == ("supervisor:Olga", REASON)
    assert world.reading(audit.verify).broken_at is None
    assert not any(
        SENT in file.read_bytes() for file in (world.house.settings.var / "blobs").rglob("*") if file.is_file()
    )


def test_the_transcripts_go_too(world: World, reviewed: str) -> None:
    (key,) = world.reading(lambda s: list(s.connection().exec_driver_sql("SELECT blob FROM transcripts").scalars()))

    privacy.purge(world.house, reviewed, REASON, "Olga", round_number=1)

    with pytest.raises(StoredFilePurged):
        world.house.blobs.get(key)


def test_twice_does_no_harm(world: World, reviewed: str) -> None:
    privacy.purge(world.house, reviewed, REASON, "Olga")
    world.clock.forward(days=1)

    again = privacy.purge(world.house, reviewed, "otra vez", "Olga")

    assert (again.again, again.order.reason) == (True, REASON)
    assert [event.act for event in world.view(reviewed).events].count("purge") == 1


class Failing(Blobs):
    """A store that goes away when something is to be erased."""

    def erase(self, key: str) -> None:
        """Not now."""
        raise ServiceUnavailable("El almacén no responde.")


def test_whoever_is_cut_off_leaves_an_order_that_the_next_one_finishes(world: World, reviewed: str) -> None:
    whole = world.house
    world.house = replace(whole, blobs=Failing(whole.blobs.store, whole.blobs.folder))
    with pytest.raises(ServiceUnavailable):
        privacy.purge(world.house, reviewed, REASON, "Olga")
    world.house = whole
    assert known(world, reviewed).erased_at is None

    privacy.finish(whole, world.reading(privacy.unfinished))

    assert known(world, reviewed).erased_at == world.clock.now
    assert world.reading(privacy.unfinished) == []


def test_bytes_that_another_file_has_as_well_stay(world: World, reviewed: str) -> None:
    intake.receive(world.house, reviewed, "otra vez.xls", SENT)
    world.work()

    privacy.purge(world.house, reviewed, REASON, "Olga", round_number=1)

    assert world.house.blobs.get(world.view(reviewed).current.submissions[0].submission.blob) == SENT


def test_a_purged_file_that_comes_again_is_kept_again(world: World, reviewed: str) -> None:
    privacy.purge(world.house, reviewed, REASON, "Olga")
    intake.receive(world.house, reviewed, "otra vez.xls", SENT)

    assert world.house.blobs.get(world.view(reviewed).current.submissions[0].submission.blob) == SENT


def test_who_does_not_supervise_purges_nothing(world: World, reviewed: str) -> None:
    with pytest.raises(WrongState, match="solo quien supervisa purga un archivo"):
        privacy.purge(world.house, reviewed, REASON, "ana")


def test_a_file_under_analysis_is_decided_first(world: World) -> None:
    folio = waiting(world)

    with pytest.raises(WrongState, match="Resuélvelo primero"):
        privacy.purge(world.house, folio, REASON, "Olga")
    assert world.house.blobs.get(world.view(folio).current.submissions[0].submission.blob) == SENT


@pytest.mark.parametrize(("reason", "round_number", "said"), [(" ", 1, "motivo"), (REASON, 9, "no tiene ese archivo")])
def test_without_a_reason_or_a_file_nothing_goes(
    world: World, reviewed: str, reason: str, round_number: int, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        privacy.purge(world.house, reviewed, reason, "Olga", round_number=round_number)


def test_the_export_says_that_it_was_purged(world: World, reviewed: str) -> None:
    privacy.purge(world.house, reviewed, REASON, "Olga", round_number=1)

    with expediente(world.house, reviewed, "analyst:ana") as made, ZipFile(BytesIO(b"".join(made.chunks()))) as archive:
        sent = json.loads(archive.read("ronda-1/envio-1/envio.json"))
        read_me = archive.read("LEEME.txt").decode()
        names = archive.namelist()

    assert sent["personal_data"]["reason"] == REASON
    assert "fue purgado: se borró su contenido y queda su huella" in read_me
    assert "ronda-1/envio-1/original.xls" not in names
    assert "ronda-1/envio-1/resultado.json" in names


def test_the_command_purges_and_says_so(
    world: World, reviewed: str, addressed: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MESA_SUPERVISORS", "Olga")
    monkeypatch.setenv("MESA_ANALYST", "Olga")

    first = mesa("purge", reviewed, "--reason", REASON)
    said = one_line(capsys.readouterr().out)
    second = mesa("purge", reviewed, "--reason", REASON)

    assert (first, second) == (0, 0)
    assert "se purgó. Queda su huella SHA-256." in said
    assert "ya estaba purgado." in capsys.readouterr().out


def test_a_backup_misses_nothing_that_was_erased_and_what_comes_back_still_says_purged(
    world: World, reviewed: str, fresh_database: Callable[[], str], tmp_path: Path
) -> None:
    submission = world.view(reviewed).rounds[0].submissions[0].submission
    privacy.purge(world.house, reviewed, REASON, "Olga", round_number=1)

    made = back_up(world.house, tmp_path / "backup", with_keys=False, progress=lambda _: None)
    addresses = replace(world.house.addresses, database_url=fresh_database(), blobs_url=(tmp_path / "new").as_uri())
    with closing(open_house(world.house.settings, addresses)) as house:
        restore(house, made.folder, progress=lambda _: None)

        with pytest.raises(StoredFilePurged):
            house.blobs.get(submission.blob)
    assert made.manifest.missing == ()


def test_bytes_that_are_purged_while_somebody_else_sends_them_are_there_in_the_end(world: World, reviewed: str) -> None:
    purged = world.view(reviewed).rounds[0].submissions[0].submission
    other = request.register(world.house, OTHER).folio
    world.work()
    with world.house.transaction() as work:
        privacy.order(work, world.view(reviewed).case, purged, REASON, "supervisor:Olga")

    waiting_for = [purged.id]

    class Purging(Blobs):
        """As soon as the file is put, somebody else's purge erases it."""

        def put(self, data: bytes) -> str:
            key = super().put(data)
            privacy.finish(world.house, [waiting_for.pop()] if waiting_for else [])
            return key

    blobs = world.house.blobs
    sent = intake.receive(replace(world.house, blobs=Purging(blobs.store, blobs.folder)), other, "e.xls", SENT)

    assert blobs.get(sent.submission.blob) == SENT
