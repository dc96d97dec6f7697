"""An export as its reader has it: the files of the ZIP by name."""

import json
import zipfile
from io import BytesIO
from typing import Any

from backoffice.casework.expediente import Expediente, expediente
from tests.casework.world import World


class Opened:
    """An archive, opened."""

    def __init__(self, data: bytes, made: Expediente) -> None:
        self.data, self.made = data, made
        self.zip = zipfile.ZipFile(BytesIO(data))
        self.names = self.zip.namelist()

    def read(self, name: str) -> bytes:
        """The bytes of one member."""
        return self.zip.read(name)

    def json(self, name: str) -> Any:
        """One member as JSON."""
        return json.loads(self.read(name))


def exported(world: World, folio: str) -> Opened:
    """Export a case and open what came out."""
    with expediente(world.house, folio, "analyst:ana") as made:
        return Opened(b"".join(made.chunks()), made)
