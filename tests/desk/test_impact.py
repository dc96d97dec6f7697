"""The impact of rules at the desk: which cases would flip, a run that goes on, and sentences where it cannot."""

from collections.abc import Callable
from typing import Any

import pytest

from backoffice.casework import outbox, readjudication
from backoffice.desk import impact as impacts
from backoffice.desk import mesa
from backoffice.desk.impact import Impact
from backoffice.desk.plots_impact import ways
from backoffice.domain.errors import BadInput, ServiceUnavailable
from backoffice.records import runs
from backoffice.records.runs import Standing
from tests.casework.world import World
from tests.desk.hostile import EVERYTHING, IMAGE
from tests.desk.test_queue import sent

DEARER = {"umi": {"2026-01-01": "120.00"}}


def nobody(_: Standing) -> None:
    """Nobody looks at the bar."""


def tried(world: World, changes: Any = DEARER, *, show: Callable[[Standing], None] = nobody, **how: Any) -> Impact:
    """The impact, with workers who work while the notebook waits."""
    return impacts.impact(world.house, changes, "ana", show=show, pause=lambda _: world.work(), **how)


def test_the_cases_that_would_flip_say_which_way_and_by_which_findings(world: World) -> None:
    right, uma = sent(world, b"right", 1), sent(world, b"uma", 2)
    bar: list[tuple[int, int]] = []

    found = tried(world, show=lambda seen: bar.append((seen.done, seen.total)))

    (flip,) = found.flips.to_dict("records")
    assert (flip["Folio"], flip["Ronda"], flip["Antes"], flip["Ahora"]) == (
        right.folio,
        1,
        "Sin inconsistencias",
        "Con inconsistencias",
    )
    assert "+ " in flip["Hallazgos"]
    assert "1,537.54" in flip["Hallazgos"]
    assert list(found.others["Folio"]) == [uma.folio]
    assert bar == [(0, 2), (2, 2)]
    assert found.conclusion.startswith("Comparación 1. De 2 resultados: 1 con otra conclusión, 1 con la misma y otros")


def test_nothing_stored_changes_and_nobody_is_told(world: World) -> None:
    case = sent(world, b"right")
    before, letters = world.view(case.folio), world.sql("SELECT count(*) FROM outbox WHERE kind = 'send_letter'")

    tried(world)

    after = world.view(case.folio)
    assert (after.case, after.rounds, after.events) == (before.case, before.rounds, before.events)
    assert world.sql("SELECT count(*) FROM outbox WHERE kind = 'send_letter'") == letters


def test_a_run_that_another_kernel_ordered_is_gone_on_with_and_then_shown_again(world: World) -> None:
    sent(world, b"right")
    with pytest.raises(ServiceUnavailable):
        impacts.impact(world.house, DEARER, "ana", show=nobody, tick=iter(range(0, 900, 30)).__next__, pause=_none)

    second, third = tried(world), tried(world)

    assert (second.number, third.number) == (1, 1)
    assert second.flips.equals(third.flips)
    assert len(second.flips) == 1


def test_a_new_result_or_a_wish_makes_a_new_run(world: World) -> None:
    sent(world, b"right", 1)
    first, wished = tried(world), tried(world, anew=True)
    sent(world, b"right", 2)

    after = tried(world)

    assert [one.number for one in (first, wished, after)] == [1, 2, 3]
    assert len(after.flips) == 2


def test_workers_who_give_no_sign_are_told_with_what_to_do(world: World) -> None:
    sent(world, b"right")
    seconds = iter(range(0, 900, 10))

    with pytest.raises(ServiceUnavailable, match=r"Arráncalos con «./mesa up»") as refused:
        impacts.impact(world.house, DEARER, "ana", show=nobody, tick=seconds.__next__, pause=_none)

    assert next(seconds) == 40
    assert "La comparación 1 queda guardada: ejecuta de nuevo esta celda" in str(refused.value)


def test_a_part_that_was_given_up_is_told_and_the_next_time_is_tried_anew(world: World) -> None:
    lost = sent(world, b"right")
    with pytest.raises(ServiceUnavailable):
        impacts.impact(world.house, DEARER, "ana", show=nobody, tick=iter(range(0, 900, 30)).__next__, pause=_none)
    (_, row_id) = world.bells.rung.pop()
    for _ in range(3):
        outbox.begin(world.house, row_id)
        world.clock.forward(seconds=61)
    readjudication.run(world.house, row_id)

    (run,) = world.reading(runs.all_runs)
    found = impacts.found(world.house, run.run)
    again = tried(world)

    assert list(found.lost["Folio"]) == [lost.folio]
    assert (again.number, len(again.flips), len(again.lost)) == (2, 1, 0)


def test_without_results_nothing_is_ordered(world: World) -> None:
    found = tried(world)

    assert (found.number, found.total, len(found.flips)) == (0, 0, 0)
    assert world.reading(runs.all_runs) == []
    assert "Aquí aparecerá cada caso" in mesa.impact_table(found).data


def test_a_value_that_cannot_be_used_orders_nothing(world: World) -> None:
    sent(world, b"right")

    with pytest.raises(BadInput, match="No hay un valor «ume»"):
        tried(world, {"ume": "1"})

    assert world.reading(runs.all_runs) == []


def test_the_rules_of_today_change_nothing(world: World) -> None:
    sent(world, b"right")

    found = tried(world, {})

    assert (found.total, len(found.flips), len(found.others), found.counts["equal"]) == (1, 0, 0, 1)
    assert "Ninguna sería otra." in mesa.impact_table(found).data


def test_hostile_text_in_a_finding_is_inert_in_the_table(world: World) -> None:
    sent(world, b"right")
    tried(world)
    finding = "{verdicts,0,change,added,0"
    hostile = "UPDATE rule_run_parts SET results = jsonb_set(jsonb_set(results, CAST(:words AS text[]), to_jsonb(CAST(:t AS text))), CAST(:causes AS text[]), '[\"stale_umi\"]')"
    world.sql(hostile, words=f"{finding},message}}", causes=f"{finding},causes}}", t=EVERYTHING)

    shown = mesa.impact_table(tried(world)).data

    assert IMAGE not in shown
    assert "<script>" not in shown
    assert "\u202e" not in shown
    assert "&lt;img src=x" in shown


def test_the_plot_counts_each_way(world: World) -> None:
    sent(world, b"right", 1)
    sent(world, b"uma", 2)
    found = tried(world)

    assert ways(found.flips, found.counts, len(found.lost)).to_dict() == {
        "Sin inconsistencias → Con inconsistencias": 1,
        "Igual conclusión, otros hallazgos": 1,
        "Sin cambio": 0,
        "Sin comparar": 0,
    }
    assert mesa.plot_impact(found).data[:4] == b"\x89PNG"


def _none(_: float) -> None:
    """No time passes but that of the clock that is handed in."""
