"""Processes that share a log: what one of them says comes as one piece, whatever it says."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

import pytest
import structlog

from backoffice import logs


class Pieces(io.StringIO):
    """A stream that hands each write on by itself, as the pipe of a worker process does."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def write(self, text: str) -> int:
        self.written.append(text)
        return len(text)


@pytest.fixture
def log() -> Iterator[Any]:
    """What a process logs by."""
    before = structlog.get_config()
    logs.configure(logging.INFO)
    yield structlog.get_logger()
    structlog.configure(**before)


def test_a_line_with_its_end_is_one_write(log: Any) -> None:
    with redirect_stderr(Pieces()) as pieces:
        log.info("letter_taken", said="dos\nrenglones, 1.º")
        log.error("page_failed", exc_info=ValueError("of\nsome lines"))

    lines = [json.loads(piece) for piece in pieces.written]
    assert [line["event"] for line in lines] == ["letter_taken", "page_failed"]
    assert [piece.count("\n") for piece in pieces.written] == [1, 1]
    assert lines[0]["said"] == "dos\nrenglones, 1.º"
