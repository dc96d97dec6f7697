"""Pictures of the documents for the manuals: ``python -m tests.documents.portraits FOLDER``."""

import sys
import tempfile
from pathlib import Path

from PIL import Image

from backoffice.domain.signing import DocumentKind
from backoffice.efirma.documents.typesetting import typeset
from tests.documents.examples import document, poppler


def main(folder: Path) -> None:
    """The first page of every kind at 80 dots an inch, in 64 colours."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in DocumentKind:
        with tempfile.TemporaryDirectory() as place:
            paper, page = Path(place) / "paper.pdf", Path(place) / "page"
            paper.write_bytes(typeset(document(kind)))
            poppler("pdftoppm", "-r", "80", "-png", "-singlefile", paper, page)
            with Image.open(page.with_suffix(".png")) as drawn:
                drawn.convert("RGB").quantize(64, method=Image.Quantize.FASTOCTREE).save(
                    folder / f"{kind.value}.png", optimize=True
                )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
