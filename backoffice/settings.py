"""Settings: where the parts are and how the desk behaves. Read once, from ``MESA_*`` variables or files of secrets.

An address that is not set means the embedded part under ``var/``.
"""

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from backoffice.domain.errors import BadInput, MissingSetting
from backoffice.domain.letters import LETTERS, fits_one_line
from backoffice.domain.letters.resending import ASKED
from backoffice.mailboxes import mailbox

#: The checkout or installation: ``email_templates`` and ``notebooks`` stand here.
ROOT = Path(__file__).resolve().parent.parent


def _mailbox(text: str) -> str:
    try:
        mailbox(text)
    except BadInput:
        raise ValueError("no e-mail address") from None
    return text


def _one_line(text: str) -> str:
    if not fits_one_line(text):
        raise ValueError("empty, or more than one line")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; a path; a folder of zones
        raise ValueError("no time zone") from None
    return name


def _page_address(text: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~/-]*)?", text):
        raise ValueError("no address of a page")
    return text.rstrip("/")


#: An e-mail address, with a name or without.
Mailbox = Annotated[str, AfterValidator(_mailbox)]
#: What stands in a letter.
OneLine = Annotated[str, AfterValidator(_one_line)]
#: A name of the IANA database.
Zone = Annotated[str, AfterValidator(_zone)]
#: A page's address without a slash at the end.
PageAddress = Annotated[str, AfterValidator(_page_address)]
#: A part of a whole, from 0 to 1.
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
#: Business days, up to about two years.
Days = Annotated[int, Field(ge=1, le=500)]


#: Years that something is kept.
Years = Annotated[int, Field(ge=1, le=100)]


def named(text: str) -> frozenset[str]:
    """The names in a setting, which commas separate."""
    return frozenset(filter(None, (name.strip() for name in text.split(","))))


def _letters(text: str) -> str:
    if named(text) - {letter.template for letter in LETTERS}:
        raise ValueError("no letter")
    return text


def _proxies(text: str) -> str:
    for one in named(text):
        ip_network(one)
    return text


#: Addresses and networks, separated by commas.
Proxies = Annotated[str, AfterValidator(_proxies)]
#: Names of letters' templates.
Letters = Annotated[str, AfterValidator(_letters)]


