"""Logs: one JSON object a line, on stderr, so that stdout is for results alone. What is secret is never handed in."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

#: What an id is called that goes from a page to the work that it asked for, and on to its letters.
TRACE = "trace_id"


def configure(level: int = logging.WARNING) -> None:
    """From *level* up; to be called once by whoever starts a process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # A line by one write: worker processes share a file, and what two of them write is put one after the other.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),  # as it is when something is said
        cache_logger_on_first_use=False,
    )


@contextmanager
def traced(trace_id: str) -> Iterator[None]:
    """Whatever is logged in the block, by this thread or on its behalf, says *trace_id*."""
    with structlog.contextvars.bound_contextvars(**{TRACE: trace_id}):
        yield


def trace() -> str | None:
    """The id under which is being worked, if there is one."""
    found: str | None = structlog.contextvars.get_contextvars().get(TRACE)
    return found
