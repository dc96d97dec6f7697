"""A mail server that takes connections and never says a word: letters wait, evaluations do not."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from backoffice.bootstrap import open_house
from backoffice.casework import intake, request
from backoffice.domain.work import WorkKind, WorkState
from backoffice.records.case_view import case_view
from backoffice.records.cases import TestSetRow
from backoffice.settings import Addresses, Settings, child_environment
from tests.casework.world import ACME
from tests.workers.conftest import DRAMATIQ, Crew, until
from tests.workers.test_processes import count, post_many

OTHER = replace(ACME, nrp="A0112345106", rfc="NOT010101AB1")
LETTERS = 12


@pytest.fixture
def silent_mail() -> Iterator[str]:
    """Its address."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def crew(migrated_url: str, valkey_url: str, silent_mail: str, tmp_path: Path) -> Iterator[Crew]:
    """A house over it."""
    settings = Settings(var=tmp_path)
    addresses = Addresses(migrated_url, valkey_url, silent_mail, (tmp_path / "blobs").as_uri())
    house = open_house(settings, addresses)
    yield Crew(house, child_environment(settings, addresses), tmp_path)
    house.close()


def template(crew: Crew, folio: str) -> bytes | None:
    """The workbook of a case's set, once it is made."""
    with crew.house.transaction() as work:
        round_ = case_view(work.session, folio).current.round
        made = work.session.query(TestSetRow).filter_by(round_id=round_.id).one_or_none()
    if made is None:
        return None
    return ZipFile(BytesIO(crew.house.blobs.get(made.bundle))).read("evidencias.xlsx")


def test_an_evaluation_is_done_while_more_letters_hang_than_there_are_threads(crew: Crew) -> None:
    post_many(crew.house, LETTERS)

    with crew.process(*DRAMATIQ):
        until(lambda: count(crew.house, WorkState.WORKING) > 0)
        case = request.register(crew.house, OTHER)
        until(lambda: template(crew, case.folio) is not None, seconds=15)
        intake.receive(crew.house, case.folio, "evidencias.xlsx", template(crew, case.folio) or b"")

        def is_judged() -> bool:
            with crew.house.transaction() as work:
                return case_view(work.session, case.folio).current.submissions[-1].task is not None

        until(is_judged, seconds=15)

    assert count(crew.house, WorkState.DONE, WorkKind.SEND_LETTER) == 0
    assert count(crew.house, WorkState.DONE, WorkKind.ISSUE_TEST_SET, WorkKind.EVALUATE) == 2
