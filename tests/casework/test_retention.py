"""What is let go with time: nothing before a setting says so, nothing of a case that may come back, nothing twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backoffice.casework import accounts, certification, intake, retention, sessions
from backoffice.casework.house import House
from backoffice.domain.errors import ServiceUnavailable, StoredFilePurged
from backoffice.records import audit
from backoffice.records.access import NoticeCall
from backoffice.records.accounts import Captcha
from tests.casework.terminal import mesa, one_line
from tests.casework.test_purge import Failing
from tests.casework.world import ACME, World

SENT = b"damaged beyond words"
YEARS = {"retention_evidence_years": 5, "retention_letters_years": 2, "retention_addresses_years": 1}


def keeping(world: World, **years: Any) -> House:
    """The house with these settings from now on."""
    world.house = replace(world.house, settings=world.house.settings.model_copy(update=years))
    return world.house


@pytest.fixture
def over(world: World) -> str:
    """The folio of a case that its company cancelled, with a file, letters and a call of the test service."""
    case = world.case()
    intake.receive(world.house, case.folio, "evidencias.xls", SENT)
    world.work()
    with world.house.transaction() as work:
        round_id = world.view(case.folio).current.round.id
        work.put(NoticeCall(round_id=round_id, at=work.now, asked="", status=200, address="192.0.2.7"))
    certification.cancel(world.house, case.folio)
    world.work()
    return case.folio


def counts(found: list[retention.Due]) -> dict[str, int]:
    """How many of each kind."""
    return {one.kind: one.count for one in found}


def nothing(**but: int) -> dict[str, int]:
    """None of any kind."""
    return {"evidence": 0, "letters": 0, "addresses": 0, "spent": 0} | but


def blob_of(world: World, folio: str) -> str:
    """Where the case's file lies."""
    return world.view(folio).rounds[0].submissions[0].submission.blob


def letters_of(world: World, folio: str) -> list[str]:
    """Where the case's letters lie."""
    return [row.message or "" for row in world.view(folio).letters]


def test_without_a_setting_nothing_is_ever_let_go(world: World, over: str) -> None:
    world.clock.forward(days=20_000)

    assert counts(retention.let_go(world.house)) == nothing()
    assert world.house.blobs.get(blob_of(world, over)) == SENT


def test_each_goes_after_its_years_and_not_a_day_before(world: World, over: str) -> None:
    house, letters = keeping(world, **YEARS), letters_of(world, over)
    assert len(letters) == 4

    world.clock.forward(days=365)
    assert counts(retention.let_go(house)) == nothing()
    world.clock.forward(days=1)
    assert counts(retention.let_go(house)) == nothing(addresses=1)
    world.clock.forward(days=366)
    assert counts(retention.let_go(house)) == nothing(letters=4)
    world.clock.forward(days=3 * 365 + 2)
    assert counts(retention.let_go(house)) == nothing(evidence=1)

    for key in (blob_of(world, over), *letters):
        with pytest.raises(StoredFilePurged):
            house.blobs.get(key)
    assert world.reading(
        lambda s: s.connection().exec_driver_sql("SELECT address FROM notice_calls").scalars().all()
    ) == [""]


def test_what_stays_stays(world: World, over: str) -> None:
    before = world.view(over)
    house = keeping(world, **YEARS)
    world.clock.forward(days=3650)

    retention.let_go(house)

    after = world.view(over)
    assert after.rounds[0].submissions[0].submission.sha256 == before.rounds[0].submissions[0].submission.sha256
    assert after.rounds[0].submissions[0].verdict == before.rounds[0].submissions[0].verdict
    assert [row.message_id for row in after.letters] == [row.message_id for row in before.letters]
    assert [row.receipt for row in after.letters] == [row.receipt for row in before.letters]
    assert [event.hash for event in after.events][: len(before.events)] == [event.hash for event in before.events]
    assert world.reading(audit.verify).broken_at is None


def test_a_second_run_finds_nothing_and_tells_nothing(world: World, over: str) -> None:
    house = keeping(world, **YEARS)
    world.clock.forward(days=3650)
    retention.let_go(house)
    events = world.reading(audit.verify).events

    assert counts(retention.let_go(house)) == nothing()
    assert world.reading(audit.verify).events == events


def test_a_case_under_way_or_certified_keeps_everything(world: World) -> None:
    folio = world.case().folio
    intake.receive(world.house, folio, "evidencias.xls", b"right")
    house = keeping(world, **YEARS)
    world.clock.forward(days=3650)

    assert counts(retention.let_go(house)) == nothing()


def test_a_dry_run_tells_the_same_and_changes_nothing(world: World, over: str) -> None:
    house = keeping(world, **YEARS)
    world.clock.forward(days=3650)

    foretold = retention.due(house)

    assert counts(foretold) == nothing(evidence=1, letters=4, addresses=1)
    assert house.blobs.get(blob_of(world, over)) == SENT
    assert retention.let_go(house) == foretold


def test_a_run_that_was_cut_off_goes_on(world: World, over: str) -> None:
    house = keeping(world, **YEARS)
    world.clock.forward(days=3650)
    with pytest.raises(ServiceUnavailable):
        retention.let_go(replace(house, blobs=Failing(house.blobs.store, house.blobs.folder)))

    assert counts(retention.let_go(house)) == nothing(evidence=1, letters=4, addresses=1)
    with pytest.raises(StoredFilePurged):
        house.blobs.get(blob_of(world, over))


def test_what_is_spent_goes_after_a_month_and_what_holds_stays(world: World) -> None:
    house = world.house
    world.house = house = replace(house, addresses=replace(house.addresses, portal_url="http://testserver"))
    account = accounts.add(house, ACME, "test").account
    with house.transaction() as work:
        sessions.begin(house, work, account.id)
        work.put(Captcha(id=uuid4(), code="1", expires_at=work.now))
    world.clock.forward(days=20)
    with house.transaction() as work:
        held = sessions.begin(house, work, account.id)
    world.clock.forward(days=11)

    assert counts(retention.let_go(house)) == nothing(spent=2)
    kept = world.reading(
        lambda s: s.connection().exec_driver_sql("SELECT token_sha256 FROM portal_sessions").scalars().all()
    )
    assert kept == [sessions.digest(held)]
    world.clock.forward(days=timedelta(days=40).days)
    assert counts(retention.let_go(house)) == nothing(spent=2)


def test_the_command_says_how_long_each_is_kept(
    world: World, over: str, addressed: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MESA_RETENTION_LETTERS_YEARS", "3")

    assert mesa("retention", "--dry-run") == 0

    said = one_line(capsys.readouterr().out)
    assert (
        "Libros de evidencias de casos terminados: 0 (se conservan siempre; para otra cosa, da MESA_RETENTION_EVIDENCE_YEARS)."
        in said
    )
    assert "Cartas enviadas de casos terminados: 0 (a 3 años)." in said
    assert "No se borró nada: quita --dry-run para borrarlo." in said
