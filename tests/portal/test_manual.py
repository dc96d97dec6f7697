"""The manual: complete, public, and never other than what judges. Figures are by hand."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest

from backoffice import official
from backoffice.domain.checks import CHECKS
from backoffice.domain.manual import EXAMPLES, effects, solved
from backoffice.domain.mistakes import CATALOGUE
from backoffice.portal.manual import CHAPTERS
from tests.casework.world import World
from tests.portal.browser import Browser
from tests.portal.live import chromium, live
from tests.portal.test_accessibility import troubles

PATHS = ("", *(f"/{slug}" for slug in ("calculo", "valores", "avisos", "libro", "revisiones", "errores", "plazos")))

#: Published values and sums by hand: withholding of each example.
WITHHOLDINGS = {
    "cuota-fija": "1,490.41",
    "factor-de-descuento": "1,291.66",
    "porcentaje": "1,967.44",
    "quincena-de-16-dias": "1,548.39",
    "ausencias-antes": "4,337.70",
    "ausencias-despues": "4,900.00",
    "limite-del-20": "414.69",
    "tope-de-25-uma": "4,399.13",  # 25 × 117.31 × 10 % × 15
    "cambio-de-bimestre": "683.77",  # 3 × 6,000 ÷ 62 + 4 × 6,000 ÷ 61
    "cambio-de-ano": "349.19",
    "inicio-del-credito": "3,012.04",
    "suspension": "983.61",  # 10 × 6,000 ÷ 61
    "modificacion": "1,147.54",  # 5 × 6,000 ÷ 61 + 10 × 4,000 ÷ 61
    "cambio-de-salario": "8,274.88",
    "salario-disponible": "1,480.00",
    "alta-en-el-periodo": "998.61",
    "nss-unificado": "1,475.41",
}


def text(visitor: Browser, path: str) -> str:
    """A page as people read it: no tags, blanks as one."""
    answer = visitor.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.slug)
def test_every_example_comes_out_as_by_hand(example: object) -> None:
    found = {one.example.slug: one.worked.steps[-1].right for one in solved(official.parameters())}

    assert found[example.slug] == WITHHOLDINGS[example.slug]  # type: ignore[attr-defined]


def test_the_lessons_that_name_a_figure_name_the_right_one() -> None:
    wrong = effects(official.parameters())

    assert (wrong["twenty_percent_ignored"].example.slug, wrong["twenty_percent_ignored"].mistaken) == (
        "limite-del-20", "1,106.45",
    )  # fmt: skip
    assert EXAMPLES[0].slug == "cuota-fija"  # «El ejemplo 1»


@pytest.mark.parametrize(
    ("code", "number", "mistaken"),
    [
        ("month_30_4", 1, "1,495.26"),  # 1,480.26 and the insurance
        ("uma_for_umi", 2, "1,503.08"),
        ("stale_umi", 2, "1,234.13"),
        ("daily_wage_for_sdi", 3, "1,875.00"),
        ("nominal_days", 4, "1,451.61"),
        ("bimesters_not_split", 9, "677.42"),
        ("unified_nss_ignored", 17, "0.00"),
    ],
)
def test_a_mistake_is_shown_in_the_first_example_that_it_touches(code: str, number: int, mistaken: str) -> None:
    effect = effects(official.parameters())[code]

    assert (effect.number, effect.mistaken) == (number, mistaken)


def test_every_mistake_of_the_catalogue_touches_an_example() -> None:
    assert effects(official.parameters()).keys() == CATALOGUE.keys()


def test_the_steps_of_an_example_are_on_the_page(nobody: Browser) -> None:
    page = text(nobody, "/manual/calculo")

    assert "Descuento diario 26.0528 × unidad × 2 ÷ días del bimestre 86.1109" in page
    assert "UMI 100.81 desde el 1/ene/2026" in page
    assert "ene-feb 59 59 59" in page
    assert "±0.05 por periodo" in page


def test_a_disputed_rule_says_so_and_which_reading_counts(nobody: Browser) -> None:
    page = text(nobody, "/manual/calculo")

    assert page.count("Mientras no se confirme, cuenta lo que aquí se dice.") == 2
    assert "Otra lectura que también se sostiene: 20 % del salario diario" in page


def test_values_show_their_interval_and_standing(nobody: Browser) -> None:
    page = text(nobody, "/manual/valores")

    assert "1/feb/2026 a 31/ene/2027 117.31" in page
    assert "desde el 1/nov/2025 no hasta el 31/oct/2025 sí" in page
    assert "Unidad Mixta Infonavit (UMI) pesos al día 100.81" in page


def test_the_notices_chapter_has_fields_and_codes(nobody: Browser) -> None:
    page = text(nobody, "/manual/avisos")

    assert "numCredito Número de crédito, 10 dígitos." in page
    assert "10 Aviso de suspensión" in page
    assert "Campos de cada aviso" in text(nobody, "/ambiente-de-pruebas")


def test_every_check_and_every_mistake_is_told(nobody: Browser) -> None:
    checks, mistakes = text(nobody, "/manual/revisiones"), nobody.get("/manual/errores").text

    assert [check.name for check in CHECKS if check.demand not in checks] == []
    assert [code for code in CATALOGUE if f'id="error-{code}"' not in mistakes] == []
    assert "UMA por UMI El cálculo usa la UMA (117.31); corresponde la UMI (100.81)." in text(nobody, "/manual/errores")


def test_deadlines_are_those_of_the_settings_with_their_dates(nobody: Browser) -> None:
    page = text(nobody, "/manual/plazos")

    assert (
        "45 días hábiles · Enviar tus evidencias, desde que recibes el set de pruebas Vencería el 27/ene/2027" in page
    )
    assert "Vencería el 30/nov/2026" in page
    assert "Vencería el 7/dic/2026" in page
    assert "viernes 25/dic/2026 Navidad" in page


def test_the_workbook_chapter_tells_limits_and_the_receipt(nobody: Browser) -> None:
    page = text(nobody, "/manual/libro")

    assert "El libro 5 MB" in page
    assert "Se aceptan 009 y 010. No 004 (Otros) ni 005 (Aportaciones a Fondo de vivienda)" in page
    assert "Total SubTotal − Descuento" in page
    assert "TotalDeducciones suma de Importe de cada Deduccion" in page


def test_every_link_of_the_contents_leads_somewhere(nobody: Browser) -> None:
    for path in (*PATHS, "/completo"):
        page = nobody.get(f"/manual{path}").text
        for target, anchor in re.findall(r'href="(/manual[^"#]*|)#([^"]+)"', page):
            there = page if not target else nobody.get(target).text
            assert f'id="{anchor}"' in there, f"{path}: {target}#{anchor}"


def test_no_anchor_stands_twice_though_all_chapters_are_on_one_page(nobody: Browser) -> None:
    anchors = re.findall(r'\bid="([^"]+)"', nobody.get("/manual/completo").text)

    assert len(anchors) > 100
    assert sorted(anchors) == sorted(set(anchors))


def test_a_chapter_that_is_none_is_not_found(nobody: Browser) -> None:
    assert nobody.get("/manual/nada").status_code == 404
    assert nobody.get("/manual/calculo/nada").status_code == 404


def test_a_day_later_the_edition_is_another(portal_world: World, nobody: Browser) -> None:
    assert "Edición del 23/nov/2026" in text(nobody, "/manual/plazos")
    portal_world.clock.forward(days=1)

    page = text(nobody, "/manual/plazos")

    assert "Edición del 24/nov/2026" in page
    assert "Si contaran desde hoy, 24/nov/2026" in page


def test_another_value_changes_the_manual_as_it_changes_the_evaluation() -> None:
    parameters = official.parameters()
    umi = parameters["umi"]
    raised = replace(umi, values=(*umi.values[:-1], replace(umi.values[-1], value=Decimal("110.00"))))
    others = replace(parameters, tables={**parameters.tables, "umi": raised})

    found = {one.example.slug: one.worked.steps[-1].right for one in solved(others)}

    assert found["factor-de-descuento"] == "1,409.41"  # 26.0528 × 110 × 2 ÷ 61 × 15
    assert found["cuota-fija"] == "1,490.41"


def test_a_year_without_values_is_told_and_breaks_nothing(portal_world: World, nobody: Browser) -> None:
    portal_world.clock.forward(days=5 * 365)

    assert "sin publicar" in text(nobody, "/manual/valores")
    assert "sin valor" in text(nobody, "/manual/errores")


def test_who_is_logged_in_reads_the_same_chapter_under_their_own_name(acme: Browser, nobody: Browser) -> None:
    mine = text(acme, "/manual/plazos")

    assert "Nóminas Ñandú" in mine
    assert "Nóminas Ñandú" not in text(nobody, "/manual/plazos")


@pytest.mark.browser
def test_every_chapter_can_be_read_by_everybody(portal_world: World) -> None:
    found: list[str] = []
    with live(portal_world) as address, chromium(address) as (page, network):
        for path in (*PATHS, "/completo"):
            page.goto(f"{address}/manual{path}")
            found += troubles(page)

    assert found == []
    assert (network.outside, network.said) == ([], [])
    assert len(CHAPTERS) == len(PATHS) - 1
