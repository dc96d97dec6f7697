"""How fast letters go out: no faster than the setting, and not much slower."""

import time

from backoffice.bootstrap import paced
from backoffice.mail.pacing import Pace


def test_letters_go_out_no_faster_than_the_setting_and_not_much_slower(valkey_url: str) -> None:
    sent: list[float] = []
    whole_seconds = 14 // 5

    def deliver(message: bytes, to: str) -> str:
        sent.append(time.monotonic())
        return "250"

    one, other = (paced(deliver, valkey_url, 5) for _ in range(2))  # as two processes have them
    for number in range(14):
        (one if number % 2 else other)(b"", "a@b.example")

    # At most five in any second of the clock, so fourteen take part of three seconds at least.
    assert whole_seconds / 2 < sent[-1] - sent[0] < whole_seconds * 5


def test_without_a_limit_nothing_waits_and_a_queue_that_is_away_holds_nothing_back() -> None:
    deliver = lambda message, to: "250"  # noqa: E731

    assert paced(deliver, "redis://127.0.0.1:1", None) is deliver
    assert paced(deliver, "redis://127.0.0.1:1", 1)(b"", "a@b.example") == "250"
    Pace("redis://127.0.0.1:1", 1).wait()
