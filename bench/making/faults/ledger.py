"""What people were told: every act that the house acknowledged, in the order in which it did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from backoffice.domain.work import Outcome


@dataclass(frozen=True, slots=True)
class Promised:
    """One acknowledged act: a request, a file (its digest), an opinion (task, turn, analyst), an acceptance, an end."""

    folio: str
    act: str
    digest: str = ""
    task: UUID | None = None
    turn: int = 0
    analyst: str = ""
    outcome: Outcome | None = None


@dataclass
class Ledger:
    """All of them, and how often an act had to be repeated because nobody said whether it was done.

    ``ordered_again``: how often a person ordered again what had been killed three times.
    """

    promises: list[Promised] = field(default_factory=list)
    repeated: int = 0
    ordered_again: int = 0
    lock: Lock = field(default_factory=Lock)

    def keep(self, promised: Promised) -> None:
        """Somebody was told that this is done."""
        with self.lock:
            self.promises.append(promised)

    def again(self) -> None:
        """An act is tried once more."""
        with self.lock:
            self.repeated += 1

    def by_hand(self) -> None:
        """A person ordered work again that three kills had put into quarantine."""
        with self.lock:
            self.ordered_again += 1

    def of(self, act: str, which: Callable[[Promised], bool] = lambda _: True) -> list[Promised]:
        """Those of one act."""
        with self.lock:
            return [one for one in self.promises if one.act == act and which(one)]
