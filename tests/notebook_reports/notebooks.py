"""Small notebooks for tests, as files."""

import json
from pathlib import Path

from backoffice.reports.notebooks import Notebook


def notebook(folder: Path, *cells: str, name: str = "prueba", title: str = "Prueba de informe") -> Notebook:
    """A notebook with that title and those cells of code."""
    code = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
        for n, cell in enumerate(cells)
    ]
    first = {"cell_type": "markdown", "id": "texto", "metadata": {}, "source": [f"# {title}\n", "\n", "Un párrafo."]}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps({"cells": [first, *code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return Notebook(name, path, title)
