"""The way into the portal of a rehearsal: an authority of its own, a fixed captcha code, known accounts and e.firmas.

All of it lies under ``var/demo`` and is good only in a portal that runs as a rehearsal (``MESA_DEMO``).
"""

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from backoffice.bootstrap import rehearsal_captcha, rehearsal_trust
from backoffice.casework import accounts, signing
from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.rehearsal.efirma import Authority, authority, efirma
from backoffice.settings import Settings

#: Known to all: they open rehearsals alone.
PASSWORD = "caminos-de-ensayo-2026"  # noqa: S105 - no secret
KEY_PASSWORD = "llave-de-ensayo-2026"  # noqa: S105 - no secret
#: The fictitious person who signs for every company.
REPRESENTATIVE = "PERE800101AB1"


@dataclass(frozen=True, slots=True)
class Entrance:
    """What lets one company in and lets it sign: the files of its e.firma, and the words that open everything."""

    account_id: UUID
    captcha: str
    cer: Path
    key: Path
    password: str = PASSWORD
    key_password: str = KEY_PASSWORD


def furnish(settings: Settings) -> None:
    """Make the authority and the captcha code, once; before the portal starts, which reads them only then.

    Raises ``ServiceUnavailable`` where the disk does not take them.
    """
    try:
        _authority(settings)
        _captcha(settings)
    except OSError as failure:
        where = settings.var / "demo"
        raise ServiceUnavailable(f"No pude escribir en {where} ({failure.strerror}). Revisa esa carpeta.") from None


def admit(house: House, company: Applicant) -> Entrance:
    """An account with the known password and an e.firma for *company*; what is there and good stays as it is.

    The account's invitation goes out by letter as for any company. Raises ``MissingSetting`` without a portal.
    """
    account = accounts.add(house, company, "rehearsal").account
    if not accounts.matches(account, PASSWORD):
        accounts.set_known_password(house, account.id, PASSWORD)
    folder = house.settings.var / "demo" / "efirma" / company.rfc
    cer, key = folder / "firma.cer", folder / "firma.key"
    if not _is_good(house, account.id, cer, key):
        _make_efirma(house, company, folder)
    return Entrance(account.id, _captcha(house.settings), cer, key)


def _authority(settings: Settings) -> Authority:
    return authority(rehearsal_trust(settings).parent)


def _captcha(settings: Settings) -> str:
    """The code of this rehearsal."""
    file = rehearsal_captcha(settings)
    if not file.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text("".join(str(secrets.randbelow(10)) for _ in range(5)) + "\n")
        draft.replace(file)
    return file.read_text().strip()


def _is_good(house: House, account_id: UUID, cer: Path, key: Path) -> bool:
    """Whether there is an e.firma that the portal would take today."""
    if not (cer.exists() and key.exists()):
        return False
    try:
        signing.signer_of(house, account_id, cer.read_bytes())
    except BadInput:
        return False
    return True


def _make_efirma(house: House, company: Applicant, folder: Path) -> None:
    """Both files, or none."""
    made = efirma(
        _authority(house.settings),
        rfc=company.rfc,
        representative_rfc=REPRESENTATIVE,
        name=company.name.upper(),
        password=KEY_PASSWORD,
        at=house.now(),
    )
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    (draft / "firma.cer").write_bytes(made.cer)
    (draft / "firma.key").touch(mode=0o600)
    (draft / "firma.key").write_bytes(made.key)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
