"""An export under way: the case as it was read, what is wanting, and what came of each replay."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from backoffice.casework import adjudication
from backoffice.casework.house import House
from backoffice.casework.replay import Replayed
from backoffice.domain.errors import MesaError, ServiceUnavailable, StoredFileMissing
from backoffice.records.expediente import Kept

#: A file of the archive: its name and its bytes.
Made = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What should be in the archive and is not, or does not agree. Texts for people; ``why`` is a sentence."""

    what: str
    why: str


@dataclass
class Gathering:
    """The case as it was read, and what is learnt while its files are written."""

    house: House
    kept: Kept
    flaws: list[Flaw] = field(default_factory=list)
    replays: dict[UUID, Replayed] = field(default_factory=dict)

    def blob(self, key: str, what: str) -> bytes | None:
        """A stored file; one that is gone, or no longer the same, is noted. Raises ``ServiceUnavailable``."""
        try:
            return self.house.blobs.get(key)
        except StoredFileMissing as gone:
            self.flaws.append(Flaw(what, str(gone)))
            return None

    @contextmanager
    def forgiving(self, what: str) -> Iterator[None]:
        """What the block cannot make is noted and left out. Raises ``ServiceUnavailable``: then nothing is."""
        try:
            with adjudication.foreseen():
                yield
        except ServiceUnavailable:
            raise
        except MesaError as refusal:
            self.flaws.append(Flaw(what, str(refusal)))
