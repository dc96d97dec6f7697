"""Settings: where the parts are and how the desk behaves. Read once, from ``MESA_*`` variables or files of secrets.

An address that is not set means the embedded part under ``var/``.
"""

from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

#: The checkout or installation: ``email_templates`` and ``notebooks`` stand here.
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """All settings with their defaults. ``MESA_SECRETS_DIR`` may hold one file per secret (``mesa_database_url`` …)."""

    model_config = SettingsConfigDict(env_prefix="MESA_", frozen=True)

    var: Path = ROOT / "var"
    database_url: SecretStr | None = None
    queue_url: SecretStr | None = None
    smtp_url: SecretStr | None = None
    blobs_url: str | None = None
    notices_key_file: Path | None = None
    portal_url: str = "http://127.0.0.1:8700"
    sender: str = "Mesa de certificación <certificacion@mesa.example>"
    timezone: str = "America/Mexico_City"
    first_round_days: int = 45
    correction_round_days: int = 10
    analysis_days: int = 5

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which people read dates; storage is UTC."""
        return ZoneInfo(self.timezone)
