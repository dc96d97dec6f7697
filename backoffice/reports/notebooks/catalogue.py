"""The notebooks of which reports are made: those of the house's own folder that are not worked with by hand."""

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from backoffice.domain.errors import BadInput
from backoffice.domain.typography import shortened
from backoffice.settings import ROOT

FOLDER = ROOT / "notebooks"
LONGEST_TITLE = 120
#: What stands in these is asked or done by a person: a page of the first shows nothing, and the second asks the very
#: workers that would run it what other values would change.
BY_HAND = frozenset({"cola_de_revision", "impacto_de_reglas"})


@dataclass(frozen=True, slots=True)
class Notebook:
    """One notebook: its name, its file and its title."""

    name: str
    path: Path
    title: str


def notebooks(folder: Path = FOLDER) -> dict[str, Notebook]:
    """All of them, by name."""
    found = (path for path in sorted(folder.glob("*.ipynb")) if path.stem not in BY_HAND)
    return {path.stem: Notebook(path.stem, path, title_of(path)) for path in found}


def chosen(name: str, folder: Path = FOLDER) -> Notebook:
    """The notebook that a person named, with or without its folder and suffix. Raises ``BadInput``."""
    given = PurePosixPath(name)
    known = notebooks(folder)
    plain = str(given.parent) in {".", folder.name} and given.suffix in {"", ".ipynb"}
    if plain and given.stem in known:
        return known[given.stem]
    if plain and given.stem in BY_HAND:
        raise BadInput(f"«{given.stem}» se usa a mano, en JupyterLab: no da un informe. Hay: {', '.join(known)}.")
    raise BadInput(f"No hay un cuaderno «{name}» para informes. Hay: {', '.join(known)}.")


def title_of(path: Path) -> str:
    """The first heading, as one line; the file's name where it has none or is no notebook: running it tells."""
    try:
        first = json.loads(path.read_text("utf-8"))["cells"][0]
        line = "".join(first["source"]).splitlines()[0] if first["cell_type"] == "markdown" else ""
    except (OSError, ValueError, LookupError, TypeError):
        return path.stem
    return shortened(line.removeprefix("# "), LONGEST_TITLE) if line.startswith("# ") else path.stem
