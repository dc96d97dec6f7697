"""``mesa demo`` as a newcomer gives it: a fresh folder, everything started, told and shown, and the portal open."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backoffice.settings import ROOT, inherited_environment
from tests.embedded.conftest import processes_of
from tests.portal.live import chromium

#: Seconds that a demo may take on a machine that does other things, too.
WITHIN = 240


def said_of(var: Path, file: str = "credentials.json") -> dict[str, Any]:
    """What the demo wrote for whoever tries it."""
    said: dict[str, Any] = json.loads((var / "demo" / file).read_text())
    return said


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder that does not exist yet, with a path short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="mesa-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "var"


def mesa(var: Path, *words: str) -> subprocess.Popen[str]:
    """The command, begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "backoffice.cli", *words],
        env={**inherited_environment(), "MESA_VAR": str(var)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def staying(var: Path) -> Iterator[list[str]]:
    """A demo that stays up for the block; all that it printed until then."""
    demo = mesa(var, "demo")
    try:
        assert demo.stdout is not None
        lines = []
        for line in demo.stdout:
            lines.append(line)
            if line.startswith("Buzón de correo:"):
                break
        yield lines
    finally:
        demo.send_signal(SIGINT)
        demo.communicate(timeout=WITHIN)


def test_the_command_tells_the_story_writes_the_credentials_and_leaves_nothing_running(var: Path) -> None:
    done = mesa(var, "demo", "--once")
    stdout, stderr = done.communicate(timeout=WITHIN)

    assert done.returncode == 0, stderr
    for words in ("Certificación", "cancelada", "UMA por UMI", "archivo devuelto", "En análisis"):
        assert words in stdout
    assert "Caso B: el analista pide correcciones" in stderr
    said = said_of(var)
    assert said["jupyter_url"].startswith("http://127.0.0.1:")
    assert said["portal_url"].startswith("http://127.0.0.1:")
    assert said["nrp"] == "Z9920000001"
    assert sorted(said_of(var, "companies.json")) == ["A", "B", "C", "D"]
    assert processes_of(var) == []


@pytest.mark.browser
def test_with_the_credentials_a_newcomer_enters_the_portal_signs_and_gets_a_test_set(var: Path) -> None:
    with staying(var) as lines:
        said = said_of(var)
        assert f"Portal:            {said['portal_url']}\n" in lines
        with chromium(said["portal_url"]) as (page, network):
            log_in(page, said)
            request_and_sign(page, said)
            with page.expect_download() as saving:
                page.get_by_role("link", name="Descargar responsiva").click()
            assert saving.value.path().read_bytes().startswith(b"%PDF-")
            with page.expect_download() as saving:
                the_set(page, said["portal_url"]).click()
            assert saving.value.path().read_bytes().startswith(b"PK")
        assert network.outside == []
        assert said["key_password"].encode() not in network.sent()

        a = said_of(var, "companies.json")["A"]
        with chromium(a["portal_url"]) as (page, _):
            log_in(page, a)
            page.goto(f"{a['portal_url']}/certificacion")
            expect(page.get_by_role("link", name="Acuse de cancelación").first).to_be_visible()

    assert processes_of(var) == []


def log_in(page: Page, said: dict[str, Any]) -> None:
    """Through the login page, with the code of the file."""
    page.goto(said["portal_url"])
    page.get_by_label("Número de Registro Patronal (NRP)").fill(said["nrp"])
    page.get_by_label("Correo electrónico").fill(said["email"])
    page.get_by_label("Contraseña", exact=True).fill(said["password"])
    page.get_by_label("Código captcha").fill(said["captcha"])
    page.get_by_role("button", name="Iniciar sesión").click()
    expect(page.get_by_role("button", name="Cerrar sesión")).to_be_visible()


def request_and_sign(page: Page, said: dict[str, Any]) -> None:
    """From the terms to the folio."""
    page.goto(f"{said['portal_url']}/certificacion")
    page.get_by_label("He leído y acepto las condiciones de este servicio").check()
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Certificado [.cer]*").set_input_files(said["cer"])
    page.get_by_label("Clave privada [.key]*").set_input_files(said["key"])
    page.get_by_label("Contraseña de la e.firma*").fill(said["key_password"])
    page.get_by_role("button", name="Validar").click()
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_role("link", name="Descargar responsiva")).to_be_visible()


def the_set(page: Page, portal: str) -> Any:
    """The link to the test set, as soon as a worker has made it."""
    link = page.get_by_role("link", name="Descargar set de pruebas")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        page.goto(f"{portal}/certificacion")
        if link.count():
            return link
        page.wait_for_timeout(500)
    raise AssertionError("No test set within a minute.")


def test_a_house_that_runs_for_real_is_not_made_a_rehearsal(var: Path) -> None:
    up = mesa(var, "up")
    _, stderr = up.communicate(timeout=WITHIN)
    assert up.returncode == 0, stderr
    try:
        done = mesa(var, "demo", "--once")
        _, stderr = done.communicate(timeout=WITHIN)

        assert done.returncode == 0, stderr
        assert "no es un ensayo" in stderr
        assert "./mesa down" in stderr
        said = said_of(var)
        assert said["portal_url"] is said["password"] is said["captcha"] is said["cer"] is said["key"] is None
    finally:
        mesa(var, "down").communicate(timeout=WITHIN)
