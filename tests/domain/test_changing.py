"""Official values with some changed: from which day, until when, and what is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backoffice import official
from backoffice.domain.errors import BadInput, BadParameters
from backoffice.domain.parameters import Table, load
from backoffice.domain.parameters.changing import changed


def table(name: str, wanted: Any) -> Table:
    """One table with a change."""
    return load(changed(official.texts(), {name: wanted}))[name]


def test_a_value_that_begins_on_a_day_of_change_is_replaced_in_its_interval_alone() -> None:
    umi = table("umi", {"2025-01-01": "120.00"})

    assert [umi.on(date(year, 6, 30)) for year in (2024, 2025, 2026)] == [
        Decimal("100.81"),
        Decimal("120.00"),
        Decimal("100.81"),
    ]


def test_a_value_that_begins_within_an_interval_holds_until_its_end() -> None:
    umi = table("umi", {"2025-07-01": "120.00"})

    days = (date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [str(umi.on(day)) for day in days] == ["100.81", "120.00", "120.00", "100.81"]


@pytest.mark.parametrize("value", ["0.10", 0.1, Decimal("0.10")])
def test_a_value_without_a_day_replaces_the_newest(value: Any) -> None:
    assert table("tolerance", value).on(date(2026, 1, 1)) == Decimal("0.1")


def test_what_is_not_changed_stays_and_the_same_change_has_the_same_version() -> None:
    first, second = (changed(official.texts(), {"umi": {"2026-01-01": "120.00"}}) for _ in range(2))

    assert load(first).version == load(second).version != official.parameters().version
    assert {name for name in first if first[name] != official.texts()[name]} == {"umi"}
    assert load(first)["umi"].title == "Unidad Mixta Infonavit (UMI)"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"umo": "1"}, "No hay un valor «umo». Los que se pueden cambiar son: absences_reduce_days_1"),
        ({"rules": "1"}, "No hay un valor «rules»"),
        ({"umi": {"2026-13-01": "1"}}, "«2026-13-01», en «umi», no es un día"),
        ({"umi": {"2031-01-01": "1"}}, "no tiene valor para el 2031-01-01: elige un día"),
        ({"umi": ""}, "El valor de «umi» no es un número"),
        ({"umi": True}, "El valor de «umi» no es un número"),
        ({"umi": "9" * 1_000_000}, "El valor de «umi» no es un número"),
        ("umi", "Escribe los cambios así"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_write(changes: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        changed(official.texts(), changes)

    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("value", ["ciento veinte", "-1", "NaN", "1.005", "1e12", '1"\n[[values]]'])
def test_a_value_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(BadParameters, match="La tabla «umi» tiene en 2026-01-01 un valor"):
        changed(official.texts(), {"umi": {"2026-01-01": value}})
