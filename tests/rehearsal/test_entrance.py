"""The way into the portal of a rehearsal: made once, good only there."""

import shutil
import stat
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from backoffice.bootstrap import open_house
from backoffice.casework import accounts, signing
from backoffice.casework.house import House
from backoffice.domain.signing import Purpose
from backoffice.efirma.refusals import EfirmaRefused
from backoffice.portal import captcha
from backoffice.records.accounts import Account
from backoffice.rehearsal import cast
from backoffice.rehearsal.entrance import PASSWORD, admit, furnish
from backoffice.rehearsal.pen import sign
from tests.rehearsal.conftest import Stage

COMPANY = cast.newcomer(7)


def for_real(house: House) -> House:
    """The same house as it would be where real companies enter."""
    return open_house(house.settings.model_copy(update={"demo": False}), house.addresses)


def account(house: House, account_id: UUID) -> Account:
    """The account as it is kept."""
    with house.transaction() as work:
        return work.session.execute(select(Account).where(col(Account.id) == account_id)).scalar_one()


def test_an_admitted_company_has_its_account_its_password_and_an_efirma_that_is_trusted(stage: Stage) -> None:
    entrance = admit(stage.house, COMPANY)

    assert accounts.matches(account(stage.house, entrance.account_id), PASSWORD)
    signer = signing.signer_of(stage.house, entrance.account_id, entrance.cer.read_bytes())
    assert signer.certificate.rfc == "NEE120330J07"
    assert stat.S_IMODE(entrance.key.stat().st_mode) == 0o600


def test_admitting_twice_changes_nothing(stage: Stage) -> None:
    first = admit(stage.house, COMPANY)
    files, kept = (first.cer.read_bytes(), first.key.read_bytes()), account(stage.house, first.account_id).password_hash

    furnish(stage.house.settings)
    second = admit(stage.house, COMPANY)

    assert second == first
    assert (second.cer.read_bytes(), second.key.read_bytes()) == files
    assert account(stage.house, second.account_id).password_hash == kept


def test_a_password_that_was_changed_meanwhile_is_the_known_one_again(stage: Stage) -> None:
    entrance = admit(stage.house, COMPANY)
    accounts.set_known_password(stage.house, entrance.account_id, "otra contraseña, más larga")

    admit(stage.house, COMPANY)

    assert accounts.matches(account(stage.house, entrance.account_id), PASSWORD)


def test_an_efirma_of_an_authority_that_is_gone_is_made_anew(stage: Stage) -> None:
    stale = admit(stage.house, COMPANY).cer.read_bytes()
    shutil.rmtree(stage.house.settings.var / "demo" / "authority")
    furnish(stage.house.settings)
    restarted = open_house(stage.house.settings, stage.house.addresses)

    fresh = admit(restarted, COMPANY).cer.read_bytes()

    assert fresh != stale
    restarted.close()


def test_half_an_efirma_is_made_anew(stage: Stage) -> None:
    entrance = admit(stage.house, COMPANY)
    entrance.key.unlink()

    assert admit(stage.house, COMPANY).key.is_file()


def test_outside_a_rehearsal_the_efirma_is_not_trusted_and_the_code_not_taken(stage: Stage) -> None:
    entrance = admit(stage.house, COMPANY)
    real = for_real(stage.house)

    with pytest.raises(EfirmaRefused):
        signing.signer_of(real, entrance.account_id, entrance.cer.read_bytes())
    assert captcha.is_right(stage.house, "", entrance.captcha)
    assert not captcha.is_right(real, "", entrance.captcha)
    assert sign(real, COMPANY, Purpose.REQUEST) is None
    real.close()


@pytest.mark.parametrize("typed", ["", "-", " ", "12345678"])
def test_without_a_code_on_disk_nothing_typed_is_right(stage: Stage, typed: str) -> None:
    (stage.house.settings.var / "demo" / "captcha").unlink()

    assert not captcha.is_right(stage.house, "", typed)
