"""Damaged files by the thousand at every entrance: an answer or a refusal, nothing else, within the limits."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.harnesses import FOUND, HARNESSES, kept, mutant, outcome
from tests.timing import best

#: Damaged files for each entrance; those that go to a process of their own take their time.
EACH, EACH_WORKBOOK = 1_500, 200
#: How many times what the slowest good file takes, outside a process that would be ended. A damaged picture may say that
#: it is as large as one may be.
MOST, MOST_OF = 10, {"picture": 600}
#: What a file may not be refused for: it was no fault of the file's, or the reader fell.
OURS = {"refused: reading_failed", "refused: reading_stopped", "refused: takes_too_long"}
INSIDE = [name for name, harness in HARNESSES.items() if harness.guided]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", INSIDE)
def test_nothing_escapes_and_nothing_hangs(name: str) -> None:
    outcomes: Counter[str] = Counter()
    taken: list[float] = []
    for number in range(EACH_WORKBOOK if name == "opening" else EACH):
        begun = process_time()
        outcomes[outcome(HARNESSES[name], mutant(HARNESSES[name], number))] += 1
        taken.append(process_time() - begun)

    assert not set(outcomes) & OURS
    assert len(outcomes) > 1, "nothing but one answer: the damage does not reach what is attacked"
    slowest = mutant(HARNESSES[name], taken.index(max(taken)))
    ordinary = max(best(lambda good=good: outcome(HARNESSES[name], good)) for good in HARNESSES[name].seeds())
    assert best(lambda: outcome(HARNESSES[name], slowest)) <= MOST_OF.get(name, MOST) * ordinary


def test_no_workbook_ends_its_reader_but_by_a_limit() -> None:
    harness = HARNESSES["workbook"]

    with ThreadPoolExecutor(2) as threads:
        outcomes = Counter(threads.map(lambda number: outcome(harness, mutant(harness, number)), range(EACH_WORKBOOK)))

    assert sum(outcomes.values()) == EACH_WORKBOOK
    assert not set(outcomes) & OURS


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", [name for name in INSIDE if name not in {"opening", "document"}])
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_neither_made_up_bytes_nor_pieces_of_good_files_escape(name: str, data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(HARNESSES[name].seeds()))
    cut = data.draw(st.integers(0, len(good)))
    made_up = data.draw(st.binary(max_size=400))

    assert outcome(HARNESSES[name], good[:cut] + made_up + good[cut : cut + data.draw(st.integers(0, 400))])
    assert outcome(HARNESSES[name], made_up)


@pytest.mark.parametrize("name", HARNESSES)
def test_good_files_are_answered(name: str) -> None:
    for good in HARNESSES[name].seeds():
        assert "refused" not in outcome(HARNESSES[name], good) or name == "certificate"


@pytest.mark.parametrize("name", HARNESSES)
def test_what_once_went_wrong_goes_well_now(name: str) -> None:
    for file in kept(name):
        assert outcome(HARNESSES[name], file.read_bytes()) not in OURS, file.name


def test_every_folder_of_finds_is_that_of_an_entrance() -> None:
    assert {folder.name for folder in FOUND.iterdir() if folder.is_dir()} <= set(HARNESSES)
