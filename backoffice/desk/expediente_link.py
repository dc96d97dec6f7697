"""The export of the open case (*expediente*) as a ZIP beside the notebook, made when somebody asks, and its link."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backoffice.casework.expediente import Expediente, expediente
from backoffice.desk.case import OpenCase
from backoffice.desk.identity import at_the_desk
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, button, html, line
from backoffice.domain.errors import BadInput
from backoffice.domain.explained.spanish import counted, size_said
from backoffice.records import whole_file

FOLDER = "expedientes"
#: Up to so many bytes the archive is inside the link; a larger one is taken from Jupyter's own list of files.
LARGEST_LINK = 8_000_000
WHOLE = "Está completo."
NO_ROOM = (
    "No se pudo escribir el expediente: revisa el espacio en disco y el permiso de la carpeta, y elige «Expediente» "
    "otra vez. No quedó nada a medias."
)


class ExpedienteLink:
    """A button and, once it was pressed, where the archive lies. A second click makes it anew in its place.

    *here* gives the notebook's folder; the archive goes into a folder in it, readable by its owner alone.
    """

    def __init__(self, case: OpenCase, here: Callable[[], Path] = Path.cwd) -> None:
        self.case, self.here = case, here
        self.message, self.link = Message(), html()
        self.button: Any = button("Expediente", self.make, look="plain")
        self.widget = line([self.button, self.link, self.message.widget], "mesa-acts")

    def make(self) -> None:
        """Export the case, say where it lies and what is wanting."""
        self.link.value = ""
        self.button.disabled = True
        try:
            with self.message.minding():
                self.link.value = self._made()
                self.message.say("")
        finally:
            self.button.disabled = False

    def _made(self) -> str:
        house = self.case.house
        try:
            with expediente(house, self.case.folio, f"analyst:{at_the_desk(house).name}") as made:
                return page("expediente_link", **told(made, written(made, self.here() / FOLDER)))
        except OSError as error:
            raise BadInput(NO_ROOM) from error


def told(made: Expediente, place: Path) -> dict[str, Any]:
    """What the link says; its data is empty where the archive is too large for one."""
    flaws = counted(len(made.flaws), "cosa falta o no coincide", "cosas faltan o no coinciden")
    size = place.stat().st_size
    return {
        "file": place.name,
        "place": f"{FOLDER}/{place.name}",
        "size": size_said(size),
        "data": b64encode(place.read_bytes()).decode("ascii") if size <= LARGEST_LINK else "",
        "whole": f"{flaws}:" if made.flaws else WHOLE,
        "flaws": [f"{one.what}. {one.why}" for one in made.flaws],
    }


def written(made: Expediente, folder: Path) -> Path:
    """The archive in *folder*, whole or not at all; one that was there is replaced. Raises ``OSError``."""
    place = folder / f"expediente-{made.folio}.zip"
    folder.mkdir(mode=0o700, exist_ok=True)
    whole_file.write(place, made.chunks())
    return place
