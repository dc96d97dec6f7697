"""Whoever guesses waits longer and longer; whoever knows comes in all the same, from the browser that was there before."""

from dataclasses import replace

import pytest

from backoffice.casework import accounts
from backoffice.casework.logging_in import LoginRefused, TooManyTries, log_in
from tests.casework.world import ACME, World
from tests.portal.owner import OWNER, account

__all__ = ["account"]


def attacked(world: World, tries: int, network: str = "198.51.100") -> int:
    """Guesses from a new address each; how many were turned away before the password was even looked at."""
    turned_away = 0
    for number in range(tries):
        try:
            log_in(world.house, replace(OWNER, password="adivino", address=f"{network}.{number % 250}"))
        except LoginRefused:
            pass
        except TooManyTries:
            turned_away += 1
    return turned_away


def test_a_victim_under_attack_from_everywhere_comes_in_from_the_browser_that_was_there_before(account: World) -> None:
    device = log_in(account.house, OWNER).device

    assert attacked(account, 60) == 30
    assert log_in(account.house, replace(OWNER, device=device)).token


def test_from_a_new_browser_the_victim_waits_a_quarter_of_an_hour_at_most(account: World) -> None:
    for _ in range(6):
        attacked(account, 40)
        account.clock.forward(minutes=15)

    assert log_in(account.house, replace(OWNER, address="203.0.113.9")).token


def test_what_another_browser_made_up_is_no_device(account: World) -> None:
    log_in(account.house, OWNER)
    attacked(account, 40)

    for device in ("", "0" * 64, "ñ", "x" * 10_000):
        with pytest.raises(TooManyTries):
            log_in(account.house, replace(OWNER, address="203.0.113.9", device=device))


def test_a_new_password_makes_strangers_of_old_browsers(account: World) -> None:
    entered = log_in(account.house, OWNER)
    added = accounts.add(account.house, ACME, "test")
    accounts.set_known_password(account.house, added.account.id, "otra frase, también larga")
    attacked(account, 40)

    with pytest.raises(TooManyTries):
        log_in(account.house, replace(OWNER, password="otra frase, también larga", device=entered.device))


def test_one_address_is_stopped_after_thirty_failures_whomever_it_names(account: World) -> None:
    for number in range(30):
        with pytest.raises(LoginRefused):
            log_in(account.house, replace(OWNER, nrp=f"Z{number:010d}", password="adivino"))

    with pytest.raises(TooManyTries, match="Espera 1 minuto"):
        log_in(account.house, replace(OWNER, nrp="Z9999999999", password="adivino"))


def test_the_addresses_of_one_ipv6_network_count_as_one(account: World) -> None:
    for number in range(5):
        with pytest.raises(LoginRefused):
            log_in(account.house, replace(OWNER, password="adivino", address=f"2001:db8::{number:x}"))

    with pytest.raises(TooManyTries):
        log_in(account.house, replace(OWNER, address="2001:db8::ffff"))
    assert log_in(account.house, replace(OWNER, address="2001:db8:0:1::1")).token


def test_failures_are_forgotten_after_a_day(account: World) -> None:
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(account.house, replace(OWNER, password="adivino"))
    account.clock.forward(days=1, minutes=1)

    with pytest.raises(LoginRefused):
        log_in(account.house, replace(OWNER, password="adivino"))
    assert log_in(account.house, OWNER).token
