"""The collector rests while somebody asks it to, and is afterwards as it was."""

import gc
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from backoffice.domain.collector import resting


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """It is on before each test and after it."""
    gc.enable()
    yield
    gc.enable()


def test_it_rests_inside_and_collects_again_after_any_end() -> None:
    with resting():
        inside = gc.isenabled()
    after = gc.isenabled()
    with pytest.raises(ZeroDivisionError), resting():
        raise ZeroDivisionError

    assert (inside, after, gc.isenabled()) == (False, True, True)


def test_whoever_turned_it_off_finds_it_off() -> None:
    gc.disable()

    with resting():
        pass

    assert not gc.isenabled()


def test_threads_that_begin_and_end_crosswise_leave_it_on() -> None:
    begun, may_end = Event(), Event()

    def other() -> None:
        with resting():
            begun.set()
            assert may_end.wait(10)

    thread = Thread(target=other)
    with resting():
        thread.start()
        assert begun.wait(10)
    still = gc.isenabled()
    with resting():
        may_end.set()
        thread.join(10)
        last = gc.isenabled()

    assert (still, last, gc.isenabled()) == (False, False, True)
