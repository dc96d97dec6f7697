"""Prometheus reads what there is, over real HTTP, and is told of the parts that do not answer."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine

from backoffice.casework import request
from backoffice.casework.house import House
from backoffice.domain.errors import BadInput
from backoffice.settings import ROOT
from tests.casework.conftest import world
from tests.casework.world import ACME, World
from tests.conftest import free_port
from tests.desk.test_queue import sent
from workers.clock import on_duty
from workers.metrics import served

__all__ = ["world"]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
Read = dict[str, dict[tuple[str, ...], float]]


def read(house: House) -> Read:
    """All figures by name and the words of their labels, as Prometheus gets them."""
    settings = house.settings.model_copy(update={"metrics_port": free_port()})
    with (
        served(replace(house, settings=settings)) as port,
        urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer,
    ):
        told = answer.read().decode()
    return {
        family.name: {tuple(one.labels.values()): one.value for one in family.samples}
        for family in text_string_to_metric_families(told)
    }


def test_cases_work_letters_and_deadlines_are_counted(world: World) -> None:
    sent(world, b"uma", 1)
    request.register(world.house, ACME)
    world.clock.forward(minutes=10)

    found = read(world.house)

    assert found["mesa_database_up"] == {(): 1.0}
    assert found["mesa_cases"] == {("in_analysis",): 1.0, ("requested",): 1.0}
    assert found["mesa_work_rows"]["evaluate", "done"] == 1.0
    assert found["mesa_work_rows"]["issue_test_set", "ready"] == 1.0
    assert found["mesa_oldest_work_seconds"]["issue_test_set",] == 600.0
    assert found["mesa_oldest_work_seconds"]["evaluate",] == 0.0
    assert found["mesa_letters"]["sent",] == 2.0
    assert found["mesa_letters"]["returned",] == 0.0
    assert found["mesa_reviews_waiting"] == {("overdue",): 0.0, ("soon",): 0.0, ("later",): 1.0}
    assert found["mesa_verdicts_lately"] == {(): 1.0}
    assert found["mesa_quarantined"] == {(): 0.0}


@pytest.mark.parametrize(("days", "due"), [(5, "later"), (6, "soon"), (7, "soon"), (8, "overdue")])
def test_a_deadline_of_the_desk_comes_nearer_and_passes(world: World, days: int, due: str) -> None:
    """From Monday: five business days end on the next Monday."""
    sent(world, b"uma", 1)
    world.clock.forward(days=days)

    assert read(world.house)["mesa_reviews_waiting"][due,] == 1.0


def test_an_empty_house_has_figures_too(world: World) -> None:
    found = read(world.house)

    assert found["mesa_letters"]["failed",] == 0.0
    assert found["mesa_verdict_seconds"] == {}
    assert found["mesa_clocks_on_duty"] == {(): 0.0}


def test_whether_a_clock_is_on_duty_is_seen_by_any_process(world: World) -> None:
    with on_duty(world.house):
        assert read(world.house)["mesa_clocks_on_duty"] == {(): 1.0}


def test_parts_that_do_not_answer_are_told_and_leave_their_figures_out(world: World) -> None:
    gone = create_engine("postgresql+psycopg://mesa@127.0.0.1:1/mesa", connect_args={"connect_timeout": 2})
    addresses = replace(world.house.addresses, queue_url="redis://127.0.0.1:1/0")

    found = read(replace(world.house, database=gone, addresses=addresses))

    assert found == {"mesa_database_up": {(): 0.0}, "mesa_queue_up": {(): 0.0}}


def test_a_port_that_is_taken_is_a_sentence(world: World) -> None:
    settings = world.house.settings.model_copy(update={"metrics_port": free_port()})
    house = replace(world.house, settings=settings)

    with served(house), pytest.raises(BadInput, match="MESA_METRICS_PORT"), served(house):
        pass


def test_without_a_port_nothing_is_served(world: World) -> None:
    with served(world.house) as port:
        assert port is None


def rules(path: Path) -> Iterator[dict[str, object]]:
    """All alerts of a file of rules."""
    for group in yaml.safe_load(path.read_text("utf-8"))["groups"]:
        yield from group["rules"]


def test_every_figure_that_an_alert_asks_for_exists(world: World) -> None:
    sent(world, b"uma", 1)
    found = read(world.house)
    alerts = list(rules(ALERTS))

    assert len({alert["alert"] for alert in alerts}) == len(alerts) == 10
    for alert in alerts:
        names = re.findall(r"mesa_\w+", str(alert["expr"]))
        assert names
        assert set(names) <= found.keys(), alert["alert"]
        assert set(alert["annotations"]) == {"summary", "remedy"}  # type: ignore[call-overload]


def test_every_state_and_kind_that_an_alert_chooses_exists(world: World) -> None:
    sent(world, b"uma", 1)
    found = read(world.house)

    for alert in rules(ALERTS):
        for name, words in re.findall(r'(mesa_\w+)\{\w+=~?"([^"]+)"\}', str(alert["expr"])):
            assert {(word,) for word in words.split("|")} <= found[name].keys(), alert["alert"]
