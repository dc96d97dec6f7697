"""Which sheet plays which tab: by name, else by order, else by what it holds."""

from collections.abc import Callable

from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.meaning.words import plain

TAB_TITLES = {1: "1. JSON", 2: "2. Amortizaciones", 3: "3. Pantallas", 4: "4. CFDI"}
#: tab → beginnings of words that name it
NAMED = {
    1: ("json", "aviso"),
    2: ("amortiza", "retencion", "calculo", "resultado"),
    3: ("pantalla", "captura", "imagen", "evidencia"),
    4: ("cfdi", "xml", "recibo", "nomina"),
}
NO_TAB = ("instruccion", "guia", "ayuda")


def tabs(grids: list[Grid], holds: Callable[[int, Grid], bool]) -> tuple[dict[int, str], bool]:
    """tab → name of its sheet, and whether names alone told. ``holds(tab, grid)``: the sheet has that tab's content."""
    named = by_name(grids)
    found = dict(named) or by_order(grids)
    correct_by_content(found, grids, holds)
    return found, found == named


def by_name(grids: list[Grid]) -> dict[int, str]:
    """Sheets whose name says the tab, in words or by its leading number."""
    found: dict[int, str] = {}
    for says in (by_words, by_number):
        for grid in grids:
            tab = says(plain(grid.name))
            if tab and tab not in found and grid.name not in found.values():
                found[tab] = grid.name
    return found


def by_words(name: str) -> int | None:
    """The tab whose words the name has."""
    words = name.split()
    if any(word.startswith(NO_TAB) for word in words):
        return None
    return next((tab for tab, starts in NAMED.items() if any(w.startswith(starts) for w in words)), None)


def by_number(name: str) -> int | None:
    """The tab whose number the name starts or ends with: ``1``, ``Hoja 2``, ``Pestaña 3``, ``4 ...``."""
    words = name.split()
    for word in (words[0], words[-1]) if words else ():
        number = word.removeprefix("hoja").removeprefix("sheet").removeprefix("tab")
        if number in {"1", "2", "3", "4"}:
            return int(number)
    return None


def by_order(grids: list[Grid]) -> dict[int, str]:
    """The first four sheets that can be seen."""
    seen = [grid.name for grid in grids if not grid.hidden and not plain(grid.name).startswith(NO_TAB)]
    return dict(zip(TAB_TITLES, seen, strict=False)) if len(seen) >= len(TAB_TITLES) else {}


def correct_by_content(found: dict[int, str], grids: list[Grid], holds: Callable[[int, Grid], bool]) -> None:
    """A tab without sheet, or tab 2 on a sheet without tables, goes to a sheet that has its content."""
    by_title = {grid.name: grid for grid in grids}
    for tab in (2, 1, 4, 3):
        name = found.get(tab)
        if name is not None and (tab != 2 or holds(2, by_title[name])):
            continue
        taken = {other for number, other in found.items() if number != tab}
        better = next((grid.name for grid in grids if grid.name not in taken and holds(tab, grid)), None)
        if better is not None:
            found[tab] = better
