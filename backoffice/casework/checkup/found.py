"""What a look at one part gives."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "bad"]
OK: State = "ok"
WARN: State = "warn"
BAD: State = "bad"


@dataclass(frozen=True, slots=True)
class Found:
    """``ok``, ``warn`` (works, and will not for ever) or ``bad``; what was seen, and what to do, '' where nothing."""

    state: State
    said: str
    remedy: str = ""
