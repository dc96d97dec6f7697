"""Furnishing the house: from settings and addresses to everything that the stages use. Nothing is connected yet."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice import official
from backoffice.casework import service_probe
from backoffice.casework.decreed_days import DecreedDays
from backoffice.casework.house import Deal, House
from backoffice.domain.calendar import Calendar
from backoffice.domain.copies.traces import Traces
from backoffice.domain.evidence import Evidence
from backoffice.domain.test_set import TestSet
from backoffice.domain.test_set.model import Round
from backoffice.doorbell import doorbell
from backoffice.efirma import service_seal
from backoffice.efirma.service_seal import ServiceSeal
from backoffice.efirma.trust import SAT_AUTHORITIES, TrustStore
from backoffice.mail.delivery import deliver
from backoffice.records.blobs import open_blobs
from backoffice.records.database import open_database
from backoffice.settings import Addresses, Settings

if TYPE_CHECKING:
    from backoffice.efirma.documents.sealing import DocumentSeal
    from backoffice.mail.pacing import Pace

__all__ = ["Deal", "House", "open_house"]

#: Seconds that the mail server has for each step.
MAIL_TIMEOUT = 20.0


def open_house(settings: Settings, addresses: Addresses) -> House:
    """The house over the real world. Close it when done."""
    database = open_database(addresses.database_url)
    return House(
        settings=settings,
        addresses=addresses,
        database=database,
        blobs=open_blobs(addresses.blobs_url),
        calendar=Calendar(DecreedDays(official.calendar().extra, database, time.monotonic)),
        now=utc_now,
        dealer=lambda: fair_deal(settings),
        ring=doorbell(addresses.queue_url),
        seal=seals(settings.notices_key_file or settings.var / "keys" / "notices.pem"),
        deliver=paced(mail_to(addresses.smtp_url, settings.sender), addresses.queue_url, settings.letters_per_second),
        generate=generate,
        read=read,
        traces=traces,
        trust=trusted(settings),
        document_seal=documents_seal(settings.var / "keys"),
        test_service=service_probe.of(addresses.portal_url),
    )


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock of the house


def fair_deal(settings: Settings) -> Deal:
    """A seed that nobody can guess, for today."""
    return Deal(seed=secrets.token_bytes(32), on=utc_now().astimezone(settings.zone).date())


def generate(seed: bytes, round_: Round, on: date, seal: ServiceSeal) -> TestSet:
    """A round's test set by the official values in force."""
    from backoffice.domain.test_set.generation import generate as make  # noqa: PLC0415 - pandas comes with it

    return make(seed, round_, on, seal, official.parameters())


def read(data: bytes) -> Evidence:
    """What a workbook says, read in a limited child process."""
    from backoffice.workbooks.reading import read as in_a_child  # noqa: PLC0415 - only those who read need it

    return in_a_child(data)


def traces(data: bytes) -> Traces:
    """What tells where a workbook comes from, read in a limited child process."""
    from backoffice.workbooks.reading import traces as in_a_child  # noqa: PLC0415 - only those who read need it

    return in_a_child(data)


def mail_to(smtp_url: str, sender: str) -> Callable[[bytes, str], str]:
    """A function that hands one message for one recipient to the mail server and returns its receipt."""

    def send(message: bytes, to: str) -> str:
        return deliver(smtp_url, message, sender=sender, to=to, timeout=MAIL_TIMEOUT)

    return send


def paced(deliver: Callable[[bytes, str], str], queue_url: str, a_second: int | None) -> Callable[[bytes, str], str]:
    """*deliver*, so many times a second at most; as it is where there is no limit."""
    if a_second is None:
        return deliver

    @cache
    def pace() -> "Pace":
        from backoffice.mail.pacing import Pace  # noqa: PLC0415 - only who sends letters needs it

        return Pace(queue_url, a_second)

    def send(message: bytes, to: str) -> str:
        pace().wait()
        return deliver(message, to)

    return send


def seals(key_file: Path) -> Callable[[bool], ServiceSeal]:
    """Which seal a round's notices get: the service's own, made on first use, or the published one of rehearsals."""

    @cache
    def seal(rehearsal: bool) -> ServiceSeal:
        return service_seal.rehearsal_seal() if rehearsal else service_seal.kept_in(key_file)

    return seal


def trusted(settings: Settings) -> Callable[[], TrustStore]:
    """SAT's authorities and those of the setting; in a rehearsal also the fictitious one that the rehearsal keeps."""

    @cache
    def store() -> TrustStore:
        more = [settings.trust_dir] if settings.trust_dir else []
        rehearsal = rehearsal_trust(settings)
        if settings.demo and rehearsal.is_dir():
            more.append(rehearsal)
        return TrustStore.from_folders(SAT_AUTHORITIES, *more)

    return store


def rehearsal_trust(settings: Settings) -> Path:
    """Where the rehearsal's authority keeps what others must trust."""
    return settings.var / "demo" / "authority" / "trust"


def rehearsal_captcha(settings: Settings) -> Path:
    """Where the rehearsal keeps the captcha code that is always good in it."""
    return settings.var / "demo" / "captcha"


def documents_seal(folder: Path) -> Callable[[], "DocumentSeal"]:
    """The desk's seal on documents, read or made when it is first needed: pyHanko takes a while to load."""

    @cache
    def seal() -> "DocumentSeal":
        from backoffice.efirma.documents.sealing import DocumentSeal  # noqa: PLC0415 - only those who seal need it

        return DocumentSeal.kept_in(folder, utc_now())

    return seal
