"""*Mis Trámites*, and what every page of the portal carries."""

import pytest

from tests.portal.browser import Browser

#: One that asks who visits, and one that asks for their case too.
PAGES = ("/tramites", "/certificacion")


def test_the_way_to_the_certification_has_the_words_of_the_guide(acme: Browser) -> None:
    first = acme.get("/tramites")
    second = acme.get("/tramites/intercomunicacion")

    assert "Mis Trámites" in first.text
    assert "Servicios de Intercomunicación" in first.text
    assert "Certificación para desarrolladores" in second.text


def test_who_has_not_logged_in_is_sent_to_the_login_and_back(nobody: Browser) -> None:
    answer = nobody.get("/tramites")

    assert (answer.status_code, answer.headers["location"]) == (303, "/?volver=/tramites")


def test_every_answer_forbids_what_comes_from_elsewhere(acme: Browser) -> None:
    for path in ("/tramites", "/no-existe", "/static/portal.css"):
        headers = acme.get(path).headers

        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in headers["content-security-policy"]


def test_a_page_that_does_not_exist_says_so_in_one_sentence(acme: Browser) -> None:
    answer = acme.get("/no-existe")

    assert answer.status_code == 404
    assert "Esta página no existe. Revisa la dirección o vuelve al inicio." in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_a_session_ends_after_half_an_hour_without_use(acme: Browser, page: str) -> None:
    acme.world.clock.forward(minutes=29)
    still = acme.get(page)
    acme.world.clock.forward(minutes=31)
    over = acme.get(page)

    assert (still.status_code, over.status_code) == (200, 303)


@pytest.mark.parametrize("page", PAGES)
def test_a_session_in_use_ends_after_ten_hours_all_the_same(acme: Browser, page: str) -> None:
    for _ in range(30):
        acme.world.clock.forward(minutes=20)
        last = acme.get(page)

    assert last.status_code == 303
