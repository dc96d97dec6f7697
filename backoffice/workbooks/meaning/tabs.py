"""Which sheet plays which tab: by name, else by order, else by what it holds."""

from collections.abc import Callable

from backoffice.workbooks.formats.grid import Grid
from backoffice.workbooks.meaning.words import plain

TAB_TITLES = {1: "1. JSON", 2: "2. Amortizaciones", 3: "3. Pantallas", 4: "4. CFDI"}
#: tab → beginnings of words that name it
NAMED = {
    1: ("json", "aviso"),
    2: ("amortiza", "retencion", "calculo", "resultado"),
    3: ("pantalla", "captura", "imagen"),
    4: ("cfdi", "xml", "recibo", "nomina"),
}
#: Says tab 3 where neither a clearer word nor a number tells: all four may be called «Evidencia 1», «Evidencia 2».
VAGUE = "evidencia"
NO_TAB = ("instruccion", "guia", "ayuda")
#: Beginnings of names of sheets that come before or after the evidence.
ASIDE = (*NO_TAB, "leeme", "readme", "portada", "caratula", "notas")


def tabs(grids: list[Grid], holds: Callable[[int, Grid], bool]) -> tuple[dict[int, str], bool]:
    """tab → name of its sheet, and whether names alone told. ``holds(tab, grid)``: the sheet has that tab's content."""
    named = by_name(grids)
    found = dict(named) or by_order(grids, holds)
    correct_by_content(found, grids, holds)
    return found, found == named


def by_name(grids: list[Grid]) -> dict[int, str]:
    """Sheets whose name says the tab: as the template calls it, else one that can be seen, else a hidden one."""
    found: dict[int, str] = {}
    shown, hidden = ([grid.name for grid in grids if grid.hidden is way] for way in (False, True))
    take(found, by_title, [*shown, *hidden])
    for names in (shown, hidden):
        for says in (by_words, by_number, by_vague_word):
            take(found, says, names)
    return found


def take(found: dict[int, str], says: Callable[[str], int | None], names: list[str]) -> None:
    """Give tabs that have no sheet the first of the *names* that says them and is not taken."""
    for name in names:
        simple = plain(name)
        tab = None if simple.startswith(ASIDE[len(NO_TAB) :]) else says(simple)
        if tab and tab not in found and name not in found.values():
            found[tab] = name


def by_title(name: str) -> int | None:
    """The tab that the template calls so."""
    return next((tab for tab, title in TAB_TITLES.items() if plain(title) == name), None)


def by_vague_word(name: str) -> int | None:
    """Tab 3, for «Evidencias»."""
    words = name.split()
    aside = any(word.startswith(NO_TAB) for word in words)
    return 3 if not aside and any(word.startswith(VAGUE) for word in words) else None


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


def by_order(grids: list[Grid], holds: Callable[[int, Grid], bool]) -> dict[int, str]:
    """Four sheets that can be seen, tab 2 being the one with tables; what another sheet holds goes before its order."""
    seen = [grid for grid in grids if not grid.hidden and not plain(grid.name).startswith(ASIDE)]
    if len(seen) < len(TAB_TITLES):
        return {}
    second = next((grid for grid in (seen[1], *seen) if holds(2, grid)), seen[1])
    guessed = dict(zip(TAB_TITLES, seen[max(0, seen.index(second) - 1) :], strict=False))
    found: dict[int, str] = {}
    for tab in (2, 1, 4, 3):
        first = [guessed[tab]] if tab in guessed else []
        free = [grid for grid in (*first, *seen) if grid.name not in found.values()]
        if better := next((grid.name for grid in free if holds(tab, grid)), None):
            found[tab] = better
    for tab, grid in guessed.items():
        if grid.name not in found.values():
            found.setdefault(tab, grid.name)
    return dict(sorted(found.items()))


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
