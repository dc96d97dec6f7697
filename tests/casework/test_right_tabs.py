"""A letter calls nothing right that a person finds fault with, or that only a person can judge."""

import json
from email import message_from_bytes
from email.policy import default

import pytest

from backoffice.casework import review
from backoffice.domain.reasons import Chosen, still_given, tabs_at_fault
from backoffice.domain.verdict import Verdict
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.desk.test_queue import sent


def letter_of(world: World, content: bytes, *chosen: str) -> str:
    """The text of the letter that asks for corrections for those reasons."""
    case = sent(world, content)
    task = world.task(case.folio).id
    review.claim(world.house, task, "ana")
    reasons = tuple(Chosen(code) for code in chosen)
    review.decide(world.house, task, "ana", Outcome.CORRECTIONS, "Algo más.", chosen=reasons)
    world.work()
    (row,) = (one for one in world.view(case.folio).letters if one.letter == "corrections_requested")
    text = message_from_bytes(world.house.blobs.get(row.message or ""), policy=default).get_body(("plain",))
    assert text is not None
    return " ".join(text.get_content().split())


@pytest.mark.parametrize(
    ("chosen", "right"),
    [
        (("uma_for_umi",), "Lo que ya está bien: los avisos."),
        (("uma_for_umi", "pictures_cannot_be_read"), "Lo que ya está bien: los avisos."),
        (("uma_for_umi", "notice_not_in_the_file"), ""),
        (("uma_for_umi", "whole_book_incomplete"), ""),
    ],
)
def test_a_tab_that_a_reason_finds_fault_with_is_not_called_right(
    world: World, chosen: tuple[str, ...], right: str
) -> None:
    text = letter_of(world, b"uma", *chosen)

    assert right in text
    assert ("Lo que ya está bien" in text) == bool(right)


def test_nothing_is_called_right_where_only_a_person_found_something(world: World) -> None:
    assert "Lo que ya está bien" not in letter_of(world, b"right", "pictures_cannot_be_read")


def test_every_reason_names_the_tabs_that_it_is_about() -> None:
    assert tabs_at_fault([Chosen("uma_for_umi"), Chosen("receipt_of_another_worker")]) == {2, 4}
    assert tabs_at_fault([Chosen("notice_not_in_the_file")]) == {1, 3}
    assert tabs_at_fault(None) == frozenset()


def test_a_cause_that_the_verdict_gives_no_more_is_not_chosen_any_more(world: World) -> None:
    case = sent(world, b"uma")
    row = world.view(case.folio).rounds[0].submissions[0].verdict
    assert row is not None
    before = Verdict.from_json(json.loads(row.document))
    chosen = (Chosen("uma_for_umi"), Chosen("receipt_of_another_worker"))

    assert still_given(chosen, before, None) == (Chosen("receipt_of_another_worker"),)
    assert still_given((Chosen("uma_for_umi", "Con mis palabras."),), before, None) == (
        Chosen("uma_for_umi", "Con mis palabras."),
    )
    assert still_given(chosen, before, before) == chosen
