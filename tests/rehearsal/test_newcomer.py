"""The company that whoever tries the desk may be, and the file that says how."""

import json
import stat
from pathlib import Path

from sqlalchemy import func, select

from backoffice.casework import request
from backoffice.records.cases import ApplicantRow
from backoffice.rehearsal import cast
from backoffice.rehearsal.entrance import admit
from backoffice.rehearsal.newcomer import credentials, register_newcomer, write_credentials
from tests.rehearsal.conftest import Stage


def test_the_newcomer_is_registered_once_and_has_no_request(stage: Stage) -> None:
    first, second = register_newcomer(stage.house), register_newcomer(stage.house)

    assert first == second
    assert (first.nrp, first.email) == ("Z9920000001", "tu1@nueva-empresa.example")
    with stage.house.transaction() as work:
        assert work.session.execute(select(func.count()).select_from(ApplicantRow)).scalar_one() == 1


def test_after_its_request_another_company_is_the_newcomer(stage: Stage) -> None:
    request.register(stage.house, cast.newcomer(1))

    assert register_newcomer(stage.house).nrp == "Z9920000002"


def test_the_credentials_are_private_and_say_null_for_a_portal_that_would_not_open(
    stage: Stage, tmp_path: Path
) -> None:
    company = register_newcomer(stage.house)

    written = write_credentials(tmp_path / "demo", credentials(stage.house, company, None))
    again = write_credentials(tmp_path / "demo", credentials(stage.house, company, None))

    assert again == written == tmp_path / "demo" / "credentials.json"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert json.loads(written.read_text()) == {
        "portal_url": None,
        "nrp": "Z9920000001",
        "email": "tu1@nueva-empresa.example",
        "password": None,
        "captcha": None,
        "cer": None,
        "key": None,
        "key_password": None,
        "jupyter_url": "http://127.0.0.1:1/lab?token=abc",
        "mailbox_url": stage.house.addresses.mailbox_url,
    }


def test_in_a_rehearsal_the_credentials_open_the_portal(stage: Stage) -> None:
    company = register_newcomer(stage.house)

    said = credentials(stage.house, company, admit(stage.house, company))

    assert said["portal_url"] == "http://127.0.0.1:2"
    assert said["captcha"] == (stage.house.settings.var / "demo" / "captcha").read_text().strip()
    for name in ("cer", "key"):
        assert Path(str(said[name])).is_file()
