"""A house that lives as long as a measurement, in a temporary folder, on embedded parts; it ends however that ends."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backoffice.bootstrap import open_house
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput
from backoffice.embedded import house as embedded
from backoffice.embedded import ports
from backoffice.embedded.places import Places, prepare
from backoffice.rehearsal import entrance
from backoffice.settings import Settings, load_settings
from tests.conftest import free_port


@dataclass(frozen=True, slots=True)
class Own:
    """The house, and the parts that were started for it."""

    house: House
    started: embedded.Started


@contextmanager
def own_house(parts: Sequence[str], **settings: Any) -> Iterator[Own]:
    """*parts* run, with those *settings*. Raises ``BadInput`` where the environment names another house's parts."""
    given = load_settings()
    if given.database_url or given.queue_url or given.blobs_url or given.smtp_url:
        raise BadInput("Esta medición usa partes propias: quita las direcciones MESA_*_URL.")
    with tempfile.TemporaryDirectory(prefix="mesa-", ignore_cleanup_errors=True) as folder:
        wanted = Settings(var=Path(folder) / "var", **settings)
        places = Places(wanted.var)
        prepare(places)
        # Others start and stop houses meanwhile: nobody else's visitors come while a part of this one is away.
        ports.record(places, {part: free_port() for part in ports.USUAL})
        if wanted.demo:
            entrance.furnish(wanted)
        started = embedded.start(wanted, parts=parts)
        try:
            house = open_house(started.settings, started.addresses)
            try:
                yield Own(house, started)
            finally:
                house.close()
        finally:
            started.stop()
