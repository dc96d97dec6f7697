"""``/manual``: the rules, values and checks by which a developer is judged, made from what judges. No login.

Every chapter is a page; ``/manual/completo`` has them all, to be printed. What a day's edition says is rendered once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.exceptions import HTTPException

from backoffice import official
from backoffice.portal import manual_words
from backoffice.portal.manual_words import Edition
from backoffice.portal.pages import TEMPLATES, house_of, page
from backoffice.portal.visitor import AnyVisitor

room = APIRouter()

WHOLE = "completo"


@dataclass(frozen=True, slots=True)
class Chapter:
    """``sections``: anchor → title, in order; ``words`` gives what its template says."""

    slug: str
    title: str
    about: str
    sections: Mapping[str, str]
    words: Callable[[Edition], dict[str, Any]]


CHAPTERS = {
    chapter.slug: chapter
    for chapter in (
        Chapter(
            "calculo",
            "Cómo se calcula la retención",
            "Fórmulas, reglas, tolerancia y ejemplos resueltos.",
            {
                "formulas": "Fórmulas por tipo de descuento",
                "bimestres": "Días del bimestre",
                "reglas": "Reglas del cálculo",
                "tolerancia": "Tolerancia y redondeo",
                "ejemplos": "Ejemplos resueltos",
            },
            manual_words.calculation,
        ),
        Chapter(
            "valores",
            "Valores oficiales",
            "UMI, UMA, salarios mínimos, seguro y topes, con su vigencia y su fuente.",
            {"resumen": "Valores de hoy", "tablas": "Todas las tablas"},
            manual_words.values,
        ),
        Chapter(
            "avisos",
            "Los avisos",
            "Campos, catálogos y cómo se piden al servicio de pruebas.",
            {
                "campos": "Campos de un aviso",
                "respuesta": "Campos de la respuesta",
                "catalogos": "Catálogos",
                "servicio": "El servicio de pruebas",
            },
            manual_words.notices,
        ),
        Chapter(
            "libro",
            "El libro de evidencias",
            "Qué lleva cada pestaña, cómo insertar el archivo y cómo guardar el libro.",
            {
                "pasos": "Cómo llenar el libro",
                "columnas": "Lo que se pide en la pestaña 2",
                "insertar": "Insertar el archivo de avisos",
                "guardar": "Guardar como .xls",
                "pantallas": "Pantallas",
                "recibo": "El CFDI de nómina",
                "limites": "Límites del archivo",
            },
            manual_words.workbook,
        ),
        Chapter(
            "revisiones",
            "Lo que se revisa",
            "Cada punto que se revisa, por pestaña, su gravedad y de quién es la regla.",
            {"gravedad": "Qué significa cada señal", "puntos": "Los puntos, por pestaña"},
            manual_words.checks,
        ),
        Chapter(
            "errores",
            "Errores de cálculo frecuentes",
            "Qué hace mal el cálculo en cada uno, cómo se corrige y en qué ejemplo se ve.",
            {"catalogo": "Catálogo de errores"},
            manual_words.mistakes,
        ),
        Chapter(
            "plazos",
            "Plazos y días hábiles",
            "Cuántos días tienes, cómo se cuentan y qué días no cuentan.",
            {"plazos": "Plazos", "inhabiles": "Días que no cuentan"},
            manual_words.deadlines,
        ),
    )
}


@room.get("/manual", include_in_schema=False)
def contents(request: Request, visitor: AnyVisitor) -> HTMLResponse:
    """What there is, with a link to every section."""
    return page(request, "manual.html", chapters=CHAPTERS.values(), bodies=(), edition=_edition(request), whole=WHOLE)


@room.get("/manual/{slug}", include_in_schema=False)
def chapter(request: Request, visitor: AnyVisitor, slug: str) -> HTMLResponse:
    """One chapter, or all of them. Raises 404."""
    if slug != WHOLE and slug not in CHAPTERS:
        raise HTTPException(404)
    shown = list(CHAPTERS.values()) if slug == WHOLE else [CHAPTERS[slug]]
    edition = _edition(request)
    bodies = [(one, _body(request, one, edition)) for one in shown]
    return page(request, "manual.html", chapters=CHAPTERS.values(), bodies=bodies, edition=edition, whole=WHOLE)


def _edition(request: Request) -> Edition:
    house = house_of(request)
    return Edition(house.local_date(house.now()), official.parameters(), house.settings, house.calendar)


def _body(request: Request, chapter: Chapter, edition: Edition) -> Markup:
    """The chapter as it is said today by the rules in force; made once, the one of yesterday is let go."""
    kept: dict[tuple[str, date, str], Markup] = getattr(request.app.state, "manual", {})
    key = (chapter.slug, edition.today, edition.parameters.version)
    if key not in kept:
        kept = {old: body for old, body in kept.items() if old[1:] == key[1:]}
        template = TEMPLATES.get_template(f"manual_{chapter.slug}.html")
        text = template.render(names=chapter.sections, today=edition.today, **chapter.words(edition))
        kept[key] = Markup(text)  # noqa: S704 - made by a template that escapes
        request.app.state.manual = kept
    return kept[key]
