"""An analyst in a real JupyterLab: run all, open a case, see the proof, decide, and the case leaves the queue."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.casework.world import World
from tests.desk.hostile import IMAGE
from tests.desk.jupyter import browser_page, laboratory, open_notebook
from tests.desk.test_queue import sent


@pytest.mark.browser
def test_an_analyst_decides_a_case_in_jupyterlab_and_nothing_is_asked_of_the_outside(world: World) -> None:
    world.clock.now = datetime.now(UTC)
    first, second = sent(world, b"uma", 1), sent(world, b"right", 2)
    world.sql("UPDATE applicants SET name = :name WHERE nrp = 'A0112345101'", name=f"{IMAGE} S.A.")
    settings = world.house.settings.model_copy(update={"analyst": "ana.r"})

    with laboratory(settings, world.house.addresses) as address, browser_page(address) as (page, outside):
        alarms: list[str] = []
        page.on("dialog", lambda dialog: alarms.append(dialog.message))
        open_notebook(page, address, "cola_de_revision.ipynb")
        page.wait_for_selector(f".mesa-table tr:has-text('{first.folio}')", timeout=60_000)

        page.fill(".mesa-table .search", "uma por umi")
        assert page.locator(".mesa-table tbody tr").count() == 1
        page.focus(".mesa-table tbody tr")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"h2:has-text('Caso {first.folio}')")
        page.click("button:has-text('Tomar el caso')")
        page.wait_for_selector("text=tomado por ana.r hasta")
        assert page.locator(".mesa-table tr:has-text('+211.42')").count() == 1
        assert page.locator(".steps tr:has-text('Valor UMI')").inner_text().split() == [
            "Valor",
            "UMI",
            "100.81",
            "117.31",
        ]

        page.click("button:has-text('Informe')")
        with page.expect_download() as saving:
            page.click("a:has-text('Descargar el informe')")
        assert saving.value.suggested_filename == f"informe-{first.folio}.html"
        assert "El cálculo usa la UMA (117.31)" in saving.value.path().read_text("utf-8")

        page.click("button:has-text('Pedir correcciones')")
        page.wait_for_selector("iframe[title='Carta que se enviará']")
        letter = page.frame_locator("iframe[title='Carta que se enviará']")
        assert letter.locator("text=El cálculo usa la UMA").first.inner_text()
        page.click("button:has-text('Confirmar: pedir correcciones')")
        page.wait_for_selector(f"text=Pediste correcciones en el caso {first.folio}.")

        expect(page.locator(f".mesa-table tr:has-text('{first.folio}')")).to_have_count(0)
        page.wait_for_selector(f".mesa-table tr:has-text('{second.folio}')")
        assert (alarms, outside) == ([], [])

    decision = world.view(first.folio).rounds[0].submissions[0].decision
    assert decision is not None
    assert (decision.analyst, decision.outcome) == ("ana.r", "corrections")


@pytest.mark.browser
def test_two_cases_are_decided_with_the_keyboard_alone_and_no_key_reaches_jupyter(world: World) -> None:
    world.clock.now = datetime.now(UTC)
    first, second = sent(world, b"uma", 1), sent(world, b"uma", 2)
    settings = world.house.settings.model_copy(update={"analyst": "ana.r"})

    with laboratory(settings, world.house.addresses) as address, browser_page(address) as (page, outside):
        open_notebook(page, address, "cola_de_revision.ipynb")
        page.wait_for_selector(f".mesa-table tr:has-text('{first.folio}')", timeout=60_000)
        cells = page.locator(".jp-Notebook .jp-Cell").count()
        page.click(".mesa .head h2")

        page.keyboard.press("n")
        page.wait_for_selector(f"h2:has-text('Caso {first.folio}')")
        for key in ("x", "x", "b", "m", "Delete"):  # in Jupyter's command mode these cut, add and change cells
            page.keyboard.press(key)
        page.click(".mesa textarea")
        page.keyboard.type("c: queda una duda.")
        page.keyboard.press("Escape")
        page.keyboard.press("c")
        page.wait_for_selector("iframe[title='Carta que se enviará']")
        page.keyboard.press("n")
        page.wait_for_selector(f"h2:has-text('Caso {second.folio}')")
        page.keyboard.press("c")
        page.wait_for_selector("iframe[title='Carta que se enviará']")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"text=Pediste correcciones en el caso {second.folio}.")

        assert page.locator(".jp-Notebook .jp-Cell").count() == cells
        assert outside == []

    decision = world.view(first.folio).rounds[0].submissions[0].decision
    assert decision is not None
    assert (decision.analyst, decision.reasons) == ("ana.r", "c: queda una duda.")
    assert world.view(second.folio).case.round_number == 2


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1600, 900)])
def test_the_decision_is_in_reach_a_refusal_leads_to_its_field_and_the_letter_keeps_the_keys(
    world: World, width: int, height: int
) -> None:
    world.clock.now = datetime.now(UTC)
    case = sent(world, b"uma", 1)
    settings = world.house.settings.model_copy(update={"analyst": "ana.r"})

    with (
        laboratory(settings, world.house.addresses) as address,
        browser_page(address, width, height) as (page, outside),
    ):
        open_notebook(page, address, "cola_de_revision.ipynb")
        page.click(f".mesa-table tr:has-text('{case.folio}')", timeout=60_000)
        page.wait_for_selector("text=Nadie tiene este caso y mirarlo no lo toma.")
        looked = world.task(case.folio).claimed_by
        expect(page.locator("button:text-is('Tomar el caso')")).to_be_in_viewport(ratio=1)
        page.keyboard.press("T")
        aprobar = page.locator("button:text-is('Aprobar')")
        expect(aprobar).to_be_in_viewport(ratio=1)

        aprobar.click()
        expect(page.locator(".mesa-bar .message")).to_be_in_viewport(ratio=1)
        expect(page.locator(".mesa-remarks textarea")).to_be_focused()
        expect(page.locator(".mesa-remarks textarea")).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")

        page.click("button.light:has-text('CFDI')")
        expect(page.locator(".mesa-behind .widget-toggle-button.mod-active")).to_contain_text("CFDI")
        expect(page.locator(".mesa-behind .widget-toggle-buttons")).to_be_in_viewport()
        page.keyboard.press("y")
        expect(page.locator(".mesa-what-if select").first).to_be_focused()
        fields = page.locator(".mesa-what-if").bounding_box()
        page.keyboard.press("Escape")
        page.click("button:text-is('Redactar')")
        expect(page.locator(".mesa-written textarea")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("i")
        expect(page.locator(".mesa-why input")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        aprobar.wait_for()

        page.keyboard.press("c")
        page.click("iframe[title='Carta que se enviará']")
        expect(page.locator("button:has-text('Confirmar: pedir correcciones')")).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"text=Pediste correcciones en el caso {case.folio}.")
        assert outside == []

    assert looked is None
    assert fields is not None
    assert fields["width"] > 800
