"""How often two people decide the same: the figures by hand."""

from datetime import UTC, datetime

import pytest

from backoffice.desk.agreement import agreement_frame, kappa
from backoffice.domain.second_opinion import Because
from backoffice.domain.work import Outcome
from backoffice.records.second_opinions import Pair
from tests.casework.world import World
from tests.desk.test_queue import sent

A, C = Outcome.APPROVE, Outcome.CORRECTIONS


def made(*outcomes: tuple[Outcome, Outcome]) -> list[Pair]:
    """Pairs of those outcomes."""
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return [Pair("2600000018", Because.SAMPLE, "ana", first, "olga", second, at) for first, second in outcomes]


def test_kappa_is_the_agreement_beyond_chance() -> None:
    # Twenty both approve, fifteen both correct, five and ten differ: the textbook's 0.4.
    known = made(*[(A, A)] * 20, *[(A, C)] * 5, *[(C, A)] * 10, *[(C, C)] * 15)

    assert kappa(known) == pytest.approx(0.4)


def test_kappa_says_nothing_where_chance_would_agree_too() -> None:
    assert kappa(made((A, A), (A, A))) is None
    assert kappa([]) is None


def test_pairs_are_counted_whole_by_reason_and_by_who_looked_first(world: World) -> None:
    approved, disputed, waiting = (sent(world, b"right", number) for number in (1, 2, 3))
    world.opinion(approved.folio, A, analyst="ana")
    world.opinion(approved.folio, A, analyst="olga")
    world.opinion(disputed.folio, A, analyst="rosa")
    world.opinion(disputed.folio, C, "No se leen.", "olga")
    world.opinion(waiting.folio, A, analyst="luis")

    frame = agreement_frame(world.house)

    assert frame.to_dict("records") == [
        {"Grupo": "Todas", "Segundas revisiones": 2, "Coinciden": 1, "Acuerdo": 0.5, "Kappa": 0.0},
        {
            "Grupo": "Porque es la primera aprobación de esa persona",
            "Segundas revisiones": 2,
            "Coinciden": 1,
            "Acuerdo": 0.5,
            "Kappa": 0.0,
        },
        {
            "Grupo": "Primera opinión de ana",
            "Segundas revisiones": 1,
            "Coinciden": 1,
            "Acuerdo": 1.0,
            "Kappa": None,
        },
        {"Grupo": "Primera opinión de rosa", "Segundas revisiones": 1, "Coinciden": 0, "Acuerdo": 0.0, "Kappa": 0.0},
    ]


def test_without_any_pair_the_frame_is_empty_and_typed(world: World) -> None:
    frame = agreement_frame(world.house)

    assert len(frame) == 0
    assert frame.dtypes.astype(str).to_dict()["Acuerdo"] == "Float64"
