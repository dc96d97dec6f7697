"""The public register: who stands in it, since when, and how it is searched."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert, select

from backoffice.casework import register
from backoffice.domain.workflow import State
from backoffice.records.cases import ApplicantRow, Case
from bench.measuring import timed
from tests.casework.world import World
from tests.portal.browser import Browser
from tests.portal.pen import Pen
from tests.portal.test_verification import certified


def listing(world: World, *names: str, listed: bool = True) -> None:
    """Certified companies of these names, certified a day after each other."""
    with world.house.transaction() as work:
        companies, cases = [], []
        for number, name in enumerate(names):
            company = uuid4()
            words = {"nrp": f"T{number:010d}", "rfc": "AAA010101AAA", "email": "a@b.example", "registered_at": work.now}
            companies.append({"id": company, "name": name, **words})
            cases.append(
                {
                    "id": uuid4(),
                    "folio": f"{number:010d}",
                    "applicant_id": company,
                    "state": State.CERTIFIED,
                    "round_number": 1,
                    "version": 7,
                    "requested_at": work.now,
                    "moved_at": work.now + timedelta(days=number % 28),
                    "listed_since": work.now if listed else None,
                }
            )
        work.session.execute(insert(ApplicantRow), companies)
        work.session.execute(insert(Case), cases)


def test_a_company_stands_in_the_register_only_while_it_wants_to_and_is_certified(pen: Pen, nobody: Browser) -> None:
    certified(pen)
    assert nobody.get("/registro.json").json() == {"total": 0, "page": 1, "pages": 1, "developers": []}
    assert "Todavía no hay empresas en el registro." in nobody.get("/registro").text

    for _ in range(2):
        assert pen.browser.post("/certificacion/registro", {"aparecer": "si"}).status_code == 303
    assert "Retirar a mi empresa del registro" in pen.browser.get("/certificacion").text
    (one,) = nobody.get("/registro.json").json()["developers"]
    assert list(one) == ["company", "folio", "since"]
    assert one["company"] in nobody.get("/registro").text

    pen.browser.post("/certificacion/registro", {"aparecer": "no"})
    assert nobody.get("/registro.json").json()["total"] == 0

    pen.browser.post("/certificacion/registro", {"aparecer": "si"})
    pen.act("cancelacion")
    assert nobody.get("/registro.json").json()["total"] == 0


def test_only_a_certified_company_may_appear(acme: Browser, stranger: Browser, nobody: Browser) -> None:
    assert acme.post("/certificacion/registro", {"aparecer": "si"}).status_code == 409
    assert stranger.post("/certificacion/registro", {"aparecer": "quizá"}).status_code == 422
    answer = nobody.post("/certificacion/registro", {"aparecer": "si"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?volver=/tramites")


def test_a_name_is_found_without_its_accents_and_nothing_else_is_a_pattern(
    portal_world: World, nobody: Browser
) -> None:
    listing(portal_world, "Nómina Ágil", "Ñandú Sueldos", "100 % Raya", "Otra_Empresa")

    def found(words: str) -> list[str]:
        rows = nobody.get("/registro.json", params={"empresa": words}).json()["developers"]
        return [row["company"] for row in rows]

    assert found("nomina agil") == found("  NÓMINA   ÁGIL ") == ["Nómina Ágil"]
    assert found("nandu") == ["Ñandú Sueldos"]
    assert found("%") == ["100 % Raya"]
    assert found("a_e") == ["Otra_Empresa"]
    assert found("'; DROP TABLE cases; --") == []
    page = nobody.get("/registro", params={"empresa": "<b>nadie</b>"}).text
    assert "Ninguna empresa del registro tiene «&lt;b&gt;nadie&lt;/b&gt;» en su nombre." in page


def test_a_company_that_does_not_agree_is_not_named(portal_world: World, nobody: Browser) -> None:
    listing(portal_world, "Reservada", listed=False)

    assert nobody.get("/registro.json").json()["total"] == 0


def test_a_company_certified_again_is_named_by_what_it_said_of_the_newest(portal_world: World, nobody: Browser) -> None:
    listing(portal_world, "Nómina Ágil")
    with portal_world.house.transaction() as work:
        (first,) = work.session.execute(select(Case)).scalars()
        again = work.now + timedelta(days=90)
        newer = Case(folio="9999999999", applicant_id=first.applicant_id, requested_at=again, moved_at=again)
        newer.state = State.CERTIFIED
        work.put(newer)

    assert nobody.get("/registro.json").json()["total"] == 0

    register.list_company(portal_world.house, first.applicant_id, listed=True)
    (one,) = nobody.get("/registro.json").json()["developers"]
    assert one["folio"] == "9999999999"


def test_ten_thousand_companies_are_shown_page_by_page(portal_world: World, nobody: Browser) -> None:
    def search() -> None:
        register.listed(portal_world.house, "empresa 0999", 1)

    among_none, _ = timed(search)
    listing(portal_world, *(f"Empresa {number:05d}" for number in range(10_000)))

    first, last = nobody.get("/registro").text, nobody.get("/registro?pagina=200").text
    assert "10,000 empresas" in first
    assert "Página 1 de 200" in first
    assert "Empresa 00049" in first
    assert "Empresa 00050" not in first
    assert "Empresa 09999" in last
    assert nobody.get("/registro.json?pagina=999999").json()["page"] == 200
    for wrong in ("0", "-1", "dos", "1e3", "", "9" * 40):
        assert nobody.get("/registro.json", params={"pagina": wrong}).json()["page"] == 1

    among_all, _ = timed(search)
    assert among_all <= 100 * among_none
