"""Pages from templates. Everything printed is escaped; a template that knows no such word fails at once."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.runtime import Macro

from backoffice.casework.house import House
from backoffice.domain.calendar import spoken, spoken_with_weekday
from backoffice.domain.explained.spanish import counted
from backoffice.domain.typography import figure, grouped_nss
from backoffice.portal.visitor import Visitor

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,  # they ship with the program
)
TEMPLATES.filters |= {"spoken": spoken, "spoken_with_weekday": spoken_with_weekday, "counted": counted}
TEMPLATES.filters |= {"nss": grouped_nss, "figure": figure}
#: The pieces that pages are made of. Every page knows them: to import them costs as much again as to use them.
PIECES = {
    name: piece
    for file in ("parts.html", "certification/parts.html")
    for name, piece in vars(TEMPLATES.get_template(file).module).items()
    if isinstance(piece, Macro)
}
TEMPLATES.globals |= PIECES


def house_of(request: Request) -> House:
    """The house over which this portal stands."""
    house: House = request.app.state.house
    return house


def page(request: Request, template: str, *, status: int = 200, **words: Any) -> HTMLResponse:
    """The page of *template*. Every one knows the visitor (``visitor``), the desk's contact, and its own *words*.

    Raises ``ValueError`` where a word has the name of a piece.
    """
    if hidden := PIECES.keys() & words.keys():
        raise ValueError(f"{template} calls words as pieces of pages are called: {sorted(hidden)}")
    house = house_of(request)
    visitor: Visitor = request.state.visitor if hasattr(request.state, "visitor") else Visitor.nobody()
    known = {
        "visitor": visitor,
        "contact": house.settings.contact,
        "demo": house.settings.demo,
        "today": house.local_date(house.now()),
        "zone": house.settings.zone,
    }
    return HTMLResponse(TEMPLATES.get_template(template).render({**known, **words}), status_code=status)
