"""Settings that cannot work are refused where they are read: the variable is named, its value is not shown."""

import pytest

from backoffice.domain.errors import BadInput
from backoffice.settings import load_settings


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MESA_TIMEZONE", "Foo/Bar"),
        ("MESA_TIMEZONE", "/etc/passwd"),
        ("MESA_TIMEZONE", "America"),
        ("MESA_TIMEZONE", ""),
        ("MESA_FIRST_ROUND_DAYS", "-3"),
        ("MESA_FIRST_ROUND_DAYS", "secreto"),
        ("MESA_CORRECTION_ROUND_DAYS", "0"),
        ("MESA_ANALYSIS_DAYS", "1000000000"),
        ("MESA_OUTAGE_HOURS", "0"),
        ("MESA_OUTAGE_HOURS", "25"),
        ("MESA_SENDER", "garbage"),
        ("MESA_SENDER", "Mesa <mesa@instituto.example>\r\nBcc: otra@mesa.example"),
        ("MESA_CONTACT", " "),
        ("MESA_TRUSTED_PROXIES", "proxy.instituto.example"),
    ],
)
def test_a_value_that_cannot_work_is_refused_by_the_name_of_its_variable(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)

    with pytest.raises(BadInput) as refused:
        load_settings()

    assert str(refused.value) == f"No entiendo el valor de {variable}. Corrige esa variable o quítala."


def test_values_that_work_are_taken_as_they_are(monkeypatch):
    monkeypatch.setenv("MESA_TIMEZONE", "America/Tijuana")
    monkeypatch.setenv("MESA_FIRST_ROUND_DAYS", "1")
    monkeypatch.setenv("MESA_SENDER", "Mesa <mesa@instituto.example>")
    monkeypatch.setenv("MESA_CONTACT", "el 55 1234 5678")

    settings = load_settings()

    assert (settings.zone.key, settings.first_round_days) == ("America/Tijuana", 1)
    assert (settings.sender, settings.contact) == ("Mesa <mesa@instituto.example>", "el 55 1234 5678")


def test_a_command_says_it_in_one_sentence(mesa, monkeypatch):
    monkeypatch.setenv("MESA_TIMEZONE", "Foo/Bar")

    done = mesa("cases")

    assert (done.status, done.stdout) == (2, "")
    assert done.stderr == "No entiendo el valor de MESA_TIMEZONE. Corrige esa variable o quítala.\n"
