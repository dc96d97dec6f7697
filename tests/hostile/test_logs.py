"""A whole run of the house, and not one secret in anything that it logged or printed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, urlparse

import httpx
import psycopg
import pytest

from backoffice.casework import notice_service
from backoffice.embedded.whereabouts import addresses
from backoffice.settings import Settings
from tests.rehearsal.test_demo_command import said_of, staying

WRONG = "esta contraseña no es la buena"


SEEDS = """
SELECT folio, number, seed
FROM rounds JOIN cases ON cases.id = case_id JOIN round_seeds ON round_id = rounds.id
"""


@pytest.fixture(scope="module")
def run() -> Iterator[tuple[Path, dict[str, str], str]]:
    """Where a house ran its story and was visited; the secrets that were used; what it printed."""
    with TemporaryDirectory(prefix="mesa-", ignore_cleanup_errors=True) as folder:
        var = Path(folder) / "var"
        with staying(var) as printed:
            invited_long_ago(var)
            secrets = {**visited(said_of(var)), **known(var, said_of(var, "companies.json")["A"])}
        yield var, secrets, "".join(printed)


def opened(var: Path) -> psycopg.Connection[Any]:
    """The database of a house."""
    return psycopg.connect(addresses(Settings(var=var)).database_url.replace("+psycopg", ""))


def invited_long_ago(var: Path) -> None:
    """Whoever forgot the password is sent another link at once."""
    with opened(var) as connection:
        connection.execute("UPDATE invitations SET made_at = made_at - interval '1 hour'")


def entered(client: httpx.Client, said: dict[str, Any], password: str) -> int:
    """How one try at the login page ends."""
    return filled_in(client, said, "/", "/entrar", contrasena=password)


def filled_in(client: httpx.Client, said: dict[str, Any], page: str, to: str, **more: str) -> int:
    """How it ends to fill in the form of a *page* for who has no session, with its code."""
    hidden = dict(re.findall(r'name="(csrf|captcha_id)" value="([^"]+)"', client.get(page).text))
    typed = {"nrp": said["nrp"], "correo": said["email"], "captcha": said["captcha"]}
    return client.post(to, data={**hidden, **typed, **more}).status_code


def visited(said: dict[str, Any]) -> dict[str, str]:
    """Log in wrongly and rightly, look around, fail; the secrets of a visit."""
    with httpx.Client(base_url=said["portal_url"], timeout=60) as client:
        assert [entered(client, said, password) for password in (WRONG, said["password"])] == [422, 303]
        assert client.get("/tramites").status_code == 200
        assert filled_in(client, said, "/contrasena", "/contrasena") == 200
        client.get("/contrasena/" + "a1" * 32)
        client.get("/api/avisos", auth=("pruebas-2600000018-1", WRONG))
        client.post("/entrar", data={"contrasena": WRONG})
        kept = {f"cookie {name}": value for name, value in client.cookies.items()}
    token = parse_qs(urlparse(said["jupyter_url"]).query)["token"][0]
    return {**kept, "invitation": "a1" * 32, "wrong": WRONG, "password": said["password"], "jupyter": token}


def download(company: dict[str, Any]) -> None:
    """A sealed document, for which the desk's own key is needed."""
    with httpx.Client(base_url=company["portal_url"], timeout=60) as client:
        entered(client, company, company["password"])
        paper = re.search(r'href="(/certificacion/documentos/[^"]+)"', client.get("/certificacion").text)
        assert paper is not None
        assert client.get(paper[1]).content.startswith(b"%PDF-")


def known(var: Path, company: dict[str, Any]) -> dict[str, str]:
    """Passwords of keys, the keys themselves, seeds of rounds, and the passwords that follow from these."""
    download(company)
    companies = said_of(var, "companies.json")
    found = {
        f"{name} of {letter}": one[name] for letter, one in companies.items() for name in ("password", "key_password")
    }
    for file in (one for one in var.rglob("*") if one.is_file() and one.stat().st_size < 10_000):
        if b"PRIVATE KEY-----" in (text := file.read_bytes()):
            found[f"key {file.relative_to(var)}"] = text.decode().split("\n")[1]
    with opened(var) as connection:
        rows = connection.execute(SEEDS).fetchall()
    for folio, number, seed in rows:
        found[f"seed {folio}-{number}"] = seed
        service = notice_service.credentials(folio, number, bytes.fromhex(seed))
        found[f"service {folio}-{number}"] = service.password
    return found


def test_enough_was_looked_for(run: tuple[Path, dict[str, str], str]) -> None:
    _, secrets, _ = run

    assert sum(name.startswith("seed ") for name in secrets) == 5
    assert sum(name.startswith("key ") for name in secrets) >= 1
    assert {"password of A", "key_password of D", "cookie mesa_visita", "jupyter", "wrong"} <= set(secrets)
    assert all(len(secret) >= 8 for secret in secrets.values())


def test_no_log_holds_a_password_a_key_a_token_or_a_seed(run: tuple[Path, dict[str, str], str]) -> None:
    var, secrets, _ = run
    logs = {file.relative_to(var): file.read_text(errors="replace") for file in var.rglob("*.log")}

    assert {"portal.log", "workers.log", "clock.log", "jupyter.log", "database.log"} <= {file.name for file in logs}
    found = [(str(file), name) for file, text in logs.items() for name, secret in secrets.items() if secret in text]
    assert found == []


def test_what_is_printed_tells_the_token_of_jupyter_and_no_other_secret(run: tuple[Path, dict[str, str], str]) -> None:
    _, secrets, printed = run

    assert [name for name, secret in secrets.items() if secret in printed] == ["jupyter"]


def test_an_id_leads_from_a_page_of_the_portal_to_the_letter_that_a_worker_handed_over(
    run: tuple[Path, dict[str, str], str],
) -> None:
    var, _, _ = run
    (portal,), (workers,) = (list(var.rglob(name)) for name in ("portal.log", "workers.log"))

    (asked,) = [line["trace_id"] for line in told(portal) if (line["event"], line.get("page")) == FORGOTTEN]
    served = [(line["event"], line.get("letter")) for line in told(workers) if line.get("trace_id") == asked]
    assert served == [("attempt_begun", None), ("letter_taken", "invitation"), ("attempt_ended", None)]


#: Somebody asked for another password.
FORGOTTEN = ("page_answered", "/contrasena")


def told(log: Path) -> list[dict[str, Any]]:
    """What a process said in lines of JSON."""
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