class Settings(BaseSettings):
    """All settings with their defaults. ``MESA_SECRETS_DIR`` may hold one file per secret (``mesa_database_url`` …)."""

    model_config = SettingsConfigDict(env_prefix="MESA_", frozen=True, populate_by_name=True)

    var: Path = ROOT / "var"
    database_url: SecretStr | None = None
    queue_url: SecretStr | None = None
    smtp_url: SecretStr | None = None
    blobs_url: str | None = None
    #: The two pages of the embedded parts: ``./mesa up`` gives them to the processes it starts.
    mailbox_url: str | None = None
    jupyter_url: SecretStr | None = None
    #: Where applicants reach the portal, as letters and documents say it; without one, the embedded page.
    portal_url: PageAddress | None = None
    #: More certificates of authorities that sign e.firmas, besides SAT's that ship with the desk.
    trust_dir: Path | None = None
    #: What the productive service shows to ask who has access.
    productive_token: SecretStr | None = None
    #: A rehearsal: fictitious e.firmas and the code of ``credentials.json`` are good. Never where real companies enter.
    demo: bool = False
    notices_key_file: Path | None = None
    #: Who works at the desk: under JupyterHub the hub's user; ``None`` means this machine's account.
    analyst: str | None = Field(default=None, validation_alias=AliasChoices("jupyterhub_user", "mesa_analyst"))
    #: The login by which the embedded JupyterLab enters the embedded database (``./mesa people``); the owner's without.
    desk_login: str | None = None
    #: Who decides about runs that try other rules: names of people at the desk, separated by commas.
    supervisors: str = ""
    #: Where the desk's own people get their letters; none go out without it.
    desk_email: Mailbox | None = None
    #: Where the end of the audit trail is sent every day, outside the desk; without it, nowhere.
    auditor_email: Mailbox | None = None
    sender: Mailbox = "Mesa de certificación <certificacion@mesa.example>"
    contact: OneLine = "ayuda@mesa.example"
    timezone: Zone = "America/Mexico_City"
    first_round_days: Days = 45
    correction_round_days: Days = 10
    analysis_days: Days = 5
    #: Hours without the test service, on one business day, after which the clock gives that day back to companies.
    outage_hours: Annotated[int, Field(ge=1, le=24)] = 4
    #: Letters (names of their templates, separated by commas) that a person sends again where nobody knows whether they
    #: arrived; all others go again by themselves under their Message-ID. Not set: as ``domain.letters.resending`` says.
    ask_before_resending: Letters | None = None
    #: So many letters a second at most, all worker processes together; without it, as fast as the server takes them.
    letters_per_second: Annotated[int, Field(ge=1, le=10_000)] | None = None
    #: The proxies that may say whose visit a page is (``X-Forwarded-For``).
    trusted_proxies: Proxies = "127.0.0.1"
    #: Where Prometheus asks for the desk's figures, on this machine alone; without it, nowhere.
    metrics_port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    #: Of the decisions that need none, so many get a second opinion all the same, from 0 to 1.
    second_review_share: Share = 0.10
    #: Years after a case is over (cancelled, expired) until ``./mesa retention`` erases its workbooks and letters, and
    #: until the network addresses of calls of the test service are forgotten. Not set: never; no law of ours says more.
    retention_evidence_years: Years | None = None
    retention_letters_years: Years | None = None
    retention_addresses_years: Years | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which people read dates; storage is UTC."""
        return ZoneInfo(self.timezone)

    @property
    def asked_letters(self) -> frozenset[str]:
        """The letters of ``MESA_ASK_BEFORE_RESENDING``, or of the table."""
        return ASKED if self.ask_before_resending is None else named(self.ask_before_resending)

    @property
    def supervisor_names(self) -> frozenset[str]:
        """The names of ``MESA_SUPERVISORS``."""
        return named(self.supervisors)


def load_settings() -> Settings:
    """The settings of this process, from its environment and its folder of secrets, with an absolute ``var``.

    Raises ``BadInput``, which names the variables at fault and never shows their values.
    """
    secrets = inherited_environment().get("MESA_SECRETS_DIR")
    if secrets and not Path(secrets).is_dir():
        raise BadInput("MESA_SECRETS_DIR no es una carpeta. Corrige su ruta o quita esa variable.")
    where: dict[str, Any] = {"_secrets_dir": secrets or None}
    try:
        settings = Settings(**where)
    except ValidationError as invalid:
        names = sorted({f"MESA_{str(error['loc'][0]).upper()}" for error in invalid.errors()})
        raise BadInput(f"No entiendo el valor de {', '.join(names)}. Corrige esa variable o quítala.") from None
    return settings.model_copy(update={"var": settings.var.expanduser().absolute()})


@dataclass(frozen=True)
class Addresses:
    """Where each part answers: the settings' own addresses, the embedded parts' for the rest."""

    #: For SQLAlchemy with psycopg 3: ``postgresql+psycopg://…``.
    database_url: str = field(repr=False)
    #: For redis-py: ``redis://…``, ``rediss://…`` or ``unix:///path``.
    queue_url: str = field(repr=False)
    #: ``smtp://host:port``, user and password percent-encoded where the server wants them.
    smtp_url: str = field(repr=False)
    #: For obstore: ``file:///folder`` or ``s3://bucket/prefix``.
    blobs_url: str
    #: The page that shows the embedded mailbox; ``None`` where another SMTP server is used.
    mailbox_url: str | None = None
    #: JupyterLab, with its token; ``None`` where it was never started.
    jupyter_url: str | None = field(default=None, repr=False)
    #: The applicants' page, without a slash at the end; ``None`` where there is none.
    portal_url: str | None = None


def given_addresses(settings: Settings) -> Addresses:
    """The addresses that the settings themselves give, as every worker process and notebook gets them.

    Raises ``MissingSetting`` where one is absent: then the process was not started by ``./mesa up``.
    """
    given = {
        "MESA_DATABASE_URL": settings.database_url,
        "MESA_QUEUE_URL": settings.queue_url,
        "MESA_SMTP_URL": settings.smtp_url,
        "MESA_BLOBS_URL": settings.blobs_url,
    }
    missing = [name for name, value in given.items() if value is None]
    if missing:
        raise MissingSetting(f"Falta {', '.join(missing)}. Arranca la mesa con «./mesa up» o da esas direcciones.")
    database, queue, smtp, blobs = (_plain(value) for value in given.values())
    jupyter = _plain(settings.jupyter_url) or None
    return Addresses(database, queue, smtp, blobs, settings.mailbox_url, jupyter, settings.portal_url)


def child_environment(settings: Settings, addresses: Addresses) -> dict[str, str]:
    """The environment of a process of the house: this one's, with every address spelled out."""
    spelled = {
        "MESA_DATABASE_URL": addresses.database_url,
        "MESA_QUEUE_URL": addresses.queue_url,
        "MESA_SMTP_URL": addresses.smtp_url,
        "MESA_BLOBS_URL": addresses.blobs_url,
        "MESA_MAILBOX_URL": addresses.mailbox_url,
        "MESA_JUPYTER_URL": addresses.jupyter_url,
        "MESA_PORTAL_URL": addresses.portal_url,
    }
    return {**settings_environment(settings), **{name: value for name, value in spelled.items() if value is not None}}


def settings_environment(settings: Settings) -> dict[str, str]:
    """The environment in which another process reads these same settings: this one's, and what was set in code."""
    chosen = settings.model_dump(exclude_defaults=True)
    return {**inherited_environment(), **{f"MESA_{name.upper()}": _plain(value) for name, value in chosen.items()}}


def inherited_environment() -> dict[str, str]:
    """This process' environment, to be handed to a program it starts; nothing else reads it."""
    return dict(os.environ)  # noqa: TID251 - the one place where the environment is read, beside Settings itself


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else "" if value is None else str(value)
